"""From the family's page to the pages where one pays or reads a receipt, names shown in full."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.pay import proof
from thuphi.doors.web.pay.choosing import may_begin, see_other
from thuphi.doors.web.pay.family_session import SignedIn, family_only
from thuphi.doors.web.pay.forms import TOO_MANY_TRIES
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.reading import canonical
from thuphi.doors.web.pay.receipts import receipt_of
from thuphi.doors.web.pay.together import BILLS_MAX
from thuphi.doors.web.shared.access import open_to_all, see_facilities
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts import errors
from thuphi.money.families import queries


@open_to_all
@require_safe
@personal
@family_only
def open_bill(request: HttpRequest, here: SignedIn, code: str) -> HttpResponse:
    """On to the page of one bill of the family. Somebody else's does not exist here."""
    bill = queries.bill_of(_known(here), canonical(code))
    if bill is None:
        raise Http404
    _lend(request, here, [bill.code])
    return see_other(reverse("pay:bill", args=[bill.code]))


@open_to_all
@require_safe
@personal
@family_only
def open_receipt(request: HttpRequest, here: SignedIn, code: str) -> HttpResponse:
    """On to a receipt of the family; with `?pdf=1` to its sheet."""
    # Who may see it is asked of its bill; looking it up lets no other rows out.
    receipt = receipt_of(code)
    see_facilities({member.facility_id for member in here.family.known})
    if receipt is None or queries.bill_of(_known(here), receipt.bill_code) is None:
        raise Http404
    _lend(request, here, [receipt.bill_code])
    page = "pay:receipt_pdf" if request.GET.get("pdf") else "pay:receipt"
    return see_other(reverse(page, args=[receipt.code]))


@open_to_all
@require_POST
@personal
@family_only
def pay_together(request: HttpRequest, here: SignedIn) -> HttpResponse:
    """One code for the bills that were ticked: all the family's, all of one facility.

    Each bill keeps its own share in it, so that no child's money lands on another's bill.
    """
    home = reverse("pay:family")
    ticked = set(request.POST.getlist("kem"))
    bills = [bill for bill in queries.open_bills(_known(here)) if bill.code in ticked]
    codes = [bill.code for bill in bills]
    if len(bills) != len(ticked) or len({bill.facility_id for bill in bills}) > 1:
        return _refused(request, gettext("Chỉ gộp được các khoản còn phải trả của cùng một nơi."))
    if not bills:
        return _refused(request, gettext("Chưa chọn khoản nào. Đánh dấu các khoản muốn trả."))
    if any(bill.is_being_booked for bill in bills):
        told = gettext("Có khoản vừa nhận được tiền, đang ghi nhận. Đừng trả lần nữa.")
        return _refused(request, told)
    if len(bills) > BILLS_MAX:
        told = gettext("Mỗi lần gộp nhiều nhất %(most)s khoản.") % {"most": BILLS_MAX}
        return _refused(request, told)
    _lend(request, here, codes)
    if len(bills) == 1:
        return see_other(reverse("pay:bill", args=codes))
    if not may_begin(request, codes[0]):
        return _refused(request, str(TOO_MANY_TRIES))
    try:
        basket = attempts.make_basket(by=PAYER, codes=codes, at=clock.now())
    except errors.BasketRefused:
        messages.error(request, gettext("Các khoản vừa thay đổi. Xem lại rồi chọn lại."))
        return see_other(home)
    return see_other(reverse("pay:bill", args=[basket.code]))


def _known(here: SignedIn) -> list[int]:
    return [member.beneficiary_id for member in here.family.known]


def _lend(request: HttpRequest, here: SignedIn, codes: list[str]) -> None:
    proof.lend(request, codes, here.family.ends_at)


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return see_other(reverse("pay:family"))
