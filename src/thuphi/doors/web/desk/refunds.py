"""Money that goes back: the list, what is offered, one refund, and asking for one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels.banks import BANKS
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Method
from thuphi.money.refunds import actions, errors, queries
from thuphi.money.refunds.actions import Wish
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import RefundState, Way

from . import words
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, number_in, page_number, show, unchanged
from .inbox import payment_or_404
from .people import names_of
from .refund_forms import DocumentForm, LimitForm, RefundForm, WithdrawForm
from .refund_rows import WaysBack, counts_by_state, refund_or_404, refund_row, ways_back
from .refund_words import (
    EMPTY,
    STATES_OF,
    TABS,
    WAYS,
    Tab,
    second_person,
    waits_for_hand,
    waits_for_verdict,
    why_failed,
)
from .rows import payment_row
from .runs import Chip

OFFERS_SHOWN = 20
LONG = ("heard__raw", "heard__headers", "heard__body_hash")


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page about a refund."""
    return [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(_("Trả lại tiền"), reverse("desk_refunds") if more else ""),
        *more,
    ]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def refunds(request: StaffRequest) -> HttpResponse:
    """Refunds by what has to happen with them, and payments of which too much was paid."""
    desk = desk_of(request)
    counts = counts_by_state(desk.facility_id)
    known = {one.value: one for one in Tab}
    asked = known.get(request.GET.get("tab", ""))
    sums = {tab: sum(counts[state.value] for state in STATES_OF[tab]) for tab in Tab}
    tab = asked or (Tab.MOVING if not sums[Tab.ASKED] and sums[Tab.MOVING] else Tab.ASKED)
    found = Refund.objects.select_related("payment__bill").filter(
        facility_id=desk.facility_id, state__in=[state.value for state in STATES_OF[tab]]
    )
    page = Paginator(found.order_by("-id"), PAGE_ROWS).get_page(page_number(request))
    offered = queries.offers(desk.facility_id)
    with_heard = offered.select_related("bill", "heard").defer(*LONG)[:OFFERS_SHOWN]
    limit = queries.alone_limit_vnd(desk.facility_id)
    context = {
        "tab": tab.value,
        "chips": [Chip(f"?tab={one.value}", TABS[one], sums[one], one is tab) for one in Tab],
        "page": page,
        "refunds": [refund_row(one) for one in page],
        "empty": EMPTY[tab],
        "offers": [payment_row(one) for one in with_heard],
        "offers_count": offered.count(),
        "limit_vnd": limit,
        "limit_form": LimitForm(initial={"alone_vnd": f"{limit:,}".replace(",", ".")}),
        "may_set_limit": may_set_limit(desk),
    }
    return show(request, desk, "refunds", context, noun=Noun.MONEY, crumbs=crumbs_to())


def may_set_limit(desk: Desk) -> bool:
    """The head: who approves refunds and accounts."""
    return all(
        desk.facility_id in desk.by.where(one)
        for one in (Permission.REFUND_APPROVE, Permission.ACCOUNT_APPROVE)
    )


