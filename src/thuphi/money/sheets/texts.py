"""A list saved as text: which letters its bytes are, and what parts its columns.

Unicode with its mark, UTF-8, UTF-16, and Windows-1258, whose marks stand apart from their letters.
"""

from __future__ import annotations

import csv
import io
import re

from django.utils.translation import gettext as _

from thuphi.ground.kit.fold import composed, search_key
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.scanning import LAST_COLUMN, LAST_ROW

from .heads import OF_NAMES, OF_PEOPLE, meaning_of

BINARY_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"\xef\xbb\xbf<", b"%PDF", b"\x89PNG")
"""What begins so is not taken for a text; the way of workbooks refuses it by its own name."""

DELIMITERS = ";\t,|"
LOOKED_AT = 60
LETTERS_LOOKED_AT = 200_000

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_OLD_FONTS = re.compile(r"h(?:ä|ọ?oï) (?:vµ|vaø) t(?:ª|eâ)n|hä tªn|hoï teân", re.IGNORECASE)
_SEPARATOR_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a text file as cells. Raises `FileRefused`."""
    text = decoded(content)
    if _OLD_FONTS.search(text[:20_000]):
        raise FileRefused(
            _("Tệp gõ bằng bảng mã cũ (TCVN3 hoặc VNI): chuyển sang Unicode rồi lưu lại.")
        )
    said = _SEPARATOR_SAID.match(text)
    if said:
        rows = _parted(text[said.end() :], said[1])
        # The line that names the separator is one of the file's lines.
        return [[], *rows]
    start = "".join(text[:LETTERS_LOOKED_AT].splitlines(keepends=True)[:LOOKED_AT])
    best = max(DELIMITERS, key=lambda delimiter: _fits(_parted(start, delimiter)))
    rows = _parted(text, best)
    if max((len(cells) for cells in rows), default=0) < 2:
        raise FileRefused(_("Tệp văn bản không có cột: hãy dùng tệp Excel (.xlsx) hoặc CSV."))
    return rows


def decoded(content: bytes) -> str:
    """The letters of a text file. Raises `FileRefused` for what is none."""
    text = _decoded(content)
    if _CONTROL.search(text):
        raise FileRefused(_("Tệp không phải Excel (.xlsx) hay CSV."))
    return composed(text.removeprefix("\ufeff"))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:400]:
        # Latin letters in two bytes have a nought first or last.
        encodings = ["utf-16-be" if content[:1] == b"\x00" else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("Không đọc được chữ trong tệp: lưu lại thành CSV UTF-8 hoặc .xlsx."))


def _parted(text: str, delimiter: str) -> list[list[str]]:
    """The rows, as long as a sheet may have so many: more are refused before they are all held."""
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(cells)
            if len(rows) > LAST_ROW or len(cells) > LAST_COLUMN:
                raise FileRefused(
                    _("Tệp có hơn %(rows)d dòng hoặc hơn %(columns)d cột: tách thành nhiều tệp.")
                    % {"rows": LAST_ROW, "columns": LAST_COLUMN}
                )
    except csv.Error as error:
        raise FileRefused(
            _("Tệp CSV bị hỏng (dấu nháy không khép): mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error
    return rows


def _fits(rows: list[list[str]]) -> tuple[int, int, int]:
    """How well a delimiter does: heads known in one row, then rows of one width."""
    known = 0
    widths: dict[int, int] = {}
    for cells in rows:
        meanings = {meaning_of(cell) for cell in cells} - {None}
        if meanings & (OF_NAMES | OF_PEOPLE):
            known = max(known, len(meanings))
        if len(cells) > 1 and any(search_key(cell) for cell in cells):
            widths[len(cells)] = widths.get(len(cells), 0) + 1
    alike = max(widths.values(), default=0)
    return known, alike, max(widths, default=0)
