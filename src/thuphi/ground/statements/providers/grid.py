"""A file as rows of cells: workbook or CSV, bounded in size, rows and what it unpacks to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from thuphi.ground.statements import grids

from .faults import ProviderFault, refused

BYTES_MAX = 20_000_000
ROWS_MAX = 100_000
COLUMNS_MAX = 120

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a whole CSV."""

    name: str
    rows: list[Row]
    """All of them, the first one at row 1."""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    """Cells that were reckoned by somebody's program: rows from 1, columns from 0."""


def is_table(content: bytes) -> bool:
    """Whether it may be a workbook or a CSV at all: not XML, not JSON, not MT940, not empty."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")):
        return True
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(start) and not start.startswith((b"<", b"{", b"[", b":20:", b"{1:", b"%PDF"))


def sheets(content: bytes) -> list[Sheet]:
    """The sheets of a file that has something in them. Raises `Unreadable`."""
    if not content.strip():
        raise refused(ProviderFault.EMPTY)
    if len(content) > BYTES_MAX:
        raise refused(ProviderFault.TOO_LARGE, most=BYTES_MAX // 1_000_000)
    grids.refuse_other_kinds(content)
    if not grids.is_workbook(content):
        return [Sheet("", list(_bounded(_csv(_text(content)))))]
    return [
        Sheet(one.name, list(_bounded(values for _, values in one.rows)), one.scan.formulas)
        for one in grids.open_workbook(content)
    ]


def _text(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(ProviderFault.ENCODING) from error
    if "\x00" in text:
        raise refused(ProviderFault.ENCODING)
    return text


def _csv(text: str) -> Iterator[Row]:
    head = text[:20_000]
    mark = max(";,\t|", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=mark)
    except csv.Error as error:
        raise refused(ProviderFault.BROKEN) from error


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > ROWS_MAX:
            raise refused(ProviderFault.TOO_MANY_ROWS, most=f"{ROWS_MAX:,}".replace(",", "."))
        yield row[:COLUMNS_MAX]
