"""Numbers, days, marks and figures as the Decree words them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oversight.reports.forms import samples
from thuphi.oversight.reports.forms import letters, wording
from thuphi.oversight.reports.forms.document import Percent

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_a_nought_stands_before_days_under_ten_and_the_first_two_months(
    on: date, said: str
) -> None:
    assert wording.day_line(on, month=(on.year, on.month)) == said


@given(DAYS)
def test_every_day_can_be_read_back(on: date) -> None:
    words = wording.day_line(on, month=(on.year, on.month)).split()
    assert date(int(words[5]), int(words[3]), int(words[1])) == on
    assert (words[1][0] == "0") == (on.day < 10)
    assert (words[3][0] == "0") == (on.month <= 2)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (49_999, 100_000, "49,99\u00a0%"),
        (1, 2, "50,00\u00a0%"),
        (1, 3, "33,33\u00a0%"),
        (2, 3, "66,66\u00a0%"),
        (1, 1000, "0,10\u00a0%"),
        (412, 412, "100,00\u00a0%"),
        (0, 412, "0,00\u00a0%"),
        (0, 0, "–"),
    ],
)
def test_shares_are_cut_to_hundredths_of_a_percent(part: int, whole: int, said: str) -> None:
    assert wording.figure(Percent(part, whole)) == said


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_share_below_the_whole_is_never_shown_as_all(part: int, whole: int) -> None:
    share = Percent(min(part, whole), whole)
    assert share.hundredths is not None
    assert share.hundredths * whole <= share.part * 10_000
    assert (share.hundredths == 10_000) == (share.part == whole)


def test_counts_and_amounts_have_points_between_thousands() -> None:
    assert wording.figure(1_234_567_890_123) == "1.234.567.890.123"
    assert wording.figure(999) == "999"
    assert wording.figure(None) == "–"


@pytest.mark.parametrize("written", ["hết", "hết.", "hết;", "hết./.", "hết ./. ", "hết.,"])
def test_marks_at_the_end_are_set_once(written: str) -> None:
    assert wording.without_stop(written) == "hết"


@given(st.text())
def test_plain_text_has_nothing_that_a_file_cannot_hold(text: str) -> None:
    said = wording.plain(text)
    assert said == wording.plain(said)
    said.encode()
    assert not [sign for sign in said if sign < " " or "\x7f" <= sign <= "\x9f"]
    assert not set(said) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufffe\uffff")


def test_roman_numerals_count_annexes() -> None:
    assert [wording.roman(n) for n in (1, 2, 3, 4, 5, 9, 10, 14, 39)] == [
        "I", "II", "III", "IV", "V", "IX", "X", "XIV", "XXXIX",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0"):
        wording.roman(0)


def test_the_last_recipient_is_the_archive() -> None:
    assert wording.recipients(samples.document()) == [
        "- Như trên;",
        "- Phòng GDĐT các huyện, thành phố;",
        "- Lãnh đạo Sở;",
        "- Lưu: VT, KHTC.",
    ]


def test_a_title_is_broken_into_lines_of_about_one_length() -> None:
    assert letters.broken("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", size_pt=12, room_mm=70) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BẮC GIANG",
    ]


@given(st.lists(st.text(st.characters(categories=["Lu"]), min_size=1, max_size=30), max_size=30))
def test_breaking_a_line_loses_no_word(words: list[str]) -> None:
    lines = letters.broken(" ".join(words), size_pt=12, room_mm=70)
    assert " ".join(lines) == " ".join(words)


def test_the_motto_is_as_long_as_in_times_new_roman() -> None:
    # 56,16 mm at 13 points, measured with the typeface itself.
    assert abs(letters.line_twips(wording.MOTTO, size_pt=13) - 3183) <= 5
