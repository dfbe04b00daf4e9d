"""Letters: which a file's bytes are, and a bank's text made clean without losing any of it."""

from __future__ import annotations

import re

from thuphi.ground.kit.fold import composed

from .bounds import TEXT_MAX
from .faults import FaultKind, refusal

_JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_GARBLED = re.compile(
    "[\u00c3\u0102][\u00a1-\u00bf]|\u00e1[\u00ba\u00bb]|\u00c4[\u2018\u0192]|\u00c6[\u00b0\u00a1]|\ufffd"
)
"""UTF-8 read as if it were Windows-1258, -1252 or Latin-1: `Ngà y`, `giao dá»‹ch`, `Ä‘`."""
_OLD_FONT = re.compile(r"ghi n(?:î|ôï)|ghi c(?:ã|où)|ng(?:µ|aø)y giao d(?:Þ|ò)ch", re.IGNORECASE)
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]{2}")
_LOOKED_AT = 4_000
_MAYBE_TWO_BYTES = 400


def clean(text: str) -> str:
    """One line of composed letters, single blanks, nothing that a database cannot keep."""
    if not text.isascii():
        text = composed(text)
    elif text.isprintable():
        return " ".join(text[:TEXT_MAX].split())
    return " ".join(_JUNK.sub("", text[:TEXT_MAX]).split())


def is_garbled(text: str) -> bool:
    """Whether letters were lost by a wrong encoding."""
    return not text.isascii() and _GARBLED.search(text) is not None


def decode(content: bytes) -> str:
    """The letters of a text file: UTF-8, UTF-16, Windows-1258 or -1252. Raises `Unreadable`."""
    text = composed(_decoded(content)).removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise refusal(FaultKind.NOT_A_STATEMENT)
    if _OLD_FONT.search(text[:20_000]) and not is_garbled(text[:20_000]):
        raise refusal(FaultKind.OLD_FONT)
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:_MAYBE_TWO_BYTES]:
        # Latin letters in two bytes have a nought first or last.
        encodings = ["utf-16-be" if content[:1] == b"\x00" else "utf-16-le"]
    elif _BINARY.search(content[:_LOOKED_AT]):
        raise refusal(FaultKind.NOT_A_STATEMENT)
    else:
        encodings = ["utf-8-sig", "cp1258", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal(FaultKind.WRONG_ENCODING)
