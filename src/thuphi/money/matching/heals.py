"""Which codes could have stood behind a marker before one or two mishaps.

Four mishaps: a symbol *wrong*, *lost*, *too many*, or two neighbours *swapped*. Every function
takes the symbols that follow a marker as digits of base 32 and yields words whose check fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from .contract import Rung
from .symbols import ERASED, MASK, NO_SYMBOL, SINGLE, SYMBOLS, pairs, unfit

LONGEST = SYMBOLS + 2
"""No more symbols than these are looked at behind a marker."""

_LOSABLE = range(SYMBOLS)


def one_mishap(after: bytes) -> Iterator[tuple[Rung, int]]:
    """Every code that one mishap turns into the beginning of these symbols."""
    ten = after[:SYMBOLS]
    if len(ten) == SYMBOLS:
        yield from _ten_symbols(ten)
    nine, eleven = after[: SYMBOLS - 1], after[: SYMBOLS + 1]
    if len(nine) == SYMBOLS - 1 and NO_SYMBOL not in nine:
        for healed in _put_in(int(nine, 32)):
            yield Rung.ONE_LOST, healed
    if len(eleven) == SYMBOLS + 1:
        strange = eleven.count(NO_SYMBOL)
        for left_out in range(SYMBOLS + 1):
            rest = eleven[:left_out] + eleven[left_out + 1 :]
            if (not strange or (strange == 1 and NO_SYMBOL not in rest)) and not unfit(
                healed := int(rest, 32)
            ):
                yield Rung.ONE_TOO_MANY, healed


def _ten_symbols(ten: bytes) -> Iterator[tuple[Rung, int]]:
    strange = ten.count(NO_SYMBOL)
    if strange > 1:
        return
    if strange:
        place = SYMBOLS - 1 - ten.index(NO_SYMBOL)
        received = int(ten.replace(b"~", b"0"), 32)
        error = ERASED[place].get(unfit(received))
        if error is not None:
            yield Rung.ONE_WRONG, received ^ error
        return
    received = int(ten, 32)
    error = SINGLE.get(unfit(received))
    if error is not None:
        yield Rung.ONE_WRONG, received ^ error
    for other in swaps(received, SYMBOLS):
        if not unfit(other):
            yield Rung.SWAPPED, other


def one_wrong(ten: bytes) -> int | None:
    """The code from which these ten symbols differ in one place, if there is one."""
    return next((healed for rung, healed in _ten_symbols(ten) if rung is Rung.ONE_WRONG), None)


def swaps(received: int, symbols: int) -> Iterator[int]:
    """The words that come of it when two unlike neighbours change places."""
    for place in range(0, 5 * (symbols - 1), 5):
        unlike = (received >> place ^ received >> place + 5) & 31
        if unlike:
            yield received ^ unlike << place ^ unlike << place + 5


def _gaps(received: int, places: range) -> Iterator[tuple[int, int]]:
    """The word with a 0 put in at each place, with the place."""
    for place in places:
        shift = 5 * place
        yield place, received >> shift << shift + 5 | received & (1 << shift) - 1


def _put_in(nine: int) -> Iterator[int]:
    for place, open_word in _gaps(nine, _LOSABLE):
        error = ERASED[place].get(unfit(open_word))
        if error is not None:
            yield open_word ^ error


def _left_out(received: int, symbols: int) -> Iterator[int]:
    for place in range(symbols):
        shift = 5 * place
        yield received >> shift + 5 << shift | received & (1 << shift) - 1


def two_mishaps(after: bytes) -> Iterator[int]:
    """Every code that at most two mishaps turn into the beginning of these symbols.

    U counts as a wrong 0, which no further mishap has to explain.
    """
    after = after.replace(b"~", b"0")
    whole = {
        length: int(after[:length], 32)
        for length in range(SYMBOLS - 2, LONGEST + 1)
        if length <= len(after)
    }
    if SYMBOLS - 2 in whole:
        yield from _both_lost(whole[SYMBOLS - 2])
    if SYMBOLS - 1 in whole:
        yield from _lost_and_another(whole[SYMBOLS - 1])
    if SYMBOLS in whole:
        yield from two_wrong(whole[SYMBOLS])
        yield from _ten_and_two(whole[SYMBOLS])
    if SYMBOLS + 1 in whole:
        yield from _eleven(whole[SYMBOLS + 1])
    if SYMBOLS + 2 in whole:
        for shorter in _left_out(whole[SYMBOLS + 2], SYMBOLS + 2):
            yield from (other for other in _left_out(shorter, SYMBOLS + 1) if not unfit(other))


def two_wrong(received: int) -> Iterator[int]:
    """Every code from which these ten symbols differ in at most two places."""
    misfit = unfit(received)
    for errors in pairs().values():
        yield received ^ errors[misfit]


def _ten_and_two(received: int) -> Iterator[int]:
    for other in swaps(received, SYMBOLS):
        misfit = unfit(other)
        if not misfit or misfit in SINGLE:
            yield other ^ SINGLE.get(misfit, 0)
        yield from (second for second in swaps(other, SYMBOLS) if not unfit(second))
    for nine in _left_out(received, SYMBOLS):
        yield from _put_in(nine)


def _both_lost(eight: int) -> Iterator[int]:
    for (left, right), errors in pairs().items():
        # Counted from the last symbol, the lower gap is made first.
        shift = 5 * right
        nine = eight >> shift << shift + 5 | eight & (1 << shift) - 1
        shift = 5 * left
        ten = nine >> shift << shift + 5 | nine & (1 << shift) - 1
        yield ten ^ errors[unfit(ten)]


def _lost_and_another(nine: int) -> Iterator[int]:
    tables = pairs()
    for place, ten in _gaps(nine, _LOSABLE):
        misfit = unfit(ten)
        for also in _LOSABLE:
            if also != place:
                yield ten ^ tables[max(place, also), min(place, also)][misfit]
        for other in swaps(ten, SYMBOLS):
            error = ERASED[place].get(unfit(other))
            if error is not None:
                yield other ^ error
    for swapped in swaps(nine, SYMBOLS - 1):
        yield from _put_in(swapped)


def _eleven(eleven: int) -> Iterator[int]:
    for ten in _left_out(eleven, SYMBOLS + 1):
        misfit = unfit(ten)
        if not misfit or misfit in SINGLE:
            yield ten ^ SINGLE.get(misfit, 0)
        yield from (other for other in swaps(ten, SYMBOLS) if not unfit(other))
    for swapped in swaps(eleven, SYMBOLS + 1):
        yield from (ten for ten in _left_out(swapped, SYMBOLS + 1) if not unfit(ten))


def windows(run: bytes) -> list[int]:
    """Every ten symbols that stand together in a run of symbols."""
    whole, last = int(run, 32), 5 * (len(run) - SYMBOLS)
    return [whole >> shift & MASK for shift in range(last, -1, -5)]
