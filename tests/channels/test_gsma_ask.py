"""The walk from a request to its end, question by question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from gsma_facts import (
    AT,
    GSMA,
    QUESTION,
    REFERENCE,
    SERVER_ID,
    SETTINGS,
    TRANSACTION,
    answer,
    asked,
    call,
)
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.channels import gsma_words
from thuphi.ground.channels.contract import Malformed, Outcome
from thuphi.ground.kit.clock import VIETNAM


def test_the_walk_from_a_lost_reply_to_the_money() -> None:
    lost = f"responses/{gsma_words.correlation_id(REFERENCE)}"
    assert call(GSMA.ask(QUESTION, SETTINGS)).url.endswith(f"/mm/{lost}")
    outcome, place = asked({"link": f"/requeststates/{SERVER_ID}"})
    assert (outcome, place) == (Outcome.PENDING, f"requeststates/{SERVER_ID}")
    outcome, place = asked(
        {
            "serverCorrelationId": SERVER_ID,
            "status": "completed",
            "notificationMethod": "callback",
            "objectReference": "TXN 1039",
        },
        next=place,
    )
    assert (outcome, place) == (Outcome.PENDING, "transactions/TXN%201039")
    question = replace(QUESTION, extra={"next": place})
    assert call(GSMA.ask(question, SETTINGS)).url.endswith("/mm/transactions/TXN%201039")
    notice = GSMA.read_asked(question, answer(200, TRANSACTION), SETTINGS)
    assert (notice.outcome, notice.provider_reference) == (Outcome.CONFIRMED, "TXN-1039")
    assert (notice.amount_vnd, notice.reference) == (1_250_000, REFERENCE)
    assert notice.details == {"transaction": "TXN-1039"}


def test_a_link_to_the_transaction_shortens_the_walk() -> None:
    link = "https://operator.example/mm/transactions/TXN-1039?x=1"
    assert asked({"link": link}) == (Outcome.PENDING, "transactions/TXN-1039")


@pytest.mark.parametrize("link", ["", "/", "/accounts/1", "/responses/abc", "/transactions/.."])
def test_a_link_that_leads_elsewhere_is_malformed(link: str) -> None:
    with pytest.raises(Malformed):
        asked({"link": link})


def test_a_request_that_waits_is_asked_again_at_the_same_place() -> None:
    state = {"serverCorrelationId": SERVER_ID, "status": "pending", "notificationMethod": "polling"}
    place = f"requeststates/{SERVER_ID}"
    assert asked(state, next=place) == (Outcome.PENDING, place)


def test_a_request_that_failed_is_dead_and_says_why() -> None:
    state = {
        "serverCorrelationId": SERVER_ID,
        "status": "failed",
        "notificationMethod": "polling",
        "error": {"errorCategory": "businessRule", "errorCode": "insufficientFunds"},
    }
    question = replace(QUESTION, token=SERVER_ID)
    notice = GSMA.read_asked(question, answer(200, state), SETTINGS)
    assert (notice.outcome, notice.status) == (Outcome.REFUSED, "businessRule/insufficientFunds")
    assert notice.provider_reference == REFERENCE


def test_an_unlisted_state_is_unknown() -> None:
    state = {"serverCorrelationId": SERVER_ID, "status": "held", "notificationMethod": "polling"}
    assert asked(state, next=f"requeststates/{SERVER_ID}")[0] is Outcome.UNKNOWN


def test_a_forgotten_request_is_looked_for_by_our_own_id() -> None:
    fault = {"errorCategory": "identification", "errorCode": "identifierError"}
    lost = f"responses/{gsma_words.correlation_id(REFERENCE)}"
    place = f"requeststates/{SERVER_ID}"
    assert asked(fault, status=404, next=place) == (Outcome.PENDING, lost)


@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        (timedelta(minutes=1), Outcome.UNKNOWN),
        (timedelta(minutes=5), Outcome.REFUSED),
        (timedelta(days=1), Outcome.REFUSED),
        (timedelta(days=2), Outcome.UNKNOWN),
    ],
    ids=["on_its_way", "never_came", "never_came_still", "forgotten"],
)
def test_a_request_the_operator_never_had_is_dead_after_a_while(
    age: timedelta, outcome: Outcome
) -> None:
    fault = {"errorCategory": "Identification", "errorCode": "identifierError"}
    question = replace(QUESTION, at=AT + age)
    assert GSMA.read_asked(question, answer(404, fault), SETTINGS).outcome is outcome


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("completed", Outcome.CONFIRMED),
        ("Completed", Outcome.CONFIRMED),
        ("pending", Outcome.PENDING),
        ("failed", Outcome.REFUSED),
        ("reversed", Outcome.MISMATCH),
        ("suspended", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
    ],
)
def test_the_operators_word_in_ours(word: str, outcome: Outcome) -> None:
    body = {**TRANSACTION, "transactionStatus": word}
    assert asked(body, transaction="TXN-1039")[0] is outcome


@pytest.mark.parametrize(
    "other",
    [
        {"amount": "1249999"},
        {"amount": "1250000.00", "type": "disbursement"},
        {"requestingOrganisationTransactionReference": "HP26000123-2"},
        {"creditParty": [{"key": "organisationid", "value": "TRUONG-B"}]},
    ],
    ids=["amount", "type", "reference", "payee"],
)
def test_a_transaction_that_is_not_this_payment_is_a_mismatch(other: dict[str, object]) -> None:
    assert asked({**TRANSACTION, **other}, transaction="TXN-1039")[0] is Outcome.MISMATCH


def test_a_confirmed_payment_is_asked_for_by_its_transaction() -> None:
    question = replace(QUESTION, token=SERVER_ID, provider_reference="TXN-1039")
    assert call(GSMA.ask(question, SETTINGS)).url.endswith("/mm/transactions/TXN-1039")
    pending = replace(QUESTION, token=SERVER_ID, provider_reference=REFERENCE)
    assert call(GSMA.ask(pending, SETTINGS)).url.endswith(f"/mm/requeststates/{SERVER_ID}")


def test_the_day_of_the_money_is_the_operators() -> None:
    question = replace(QUESTION, extra={"transaction": "TXN-1039"})
    body = {**TRANSACTION, "transactionDate": "2026-01-05T01:30:00Z"}
    notice = GSMA.read_asked(question, answer(200, body), SETTINGS)
    assert notice.paid_at == datetime(2026, 1, 5, 8, 30, tzinfo=VIETNAM)


@given(st.binary(max_size=40), st.sampled_from([200, 201, 202, 400, 404, 503]))
def test_no_answer_breaks_the_walk(body: bytes, status: int) -> None:
    for question in (QUESTION, replace(QUESTION, token=SERVER_ID)):
        with pytest.raises(Malformed):
            GSMA.read_asked(question, answer(status, body), SETTINGS)
