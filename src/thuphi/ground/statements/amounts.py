"""An amount as a bank's sheet writes it, in whole đồng. What could mean two things is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thuphi.ground.kit.money import LARGEST_VND

from .faults import FaultKind


@dataclass(frozen=True, slots=True)
class Amount:
    """`sign` is `+`, `-`, or empty where nothing is written."""

    vnd: int
    sign: str = ""


class AmountRefused(ValueError):
    """This cell is no amount in đồng."""

    def __init__(self, kind: FaultKind, **facts: str) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.facts = facts


_UNIT = re.compile(r"(?:VNĐ|VND|ĐỒNG|DONG|Đ|₫)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MINUS = re.compile("[\u2212\u2013\u2014\ufe63\uff0d]")
_NOTHING = frozenset({"", "-", "--", "N/A", "NULL"})
_PLAIN = re.compile(r"([0-9]+)(?:[.,]0{1,2}|[.,])?")
_COMMAS = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.0{0,2})?")
_DOTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,0{0,2})?")
_BLANKS = re.compile(r"([0-9]{1,3}(?:[ '][0-9]{3})+)(?:[.,]0{0,2})?")
_FRACTION = re.compile(r"[0-9][0-9., ]*[.,][0-9]+")
_NO_SIGNS = str.maketrans("", "", ",. '")
_DIGITS_MAX = 40


def read(value: object) -> Amount | None:
    """The amount of a cell; None where there is none. Raises `AmountRefused`."""
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AmountRefused(FaultKind.AMOUNT_UNREADABLE, text=str(value))
    if value != value or abs(value) > LARGEST_VND:
        raise AmountRefused(FaultKind.AMOUNT_TOO_LARGE, text=str(value))
    if value != int(value):
        raise AmountRefused(FaultKind.NOT_WHOLE, text=str(value))
    whole = int(value)
    return Amount(abs(whole), "-" if whole < 0 else "")


def balance(value: object) -> int | None:
    """The balance of a cell, negative when the account is overdrawn. Raises `AmountRefused`."""
    found = read(value)
    if found is None:
        return None
    return -found.vnd if found.sign == "-" else found.vnd


@lru_cache(maxsize=4096)
def _read_text(written: str) -> Amount | None:
    text = _MINUS.sub("-", " ".join(written.upper().split()).removeprefix("'"))
    text = _UNIT.sub("", text).strip()
    if text in _NOTHING:
        return None
    sign = ""
    if text[0] == "(" and text[-1] == ")":
        sign, text = "-", text[1:-1].strip()
    elif text[0] in "+-":
        sign, text = text[0], text[1:].strip()
    elif text[-1] in "+-":
        sign, text = text[-1], text[:-1].strip()
    return Amount(_whole(text, written), sign)


def _whole(text: str, written: str) -> int:
    currency = _CURRENCY.search(text)
    if currency:
        raise AmountRefused(FaultKind.FOREIGN_CURRENCY, currency=currency[0])
    if len(text) > _DIGITS_MAX:
        raise AmountRefused(FaultKind.AMOUNT_TOO_LARGE, text=written)
    for form in (_PLAIN, _COMMAS, _DOTS, _BLANKS):
        found = form.fullmatch(text)
        if found and text.isascii():
            whole = int(found[1].translate(_NO_SIGNS))
            if whole > LARGEST_VND:
                raise AmountRefused(FaultKind.AMOUNT_TOO_LARGE, text=written)
            return whole
    if _FRACTION.fullmatch(text):
        raise AmountRefused(FaultKind.NOT_WHOLE, text=written)
    raise AmountRefused(FaultKind.AMOUNT_UNREADABLE, text=written)


def shown(amount_vnd: int) -> str:
    """`1.250.000`, as people here write it."""
    return f"{amount_vnd:,}".replace(",", ".")
