"""Vietnamese text as a bank writes it, as a search compares it, and half hidden.

Banks: protocols of NAPAS 247 and the VietQR document, limits of the transfer text.
"""

from __future__ import annotations

import re
import unicodedata

MARKS_MAX = 30
"""The bound of Unicode's stream-safe text (UAX 15, section 13)."""
_LONG_RUN = re.compile("[^\x00-\x7f]{31,}")
_STROKES = str.maketrans("đĐ", "dD")
_SPACES = re.compile(r"\s+")
_OTHERS = re.compile(r"[^A-Za-z0-9 ]")
_WORD_END = re.compile(r"(?<=\w)\w")


def composed(text: str) -> str:
    """Letters with their marks as one sign each, whoever wrote the text.

    No letter has more than a few marks; what hangs on one beyond that is left out, since putting a
    long run of marks in order takes the square of its length.
    """
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_few_marks, text))


def _few_marks(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for sign in found[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MARKS_MAX:
            kept.append(sign)
    return "".join(kept)


def without_marks(text: str) -> str:
    """The same text without Vietnamese marks: `Đặng` becomes `Dang`."""
    apart = unicodedata.normalize("NFD", _LONG_RUN.sub(_few_marks, text))
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
