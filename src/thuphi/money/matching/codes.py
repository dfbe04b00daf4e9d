"""Damaged codes of open bills in a text: which bills they may have been."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from .contract import OpenBill, Rung
from .heals import (
    LONGEST,
    is_all_digits,
    is_within_two,
    one_mishap,
    one_wrong,
    two_mishaps,
    two_wrong,
    windows,
)
from .symbols import NO_SYMBOL, RUN, SQUEEZED_MARKER, SYMBOLS, squeezed

_SWAPPED_INTO_MARKER = re.compile(rb"Q(?=([0-9A-V])F([0-9A-V]{9}))")
_ALONE = re.compile(r"(?<![0-9A-Z])(?:T[0-9A-EG-Z]|[0-9A-SU-Z]F|FT)([0-9A-Z]{10})(?![0-9A-Z])")
"""A word of twelve letters of whose marker one letter is right, or both have changed places."""
LEAST_OF_A_CUT_CODE = 5
_MOST_BEGUN_ALIKE = 20
_FEW = 100
"""So many codes are compared one by one more quickly than all mishaps are tried."""


class Reached(NamedTuple):
    """An open bill whose code one mishap turns into what stands in the text."""

    place: int
    rung: Rung


class Codes:
    """The codes of the open bills as words, with the bill's place in the list."""

    def __init__(self, places: Mapping[int, int]) -> None:
        self._places = places
        self._words = places.keys()

    def get_ready(self) -> None:
        """Sort the codes now."""
        self.begin_like(SQUEEZED_MARKER + b"00000")

    @cached_property
    def _in_order(self) -> array[int]:
        return array("Q", sorted(self._places))

    def reach(self, text: str, symbols: bytes) -> list[Reached]:
        """The open bills that any one mishap explains, each once."""
        found: dict[int, Rung] = {}
        for rung, healed in self._healings(text, symbols):
            place = self._places.get(healed)
            if place is not None:
                found.setdefault(place, rung)
        return [Reached(place, rung) for place, rung in found.items()]

    def _healings(self, text: str, symbols: bytes) -> Iterator[tuple[Rung, int]]:
        for after in _after_markers(symbols):
            yield from one_mishap(after)
        for first, rest in _SWAPPED_INTO_MARKER.findall(symbols):
            yield Rung.SWAPPED, int(first + rest, 32)
        for run in RUN.findall(symbols):
            ten_each = windows(run)
            if not self._words.isdisjoint(ten_each):
                for whole in ten_each:
                    if not is_all_digits(whole):
                        yield Rung.MARKER, whole
        for ten in _alone(text):
            healed = one_wrong(ten)
            if healed is not None:
                yield Rung.ONE_WRONG, healed

    def within_two_mishaps(
        self, text: str, symbols: bytes, among: list[int], bills: Sequence[OpenBill]
    ) -> list[int]:
        """Those of some bills whose code at most two mishaps turn into what stands in the text.

        Few are compared one by one; for many, all that two mishaps could be is asked for.
        """
        received = _received(text, symbols)
        if not received:
            return []
        if len(among) > _FEW:
            return list(set(self._open(map(two_mishaps, received))).intersection(among))
        said = [after.decode() for after in received]
        return [
            place
            for place in among
            if any(is_within_two(squeezed(bills[place].code[2:]).decode(), after) for after in said)
        ]

    def two_wrong(self, text: str, symbols: bytes) -> list[int]:
        """The open bills from whose codes two symbols differ in what stands behind a marker."""
        return self._open(
            two_wrong(int(after[:SYMBOLS].replace(b"~", b"0"), 32))
            for after in _received(text, symbols)
            if len(after) >= SYMBOLS
        )

    def _open(self, guessed: Iterable[list[int]]) -> list[int]:
        found: dict[int, None] = {}
        for words in guessed:
            if not self._words.isdisjoint(words):
                found |= {self._places[one]: None for one in words if one in self._places}
        return list(found)

    def begin_like(self, symbols: bytes) -> dict[int, int]:
        """Bills whose code begins like what follows a marker, with the symbols they share."""
        found: dict[int, int] = {}
        for after in _after_markers(symbols):
            for length in range(SYMBOLS - 2, LEAST_OF_A_CUT_CODE - 1, -1):
                beginning = after[:length]
                if len(beginning) < length or NO_SYMBOL in beginning:
                    continue
                lost = 5 * (SYMBOLS - length)
                lowest = int(beginning, 32) << lost
                at = bisect_left(self._in_order, lowest)
                end = bisect_left(self._in_order, lowest + (1 << lost), at)
                for whole in self._in_order[at : min(end, at + _MOST_BEGUN_ALIKE)]:
                    found.setdefault(self._places[whole], length)
        return found


def _after_markers(symbols: bytes) -> Iterator[bytes]:
    """What follows each marker, as far as it could belong to a code."""
    at = symbols.find(SQUEEZED_MARKER)
    while at >= 0:
        begin = at + len(SQUEEZED_MARKER)
        yield symbols[begin : begin + LONGEST]
        at = symbols.find(SQUEEZED_MARKER, at + 1)


def _received(text: str, symbols: bytes) -> list[bytes]:
    return [*_after_markers(symbols), *_alone(text)]


def _alone(text: str) -> list[bytes]:
    """Ten symbols that stand in one word behind a mistyped marker."""
    return [squeezed(ten) for ten in _ALONE.findall(text.upper())]
