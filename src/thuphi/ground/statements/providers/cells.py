"""What one cell of a provider's file says. Nothing is guessed that could be meant two ways."""

from __future__ import annotations

import numbers
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.fold import composed
from thuphi.ground.kit.money import AmountMissing, AmountUnreadable, parse_dong

FIRST_YEAR, LAST_YEAR = 2015, 2099
EXACT_DIGITS = 15
"""A number cell keeps this many digits; of a longer reference Excel has rounded the end away."""
TEXT_MAX = 500

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){11,18}")
_NO_HUNDREDTHS = re.compile(r"([0-9]+(?:([.,' ])[0-9]{3})*)([.,])00?")
_MINUS = "-−–"
_FORMS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%H:%M:%S %d/%m/%Y",
    "%H:%M %d/%m/%Y",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)


class CellUnreadable(ValueError):
    """The cell says nothing that can be read without guessing."""


class NumberRounded(CellUnreadable):
    """A long number that a workbook has rounded."""


def text(value: object) -> str:
    """What is written, in composed form on one line; of a card number only its ends."""
    if isinstance(value, str):
        return _clean(value)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, numbers.Real):
        return _number(value)
    return _clean(str(value))


def _clean(value: str) -> str:
    plain = " ".join(value.split())
    if plain.isascii() and plain.isprintable():
        return plain[:TEXT_MAX]
    written = _INVISIBLE.sub("", composed(value))
    return _CONTROL.sub(" ", " ".join(written.split()))[:TEXT_MAX]


def _number(value: numbers.Real) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite():
        return ""
    return str(int(exact)) if exact == exact.to_integral_value() else str(exact)


def kept(value: object) -> str:
    """A cell as it is kept beside the row; a card's number loses its middle (PCI DSS 3.4)."""
    return _LONG_NUMBER.sub(_masked_card, text(value))


def masked(value: object) -> str:
    """A cell with a card's number: whatever is long in it loses its middle."""
    return _LONG_NUMBER.sub(_masked, text(value))


def _masked_card(found: re.Match[str]) -> str:
    return _masked(found) if _is_card(found[0]) else found[0]


def _digits(written: str) -> str:
    return "".join(sign for sign in written if sign.isdigit())


def _is_card(written: str) -> bool:
    """Luhn's sum, ISO/IEC 7812-1."""
    digits = _digits(written)
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits)))
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0


def _masked(found: re.Match[str]) -> str:
    digits = _digits(found[0])
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"


def reference(value: object) -> str:
    """A number of a transaction, as a text. Raises `NumberRounded`."""
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        written = _number(value)
        if len(written.lstrip("-")) > EXACT_DIGITS:
            raise NumberRounded(written)
        return written
    return text(value).lstrip("'")


def signed_vnd(value: object) -> int | None:
    """Whole đồng with its sign; None where nothing is written. Raises `CellUnreadable`."""
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        exact = Decimal(str(value))
        if not exact.is_finite() or exact != exact.to_integral_value():
            raise CellUnreadable(str(value))
        sign, written = (-1 if exact < 0 else 1), str(abs(int(exact)))
    else:
        sign, written = _apart(text(value))
    if not written or written in _MINUS:
        return None
    try:
        return sign * parse_dong(written)
    except AmountMissing:
        return None
    except AmountUnreadable as error:
        raise CellUnreadable(text(value)) from error


def _apart(written: str) -> tuple[int, str]:
    """The sign, and the amount without it and without a fraction of nothing."""
    sign = 1
    if written.startswith("(") and written.endswith(")"):
        sign, written = -1, written[1:-1].strip()
    elif written[:1] in _MINUS and len(written) > 1:
        sign, written = -1, written[1:].strip()
    elif written.startswith("+"):
        written = written[1:].strip()
    bare = re.sub(r"\s*(?:vnd|vnđ|đ|₫|đồng)$", "", written, flags=re.IGNORECASE)
    whole = _NO_HUNDREDTHS.fullmatch(bare)
    return sign, whole[1] if whole and whole[2] != whole[3] else bare


def instant(value: object, of_day: object = "") -> tuple[datetime, bool] | None:
    """When it was, and whether an hour is told; None where nothing is written. `of_day` is the
    cell with the hour where that stands apart. Raises `CellUnreadable`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = _day_and_time(value)
    hour = _hour(of_day)
    if hour is not None and not found[1]:
        found = (datetime.combine(found[0].date(), hour, tzinfo=VIETNAM), True)
    if not FIRST_YEAR <= found[0].astimezone(VIETNAM).year <= LAST_YEAR:
        raise CellUnreadable(text(value))
    return found


def _day_and_time(value: object) -> tuple[datetime, bool]:
    if isinstance(value, datetime):
        at = value if value.tzinfo else value.replace(tzinfo=VIETNAM)
        return at, at.time() != time.min
    if isinstance(value, date):
        return datetime.combine(value, time.min, tzinfo=VIETNAM), False
    return _of_text(text(value))


@lru_cache(maxsize=10_000)
def _of_text(written: str) -> tuple[datetime, bool]:
    for form in _FORMS:
        try:
            at = datetime.strptime(written, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
        return at, "%H" in form
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise CellUnreadable(written) from error
    return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)), len(written) > len("2026-10-05")


def _hour(value: object) -> time | None:
    if isinstance(value, time):
        return value
    written = text(value)
    if not written:
        return None
    for form in ("%H:%M:%S", "%H:%M"):
        try:
            return datetime.strptime(written, form).replace(tzinfo=VIETNAM).time()
        except ValueError:
            continue
    return None
