"""Đồng in figures and in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vn_money import to_words

from thuphi.ground.kit import money


@pytest.mark.parametrize(
    ("amount_vnd", "written"),
    [(0, "0\u00a0đ"), (999, "999\u00a0đ"), (1250000, "1.250.000\u00a0đ"), (-5000, "-5.000\u00a0đ")],
)
def test_an_amount_is_written_with_dots_and_a_space_that_does_not_break(
    amount_vnd: int, written: str
) -> None:
    assert money.dong(amount_vnd) == written


@given(st.integers(0, 10**15))
def test_what_is_written_is_read_again(amount_vnd: int) -> None:
    assert money.parse_dong(money.dong(amount_vnd)) == amount_vnd
    assert money.parse_dong(f"{amount_vnd:,}") == amount_vnd
    assert money.parse_dong(str(amount_vnd)) == amount_vnd


@pytest.mark.parametrize(
    ("written", "amount_vnd"),
    [
        ("1.250.000", 1250000),
        ("1,250,000", 1250000),
        ("1 250 000", 1250000),
        ("16.000 đ", 16000),
        ("16000Đ", 16000),
        (" 16.000 VNĐ ", 16000),
        ("16.000 đồng", 16000),
        ("16.000₫", 16000),
        ("0", 0),
        (16000, 16000),
        (Fraction(16000), 16000),
        (int("16000") / 1, 16000),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: object, amount_vnd: int) -> None:
    read = money.parse_dong(written)
    assert read == amount_vnd
    assert type(read) is int


@pytest.mark.parametrize(
    ("written", "error"),
    [
        (None, money.AmountMissing),
        ("", money.AmountMissing),
        (" đ ", money.AmountMissing),
        ("-5.000", money.AmountNegative),
        ("−5.000 đ", money.AmountNegative),
        ("(5.000)", money.AmountNegative),
        (-5, money.AmountNegative),
        (3 / 2, money.AmountNotWhole),
        ("1.25", money.AmountAmbiguous),
        ("1.2500", money.AmountAmbiguous),
        ("1250000.00", money.AmountAmbiguous),
        ("1.250.000,50", money.AmountAmbiguous),
        ("1.250,000", money.AmountAmbiguous),
        ("0.125", money.AmountAmbiguous),
        ("mười nghìn", money.AmountUnreadable),
        ("1e6", money.AmountUnreadable),
        ("１２", money.AmountUnreadable),
        (True, money.AmountUnreadable),
        (1e999, money.AmountUnreadable),
        (Decimal("1.5"), money.AmountUnreadable),
        (10**15 + 1, money.AmountTooLarge),
        ("9" * 5000, money.AmountTooLarge),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused_by_name(
    written: object, error: type[money.AmountUnreadable]
) -> None:
    with pytest.raises(money.AmountUnreadable) as refusal:
        money.parse_dong(written)
    assert type(refusal.value) is error


@pytest.mark.parametrize(
    ("amount_vnd", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (16000, "Mười sáu nghìn đồng"),
        (1250000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (1000024, "Một triệu không trăm hai mươi bốn đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (1_000_001_000, "Một tỷ không trăm linh một nghìn đồng"),
        (2_005_000_000_000, "Hai nghìn không trăm linh năm tỷ đồng"),
        (1_000_000_000_001, "Một nghìn tỷ không trăm linh một đồng"),
        (10**15, "Một triệu tỷ đồng"),
    ],
)
def test_an_amount_is_said_in_words(amount_vnd: int, words: str) -> None:
    assert money.in_words(amount_vnd) == words


@given(st.integers(0, 10**12 - 1))
def test_the_words_agree_with_another_library_below_a_thousand_billion(amount_vnd: int) -> None:
    """That library says empty groups aloud and has `tư` for a four after tens; we do not."""
    theirs = to_words(amount_vnd).replace("mươi tư", "mươi bốn")
    for empty in (" không triệu", " không nghìn"):
        theirs = theirs.replace(empty, "")
    assert money.in_words(amount_vnd).lower() == f"{theirs} đồng"


DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {word: value for value, word in enumerate(DIGIT_WORDS)}
DIGITS |= {"mốt": 1, "lăm": 5}


def heard(words: str) -> int:
    """The number that somebody hears: an own reader of the words, from the largest unit down."""
    if " tỷ" in words:
        billions, _, rest = words.partition(" tỷ")
        return heard(billions) * 10**9 + (heard(rest) if rest else 0)
    total = group = 0
    for word in words.split():
        match word:
            case "trăm" | "linh":
                group *= 100 if word == "trăm" else 1
            case "mươi":
                group += group % 10 * 9
            case "mười":
                group += 10
            case "nghìn" | "triệu":
                total += group * (1000 if word == "nghìn" else 10**6)
                group = 0
            case _:
                group += DIGITS[word]
    return total + group


@given(st.integers(0, 10**15 - 1))
def test_what_is_said_is_heard_again(amount_vnd: int) -> None:
    assert heard(money.in_words(amount_vnd).lower().removesuffix(" đồng")) == amount_vnd


def test_words_are_for_amounts_of_ours_only() -> None:
    with pytest.raises(money.AmountNegative):
        money.in_words(-1)
    with pytest.raises(money.AmountTooLarge):
        money.in_words(10**15 + 1)
