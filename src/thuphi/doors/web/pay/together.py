"""Binding several bills into one code: those proved in this session, and those typed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.pay import missing, proof
from thuphi.doors.web.pay.choosing import bill_address, may_begin, see_other
from thuphi.doors.web.pay.forms import CODES_MISSING, TOO_MANY_TRIES, TogetherForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import Payable, payable_or_404
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import billcode, clock
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions, errors
from thuphi.money.bills.models import Bill

BILLS_MAX = 20
_SEPARATORS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class Beside:
    """Another open bill of the facility that this visitor has proved."""

    code: str
    beneficiary: str
    reason: str
    amount_vnd: int


def context(request: HttpRequest, payable: Payable) -> dict[str, object]:
    """What the page offers to pay at once."""
    return {
        "together_form": TogetherForm(),
        "together_url": reverse("pay:together", args=[payable.code]),
        "beside": _beside(request, payable),
    }


def _beside(request: HttpRequest, payable: Payable) -> list[Beside]:
    known = [code for code in proof.proved(request) if code not in payable.bill_codes]
    if not known:
        return []
    # The database shows bills of this facility only, so others cannot come in here.
    found = Bill.objects.filter(code__in=known).order_by("due_on", "id")
    return [
        Beside(bill.code, bill.beneficiary_name, bill.reason, bill.remaining_vnd)
        for bill in found
        if bill.remaining_vnd
    ]


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@counts_misses
def bind(request: HttpRequest, code: str) -> HttpResponse:
    """One code for this bill and the others that were chosen or typed."""
    payable = payable_or_404(code)
    if request.method != "POST":
        return see_other(bill_address(payable))
    try:
        codes = _codes(request, payable)
        basket = actions.make_basket(by=PAYER, codes=codes, at=clock.now())
    except _NotTogetherError as refusal:
        messages.error(request, refusal.sentence)
        return see_other(bill_address(payable))
    except errors.BasketRefused:
        messages.error(request, _not_together())
        return see_other(bill_address(payable))
    return see_other(reverse("pay:bill", args=[basket.code]))


class _NotTogetherError(Exception):
    """Why these cannot be paid at once, for the family."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _not_together() -> str:
    return gettext(
        "Chưa gộp được. Các khoản phải chưa trả hết và cùng một trường hoặc bệnh viện; "
        "xem lại từng mã."
    )


def _codes(request: HttpRequest, payable: Payable) -> list[str]:
    """Every code once, this bill's own first. Raises `_NotTogetherError`."""
    form = TogetherForm(request.POST)
    typed = str(form.cleaned_data["codes"]) if form.is_valid() else ""
    chosen = request.POST.getlist("kem")
    wanted = [*chosen, *(part for part in _SEPARATORS.split(typed) if part.strip())]
    if not wanted:
        raise _NotTogetherError(str(CODES_MISSING))
    if missing.is_stopped(request) or not may_begin(request, payable.code):
        raise _NotTogetherError(str(TOO_MANY_TRIES))
    codes = list(payable.bill_codes)
    for one in wanted:
        code = _code_of(one)
        if code not in codes:
            codes.append(code)
    if len(codes) > BILLS_MAX:
        sentence = gettext("Mỗi lần gộp nhiều nhất %(most)s khoản.") % {"most": BILLS_MAX}
        raise _NotTogetherError(sentence)
    if len(codes) == len(payable.bill_codes):
        raise _NotTogetherError(gettext("Mã này đang ở trên trang rồi. Gõ mã của khoản khác."))
    if Bill.objects.filter(code__in=codes).count() != len(codes):
        missing.missed(request)
        raise _NotTogetherError(_not_together())
    return codes


def _code_of(typed: str) -> str:
    """A whole code; one wrong sign is mended. Raises `_NotTogetherError`."""
    try:
        return billcode.decode(typed).code
    except billcode.NotABillCode as error:
        wrong = gettext(
            "Mã “%(typed)s” không đúng. Mã gồm 12 ký tự, bắt đầu bằng TF; xem trên giấy báo."
        )
        raise _NotTogetherError(wrong % {"typed": typed.strip()[:20]}) from error
