"""Single cells: what is read, and what is refused with which words."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.money.bills.workbook import cells
from thuphi.money.bills.workbook.errors import CellUnreadable

BEFORE = date(2027, 8, 1)


def refusal(read: object, *args: object, **kwargs: object) -> str:
    assert callable(read)
    with pytest.raises(CellUnreadable) as refused:
        read(*args, **kwargs)
    return refused.value.reason


def test_a_name_is_composed_and_its_spaces_are_single() -> None:
    apart = unicodedata.normalize("NFD", "  Nguyễn \u00a0 Thị\tHồng\u200b Đào ")
    assert cells.text(apart) == "Nguyễn Thị Hồng Đào"


def test_a_number_in_a_text_column_is_read_as_its_digits() -> None:
    assert cells.text(6.0) == "6"
    assert cells.code(123456789012.0) == "123456789012"


def test_a_class_that_became_a_date_is_refused() -> None:
    assert "đã bị Excel đổi thành ngày giờ" in refusal(cells.short, datetime(2026, 1, 6))


def test_a_code_that_excel_has_rounded_is_refused() -> None:
    assert "Excel đã làm tròn" in refusal(cells.code, 1234567890123456.0)


def test_a_tick_box_is_no_text() -> None:
    assert "TRUE/FALSE" in refusal(cells.text, True)


def test_control_characters_are_refused() -> None:
    assert "ký tự điều khiển" in refusal(cells.text, "Nam\x01")


def test_a_text_beyond_its_length_is_refused() -> None:
    assert refusal(cells.code, "x" * 41) == "dài 41 ký tự, nhiều nhất là 40"


@pytest.mark.parametrize(
    "written",
    ["05/09/2019", "5-9-2019", "5.9.2019", "2019-09-05", "2019/9/5", "2019-09-05 00:00:00",
     date(2019, 9, 5), datetime(2019, 9, 5, 0, 0)],
)  # fmt: skip
def test_a_day_is_read_day_before_month(written: object) -> None:
    assert cells.day(written, before=BEFORE) == date(2019, 9, 5)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("31/02/2019", "không có ngày “31/02/2019” trên lịch"),
        ("09/13/2019", "không có ngày “09/13/2019” trên lịch"),
        ("5/9/19", "viết năm đủ bốn chữ số"),
        ("tháng 9", "không phải ngày"),
        (43713.0, "không phải ngày"),
        (time(8, 0), "không phải ngày"),
        ("01/01/1066", "ngày 01/01/1066 không thể là ngày sinh"),
        ("05/09/2029", "ngày 05/09/2029 không thể là ngày sinh"),
    ],
)
def test_what_is_no_birth_day_is_refused(written: object, words: str) -> None:
    assert words in refusal(cells.day, written, before=BEFORE)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84 (0) 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        (912345678.0, "0912345678"),
        ("024 3825 1234", "02438251234"),
        ("+84 24 3825 1234", "02438251234"),
        ("+1 202 555 0143", "+12025550143"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_phone_number_is_brought_to_one_form(written: object, number: str) -> None:
    assert cells.phone(written) == number


@pytest.mark.parametrize("written", ["12345", "0912345678, 0987654321", "không có", "0112345678"])
def test_what_is_no_phone_number_is_refused(written: str) -> None:
    assert "không phải một số điện thoại" in refusal(cells.phone, written)


def test_an_old_number_of_eleven_digits_is_named_as_such() -> None:
    assert "11 chữ số kiểu cũ" in refusal(cells.phone, "01234567890")


@pytest.mark.parametrize(
    ("written", "count"),
    [("", None), (None, None), ("-", None), (0.0, None), ("0", None), (22.0, 22), ("22", 22),
     (" 22 ", 22), ("x", 1), ("X", 1), ("Có", 1), (True, 1), (False, None)],
)  # fmt: skip
def test_a_quantity_is_a_small_whole_number_or_a_tick(written: object, count: int | None) -> None:
    assert cells.quantity(written) == count


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (1.5, "có phần lẻ"),
        ("1,5", "hiểu được hai cách"),
        (-1.0, "số âm"),
        ("-1", "số âm"),
        (30000.0, "nếu là số tiền, thêm “(số tiền)” vào cuối tên cột"),
        ("30.000 đ", "nếu là số tiền, thêm “(số tiền)” vào cuối tên cột"),
        ("hai", "“hai” không phải số lượng"),
        (date(2026, 1, 2), "đã bị Excel đổi thành ngày giờ"),
    ],
)
def test_what_is_no_quantity_is_refused(written: object, words: str) -> None:
    assert words in refusal(cells.quantity, written)


@pytest.mark.parametrize(
    ("written", "amount_vnd"),
    [("1.250.000", 1_250_000), ("1,250,000", 1_250_000), ("16.000 đ", 16_000), ("16000", 16_000),
     ("16.000\u00a0VNĐ", 16_000), (1_250_000.0, 1_250_000), (0.0, None), ("", None)],
)  # fmt: skip
def test_an_amount_is_whole_dong(written: object, amount_vnd: int | None) -> None:
    assert cells.amount_vnd(written) == amount_vnd


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (16000.5, "có phần lẻ"),
        ("1.25", "hiểu được hai cách"),
        (-16000.0, "số âm"),
        ("(16.000)", "số âm"),
        (2e15, "quá lớn"),
        ("16 nghìn", "không phải số tiền"),
        (True, "TRUE/FALSE"),
    ],
)
def test_what_is_no_amount_is_refused(written: object, words: str) -> None:
    assert words in refusal(cells.amount_vnd, written)


@pytest.mark.parametrize(
    ("class_name", "grade"),
    [("6A1", "6"), ("Lớp 6/2", "6"), ("10A1", "10"), ("12", "12"), ("13B", ""), ("Lá 1", "")],
)
def test_the_grade_is_the_number_a_class_begins_with(class_name: str, grade: str) -> None:
    assert cells.grade_of(class_name) == grade


def test_a_mail_address_without_a_house_is_refused() -> None:
    assert cells.email(" binh@example.com ") == "binh@example.com"
    assert "không phải địa chỉ thư điện tử" in refusal(cells.email, "binh@")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_reading_is_settled(written: str) -> None:
    for read in (cells.text, cells.phone):
        try:
            once = read(written)
        except CellUnreadable:
            continue
        assert read(once) == once
