"""What must agree in any statement: both balances with all lines, and each running balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from . import days
from .amounts import shown
from .bounds import SUM_VND_MAX
from .contract import ReadLine, ReadStatement
from .faults import FaultKind, Faults


def check_days(first: date, last: date, faults: Faults, place: str) -> None:
    """Note days that are not in order, or that no statement of ours can have."""
    if first > last:
        faults.add(FaultKind.DAYS_REVERSED, place, first=days.shown(first), last=days.shown(last))
    for on in (first, last) if not faults.found else ():
        days.check_booked(on, None, faults, place)


def check_closing(found: ReadStatement, faults: Faults, place: str) -> None:
    """Note a closing balance that the lines do not lead to."""
    credit, debit = found.in_vnd, found.out_vnd
    if max(credit, debit) > SUM_VND_MAX:
        faults.add(FaultKind.AMOUNT_TOO_LARGE, place, text=shown(max(credit, debit)))
    if found.opening_vnd is None or found.closing_vnd is None:
        return
    reckoned = found.opening_vnd + credit - debit
    if reckoned != found.closing_vnd:
        faults.add(
            FaultKind.BALANCE_DIFFERS,
            place,
            opening=shown(found.opening_vnd),
            credit=shown(credit),
            debit=shown(debit),
            reckoned=shown(reckoned),
            closing=shown(found.closing_vnd),
        )


def running(
    lines: Sequence[ReadLine],
    opening_vnd: int | None,
    faults: Faults,
    place_of: Callable[[ReadLine], str],
) -> tuple[int | None, int | None]:
    """The balances before and after all lines, as the running balance has them.

    A list may begin with its newest line. Notes the first row where the balance breaks.
    """
    told = [line for line in lines if line.balance_vnd is not None]
    if not told:
        return None, None
    down, up = _breaks(lines), _breaks(lines[::-1])
    is_newest_first = len(up) < len(down) or (
        len(up) == len(down) and lines[0].booked_on > lines[-1].booked_on
    )
    if is_newest_first and opening_vnd is not None and not down:
        is_newest_first = False
    breaks = up if is_newest_first else down
    if breaks:
        # The first as the file is read: a person looks from the top.
        line, reckoned = min(breaks, key=lambda one: one[0].place)
        faults.add(
            FaultKind.RUNNING_BALANCE,
            place_of(line),
            reckoned=shown(reckoned),
            told=shown(line.balance_vnd or 0),
        )
        return None, None
    ordered = lines[::-1] if is_newest_first else lines
    return _before(ordered), _after(ordered)


def _signed(line: ReadLine) -> int:
    return line.amount_vnd if line.is_in else -line.amount_vnd


def _breaks(lines: Sequence[ReadLine]) -> list[tuple[ReadLine, int]]:
    """The lines whose balance is not what the one before leads to, with what it should be."""
    broken = []
    held: int | None = None
    for line in lines:
        if held is not None:
            held += _signed(line)
        if line.balance_vnd is not None:
            if held is not None and held != line.balance_vnd:
                broken.append((line, held))
            held = line.balance_vnd
    return broken


def _before(lines: Sequence[ReadLine]) -> int | None:
    moved = 0
    for line in lines:
        moved += _signed(line)
        if line.balance_vnd is not None:
            return line.balance_vnd - moved
    return None


def _after(lines: Sequence[ReadLine]) -> int | None:
    moved = 0
    for line in reversed(lines):
        if line.balance_vnd is not None:
            return line.balance_vnd + moved
        moved += _signed(line)
    return None
