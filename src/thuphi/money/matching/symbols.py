"""Ten symbols as one number, so that a million codes are asked in a few machine steps.

The letters of a text are written as digits of base 32 (the value of each symbol of
`ground/kit/billcode`), so that ten of them are read by `int(..., 32)`: a *word* of 50 bits, the
first symbol highest. Place 0 is the last symbol, place 9 the first, as the powers in
`docs/bill-codes.md`. The check is linear: what an error adds to the check does not depend on the
code, so tables laid down once say which error explains a check that does not fit.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence

from thuphi.ground.kit.billcode import ALPHABET, MARKER, encode

SYMBOLS = 10
MASK = (1 << 5 * SYMBOLS) - 1

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
"""The digits that `int(..., 32)` knows, by value."""
NO_SYMBOL = ord("~")
"""What stands for U, the one letter that is neither a symbol nor read as one."""


def _fold_table() -> bytes:
    read_as = dict(zip(ALPHABET, _DIGITS, strict=True)) | {"O": "0", "I": "1", "L": "1", "U": "~"}
    table = bytearray(range(256))
    for letter, digit in read_as.items():
        table[ord(letter)] = table[ord(letter.lower())] = ord(digit)
    return bytes(table)


_FOLD = _fold_table()
_DROP = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_STROKES = str.maketrans("đĐ", "dD")

SQUEEZED_MARKER = MARKER.encode().translate(_FOLD)
FIRST, SECOND = SQUEEZED_MARKER
"""The two letters of the marker as they stand in a squeezed text."""
WHOLE = re.compile(SQUEEZED_MARKER + rb"(?=([0-9A-V]{10}))")
RUN = re.compile(rb"[0-9A-V]{10,}")


def squeezed(text: str) -> bytes:
    """The letters and digits of a text as digits of base 32; case, marks and signs are gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return text.encode("ascii", "ignore").translate(_FOLD, _DROP)


def _checks(shift: int) -> tuple[int, ...]:
    return tuple(word(encode(pair << shift)[-2:]) for pair in range(1024))


def word(symbols: str) -> int:
    """The number of some symbols of the alphabet. Raises `ValueError` for other letters."""
    return int(symbols.encode().translate(_FOLD), 32)


_C0, _C1, _C2, _C3 = (_checks(shift) for shift in (30, 20, 10, 0))


def unfit(whole: int) -> int:
    """How the check of a word does not fit: 0 for a code, else ten bits that name the error."""
    return (
        _C0[whole >> 40]
        ^ _C1[whole >> 30 & 1023]
        ^ _C2[whole >> 20 & 1023]
        ^ _C3[whole >> 10 & 1023]
        ^ (whole & 1023)
    )


_AT: tuple[Mapping[int, int], ...] = tuple(
    {unfit(wrong << 5 * place): wrong << 5 * place for wrong in range(32)}
    for place in range(SYMBOLS)
)
ERASED: Sequence[Mapping[int, int]] = _AT
"""By place: which error there explains the misfit (none: it lies elsewhere)."""
SINGLE: Mapping[int, int] = {
    misfit: error for at_place in _AT for misfit, error in at_place.items() if misfit
}
"""Which error in one symbol explains the misfit; each of the 310 leaves another one."""


@functools.cache
def pairs() -> Mapping[tuple[int, int], tuple[int, ...]]:
    """By two places, by misfit: the one error in these two symbols that explains it."""
    tables = {}
    for left in range(SYMBOLS):
        for right in range(left):
            table = [0] * 1024
            for misfit, error in _AT[left].items():
                for also, second in _AT[right].items():
                    table[misfit ^ also] = error | second
            tables[left, right] = tuple(table)
    return tables


@functools.cache
def pairs_with() -> tuple[tuple[tuple[int, ...], ...], ...]:
    """By place: the tables of all pairs that it belongs to."""
    return tuple(
        tuple(table for both, table in pairs().items() if place in both) for place in range(SYMBOLS)
    )
