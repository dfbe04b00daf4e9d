"""A receipt on a sheet of paper: typst draws what `money/payments/forms/receipt.typ` says."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from threading import Lock

import typst

from thuphi.ground.channels import qr_image
from thuphi.ground.kit import money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money import payments
from thuphi.money.payments.queries.receipts import Receipt
from thuphi.money.payments.rules import Method

METHODS = {
    Method.QR: "Chuyển khoản VietQR",
    Method.WEB: "Cổng thanh toán trên web",
    Method.MOBILE_MONEY: "Mobile Money",
    Method.CARD: "Thẻ tại máy POS",
    Method.CASH: "Tiền mặt",
}

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(payments) / "forms" / "receipt.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def receipt_sheet(receipt: Receipt, *, check_address: str, check_page: str) -> bytes:
    """The PDF of a receipt, in Vietnamese, as the office and the family keep it.

    `check_address` is what its code opens, `check_page` what a person types.
    """
    facts = {
        "facility": receipt.facility_name,
        "address": receipt.facility_address,
        "number": receipt.number,
        "paid_at": f"{receipt.paid_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
        "payer": receipt.payer_name,
        "paid_by": receipt.paid_by,
        "beneficiary": receipt.beneficiary_name,
        "class_name": receipt.class_name,
        "reason": receipt.reason,
        "bill_code": receipt.bill_code,
        "method": METHODS[receipt.method],
        "amount": money.dong(receipt.amount_vnd),
        "words": money.in_words(receipt.amount_vnd),
        "excess": money.dong(receipt.excess_vnd) if receipt.excess_vnd else "",
        "code": receipt.code,
        "is_void": receipt.void_since is not None,
        "check_page": check_page,
    }
    # Facts reach the form as data and are never read as its language.
    inputs = {
        "facts": json.dumps(facts, ensure_ascii=False),
        "qr": qr_image.svg(check_address).replace(
            "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
        ),
    }
    with _DRAWING:
        drawn = _drawer().compile(format="pdf", sys_inputs=inputs)
    if not isinstance(drawn, bytes):
        raise TypeError("a receipt is one document")
    return drawn
