"""One table of a plan's text, read key by key; whatever does not fit becomes a fault with its mend.

A value that does not fit is told and replaced by a harmless stand-in, so that reading goes on and
all faults are found at once. Nobody sees the stand-ins: with any fault there is no plan.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from .errors import Fault
from .lines import Lines, Path, said

LONGEST_TEXT = 4_000
LONGEST_LIST = 2_000
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,39}")
SHOWN = 60
SOME_DAY = date(2000, 1, 1)

Word = TypeVar("Word", bound=enum.StrEnum)


class Faults:
    """All that was found wrong so far."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._found: set[Fault] = set()
        self._paths: set[Path] = set()

    def at(self, path: Path, reason: str) -> None:
        """Something is wrong at a key, or at the table it is missing in."""
        self._found.add(Fault(self._lines.of(path), said(path), reason))
        self._paths.add(path)

    def told(self, table: Path, *keys: str) -> bool:
        """Whether one of these keys has a fault already, so that nothing follows from it."""
        return any((*table, key) in self._paths for key in keys)

    @property
    def all(self) -> tuple[Fault, ...]:
        """By line."""
        return tuple(sorted(self._found))


def shown(value: object) -> str:
    """A value as it may stand in a sentence."""
    text = str(value)
    text = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def among(known: Iterable[str]) -> str:
    """Names in order, for a sentence."""
    return ", ".join(sorted(known))


def unlike(what: str, name: str, known: Collection[str]) -> str:
    """The sentence on a name that is not among the known ones, with the nearest of them."""
    near = get_close_matches(name, known, n=1) if len(name) <= SHOWN else []
    guess = f" có phải '{near[0]}' không?" if near else ""
    return f"{what} không biết '{shown(name)}';{guess} các tên có thể dùng: {among(known)}"


