"""The page of one bill, its state, and its code as a picture."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.pay import proof, shown
from thuphi.doors.web.pay.forms import UnmaskForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import canonical, page_or_404
from thuphi.doors.web.pay.unmasking import is_unmasked
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.channels import qr_image
from thuphi.ground.kit import clock
from thuphi.money.bills.queries.bill_page import BillPage
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
    return render(request, "pay/bill.html", _context(request, page_or_404(code), UnmaskForm()))


@open_to_all
@require_safe
@personal
@counts_misses
def state(request: HttpRequest, code: str) -> HttpResponse:
    """How the bill stands now: a part of the page for a script, the whole page for a person."""
    page = page_or_404(code)
    if _asked_by_script(request):
        return render(request, "pay/_state.html", _context(request, page, UnmaskForm()))
    context = _context(request, page, UnmaskForm())
    return render(request, "pay/bill.html", {**context, "asked_at": clock.now()})


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
    return render(request, "pay/bill.html", _context(request, page, form))


@open_to_all
@require_safe
@personal
@counts_misses
def qr_png(request: HttpRequest, code: str) -> HttpResponse:
    """The code as a picture with its quiet zone; with `?tai=1` to be saved."""
    page = page_or_404(code)
    picture = qr_image.png(_payload_or_404(page), scale=PIXELS_OF_A_MODULE)
    response = HttpResponse(picture, content_type="image/png")
    if request.GET.get("tai"):
        response["Content-Disposition"] = f'attachment; filename="{page.code}.png"'
    return response


@open_to_all
@require_safe
@personal
@counts_misses
def qr_svg(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """The code as a drawing that stays sharp on paper of any size."""
    page = page_or_404(code)
    drawing = qr_image.svg(_payload_or_404(page)).replace("<svg ", f"<svg {SVG_FILE} ", 1)
    return HttpResponse(drawing, content_type="image/svg+xml")


def _payload_or_404(page: BillPage) -> str:
    """What the code says; there is none when nothing remains or no account is approved."""
    transfer = shown.transfer_for(page)
    if transfer is None or not transfer.payload:
        raise Http404
    return transfer.payload


def _asked_by_script(request: HttpRequest) -> bool:
    """Our script asks for exactly this; a browser that follows a link asks for much more."""
    return request.headers.get("Accept") == "text/html" or "HX-Request" in request.headers


def _context(request: HttpRequest, page: BillPage, unmask_form: UnmaskForm) -> dict[str, object]:
    """Everything the page of a bill shows."""
    is_proved = proof.is_proved(request, page.code)
    is_live = page.state in (BillState.OPEN, BillState.PART_PAID)
    transfer = shown.transfer_for(page)
    return {
        "bill": shown.bill_shown(
            page,
            is_proved=is_proved,
            is_being_booked=is_live and is_being_booked(page.code),
            today=clock.today(clock.now()),
        ),
        "transfer": transfer,
        "qr_svg": _drawing(transfer),
        "bank_links": shown.bank_links(request, page, transfer),
        "contact": shown.contact_of(page),
        "proved": is_proved,
        "unmask_form": unmask_form,
        "unmask_url": reverse("pay:unmask", args=[page.code]),
        "receipts": shown.receipt_links(receipts_of(page.id)),
        "live_url": f"{LIVE}{page.code}" if is_live else "",
        "check_url": reverse("pay:state", args=[page.code]),
    }


def _drawing(transfer: shown.TransferShown | None) -> SafeString:
    """The code within the page, drawn by ourselves from our own payload."""
    if transfer is None or not transfer.payload:
        return SafeString()
    return mark_safe(qr_image.svg(transfer.payload))  # noqa: S308 - drawn above, no text in it
