"""Names, classes and telephones as they are compared: no marks, no case, no signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_STROKES = str.maketrans("đĐ", "dD")
_TOKENS = re.compile(r"[0-9A-Z]+")
_DIGITS = re.compile(r"[0-9]+")
_PHONES = re.compile(r"(?:\+?84|0)(?:[ .-]?[0-9]){9,10}(?![0-9])")
_CLASS_WORDS = frozenset({"LOP", "LP"})


def tokens(text: str) -> list[str]:
    """The words of a text in capitals without marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", " ".join(text.split()).translate(_STROKES))
        text = text.encode("ascii", "ignore").decode()
    return _TOKENS.findall(text.upper())


class _Words(dict[str, str]):
    """Each word in capitals without marks; people share few names, so each is folded once."""

    def __missing__(self, word: str) -> str:
        self[word] = " ".join(tokens(word))
        return self[word]


def written(names: Iterable[str]) -> list[str]:
    """The words of each of many names, joined by blanks: `tokens` of each."""
    fold = _Words().__getitem__
    return [
        " ".join(plain.split()) if "  " in (plain := f" {' '.join(map(fold, name.split()))} ")
        else plain[1:-1]
        for name in names
    ]  # fmt: skip


def bigrams(name: list[str]) -> set[str]:
    """The pairs of words by which a name is looked up among bills of one amount.

    The last two, the first with the last, and all but the last: one slip in a name of three words
    leaves one of them whole. `NGUYEN VAN` and `NGUYEN THI` are no pairs: half the country.
    """
    if len(name) < 2:
        return set()
    keys = {name[-2] + name[-1], name[0] + name[-1]}
    if len(name) > 2 and name[-2] not in {"VAN", "THI"}:
        keys.add(name[-3] + name[-2])
    return keys


def text_bigrams(words: list[str]) -> list[str]:
    """The pairs of words in a text, with up to two words between."""
    count = len(words)
    return [
        words[left] + words[right]
        for left in range(count - 1)
        for right in range(left + 1, min(left + 4, count))
    ]


def phone(text: str) -> str:
    """The digits of a telephone number as it is dialled in the country; nothing for less."""
    digits = "".join(_DIGITS.findall(text))
    if digits.startswith("84") and len(digits) > 10:
        digits = "0" + digits[2:]
    return digits if len(digits) >= 9 else ""


def phones(text: str) -> list[str]:
    """The telephone numbers that stand in a text."""
    return [phone(found[0]) for found in _PHONES.finditer(text)]


def class_key(class_name: str) -> str:
    """`Lớp 2 A1` as `2A1`."""
    return "".join(one for one in tokens(class_name) if one not in _CLASS_WORDS)


def names_class(words: list[str], key: str) -> bool:
    """Whether the class stands in the text, in one word or in neighbouring words.

    A class of one sign (`1`, `A`) is believed only behind `lớp`.
    """
    if key not in "".join(words):
        return False
    for at, first in enumerate(words):
        is_called_class = at > 0 and words[at - 1] in _CLASS_WORDS
        if len(key) == 1 and not is_called_class:
            continue
        joined = first
        if joined.startswith("LOP"):
            joined = joined[3:]
        if joined == key:
            return True
        for following in words[at + 1 : at + 3]:
            joined += following
            if joined == key:
                return True
    return False
