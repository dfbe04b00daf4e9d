"""camt.052, .053 and .054: what counts as money, whose it is, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ground.statements import writing
from tests.ground.statements.refused import reasons
from tests.ground.statements.writing import Known, camt_entries, moves
from thuphi.ground.kit import billcode
from thuphi.ground.statements.contract import ReadLine
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.reading import read


def entry(
    inner: str = "",
    *,
    vnd: str = "250000",
    way: str = "CRDT",
    status: str = "<Cd>BOOK</Cd>",
    before: str = "",
    day: str = "<BookgDt><Dt>2026-01-05</Dt></BookgDt>",
    currency: str = "VND",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{vnd}</Amt><CdtDbtInd>{way}</CdtDbtInd>{before}'
        f"<Sts>{status}</Sts>{day}<AcctSvcrRef>R1</AcctSvcrRef>"
        f"<NtryDtls>{inner}</NtryDtls></Ntry>"
    )


def detail(inner: str = "", *, vnd: str = "", way: str = "") -> str:
    amount = f'<Amt Ccy="VND">{vnd}</Amt>' if vnd else ""
    sign = f"<CdtDbtInd>{way}</CdtDbtInd>" if way else ""
    return f"<TxDtls>{amount}{sign}{inner}</TxDtls>"


def lines(entries: str, version: str = "camt.053.001.08") -> tuple[ReadLine, ...]:
    return read("x", camt_entries(entries, version)).statements[0].lines


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("camt.052.001.02", "intraday"),
        ("camt.053.001.12", "end_of_day"),
        ("camt.054.001.08", "notice"),
    ],
)
def test_the_message_says_what_kind_of_statement_it_is(version: str, kind: str) -> None:
    found = read("x", writing.camt(Known(moves(3)), version))
    assert (found.format, found.statements[0].kind) == (version, kind)
    assert len(found.statements[0].lines) == 3


def test_what_is_not_booked_is_no_money_and_is_told() -> None:
    pending = entry(status="<Cd>PDNG</Cd>") + entry(status="INFO") + entry()
    found = read("x", camt_entries(pending))
    assert [line.place for line in found.statements[0].lines] == [3]
    assert [sentence(note) for note in found.notes] == [
        "Stmt 1, Ntry 1: Bỏ qua giao dịch chưa hạch toán (PDNG).",
        "Stmt 1, Ntry 2: Bỏ qua giao dịch chưa hạch toán (INFO).",
    ]


def test_a_reversed_credit_is_money_out_and_a_reversed_debit_no_receipt() -> None:
    back = entry(way="DBIT", before="<RvslInd>true</RvslInd>")
    fee = entry(way="CRDT", before="<RvslInd>true</RvslInd>")
    assert [(line.is_in, line.is_reversal) for line in lines(back + fee + entry())] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_a_batch_is_one_line_for_each_detail() -> None:
    batch = entry(detail(vnd="100000") + detail(vnd="150000.00"))
    assert [line.amount_vnd for line in lines(batch)] == [100_000, 150_000]


def test_a_batch_without_details_stays_one_line() -> None:
    (line,) = lines(entry("<Btch><NbOfTxs>40</NbOfTxs></Btch>"))
    assert (line.amount_vnd, line.raw["NtryDtls/Btch/NbOfTxs"]) == (250_000, "40")


def test_details_with_their_own_direction_are_summed_with_it() -> None:
    mixed = entry(detail(vnd="300000") + detail(vnd="50000", way="DBIT"))
    assert [(line.is_in, line.amount_vnd) for line in lines(mixed)] == [
        (True, 300_000),
        (False, 50_000),
    ]


def test_details_that_do_not_make_up_their_entry_are_refused() -> None:
    assert reasons(camt_entries(entry(detail(vnd="100000") + detail(vnd="100000")))) == [
        "Stmt 1, Ntry 1: Các giao dịch chi tiết cộng lại 200.000, khác số tiền bút toán 250.000:"
        " tải lại tệp từ ngân hàng."
    ]


def test_a_code_cut_over_two_parts_is_found_again() -> None:
    cut = "<RmtInf><Ustrd>HOC PHI TF003N</Ustrd><Ustrd>QK8NRQ LOP 7</Ustrd></RmtInf>"
    (line,) = lines(entry(detail(cut)))
    assert line.text == "HOC PHI TF003N QK8NRQ LOP 7"
    assert [one.code for one in billcode.find(line.text)] == ["TF003NQK8NRQ"]
    assert line.raw["TxDtls/RmtInf/Ustrd"] == "HOC PHI TF003N\nQK8NRQ LOP 7"


def test_text_is_gathered_wherever_a_bank_puts_it() -> None:
    told = (
        "<RmtInf><Ustrd>A</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>"
        "<AddtlTxInf>IBFT B</AddtlTxInf>"
    )
    whole = entry(detail(told)).replace("</Ntry>", "<AddtlNtryInf>CK C</AddtlNtryInf></Ntry>")
    assert lines(whole)[0].text == "A RF18 IBFT B CK C"


def test_what_is_said_of_a_whole_batch_is_no_text_of_a_payer() -> None:
    batch = entry(detail(vnd="100000") + detail(vnd="150000"))
    batch = batch.replace("</Ntry>", "<AddtlNtryInf>TF003NQK8NRQ</AddtlNtryInf></Ntry>")
    assert [line.text for line in lines(batch)] == ["", ""]


def test_the_payer_is_read_in_the_old_and_in_the_new_form() -> None:
    old = (
        "<RltdPties><Dbtr><Nm>LE B</Nm></Dbtr>"
        "<DbtrAcct><Id><Othr><Id>12 34</Id></Othr></Id></DbtrAcct></RltdPties>"
    )
    agent = (
        "<RltdAgts><DbtrAgt><FinInstnId><BICFI>BFTVVNVX</BICFI></FinInstnId></DbtrAgt></RltdAgts>"
    )
    new = old.replace("<Nm>LE B</Nm>", "<Pty><Nm>LE B</Nm></Pty>")
    for told in (old, new):
        (line,) = lines(entry(detail(told + agent)))
        assert (line.payer_name, line.payer_account, line.payer_bank) == (
            "LE B",
            "1234",
            "BFTVVNVX",
        )


def test_the_account_paid_to_is_a_virtual_account_when_it_is_another_number() -> None:
    to = "<RltdPties><CdtrAcct><Id><Othr><Id>{}</Id></Othr></Id></CdtrAcct></RltdPties>"
    both = entry(detail(to.format("9620000123"))) + entry(detail(to.format(writing.ACCOUNT)))
    assert [line.virtual_account for line in lines(both)] == ["9620000123", ""]


def test_a_time_is_the_time_here() -> None:
    (line,) = lines(entry(day="<BookgDt><DtTm>2026-01-05T18:30:00Z</DtTm></BookgDt>"))
    assert line.booked_on == date(2026, 1, 6)
    assert line.booked_at is not None
    assert line.booked_at.isoformat() == "2026-01-06T01:30:00+07:00"


def test_an_overdrawn_account_has_balances_below_nought() -> None:
    known = Known(moves(1), opening_vnd=-500_000)
    (one,) = read("x", writing.camt(known)).statements
    assert (one.opening_vnd, one.closing_vnd) == (-500_000, -400_000)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (
            entry(currency="USD"),
            "Loại tiền USD không phải VND: chỉ nhập sao kê tài khoản tiền đồng.",
        ),
        (entry(vnd="-5"), "Số tiền âm “-5”: ghi số dương vào đúng cột ghi nợ hoặc ghi có."),
        (entry(vnd="5.50"), "“5.50” có số lẻ của đồng: kiểm tra lại loại tiền và số tiền."),
        (entry(vnd="1E30"), "“1E30” lớn quá mức có thể: kiểm tra lại số tiền."),
        (
            entry(vnd="x"),
            "“x” không phải số tiền đọc được: sửa lại, hoặc tải lại tệp từ ngân hàng.",
        ),
        (entry(vnd=""), "Không có số tiền: tải lại tệp, hoặc ghi số tiền vào dòng này."),
        (
            entry(way=""),
            "Không biết “250000” là tiền vào hay tiền ra: cần cột ghi nợ, ghi có hoặc dấu +/-.",
        ),
        (entry(status=""), "Giao dịch không có trạng thái (Sts): tải lại tệp từ ngân hàng."),
        (
            entry(status="<Cd>HELD</Cd>"),
            "Trạng thái “HELD” không rõ đã hạch toán hay chưa: hỏi lại ngân hàng.",
        ),
        (entry(day=""), "Không có ngày giao dịch: tải lại tệp, hoặc ghi ngày vào dòng này."),
        (
            entry(day="<BookgDt><Dt>1999-12-31</Dt></BookgDt>"),
            "Năm của ngày 31/12/1999 không hợp lý: kiểm tra lại ngày trong tệp.",
        ),
        (
            entry(day="<BookgDt><Dt>2026-12-05</Dt></BookgDt>"),
            "Ngày 05/12/2026 muộn hơn hôm nay quá 7 ngày: kiểm tra lại ngày, tháng trong tệp.",
        ),
        (
            entry(detail("<RmtInf><Ustrd>Ngà y giao dá»‹ch</Ustrd></RmtInf>")),
            "Chữ bị sai bảng mã (“Ngà y giao dá»‹ch”): tải lại từ ngân hàng và không mở, lưu bằng"
            " chương trình khác.",
        ),
    ],
)
def test_a_bad_entry_is_refused_with_its_place_and_reason(bad: str, reason: str) -> None:
    assert f"Stmt 1, Ntry 2: {reason}" in reasons(camt_entries(entry() + bad))


def test_a_closing_balance_that_the_entries_do_not_lead_to_is_refused() -> None:
    content = writing.camt(Known(moves(4))).replace(b">FT2600500000002<", b">FT<")
    whole = content.decode()
    start, end = whole.index("<Ntry><NtryRef>2"), whole.index("<Ntry><NtryRef>3")
    assert reasons((whole[:start] + whole[end:]).encode()) == [
        "Stmt 1: Số dư đầu 25.000.000 + ghi có 202.000 - ghi nợ 103.000 = 25.099.000, khác số dư"
        " cuối 25.200.000: tệp thiếu hoặc thừa dòng, hãy tải lại."
    ]


def test_half_a_file_is_refused() -> None:
    content = writing.camt(Known(moves(4)))
    assert reasons(content[: len(content) // 2]) == [
        "Dòng 2: Tệp XML bị hỏng hoặc bị cắt dở: tải lại từ ngân hàng."
    ]


def test_entities_are_refused_before_anything_is_read() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ccc">]>' + writing.camt(
        Known(moves(1))
    ).split(b"?>", 1)[1].replace(b"HOC", b"&b;")
    assert reasons(bomb) == [
        "Tệp XML khai báo DOCTYPE hay thực thể, sao kê thật không có: tải lại từ ngân hàng."
    ]


def test_a_page_that_is_no_statement_is_refused() -> None:
    assert reasons(b"<html><table><tr><td>1</td></tr></table></html>") == [
        "Tệp là trang web (HTML) hoặc XML không phải sao kê: mở bằng Excel rồi lưu lại thành .xlsx."
    ]


def test_statements_of_several_accounts_stand_apart() -> None:
    one = writing.camt(Known(moves(1))).decode()
    start, end = one.index("<Stmt>"), one.index("</BkToCstmrStmt>")
    two = one[start:end].replace(writing.ACCOUNT, "777777777")
    found = read("x", (one[:end] + two + one[end:]).encode())
    assert [one.account for one in found.statements] == [writing.ACCOUNT, "777777777"]


def test_every_fault_is_named_but_not_more_than_a_hundred() -> None:
    assert len(reasons(camt_entries(entry(currency="USD") * 400))) == 100


def test_a_deep_nest_is_refused() -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    assert reasons(camt_entries(entry(detail(deep)))) == [
        "Dòng 2: Tệp XML lồng nhau quá sâu, không phải sao kê: tải lại từ ngân hàng."
    ]
