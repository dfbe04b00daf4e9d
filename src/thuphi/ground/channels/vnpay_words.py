"""VNPAY's words and what they mean to us; its connector is `vnpay.py`.

sandbox.vnpayment.vn, tables of `vnp_ResponseCode` and `vnp_TransactionStatus`, version 2.1.0. What
is not in a table is unknown.
"""

from __future__ import annotations

from typing import Final

from thuphi.ground.channels.contract import Outcome

RESPONSE: Final = {
    "00": Outcome.CONFIRMED,
    "07": Outcome.MISMATCH,  # the money was taken, and VNPAY suspects fraud
    "09": Outcome.REFUSED,  # no internet banking
    "10": Outcome.REFUSED,  # wrong data three times
    "11": Outcome.REFUSED,  # too late
    "12": Outcome.REFUSED,  # card or account locked
    "13": Outcome.REFUSED,  # wrong one-time code
    "24": Outcome.REFUSED,  # the payer went back
    "51": Outcome.REFUSED,  # not enough money
    "65": Outcome.REFUSED,  # above the day's limit
    "75": Outcome.REFUSED,  # the bank is closed for maintenance
    "79": Outcome.REFUSED,  # wrong password too often
    "99": Outcome.REFUSED,  # another error
}
"""`vnp_ResponseCode` of a notification or of the browser's return."""

OTHER_ERROR: Final = "99"

OUTCOME: Final = {
    "00": Outcome.CONFIRMED,
    "01": Outcome.PENDING,
    "02": Outcome.REFUSED,
    "04": Outcome.MISMATCH,  # the payer was debited, VNPAY was not credited
    "05": Outcome.PENDING,  # a refund is in hand
    "06": Outcome.MISMATCH,  # paid, and sent back to the bank by somebody
    "07": Outcome.MISMATCH,  # fraud suspected
    "08": Outcome.PENDING,  # timed out
    "09": Outcome.MISMATCH,  # paid, and a refund was refused
}
"""`vnp_TransactionStatus`: what became of a payment."""

QUERY: Final = {
    "91": Outcome.REFUSED,  # not found: dead once its page has closed, see `read_asked`
    "94": Outcome.UNKNOWN,  # the same question came within five minutes: nothing is learnt
}
"""`vnp_ResponseCode` of an answer to querydr, other than 00: about the question, not the money."""

REFUND: Final = {
    "02": Outcome.REFUSED,  # unknown terminal
    "03": Outcome.REFUSED,  # wrong form
    "91": Outcome.REFUSED,  # no such payment
    "93": Outcome.REFUSED,  # wrong amount
    "94": Outcome.PENDING,  # asked before
    "95": Outcome.REFUSED,  # the payment had failed
    "97": Outcome.REFUSED,  # wrong signature
}
"""`vnp_ResponseCode` of an answer to a refund, other than 00. 08, 16 and 99 do not say whether
anything was done.
"""

REFUND_STATUS: Final = {
    "00": Outcome.CONFIRMED,
    "01": Outcome.PENDING,
    "02": Outcome.REFUSED,
    "05": Outcome.PENDING,
    "06": Outcome.CONFIRMED,  # sent to the payer's bank
    "08": Outcome.PENDING,
    "09": Outcome.REFUSED,
}
"""`vnp_TransactionStatus`: what became of a refund."""

PAYMENT_KIND: Final = "01"
WHOLE_REFUND: Final = "02"
PART_REFUND: Final = "03"


def payment_outcome(response: str, status: str) -> Outcome:
    """What a notification says: paid only when both of its words say so."""
    said = RESPONSE.get(response, Outcome.UNKNOWN)
    became = OUTCOME.get(status, Outcome.UNKNOWN)
    if Outcome.MISMATCH in (said, became):
        return Outcome.MISMATCH
    if said is became:
        return said
    if said is Outcome.REFUSED and not status and response != OTHER_ERROR:
        return Outcome.REFUSED
    if Outcome.UNKNOWN in (said, became):
        return Outcome.UNKNOWN
    # One word says paid and the other one failed: a person has to look.
    return Outcome.PENDING if became is Outcome.PENDING else Outcome.MISMATCH


def refund_outcome(status: str, kind: str, *, is_whole: bool, is_same_amount: bool) -> Outcome:
    """What an answer says of one refund.

    VNPAY gives a refund no name of ours and shows one state for each payment, so an end is believed
    only when kind and amount can be those of this refund and not of an earlier part.
    """
    became = REFUND_STATUS.get(status, Outcome.UNKNOWN)
    if became in (Outcome.PENDING, Outcome.UNKNOWN):
        return became
    kinds = {WHOLE_REFUND} if is_whole else {PART_REFUND}
    if is_whole and status in ("06", "09"):
        kinds |= {PAYMENT_KIND, ""}
    return became if is_same_amount and kind in kinds else Outcome.UNKNOWN
