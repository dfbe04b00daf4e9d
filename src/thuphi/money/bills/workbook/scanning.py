"""A first pass over a sheet's own text: how far it reaches, and which cells have no honest value.

The reader of values says nothing about formulas and makes room for the whole rectangle between the
first cell and the last, so both are looked at here first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from .errors import FileRefused
from .sealing import plain_parser

LAST_ROW = 60_000
LAST_COLUMN = 200
CELLS_MAX = 4_000_000
BROKEN_KEPT = 10_000

_TRUE = frozenset({"1", "true"})
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(slots=True)
class Scan:
    """`broken` says by (row, column from 0) why a cell has no value. Rows count from 1.

    `zeros` are formulas whose saved result is nought: a program that cannot calculate writes that.
    """

    last_row: int = 0
    last_column: int = -1
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class _Pass:
    """The state of one pass; a cell is judged when the next thing begins."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.scan = Scan()
        self.row = 0
        self.column = -1
        self.kind = ""
        self.in_cell = False
        self.has_value = self.has_formula = False
        self.said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self._judge()
            self._open(attributes)
        elif name == "v" or name == "is":
            self.has_value = True
            if self.has_formula or self.kind == "e":
                self.parser.CharacterDataHandler = self.said.append
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._judge()
            said = attributes.get("r")
            self.row = self.row + 1 if said is None else _row(said)
            self.column = -1
            if attributes.get("hidden") in _TRUE:
                self.scan.hidden_rows.add(self.row)
        elif name == "col":
            if attributes.get("hidden") in _TRUE:
                self._hide(attributes)
        elif name == "sheetProtection" or name == "mergeCells":
            self._judge()

    def _hide(self, attributes: dict[str, str]) -> None:
        ends = attributes.get("min", ""), attributes.get("max", "")
        if all(one.isascii() and one.isdigit() for one in ends):
            last = min(int(ends[1]), LAST_COLUMN)
            self.scan.hidden_columns.update(range(int(ends[0]) - 1, last))

    def _open(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        if said is None:
            self.column += 1
        else:
            # The reader of values takes other spellings too, for cells that lie far out, and makes
            # room up to there; nobody writes them.
            where = _REFERENCE.fullmatch(said)
            if where is None:
                raise _broken()
            self.row, self.column = _row(where[2]), _place(where[1])
        self.kind = attributes.get("t", "")
        self.in_cell = True

    def _judge(self) -> None:
        if self.in_cell and (self.has_value or self.has_formula):
            scan = self.scan
            if self.row > scan.last_row:
                scan.last_row = self.row
            if self.column > scan.last_column:
                scan.last_column = self.column
            if self.has_formula or self.kind == "e":
                self._judge_formula()
        self.in_cell = self.has_value = self.has_formula = False

    def _judge_formula(self) -> None:
        self.parser.CharacterDataHandler = None
        said = "".join(self.said).strip()
        self.said.clear()
        reason = ""
        if self.kind == "e":
            reason = _("ô báo lỗi %(error)s") % {"error": said or "#N/A"}
        elif not said and not (self.kind == "str" and self.has_value):
            reason = _("công thức chưa có kết quả: mở bằng Excel, lưu lại, hoặc dán giá trị")
        elif said == "0" and len(self.scan.zeros) < CELLS_MAX:
            self.scan.zeros.add((self.row, self.column))
        if reason and len(self.scan.broken) < BROKEN_KEPT:
            self.scan.broken[self.row, self.column] = reason


def _broken() -> FileRefused:
    return FileRefused(_("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx."))


def _row(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= 7 and int(said)):
        raise _broken()
    return int(said)


def _place(letters: str) -> int:
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1


def scan(part: bytes, sheet: str) -> Scan:
    """Pass over one sheet's part. Raises `FileRefused` when it reaches too far."""
    parser = plain_parser()
    passing = _Pass(parser)
    parser.StartElementHandler = passing.start
    parser.buffer_text = True
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise _broken() from error
    passing._judge()
    found = passing.scan
    cells = found.last_row * (found.last_column + 1)
    if found.last_row > LAST_ROW or found.last_column >= LAST_COLUMN or cells > CELLS_MAX:
        raise FileRefused(
            _(
                "Trang tính “%(sheet)s” trải tới dòng %(row)d, cột %(column)d; nhiều nhất là"
                " %(rows)d dòng và %(columns)d cột: xóa phần thừa hoặc tách tệp."
            )
            % {
                "sheet": sheet,
                "row": found.last_row,
                "column": found.last_column + 1,
                "rows": LAST_ROW,
                "columns": LAST_COLUMN,
            }
        )
    return found
