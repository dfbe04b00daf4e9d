"""Money that waits for a person: whose is it, why does it differ, what was told twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import fold, money
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.rules import BillState
from thuphi.money.payments.models import Heard, HeardOtherwise, Payment
from thuphi.money.payments.queries import desk as queries
from thuphi.money.payments.queries.desk import Waiting
from thuphi.money.payments.rules import OWNERLESS, Finding, Split, split

from . import words
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show
from .refund_rows import refunds_on
from .rows import BillRow, bill_row, mend_words, payment_row
from .runs import Chip
from .waiting import MoneyWaiting, money_waiting

ELSEWHERE = {
    one.value: one for one in (Waiting.DIFFERS, Waiting.OTHERWISE, Waiting.ELSEWHERE, Waiting.TWICE)
}
"""What is worth a look beside the workbench, by its name in an address."""
NO_MONEY = (Finding.DUPLICATE, Finding.NOT_FOR_US)
SAME_AMOUNT_WEIGHED = 200
PROPOSED = 6
RAW_SHOWN = 4000


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat with another body, beside what was heard first."""

    first: Heard
    raw_first: str
    raw_again: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A bill that money without an owner may be meant for, and why."""

    row: BillRow
    reasons: list[str]
    split: Split


def readable(raw: bytes | memoryview) -> str:
    """A provider's body as text; what is no text is replaced, not dropped."""
    return bytes(raw)[:RAW_SHOWN].decode("utf-8", errors="replace")


def repeat_of(again: HeardOtherwise, first: Heard) -> Repeat:
    """Both bodies side by side."""
    return Repeat(first, readable(first.raw), readable(again.raw), again.heard_at)


def more_waiting(waits: MoneyWaiting) -> list[Chip]:
    """What waits elsewhere: attempts that need a person, refunds to be agreed to."""
    return [
        Chip(
            f"{reverse('desk_attempts')}?state=person",
            _("Lần trả cần người xem"),
            waits.attempts,
            False,
        ),
        Chip(reverse("desk_refunds"), _("Trả lại chờ duyệt"), waits.to_approve, False),
    ]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """One list for each other reason why a person should look; money without an owner is on the
    workbench."""
    desk = desk_of(request)
    asked = request.GET.get("kind", "")
    kind = ELSEWHERE.get(asked)
    if kind is None:
        return redirect("desk_workbench")
    counts = queries.counts_waiting(desk.facility_id)
    waits = money_waiting(desk.facility_id)
    context: dict[str, object] = {
        "kind": kind,
        "waits": waits,
        "means": words.WAITING_MEANS[kind],
        "chips": [
            Chip(f"?kind={one.value}", words.WAITING[one], counts[one], one is kind)
            for one in ELSEWHERE.values()
        ]
        + more_waiting(waits),
    }
    if kind is Waiting.OTHERWISE:
        repeats = Paginator(queries.repeats(desk.facility_id), PAGE_ROWS)
        page = repeats.get_page(page_number(request))
        shown = list(page)
        first = queries.first_heard(shown, desk.facility_id)
        context |= {
            "page": page,
            "repeats": [repeat_of(one, first[one.heard_id]) for one in shown],
        }
    else:
        found = queries.waiting(desk.facility_id, kind)
        money_page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
        context |= {
            "page": money_page,
            "payments": [payment_row(one) for one in money_page],
            "totals": queries.sums(found),
        }
    crumbs = [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(_("Cần xử lý"), reverse("desk_workbench")),
        Crumb(str(words.WAITING[kind])),
    ]
    return show(request, desk, "inbox", context, noun=Noun.MONEY, crumbs=crumbs)


def payment_or_404(request: StaffRequest, payment_id: int) -> Payment:
    """The payment, or nothing at all for somebody of another school."""
    payment = queries.payment_here(payment_id, request.actor.facilities)
    if payment is None:
        raise Http404
    return payment


def reasons_for(payment: Payment, bill: Bill) -> list[str]:
    """What speaks for this bill, as small facts."""
    heard = payment.heard
    reasons = []
    if bill.code in heard.codes:
        reasons.append(mend_words(heard) or _("mã có trong nội dung"))
    if bill.remaining_vnd == payment.amount_vnd:
        reasons.append(_("số tiền khớp"))
    written = fold.search_key(heard.text).replace(" ", "")
    if fold.search_key(bill.beneficiary_name).replace(" ", "") in written:
        reasons.append(_("tên học sinh có trong nội dung"))
    if fold.search_key(bill.payer_name) == fold.search_key(heard.payer_name):
        reasons.append(_("người chuyển là người nộp"))
    return reasons


def proposal(payment: Payment, bill: Bill, today: date) -> Proposal:
    """A bill with the reasons for it and what giving it the money would do."""
    return Proposal(
        bill_row(bill, today),
        reasons_for(payment, bill),
        split(payment.amount_vnd, bill.remaining_vnd),
    )


def pointed_to(payment: Payment) -> list[Bill]:
    """The bills that a notification itself points to: by its codes, its sender, its amount."""
    facility_id, heard = payment.facility_id, payment.heard
    return [
        *bills.bills_of_codes(heard.codes, facility_id),
        *bills.bills_owed_by_payer(heard.payer_name, facility_id, PROPOSED),
        *bills.bills_left_with(payment.amount_vnd, facility_id, SAME_AMOUNT_WEIGHED),
    ]


def proposals(payment: Payment, found: list[Bill], today: date) -> list[Proposal]:
    """Each bill once, withdrawn ones left out, the ones with more reasons first."""
    once = {bill.pk: bill for bill in found if bill.state != BillState.CANCELLED.value}
    made = [proposal(payment, bill, today) for bill in once.values()]
    return sorted(made, key=lambda one: -len(one.reasons))


@for_staff(Permission.PAYMENT_READ)
@require_safe
def inbox_item(request: StaffRequest, payment_id: int) -> HttpResponse:
    """One payment as it was heard; money without an owner is decided on the workbench."""
    desk = desk_of(request)
    payment = payment_or_404(request, payment_id)
    finding = Finding(payment.finding)
    if finding in OWNERLESS and payment.facility_id == desk.facility_id:
        return redirect("desk_workbench_item", f"tien-{payment.pk}")
    context = {
        "payment": payment_row(payment),
        "heard": payment.heard,
        "raw": readable(payment.heard.raw),
        "refunds": refunds_on(payment_id=payment.pk),
        "has_money": finding not in NO_MONEY,
    }
    crumbs = [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(money.dong(payment.amount_vnd)),
    ]
    return show(request, desk, "inbox_item", context, noun=Noun.MONEY, crumbs=crumbs)
