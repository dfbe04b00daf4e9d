"""The slip of a refund on paper: typst draws what `sheets/refund.typ` says."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from threading import Lock

import typst

from thuphi.ground.channels.banks import short_name
from thuphi.ground.kit import money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments.rules import Method
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import RefundState, Way
from thuphi.registers.facilities.models import Facility

METHODS = {
    Method.QR: "chuyển khoản VietQR",
    Method.WEB: "cổng thanh toán trên web",
    Method.MOBILE_MONEY: "Mobile Money",
    Method.CARD: "thẻ tại máy POS",
    Method.CASH: "tiền mặt",
}
WAYS = {
    Way.PROVIDER: "Qua đúng cách đã nộp",
    Way.TRANSFER: "Chuyển khoản từ tài khoản của đơn vị",
    Way.CASH: "Tiền mặt",
    Way.REVERSAL: "Ngân hàng hoặc nhà cung cấp đã thu lại",
}
STATES = {
    RefundState.ASKED: "Chờ duyệt; chưa có giá trị chi tiền",
    RefundState.APPROVED: "Đã duyệt",
    RefundState.SENT: "Đang trả lại",
    RefundState.REFUNDED: "Đã trả lại",
    RefundState.FAILED: "Không trả lại được",
    RefundState.REVERSED: "Đã bị thu lại",
    RefundState.WITHDRAWN: "Đã rút đề nghị; không có giá trị",
}
TO_SIGN = "Đã duyệt, chờ trao tiền"

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(__package__) / "sheets" / "refund.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def slip(
    refund: Refund, *, facility: Facility, asked_by: str, approved_by: str, is_open: bool
) -> bytes:
    """The PDF of a refund's slip, in Vietnamese, as the office keeps it."""
    payment, bill = refund.payment, refund.payment.bill
    paid_at = f"{payment.paid_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    payee = [short_name(refund.payee_bin), refund.payee_account, refund.payee_name]
    facts = {
        "facility": facility.name,
        "address": facility.address,
        "number": str(refund.pk),
        "asked_at": f"{refund.asked_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
        "payer": bill.payer_name if bill is not None else payment.heard.payer_name,
        "beneficiary": bill.beneficiary_name if bill is not None else "—",
        "paid_for": bill.reason if bill is not None else "Tiền chưa rõ của ai",
        "code": refund.code,
        "paid": f"{money.dong(payment.amount_vnd)}, {paid_at}, {METHODS[Method(payment.method)]}",
        "reason": refund.reason,
        "way": WAYS[Way(refund.way)],
        "payee": " · ".join(payee) if refund.payee_account else "",
        "state": TO_SIGN if is_open else STATES[RefundState(refund.state)],
        "document": refund.document,
        "amount": money.dong(refund.amount_vnd),
        "words": money.in_words(refund.amount_vnd),
        "asked_by": asked_by or "Người nộp đề nghị",
        "approved_by": approved_by,
    }
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a slip is one document")
    return drawn