def refund_page(
    request: StaffRequest,
    refund: Refund,
    *,
    document: DocumentForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> HttpResponse:
    """One refund: what, why, by which way, who agreed, and what is to be done."""
    desk = desk_of(request)
    people = names_of([refund.asked_by, refund.approved_by, refund.handed_over_by])
    is_asked = refund.state == RefundState.ASKED.value
    is_alone = is_asked and refund.asked_by == desk.by.user_id
    two = second_person(refund.amount_vnd, refund.alone_limit_vnd)
    forms = [one for one in (document, withdraw) if one is not None]
    context = {
        "refund": refund,
        "row": refund_row(refund),
        "bill": refund.payment.bill,
        "payment": payment_row(refund.payment),
        "way": WAYS[Way(refund.way)],
        "by_transfer": refund.way == Way.TRANSFER.value,
        "payee_bank": words.bank(refund.payee_bin),
        "asked_by": people.get(refund.asked_by or 0, ""),
        "approved_by": people.get(refund.approved_by or 0, ""),
        "handed_over_by": people.get(refund.handed_over_by or 0, ""),
        "two": two,
        "is_asked": is_asked,
        "is_own": is_alone and bool(two),
        "by_hand": waits_for_hand(refund),
        "unsettled": waits_for_verdict(refund),
        "stuck": queries.is_stuck(refund),
        "is_moving": refund.state in (RefundState.APPROVED.value, RefundState.SENT.value),
        "why": why_failed(refund),
        "provider_reference": refund.provider_reference.partition("|")[0],
        "document": document or DocumentForm(),
        "withdraw": withdraw or WithdrawForm(),
    }
    status = 400 if any(one.errors for one in forms) else 200
    crumbs = crumbs_to(Crumb(money.dong(refund.amount_vnd)))
    return show(request, desk, "refund", context, noun=Noun.MONEY, crumbs=crumbs, status=status)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def refund(request: StaffRequest, refund_id: int) -> HttpResponse:
    """One refund."""
    here = refund_or_404(request, refund_id)
    if "seen" in request.GET:
        return unchanged(request, here.state)
    return refund_page(request, here)


def first_account(payment: Payment) -> dict[str, str]:
    """The account the money came from, as far as the bank told it."""
    heard = payment.heard
    bank = heard.payer_bank if heard.payer_bank in BANKS else ""
    return {"bank": bank, "account": heard.payer_account, "name": heard.payer_name}


def _ask(desk: Desk, payment: Payment, ways: WaysBack, form: RefundForm) -> Refund | None:
    """Ask as the form says, or write into the form why not and what to do."""
    amount = form.cleaned_data["amount_vnd"]
    wish = Wish(
        payment_id=payment.pk,
        amount_vnd=amount,
        reason=form.cleaned_data["reason"],
        payee=form.payee(),
        seen_rest_vnd=form.cleaned_data["seen_rest"],
    )
    try:
        return actions.ask(by=desk.by, wish=wish, at=desk.at)
    except errors.AmountNotPositive:
        form.add_error("amount_vnd", _("Số tiền phải lớn hơn 0."))
    except errors.AmountAbovePaid:
        form.add_error(
            "amount_vnd",
            _("Chỉ còn trả lại được %(rest)s của khoản này.") % {"rest": money.dong(ways.rest_vnd)},
        )
    except errors.NothingToRefund:
        form.add_error(None, _("Khoản này không còn gì để trả lại; có thể vừa có người đề nghị."))
    except errors.RestChanged:
        form.add_error(None, _("Vừa có người đề nghị trả lại khoản này. Xem lại rồi đề nghị."))
    except errors.ReasonMissing:
        form.add_error("reason", _("Chưa có lý do. Viết một câu để người duyệt hiểu."))
    except errors.PayeeMissing:
        form.add_error(
            None,
            _(
                "Số tiền này phải trả bằng chuyển khoản. "
                "Ghi đủ ngân hàng, số tài khoản và tên người nhận."
            ),
        )
    return None


@for_staff(Permission.REFUND_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def refund_ask(request: StaffRequest, payment_id: int) -> HttpResponse:
    """Ask that money of one payment goes back."""
    desk = desk_of(request)
    payment = payment_or_404(request, payment_id)
    ways = ways_back(payment)
    wanted = number_in(request.GET.get("amount", "")) or ways.rest_vnd
    start = f"{min(wanted, ways.rest_vnd):,}".replace(",", ".")
    reason = _("Nộp thừa") if payment.excess_vnd and wanted == payment.excess_vnd else ""
    form = RefundForm(
        request.POST or None,
        by_transfer=ways.may_be_transfer,
        initial={
            "amount_vnd": start,
            "reason": reason,
            "seen_rest": ways.rest_vnd,
            **first_account(payment),
        },
    )
    is_open = ways.rest_vnd > 0
    if request.method == "POST" and not is_open:
        messages.warning(request, _("Khoản này không còn gì để trả lại."))
        return redirect("desk_inbox_item", payment.pk)
    if request.method == "POST" and form.is_valid():
        made = _ask(desk, payment, ways, form)
        if made is not None:
            is_agreed = made.state == RefundState.APPROVED.value
            messages.success(
                request,
                _("Đã duyệt luôn vì trong mức một người được tự trả; đang trả lại.")
                if is_agreed
                else _("Đã ghi đề nghị. Người thứ hai mở trang này và duyệt."),
            )
            return redirect("desk_refund", made.pk)
    limit = queries.alone_limit_vnd(payment.facility_id)
    context = {
        "payment": payment_row(payment),
        "bill": payment.bill,
        "ways": ways,
        "way": WAYS[ways.whole],
        "two": second_person(ways.rest_vnd, limit),
        "is_cash": payment.method == Method.CASH.value,
        "form": form,
        "is_open": is_open,
    }
    crumbs = crumbs_to(Crumb(_("Đề nghị trả lại")))
    status = 400 if form.errors else 200
    return show(request, desk, "refund_ask", context, noun=Noun.MONEY, crumbs=crumbs, status=status)
