"""A receipt, as a page and on paper."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.pay import pdf, proof
from thuphi.doors.web.pay.forms import UnmaskForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.unmasking import is_unmasked
from thuphi.doors.web.shared.access import open_to_all, see_facilities
from thuphi.ground.channels import qr_image
from thuphi.ground.kit.billcode import NotABillCode
from thuphi.ground.kit.fold import half_masked
from thuphi.money.payments.queries.receipts import Receipt, facility_of
from thuphi.money.payments.queries.receipts import receipt as receipt_by_id
from thuphi.money.payments.receipt_code import payment_of


@open_to_all
@require_safe
@personal
@counts_misses
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was paid, when, for whom and for what; names half hidden to who proved nothing."""
    return _page(request, receipt_or_404(code), UnmaskForm())


@open_to_all
@require_POST
@personal
@counts_misses
def unmask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the names in full to who knows the second fact of the receipt's bill."""
    known = receipt_or_404(code)
    form = UnmaskForm(request.POST)
    if is_unmasked(request, known.bill_code, form):
        return redirect("pay:receipt", code=known.code)
    return _page(request, known, form)


def _page(request: HttpRequest, known: Receipt, form: UnmaskForm) -> HttpResponse:
    is_proved = proof.is_proved(request, known.bill_code)
    visible = _visible(known, is_proved=is_proved)
    here = request.build_absolute_uri(reverse("pay:receipt", args=[known.code]))
    context = {
        "receipt": visible,
        "is_reversed": visible.void_since is not None,
        "payer_shown": visible.payer_name,
        "beneficiary_shown": visible.beneficiary_name,
        "proved": is_proved,
        "unmask_form": form,
        "unmask_url": reverse("pay:unmask_receipt", args=[known.code]),
        "bill_href": reverse("pay:bill", args=[known.bill_code]),
        "pdf_href": reverse("pay:receipt_pdf", args=[known.code]),
        "share_url": here,
        "verify_address": f"{request.get_host()}{reverse('pay:verify')}",
        "verify_qr_svg": mark_safe(  # noqa: S308 - drawn by ourselves, no text in it
            qr_image.svg(_check_address(request, known))
        ),
    }
    return render(request, "pay/receipt.html", context)


@open_to_all
@require_safe
@personal
@counts_misses
def receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same receipt on a sheet of A5."""
    known = receipt_or_404(code)
    is_proved = proof.is_proved(request, known.bill_code)
    sheet = pdf.receipt_sheet(
        _visible(known, is_proved=is_proved),
        check_address=_check_address(request, known),
        check_page=f"{request.get_host()}{reverse('pay:verify')}",
    )
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-lai-{known.number}.pdf"'
    return response


def receipt_or_404(code: str) -> Receipt:
    """The receipt that an address names; from here on only its facility's rows are seen."""
    known = receipt_of(code)
    if known is None:
        raise Http404
    return known


def receipt_of(code: str) -> Receipt | None:
    """The receipt of a whole code, or none."""
    try:
        payment_id = payment_of(code)
    except NotABillCode:
        return None
    facility_id = facility_of(payment_id)
    if facility_id is None:
        return None
    see_facilities({facility_id})
    return receipt_by_id(payment_id)


def _visible(known: Receipt, *, is_proved: bool) -> Receipt:
    if is_proved:
        return known
    return replace(
        known,
        payer_name=half_masked(known.payer_name),
        paid_by=half_masked(known.paid_by),
        beneficiary_name=half_masked(known.beneficiary_name),
        class_name="",
    )


def _check_address(request: HttpRequest, known: Receipt) -> str:
    """What the code on the receipt opens: the public check, filled in."""
    return request.build_absolute_uri(f"{reverse('pay:verify')}?ma={known.code}")
