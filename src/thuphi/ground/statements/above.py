"""What stands around the lines of a sheet: account, balances, period, owner; totals to skip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from thuphi.ground.kit.fold import search_key

from . import amounts, days
from .amounts import AmountRefused
from .faults import FaultKind, Faults
from .texts import clean

_ACCOUNT_LABEL = re.compile(
    r"(?:so tai khoan|so tk|tai khoan|tk|account (?:number|no\.?|num)|a/c no\.?|account)"
    r"(?: thanh toan| tien gui| nhan| so)?\b(?! (?:doi ung|dich|co|no|ghi|nhan tien|chuyen))"
)
_OTHERS_LABEL = re.compile(r"ten tai khoan|account name|loai tai khoan|account type|chu tai khoan")
_NUMBER = re.compile(r"(?<![\w/])[0-9]+(?:[ .-][0-9]+)*(?![\w/])")
_OLD = re.compile(r"\([^)]*(?:cũ|cu|old)[^)]*\)", re.IGNORECASE)
_OPENING = re.compile(
    r"so du (?:dau|ban dau|truoc)|du dau|opening|beginning balance|balance b/?f|so du co dau"
)
_CLOSING = re.compile(
    r"so du (?:cuoi|co cuoi|hien tai cuoi)|du cuoi|closing|ending balance|balance c/?f"
)
_TOTAL = re.compile(
    r"(?:tong|total|sub ?total|luy ke|doanh so)\b|cong(?: phat sinh| so| don| tong|:|$)"
)
_TOTAL_WHOLE = re.compile(
    r"(?:tong(?: cong| so| phat sinh| tien)?|cong(?: phat sinh| don)?|(?:sub ?|grand )?totals?)"
    r"(?: ?/ ?(?:sub ?|grand )?totals?)?:?"
)
_NO_DAY = re.compile(r"(?:tong|cong|(?:sub ?)?total|luy ke|doanh so|so du|trang|page)\b")
_CURRENCY_LABEL = re.compile(r"loai tien|currency|tien te|don vi tien|dvt|ccy")
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
_KNOWN = frozenset({"VND", "USD", "EUR", "JPY", "CNY", "GBP", "AUD", "SGD", "KRW", "THB", "HKD"})
_OWNER_LABEL = re.compile(
    r"(?:ten tai khoan|ten khach hang|chu tai khoan|khach hang|account name|customer name)\b"
)
_DAY = r"([0-3]?[0-9][/.\-][01]?[0-9][/.\-][0-9]{4})"
_PERIOD = re.compile(rf"(?:tu|from)\D{{0,40}}{_DAY}.{{0,10}}?(?:den|to|-|–)\D{{0,40}}{_DAY}")


@dataclass(slots=True)
class Above:
    """What the rows over a table say."""

    accounts: list[str] = field(default_factory=list)
    opening_vnd: int | None = None
    closing_vnd: int | None = None
    owner: str = ""
    period: tuple[date, date] | None = None

    @property
    def account(self) -> str:
        """The first that is told."""
        return self.accounts[0] if self.accounts else ""


def keys_of(cells: Sequence[object]) -> list[str]:
    """Each cell as it is compared; numbers and days are nothing here."""
    return [search_key(cell[:300]) if isinstance(cell, str) else "" for cell in cells]


def take(
    above: Above, cells: Sequence[object], keys: Sequence[str], faults: Faults, place: str
) -> bool:
    """Note what a row says around a table; whether it says anything. Foreign money is a fault."""
    said = False
    account = account_in(cells, keys, faults, place)
    if account:
        said = True
        if account not in above.accounts:
            above.accounts.append(account)
    for at, key in enumerate(keys):
        if not key:
            continue
        if _CURRENCY_LABEL.search(key):
            _check_currency(cells, at, faults, place)
        if not above.owner and _OWNER_LABEL.match(key):
            above.owner = _after_label(cells, at)
        found = _PERIOD.search(key)
        if found and above.period is None:
            above.period = _period(found)
    return balances_in(above, cells, keys) or said


def account_in(cells: Sequence[object], keys: Sequence[str], faults: Faults, place: str) -> str:
    """The number after a label such as `Số tài khoản/Account number:`, in its cell or the next."""
    for at, key in enumerate(keys):
        label = _ACCOUNT_LABEL.match(key)
        if label is None or _OTHERS_LABEL.match(key):
            continue
        inside = cells[at]
        text = _OLD.sub(" ", clean(inside)) if isinstance(inside, str) else ""
        found = _number_in(text)
        if found:
            return found
        if len(key) > 80:
            continue
        for other in cells[at + 1 :]:
            if other in (None, ""):
                continue
            if isinstance(other, float | int) and not isinstance(other, bool):
                if abs(other) >= 10**15:
                    faults.add(FaultKind.ACCOUNT_ROUNDED, place, text=f"{other:.6g}")
                    return ""
                return str(int(other)) if other > 99_999 else ""
            found = _number_in(_OLD.sub(" ", clean(str(other))))
            if found:
                return found
            if str(other).strip(" :"):
                break
    return ""


def _number_in(text: str) -> str:
    for found in _NUMBER.finditer(text):
        number = re.sub(r"[ .-]", "", found[0])
        if 6 <= len(number) <= 24:
            return number
    return ""


def balances_in(above: Above, cells: Sequence[object], keys: Sequence[str]) -> bool:
    """Note an opening or closing balance that a row tells; whether it does."""
    said = False
    for at, key in enumerate(keys):
        if not key or len(key) > 120:
            continue
        is_opening, is_closing = _OPENING.search(key), _CLOSING.search(key)
        if not (is_opening or is_closing):
            continue
        said = True
        found = _amount_near(cells, at)
        if found is None:
            continue
        if is_opening and above.opening_vnd is None:
            above.opening_vnd = found
        elif is_closing and not is_opening:
            above.closing_vnd = found
    return said


def _amount_near(cells: Sequence[object], at: int) -> int | None:
    """The amount in the label's own cell after its colon, else the next one in the row."""
    # A label in two languages has its amount after the last colon; a day may stand before it.
    _, colon, inside = str(cells[at]).rpartition(":")
    for written in ((inside if colon else ""), *cells[at + 1 :]):
        if isinstance(written, str) and not any(letter.isdigit() for letter in written):
            continue
        if _is_day(written):
            continue
        try:
            found = amounts.balance(written)
        except AmountRefused:
            continue
        if found is not None:
            return found
    return None


