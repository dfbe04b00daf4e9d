"""The two tags of MT940 that say something of a movement: :61: and :86:."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.ground.kit.money import LARGEST_VND

from .bounds import TEXT_MAX
from .camt_entries import given
from .faults import FaultKind, Faults
from .texts import clean

_LINE = re.compile(
    r"([0-9]{6})([0-9]{4})?(RC|RD|EC|ED|C|D)([A-Z]?)([0-9]{1,15}(?:,[0-9]{0,2})?|,[0-9]{1,2})"
    r"([A-Z][A-Z0-9]{3})?(.*)",
    re.ASCII | re.DOTALL,
)
ROWS_MAX = 200
"""Rows of a :86: that are looked at; the standard has six."""
_FULL_ROW = 65
_FULL_FIELD = 27
_SUBFIELD = re.compile(r"\?([0-9]{2})", re.ASCII)
_STRUCTURED = re.compile(r"(?:[0-9]{3})?\?[0-9]{2}", re.ASCII)
_MARKS = {
    # mark: (money comes in, it takes back what was booked before)
    "C": (True, False),
    "D": (False, False),
    "RC": (False, True),
    "RD": (True, True),
    "EC": (True, False),
    "ED": (False, False),
}
EXPECTED = frozenset({"EC", "ED"})


@dataclass(frozen=True, slots=True)
class Movement:
    """A :61: as it was read."""

    place: str
    written: str
    mark: str
    booked_on: date
    value_on: date
    is_in: bool
    is_reversal: bool
    amount_vnd: int
    end_to_end: str
    bank_reference: str
    more: str

    @property
    def is_booked(self) -> bool:
        """Whether it is money already, and not only expected."""
        return self.mark not in EXPECTED


@dataclass(frozen=True, slots=True)
class Told:
    """What a :86: says; all but the text only where it has sub-fields."""

    text: str
    name: str = ""
    account: str = ""
    bank: str = ""


def day_of(written: str, faults: Faults, place: str) -> date | None:
    """The day of YYMMDD. Years from 80 on are of the last century, and refused later."""
    year = int(written[:2])
    try:
        return date(year + (1900 if year >= 80 else 2000), int(written[2:4]), int(written[4:6]))
    except ValueError:
        faults.add(FaultKind.DATE_UNREADABLE, place, text=written)
        return None


def amount_of(written: str, faults: Faults, place: str) -> int | None:
    """Whole đồng of a number with a decimal comma."""
    whole, _, fraction = written.partition(",")
    if fraction.strip("0"):
        faults.add(FaultKind.NOT_WHOLE, place, text=written)
        return None
    if int(whole or "0") > LARGEST_VND:
        faults.add(FaultKind.AMOUNT_TOO_LARGE, place, text=written)
        return None
    return int(whole or "0")


def movement(value: Sequence[str], row: int, count: int, faults: Faults) -> Movement | None:
    """What a :61: says, or nothing with its fault noted."""
    place = f":61: thứ {count} (dòng {row})"
    found = _LINE.fullmatch(value[0].strip())
    if found is None:
        faults.add(FaultKind.TAG_UNREADABLE, place, tag=":61:", text=value[0])
        return None
    value_on = day_of(found[1], faults, place)
    vnd = amount_of(found[5], faults, place)
    if value_on is None or vnd is None:
        return None
    booked_on = _entry_day(found[2], value_on)
    if booked_on is None:
        faults.add(FaultKind.DATE_UNREADABLE, place, text=found[2])
        return None
    is_in, is_reversal = _MARKS[found[3]]
    customer, _, bank = found[7].partition("//")
    return Movement(
        place=place,
        written="\n".join(value),
        mark=found[3],
        booked_on=booked_on,
        value_on=value_on,
        is_in=is_in,
        is_reversal=is_reversal,
        amount_vnd=vnd,
        end_to_end=given(clean(customer)),
        bank_reference=given(clean(bank)),
        more=clean(" ".join(value[1:])),
    )


def _entry_day(written: str | None, value_on: date) -> date | None:
    """The day of MMDD in the year that brings it nearest to the value date."""
    if not written:
        return value_on
    near = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            near.append(date(year, int(written[:2]), int(written[2:])))
        except ValueError:
            # The 29th of February is a day in some years only.
            continue
    return min(near, key=lambda day: abs(day - value_on), default=None)


def told(rows: Sequence[str], more: str) -> Told:
    """What a :86: and the second row of its :61: say; no letter is lost between rows."""
    rows = [row[:TEXT_MAX] for row in rows[:ROWS_MAX]]
    whole = "".join(rows)
    if not _STRUCTURED.match(whole):
        return Told(_with_more(clean(_joined(rows, _FULL_ROW)), more))
    parts: defaultdict[str, list[str]] = defaultdict(list)
    marks = list(_SUBFIELD.finditer(whole))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        said = whole[mark.end() : after.start() if after else None]
        parts[mark[1]].append(said)
    fields = {key: "".join(said) for key, said in parts.items()}
    texts = [said for key, said in sorted(fields.items()) if "20" <= key <= "29"]
    texts += [said for key, said in sorted(fields.items()) if "60" <= key <= "63"]
    name = _joined([fields[key] for key in ("32", "33") if key in fields], _FULL_FIELD)
    return Told(
        text=_with_more(clean(_joined(texts, _FULL_FIELD)), more),
        name=clean(name),
        account=clean(fields.get("31", "")),
        bank=clean(fields.get("30", "")),
    )


def _joined(rows: Sequence[str], full: int) -> str:
    """Rows as one text: a full row was cut where it had to be, a shorter one at a blank."""
    text = ""
    for number, row in enumerate(rows):
        if number and len(rows[number - 1]) < full:
            text += " "
        text += row
    return text


def _with_more(text: str, more: str) -> str:
    return text if not more or more in text else f"{text} {more}".strip()
