"""Years of one person's bills and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thuphi.doors.web.pay import family_credits, family_page
from thuphi.doors.web.pay.family_page import ReceiptShown
from thuphi.doors.web.pay.family_session import SignedIn, family_only
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import clock
from thuphi.money.bills.rules import BillState
from thuphi.money.families import queries
from thuphi.money.families.queries import FamilyBill


@dataclass(frozen=True, slots=True)
class BillOfYear:
    """A bill with what was paid for it."""

    bill: FamilyBill
    is_overdue: bool
    receipts: tuple[ReceiptShown, ...]
    changes: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Year:
    """A school year, or of a patient a calendar year, with what was paid in it in đồng."""

    name: str
    is_school_year: bool
    bills: tuple[BillOfYear, ...]

    @property
    def paid_vnd(self) -> int:
        """What the bills of this year say was paid."""
        return sum(one.bill.paid_vnd for one in self.bills)


@open_to_all
@require_safe
@personal
@family_only
def history(request: HttpRequest, here: SignedIn, person: int) -> HttpResponse:
    """All bills of somebody whom this browser knows; nobody else has a history here."""
    if person not in {member.beneficiary_id for member in here.family.known}:
        raise Http404
    who = queries.people([person])[0]
    context = {
        "who": who,
        "years": _years(queries.history(person)),
        "contact": family_page.contact_of(who),
        "credits": family_credits.kept_for([who]).get(person, ()),
        "family_url": reverse("pay:family"),
        "leave_url": reverse("pay:family_leave"),
    }
    return render(request, "pay/family_history.html", context)


def _years(bills: list[FamilyBill]) -> list[Year]:
    ids = [bill.id for bill in bills]
    receipts, told = queries.receipts_of(ids), family_credits.changes(ids)
    today = clock.today(clock.now())
    in_order = sorted(bills, key=lambda bill: (bill.school_year, bill.due_on, bill.id))[::-1]
    return [
        Year(
            name=name,
            is_school_year="-" in name,
            bills=tuple(
                BillOfYear(
                    bill=bill,
                    is_overdue=bill.remaining_vnd > 0 and bill.due_on < today,
                    receipts=tuple(
                        family_page.receipt_shown(one) for one in receipts.get(bill.id, [])
                    ),
                    changes=told.get(bill.id, ()),
                    href=""
                    if bill.state is BillState.CANCELLED
                    else reverse("pay:family_bill", args=[bill.code]),
                )
                for bill in group
            ),
        )
        for name, group in groupby(in_order, key=lambda bill: bill.school_year)
    ]
