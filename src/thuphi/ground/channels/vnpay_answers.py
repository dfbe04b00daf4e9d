"""What a message of VNPAY's says, in our words; see `vnpay.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from thuphi.ground.channels import reading, vnpay_wire, vnpay_words
from thuphi.ground.channels.contract import (
    Answer,
    Malformed,
    Notice,
    Outcome,
    RefundNotice,
    RefundOrder,
    SignatureWrong,
)

QR_WORDS: Final = frozenset({"QRCODE", "VNPAYQR"})


def told_by(
    answer: Answer, settings: Mapping[str, str], names: list[str], command: str, reference: str
) -> dict[str, str]:
    """The signed members of an answer to this question and to no other one.

    Raises `SignatureWrong`, `Malformed`.
    """
    told = vnpay_wire.reply_members(answer, reading.secret(settings, "vnp_HashSecret"), names)
    if not settings.get("vnp_TmnCode") or told.get("vnp_TmnCode") != settings["vnp_TmnCode"]:
        raise SignatureWrong("merchant")
    if told.get("vnp_Command") != command or told.get("vnp_TxnRef") != reference:
        raise Malformed("another_question")
    return told


def notice(told: Mapping[str, str], *, outcome: Outcome, status: str, paid_at: datetime) -> Notice:
    """What verified members say of a payment. Raises `Malformed`."""
    reference = reading.reference(told.get("vnp_TxnRef", ""))
    number = vnpay_wire.transaction_of(told.get("vnp_TransactionNo", ""))
    if outcome is Outcome.CONFIRMED and not number:
        # Without its number the same money could be booked twice, once under each name.
        outcome = Outcome.MISMATCH
    bank, card = told.get("vnp_BankCode", ""), told.get("vnp_CardType", "")
    details = {
        "bank_code": bank,
        "card_type": card,
        "bank_tran_no": told.get("vnp_BankTranNo", ""),
    }
    return Notice(
        outcome=outcome,
        provider_reference=reading.reference(number or reference),
        amount_vnd=vnpay_wire.read_dong(told.get("vnp_Amount", "")),
        paid_at=paid_at,
        text=reading.words(told.get("vnp_OrderInfo")),
        reference=reference,
        method="qr" if {bank.upper(), card.upper()} & QR_WORDS else "",
        status=reading.words(status),
        details={name: reading.words(value) for name, value in details.items() if value},
    )


def refund_notice(
    order: RefundOrder, told: Mapping[str, str], otherwise: Outcome, *, without_status: Outcome
) -> RefundNotice:
    """The end of this refund; `otherwise` is what a code other than 00 means."""
    response, status = told.get("vnp_ResponseCode", ""), told.get("vnp_TransactionStatus", "")
    outcome = otherwise
    if response == "00" and not status:
        outcome = without_status
    elif response == "00":
        outcome = vnpay_words.refund_outcome(
            status,
            told.get("vnp_TransactionType", ""),
            is_whole=order.amount_vnd == order.paid_vnd,
            is_same_amount=told.get("vnp_Amount") == str(order.amount_vnd * 100),
        )
    number = reading.words(vnpay_wire.transaction_of(told.get("vnp_TransactionNo", "")))
    if number and number in order.extra.get("other_refunds", "").split():
        # It tells of an earlier part of the same amount.
        outcome, number = Outcome.UNKNOWN, ""
    return RefundNotice(
        outcome=outcome,
        amount_vnd=order.amount_vnd,
        provider_reference=number,
        status=reading.words(f"{response}/{status}"),
    )
