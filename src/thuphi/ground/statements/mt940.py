"""SWIFT MT940 customer statements, as banks deliver them in text files.

Protocols, section 6.2; SWIFT Standards, category 9. Several statements may stand in one file, and
one statement over several messages (:60M:, :62M:).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from . import days
from .amounts import shown
from .bounds import LINES_MAX
from .checks import check_closing, check_days
from .contract import Fault, ReadFile, ReadLine, ReadStatement
from .faults import FAULTS_MAX, FaultKind, Faults, refusal
from .mt940_lines import Movement, amount_of, day_of, movement, told
from .texts import clean, decode, is_garbled

_TAG = re.compile(r":([0-9]{2}[A-Z]?):", re.ASCII)
_START = re.compile(r"(?:^|\n):20:", re.ASCII)
_OTHERS = re.compile(r"\n:(?:25|28C?|60[FM]|61|62[FM])P?:", re.ASCII)
_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})([0-9]{1,15}(?:,[0-9]{0,2})?)", re.ASCII)
_BLOCKS = re.compile(r"\{[1-3]:[^\n]*?(?=\{4:|\n|$)|\{4:|\{5:[^\n]*", re.ASCII)
_LOOKED_AT = 8_000


def looks_like(content: bytes) -> bool:
    """Whether the first tags stand where they should, in any encoding."""
    start = content[:_LOOKED_AT].replace(b"\x00", b"").replace(b"\r\n", b"\n")
    text = start.replace(b"\r", b"\n").decode("latin-1")
    return _START.search(_BLOCKS.sub("", text)) is not None or len(_OTHERS.findall(text)) > 1


def read(content: bytes, today: date | None) -> ReadFile:
    """What an MT940 file says. Raises `Unreadable`."""
    faults = Faults()
    text = decode(content)
    text = _BLOCKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    reading = _Reading(faults, today)
    for number, tag, value in _tags(text):
        reading.take(number, tag, value)
    reading.end()
    faults.refuse()
    if not reading.statements:
        raise refusal(FaultKind.NO_STATEMENT)
    return ReadFile(
        format="mt940", statements=tuple(reading.statements), notes=tuple(reading.notes)
    )


def _tags(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each tag with the row it stands in and its rows; a `-` alone is the tag of an end."""
    tag, first, rows = "", 0, list[str]()
    for number, row in enumerate(text.split("\n"), start=1):
        found = _TAG.match(row)
        is_end = row.rstrip() in ("-", "-}")
        if found or is_end:
            if tag:
                yield first, tag, rows
            tag, first = (found[1] if found else "-"), number
            rows = [row[found.end() :]] if found else []
        elif tag and tag != "-":
            rows.append(row)
    if tag:
        yield first, tag, rows


@dataclass(slots=True)
class _Held:
    """A balance of :60: or :62:."""

    vnd: int
    on: date
    is_last: bool


@dataclass(slots=True)
class _Open:
    """A statement that is being read, over one or more messages."""

    row: int
    account: str = ""
    number: str = ""
    opening: _Held | None = None
    closing: _Held | None = None
    lines: list[ReadLine] = field(default_factory=list)
    count: int = 0
    """How many :61: were seen, also those that are not booked."""
    pending: Movement | None = None
    has_text: bool = False


