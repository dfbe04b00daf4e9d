"""The way into an uploaded file: what kind it is, how large it is unpacked, and nothing else yet.

What the reader gets is not the upload but a plain copy of the parts that were looked at, so that
two readers of zip archives cannot see two different things in one file.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from thuphi.ground.kit.fold import search_key

from .errors import FileRefused

BYTES_MAX = 20_000_000
UNPACKED_BYTES_MAX = 200_000_000
RATIO_MAX = 100
"""A full workbook of 50,000 pupils packs about ten to one."""
RATIO_LOOKED_AT_FROM = 5_000_000
MEMBERS_MAX = 2000

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The parts of a workbook that were looked at; `sheets` says which part is which sheet."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]

    def packed(self) -> io.BytesIO:
        """The same parts as a workbook that is stored without packing."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        packed.seek(0)
        return packed


def unseal(content: bytes, wanted: frozenset[str] | None = None) -> Sealed:
    """Look into an upload and take out the wanted sheets (folded names), or all of them by the
    names they have. Raises `FileRefused`."""
    _refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive)
            return _take_out(archive, members, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileRefused(_("Tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")) from error
    except expat.ExpatError as error:
        raise FileRefused(
            _("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error


def _refuse_other_kinds(content: bytes) -> None:
    if not content:
        raise FileRefused(_("Tệp rỗng."))
    if len(content) > BYTES_MAX:
        raise FileRefused(
            _("Tệp lớn hơn %(most)d MB: tách thành nhiều tệp.") % {"most": BYTES_MAX // 1_000_000}
        )
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in content:
            raise FileRefused(_("Tệp có mật khẩu: gỡ mật khẩu rồi lưu lại thành .xlsx."))
        raise FileRefused(_("Tệp là Excel 97-2003 (.xls): mở ra rồi lưu lại thành .xlsx."))
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        raise FileRefused(
            _("Tệp là trang web (HTML/XML) đổi đuôi: mở bằng Excel rồi lưu lại thành .xlsx.")
        )
    if _is_text(content[:2000]):
        raise FileRefused(_("Tệp là văn bản (CSV): mở bằng Excel rồi lưu lại thành .xlsx."))
    raise FileRefused(_("Tệp không phải Excel (.xlsx)."))


def _is_text(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in start) and any(
        mark in start for mark in (b",", b";", b"\t", b"\n")
    )


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    names = {info.filename.lower() for info in infos}
    if len(infos) > MEMBERS_MAX or len(names) != len(infos):
        raise FileRefused(_("Tệp không phải Excel (.xlsx)."))
    if any(info.flag_bits & 0x1 for info in infos):
        raise FileRefused(_("Tệp có mật khẩu: gỡ mật khẩu rồi lưu lại thành .xlsx."))
    if "xl/workbook.bin" in names:
        raise FileRefused(_("Tệp là Excel nhị phân (.xlsb): lưu lại thành .xlsx."))
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(_("Tệp là OpenDocument (.ods): lưu lại thành .xlsx."))
    if WORKBOOK not in names or RELATIONS not in names:
        raise FileRefused(_("Tệp không phải Excel (.xlsx)."))
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > UNPACKED_BYTES_MAX or (
        unpacked > RATIO_LOOKED_AT_FROM and unpacked > RATIO_MAX * packed
    ):
        raise FileRefused(
            _("Tệp giải nén ra quá lớn: xóa các dòng, cột và định dạng thừa rồi lưu lại.")
        )
    return {info.filename.lower(): info for info in infos}


def _take_out(
    archive: zipfile.ZipFile,
    members: Mapping[str, zipfile.ZipInfo],
    wanted: frozenset[str] | None,
) -> Sealed:
    # zipfile stops at the size that was added up above and compares the checksum, so a part that
    # lies about its size is found here and not in memory.
    parts = {
        name: archive.read(info)
        for name, info in members.items()
        if name.endswith((".xml", ".rels")) and (posixpath.dirname(name) in ("", "_rels", "xl"))
    }
    parts[RELATIONS] = archive.read(members[RELATIONS])
    sheets: dict[str, str] = {}
    for name, target in _sheets(parts[WORKBOOK], parts[RELATIONS]):
        called = name if wanted is None else sheet_key(name)
        if wanted is not None and called not in wanted:
            continue
        if called in sheets or target not in members:
            raise FileRefused(_("Tệp không phải Excel (.xlsx)."))
        sheets[called] = target
        parts[target] = archive.read(members[target])
    return Sealed(parts=_named_as_read(parts), sheets=sheets)


_SPELLED = {
    "xl/sharedstrings.xml": "xl/sharedStrings.xml",
    "[content_types].xml": "[Content_Types].xml",
}


def _named_as_read(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {_SPELLED.get(name, name): part for name, part in parts.items()}


def _sheets(workbook: bytes, relations: bytes) -> list[tuple[str, str]]:
    targets: dict[str, str] = {}
    for name, attributes in elements(relations):
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path).lower()
    found = []
    for name, attributes in elements(workbook):
        if name == "sheet":
            relation = next(
                (said for key, said in attributes.items() if key.rpartition(":")[2] == "id"), ""
            )
            found.append((attributes.get("name", ""), targets.get(relation, "")))
    return found


def sheet_key(name: str) -> str:
    """What two spellings of a sheet's name share."""
    return search_key(name)


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
        raise FileRefused(_("Tệp không phải Excel (.xlsx)."))

    parser.StartDoctypeDeclHandler = refuse
    return parser
