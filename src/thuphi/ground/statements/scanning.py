"""A first pass over the parts of a workbook: how far a sheet reaches, and where formulas are.

The reader of values says nothing about formulas, makes room for the whole rectangle between the
first cell and the last, and copies a shared text into every cell that names it; so all three are
counted here first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from .faults import FaultKind, refusal

_FORMULAS_KEPT = 100_000
_ERRORS_KEPT = 10_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(slots=True)
class Scan:
    """Cells are (row from 1, column from 0)."""

    last_row: int = 0
    last_column: int = -1
    letters: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


class _Pass:
    """The state of one pass over a sheet."""

    def __init__(self, lengths: list[int]) -> None:
        self.scan = Scan()
        self.lengths = lengths
        self.row = 0
        self.column = -1
        self.kind = ""
        self.said: list[str] = []
        parser = self.parser = plain_parser()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self._open(attributes)
        elif name == "v" or name == "t":
            if name == "t" or self.kind == "s" or self.kind == "e":
                self.said.clear()
                self.parser.CharacterDataHandler = self.said.append
        elif name == "f":
            if len(self.scan.formulas) < _FORMULAS_KEPT:
                self.scan.formulas.add((self.row, self.column))
        elif name == "row":
            said = attributes.get("r")
            self.row = self.row + 1 if said is None else _row(said)
            self.column = -1

    def end(self, tag: str) -> None:
        handler = self.parser.CharacterDataHandler
        if handler is None or not tag.endswith(("v", "t")):
            return
        self.parser.CharacterDataHandler = None
        said = "".join(self.said)
        if self.kind == "e":
            if len(self.scan.errors) < _ERRORS_KEPT:
                self.scan.errors[self.row, self.column] = said.strip() or "#N/A"
        elif self.kind != "s" or tag.endswith("t"):
            self.scan.letters += len(said)
        elif said.isascii() and said.isdigit() and len(said) < 9:
            place = int(said)
            self.scan.letters += self.lengths[place] if place < len(self.lengths) else 0

    def _open(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        if said is None:
            self.column += 1
        else:
            # The reader of values takes other spellings too, and makes room for what it takes
            # them for; nobody writes them.
            where = _REFERENCE.fullmatch(said)
            if where is None:
                raise refusal(FaultKind.BROKEN_WORKBOOK, said[:20])
            self.row, self.column = _row(where[2]), _place(where[1])
        self.kind = attributes.get("t", "")
        self._reach()

    def _reach(self) -> None:
        if self.row > self.scan.last_row:
            self.scan.last_row = self.row
        if self.column > self.scan.last_column:
            self.scan.last_column = self.column


def _row(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= 7 and int(said)):
        raise refusal(FaultKind.BROKEN_WORKBOOK, f"dòng {said[:20]}")
    return int(said)


def _place(letters: str) -> int:
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1


def scan(part: bytes, lengths: list[int]) -> Scan:
    """Pass over one sheet. `lengths` are those of the shared texts. Raises `ExpatError`."""
    passing = _Pass(lengths)
    passing.parser.Parse(part, True)
    return passing.scan


def string_lengths(part: bytes) -> list[int]:
    """How long each shared text is. Raises `ExpatError`."""
    lengths: list[int] = []

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            lengths.append(0)

    def more(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    parser = plain_parser()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = more
    parser.buffer_text = True
    parser.Parse(part, True)
    return lengths


def elements(part: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part with its attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    parser = plain_parser()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return found


def plain_parser() -> expat.XMLParserType:
    """A parser that refuses document types, where entities could be declared."""
    parser = expat.ParserCreate()

    def refuse(*_declared: object) -> None:
        raise refusal(FaultKind.DOCTYPE)

    parser.StartDoctypeDeclHandler = refuse
    return parser