class _Reading:
    """Takes tags in their order and makes statements of them."""

    def __init__(self, faults: Faults, today: date | None) -> None:
        self.statements: list[ReadStatement] = []
        self.notes: list[Fault] = []
        self._faults = faults
        self._today = today
        self._open: _Open | None = None
        self._carried: _Open | None = None
        """A statement whose next page is awaited."""
        self._lines = 0

    def take(self, row: int, tag: str, value: list[str]) -> None:
        """The next tag of the file."""
        if tag == "20":
            self._close(row)
            self._open = _Open(row)
            return
        if tag == "-":
            self._close(row)
            return
        if self._open is None:
            if tag in ("25", "25P", "28C", "28", "60F", "60M", "61"):
                self._faults.add(FaultKind.TAG_MISSING, f"dòng {row}", tag=":20:")
                self._open = _Open(row)
            else:
                return
        match tag:
            case "25" | "25P":
                self._take_account(self._open, row, value[0])
            case "28" | "28C":
                self._open.number = clean(value[0]).partition("/")[0]
            case "60F" | "60M":
                self._take_opening(self._open, row, tag, value[0])
            case "61":
                self._take_line(self._open, row, value)
            case "86":
                self._take_text(self._open, value)
            case "62F" | "62M":
                self._take_closing(self._open, row, tag, value[0])

    def end(self) -> None:
        """The file is over: nothing may be half read."""
        self._close(0)
        if self._carried is not None:
            self._faults.add(FaultKind.UNFINISHED, f"dòng {self._carried.row}")

    def _take_account(self, held: _Open, row: int, said: str) -> None:
        account = re.sub(r"[\s.-]", "", clean(said))
        account = account.removesuffix("VND").removesuffix("/").rpartition("/")[2]
        if held.account and held.account != account:
            self._faults.add(
                FaultKind.TWO_ACCOUNTS, f"dòng {row}", first=held.account, second=account
            )
        held.account = account

    def _balance(self, row: int, tag: str, said: str) -> _Held | None:
        place = f":{tag}: dòng {row}"
        found = _BALANCE.fullmatch(said.strip())
        if found is None:
            self._faults.add(FaultKind.TAG_UNREADABLE, place, tag=f":{tag}:", text=said)
            return None
        if found[3] != "VND":
            self._faults.add(FaultKind.FOREIGN_CURRENCY, place, currency=found[3])
            return None
        on = day_of(found[2], self._faults, place)
        vnd = amount_of(found[4], self._faults, place)
        if vnd is None or on is None:
            return None
        return _Held(vnd if found[1] == "C" else -vnd, on, tag.endswith("F"))

    def _take_opening(self, held: _Open, row: int, tag: str, said: str) -> None:
        if held.opening is not None:
            self._faults.add(FaultKind.TAG_TWICE, f"dòng {row}", tag=f":{tag}:")
        found = self._balance(row, tag, said)
        before = self._carried
        if found is None:
            return
        if before is None or tag == "60F":
            if tag == "60M":
                self._faults.add(FaultKind.FIRST_PAGE_MISSING, f":60M: dòng {row}")
            if before is not None:
                self._faults.add(FaultKind.UNFINISHED, f"dòng {before.row}")
                self._carried = None
            held.opening = found
            return
        if before.account != held.account:
            self._faults.add(
                FaultKind.TWO_ACCOUNTS, f"dòng {row}", first=before.account, second=held.account
            )
        if before.closing is not None and before.closing.vnd != found.vnd:
            self._faults.add(
                FaultKind.PAGES_DIFFER,
                f":60M: dòng {row}",
                next=shown(found.vnd),
                before=shown(before.closing.vnd),
            )
        held.opening, held.lines, held.count = before.opening, before.lines, before.count
        held.number = held.number or before.number
        self._carried = None

    def _take_line(self, held: _Open, row: int, value: list[str]) -> None:
        self._finish_line(held, [])
        held.count += 1
        self._lines += 1
        if self._lines > LINES_MAX:
            raise refusal(FaultKind.TOO_MANY_LINES, most=shown(LINES_MAX))
        if held.opening is None or held.closing is not None:
            tag = ":60F:" if held.opening is None else ":62F:"
            kind = FaultKind.TAG_MISSING if held.opening is None else FaultKind.TAG_TWICE
            self._faults.add(kind, f":61: thứ {held.count} (dòng {row})", tag=tag)
        held.pending = movement(value, row, held.count, self._faults)
        held.has_text = False

    def _take_text(self, held: _Open, value: list[str]) -> None:
        """A text belongs to the line before it; after the closing balance it is of the whole."""
        if held.pending is not None and held.closing is None:
            self._finish_line(held, value)

    def _finish_line(self, held: _Open, value: list[str]) -> None:
        moved, held.pending = held.pending, None
        if moved is None:
            return
        place = moved.place
        if not moved.is_booked or not moved.amount_vnd:
            kind = FaultKind.NO_MONEY if moved.is_booked else FaultKind.PENDING
            if len(self.notes) < FAULTS_MAX:
                self.notes.append(Fault(kind, place, {"text": moved.mark}))
            return
        days.check_booked(moved.booked_on, self._today, self._faults, place)
        days.check_value(moved.value_on, self._today, self._faults, place)
        said = told(value, moved.more)
        if is_garbled(said.text):
            self._faults.add(FaultKind.GARBLED, place, text=said.text)
        raw = {":61:": moved.written}
        if value:
            raw[":86:"] = "\n".join(value)
        held.lines.append(
            ReadLine(
                place=held.count,
                booked_on=moved.booked_on,
                is_in=moved.is_in,
                amount_vnd=moved.amount_vnd,
                is_reversal=moved.is_reversal,
                value_on=moved.value_on,
                bank_reference=moved.bank_reference,
                end_to_end=moved.end_to_end,
                text=said.text,
                payer_name=said.name,
                payer_account=said.account,
                payer_bank=said.bank,
                raw=raw,
            )
        )

    def _take_closing(self, held: _Open, row: int, tag: str, said: str) -> None:
        self._finish_line(held, [])
        if held.closing is not None:
            self._faults.add(FaultKind.TAG_TWICE, f"dòng {row}", tag=f":{tag}:")
        held.closing = self._balance(row, tag, said)

    def _close(self, row: int) -> None:
        """A message is over, by its `-`, by the next :20:, or with the file."""
        held, self._open = self._open, None
        if held is None:
            return
        self._finish_line(held, [])
        place = f"dòng {held.row}"
        if not held.account:
            self._faults.add(FaultKind.NO_ACCOUNT, place)
        if held.opening is None and not self._faults.found:
            self._faults.add(FaultKind.TAG_MISSING, place, tag=":60F:")
        if held.closing is None:
            if not self._faults.found:
                end = f"dòng {row}" if row else place
                self._faults.add(FaultKind.UNFINISHED, end)
            return
        if not held.closing.is_last:
            self._carried = held
            return
        if held.opening is None or not held.account:
            return
        found = ReadStatement(
            account=held.account,
            kind="end_of_day",
            lines=tuple(held.lines),
            from_on=min([held.closing.on, *(line.booked_on for line in held.lines)]),
            to_on=max([held.closing.on, *(line.booked_on for line in held.lines)]),
            number=held.number,
            opening_vnd=held.opening.vnd,
            closing_vnd=held.closing.vnd,
        )
        check_days(found.from_on, found.to_on, self._faults, place)
        check_closing(found, self._faults, place)
        self.statements.append(found)
