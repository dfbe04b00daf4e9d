"""Reads back what was drawn: the text of a PDF, the parts of a DOCX."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FONT_OF = re.compile(rb"/(f\d+)\s+(\d+) 0 R")
_PAGE = re.compile(rb"/Type/Page/Resources (\d+) 0 R.*/Contents (\d+) 0 R", re.DOTALL)
_UNICODE_OF = re.compile(rb"/ToUnicode (\d+) 0 R")
_CHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_PLAIN = rb"[^()\\]|\\."
_ONCE = rb"\((?:" + _PLAIN + rb")*\)"
_TWICE = rb"\((?:" + _PLAIN + rb"|" + _ONCE + rb")*\)"
# Brackets that balance need no backslash, so a string may hold others like itself.
_LITERAL = rb"\((?:" + _PLAIN + rb"|" + _TWICE + rb")*\)"
_INNER = rb"(?:" + _LITERAL + rb"|[^()<>]|<[^<>]*>)*"
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf"
    rb"|(?P<tag><<(?:" + _LITERAL + rb"|[^()<>]|<[^<>]*>|<<" + _INNER + rb">>)*>>\s*BDC)"
    rb"|" + _LITERAL + rb"|<(?P<hex>[0-9A-Fa-f]*)>",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3})|\\(.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def part(made: bytes, name: str) -> BaseOxmlElement:
    """A part of a DOCX as XML."""
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        return parse_xml(opened.read(name))


def packed_on(made: bytes) -> set[tuple[int, int, int, int, int, int]]:
    """The moments that the parts of a file bear."""
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        return {one.date_time for one in opened.infolist()}


def lines(made: bytes) -> list[str]:
    """The paragraphs of a DOCX in order, those of tables too; a line break is a space."""
    told = (
        "".join(
            one.text or "" if one.tag == f"{W}t" else " "
            for one in paragraph.iter(f"{W}t", f"{W}br")
        )
        for paragraph in part(made, "word/document.xml").iter(f"{W}p")
    )
    return [line for line in told if line]


def letters(text: str) -> str:
    """The text without its spaces: where lines are broken is the drawer's business."""
    return re.sub(r"\s", "", text)


def pdf_text(made: bytes) -> str:
    """All text of a PDF that typst wrote, page by page as it was drawn, without spaces."""
    objects = {int(n): body for n, body in _OBJECT.findall(made)}
    told = []
    for body in objects.values():
        page = _PAGE.search(body)
        if page:
            fonts = {
                name: _map(_inflated(objects[int(found[1])]))
                for name, number in _FONT_OF.findall(objects[int(page[1])])
                if (found := _UNICODE_OF.search(objects[int(number)]))
            }
            told.append(_said(_inflated(objects[int(page[2])]), fonts))
    return letters("".join(told))


def pdf_pages(made: bytes) -> int:
    """How many pages a PDF has."""
    return sum(1 for _, body in _OBJECT.findall(made) if _PAGE.search(body))


def _inflated(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _map(table: bytes) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _CHAR.findall(table)
    }


def _said(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    font: dict[int, str] = {}
    told: list[str] = []
    for found in _SHOWN.finditer(content):
        if found[1]:
            font = fonts.get(found[1], {})
        # A tag tells the language or what is meant, not what is seen.
        if found[1] or found["tag"]:
            continue
        written = found["hex"]
        code = bytes.fromhex(written.decode()) if written else _unescaped(found[0][1:-1])
        told.extend(
            font.get(int.from_bytes(code[at : at + 2], "big"), UNREADABLE)
            for at in range(0, len(code) - 1, 2)
        )
    return "".join(told)


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda m: bytes([int(m[1], 8)]) if m[1] else _ESCAPED.get(m[2], m[2]), text)
