"""A file as rows of cells: workbook or CSV, bounded in size, rows and what it unpacks to."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from .faults import ProviderFault, refused

BYTES_MAX = 20_000_000
UNPACKED_BYTES_MAX = 200_000_000
MEMBERS_MAX = 2_000
ROWS_MAX = 100_000
COLUMNS_MAX = 200
SHEETS_MAX = 20
CELL_MAX = 2_000

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
    KeyError,
    RuntimeError,
)
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a whole CSV."""

    name: str
    rows: list[Row]
    """All of them, the first one at row 1."""


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
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(ProviderFault.LOCKED if _ENCRYPTED in content else ProviderFault.OLD_EXCEL)
    if not content.startswith(b"PK\x03\x04"):
        return [Sheet("", list(_bounded(_csv(_text(content)))))]
    try:
        with CalamineWorkbook.from_filelike(_repacked(content)) as workbook:
            return [
                Sheet(name, list(_bounded(_rows(workbook, name))))
                for name in workbook.sheet_names[:SHEETS_MAX]
            ]
    except _BROKEN as error:
        raise refused(ProviderFault.BROKEN) from error


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[Row]:
    sheet = workbook.get_sheet_by_name(name)
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*left, *row]


def _repacked(content: bytes) -> io.BytesIO:
    """The parts that a reader needs, unpacked under bounds and packed again without packing, so
    that what is read is what was measured."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS_MAX or len({one.filename for one in members}) != len(members):
            raise zipfile.BadZipFile
        if any(one.flag_bits & 0x1 for one in members):
            raise refused(ProviderFault.LOCKED)
        wanted = [one for one in members if one.filename.lower().endswith((".xml", ".rels"))]
        if sum(one.file_size for one in wanted) > UNPACKED_BYTES_MAX:
            raise refused(ProviderFault.UNPACKS_TOO_LARGE)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as plain:
            for one in wanted:
                part = archive.read(one)
                if b"<!DOCTYPE" in part[:2000]:
                    raise zipfile.BadZipFile
                plain.writestr(one.filename, part)
    packed.seek(0)
    return packed


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


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > ROWS_MAX:
            raise refused(ProviderFault.TOO_MANY_ROWS, most=f"{ROWS_MAX:,}".replace(",", "."))
        yield row[:COLUMNS_MAX]
