"""Vietnamese text as a bank writes it, as a search compares it, and half hidden.

Banks: protocols of NAPAS 247 and the VietQR document, limits of the transfer text.
"""

from __future__ import annotations

import re
import unicodedata

_STROKES = str.maketrans("đĐ", "dD")
_SPACES = re.compile(r"\s+")
_OTHERS = re.compile(r"[^A-Za-z0-9 ]")
_WORD_END = re.compile(r"(?<=\w)\w")


def without_marks(text: str) -> str:
    """The same text without Vietnamese marks: `Đặng` becomes `Dang`."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_STROKES)


def for_bank(text: str) -> str:
    """Only unaccented letters, digits and single spaces, which every bank lets through."""
    spaced = _SPACES.sub(" ", without_marks(text))
    return _SPACES.sub(" ", _OTHERS.sub("", spaced)).strip()


def search_key(text: str) -> str:
    """What a search compares: no marks, lower case, single spaces."""
    return _SPACES.sub(" ", without_marks(text)).strip().lower()


def half_masked(name: str) -> str:
    """`Nguyễn Minh Anh` as `Nguyễn M*** A**`; a name of one word keeps only its first letter."""
    words = unicodedata.normalize("NFC", name).split()
    if len(words) > 1:
        return " ".join([words[0], *(_WORD_END.sub("*", word) for word in words[1:])])
    return " ".join(_WORD_END.sub("*", word) for word in words)