def _is_day(written: object) -> bool:
    if isinstance(written, str):
        return re.fullmatch(rf".*{_DAY}.*", written, re.DOTALL) is not None
    return isinstance(written, date)


def is_total_day(key: str) -> bool:
    """Whether words in a column of days are those of a sum, a balance or a page."""
    return _NO_DAY.match(key) is not None


def is_sum(key: str) -> bool:
    """Whether a cell says nothing but that its row sums others up."""
    return _TOTAL_WHOLE.fullmatch(key) is not None


def begins_sum(key: str) -> bool:
    """Whether a cell begins as one that sums up; a payer's text may begin so too."""
    return _TOTAL.match(key) is not None


def _check_currency(cells: Sequence[object], at: int, faults: Faults, place: str) -> None:
    for cell in cells[at : at + 6]:
        if isinstance(cell, str):
            told = [one for one in _CURRENCY.findall(cell) if one in _KNOWN]
            if told:
                if told[-1] != "VND":
                    faults.add(FaultKind.FOREIGN_CURRENCY, place, currency=told[-1])
                return


def _after_label(cells: Sequence[object], at: int) -> str:
    _, colon, told = str(cells[at]).partition(":")
    if colon and clean(told):
        return clean(told)
    for cell in cells[at + 1 :]:
        if isinstance(cell, str) and clean(cell).strip(" :"):
            return clean(cell)
    return ""


def _period(found: re.Match[str]) -> tuple[date, date] | None:
    try:
        first, last = days.read(found[1]), days.read(found[2])
    except ValueError:
        return None
    if first is None or last is None or first.on > last.on:
        return None
    return first.on, last.on
