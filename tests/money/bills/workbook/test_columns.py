"""How heads name columns."""

from __future__ import annotations

import unicodedata

import pytest

from thuphi.money.bills.workbook.columns import (
    OfferedItem,
    PupilColumn,
    fee_column,
    fee_head,
    label,
    letter,
    pupil_column,
)

MEAL = OfferedItem(id=1, code="AN", name="Tiền ăn", unit="suất", price_vnd=30_000)
BUS = OfferedItem(id=2, code="XE", name="Xe đưa đón", unit="tháng", price_vnd=0)


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 701, 702)] == [
        "A", "Z", "AA", "AZ", "ZZ", "AAA",
    ]  # fmt: skip
    assert label(3, "Lớp*") == "D · Lớp*"


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Mã học sinh*", PupilColumn.CODE),
        ("  MÃ  HỌC SINH * ", PupilColumn.CODE),
        (unicodedata.normalize("NFD", "Họ tên người nộp *"), PupilColumn.PAYER),
        ("SĐT", PupilColumn.PHONE),
        ("Giới tính", None),
    ],
)
def test_a_head_is_known_whatever_its_marks_and_case(head: str, column: PupilColumn | None) -> None:
    assert pupil_column(head) is column


@pytest.mark.parametrize(
    ("head", "takes_amounts"),
    [
        ("AN - Tiền ăn (suất)", False),
        ("AN – Tiền ăn (suất)", False),
        ("AN", False),
        ("an - tiền ăn", False),
        ("AN - Tiền ăn (số tiền)", True),
        ("AN (Số tiền)", True),
        (unicodedata.normalize("NFD", "AN - Tiền ăn (số tiền)"), True),
    ],
)
def test_a_fee_is_found_by_its_code(head: str, takes_amounts: bool) -> None:
    found = fee_column(head, 4, [MEAL, BUS])
    assert found is not None
    assert (found.item, found.index, found.takes_amounts) == (MEAL, 4, takes_amounts)


@pytest.mark.parametrize("head", ["TA - Tiền ăn", "Tiền ăn", "ANN - Tiền ăn", "(số tiền)", "-"])
def test_a_head_that_names_no_fee_is_unknown(head: str) -> None:
    assert fee_column(head, 1, [MEAL, BUS]) is None


def test_a_fee_without_a_price_asks_for_amounts() -> None:
    assert fee_head(MEAL) == "AN - Tiền ăn (suất)"
    assert fee_head(BUS) == "XE - Xe đưa đón (số tiền)"
