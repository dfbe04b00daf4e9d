"""The cash-up sheet (bảng kiểm kê quỹ): what should be there, who holds it, what was banked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thuphi.money.periods.rules import end_of, start_of
from thuphi.money.tills.models import CashDeposit, HandOver
from thuphi.money.tills.queries.day import DayBook, day_book
from thuphi.money.tills.rules import HandOverState

from .reading import ask, days


@dataclass(frozen=True, slots=True)
class Collector:
    """What one collector took and gave on in some days, and held at their end. In đồng."""

    person_id: int
    payments: int
    taken_vnd: int
    handed_vnd: int
    held_vnd: int


@dataclass(frozen=True, slots=True)
class CashSheet:
    """All cash of some days; both days belong to it."""

    book: DayBook
    collectors: tuple[Collector, ...]
    hand_overs: tuple[HandOver, ...]
    """Received in these days, the oldest first."""
    deposits: tuple[CashDeposit, ...]

    @property
    def held_vnd(self) -> int:
        """What lies in collectors' hands at the end."""
        return sum(one.held_vnd for one in self.collectors)

    @property
    def fund_vnd(self) -> int:
        """What lies in the fund at the end."""
        return self.book.closing_vnd - self.held_vnd


def cash_sheet(facility_id: int, from_on: date, until_on: date) -> CashSheet:
    """The sheet of these days, by the clock of Việt Nam. Five questions, however many days."""
    start, end = start_of(from_on), end_of(until_on)
    received = HandOver.objects.filter(
        facility_id=facility_id,
        state=HandOverState.RECEIVED.value,
        closed_at__gte=start,
        closed_at__lt=end,
    )
    deposits = CashDeposit.objects.filter(
        facility_id=facility_id, deposited_at__gte=start, deposited_at__lt=end
    )
    return CashSheet(
        book=day_book(facility_id, from_on, until_on),
        collectors=tuple(ask("collectors", days(facility_id, from_on, until_on), Collector)),
        hand_overs=tuple(received.order_by("closed_at", "id")),
        deposits=tuple(deposits.order_by("deposited_at", "id")),
    )
