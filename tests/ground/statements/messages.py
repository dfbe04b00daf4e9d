"""camt files and MT940 files, made from statements that we know."""

from __future__ import annotations

from datetime import date

from tests.ground.statements.known import ACCOUNT, Known, Move


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _amount(vnd: int, currency: str = "VND") -> str:
    return f'<Amt Ccy="{currency}">{vnd}.00</Amt>'


def _party(side: str, name: str, account: str, *, is_new: bool) -> str:
    wrapped = f"<Pty><Nm>{_xml(name)}</Nm></Pty>" if is_new else f"<Nm>{_xml(name)}</Nm>"
    told = f"<{side}>{wrapped}</{side}>" if name else ""
    if account:
        told += f"<{side}Acct><Id><Othr><Id>{account}</Id></Othr></Id></{side}Acct>"
    return f"<RltdPties>{told}</RltdPties>" if told else ""


def _entry(number: int, one: Move, *, is_new: bool) -> str:
    status = "<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>"
    amount = _amount(one.vnd) if is_new else f"<AmtDtls><TxAmt>{_amount(one.vnd)}</TxAmt></AmtDtls>"
    reversal = "<RvslInd>true</RvslInd>" if one.is_reversal else ""
    side = "Dbtr" if one.is_in != one.is_reversal else "Cdtr"
    return (
        f"<Ntry><NtryRef>{number}</NtryRef>{_amount(one.vnd)}"
        f"<CdtDbtInd>{'CRDT' if one.is_in else 'DBIT'}</CdtDbtInd>{reversal}{status}"
        f"<BookgDt><Dt>{one.on}</Dt></BookgDt><ValDt><Dt>{one.on}</Dt></ValDt>"
        f"<AcctSvcrRef>{one.reference}</AcctSvcrRef>"
        "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>NOTPROVIDED</EndToEndId></Refs>{amount}"
        f"{_party(side, one.name, one.account, is_new=is_new)}"
        f"<RmtInf><Ustrd>{_xml(one.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _balance(code: str, vnd: int) -> str:
    way = "DBIT" if vnd < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(abs(vnd))}"
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>"
    )


def camt_entries(
    entries: str, version: str = "camt.053.001.08", known: Known | None = None
) -> bytes:
    """A camt file around entries that are written already."""
    roots = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }
    root, inner = roots[version[5:8]]
    balances = ""
    if known is not None and inner != "Ntfctn":
        balances = _balance("OPBD", known.opening_vnd) + _balance("CLBD", known.closing_vnd)
    account = known.account if known else ACCOUNT
    number = known.number if known else 1
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{root}><GrpHdr>'
        "<MsgId>M1</MsgId><CreDtTm>2026-01-05T23:00:00+07:00</CreDtTm></GrpHdr>"
        f"<{inner}><Id>S1</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        "<CreDtTm>2026-01-05T23:00:00+07:00</CreDtTm>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>"
        f"{balances}{entries}</{inner}></{root}></Document>"
    ).encode()


def camt(known: Known, version: str = "camt.053.001.08") -> bytes:
    """A whole camt file; from version 8 on as new banks write it."""
    is_new = version[-2:] >= "08"
    entries = "".join(
        _entry(number, one, is_new=is_new) for number, one in enumerate(known.moves, start=1)
    )
    return camt_entries(entries, version, known)


def _mark(one: Move) -> str:
    if one.is_reversal:
        return "RD" if one.is_in else "RC"
    return "C" if one.is_in else "D"


def _mt940_balance(vnd: int, on: date) -> str:
    return f"{'D' if vnd < 0 else 'C'}{on:%y%m%d}VND{abs(vnd)},"


def mt940(known: Known, *, newline: str = "\r\n", page: int = 0) -> bytes:
    """A statement; with `page` in messages of so many lines."""
    first = known.moves[0].on if known.moves else date(2026, 1, 5)
    last = known.moves[-1].on if known.moves else first
    size = page or max(len(known.moves), 1)
    starts = list(range(0, max(len(known.moves), 1), size))
    rows: list[str] = []
    for number, start in enumerate(starts):
        before = known.balances[start - 1] if start else known.opening_vnd
        part = known.moves[start : start + size]
        is_last = number == len(starts) - 1
        rows += [
            ":20:STMT",
            f":25:{known.account}",
            f":28C:{known.number}/{number + 1}",
            f":60{'M' if start else 'F'}:{_mt940_balance(before, first)}",
        ]
        for one in part:
            rows.append(
                f":61:{one.on:%y%m%d}{one.on:%m%d}{_mark(one)}D{one.vnd},NTRFNONREF//{one.reference}"
            )
            whole = one.text or " "
            cut = [whole[at : at + 65] for at in range(0, len(whole), 65)]
            rows += [f":86:{cut[0]}", *cut[1:]]
        after = known.balances[start + len(part) - 1] if part else before
        rows += [f":62{'F' if is_last else 'M'}:{_mt940_balance(after, last)}", "-"]
    return (newline.join(rows) + newline).encode()
