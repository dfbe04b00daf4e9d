"""The totals of a card terminal's batch, from its answer to a reconciliation. Not a connector."""

from __future__ import annotations

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Malformed, SettlementLine
from thuphi.ground.channels.nexo_answers import Totals, plain_answer, whole_vnd
from thuphi.ground.channels.nexo_messages import CURRENCY

_DIRECTION = {
    "Debit": 1,
    "CompletedDeferred": 1,
    "ReverseCredit": 1,
    "Credit": -1,
    "ReverseDebit": -1,
    "Declined": 0,
    "Failed": 0,
}
"""Whether the transactions of a total brought money, took it back, or moved none."""


def batch_totals(content: bytes) -> tuple[SettlementLine, ...]:
    """One line for each brand and kind of transaction; money given back is negative.

    Raises `Malformed`, also for a kind that is not listed: a guessed sign would hide a difference.
    """
    said = plain_answer(content).reconciliation_response
    if said is None or said.response.result != "Success":
        raise Malformed("message")
    lines = []
    for group in said.totals:
        if (group.payment_currency or CURRENCY) != CURRENCY:
            raise Malformed("currency")
        brand = reading.words(group.card_brand or group.payment_instrument_type)
        lines += [
            _line(said.reconciliation_id, brand, total)
            for total in group.payment_totals
            if _direction(total)
        ]
    return tuple(lines)


def _direction(total: Totals) -> int:
    if total.transaction_type not in _DIRECTION:
        raise Malformed("transaction_type")
    return _DIRECTION[total.transaction_type]


def _line(batch: str, brand: str, total: Totals) -> SettlementLine:
    amount_vnd = whole_vnd(total.transaction_amount)
    if amount_vnd is None or total.transaction_count < 0:
        raise Malformed("amount")
    return SettlementLine(
        provider_reference=reading.reference(batch, brand, total.transaction_type),
        reference=brand,
        kind="total",
        gross_vnd=_direction(total) * amount_vnd,
        fee_vnd=0,
        settled_on="",
        count=total.transaction_count,
    )
