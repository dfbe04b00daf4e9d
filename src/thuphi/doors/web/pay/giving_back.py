"""More came than was owed: kept for the next time, or asked back by who can prove the bill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.pay import proof
from thuphi.doors.web.pay.choosing import may_begin, see_other
from thuphi.doors.web.pay.forms import TOO_MANY_TRIES, PayeeForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import page_or_404
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import PAYER
from thuphi.ground.kit.billcode import NotABillCode
from thuphi.money.bills.queries.bill_page import BillPage
from thuphi.money.credits.queries import left_by_payment
from thuphi.money.payments.queries.receipts import Receipt, receipts_of
from thuphi.money.payments.receipt_code import payment_of
from thuphi.money.refunds import actions, errors
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.queries import refunds_of_bill
from thuphi.money.refunds.rules import HOLDING, RefundState, Way

_HOLDING = {state.value for state in HOLDING}
_NOT_SET_ASIDE = {RefundState.ASKED.value, RefundState.APPROVED.value}


@dataclass(frozen=True, slots=True)
class Overpaid:
    """What one payment brought too much, and of which nothing was asked back yet, in đồng."""

    receipt_code: str
    receipt_number: str
    excess_vnd: int


@dataclass(frozen=True, slots=True)
class RefundShown:
    """A refund as the family reads it."""

    amount_vnd: int
    asked_at: datetime
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """What was paid too much, and what became of earlier wishes."""

    overpaid: tuple[Overpaid, ...]
    refunds: tuple[RefundShown, ...]
    action: str

    @property
    def excess_vnd(self) -> int:
        """All that can be asked back here."""
        return sum(one.excess_vnd for one in self.overpaid)


def shown_for(code: str, receipts: Sequence[Receipt]) -> GiveBack | None:
    """What there is to say; none while nothing was paid."""
    if not receipts:
        return None
    refunds = refunds_of_bill(code)
    return GiveBack(
        overpaid=tuple(_overpaid(receipts, refunds)),
        refunds=tuple(_shown(one) for one in refunds),
        action=reverse("pay:give_back", args=[code]),
    )


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@counts_misses
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for what was paid too much, of one payment; the account only where it is needed."""
    page = page_or_404(code)
    home = reverse("pay:bill", args=[page.code])
    if request.method != "POST":
        return see_other(home)
    if not proof.is_proved(request, page.code):
        messages.warning(
            request,
            gettext("Để đề nghị trả lại, trước hết cho biết ngày sinh hoặc số điện thoại."),
        )
        return see_other(f"{home}#mo")
    over = _asked_for(page, request.POST.get("bien-nhan", ""))
    if not may_begin(request, page.code):
        messages.error(request, str(TOO_MANY_TRIES))
        return see_other(home)
    form = PayeeForm(request.POST if "account" in request.POST else None)
    payee = actions.Payee()
    if form.is_bound:
        if not form.is_valid():
            return _payee_page(request, page, over, form)
        payee = actions.Payee(
            bin=form.cleaned_data["bin"],
            account=form.cleaned_data["account"],
            name=form.cleaned_data["name"],
        )
    return _ask(request, page, over, payee, form)


def _ask(
    request: HttpRequest, page: BillPage, over: Overpaid, payee: actions.Payee, form: PayeeForm
) -> HttpResponse:
    wish = actions.Wish(
        payment_id=payment_of(over.receipt_code),
        amount_vnd=over.excess_vnd,
        reason="Trả thừa, người nộp đề nghị trả lại",
        payee=payee,
    )
    try:
        actions.ask(by=PAYER, wish=wish, at=clock.now())
    except errors.PayeeMissing:
        return _payee_page(request, page, over, form)
    except errors.RefundRefused:
        messages.error(
            request, gettext("Chưa gửi được đề nghị: số tiền này vừa được xử lý. Xem lại bên dưới.")
        )
    else:
        messages.success(
            request,
            gettext(
                "Đã gửi đề nghị trả lại. Đơn vị sẽ xem và duyệt; theo dõi ngay trên trang này."
            ),
        )
    return see_other(reverse("pay:bill", args=[page.code]))


def _payee_page(
    request: HttpRequest, page: BillPage, over: Overpaid, form: PayeeForm
) -> HttpResponse:
    context = {
        "page": page,
        "over": over,
        "form": form,
        "action": reverse("pay:give_back", args=[page.code]),
        "bill_href": reverse("pay:bill", args=[page.code]),
    }
    return render(request, "pay/payee.html", context)


def _asked_for(page: BillPage, receipt_code: str) -> Overpaid:
    """What may be asked back of the named receipt, which is one of this bill's."""
    refunds = refunds_of_bill(page.code)
    for over in _overpaid(receipts_of(page.id), refunds):
        if over.receipt_code == receipt_code:
            return over
    raise Http404


def _overpaid(receipts: Sequence[Receipt], refunds: Sequence[Refund]) -> list[Overpaid]:
    """What may still be asked back: paid too much, not asked for, and not spent since."""
    paid: list[tuple[int, Receipt]] = []
    for receipt in receipts:
        if receipt.excess_vnd:
            try:
                paid.append((payment_of(receipt.code), receipt))
            except NotABillCode:
                continue
    left = left_by_payment([payment_id for payment_id, _ in paid])
    found = []
    for payment_id, receipt in paid:
        of_it = [one for one in refunds if one.payment_id == payment_id]
        held = sum(one.amount_vnd for one in of_it if one.state in _HOLDING)
        waiting = sum(one.amount_vnd for one in of_it if one.state in _NOT_SET_ASIDE)
        rest = min(receipt.excess_vnd - held, left.get(payment_id, 0) - waiting)
        if rest > 0:
            found.append(Overpaid(receipt.code, receipt.number, rest))
    return found


def _shown(refund: Refund) -> RefundShown:
    return RefundShown(refund.amount_vnd, refund.asked_at, refund.state, _sentence(refund))


def _sentence(refund: Refund) -> str:
    """What happens next, or what happened."""
    by_hand = refund.way in (Way.TRANSFER.value, Way.CASH.value)
    match RefundState(refund.state):
        case RefundState.ASKED:
            return gettext("Đơn vị đang xem đề nghị.")
        case RefundState.APPROVED:
            return gettext("Đơn vị đã duyệt, tiền sắp được chuyển.")
        case RefundState.SENT if by_hand:
            return gettext("Đơn vị đang chuyển trả cho bạn.")
        case RefundState.SENT:
            return gettext("Tiền đang về theo cách bạn đã trả, thường trong vài ngày làm việc.")
        case RefundState.REFUNDED:
            return gettext("Tiền đã được trả lại.")
        case RefundState.FAILED:
            return gettext("Chưa trả lại được. Tiền vẫn là của bạn: đề nghị lại hoặc gọi đơn vị.")
        case RefundState.REVERSED:
            return gettext("Ngân hàng đã thu lại khoản này.")
        case RefundState.WITHDRAWN:
            return gettext("Đề nghị đã được rút. Gọi đơn vị nếu bạn chưa rõ vì sao.")
