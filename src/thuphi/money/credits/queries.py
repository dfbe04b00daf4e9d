"""What families have with a facility: balances, lots, what took them, what they did on bills."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes

from .models import Credit, CreditRule, CreditUse
from .rules import Left, Source, SpendOn, UseKind


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot as a reader sees it, whole đồng; `bill_code` is the bill it came from, or empty."""

    id: int
    source: Source
    item_name: str
    amount_vnd: int
    left_vnd: int
    reason: str
    happened_at: datetime
    bill_code: str
    is_cashless: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What took a part of a lot; below nought it came back. `bill_code` is the bill it paid."""

    lot_id: int
    kind: UseKind
    amount_vnd: int
    reference: str
    bill_code: str
    bill_reason: str
    happened_at: datetime


def _left() -> Combinable:
    """What is left of a lot, to be asked with others of its row."""
    used = (
        CreditUse.objects.filter(credit_id=OuterRef("pk"))
        .order_by()
        .values("credit_id")
        .annotate(sum=Sum("amount_vnd"))
        .values("sum")
    )
    return F("amount_vnd") - Coalesce(Subquery(used), Value(0))


def left_of(lots: QuerySet[Credit]) -> list[Left]:
    """What is left of these lots, in their order."""
    found = lots.annotate(left_vnd=_left()).values_list("pk", "left_vnd")
    return [Left(lot, "", int(left_vnd)) for lot, left_vnd in found]


def left_by_family(facility_id: int, beneficiary_ids: Collection[int]) -> dict[int, list[Left]]:
    """What is left of each lot of these families, the oldest first."""
    found = (
        Credit.objects.filter(facility_id=facility_id, beneficiary_id__in=beneficiary_ids)
        .order_by("happened_at", "id")
        .annotate(left_vnd=_left())
        .values_list("beneficiary_id", "pk", "left_vnd")
    )
    left: dict[int, list[Left]] = {family: [] for family in beneficiary_ids}
    for family, lot, left_vnd in found:
        left[family].append(Left(lot, "", int(left_vnd)))
    return left


def payments_with_left(facility_id: int) -> list[int]:
    """Payments that brought more than was needed, of which the family has something left."""
    lots = Credit.objects.filter(facility_id=facility_id, payment_id__isnull=False)
    found = lots.annotate(left_vnd=_left()).filter(left_vnd__gt=0)
    return [one for one in found.values_list("payment_id", flat=True) if one is not None]


def left_by_payment(payment_ids: Collection[int]) -> dict[int, int]:
    """What families have left of what each of these payments brought too much, in đồng."""
    lots = Credit.objects.filter(payment_id__in=list(payment_ids)).annotate(left_vnd=_left())
    left: dict[int, int] = {}
    for payment_id, left_vnd in lots.values_list("payment_id", "left_vnd"):
        if payment_id is not None:
            left[payment_id] = left.get(payment_id, 0) + int(left_vnd)
    return left


def balances(facility_id: int, beneficiary_ids: Collection[int] | None = None) -> dict[int, int]:
    """What each family has left, in đồng; who has nothing is not in it."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "balances").encode(),
        {
            "facility_id": facility_id,
            "everybody": beneficiary_ids is None,
            "beneficiary_ids": list(beneficiary_ids or ()),
        },
    )
    return {int(str(row[0])): int(str(row[1])) for row in cursor.fetchall()}


def lots_of(beneficiary_id: int) -> list[Lot]:
    """Every lot of a family, the oldest first, also those that are used up."""
    found = Credit.objects.filter(beneficiary_id=beneficiary_id)
    left = {one.lot: one.left_vnd for one in left_of(found)}
    return [
        Lot(
            id=one.pk,
            source=Source(one.source),
            item_name=one.fee_item.name if one.fee_item is not None else "",
            amount_vnd=one.amount_vnd,
            left_vnd=left[one.pk],
            reason=one.reason,
            happened_at=one.happened_at,
            bill_code=one.bill.code if one.bill is not None else "",
            is_cashless=one.is_cashless,
        )
        for one in found.select_related("fee_item", "bill").order_by("happened_at", "id")
    ]


def uses_of(beneficiary_id: int) -> list[Use]:
    """Everything that took of a family's lots or gave back, the latest first."""
    found = CreditUse.objects.filter(credit__beneficiary_id=beneficiary_id).select_related("bill")
    return [
        Use(
            lot_id=one.credit_id,
            kind=UseKind(one.kind),
            amount_vnd=one.amount_vnd,
            reference=one.reference,
            bill_code=one.bill.code if one.bill is not None else "",
            bill_reason=one.bill.reason if one.bill is not None else "",
            happened_at=one.happened_at,
        )
        for one in found.order_by("-happened_at", "-id")
    ]


def rule_of(facility_id: int) -> SpendOn:
    """What the facility lets credits pay; any item until it says otherwise."""
    rule = CreditRule.objects.filter(facility_id=facility_id).first()
    return SpendOn(rule.spend_on) if rule is not None else SpendOn.ANY_ITEM


def on_bills(bill_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of bills that had to do with credit: what was let go of each, and what credit paid of it."""
    ids = list(bill_ids)
    found: dict[int, tuple[int, int]] = {}
    let_go = Credit.objects.filter(bill_id__in=ids, source=Source.RELEASED.value)
    for bill_id, total in let_go.values_list("bill_id").annotate(Sum("amount_vnd")):
        found[int(bill_id)] = (int(total), 0)
    spent = CreditUse.objects.filter(bill_id__in=ids)
    for bill_id, total in spent.values_list("bill_id").annotate(Sum("amount_vnd")):
        found[int(bill_id)] = (found.get(int(bill_id), (0, 0))[0], int(total))
    return found
