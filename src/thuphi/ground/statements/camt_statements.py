"""A camt statement as a whole: whose account, which days, and whether its balances agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .camt_entries import Entries, Facts, account_of, amount_vnd, first, moment
from .checks import check_closing, check_days
from .contract import ReadStatement
from .faults import FaultKind, Faults

_INTERIM = "ITBD"


def make(
    whole: Facts,
    balances: Sequence[Facts],
    entries: Entries,
    *,
    kind: str,
    faults: Faults,
) -> list[ReadStatement]:
    """The statement, or nothing with its faults noted."""
    place = entries.where
    currency = whole.get("Acct/Ccy", "VND")
    if currency != "VND":
        faults.add(FaultKind.FOREIGN_CURRENCY, place, currency=currency)
    account = account_of(whole, "Acct")
    if not account:
        faults.add(FaultKind.NO_ACCOUNT, place)
    opening_vnd, closing_vnd = _balances(balances, kind, faults, place)
    span = _days(whole, balances, entries, faults, place)
    if span is None or not account:
        return []
    found = ReadStatement(
        account=account,
        kind=kind,
        lines=tuple(entries.lines),
        from_on=span[0],
        to_on=span[1],
        number=first(whole, "ElctrncSeqNb", "LglSeqNb"),
        opening_vnd=opening_vnd,
        closing_vnd=closing_vnd,
        bank=first(
            whole,
            "Acct/Svcr/FinInstnId/Nm",
            "Acct/Svcr/FinInstnId/BICFI",
            "Acct/Svcr/FinInstnId/BIC",
        ),
        owner=first(whole, "Acct/Ownr/Pty/Nm", "Acct/Ownr/Nm", "Acct/Nm"),
    )
    check_closing(found, faults, place)
    return [found]


def _balances(
    balances: Sequence[Facts], kind: str, faults: Faults, place: str
) -> tuple[int | None, int | None]:
    """What the account held before and after the entries, where both ends are told."""
    found: dict[str, list[int]] = {}
    for facts in balances:
        code = facts.get("Tp/CdOrPrtry/Cd", "")
        vnd = amount_vnd(facts, "Amt", faults, f"{place}, Bal {code}".rstrip())
        if vnd is not None:
            signed = -vnd if facts.get("CdtDbtInd") == "DBIT" else vnd
            found.setdefault(code, []).append(signed)
    interim = found.get(_INTERIM, [])
    if kind == "intraday" and len(interim) == 2:
        return interim[0], interim[1]
    opening = found.get("OPBD") or found.get("PRCD") or interim
    closing = found.get("CLBD") or interim
    return opening[0] if opening else None, closing[-1] if closing else None


def _days(
    whole: Facts, balances: Sequence[Facts], entries: Entries, faults: Faults, place: str
) -> tuple[date, date] | None:
    """From and to, told or else taken from balances, entries, or the day it was made."""
    told: list[date] = []
    try:
        for name in ("Fr", "To"):
            for leaf in (f"FrToDt/{name}DtTm", f"FrToDt/{name}Dt"):
                if found := moment(whole.get(leaf, "")):
                    told.append(found[0])
                    break
        if len(told) < 2:
            told = sorted(line.booked_on for line in entries.lines)
        for facts in balances if not told else ():
            if found := moment(facts.get("Dt/Dt") or facts.get("Dt/DtTm", "")):
                told.append(found[0])
        if not told and (found := moment(whole.get("CreDtTm", ""))):
            told.append(found[0])
    except ValueError as error:
        faults.add(FaultKind.DATE_UNREADABLE, place, text=str(error))
        return None
    if not told:
        faults.add(FaultKind.NO_DATE, place)
        return None
    check_days(told[0], told[-1], faults, place)
    return told[0], told[-1]
