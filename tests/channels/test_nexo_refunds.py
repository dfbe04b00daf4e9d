"""Card terminals: what is said of money given back, and of a batch that is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.channels.test_nexo import GIVEN, GOOD, NEXO, SETTINGS
from tests.channels.test_nexo_answers import FREE, REFUSED, Json, failed, header, repeated, said
from thuphi.ground.channels.contract import (
    Answer,
    Malformed,
    Outcome,
    SettlementLine,
    SignatureWrong,
)
from thuphi.ground.channels.nexo_messages import question_id, service_id

REFUND = GIVEN.refund
GIVEN_BACK: dict[str, object] = {
    "Response": {"Result": "Success"},
    "POIData": {"POITransactionID": {"TransactionID": "R1", "TimeStamp": "2026-01-06T01:00:00Z"}},
}


def reversed_(body: Mapping[str, object]) -> Answer:
    return said(header("Reversal", service_id(REFUND.reference)), {"ReversalResponse": body})


@pytest.mark.parametrize("told", [{}, {"ReversedAmount": 1_250_000}])
def test_money_that_went_back_is_confirmed(told: Mapping[str, object]) -> None:
    notice = NEXO.read_refunded(REFUND, reversed_({**GIVEN_BACK, **told}), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert notice.provider_reference == "R1|2026-01-06T01:00:00.000Z"


@pytest.mark.parametrize(
    ("told", "amount_vnd"),
    [
        ({"ReversedAmount": 600_000}, 600_000),
        ({"ReversedAmount": "1.5"}, 0),
        ({"Response": {"Result": "Partial"}}, 0),
        ({"Response": {"Result": "Partial"}, "ReversedAmount": 600_000}, 600_000),
    ],
)
def test_another_amount_that_went_back_is_looked_at(
    told: Mapping[str, object], amount_vnd: int
) -> None:
    notice = NEXO.read_refunded(REFUND, reversed_({**GIVEN_BACK, **told}), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.MISMATCH, amount_vnd)


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        *((condition, Outcome.REFUSED) for condition in (*REFUSED, *FREE, "NotFound")),
        ("InProgress", Outcome.PENDING),
        ("UnreachableHost", Outcome.UNKNOWN),
        ("Sulking", Outcome.UNKNOWN),
    ],
)
def test_a_refund_that_did_not_succeed(condition: str, outcome: Outcome) -> None:
    notice = NEXO.read_refunded(REFUND, reversed_(failed(condition)), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (outcome, 0)


def test_a_refund_that_is_asked_for_reads_the_same() -> None:
    own = question_id(REFUND.request_id, REFUND.at)
    body = {"TransactionStatusResponse": repeated("Reversal", GIVEN_BACK, REFUND.reference)}
    answer = said(header("TransactionStatus", own), body)
    first = NEXO.read_refunded(REFUND, reversed_(GIVEN_BACK), SETTINGS)
    assert NEXO.read_refund_asked(REFUND, answer, SETTINGS) == first
    lost = said(header("TransactionStatus", own), {"TransactionStatusResponse": failed("NotFound")})
    assert NEXO.read_refund_asked(REFUND, lost, SETTINGS).outcome is Outcome.REFUSED
    old = replace(REFUND, started_at=REFUND.at - timedelta(hours=48))
    assert NEXO.read_refund_asked(old, lost, SETTINGS).outcome is Outcome.UNKNOWN


def batch(*groups: Json, result: str = "Success") -> Json:
    return {
        "ReconciliationResponse": {
            "Response": {"Result": result},
            "ReconciliationType": "SaleReconciliation",
            "POIReconciliationID": "0000000001",
            "TransactionTotals": list(groups),
        }
    }


def totals(kind: str, count: int, amount_vnd: object, currency: str = "VND") -> Json:
    line = {"TransactionType": kind, "TransactionCount": count, "TransactionAmount": amount_vnd}
    return {"CardBrand": "napas", "PaymentCurrency": currency, "PaymentTotals": [line]}


def test_a_batch_has_one_line_for_each_total() -> None:
    own = question_id("dong-ca-1", GOOD.at)
    body = batch(
        totals("Debit", 3, 3_750_000), totals("Credit", 1, 50_000), totals("Declined", 2, 0)
    )
    answer = said(header("Reconciliation", own), body)
    assert NEXO.read_reconciled(answer, SETTINGS, request_id="dong-ca-1", at=GOOD.at) == (
        SettlementLine("0000000001:napas:Debit", "napas", "total", 3_750_000, 0, "2026-01-05", 3),
        SettlementLine("0000000001:napas:Credit", "napas", "total", -50_000, 0, "2026-01-05", 1),
    )
    with pytest.raises(SignatureWrong):
        NEXO.read_reconciled(answer, SETTINGS, request_id="dong-ca-2", at=GOOD.at)
    step = NEXO.reconcile(SETTINGS, request_id="dong-ca-1", at=GOOD.at)
    assert '"ReconciliationType":"SaleReconciliation"' in step.signed_text


@pytest.mark.parametrize(
    "body",
    [
        {},
        batch(result="Failure"),
        batch(totals("Surprise", 1, 1000)),
        batch(totals("Debit", 1, "1000.5")),
        batch(totals("Debit", -1, 1000)),
        batch(totals("Debit", 1, 1000, "USD")),
    ],
)
def test_a_batch_that_is_not_sure_is_refused(body: Json) -> None:
    plain = {"SaleToPOIResponse": {"MessageHeader": header("Reconciliation", "X"), **body}}
    with pytest.raises(Malformed):
        NEXO.read_settlement(json.dumps(plain).encode())
