"""How long a line of bold Times is, so that a rule can be drawn under it at its right length.

Advance widths of the letters from space to tilde, in thousandths of the size; the typeface kept
beside this file and Times New Roman agree on every one of them. A letter with marks is as wide as
the letter without, but for Ơ, Ư and their like, which are a little wider.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from thuphi.oversight.reports.forms import measures

_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
)  # fmt: skip
_OTHER = {"Đ": 722, "đ": 556, "–": 500}
_WIDE = 700
_HORN = "\u031b"
_TWIPS_PER_POINT = 20


def line_twips(text: str, *, size_pt: int) -> int:
    """The length of a bold line in twentieths of a point."""
    return _thousandths(text) * size_pt * _TWIPS_PER_POINT // 1000


def twips(mm: int) -> int:
    """Twentieths of a point in whole millimetres."""
    return mm * 14_400 // 254


def rule_under(lines: Sequence[str], *, size_pt: int, room_mm: int) -> int:
    """The length in twips of a rule that is to be a part of the bold line above it."""
    part, whole = measures.RULE_OF_LINE
    longest = max((line_twips(line, size_pt=size_pt) for line in lines), default=0)
    return min(longest, twips(room_mm)) * part // whole


def broken(text: str, *, size_pt: int, room_mm: int) -> list[str]:
    """A bold text in as few lines as fit the room, none much longer than the others.

    A typist breaks a title so: three short lines rather than two full ones and a word.
    """
    words = text.split(" ")
    room = twips(room_mm)
    lines = _filled(words, size_pt, room)
    low = max((line_twips(word, size_pt=size_pt) for word in words), default=0)
    high = room
    while low < high:
        middle = (low + high) // 2
        if len(_filled(words, size_pt, middle)) > len(lines):
            low = middle + 1
        else:
            high = middle
    return _filled(words, size_pt, high)


def _filled(words: Sequence[str], size_pt: int, room_twips: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and line_twips(longer, size_pt=size_pt) <= room_twips:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _thousandths(text: str) -> int:
    total = 0
    for sign in unicodedata.normalize("NFD", text):
        if sign in _OTHER:
            total += _OTHER[sign]
        elif " " <= sign <= "~":
            total += _BOLD[ord(sign) - ord(" ")]
        elif sign == _HORN:
            total += 30
        elif not unicodedata.combining(sign):
            total += _WIDE
    return total
