"""Phones, codes and birth dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.money.families import rules


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("912345678", "0912345678"),
        ("02223821234", None),
        ("0112345678", None),
        ("09123456789", None),
        ("", None),
        ("chín không", None),
    ],
)
def test_a_mobile_number_is_kept_in_one_form(written: str, kept: str | None) -> None:
    assert rules.mobile(written) == kept


@pytest.mark.parametrize(
    ("written", "read"),
    [("123456", "123456"), ("123 456", "123456"), ("123-456", "123456"), ("12345", None),
     ("1234567", None), ("12345a", None), ("１２３４５６", None), ("", None)],
)  # fmt: skip
def test_a_code_is_six_figures(written: str, read: str | None) -> None:
    assert rules.code(written) == read


@given(
    born=st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    other=st.dates(date(1920, 1, 1), date(2026, 1, 1)),
)
def test_a_birth_date_is_right_or_wrong_in_every_way_of_writing(born: date, other: date) -> None:
    for said in (f"{born:%d/%m/%Y}", f"{born.day}-{born.month}-{born.year}", born.isoformat()):
        assert rules.is_birth_date(said, born)
        assert rules.is_birth_date(said, other) is (born == other)
        assert not rules.is_birth_date(said, None)


@pytest.mark.parametrize("said", ["", "-", "None", "678", "31/02/2019"])
def test_what_is_no_day_is_nobodys_birth_date(said: str) -> None:
    assert not rules.is_birth_date(said, None)
    assert not rules.is_birth_date(said, date(2019, 2, 1))


def test_digests_tell_kinds_and_parts_apart() -> None:
    key = b"k" * 32
    told = {
        rules.digest(key, "code", "a", "123456"),
        rules.digest(key, "code", "b", "123456"),
        rules.digest(key, "code", "a1", "23456"),
        rules.digest(key, "asker", "a", "123456"),
        rules.digest(b"l" * 32, "code", "a", "123456"),
    }
    assert len(told) == 5
    assert all(len(one) == 64 for one in told)
