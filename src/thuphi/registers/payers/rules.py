"""How people's facts are written down and compared, without a database."""

from __future__ import annotations

import hmac
import re
from datetime import date

from thuphi.ground.kit.fold import search_key

_BETWEEN = re.compile(r"[\s.\-()]+")
_PHONE = re.compile(r"\+?[0-9]{8,15}", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[\s./-]+([0-9]{1,2})[\s./-]+([0-9]{4}|[0-9]{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})[\s./-]+([0-9]{1,2})[\s./-]+([0-9]{1,2})", re.ASCII)
_GLUED = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})", re.ASCII)
_PARTS = re.compile(r"([0-9]+)")

PROOF_DIGITS_MIN = 3
"""So many last digits of a phone number prove that one knows it; tries are counted at the door."""


def phone(written: str) -> str | None:
    """A phone number as it is kept: digits only, `+84` as 0; None when it cannot be one.

    Nine digits are a Vietnamese mobile number whose 0 a spreadsheet has eaten.
    """
    squeezed = _BETWEEN.sub("", written)
    if not squeezed:
        return ""
    if squeezed.startswith("+84"):
        squeezed = "0" + squeezed[3:].removeprefix("0")
    if re.fullmatch(r"[35789][0-9]{8}", squeezed, re.ASCII):
        squeezed = "0" + squeezed
    return squeezed if _PHONE.fullmatch(squeezed) else None


def key_of(*, name: str, code: str, class_name: str, payer_name: str) -> str:
    """What a search for a person looks in."""
    return search_key(" ".join([name, code, class_name, payer_name]))


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sorting key by which class 2A comes before 10A."""
    parts = (part for part in _PARTS.split(text) if part)
    return [(0, int(p), "") if p.isdigit() else (1, 0, p.casefold()) for p in parts]


def day(written: str) -> date | None:
    """A day as people write it: 1/2/2019, 01-02-2019, 01022019, 1.2.19, 2019-02-01."""
    text = written.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, number = match.groups()
    elif match := _DAY_FIRST.fullmatch(text) or _GLUED.fullmatch(text):
        number, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    except ValueError:
        return None


def proves(*, fact: str, born_on: date | None, payer_phone: str) -> bool:
    """Whether a fact is the birth date, or the last three digits or more of the payer's phone.

    Both are always compared, and in constant time, so that the answer's delay tells nothing.
    """
    said = day(fact)
    is_birth = _same(said.isoformat() if said else "", born_on.isoformat() if born_on else "-")
    digits = _BETWEEN.sub("", fact)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    is_long_enough = digits.isascii() and digits.isdigit() and len(digits) >= PROOF_DIGITS_MIN
    is_end = _same(digits, payer_phone[-len(digits) :] if digits else "-")
    return is_birth | (is_long_enough & is_end)


def _same(said: str, known: str) -> bool:
    return hmac.compare_digest(said.encode(), known.encode())
