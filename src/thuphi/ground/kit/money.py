"""Whole đồng: written for people, read from people, and in words for a receipt.

The words are our own rules: of the two libraries looked at, one says every empty group aloud, and
the other says "tám mươi năm" for the 85 in 985.000. The tests compare with the first.
"""

from __future__ import annotations

import numbers
import re
import unicodedata
from decimal import Decimal, InvalidOperation

LARGEST_VND = 10**15
"""No amount of ours is larger; a workbook's number cell is exact up to here."""

NO_BREAK_SPACE = "\u00a0"

_UNIT = re.compile(r"(?:đồng|dong|vnđ|vnd|đ|₫)$")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,' ])[0-9]{3}(?:\1[0-9]{3})*")
_SHAPED_LIKE_A_FRACTION = re.compile(r"[0-9][0-9., ]*[.,][0-9]+")


class AmountUnreadable(ValueError):
    """This is not an amount of money that can be read without guessing."""


class AmountMissing(AmountUnreadable):
    """There is nothing where the amount should be."""


class AmountNegative(AmountUnreadable):
    """Amounts are written without a sign."""


class AmountNotWhole(AmountUnreadable):
    """Đồng have no fractions."""


class AmountAmbiguous(AmountUnreadable):
    """A dot or comma that does not part thousands: 1.25 could be meant in two ways."""


class AmountTooLarge(AmountUnreadable):
    """More than a million billion đồng."""


def dong(amount_vnd: int) -> str:
    """`1.250.000 đ`, with a space that does not break."""
    return f"{amount_vnd:,}".replace(",", ".") + NO_BREAK_SPACE + "đ"


def parse_dong(written: object) -> int:
    """The amount in đồng of a typed text or of a workbook's number cell. Raises `AmountUnreadable`.

    `1.250.000`, `1,250,000`, `1 250 000`, `16.000 đ` and plain digits are read.
    """
    if isinstance(written, str):
        amount_vnd = _parse_text(written)
    elif written is None:
        raise AmountMissing(written)
    elif isinstance(written, numbers.Real) and not isinstance(written, bool):
        amount_vnd = _parse_number(written)
    else:
        raise AmountUnreadable(written)
    if amount_vnd < 0:
        raise AmountNegative(written)
    if amount_vnd > LARGEST_VND:
        raise AmountTooLarge(written)
    return amount_vnd


def _parse_number(cell: numbers.Real) -> int:
    try:
        exact = Decimal(str(cell))
    except InvalidOperation as error:
        raise AmountUnreadable(cell) from error
    if not exact.is_finite():
        raise AmountUnreadable(cell)
    if exact != exact.to_integral_value():
        raise AmountNotWhole(cell)
    return int(exact)


def _parse_text(written: str) -> int:
    text = " ".join(unicodedata.normalize("NFC", written).lower().split())
    text = _UNIT.sub("", text).strip()
    if not text:
        raise AmountMissing(written)
    if text[0] in "-−–(" and any(character.isdigit() for character in text):
        raise AmountNegative(written)
    if len(text) > 40:
        raise AmountTooLarge(written)
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return int("".join(character for character in text if character.isdigit()))
    if _SHAPED_LIKE_A_FRACTION.fullmatch(text):
        raise AmountAmbiguous(written)
    raise AmountUnreadable(written)


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")


def in_words(amount_vnd: int) -> str:
    """`Một triệu hai trăm năm mươi nghìn đồng`. Raises `AmountNegative` or `AmountTooLarge`."""
    if amount_vnd < 0:
        raise AmountNegative(amount_vnd)
    if amount_vnd > LARGEST_VND:
        raise AmountTooLarge(amount_vnd)
    words = f"{_read(amount_vnd)} đồng"
    return words[0].upper() + words[1:]


def _read(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    parts = [f"{_read(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        three_digits = rest // 1000**power % 1000
        if three_digits:
            parts.append(_three_digits(three_digits, in_full=bool(parts)) + _GROUPS[power])
    return " ".join(parts)


def _three_digits(number: int, *, in_full: bool) -> str:
    """One group; `in_full` after something larger was said: then its empty places are said too."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or in_full else []
    if tens == 1:
        said.append("mười")
    elif tens:
        said.append(f"{_DIGITS[tens]} mươi")
    elif units and said:
        said.append("linh")
    if units == 1 and tens > 1:
        said.append("mốt")
    elif units == 5 and tens:
        said.append("lăm")
    elif units:
        said.append(_DIGITS[units])
    return " ".join(said)
