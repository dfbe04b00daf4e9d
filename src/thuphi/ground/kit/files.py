"""What may be laid beside something as proof: known by its first bytes, not by its name."""

from __future__ import annotations

import enum
import io
import zipfile

BYTES_MAX = 5_000_000
FILE_NAME_MAX = 200


class FileKind(enum.StrEnum):
    """The kinds of file that are kept."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.PNG: (".png",),
    FileKind.JPEG: (".jpeg", ".jpg"),
    FileKind.XLSX: (".xlsx",),
}
"""How the name of a kept file ends: the reader's machine opens it by that."""

_STARTS = {
    b"%PDF-": FileKind.PDF,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
}
_MEMBERS_MAX = 2000
_SHEET_PARTS = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_MACROS = "vbaproject.bin"


def kind_of(content: bytes) -> FileKind | None:
    """What a file is by its own bytes; None for everything that is not kept."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    return FileKind.XLSX if _is_workbook(content) else None


def plain_name(written: str, kind: FileKind) -> str:
    """A name without folders and marks, with the ending of what the file is."""
    bare = written.replace("\\", "/").rpartition("/")[2]
    letters = (letter for letter in bare if letter.isprintable() and letter not in '"<>|:*?')
    name = "".join(letters).strip(" .") or "minh-chung"
    if not name.lower().endswith(ENDINGS[kind]):
        name += ENDINGS[kind][0]
    return name[-FILE_NAME_MAX:]


def _is_workbook(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False
    if len(names) > _MEMBERS_MAX or any(name.lower().endswith(_MACROS) for name in names):
        return False
    return set(names) >= _SHEET_PARTS
