"""The page of one bill or of several at once, its state, and its code as a picture."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.pay import (
    amounts,
    baskets,
    giving_back,
    proof,
    shown,
    together,
    tokens,
    ways,
)
from thuphi.doors.web.pay.forms import UnmaskForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import (
    Payable,
    canonical,
    page_or_404,
    payable_or_404,
)
from thuphi.doors.web.pay.unmasking import is_unmasked
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.channels import qr_image
from thuphi.ground.kit import clock
from thuphi.money.attempts.queries import codes_beside, live_attempt
from thuphi.money.bills.rules import BillState
from thuphi.money.payments.queries.receipts import is_being_booked, receipts_of

PIXELS_OF_A_MODULE = 16
"""A saved picture is read by other apps after being shrunk; this leaves them enough."""
SVG_FILE = 'xmlns="http://www.w3.org/2000/svg"'
"""What a drawing needs to stand outside a page."""
LIVE = "/gate/live/"
"""Where the gate tells a page that its bill was paid."""


@open_to_all
@require_safe
@personal
@counts_misses
def bill(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be paid, for whom (half hidden), and how."""
    if canonical(code) != code:
        return redirect("pay:bill", code=canonical(code))
    return _page(request, payable_or_404(code), UnmaskForm())


@open_to_all
@require_safe
@personal
@counts_misses
def state(request: HttpRequest, code: str) -> HttpResponse:
    """How the bill stands now: a part of the page for a script, the whole page for a person."""
    payable = payable_or_404(code)
    if payable.basket is not None:
        context = baskets.context(request, payable)
        template = "_basket_state" if _asked_by_script(request) else "basket"
    else:
        context = _context(request, payable, UnmaskForm())
        template = "_state" if _asked_by_script(request) else "bill"
    if not _asked_by_script(request):
        context["asked_at"] = clock.now()
    return render(request, f"pay/{template}.html", context)


@open_to_all
@require_POST
@personal
@counts_misses
def unmask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the names in full to who knows the second fact of this bill."""
    page = page_or_404(code)
    form = UnmaskForm(request.POST)
    if is_unmasked(request, page.code, form):
        return redirect("pay:bill", code=page.code)
    return _page(request, Payable(page), form)


@open_to_all
@require_safe
@personal
@counts_misses
def qr_png(request: HttpRequest, code: str) -> HttpResponse:
    """The code as a picture with its quiet zone; with `?tai=1` to be saved."""
    payable = payable_or_404(code)
    picture = qr_image.png(_payload_or_404(request, payable), scale=PIXELS_OF_A_MODULE)
    response = HttpResponse(picture, content_type="image/png")
    if request.GET.get("tai"):
        response["Content-Disposition"] = f'attachment; filename="{payable.code}.png"'
    return response


@open_to_all
@require_safe
@personal
@counts_misses
def qr_svg(request: HttpRequest, code: str) -> HttpResponse:
    """The code as a drawing that stays sharp on paper of any size."""
    payload = _payload_or_404(request, payable_or_404(code))
    drawing = qr_image.svg(payload).replace("<svg ", f"<svg {SVG_FILE} ", 1)
    return HttpResponse(drawing, content_type="image/svg+xml")


def _payload_or_404(request: HttpRequest, payable: Payable) -> str:
    """What the code says; there is none when nothing remains or no account is approved."""
    amount = amounts.chosen(request.GET.get("so-tien", ""), payable)
    transfer = shown.transfer_for(payable, amount.amount_vnd)
    if amount.error or transfer is None or not transfer.payload:
        raise Http404
    return transfer.payload


def _asked_by_script(request: HttpRequest) -> bool:
    """Our script asks for exactly this; a browser that follows a link asks for much more."""
    return request.headers.get("Accept") == "text/html" or "HX-Request" in request.headers


def _page(request: HttpRequest, payable: Payable, form: UnmaskForm) -> HttpResponse:
    if payable.basket is not None:
        return render(request, "pay/basket.html", baskets.context(request, payable))
    return render(request, "pay/bill.html", _context(request, payable, form))


def _context(request: HttpRequest, payable: Payable, unmask_form: UnmaskForm) -> dict[str, object]:
    """Everything the page of a bill shows."""
    page = payable.bill
    is_proved = proof.is_proved(request, page.code)
    is_live = page.state in (BillState.OPEN, BillState.PART_PAID)
    amount = amounts.chosen(request.GET.get("so-tien", ""), payable)
    transfer = shown.transfer_for(payable, amount.amount_vnd)
    receipts = receipts_of(page.id)
    context: dict[str, object] = {
        "payable": payable,
        "bill": shown.bill_shown(
            page,
            is_proved=is_proved,
            is_being_booked=is_live and is_being_booked(page.code),
            today=clock.today(clock.now()),
        ),
        "amount": amount,
        "transfer": transfer,
        "qr_svg": shown.drawing(transfer),
        "bank_links": shown.bank_links(request, payable, transfer),
        "contact": shown.contact_of(page),
        "proved": is_proved,
        "unmask_form": unmask_form,
        "unmask_url": reverse("pay:unmask", args=[page.code]),
        "receipts": shown.receipt_links(receipts),
        "give_back": giving_back.shown_for(page.code, receipts),
        "live_url": f"{LIVE}{page.code}" if is_live else "",
        "check_url": reverse("pay:state", args=[page.code]) + _asking_for(amount, payable),
    }
    if is_live:
        context |= paying_context(payable, amount.amount_vnd)
        context |= together.context(request, payable)
        context["left_vnd"] = payable.remaining_vnd - amount.amount_vnd
        context["half_vnd"] = amounts.half_of(payable.remaining_vnd)
    return context


def paying_context(payable: Payable, amount_vnd: int) -> dict[str, object]:
    """The ways to pay an amount, and the attempt that may still be paid."""
    live = live_attempt([payable.code, *codes_beside(payable.bill.id)])
    return {
        "choice": ways.choice_for(payable.facility_id, amount_vnd, clock.now()),
        "choose_url": reverse("pay:choose", args=[payable.code]),
        "live_attempt": live,
        "live_attempt_href": tokens.address_of(live) if live is not None else "",
    }


def _asking_for(amount: amounts.Chosen, payable: Payable) -> str:
    """The chosen amount, to be kept while the page looks again."""
    is_part = amount.amount_vnd != payable.remaining_vnd
    return f"?so-tien={amount.amount_vnd}" if is_part else ""
