"""From the choice of a way to the page where the payment goes on."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.pay import amounts, tokens, waiting, ways
from thuphi.doors.web.pay.forms import PhoneForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import Payable, payable_or_404
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import clock, money
from thuphi.ground.kit.actor import PAYER
from thuphi.ground.kit.network import network_of
from thuphi.ground.kit.seal import derive
from thuphi.ground.tries import actions as tries
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts import errors
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempt_here
from thuphi.money.payments.queries.receipts import is_being_booked

HOUR = timedelta(hours=1)
BEGUN_PER_BILL_AND_ADDRESS = 10
RUNG_PER_PHONE = 5
"""In an hour; a stranger must not make somebody's telephone ask for a PIN again and again."""
SEE_OTHER = 303


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@counts_misses
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a payment by the chosen way and go where it goes on. Pressed twice it begins once."""
    payable = payable_or_404(code)
    if request.method != "POST":
        return see_other(bill_address(payable))
    amount = amounts.chosen(request.POST.get("so-tien", ""), payable)
    number = request.POST.get("cach", "")
    choice = ways.choice_for(payable.facility_id, amount.amount_vnd, clock.now())
    way = choice.find(int(number)) if number.isdecimal() and len(number) <= 18 else None
    if amount.error or way is None or not way.is_usable:
        gone = gettext("Cách trả này hiện không dùng được. Chọn cách khác.")
        return _refused(request, payable, amount.error or (way and way.why_not) or gone)
    if is_being_booked(payable.code):
        told = gettext("Tiền của khoản này vừa tới, đang ghi nhận. Đừng trả lần nữa.")
        return _refused(request, payable, told)
    extra: dict[str, str] = {}
    if way.asks_phone:
        form = PhoneForm(request.POST if "phone" in request.POST else None)
        if not form.is_valid():
            return _phone_page(request, payable, amount.amount_vnd, way, form)
        extra["msisdn"] = form.cleaned_data["phone"]
        if not may_ring(extra["msisdn"]):
            told = gettext(
                "Điện thoại này vừa nhận nhiều yêu cầu. Chờ một giờ, hoặc trả bằng mã QR."
            )
            return _refused(request, payable, told)
    if not may_begin(request, payable.code):
        return _refused(
            request,
            payable,
            gettext("Đã mở nhiều lần trả cho khoản này. Chờ một giờ, hoặc trả bằng mã QR."),
        )
    return _begin(request, payable, way, amount.amount_vnd, extra)


def _begin(
    request: HttpRequest,
    payable: Payable,
    way: ways.WayShown,
    amount_vnd: int,
    extra: dict[str, str],
) -> HttpResponse:
    back = reverse("pay:return", args=[payable.code, tokens.return_name()])
    wish = attempts.Wish(
        code=payable.code,
        merchant_id=way.merchant_id,
        amount_vnd=amount_vnd,
        return_url=request.build_absolute_uri(back),
        ip=request.META.get("REMOTE_ADDR", ""),
        extra=extra,
    )
    try:
        attempt = attempts.begin(by=PAYER, wish=wish, at=clock.now())
    except errors.AnotherIsLive as live:
        return _to_the_other(request, payable, attempt_here(live.attempt_id))
    except errors.AttemptRefused as refusal:
        return _refused(request, payable, sentence_of(refusal))
    if not way.asks_phone:
        attempt = waiting.until_answered(attempt)
    # Not straight to the provider: a browser follows a form only to places that our policy names.
    return see_other(f"{tokens.address_of(attempt)}?di=1")


def _to_the_other(request: HttpRequest, payable: Payable, live: Attempt | None) -> HttpResponse:
    told = gettext("Một lần trả đang được kiểm tra. Đừng trả lần nữa.")
    if live is None:
        return _refused(request, payable, told)
    messages.warning(request, told)
    return see_other(tokens.address_of(live))


def _refused(request: HttpRequest, payable: Payable, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return see_other(bill_address(payable))


def _phone_page(
    request: HttpRequest, payable: Payable, amount_vnd: int, way: ways.WayShown, form: PhoneForm
) -> HttpResponse:
    context = {
        "payable": payable,
        "amount_vnd": amount_vnd,
        "way": way,
        "form": form,
        "action": reverse("pay:choose", args=[payable.code]),
        "bill_href": bill_address(payable),
    }
    return render(request, "pay/phone.html", context)


def sentence_of(refusal: errors.AttemptRefused) -> str:
    """Why no payment was begun, for the family."""
    match refusal:
        case errors.NothingToPay():
            return gettext("Khoản này không còn gì để trả.")
        case errors.AmountOutsideLimits():
            return gettext("Cách trả này nhận từ %(least)s đến %(most)s. Chọn cách khác.") % {
                "least": money.dong(refusal.min_vnd),
                "most": money.dong(refusal.max_vnd),
            }
        case errors.PartNotAllowed():
            return gettext("Khoản này trả đủ một lần.")
        case errors.AmountAboveRest():
            return gettext("Số tiền lớn hơn phần còn phải trả. Xem lại số tiền rồi chọn lại.")
        case _:
            return gettext("Cách trả này hiện không dùng được. Chọn cách khác.")


def may_begin(request: HttpRequest, code: str) -> bool:
    """Count one more thing begun for this code from this address."""
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    spent = tries.spend(name=f"begin:{code}:{network}", lasts=HOUR, at=clock.now())
    return spent <= BEGUN_PER_BILL_AND_ADDRESS


def may_ring(phone: str) -> bool:
    """Count one more request that is shown on this telephone; its number itself is not kept."""
    key = derive(settings.MASTER_SECRET, "telephone")
    name = hashlib.blake2b(phone.encode(), key=key, digest_size=16).hexdigest()
    return tries.spend(name=f"ring:{name}", lasts=HOUR, at=clock.now()) <= RUNG_PER_PHONE


def bill_address(payable: Payable) -> str:
    """The page of a bill or basket."""
    return reverse("pay:bill", args=[payable.code])


def see_other(address: str) -> HttpResponseRedirect:
    """Go on with GET, whatever came."""
    response = HttpResponseRedirect(address)
    response.status_code = SEE_OTHER
    return response
