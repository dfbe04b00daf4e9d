"""Which codes could have stood behind a marker before one or two mishaps.

Four mishaps: a symbol *wrong*, *lost*, *too many*, or two neighbours *swapped*. Every function
takes the symbols that follow a marker as digits of base 32 and yields words whose check fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from .contract import Rung
from .symbols import ERASED, MASK, NO_SYMBOL, SINGLE, SYMBOLS, pairs, pairs_with, unfit

LONGEST = SYMBOLS + 2
"""No more symbols than these are looked at behind a marker."""


def one_mishap(after: bytes) -> Iterator[tuple[Rung, int]]:
    """Every code that one mishap turns into the beginning of these symbols.

    Words come along that are no codes; none of them is an open bill's.
    """
    ten = after[:SYMBOLS]
    if len(ten) == SYMBOLS:
        healed = one_wrong(ten)
        if healed is not None:
            yield Rung.ONE_WRONG, healed
        if NO_SYMBOL not in ten:
            for other in swaps(int(ten, 32), SYMBOLS):
                yield Rung.SWAPPED, other
    nine, eleven = after[: SYMBOLS - 1], after[: SYMBOLS + 1]
    if len(nine) == SYMBOLS - 1 and NO_SYMBOL not in nine:
        for lost in _put_in(int(nine, 32)):
            yield Rung.ONE_LOST, lost
    if len(eleven) == SYMBOLS + 1:
        strange = eleven.count(NO_SYMBOL)
        if not strange:
            for rest in _left_out(int(eleven, 32), SYMBOLS + 1):
                yield Rung.ONE_TOO_MANY, rest
        elif strange == 1:
            yield Rung.ONE_TOO_MANY, int(eleven.replace(b"~", b""), 32)


def one_wrong(ten: bytes) -> int | None:
    """The code from which these ten symbols differ in one place, if there is one."""
    strange = ten.count(NO_SYMBOL)
    if strange > 1:
        return None
    received = int(ten.replace(b"~", b"0"), 32)
    if strange:
        error = ERASED[SYMBOLS - 1 - ten.index(NO_SYMBOL)].get(unfit(received))
    else:
        error = SINGLE.get(unfit(received))
    return None if error is None else received ^ error


def swaps(received: int, symbols: int) -> list[int]:
    """The words that come of it when two unlike neighbours change places."""
    found = []
    for place in range(0, 5 * (symbols - 1), 5):
        unlike = (received >> place ^ received >> place + 5) & 31
        if unlike:
            found.append(received ^ (unlike << place | unlike << place + 5))
    return found


def _with_gap(received: int, shift: int) -> int:
    return received >> shift << shift + 5 | received & (1 << shift) - 1


def _put_in(nine: int) -> list[int]:
    found = []
    for place, erased in enumerate(ERASED):
        ten = _with_gap(nine, 5 * place)
        error = erased.get(unfit(ten))
        if error is not None:
            found.append(ten ^ error)
    return found


def _left_out(received: int, symbols: int) -> list[int]:
    return [
        received >> shift + 5 << shift | received & (1 << shift) - 1
        for shift in range(0, 5 * symbols, 5)
    ]


def two_mishaps(after: bytes) -> list[int]:
    """Among these words are all codes that at most two mishaps turn into these symbols' beginning.

    Others among them are no codes at all, which costs less than to check: only open bills count.
    U counts as a wrong 0, which no further mishap has to explain.
    """
    after = after.replace(b"~", b"0")
    found: list[int] = []
    for length in range(SYMBOLS - 2, min(LONGEST, len(after)) + 1):
        found += _BY_LENGTH[length](int(after[:length], 32))
    return found


def is_within_two(code: str, after: str) -> bool:
    """Whether at most two mishaps turn these ten digits of base 32 into what stands there."""
    return any(
        OSA.distance(code, after[:length], score_cutoff=2) <= 2
        for length in range(SYMBOLS - 2, min(LONGEST, len(after)) + 1)
    )


def two_wrong(ten: int) -> list[int]:
    """Every code from which these ten symbols differ in at most two places."""
    misfit = unfit(ten)
    return [ten ^ errors[misfit] for errors in pairs().values()]


def _corrected(ten: int) -> int:
    return ten ^ SINGLE.get(unfit(ten), 0)


def _eight(eight: int) -> list[int]:
    found = []
    for (left, right), errors in pairs().items():
        # Counted from the last symbol, the lower gap is made first.
        ten = _with_gap(_with_gap(eight, 5 * right), 5 * left)
        found.append(ten ^ errors[unfit(ten)])
    return found


def _nine(nine: int) -> list[int]:
    found = []
    tables = pairs_with()
    for place in range(SYMBOLS):
        ten = _with_gap(nine, 5 * place)
        misfit = unfit(ten)
        found += [ten ^ errors[misfit] for errors in tables[place]]
        erased = ERASED[place]
        for other in swaps(ten, SYMBOLS):
            error = erased.get(unfit(other))
            if error is not None:
                found.append(other ^ error)
    for swapped in swaps(nine, SYMBOLS - 1):
        found += _put_in(swapped)
    return found


def _ten(ten: int) -> list[int]:
    found = two_wrong(ten)
    for other in swaps(ten, SYMBOLS):
        found.append(_corrected(other))
        found += swaps(other, SYMBOLS)
    for nine in _left_out(ten, SYMBOLS):
        found += _put_in(nine)
    return found


def _eleven(eleven: int) -> list[int]:
    found = []
    for ten in _left_out(eleven, SYMBOLS + 1):
        found.append(_corrected(ten))
        found += swaps(ten, SYMBOLS)
    for swapped in swaps(eleven, SYMBOLS + 1):
        found += _left_out(swapped, SYMBOLS + 1)
    return found


def _twelve(twelve: int) -> list[int]:
    return [
        ten for eleven in _left_out(twelve, SYMBOLS + 2) for ten in _left_out(eleven, SYMBOLS + 1)
    ]


_BY_LENGTH = {8: _eight, 9: _nine, 10: _ten, 11: _eleven, 12: _twelve}


def windows(run: bytes) -> list[int]:
    """Every ten symbols that stand together in a run of symbols."""
    whole, last = int(run, 32), 5 * (len(run) - SYMBOLS)
    return [whole >> shift & MASK for shift in range(last, -1, -5)]


def is_all_digits(whole: int) -> bool:
    """Whether the ten symbols are digits alone: without a marker, a telephone or an account."""
    return all((whole >> 5 * place & 31) < 10 for place in range(SYMBOLS))
