"""Workbooks and CSV files as banks and people leave them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.ground.statements import writing
from tests.ground.statements.writing import Cells, Known, Sheet, expected, moves, told
from thuphi.ground.statements.contract import ReadStatement
from thuphi.ground.statements.profiles import Profile
from thuphi.ground.statements.reading import read

HEAD: Cells = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]
ACCOUNT: Cells = ["Số tài khoản:", "0123499999"]


def sheet(*rows: Cells, head: Cells = HEAD, above: tuple[Cells, ...] = (ACCOUNT,)) -> bytes:
    return writing.workbook(Sheet([*above, head, *rows]))


def one(content: bytes) -> ReadStatement:
    (found,) = read("x", content, today=date(2026, 11, 22)).statements
    return found


@pytest.mark.parametrize(
    ("layout", "profile"),
    [
        ("vietcombank", "vietcombank"),
        ("vietcombank_short", "vietcombank"),
        ("bidv", "bidv"),
        ("vietinbank", "vietinbank"),
        ("mb", "mb"),
        ("techcombank", "techcombank"),
    ],
)
def test_a_banks_form_is_known_by_its_heads(layout: str, profile: str) -> None:
    made = writing.LAYOUTS[layout](Known(moves(9)))
    assert read("x", writing.workbook(made)).profile == profile
    assert read("x", writing.as_csv(made, ";", "cp1258")).profile == profile


def test_another_writers_workbook_is_read_alike() -> None:
    known = Known(moves(40))
    made = writing.workbook_of_another_writer(writing.mb(known))
    assert told(one(made).lines) == expected(known)


@pytest.mark.parametrize(
    ("cell", "vnd"),
    [
        (1250000, 1_250_000),
        (1250000.0, 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u00a0250\u00a0000 VND", 1_250_000),
        ("1\u202f250\u202f000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("1250000.00", 1_250_000),
        ("+1,250,000 đ", 1_250_000),
        ("1.250.000₫", 1_250_000),
        ("VND 1,250,000", 1_250_000),
        ("'1250000", 1_250_000),
        ("1.250", 1_250),
    ],
)
def test_an_amount_is_read_as_it_is_written_here(cell: object, vnd: int) -> None:
    assert one(sheet(["05/01/2026", "R", "", cell, "", "X"])).lines[0].amount_vnd == vnd


@pytest.mark.parametrize(
    ("cell", "on", "at"),
    [
        ("05/01/2026", date(2026, 1, 5), ""),
        ("5/1/2026", date(2026, 1, 5), ""),
        ("05-01-2026 10:11:12", date(2026, 1, 5), "10:11:12"),
        ("10:11 05/01/2026", date(2026, 1, 5), "10:11:00"),
        ("2026-01-05T10:11:12", date(2026, 1, 5), "10:11:12"),
        ("05/01/26", date(2026, 1, 5), ""),
        ("05.01.2026", date(2026, 1, 5), ""),
        ("05/01/2026 03:04:05 PM", date(2026, 1, 5), "15:04:05"),
        (datetime(2026, 1, 5), date(2026, 1, 5), ""),
        (datetime(2026, 1, 5, 10, 11, 12), date(2026, 1, 5), "10:11:12"),
        (46027, date(2026, 1, 5), ""),
        (20260105, date(2026, 1, 5), ""),
    ],
)
def test_a_day_is_read_as_it_is_written_here(cell: object, on: date, at: str) -> None:
    (line,) = one(sheet([cell, "R", "", 5, "", "X"])).lines
    assert line.booked_on == on
    assert (line.booked_at.isoformat()[11:] if line.booked_at else "") == (at and f"{at}+07:00")


def test_credit_is_money_in_and_debit_money_out() -> None:
    head: Cells = ["Date", "Debit", "Credit", "Description"]
    found = one(sheet(["05/01/2026", 7, "", "OUT"], ["05/01/2026", "", 9, "IN"], head=head))
    assert [(line.is_in, line.amount_vnd) for line in found.lines] == [(False, 7), (True, 9)]


def test_no_is_a_number_and_no_debit() -> None:
    head: Cells = ["STT/No.", "Ngày/Date", "Nợ", "Có", "Nội dung"]
    (line,) = one(sheet([1, "05/01/2026", "", 9, "IN"], head=head)).lines
    assert (line.is_in, line.amount_vnd) == (True, 9)


@pytest.mark.parametrize(
    "rows",
    [
        [["05/01/2026", "+9", "A"], ["05/01/2026", "-4", "B"]],
        [["05/01/2026", "9 VND", "A", "C"], ["05/01/2026", "4 VND", "B", "D"]],
        [["05/01/2026", "9", "A", "Ghi có"], ["05/01/2026", "4", "B", "Ghi nợ/Debit"]],
    ],
)
def test_one_column_of_amounts_needs_a_sign(rows: list[Cells]) -> None:
    head: Cells = ["Ngày", "Số tiền", "Nội dung", "Loại giao dịch"]
    found = one(sheet(*rows, head=head))
    assert [(line.is_in, line.amount_vnd) for line in found.lines] == [(True, 9), (False, 4)]


def test_a_head_of_two_lines_under_a_merged_one_is_read() -> None:
    rows: list[Cells] = [
        ACCOUNT,
        ["Ngày giao dịch", "Số tiền", None, "Nội dung"],
        [None, "Ghi nợ", "Ghi có", None],
        ["05/01/2026", None, 9, "A"],
    ]
    made = writing.workbook(Sheet(rows, ["A2:A3", "B2:C2", "D2:D3"]))
    (line,) = one(made).lines
    assert (line.is_in, line.amount_vnd, line.text, line.place) == (True, 9, "A", 4)


def test_cells_under_a_wide_head_are_found() -> None:
    rows: list[Cells] = [
        ACCOUNT,
        ["Ngày giao dịch", None, "Ghi nợ", "Ghi có", None, "Nội dung", None],
        [None, "05/01/2026", None, None, 9, None, "A"],
    ]
    made = writing.workbook(Sheet(rows, ["A2:B2", "D2:E2", "F2:G2"]))
    (line,) = one(made).lines
    assert (line.booked_on, line.amount_vnd, line.text) == (date(2026, 1, 5), 9, "A")


def test_a_row_that_numbers_the_columns_is_no_line() -> None:
    found = one(
        sheet(["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["05/01/2026", "R", "", 9, "", ""])
    )
    assert len(found.lines) == 1


def test_heads_of_further_pages_and_sums_are_no_lines() -> None:
    found = one(
        sheet(
            ["05/01/2026", "R", "", 9, 109, "A"],
            ["Cộng trang", "", "", 9, "", ""],
            HEAD,
            ["06/01/2026", "R", 4, "", 105, "TONG TIEN HOC PHI"],
            ["", "R", 5, "", 100, "Tổng tiền bán trú"],
            ["Tổng cộng", "", 9, 9, "", ""],
            ["", "", "", "", "", "Người lập biểu"],
        )
    )
    assert [(line.amount_vnd, line.text) for line in found.lines] == [
        (9, "A"),
        (4, "TONG TIEN HOC PHI"),
        (5, "Tổng tiền bán trú"),
    ]
    assert (found.opening_vnd, found.closing_vnd) == (100, 100)


def test_a_sum_without_any_word_is_no_line() -> None:
    found = one(
        sheet(
            ["05/01/2026", "R", "", 9, "", "A"],
            ["06/01/2026", "R", "", 8, "", "B"],
            ["", "", "", 17, "", ""],
        )
    )
    assert [line.amount_vnd for line in found.lines] == [9, 8]


def test_a_balance_in_the_column_of_texts_is_no_text() -> None:
    found = one(
        sheet(
            ["05/01/2026", "R", "", 9, "", "A"],
            ["", "", "", "", "", "Số dư đầu kỳ: 100"],
            ["", "", "", "", "", "Số dư cuối kỳ: 109"],
        )
    )
    assert [line.text for line in found.lines] == ["A"]
    assert (found.opening_vnd, found.closing_vnd) == (100, 109)


def test_a_text_that_goes_on_in_the_next_row_is_one_text() -> None:
    found = one(
        sheet(["05/01/2026", "R", "", 9, "", "HOC PHI TF003N"], ["", "", "", "", "", "QK8NRQ"])
    )
    assert [line.text for line in found.lines] == ["HOC PHI TF003N QK8NRQ"]


def test_a_blank_day_repeats_the_one_above() -> None:
    found = one(sheet(["05/01/2026", "R", "", 9, "", "A"], ["", "S", "", 8, "", "B"]))
    assert [line.booked_on for line in found.lines] == [date(2026, 1, 5)] * 2


def test_the_document_beside_the_day_is_the_reference() -> None:
    head: Cells = ["Ngày/TNX Date\nSố CT/Doc No", "Debit", "Credit", "Nội dung"]
    (line,) = one(sheet(["05/01/2026\n5078.12345", "", 9, "A"], head=head)).lines
    assert (line.booked_on, line.bank_reference) == (date(2026, 1, 5), "5078.12345")


def test_a_file_of_several_accounts_begins_again_with_each() -> None:
    first, second = Known(moves(4)), Known(moves(3), account="777777777", opening_vnd=5_000_000)
    rows = [
        *writing.vietcombank_bilingual(first).rows,
        [],
        *writing.vietcombank_bilingual(second).rows,
    ]
    found = read("x", writing.workbook(Sheet(rows))).statements
    assert [(s.account, s.opening_vnd, s.closing_vnd, len(s.lines)) for s in found] == [
        (writing.ACCOUNT, first.opening_vnd, first.closing_vnd, 4),
        ("777777777", 5_000_000, second.closing_vnd, 3),
    ]


def test_each_sheet_of_a_workbook_is_a_statement() -> None:
    known, other = Known(moves(2)), Known(moves(3), account="777777777")
    made = writing.workbook(Sheet([["Hướng dẫn"]]), writing.bidv(known), writing.mb(other))
    found = read("x", made)
    assert [(s.account, len(s.lines)) for s in found.statements] == [
        (writing.ACCOUNT, 2),
        ("777777777", 3),
    ]
    assert found.profile == "bidv, mb"


def test_the_other_side_is_told_where_there_are_columns_for_it() -> None:
    (line,) = one(writing.workbook(writing.techcombank(Known(moves(1))))).lines
    assert (line.payer_name, line.payer_account, line.payer_bank) == (
        "NGUYEN VAN A",
        "987000000",
        "VCB",
    )


def test_own_head_words_make_an_unknown_sheet_readable() -> None:
    rows: list[Cells] = [["Lúc", "Vô", "Ra", "Lời nhắn"], ["05/01/2026", 9, "", "A"]]
    own = Profile(
        "Quỹ tín dụng",
        {"transacted": ("Lúc",), "credit": ("Vô",), "debit": ("Ra",), "text": ("Lời nhắn",)},
        account="555666777",
    )
    found = read("x", writing.workbook(Sheet(rows)), profiles=[own])
    assert (found.profile, found.statements[0].account) == ("Quỹ tín dụng", "555666777")
    assert [(line.is_in, line.text) for line in found.statements[0].lines] == [(True, "A")]


def test_the_period_and_owner_above_are_told() -> None:
    found = one(
        sheet(
            ["05/01/2026", "R", "", 9, "", "A"],
            above=(
                ["Tên tài khoản: TRƯỜNG MẦM NON MẪU"],
                ["Từ ngày 01/01/2026 đến ngày 31/01/2026"],
                ["Tài khoản/Account No: 0123 499 999"],
            ),
        )
    )
    assert (found.account, found.owner) == ("0123499999", "TRƯỜNG MẦM NON MẪU")
    assert (found.from_on, found.to_on) == (date(2026, 1, 1), date(2026, 1, 31))


def test_the_line_keeps_what_its_row_had() -> None:
    (line,) = one(sheet(["05/01/2026", "R", "", 9, "", "A"])).lines
    assert dict(line.raw) == {
        "Ngày giao dịch": "05/01/2026",
        "Số tham chiếu": "R",
        "Ghi có": "9",
        "Nội dung": "A",
    }
