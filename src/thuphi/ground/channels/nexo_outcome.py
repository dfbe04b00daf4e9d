"""What a card terminal's answer means for the money. Not a connector.

The words are those of `Response.Result` and, after a `Failure/`, of `Response.ErrorCondition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Notice, Outcome, RefundNotice, RefundOrder
from thuphi.ground.channels.nexo_answers import (
    Payment,
    Reversal,
    Status,
    authorized_vnd,
    details_of,
    movement_of,
    whole_vnd,
    word_of,
)
from thuphi.ground.channels.nexo_messages import Terminal

OUTCOME = {
    "Success": Outcome.CONFIRMED,
    "Partial": Outcome.MISMATCH,
    "Failure/InProgress": Outcome.PENDING,
    "Failure/Aborted": Outcome.REFUSED,
    "Failure/Cancel": Outcome.REFUSED,
    "Failure/InvalidCard": Outcome.REFUSED,
    "Failure/NotAllowed": Outcome.REFUSED,
    "Failure/PaymentRestriction": Outcome.REFUSED,
    "Failure/Refusal": Outcome.REFUSED,
    "Failure/WrongPIN": Outcome.REFUSED,
    "Failure/Busy": Outcome.REFUSED,
    "Failure/DeviceOut": Outcome.REFUSED,
    "Failure/LoggedOut": Outcome.REFUSED,
    "Failure/MessageFormat": Outcome.REFUSED,
    "Failure/UnavailableDevice": Outcome.REFUSED,
}
"""`UnreachableHost` and `UnavailableService` are left out on purpose: the card's bank may have said
yes before the line broke, and only the statement tells."""

NEW_TRY_IS_FREE = frozenset(
    (
        "Failure/Busy",
        "Failure/DeviceOut",
        "Failure/LoggedOut",
        "Failure/MessageFormat",
        "Failure/NotAllowed",
        "Failure/UnavailableDevice",
    )
)
"""The terminal did not even begin: the same payer may try again at once, as a new attempt."""

PAYMENT_SECONDS = 120
"""How long a terminal is given in its own network; after that the payment is unknown."""
CALL_LASTS = timedelta(seconds=PAYMENT_SECONDS)
REMEMBERS = timedelta(hours=48)
"""How long a terminal keeps a ServiceID; after that "not found" says nothing."""


def _status(word: str) -> str:
    return f"{word} (new try is free)" if word in NEW_TRY_IS_FREE else word


def nothing_moved(
    outcome: Outcome, word: str, reference: str, amount_vnd: int, at: datetime
) -> Notice:
    """No money that we know of: the amount is what was asked for."""
    return Notice(
        outcome=outcome,
        provider_reference=reading.reference(reference),
        amount_vnd=amount_vnd,
        paid_at=at,
        reference=reference,
        status=_status(word),
    )


def payment_notice(
    payment: Payment, reference: str, asked_vnd: int, terminal: Terminal, at: datetime
) -> Notice:
    """What a payment's answer says, from the call itself or repeated. Raises `Malformed`."""
    word = word_of(payment.response)
    outcome = OUTCOME.get(word, Outcome.UNKNOWN)
    charged_vnd = authorized_vnd(payment)
    holds_money = outcome in (Outcome.CONFIRMED, Outcome.MISMATCH)
    if not holds_money and not charged_vnd:
        return nothing_moved(outcome, word, reference, asked_vnd, at)
    name, paid_at = movement_of(payment.poi)
    details = details_of(payment)
    fits = charged_vnd == asked_vnd and _is_ours(payment, reference, terminal, details)
    return Notice(
        outcome=outcome if outcome is Outcome.CONFIRMED and fits else Outcome.MISMATCH,
        provider_reference=name,
        amount_vnd=charged_vnd or 0,
        paid_at=paid_at,
        reference=reference,
        status=_status(word),
        details=details,
    )


def _is_ours(
    payment: Payment, reference: str, terminal: Terminal, details: Mapping[str, str]
) -> bool:
    """Our order, and paid to our merchant by our terminal as far as the settings name them."""
    sale = payment.sale.transaction if payment.sale else None
    if sale is not None and sale.transaction_id != reference:
        return False
    known = {"mid": terminal.merchant_id, "tid": terminal.tid}
    return all(not value or details.get(name, value) == value for name, value in known.items())


def looked_up(said: Status, age: timedelta, *, call_lasts: timedelta = CALL_LASTS) -> Outcome:
    """What a look-up that brought no answer says of the message that it asked for.

    "Not found" is only believed when our call can no longer be on its way, and while the terminal
    still remembers it; the look-up's other failures say nothing of it.
    """
    match word_of(said.response):
        case "Failure/InProgress":
            return Outcome.PENDING
        case "Failure/NotFound" if age < call_lasts:
            return Outcome.PENDING
        case "Failure/NotFound" if age < REMEMBERS:
            return Outcome.REFUSED
    return Outcome.UNKNOWN


def refund_notice(reversal: Reversal, order: RefundOrder) -> RefundNotice:
    """What a reversal's answer says. Raises `Malformed`."""
    word = word_of(reversal.response)
    is_unknown_to_terminal = word == "Failure/NotFound"
    outcome = Outcome.REFUSED if is_unknown_to_terminal else OUTCOME.get(word, Outcome.UNKNOWN)
    if outcome not in (Outcome.CONFIRMED, Outcome.MISMATCH):
        return RefundNotice(outcome, status=_status(word))
    name, _ = movement_of(reversal.poi)
    back_vnd = order.amount_vnd if outcome is Outcome.CONFIRMED else 0
    if reversal.reversed_amount is not None:
        back_vnd = whole_vnd(reversal.reversed_amount) or 0
    if back_vnd != order.amount_vnd:
        outcome = Outcome.MISMATCH
    return RefundNotice(outcome, back_vnd, name, _status(word))
