"""Which deeds there are, what they wrote, and what of it stands on one bill."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .models import Adjustment, AdjustmentLine
from .rules import AdjustmentKind


@dataclass(frozen=True, slots=True)
class ChangeOnBill:
    """One line of a deed as the family and the desk read it; `amount_vnd` is signed."""

    adjustment_id: int
    kind: AdjustmentKind
    description: str
    item_name: str
    amount_vnd: int
    reason: str
    paper: str
    made_by: str
    made_at: datetime


def deeds(facility_id: int, kind: AdjustmentKind | None = None) -> QuerySet[Adjustment]:
    """Deeds of a facility, the latest first."""
    found = Adjustment.objects.filter(facility_id=facility_id)
    return (found if kind is None else found.filter(kind=kind.value)).order_by("-id")


def deed_here(deed_id: int) -> Adjustment | None:
    """The deed of this number, among the rows that may be seen."""
    return Adjustment.objects.filter(pk=deed_id).first()


def lines_of(deed_id: int) -> QuerySet[AdjustmentLine]:
    """What a deed wrote, by class and bill."""
    found = AdjustmentLine.objects.filter(adjustment_id=deed_id)
    return found.select_related("bill", "fee_item").order_by("bill__class_name", "bill_id", "id")


def changes_on(bill_id: int) -> list[ChangeOnBill]:
    """What deeds wrote on one bill, the oldest first."""
    return changes_on_many([bill_id]).get(bill_id, [])


def changes_on_many(bill_ids: Collection[int]) -> dict[int, list[ChangeOnBill]]:
    """What deeds wrote on these bills, the oldest first; a bill without changes is not in it."""
    found = (
        AdjustmentLine.objects.filter(bill_id__in=list(bill_ids))
        .select_related("adjustment", "fee_item", "bill_line")
        .order_by("id")
    )
    changes: dict[int, list[ChangeOnBill]] = {}
    for one in found:
        changes.setdefault(one.bill_id, []).append(
            ChangeOnBill(
                adjustment_id=one.adjustment_id,
                kind=AdjustmentKind(one.adjustment.kind),
                description=one.bill_line.description,
                item_name=one.fee_item.name,
                amount_vnd=one.amount_vnd,
                reason=one.adjustment.reason,
                paper=one.adjustment.paper,
                made_by=one.adjustment.made_by_name,
                made_at=one.adjustment.made_at,
            )
        )
    return changes
