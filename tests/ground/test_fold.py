"""Vietnamese text as banks, searches and strangers see it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bằng Minh Tuấn", "Bang Minh Tuan"),
        ("ủng hộ lũ lụt", "ung ho lu lut"),
        ("chuyển khoản", "chuyen khoan"),
        ("Đóng học phí đợt 2", "Dong hoc phi dot 2"),
        ("  Thu\u00a0tháng\n10 ", "Thu thang 10"),
        ("lớp 3A (bán trú)", "lop 3A ban tru"),
        (unicodedata.normalize("NFD", "Nguyễn Đức"), "Nguyen Duc"),
        ("学校", ""),
    ],
)
def test_a_bank_gets_plain_letters_and_single_spaces(text: str, folded: str) -> None:
    assert fold.for_bank(text) == folded


@given(st.text())
def test_folded_text_is_plain_and_stays_as_it_is(text: str) -> None:
    folded = fold.for_bank(text)
    assert all(letter == " " or (letter.isascii() and letter.isalnum()) for letter in folded)
    assert fold.for_bank(folded) == folded
    assert "  " not in folded


def test_a_search_sees_no_marks_and_no_case() -> None:
    assert fold.search_key(" Nguyễn  THỊ Bích-Đào ") == "nguyen thi bich-dao"
    assert fold.search_key(unicodedata.normalize("NFD", "Nguyễn")) == "nguyen"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Minh Anh", "Nguyễn M*** A**"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "Nguyễn T** Á**"),
        ("  Lê   Ý ", "Lê Ý"),
        ("Đỗ Bích-Ngọc", "Đỗ B***-N***"),
        ("Anh", "A**"),
        ("", ""),
    ],
)
def test_a_stranger_sees_the_family_name_and_initials(name: str, masked: str) -> None:
    assert fold.half_masked(name) == masked
