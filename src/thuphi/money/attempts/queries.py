"""Questions about attempts and baskets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState

from .models import Attempt, AttemptStep, Basket, BasketLine
from .rules import LIVE, AttemptState

_LIVE = [state.value for state in LIVE]


@dataclass(frozen=True, slots=True)
class BasketBill:
    """One bill of a basket and its share, in đồng."""

    bill: Bill
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class BasketPage:
    """Several bills under one code."""

    id: int
    code: str
    facility_id: int
    amount_vnd: int
    made_at: datetime
    lines: tuple[BasketBill, ...]

    @property
    def is_paid(self) -> bool:
        """Whether every bill of it is paid."""
        return all(line.bill.state == BillState.PAID.value for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether all of it is still to be paid, so that one payment serves every bill."""
        return all(line.bill.remaining_vnd >= line.amount_vnd for line in self.lines)


def facility_of_basket(code: str) -> int | None:
    """Whose basket this is: asked before it is known whose rows may be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_of_basket(%s)", [code])
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


def basket_page(code: str) -> BasketPage | None:
    """The basket of a code."""
    basket = Basket.objects.filter(code=code).first()
    if basket is None:
        return None
    lines = BasketLine.objects.filter(basket_id=basket.pk).select_related("bill").order_by("place")
    return BasketPage(
        id=basket.pk,
        code=basket.code,
        facility_id=basket.facility_id,
        amount_vnd=basket.amount_vnd,
        made_at=basket.made_at,
        lines=tuple(BasketBill(line.bill, line.amount_vnd) for line in lines),
    )


def codes_beside(bill_id: int) -> list[str]:
    """The codes of the baskets that hold a bill."""
    lines = BasketLine.objects.filter(bill_id=bill_id)
    return list(
        Basket.objects.filter(pk__in=lines.values("basket_id")).values_list("code", flat=True)
    )


def live_attempt(codes: Sequence[str]) -> Attempt | None:
    """The attempt on one of these codes that may still be paid."""
    found = Attempt.objects.filter(code__in=list(codes), state__in=_LIVE)
    return found.order_by("-id").first()


def attempts_of(codes: Sequence[str]) -> list[Attempt]:
    """Every attempt on these codes, the latest first."""
    return list(Attempt.objects.filter(code__in=list(codes)).order_by("-id"))


def attempt_here(attempt_id: int) -> Attempt | None:
    """The attempt of this number, among the rows that may be seen."""
    return Attempt.objects.filter(pk=attempt_id).first()


def attempt_by_reference(merchant_id: int, reference: str) -> Attempt | None:
    """The attempt that a provider speaks of."""
    return Attempt.objects.filter(merchant_id=merchant_id, reference=reference).first()


def steps_of(attempt_id: int) -> list[AttemptStep]:
    """What happened to an attempt, the earliest first."""
    return list(AttemptStep.objects.filter(attempt_id=attempt_id).order_by("at", "id"))


def needing_a_person(facility_id: int) -> QuerySet[Attempt]:
    """Attempts that only a person can find out about, the longest waiting first."""
    found = Attempt.objects.filter(facility_id=facility_id, needs_person=True)
    return found.order_by("started_at", "id")


def latest(facility_id: int, state: AttemptState | None = None) -> QuerySet[Attempt]:
    """The attempts of a facility, the latest first."""
    found = Attempt.objects.filter(facility_id=facility_id)
    if state is not None:
        found = found.filter(state=state.value)
    return found.order_by("-id")
