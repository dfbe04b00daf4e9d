"""A workbook or CSV file as sheets of cells, opened with care; nothing yet of what cells mean.

What the reader of workbooks gets is not the upload but a plain copy of the parts that were looked
at, so that two readers of zip archives cannot see two different things in one file.
"""

from __future__ import annotations

import csv
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .amounts import shown
from .bounds import CELLS_MAX, COLUMNS_MAX, LINES_MAX, ROWS_MAX, UNPACKED_BYTES_MAX
from .faults import FaultKind, refusal
from .scanning import Scan, elements, scan, string_lengths

_RATIO_MAX = 100
_RATIO_LOOKED_AT_FROM = 5_000_000
_MEMBERS_MAX = 2000
_SHEETS_MAX = 60
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedstrings.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SPELLED = {_STRINGS: "xl/sharedStrings.xml", "[content_types].xml": "[Content_Types].xml"}
_LOOKED_AT = 400_000
DELIMITERS = ",;\t|"

Row = tuple[int, list[object]]
"""The number that a spreadsheet shows, and the cells from column A."""

Corners = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merge: rows and columns from 0."""


@dataclass(slots=True)
class Grid:
    """One sheet; a CSV file is a sheet without a name. `rows` may be gone through once."""

    name: str
    rows: Iterator[Row]
    scan: Scan = field(default_factory=Scan)
    merged: list[Corners] = field(default_factory=list)


def refuse_other_kinds(content: bytes) -> None:
    """Raises `Unreadable` for files that people take for workbooks, with the way out of each."""
    if content.startswith(b"%PDF"):
        raise refusal(FaultKind.PDF)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(FaultKind.PASSWORD if _ENCRYPTED in content else FaultKind.OLD_EXCEL)


def is_workbook(content: bytes) -> bool:
    """Whether this is a zip archive, as a workbook is."""
    return content.startswith(b"PK\x03\x04")


def open_workbook(content: bytes) -> Iterator[Grid]:
    """The sheets that people see. Raises `Unreadable`, also while rows are gone through."""
    try:
        yield from _opened(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refusal(FaultKind.BROKEN_WORKBOOK) from error
    except (CalamineError, ValueError, OverflowError, LookupError) as error:
        raise refusal(FaultKind.BROKEN_WORKBOOK) from error
    except expat.ExpatError as error:
        raise refusal(FaultKind.BROKEN_WORKBOOK) from error


def _opened(content: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts, sheets = _take_out(archive, _members(archive))
    scans = _scans(parts, sheets)
    packed = _packed(parts)
    parts.clear()
    with CalamineWorkbook.from_filelike(packed) as workbook:
        for name in workbook.sheet_names:
            found = scans.get(name)
            if found is None or not found.last_row:
                continue
            sheet = workbook.get_sheet_by_name(name)
            # Rows come from row 1 on, cells only from the first column in use on.
            left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
            yield Grid(
                name=name if len(scans) > 1 else "",
                rows=_rows_of(sheet, left),
                scan=found,
                merged=list(sheet.merged_cell_ranges or ()),
            )


def _rows_of(sheet: CalamineSheet, left: list[object]) -> Iterator[Row]:
    try:
        for number, values in enumerate(sheet.iter_rows(), start=1):
            yield number, [*left, *values]
    except (CalamineError, ValueError, OverflowError, LookupError) as error:
        raise refusal(FaultKind.BROKEN_WORKBOOK) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    names = {info.filename.lower() for info in infos}
    if len(infos) > _MEMBERS_MAX or len(names) != len(infos):
        raise refusal(FaultKind.NOT_A_STATEMENT)
    if any(info.flag_bits & 0x1 for info in infos):
        raise refusal(FaultKind.PASSWORD)
    if "xl/workbook.bin" in names:
        raise refusal(FaultKind.BINARY_EXCEL)
    if "mimetype" in names and "content.xml" in names:
        raise refusal(FaultKind.OPEN_DOCUMENT)
    if _WORKBOOK not in names or _RELATIONS not in names:
        raise refusal(FaultKind.NOT_A_STATEMENT)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > UNPACKED_BYTES_MAX or (
        unpacked > _RATIO_LOOKED_AT_FROM and unpacked > _RATIO_MAX * packed
    ):
        raise refusal(FaultKind.UNPACKS_TOO_LARGE)
    return {info.filename.lower(): info for info in infos}


def _take_out(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]
) -> tuple[dict[str, bytes], dict[str, str]]:
    # zipfile stops at the size that was added up above and compares the checksum, so a part that
    # lies about its size is found here and not in memory.
    parts = {
        name: archive.read(info)
        for name, info in members.items()
        if name.endswith((".xml", ".rels")) and posixpath.dirname(name) in ("", "_rels", "xl")
    }
    parts[_RELATIONS] = archive.read(members[_RELATIONS])
    targets = {
        one.get("Id", ""): _path(one.get("Target", ""))
        for name, one in elements(parts[_RELATIONS])
        if name == "Relationship"
    }
    sheets: dict[str, str] = {}
    for name, one in elements(parts[_WORKBOOK]):
        if name != "sheet":
            continue
        relation = next((said for key, said in one.items() if key.rpartition(":")[2] == "id"), "")
        target = targets.get(relation, "")
        called = one.get("name", "")
        if called in sheets or target not in members or len(sheets) >= _SHEETS_MAX:
            raise refusal(FaultKind.BROKEN_WORKBOOK)
        parts[target] = archive.read(members[target])
        if one.get("state", "visible") == "visible":
            sheets[called] = target
    return parts, sheets


def _path(target: str) -> str:
    path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
    return posixpath.normpath(path).lower()


def _scans(parts: Mapping[str, bytes], sheets: Mapping[str, str]) -> dict[str, Scan]:
    """Every sheet looked through before the first is read, so that all together are bounded."""
    lengths = string_lengths(parts[_STRINGS]) if _STRINGS in parts else []
    scans: dict[str, Scan] = {}
    cells = letters = 0
    for name, target in sheets.items():
        if "worksheets/" not in target:
            continue
        found = scans[name] = scan(parts[target], lengths)
        cells += found.last_row * (found.last_column + 1)
        letters += found.letters
        if found.last_row > ROWS_MAX:
            raise refusal(FaultKind.TOO_MANY_LINES, most=shown(LINES_MAX))
        if found.last_column >= COLUMNS_MAX or cells > CELLS_MAX:
            raise refusal(
                FaultKind.TOO_WIDE,
                f"trang “{name}”",
                row=str(found.last_row),
                column=letters_of(found.last_column),
            )
        if letters > UNPACKED_BYTES_MAX:
            raise refusal(FaultKind.UNPACKS_TOO_LARGE)
    return scans


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(_SPELLED.get(name, name), part)
    packed.seek(0)
    return packed


def open_csv(text: str, delimiter: str) -> Grid:
    """A CSV file parted by this sign. Its rows raise `Unreadable` where quotes do not close."""
    return Grid(name="", rows=_csv_rows(text, delimiter))


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > ROWS_MAX:
                raise refusal(FaultKind.TOO_MANY_LINES, most=shown(LINES_MAX))
            if len(cells) > COLUMNS_MAX:
                raise refusal(
                    FaultKind.TOO_WIDE, row=str(number), column=letters_of(len(cells) - 1)
                )
            yield number, list[object](cells)
    except csv.Error as error:
        raise refusal(FaultKind.BROKEN_CSV, f"dòng {number + 1}") from error


def start_of_csv(text: str, delimiter: str, rows: int) -> list[list[str]]:
    """The first rows as this sign would part them, as far as they can be parted."""
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=delimiter)
    try:
        for cells in islice(reader, rows):
            found.append(cells[:COLUMNS_MAX])  # noqa: PERF401 - what came before a fault stays
    except csv.Error:
        return found
    return found


def letters_of(column: int) -> str:
    """A column's letters as a spreadsheet shows them; the first is 0."""
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