class Table:
    """A table: every key is asked for once, by its kind; `close` tells of keys nobody asked for."""

    def __init__(self, values: dict[str, object], path: Path, faults: Faults) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.path = path
        self.faults = faults

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        return key in self._values

    def wrong(self, key: str, reason: str) -> None:
        """Something is wrong at one of this table's keys."""
        self.faults.at((*self.path, key), reason)

    def close(self) -> None:
        """Tell of every key that no plan has; called after all were asked for."""
        for key in self._values.keys() - self._asked:
            self.wrong(key, unlike("khóa", key, self._asked))

    def text(self, key: str, *, is_needed: bool = True) -> str:
        """A text of some words; empty when it is missing."""
        value = self._ask(key, "một chuỗi trong dấu nháy", is_needed=is_needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            return self._not(key, value, "một chuỗi trong dấu nháy", "")
        return self._decent(key, value)

    def code(self, key: str, *, is_needed: bool = True) -> str:
        """A short name of letters, digits, `_`, `.` and `-`."""
        value = self.text(key, is_needed=is_needed)
        if value and not CODE.fullmatch(value):
            self.wrong(
                key,
                f"'{shown(value)}' không phải mã; mã có tối đa 40 ký tự gồm chữ cái không dấu,"
                " chữ số, gạch dưới, chấm, gạch nối",
            )
        return value

    def word(self, key: str, words: type[Word], what: str) -> Word:
        """One of a list of words."""
        known = [one.value for one in words]
        value = self.one_of(key, known, what)
        return words(value) if value in known else next(iter(words))

    def one_of(self, key: str, known: Collection[str], what: str, *, is_needed: bool = True) -> str:
        """A text that is one of these."""
        value = self.text(key, is_needed=is_needed)
        if value and value not in known:
            self.wrong(key, unlike(what, value, known))
        return value

    def some_of(self, key: str, known: Collection[str], what: str) -> frozenset[str]:
        """A list of which each element is one of these; none when it is missing."""
        values = self.texts(key)
        for number, value in enumerate(values):
            if value not in known:
                self.faults.at((*self.path, key, number), unlike(what, value, known))
        return frozenset(values)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice; empty when it is missing."""
        values = []
        for number, value in enumerate(self._list(key)):
            path = (*self.path, key, number)
            if not isinstance(value, str):
                self.faults.at(path, f"cần một chuỗi trong dấu nháy; đang là {shown(value)}")
            elif value in values:
                self.faults.at(path, f"'{shown(value)}' có hai lần; hãy bỏ một")
            else:
                values.append(self._decent(key, value))
        return tuple(values)

    def day(self, key: str) -> date:
        """A day; it must be there."""
        return self.maybe_day(key, is_needed=True) or SOME_DAY

    def maybe_day(self, key: str, *, is_needed: bool = False) -> date | None:
        """A day, or none when it is missing."""
        wanted = "một ngày viết dạng 2022-12-31, không có dấu nháy"
        value = self._ask(key, wanted, is_needed=is_needed)
        if value is None:
            return None
        # A moment is a day too for Python, but not for a plan.
        if isinstance(value, datetime) or not isinstance(value, date):
            return self._not(key, value, wanted, SOME_DAY)
        return value

    def number(self, key: str, first: int, last: int, *, is_needed: bool = True) -> int | None:
        """A whole number between two others, or none when it is missing."""
        wanted = f"một số nguyên từ {first} đến {last}"
        value = self._ask(key, wanted, is_needed=is_needed)
        if value is None:
            return None
        # A truth is a number too for Python, but not for a plan.
        if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
            return self._not(key, value, wanted, None)
        return value

    def flag(self, key: str) -> bool:
        """Yes or no; no when it is missing."""
        value = self._ask(key, "true hoặc false", is_needed=False)
        if value is None:
            return False
        if not isinstance(value, bool):
            return self._not(key, value, "true hoặc false", False)
        return value

    def table(self, key: str) -> Table | None:
        """A table within this one, if it is there."""
        value = self._ask(key, f"một bảng [{key}]", is_needed=False)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self._not(key, value, f"một bảng [{key}]", None)
        return Table(value, (*self.path, key), self.faults)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list `[[key]]`; none when it is missing."""
        found = []
        for number, value in enumerate(self._list(key)):
            path = (*self.path, key, number)
            if isinstance(value, dict):
                found.append(Table(value, path, self.faults))
            else:
                self.faults.at(path, f"cần một bảng [[{key}]]; đang là {shown(value)}")
        return found

    def _ask(self, key: str, wanted: str, *, is_needed: bool) -> object:
        self._asked.add(key)
        if is_needed and key not in self._values:
            self.wrong(key, f"thiếu khóa '{key}'; hãy thêm {wanted}")
        return self._values.get(key)

    def _list(self, key: str) -> list[object]:
        value = self._ask(key, "một danh sách", is_needed=False)
        if value is None:
            return []
        if not isinstance(value, list):
            return self._not(key, value, "một danh sách […]", [])
        if len(value) > LONGEST_LIST:
            self.wrong(key, f"có {len(value)} phần tử; tối đa {LONGEST_LIST}")
            return []
        return value

    Stand = TypeVar("Stand")

    def _not(self, key: str, value: object, wanted: str, instead: Stand) -> Stand:
        self.wrong(key, f"cần {wanted}; đang là {shown(value)}")
        return instead

    def _decent(self, key: str, value: str) -> str:
        """A text that can be printed in a document. Line ends of a folded text become blanks."""
        if not value.strip():
            self.wrong(key, f"'{key}' để trống; hãy viết nội dung hoặc bỏ khóa này")
        if len(value) > LONGEST_TEXT:
            self.wrong(key, f"dài {len(value)} ký tự; tối đa {LONGEST_TEXT}")
        if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in value):
            self.wrong(key, "có ký tự điều khiển không in được; hãy xóa ký tự đó")
        return unicodedata.normalize("NFC", value.strip())
