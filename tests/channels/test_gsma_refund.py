"""Mobile Money goes back: reversals, whole and in part, and the walk of their questions."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import msgspec
import pytest
from gsma_facts import GSMA, REFUND, REVERSAL, SERVER_ID, SETTINGS, answer, call

from thuphi.ground.channels import gsma_words
from thuphi.ground.channels.contract import OrderRefused, Outcome


def test_part_of_a_payment_is_reversed() -> None:
    sent = call(GSMA.refund(REFUND, SETTINGS))
    assert sent.url == "https://operator.example/mm/transactions/TXN-1039/reversals"
    assert msgspec.json.decode(sent.body) == {
        "type": "reversal",
        "requestingOrganisationTransactionReference": "HP26000123-2",
        "descriptionText": "Thu thừa",
        "amount": "250000",
        "currency": "VND",
    }
    assert sent.headers["X-Content-Hash"] == hashlib.sha256(sent.body).hexdigest()
    assert sent.headers["X-CorrelationID"] == gsma_words.correlation_id("HP26000123-2")


def test_a_whole_reversal_names_no_amount() -> None:
    whole = replace(REFUND, amount_vnd=1_250_000)
    assert "amount" not in msgspec.json.decode(call(GSMA.refund(whole, SETTINGS)).body)


@pytest.mark.parametrize("amount_vnd", [0, 1_250_001])
def test_no_more_than_was_paid_is_reversed(amount_vnd: int) -> None:
    with pytest.raises(OrderRefused, match=r"^amount_vnd: "):
        GSMA.refund(replace(REFUND, amount_vnd=amount_vnd), SETTINGS)


def test_the_walk_of_a_refund() -> None:
    state = {"serverCorrelationId": SERVER_ID, "status": "pending", "notificationMethod": "polling"}
    told = GSMA.read_refunded(REFUND, answer(202, state), SETTINGS)
    assert (told.outcome, told.provider_reference) == (
        Outcome.PENDING,
        f"requeststates/{SERVER_ID}",
    )
    order = replace(REFUND, extra={"next": told.provider_reference})
    assert call(GSMA.ask_refund(order, SETTINGS)).url.endswith(f"/requeststates/{SERVER_ID}")
    state |= {"status": "completed", "objectReference": "REV-7"}
    told = GSMA.read_refund_asked(order, answer(200, state), SETTINGS)
    assert (told.outcome, told.provider_reference) == (Outcome.PENDING, "transactions/REV-7")
    order = replace(REFUND, extra={"next": told.provider_reference})
    told = GSMA.read_refund_asked(order, answer(200, REVERSAL), SETTINGS)
    assert (told.outcome, told.amount_vnd, told.provider_reference) == (
        Outcome.CONFIRMED,
        250_000,
        "REV-7",
    )


def test_a_refund_whose_reply_was_lost_is_looked_for() -> None:
    sent = call(GSMA.ask_refund(REFUND, SETTINGS))
    assert sent.url.endswith(f"/responses/{gsma_words.correlation_id('HP26000123-2')}")
    link = {"link": "/transactions/REV-7"}
    told = GSMA.read_refund_asked(REFUND, answer(200, link), SETTINGS)
    assert (told.outcome, told.provider_reference) == (Outcome.PENDING, "transactions/REV-7")


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, REVERSAL, Outcome.CONFIRMED),
        (201, {**REVERSAL, "transactionStatus": "failed"}, Outcome.REFUSED),
        (201, {**REVERSAL, "transactionStatus": "odd"}, Outcome.UNKNOWN),
        (201, {**REVERSAL, "amount": "1250000"}, Outcome.MISMATCH),
        (201, {**REVERSAL, "originalTransactionReference": "TXN-1"}, Outcome.MISMATCH),
        (201, {**REVERSAL, "transactionReference": "TXN-1039"}, Outcome.MISMATCH),
        (400, {"errorCategory": "businessRule", "errorCode": "requestDeclined"}, Outcome.REFUSED),
        (400, {"errorCategory": "businessRule", "errorCode": "duplicateRequest"}, Outcome.UNKNOWN),
        (503, {"errorCategory": "serviceUnavailable", "errorCode": "x"}, Outcome.UNKNOWN),
    ],
)
def test_what_became_of_a_refund(status: int, body: dict[str, str], outcome: Outcome) -> None:
    assert GSMA.read_refunded(REFUND, answer(status, body), SETTINGS).outcome is outcome
