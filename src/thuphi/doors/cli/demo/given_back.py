"""Money that goes back: by the way it came, in part and whole; one that fails; one by transfer."""

from __future__ import annotations

import time

from django.conf import settings

from thuphi.ground.calls.sender import Sender
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.money import dong
from thuphi.money.errands import actions as errands
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds import errors
from thuphi.money.refunds.actions import Payee
from thuphi.money.refunds.models import Refund
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import bill_now, now
from .payer import spoil
from .story import Stage, Step, expect, until

PART_VND = 46_775
WAYS_BACK = ("vnpay", "momo", "zalopay", "gsma", "nexo")
OPEN = ("asked", "approved", "sent")
FAMILY = Payee(bin="970436", account="0123456789", name="NGUYEN VAN AN")


def _person(username: str) -> Actor:
    return actor_for(User.objects.get(username=username))


def _paid(stage: Stage, channel: str) -> Payment:
    return Payment.objects.get(bill__code=stage.codes[f"paid_{channel}"], finding="exact")


def _ask(payment: Payment, amount_vnd: int, payee: Payee | None = None) -> Refund:
    """The accountant asks, may not agree alone, and the head agrees."""
    wish = refunds.Wish(
        payment_id=payment.pk, amount_vnd=amount_vnd, reason="Học sinh nghỉ ốm dài ngày",
        payee=payee or Payee(),
    )  # fmt: skip
    asked = refunds.ask(by=_person("ketoan2"), wish=wish, at=now())
    try:
        refunds.approve(by=_person("ketoan2"), refund_id=asked.pk, at=now())
        expect(False, "một người tự đề nghị, tự duyệt")
    except errors.SecondPersonNeeded:
        pass
    return refunds.approve(by=_person("hieutruong2"), refund_id=asked.pk, at=now())


def _seen(refund: Refund) -> Refund:
    return Refund.objects.get(pk=refund.pk)


def _look_in_later(refund: Refund) -> None:
    """What the worker does when this refund is due: ask after it, for a provider has it in hand."""
    due_at = _seen(refund).next_ask_at
    if due_at is None:
        return
    sender = Sender(may_go_to=settings.CALLS_MAY_GO_TO)
    for due in refunds.claim_due(at=max(due_at, now()), limit=50):
        errands.take_refund_step(due, sender=sender)


def _ends(refund: Refund, state: str) -> None:
    until(lambda: _seen(refund).state != "approved", f"{refund.channel}: chưa gửi lệnh trả lại")
    until(lambda: _seen(refund).state not in OPEN or bool(_seen(refund).status), "chưa có trả lời")

    def has_ended() -> bool:
        if _seen(refund).state in OPEN:
            _look_in_later(refund)
            time.sleep(1)
        return _seen(refund).state == state

    until(
        has_ended,
        f"{refund.channel}: {_seen(refund).state} {_seen(refund).status} {_seen(refund).note}",
    )


def by_each(stage: Stage) -> str:
    """A part, then the rest, by the way it came; the bill is owed again."""
    parts = {channel: _ask(_paid(stage, channel), PART_VND) for channel in WAYS_BACK}
    for refund in parts.values():
        expect(refund.way == "provider", f"{refund.channel}: {refund.way}")
        _ends(refund, "refunded")
        expect(bill_now(refund.code).remaining_vnd == PART_VND, f"{refund.channel}: còn nợ sai")
    for channel in WAYS_BACK:
        rest = refunds.refundable_vnd(_paid(stage, channel))
        _ends(_ask(_paid(stage, channel), rest), "refunded")
        bill = bill_now(stage.codes[f"paid_{channel}"])
        expect(bill.remaining_vnd == bill.total_vnd, f"{channel}: còn nợ {bill.remaining_vnd}")
    try:
        _ask(_paid(stage, "momo"), 1)
        expect(False, "trả lại nhiều hơn đã thu")
    except errors.NothingToRefund:
        pass
    return (
        f"VNPAY, MoMo, ZaloPay, Mobile Money, thẻ: {dong(PART_VND)} trước, phần còn lại sau; "
        "hai người ký, không trả quá số đã thu"
    )


def fails_then_transfer(stage: Stage) -> str:
    """A refund the provider refuses leaves the bill paid; the next goes by transfer, with proof."""
    payment = Payment.objects.filter(
        facility_id=_paid(stage, "momo").facility_id, channel="momo", finding="exact", part=0
    ).exclude(pk=_paid(stage, "momo").pk)[0]  # fmt: skip
    code = payment.bill.code if payment.bill is not None else ""
    spoil(stage, "momo", next="refund_fails")
    failed = _ask(payment, payment.amount_vnd)
    _ends(failed, "failed")
    expect(bill_now(code).state == "paid", f"{bill_now(code).state}")
    moved = _ask(payment, payment.amount_vnd, FAMILY)
    expect(moved.way == "transfer", f"{moved.way}")
    _hand_over(moved)
    return "MoMo từ chối trả lại: khoản vẫn Đã thu; chuyển khoản có số lệnh, hai người ký"


def by_transfer(stage: Stage) -> str:
    """What came by the bill's own QR goes back by a transfer."""
    payment = _paid(stage, "qr")
    try:
        _ask(payment, PART_VND)
        expect(False, "không hỏi tài khoản nhận")
    except errors.PayeeMissing:
        pass
    refund = _ask(payment, PART_VND, FAMILY)
    _hand_over(refund)
    return f"QR trả lại {dong(PART_VND)} vào tài khoản {FAMILY.account}, có danh mục kiểm tra"


def _hand_over(refund: Refund) -> None:
    until(lambda: _seen(refund).state == "sent", f"{_seen(refund).state}")
    try:
        refunds.hand_over(by=_person("ketoan2"), refund_id=refund.pk, document=" ", at=now())
        expect(False, "xong mà không có số lệnh")
    except errors.DocumentMissing:
        pass
    refunds.hand_over(by=_person("ketoan2"), refund_id=refund.pk, document="UNC-0001", at=now())
    until(lambda: _seen(refund).state == "refunded", f"{_seen(refund).state}")


STEPS: list[tuple[str, Step]] = [
    ("Trả lại theo cách đã trả", by_each),
    ("Trả lại không được", fails_then_transfer),
    ("Trả lại bằng chuyển khoản", by_transfer),
]
