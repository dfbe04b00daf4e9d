"""What is kept for somebody, and what changed on a bill, in words for the family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from django.utils.translation import gettext

from thuphi.doors.web.shared.templatetags.thuphi import day
from thuphi.ground.kit import money
from thuphi.money.adjustments.queries import ChangeOnBill, changes_on_many
from thuphi.money.credits.queries import on_bills
from thuphi.money.credits.rules import Source, SpendOn
from thuphi.money.families import queries
from thuphi.money.families.queries import Kept, Person


@dataclass(frozen=True, slots=True)
class CreditShown:
    """Money of the family that a facility keeps: how much, where from, what comes of it."""

    left_vnd: int
    reason: str
    kept_at: datetime
    next: str


def kept_for(people: Sequence[Person]) -> dict[int, tuple[CreditShown, ...]]:
    """What is left of each credit, the oldest first, by person."""
    return {
        person: tuple(
            CreditShown(one.left_vnd, _why(one), one.happened_at, _next(one)) for one in lots
        )
        for person, lots in queries.kept_for(people).items()
    }


def changes(bill_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What was added to bills or taken off them after they were issued, and paid from credit."""
    told = {
        bill_id: [_change(one) for one in found]
        for bill_id, found in changes_on_many(bill_ids).items()
    }
    for bill_id, (_released_vnd, spent_vnd) in on_bills(bill_ids).items():
        if spent_vnd:
            sentence = gettext("Đã trừ %(amount)s từ số dư của bạn.")
            told.setdefault(bill_id, []).append(sentence % {"amount": money.dong(spent_vnd)})
    return {bill_id: tuple(sentences) for bill_id, sentences in told.items()}


def _why(kept: Kept) -> str:
    match kept.source:
        case Source.OVERPAID:
            return gettext("trả thừa")
        case Source.RELEASED:
            item = kept.item_name or gettext("khoản đã trả")
            return gettext("giảm %(item)s sau khi đã trả") % {"item": item}
        case Source.OPENING:
            return gettext("số dư mang sang")
        case Source.KEPT:
            return gettext("chưa trả lại được")
        case Source.GIVEN:
            return gettext("chuyển trước, chưa có khoản thu")
        case _:
            assert_never(kept.source)


def _next(kept: Kept) -> str:
    match kept.pays:
        case SpendOn.ANY_ITEM:
            return gettext("Trừ vào khoản sau.")
        case SpendOn.SAME_ITEM:
            if not kept.item_name:
                return gettext("Trừ vào khoản sau.")
            return gettext("Trừ vào %(item)s ở khoản sau.") % {"item": kept.item_name}
        case SpendOn.NOTHING:
            return gettext("Nơi thu sẽ chi trả lại cho bạn.")
        case _:
            assert_never(kept.pays)


def _change(change: ChangeOnBill) -> str:
    facts = {
        "amount": money.dong(abs(change.amount_vnd)),
        "item": change.item_name,
        "reason": change.reason,
        "on": day(change.made_at),
    }
    if change.amount_vnd < 0:
        return gettext("Giảm %(amount)s: %(item)s, %(reason)s (%(on)s).") % facts
    return gettext("Thêm %(amount)s: %(item)s, %(reason)s (%(on)s).") % facts
