"""An amount as a school types it, in whole đồng. Nothing is guessed that could mean two things."""

from __future__ import annotations

import numbers
import re
import unicodedata
from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from thuphi.ground.kit.money import LARGEST_VND
from thuphi.money.bills.workbook import cells
from thuphi.money.bills.workbook.errors import CellUnreadable

THOUSAND = 1000
LARGEST_IN_THOUSANDS = 100_000
"""A hundred million đồng: a larger number in a sheet of thousands was typed in đồng."""

_UNIT_FIRST = re.compile(r"^(?:vnđ|vnd|đ|₫)[ :]*(?=[0-9])", re.IGNORECASE)
_NO_FRACTION = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),0{1,2}|([0-9]{1,3}(?:,[0-9]{3})+)\.0{1,2}")


def read(value: object, *, factor: int = 1) -> int | None:
    """The đồng of a cell; nothing, a dash and zero are None. Raises `CellUnreadable`."""
    if isinstance(value, Hashable):
        return _remembered(value, factor)
    return _read(value, factor)


@lru_cache(maxsize=4096, typed=True)
def _remembered(value: Hashable, factor: int) -> int | None:
    # A school charges many pupils the same amount. A truth value is kept apart from 1.
    return _read(value, factor)


def _read(value: object, factor: int) -> int | None:
    if isinstance(value, str):
        value = _plain(value)
    if factor == 1:
        return cells.amount_vnd(value)
    return _in_thousands(value, factor)


def _plain(written: str) -> str:
    text = (
        unicodedata.normalize("NFC", written).strip().removeprefix("'").removesuffix(",-").strip()
    )
    text = _UNIT_FIRST.sub("", text)
    found = _NO_FRACTION.fullmatch(text)
    return (found[1] or found[2]) if found else text


def _in_thousands(value: object, factor: int) -> int | None:
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        said = Decimal(str(value))
        if said.is_finite() and said >= 0 and said * factor == (said * factor).to_integral_value():
            return _small(int(said * factor), value)
    amount = cells.amount_vnd(value)
    return None if amount is None else _small(amount * factor, value)


def _small(amount_vnd: int, value: object) -> int | None:
    if amount_vnd > min(LARGEST_IN_THOUSANDS * THOUSAND, LARGEST_VND):
        raise CellUnreadable(
            _("“%(value)s” quá lớn trong bảng tính bằng nghìn đồng: ghi lại cho rõ đơn vị")
            % {"value": str(value).removesuffix(".0")}
        )
    return amount_vnd or None
