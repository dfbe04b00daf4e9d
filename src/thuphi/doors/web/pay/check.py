"""Is this paper, this bill, this account real? Anybody may ask, and learns masked facts only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.pay import missing
from thuphi.doors.web.pay.forms import TOO_MANY_TRIES, CheckForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.reading import page_of, payable_of
from thuphi.doors.web.pay.receipts import receipt_of
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.channels import banks
from thuphi.ground.kit import billcode, clock
from thuphi.ground.kit.billcode import NotABillCode
from thuphi.ground.kit.fold import half_masked
from thuphi.money.bills.queries.bill_page import official_account
from thuphi.money.bills.rules import BillState

_SEPARATORS = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of the thing asked about; nothing when it is not ours."""

    is_true: bool
    asked: str
    kind: str = ""
    facility_name: str = ""
    number: str = ""
    account_number: str = ""
    account_name: str = ""
    bank_name: str = ""
    amount_vnd: int | None = None
    paid_at: datetime | None = None
    beneficiary_shown: str = ""
    reason: str = ""
    bill_code: str = ""
    state: BillState | None = None
    is_overdue: bool = False
    is_void: bool = False
    """A receipt whose money turned out to be another's."""


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def verify(request: HttpRequest) -> HttpResponse:
    """Answer for a receipt's code, a bill's code or an account; `?ma=` comes from a paper."""
    form = CheckForm()
    if request.method == "POST":
        form = CheckForm(request.POST)
    elif request.GET.get("ma"):
        form = CheckForm({"asked": request.GET["ma"]})
    context: dict[str, object] = {"form": form, "action": reverse("pay:verify")}
    if form.is_bound and form.is_valid():
        if missing.is_stopped(request):
            form.add_error(None, TOO_MANY_TRIES)
        else:
            answer = context["answer"] = answer_for(form.cleaned_data["asked"])
            if not answer.is_true:
                missing.missed(request)
    return render(request, "pay/verify.html", context)


def answer_for(asked: str) -> Answer:
    """Codes are taken letter by letter: a wrong one is a reason to look at the paper again."""
    found = _receipt(asked) or _bill(asked) or _account(asked)
    return found or Answer(is_true=False, asked=asked)


def _receipt(asked: str) -> Answer | None:
    receipt = receipt_of(asked)
    if receipt is None:
        return None
    return Answer(
        is_true=True,
        asked=asked,
        kind="receipt",
        facility_name=receipt.facility_name,
        number=receipt.number,
        amount_vnd=receipt.amount_vnd,
        paid_at=receipt.paid_at,
        beneficiary_shown=half_masked(receipt.beneficiary_name),
        reason=receipt.reason,
        bill_code=receipt.bill_code,
        is_void=receipt.void_since is not None,
    )


def _bill(asked: str) -> Answer | None:
    try:
        page = page_of(billcode.decode(asked, strict=True).code)
    except NotABillCode:
        return None
    if page is None:
        return _basket(asked)
    return Answer(
        is_true=True,
        asked=asked,
        kind="bill",
        facility_name=page.facility_name,
        amount_vnd=page.total_vnd,
        beneficiary_shown=half_masked(page.beneficiary_name),
        reason=page.reason,
        bill_code=page.code,
        state=page.state,
        is_overdue=page.is_overdue(clock.today(clock.now())),
    )


def _basket(asked: str) -> Answer | None:
    """A code under which a family bound several bills."""
    found = payable_of(billcode.decode(asked, strict=True).code)
    if found is None or found.basket is None:
        return None
    count = len(found.basket.lines)
    return Answer(
        is_true=True,
        asked=asked,
        kind="bill",
        facility_name=found.bill.facility_name,
        amount_vnd=found.basket.amount_vnd,
        reason=gettext("Trả cùng lúc %(count)s khoản") % {"count": count},
        bill_code=found.code,
        state=BillState.PAID if found.basket.is_paid else None,
    )


def _account(asked: str) -> Answer | None:
    payee = official_account(_SEPARATORS.sub("", asked).upper())
    if payee is None:
        return None
    return Answer(
        is_true=True,
        asked=asked,
        kind="account",
        facility_name=payee.facility_name,
        account_number=payee.number,
        account_name=payee.name,
        bank_name=banks.short_name(payee.bin),
    )
