"""All bills of a facility, and one bill with everything about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.events.models import Event
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.adjustments import queries as adjustments
from thuphi.money.attempts.queries import codes_beside
from thuphi.money.bills import actions
from thuphi.money.bills.errors import MoneyHasComeIn
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as queries
from thuphi.money.bills.rules import BillState
from thuphi.money.credits import queries as credits
from thuphi.money.ledger import queries as ledger
from thuphi.money.ledger.queries import Entry
from thuphi.money.payments.queries import desk as payments
from thuphi.registers.payers import queries as payers

from . import words
from .attempt_rows import attempts_on
from .forms import CancelForm
from .frame import Crumb, Noun, desk_of, show
from .home import address_of
from .refund_rows import refunds_on
from .rows import bill_row, payment_row
from .runs import bill_list
from .words import Words


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A transfer in the book, in words."""

    entry: Entry
    recipe: Words
    debit: str
    credit: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a bill, in words."""

    event: Event
    what: Words
    reason: str


def entry_row(entry: Entry) -> EntryRow:
    """A transfer with its accounts by name."""
    return EntryRow(
        entry,
        words.recipe(entry.recipe),
        words.account(entry.debit, entry.debit_detail),
        words.account(entry.credit, entry.credit_detail),
    )


def event_row(event: Event) -> EventRow:
    """An event by name, with the reason that was given."""
    return EventRow(
        event, words.EVENTS.get(event.kind, event.kind), str(event.facts.get("reason", ""))
    )


def bill_or_404(request: StaffRequest, code: str) -> Bill:
    """The bill, or nothing at all for somebody of another school."""
    bill = queries.bill_here(code, request.actor.facilities)
    if bill is None:
        raise Http404
    return bill


def bill_crumbs(bill: Bill, *more: Crumb) -> list[Crumb]:
    """The way back from a page about a bill."""
    start = (
        [Crumb(bill.run.name, reverse("desk_run", args=[bill.run.pk]))]
        if bill.run is not None
        else [Crumb(_("Khoản thu"), reverse("desk_bills"))]
    )
    here = Crumb(bill.beneficiary_name, reverse("desk_bill", args=[bill.code]) if more else "")
    return [Crumb(_("Đợt thu"), reverse("desk_runs")), *start, here, *more]


@for_staff(Permission.BILL_READ)
@require_safe
def bills(request: StaffRequest) -> HttpResponse:
    """Every bill of the facility, whatever its run."""
    desk = desk_of(request)
    context = {
        "classes": [name for name, _grade, _people in payers.classes(desk.facility_id)],
        **bill_list(request, desk, None),
    }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Khoản thu"))]
    return show(request, desk, "bills", context, noun=Noun.RUNS, crumbs=crumbs)


def bill_page(request: StaffRequest, bill: Bill, form: CancelForm) -> HttpResponse:
    """One bill: four fields, lines, money, book, history; and what may be done with it."""
    desk = desk_of(request)
    is_cancelled = bill.state == BillState.CANCELLED.value
    released_vnd, spent_vnd = credits.on_bills([bill.pk]).get(bill.pk, (0, 0))
    context = {
        "bill": bill,
        "row": bill_row(bill, desk.today),
        "lines": queries.lines_of([bill.pk]).get(bill.pk, []),
        "payments": [payment_row(one) for one in payments.payments_of(bill)],
        "entries": [
            entry_row(one)
            for one in ledger.transfers_about(bill.code, facility_id=bill.facility_id)
        ],
        "changes": adjustments.changes_on(bill.pk),
        "released_vnd": released_vnd,
        "spent_vnd": spent_vnd,
        "can_adjust": not is_cancelled,
        "attempts": attempts_on([bill.code, *codes_beside(bill.pk)]),
        "refunds": refunds_on(code=bill.code),
        "events": [event_row(one) for one in queries.history_of(bill)],
        "form": form,
        "can_cancel": not bill.paid_vnd and bill.state == BillState.OPEN.value,
        "can_pay": bool(bill.remaining_vnd) and not is_cancelled,
        "payer_href": payer_href(bill),
    }
    status = 400 if form.errors else 200
    return show(
        request, desk, "bill", context, noun=Noun.RUNS, crumbs=bill_crumbs(bill), status=status
    )


def payer_href(bill: Bill) -> str:
    """The page that the family sees, where there is one."""
    root = address_of("pay:find")
    return reverse("pay:bill", args=[bill.code]) if root else ""


@for_staff(Permission.BILL_READ)
@require_safe
def bill(request: StaffRequest, code: str) -> HttpResponse:
    """One bill."""
    return bill_page(request, bill_or_404(request, code), CancelForm())


@for_staff(Permission.BILL_CANCEL)
@require_POST
def cancel(request: StaffRequest, code: str) -> HttpResponse:
    """Withdraw a bill nobody has begun to pay, for a reason that stays with it."""
    here = bill_or_404(request, code)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return bill_page(request, here, form)
    desk = desk_of(request)
    try:
        actions.cancel_bill(
            by=desk.by, code=here.code, reason=form.cleaned_data["reason"], at=desk.at
        )
    except MoneyHasComeIn:
        messages.error(
            request,
            _(
                "Không hủy: khoản này đã có %(paid)s nộp vào. Sai số tiền thì ghi thêm dòng tăng "
                "hoặc giảm; không hủy khoản đã có tiền."
            )
            % {"paid": money.dong(here.paid_vnd)},
        )
    except MoveNotAllowed:
        messages.warning(request, _("Khoản này đã hủy hoặc đã thu đủ; không có gì thay đổi."))
    else:
        messages.success(
            request,
            _("Đã hủy khoản thu của %(name)s. Gia đình mở mã này sẽ thấy chữ Đã hủy.")
            % {"name": here.beneficiary_name},
        )
    return redirect("desk_bill", here.code)
