"""The cash desk: find the person, take the money, hand out the receipt."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries.desk import OWING, BillFilter
from thuphi.money.payments.models import Payment
from thuphi.money.payments.queries import desk as payments
from thuphi.money.tills import errors
from thuphi.money.tills.actions import taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber
from thuphi.money.tills.errors import RowFault
from thuphi.money.tills.queries import books
from thuphi.money.tills.rules import Fault

from .bills import bill_or_404, payer_href
from .collect import live_on, ways_at
from .frame import Crumb, Desk, Noun, desk_of, show
from .rows import bill_row, payment_row, receipt_href
from .till_forms import CounterForm
from .till_words import fault_words

FOUND_SHOWN = 30


@for_staff(Permission.CASH_TAKE)
@require_safe
def cash(request: StaffRequest) -> HttpResponse:
    """Who stands at the counter? Find their unpaid bills by name, code or telephone."""
    desk = desk_of(request)
    words = request.GET.get("q", "").strip()[:100]
    code = bills.code_in(words) if words else None
    if code is not None and bills.bill_here(code, desk.by.facilities) is not None:
        return redirect("desk_cash_bill", code)
    found: list[Bill] = []
    if words and code is None:
        asked = BillFilter(facility_id=desk.facility_id, today=desk.today, words=words)
        found = list(bills.bills(asked).filter(OWING)[:FOUND_SHOWN])
    context = {
        "q": words,
        "bills": [bill_row(bill, desk.today, to="desk_cash_bill") for bill in found],
    }
    return show(request, desk, "cash", context, noun=Noun.CASH)


def take(desk: Desk, bill: Bill, form: CounterForm) -> Payment | None:
    """Take the cash that the form says, or write into the form why not and what to do."""
    facts = form.cleaned_data
    slip = None
    if facts["book"] and facts["number"]:
        slip = SlipNumber(facts["book"], facts["number"])
    entry = Entry(
        code=bill.code,
        amount_vnd=facts["amount_vnd"],
        key=facts["key"],
        payer_name=facts["payer_name"],
        slip=slip,
    )
    try:
        (taken,) = taking.take_many(
            by=desk.by, facility_id=bill.facility_id, entries=[entry], at=desk.at
        )
    except errors.TakingsRefused as refused:
        _explain(form, refused.faults[0])
        return None
    return taken.payment


def _explain(form: CounterForm, refused: RowFault) -> None:
    rest = money.dong(refused.rest_vnd)
    match refused.fault:
        case Fault.ABOVE_REST:
            back = money.dong(form.cleaned_data["amount_vnd"] - refused.rest_vnd)
            fault = _(
                "Khoản này chỉ còn %(rest)s. Nhận đúng %(rest)s và trả lại người nộp %(back)s; "
                "chưa có gì được ghi."
            ) % {"rest": rest, "back": back}
        case Fault.PART_NOT_ALLOWED:
            fault = _("Khoản này phải nộp một lần đủ %(rest)s; chưa có gì được ghi.") % {
                "rest": rest
            }
        case Fault.NOT_POSITIVE:
            fault = _("Số tiền phải lớn hơn 0; chưa có gì được ghi.")
        case Fault.NOTHING_TO_PAY | Fault.NOT_FOUND:
            fault = _("Khoản này đã thu đủ hoặc đã hủy. Đừng nhận tiền; chưa có gì được ghi.")
        case Fault.KEY_USED:
            form.add_error(
                None, _("Trang này đã cũ. Mở lại khoản thu rồi thu lại; chưa có gì được ghi thêm.")
            )
            return
        case Fault.SLIP_NOT_YOURS | Fault.SLIP_USED:
            form.add_error("number", fault_words(refused))
            return
    form.add_error("amount_vnd", fault)


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def cash_bill(request: StaffRequest, code: str) -> HttpResponse:
    """One bill at the counter: the person, the sum, one deed."""
    desk = desk_of(request)
    bill = bill_or_404(request, code)
    fresh = {"amount_vnd": f"{bill.remaining_vnd:,}".replace(",", "."), "key": str(uuid.uuid4())}
    form = CounterForm(request.POST or None, initial=fresh)
    if request.method == "POST" and form.is_valid():
        payment = take(desk, bill, form)
        if payment is not None:
            messages.success(
                request,
                _("Đã thu %(amount)s tiền mặt của %(name)s.")
                % {"amount": money.dong(payment.amount_vnd), "name": bill.beneficiary_name},
            )
            return redirect("desk_cash_done", bill.code, payment.pk)
    context = {
        "bill": bill,
        "row": bill_row(bill, desk.today),
        "lines": bills.lines_of([bill.pk]).get(bill.pk, []),
        "form": form,
        "live": live_on(bill),
        "ways": ways_at(desk, bill) if bill.remaining_vnd else [],
        "payer_href": payer_href(bill),
        "pads": books.pads(bill.facility_id, desk.by.user_id, only_out=True),
    }
    crumbs = [Crumb(_("Quầy thu"), reverse("desk_cash")), Crumb(bill.beneficiary_name)]
    status = 400 if form.errors else 200
    return show(request, desk, "cash_bill", context, noun=Noun.CASH, crumbs=crumbs, status=status)


@for_staff(Permission.CASH_TAKE)
@require_safe
def cash_done(request: StaffRequest, code: str, payment_id: int) -> HttpResponse:
    """The receipt to hand out, and the next person."""
    desk = desk_of(request)
    bill = bill_or_404(request, code)
    payment = payments.payment_here(payment_id, desk.by.facilities)
    if payment is None or payment.bill_id != bill.pk or payment.receipt_number is None:
        raise Http404
    context = {
        "bill": bill,
        "payment": payment_row(payment),
        "pdf_href": receipt_href(payment, "pay:receipt_pdf"),
    }
    crumbs = [Crumb(_("Quầy thu"), reverse("desk_cash")), Crumb(bill.beneficiary_name)]
    return show(request, desk, "cash_done", context, noun=Noun.CASH, crumbs=crumbs)
