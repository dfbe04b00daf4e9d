"""What a payer may see of a bill: names half hidden until a second fact was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from thuphi.doors.web.pay import proof
from thuphi.doors.web.pay.reading import Payable
from thuphi.ground.channels import banks, qr_image, vietqr
from thuphi.ground.kit.fold import half_masked
from thuphi.money.bills.queries.bill_page import BillPage, lines_of
from thuphi.money.bills.rules import BillState
from thuphi.money.payments.queries.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class BillShown:
    """A bill as its page shows it."""

    code: str
    facility_name: str
    is_account_verified: bool
    state: BillState
    is_overdue: bool
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    due_on: date
    payer_shown: str
    beneficiary_shown: str
    class_name: str
    reason: str
    lines: list[tuple[str, int]]
    allows_part: bool
    is_being_booked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferShown:
    """All that a transfer by hand needs, and the same as a code to scan."""

    bank_name: str
    account_number: str
    account_name: str
    text: str
    amount_vnd: int
    is_part: bool
    """Less than the rest, as the payer chose."""
    payload: str
    """Empty when the sum is more than one quick transfer may carry."""
    png_url: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLink:
    """A receipt in a list."""

    number: str
    amount_vnd: int
    paid_at: datetime
    href: str
    pdf_href: str


def bill_shown(page: BillPage, *, is_proved: bool, is_being_booked: bool, today: date) -> BillShown:
    """Names in full, class and lines only for who has proved the second fact."""
    return BillShown(
        code=page.code,
        facility_name=page.facility_name,
        is_account_verified=page.payee is not None,
        state=page.state,
        is_overdue=page.is_overdue(today),
        total_vnd=page.total_vnd,
        paid_vnd=page.paid_vnd,
        remaining_vnd=page.remaining_vnd,
        due_on=page.due_on,
        payer_shown=page.payer_name if is_proved else half_masked(page.payer_name),
        beneficiary_shown=(
            page.beneficiary_name if is_proved else half_masked(page.beneficiary_name)
        ),
        class_name=page.class_name if is_proved else "",
        reason=page.reason,
        lines=lines_of(page.id) if is_proved else [],
        allows_part=page.allows_part,
        is_being_booked=is_being_booked,
    )


def beneficiary_of(request: HttpRequest, payable: Payable) -> str:
    """For whom it is paid: in full for who has proved each bill, half hidden else."""
    if payable.basket is None:
        people = [(payable.bill.code, payable.bill.beneficiary_name)]
    else:
        people = [(line.bill.code, line.bill.beneficiary_name) for line in payable.basket.lines]
    names = [name if proof.is_proved(request, code) else half_masked(name) for code, name in people]
    return ", ".join(dict.fromkeys(names))


def transfer_for(payable: Payable, amount_vnd: int) -> TransferShown | None:
    """How to transfer an amount; none when nothing remains, or when no account is approved."""
    payee = payable.payee
    if payee is None or not payable.remaining_vnd:
        return None
    text = vietqr.purpose_for(payable.code, payable.bill.reason)
    payload = ""
    if amount_vnd < vietqr.NAPAS_LIMIT_VND:
        payload = vietqr.encode(
            vietqr.Transfer(
                bin=payee.bin, account=payee.number, amount_vnd=amount_vnd, purpose=text
            )
        )
    is_part = amount_vnd != payable.remaining_vnd
    return TransferShown(
        bank_name=banks.short_name(payee.bin),
        account_number=payee.number,
        account_name=payee.name,
        text=text,
        amount_vnd=amount_vnd,
        is_part=is_part,
        payload=payload,
        png_url=reverse("pay:qr_png", args=[payable.code])
        + "?tai=1"
        + (f"&so-tien={amount_vnd}" if is_part else ""),
    )


def bank_links(
    request: HttpRequest, payable: Payable, transfer: TransferShown | None
) -> list[tuple[str, str]]:
    """Links that open a bank's app on this transfer, for a phone that cannot scan itself."""
    payee = payable.payee
    if transfer is None or payee is None or not transfer.payload:
        return []
    back = request.build_absolute_uri(reverse("pay:bill", args=[payable.code]))
    return [
        (
            bank.short_name,
            banks.open_app_link(
                app_id=bank.app_id,
                bin=payee.bin,
                account=payee.number,
                amount_vnd=transfer.amount_vnd,
                purpose=transfer.text,
                payee_name=payee.name,
                return_url=back,
            ),
        )
        for bank in banks.apps()
        if bank.app_id
    ]


def drawing(transfer: TransferShown | None) -> SafeString:
    """The code within the page, drawn by ourselves from our own payload."""
    if transfer is None or not transfer.payload:
        return SafeString()
    return mark_safe(qr_image.svg(transfer.payload))  # noqa: S308 - drawn above, no text in it


def contact_of(page: BillPage) -> Contact | None:
    """The facility's focal point; none when it has told no number."""
    if not page.contact_phone:
        return None
    return Contact(page.contact_name or page.facility_name, page.contact_phone)


def receipt_links(receipts: list[Receipt]) -> list[ReceiptLink]:
    """Receipts with their addresses, but for those that are void."""
    return [
        ReceiptLink(
            number=receipt.number,
            amount_vnd=receipt.amount_vnd,
            paid_at=receipt.paid_at,
            href=reverse("pay:receipt", args=[receipt.code]),
            pdf_href=reverse("pay:receipt_pdf", args=[receipt.code]),
        )
        for receipt in receipts
        if receipt.void_since is None
    ]
