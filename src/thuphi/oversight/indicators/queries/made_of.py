"""What a facility's share is made of: its days and payments, and where cash still comes from.

No name of a family is asked for here: officers read figures, not people (M105).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import overload

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding, Method
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.rules import Measure, Span

EXPORT_CHUNK = 2000
_ONCE = Count("id", filter=Q(part=0))
_Row = tuple[int, datetime, int, str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The payments behind a figure of one facility; all of them unless narrowed."""

    facility_id: int
    span: Span
    method: Method | None = None
    is_cashless: bool | None = None
    day_on: date | None = None
    window: tuple[date, date] | None = None
    """First and last day of a report's period, when it is not made of whole months."""
    reason: str | None = None
    """Empty for money whose bill is not known."""
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment, without anybody's name. The code is empty while its owner is not found."""

    id: int
    paid_at: datetime
    amount_vnd: int
    method: Method
    bill_code: str


@dataclass(frozen=True, slots=True)
class DayFlow:
    """What came in on one day, by the clock of Việt Nam."""

    day_on: date
    measure: Measure


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Cash taken for one reason from one class; both empty when no bill is known."""

    reason: str
    class_name: str
    payments: int
    value_vnd: int


class PaidList:
    """The payments of a figure, the latest first; counted and sliced as a paginator asks."""

    def __init__(self, wanted: Wanted) -> None:
        self._found = _counted(wanted)

    def __len__(self) -> int:
        return self.count()

    def count(self) -> int:
        """How many there are."""
        return self._found.count()

    @overload
    def __getitem__(self, place: int) -> Paid: ...

    @overload
    def __getitem__(self, place: slice) -> list[Paid]: ...

    def __getitem__(self, place: int | slice) -> Paid | list[Paid]:
        if isinstance(place, slice):
            return [_paid(*row) for row in self._rows()[place]]
        return _paid(*self._rows()[place])

    def __iter__(self) -> Iterator[Paid]:
        """One after the other, without holding them all."""
        return (_paid(*row) for row in self._rows().iterator(chunk_size=EXPORT_CHUNK))

    def _rows(self) -> QuerySet[Payment, _Row]:
        found_since = Payment.objects.filter(identifies_id=OuterRef("pk")).values("bill__code")
        return (
            self._found.annotate(code=Coalesce(Subquery(found_since[:1]), F("bill__code")))
            .order_by("-paid_at", "-id")
            .values_list("id", "paid_at", "amount_vnd", "method", "code")
        )


def total_of(wanted: Wanted) -> Measure:
    """All these payments together; for a whole facility and span it is the figure itself.

    Money that paid a basket of bills is one payment, though each bill's part of it is listed.
    """
    rows = _counted(wanted).values_list("method").annotate(n=_ONCE, sum=Sum("amount_vnd"))
    return rules.total(
        rules.measure_of(Method(method), number, value_vnd)
        for method, number, value_vnd in rows.order_by()
    )


def days_of(wanted: Wanted) -> list[DayFlow]:
    """The same payments day by day, the latest first."""
    day = TruncDate("paid_at", tzinfo=VIETNAM)
    rows = (
        _counted(wanted)
        .annotate(day=day)
        .values_list("day", "method")
        .annotate(n=_ONCE, sum=Sum("amount_vnd"))
        .order_by("-day")
    )
    found: dict[date, Measure] = {}
    for day_on, method, number, value_vnd in rows:
        made = rules.measure_of(Method(method), number, value_vnd)
        found[day_on] = found.get(day_on, Measure()) + made
    return [DayFlow(day_on, measure) for day_on, measure in found.items()]


def largest_cash_flows(facility_id: int, span: Span, limit: int) -> list[CashFlow]:
    """Where a facility's cash still comes from, by reason and class, the largest first (M50)."""
    wanted = Wanted(facility_id=facility_id, span=span, method=Method.CASH)
    rows = (
        _counted(wanted)
        .values_list("bill__reason", "bill__class_name")
        .annotate(n=Count("id"), sum=Sum("amount_vnd"))
        .order_by("-sum", "bill__reason", "bill__class_name")
    )
    return [
        CashFlow(reason or "", class_name or "", number, value_vnd)
        for reason, class_name, number, value_vnd in rows[:limit]
    ]


def _counted(wanted: Wanted) -> QuerySet[Payment]:
    """Money that came in, each đồng once, in the month in which it was paid.

    What a person found to be no business of the facility did not.
    """
    later = Payment.objects.filter(identifies_id=OuterRef("pk"))
    disowned = (
        Payment.objects.filter(
            ~Exists(later),
            facility_id=wanted.facility_id,
            identifies__isnull=False,
            finding=Finding.NOT_FOR_US.value,
            amount_vnd=F("heard__amount_vnd"),
        )
        .annotate(first=Coalesce("root_id", "identifies_id", output_field=BigIntegerField()))
        .values("first")
    )
    first_on, end_on = wanted.span.first_day_on, wanted.span.end_on
    if wanted.day_on is not None:
        first_on = max(first_on, wanted.day_on)
        end_on = min(end_on, wanted.day_on + timedelta(days=1))
    if wanted.window is not None:
        first_on = max(first_on, wanted.window[0])
        end_on = min(end_on, wanted.window[1] + timedelta(days=1))
    found = Payment.objects.filter(
        ~Q(pk__in=disowned),
        facility_id=wanted.facility_id,
        identifies=None,
        paid_at__gte=_midnight(first_on),
        paid_at__lt=_midnight(end_on),
    ).exclude(finding__in=[finding.value for finding in rules.NO_MONEY])
    if wanted.method is not None:
        found = found.filter(method=wanted.method.value)
    if wanted.reason is not None:
        found = found.filter(bill__reason=wanted.reason or None)
    if wanted.class_name is not None and wanted.reason != "":
        found = found.filter(bill__class_name=wanted.class_name)
    if wanted.is_cashless is True:
        found = found.exclude(method=Method.CASH.value)
    elif wanted.is_cashless is False:
        found = found.filter(method=Method.CASH.value)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _paid(id: int, paid_at: datetime, amount_vnd: int, method: str, code: str | None) -> Paid:
    return Paid(id, paid_at, amount_vnd, Method(method), code or "")
