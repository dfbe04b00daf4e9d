"""Money that came in, as the desk of one facility lists it, and what waits for a person."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from thuphi.ground.kit import fold, money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries.desk import code_in, people_named
from thuphi.money.bills.rules import BillState
from thuphi.money.payments.models import Heard, HeardOtherwise, Payment
from thuphi.money.payments.rules import OWNERLESS, Finding, Method

_NO_MONEY = Q(finding__in=[Finding.DUPLICATE.value, Finding.NOT_FOR_US.value])
_LONG = ("heard__raw", "heard__headers", "heard__body_hash")
EXPORT_CHUNK = 2000


class Waiting(enum.Enum):
    """What an inbox of money holds, by the reason why a person should look."""

    OWNERLESS = "ownerless"
    DIFFERS = "differs"
    OTHERWISE = "otherwise"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"


_WAITS = {
    Waiting.OWNERLESS: Q(finding__in=[one.value for one in OWNERLESS]),
    Waiting.DIFFERS: Q(finding=Finding.PART.value, bill__state=BillState.PART_PAID.value)
    | Q(finding=Finding.OVER.value),
    Waiting.ELSEWHERE: Q(finding=Finding.NOT_FOR_US.value),
    Waiting.TWICE: Q(finding=Finding.DUPLICATE.value),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFilter:
    """What a list of payments is narrowed to; both days belong to the range."""

    facility_id: int
    words: str = ""
    from_on: date | None = None
    until_on: date | None = None
    method: Method | None = None
    finding: Finding | None = None


def _standing(facility_id: int) -> QuerySet[Payment]:
    """Payments that still say where their money is: once an owner is found, the second row does."""
    return Payment.objects.filter(~Exists(_later()), facility_id=facility_id)


def _later() -> QuerySet[Payment]:
    """What says more of a payment since."""
    return Payment.objects.filter(identifies_id=OuterRef("pk"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _named(words: str) -> Q:
    code = code_in(words)
    if code is not None:
        return Q(bill__code=code) | Q(heard__codes__contains=[code])
    text = words.strip()
    found = (
        people_named(text, "bill__beneficiary__")
        | Q(heard__payer_name__icontains=text)
        | Q(heard__payer_name__icontains=fold.without_marks(text))
        | Q(heard__bank_reference__iexact=text)
        | Q(heard__provider_reference__iexact=text)
    )
    try:
        found |= Q(amount_vnd=money.parse_dong(text))
    except money.AmountUnreadable:
        return found
    return found


def payments(wanted: PaymentFilter) -> QuerySet[Payment]:
    """The payments of a filter, the latest first, each đồng once.

    What brought no money (told twice, sent elsewhere) is listed when it is asked for: by its
    finding, or by words that name it.
    """
    found = _standing(wanted.facility_id).select_related("bill", "heard").defer(*_LONG)
    if wanted.finding is None and not wanted.words.strip():
        found = found.exclude(_NO_MONEY)
    if wanted.from_on is not None:
        found = found.filter(paid_at__gte=_midnight(wanted.from_on))
    if wanted.until_on is not None:
        found = found.filter(paid_at__lt=_midnight(wanted.until_on + timedelta(days=1)))
    if wanted.method is not None:
        found = found.filter(method=wanted.method.value)
    if wanted.finding is not None:
        found = found.filter(finding=wanted.finding.value)
    if wanted.words.strip():
        found = found.filter(_named(wanted.words))
    return found.order_by("-paid_at", "-id")


def each(found: QuerySet[Payment]) -> Iterator[Payment]:
    """One payment after the other, without holding them all."""
    return found.iterator(chunk_size=EXPORT_CHUNK)


@dataclass(frozen=True, slots=True)
class PaymentSums:
    """Sums of a list of payments in đồng; a credit told twice or sent elsewhere brings no money."""

    count: int
    amount_vnd: int
    applied_vnd: int
    excess_vnd: int
    unidentified_vnd: int


def _sum(column: str, only: Q | None = None) -> Coalesce:
    return Coalesce(Sum(column, filter=only), 0, output_field=BigIntegerField())


def sums(found: QuerySet[Payment]) -> PaymentSums:
    """The sums of exactly these payments."""
    row = found.order_by().aggregate(
        number=Count("id"),
        amount=_sum("amount_vnd", ~_NO_MONEY),
        applied=_sum("applied_vnd"),
        excess=_sum("excess_vnd"),
        unidentified=_sum("unidentified_vnd"),
    )
    return PaymentSums(
        row["number"], row["amount"], row["applied"], row["excess"], row["unidentified"]
    )


def payments_of(bill: Bill) -> list[Payment]:
    """What came in for a bill, the earliest first; also money that came after it was withdrawn."""
    return list(
        _standing(bill.facility_id)
        .filter(bill_id=bill.pk)
        .select_related("heard")
        .defer(*_LONG)
        .order_by("paid_at", "id")
    )


def payment_here(payment_id: int, facilities: Iterable[int]) -> Payment | None:
    """The payment of this number, if it is one of these facilities', as it was heard."""
    return (
        Payment.objects.select_related("bill", "heard")
        .filter(pk=payment_id, facility_id__in=list(facilities))
        .first()
    )


def waiting(facility_id: int, kind: Waiting) -> QuerySet[Payment]:
    """Payments that wait for a person for one reason, the latest first."""
    return (
        _standing(facility_id)
        .filter(_WAITS[kind])
        .select_related("bill", "heard")
        .defer(*_LONG)
        .order_by("-paid_at", "-id")
    )


def counts_waiting(facility_id: int) -> dict[Waiting, int]:
    """How many things wait for a person, for each reason."""
    row = _standing(facility_id).aggregate(
        **{kind.value: Count("id", filter=rule) for kind, rule in _WAITS.items()}
    )
    counts = {kind: int(row[kind.value]) for kind in _WAITS}
    counts[Waiting.OTHERWISE] = repeats(facility_id).count()
    return counts


def repeats(facility_id: int) -> QuerySet[HeardOtherwise]:
    """Repeats of a reference that came with another body, the latest first."""
    here = Heard.objects.filter(facility_id=facility_id).values("id")
    return HeardOtherwise.objects.filter(heard_id__in=here).order_by("-heard_at", "-id")


def first_heard(found: Iterable[HeardOtherwise], facility_id: int) -> dict[int, Heard]:
    """What was heard first under the references of these repeats."""
    return Heard.objects.filter(facility_id=facility_id).in_bulk({one.heard_id for one in found})


def overpaid(found: QuerySet[Bill]) -> QuerySet[Bill]:
    """Those of these bills on which more came in than was owed."""
    over = Payment.objects.filter(
        ~Exists(_later()), excess_vnd__gt=0, bill_id__isnull=False
    ).values("bill_id")
    return found.filter(pk__in=over)


def excess_of(bill_ids: Iterable[int]) -> dict[int, int]:
    """How much more than owed came in on each of these bills, in đồng."""
    rows = (
        Payment.objects.filter(~Exists(_later()), bill_id__in=list(bill_ids), excess_vnd__gt=0)
        .order_by()
        .values_list("bill_id")
        .annotate(excess=Sum("excess_vnd"))
    )
    return {int(bill_id): int(excess) for bill_id, excess in rows if bill_id is not None}
