"""Why a bill that is out changes, and what a change comes to. No database."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thuphi.money.bills.rules import waived_vnd


class AdjustmentKind(enum.Enum):
    """Miễn giảm muộn, Thôi học, Tiền ăn, Giảm giá, Chuyển nợ, Khác."""

    LATE_EXEMPTION = "late_exemption"
    LEAVER = "leaver"
    MEALS = "meals"
    PRICE_CUT = "price_cut"
    CARRIED = "carried"
    OTHER = "other"


WITHOUT_PAPER = frozenset({AdjustmentKind.MEALS, AdjustmentKind.CARRIED})
"""Kinds whose own record (the meal list, the old bill) is the paper."""


@dataclass(frozen=True, slots=True)
class Released:
    """A part of what was paid on a bill and is needed no longer."""

    fee_item_id: int
    amount_vnd: int
    is_cashless: bool


def split_released(
    released_vnd: int, *, paid_vnd: int, cashless_vnd: int, credited: Mapping[int, int]
) -> list[Released]:
    """How released money falls to the items that were credited, and what of it came without cash.

    Cashless in proportion to what was paid, rounded down to a whole đồng; the cash goes first. Of
    the items each takes what was credited on it, in their order, until all is given.
    """
    cashless = released_vnd * cashless_vnd // paid_vnd if paid_vnd else 0
    left = {False: released_vnd - cashless, True: cashless}
    parts: list[Released] = []
    for item, credited_vnd in credited.items():
        open_vnd = credited_vnd
        for is_cashless in (False, True):
            part = min(open_vnd, left[is_cashless])
            if part > 0:
                parts.append(Released(item, part, is_cashless))
                left[is_cashless] -= part
                open_vnd -= part
    return parts


def late_waiver_vnd(*, asked_vnd: int, percent: int, let_off_vnd: int) -> int:
    """What a right to pay less still takes off, of what was asked and let off before."""
    return max(waived_vnd(asked_vnd, percent) - let_off_vnd, 0)


def price_cut_vnd(
    *, quantity: int, old_vnd: int, new_vnd: int, waived: int, credited_vnd: int
) -> int:
    """What a lower price takes off one line, of which so many đồng were waived.

    The waiver shrinks with the price, rounded down; what an earlier cut took off counts.
    """
    before, after = quantity * old_vnd, quantity * new_vnd
    waived_after = waived * after // before if before else 0
    return max((before - waived) - (after - waived_after) - credited_vnd, 0)


def most_vnd(standing_vnd: int, changes: Sequence[int]) -> int | None:
    """Null when the changes fit what an item stands at; else the most that may be taken off."""
    total = sum(changes)
    if total >= 0 or standing_vnd + total >= 0:
        return None
    return max(standing_vnd, 0)
