"""A Mobile Money payment is started, and its callback heard."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from gsma_facts import (
    AT,
    GIVEN,
    GSMA,
    ORDER,
    QUESTION,
    REFERENCE,
    REFUND,
    SERVER_ID,
    SETTINGS,
    TRANSACTION,
    answer,
    call,
)

from thuphi.ground.channels import gsma_calls, gsma_words
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Knock,
    Malformed,
    Order,
    OrderRefused,
    Outcome,
)


def test_a_start_sends_the_documents_sample_to_the_letter() -> None:
    step = GSMA.start(ORDER, SETTINGS)
    sent = call(step)
    assert (sent.method, sent.url) == (
        "POST",
        "https://operator.example/mm/transactions/type/merchantpay",
    )
    assert sent.body.decode() == GIVEN.content_hash.body
    assert sent.headers["X-Content-Hash"] == GIVEN.content_hash.sha256_hex == step.signature
    assert step.signed_text == GIVEN.content_hash.body
    assert msgspec.json.decode(sent.body) == msgspec.json.decode(
        GIVEN.examples["merchantpay_request"]
    )
    assert sent.headers["X-CorrelationID"] == gsma_words.correlation_id(REFERENCE)
    assert sent.headers["X-Date"] == "2026-01-05T01:31:45Z"
    assert sent.headers["X-API-Key"] == "made_up_api_key"
    assert sent.headers["X-Client-Id"] == "truong-thpt-a"
    assert sent.headers["Authorization"] == "Basic c2Nob29sOm1hZGUgdXA="


def test_a_start_sent_again_is_the_same_request() -> None:
    later = replace(ORDER, at=AT + timedelta(minutes=3))
    first, second = call(GSMA.start(ORDER, SETTINGS)), call(GSMA.start(later, SETTINGS))
    assert first.headers["X-CorrelationID"] == second.headers["X-CorrelationID"]
    assert first.body == second.body


def test_the_callbacks_address_is_believed_and_no_other() -> None:
    url = call(GSMA.start(ORDER, SETTINGS)).headers["X-Callback-URL"]
    address, _, tail = url.rpartition("/")
    assert address == ORDER.notify_url
    knock = Knock("PUT", {}, {}, msgspec.json.encode(TRANSACTION), AT, tail=tail)
    notice = GSMA.hear(knock, SETTINGS)
    assert (notice.outcome, notice.reference) == (Outcome.PENDING, REFERENCE)
    assert notice.details == {}


def test_names_travel_in_the_metadata() -> None:
    order = replace(ORDER, payer_name="Nguyễn Văn Bình", beneficiary_name="Nguyễn Minh Anh")
    body = msgspec.json.decode(call(GSMA.start(order, SETTINGS)).body)
    assert body["metadata"] == [
        {"key": "payerName", "value": "Nguyễn Văn Bình"},
        {"key": "beneficiaryName", "value": "Nguyễn Minh Anh"},
    ]


def test_a_bearer_token_goes_before_a_password() -> None:
    settings = {**SETTINGS, "bearerToken": "made.up.token"}
    assert call(GSMA.start(ORDER, settings)).headers["Authorization"] == "Bearer made.up.token"


def test_without_an_endpoint_the_sandbox_is_asked() -> None:
    settings = {name: value for name, value in SETTINGS.items() if name != "endpoint"}
    assert call(GSMA.ask(QUESTION, settings)).url.startswith("https://sandbox.mobilemoneyapi.io/")


@pytest.mark.parametrize(
    ("order", "named"),
    [
        (replace(ORDER, amount_vnd=0), "amount_vnd"),
        (replace(ORDER, amount_vnd=100_000_001), "amount_vnd"),
        (replace(ORDER, notify_url="thuphi.example"), "notify_url"),
        (replace(ORDER, extra={}), "msisdn"),
        (replace(ORDER, extra={"msisdn": "+1 202 555 0100"}), "msisdn"),
        (replace(ORDER, extra={"msisdn": "09012345678"}), "msisdn"),
    ],
    ids=["nothing", "above_the_cap", "no_address", "no_phone", "foreign_phone", "long_phone"],
)
def test_an_order_that_cannot_go_is_refused_with_the_mend(order: Order, named: str) -> None:
    with pytest.raises(OrderRefused, match=f"^{named}: "):
        GSMA.start(order, SETTINGS)


@pytest.mark.parametrize("missing", ["callbackKey", "organisationId"])
def test_a_merchant_that_is_not_set_up_starts_nothing(missing: str) -> None:
    settings = {name: value for name, value in SETTINGS.items() if name != missing}
    with pytest.raises(OrderRefused, match=f"^{missing}: "):
        GSMA.start(ORDER, settings)


@pytest.mark.parametrize(
    "written", ["0901234567", "84901234567", "+84901234567", "+84 901.234-567"]
)
def test_a_phone_is_sent_in_one_form(written: str) -> None:
    assert gsma_calls.msisdn(written) == "+84901234567"


def test_an_accepted_request_gives_its_token() -> None:
    raw = bytes(GIVEN.examples["accepted_202"])
    started = GSMA.read_started(ORDER, answer(202, raw), SETTINGS)
    assert (started.outcome, started.token, started.notice) == (Outcome.PENDING, SERVER_ID, None)
    question = replace(QUESTION, token=started.token)
    assert call(GSMA.ask(question, SETTINGS)).url.endswith(f"/mm/requeststates/{SERVER_ID}")


def test_a_payment_that_is_over_at_once_is_believed() -> None:
    raw = bytes(GIVEN.examples["callback_success_put"])
    started = GSMA.read_started(ORDER, answer(201, raw), SETTINGS)
    assert started.outcome is Outcome.CONFIRMED
    assert started.notice is not None
    assert started.notice.provider_reference == "TXN-1039"
    assert started.notice.payer_account == "+84901234567"
    assert started.token == "transactions/TXN-1039"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (400, GIVEN.examples["callback_failure_put"], Outcome.REFUSED),
        (400, {"errorCategory": "BusinessRule", "errorCode": "InsufficientFunds"}, Outcome.REFUSED),
        (401, {"errorCategory": "authorisation", "errorCode": "genericError"}, Outcome.REFUSED),
        (400, {"errorCategory": "businessRule", "errorCode": "duplicateRequest"}, Outcome.UNKNOWN),
        (500, {"errorCategory": "internal", "errorCode": "genericError"}, Outcome.UNKNOWN),
        (503, {"errorCategory": "serviceUnavailable", "errorCode": "x"}, Outcome.UNKNOWN),
        (503, {"errorCategory": "businessRule", "errorCode": "x"}, Outcome.UNKNOWN),
        (400, {"errorCategory": "somethingNew", "errorCode": "x"}, Outcome.UNKNOWN),
    ],
    ids=["funds", "guide", "key", "repeated", "internal", "away", "contradiction", "new_category"],
)
def test_only_a_refused_request_is_dead(
    status: int, body: msgspec.Raw | dict[str, str], outcome: Outcome
) -> None:
    raw = bytes(body) if isinstance(body, msgspec.Raw) else msgspec.json.encode(body)
    assert GSMA.read_started(ORDER, answer(status, raw), SETTINGS).outcome is outcome


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b'{"transactionRef', b"[]"])
@pytest.mark.parametrize("status", [200, 201, 202, 302, 400, 502])
def test_an_answer_that_is_none_is_malformed(status: int, body: bytes) -> None:
    with pytest.raises(Malformed):
        GSMA.read_started(ORDER, answer(status, body), SETTINGS)
    with pytest.raises(Malformed):
        GSMA.read_asked(QUESTION, answer(status, body), SETTINGS)
    with pytest.raises(Malformed):
        GSMA.read_refunded(REFUND, answer(status, body), SETTINGS)
    with pytest.raises(Malformed):
        GSMA.read_refund_asked(REFUND, answer(status, body), SETTINGS)


def test_what_it_cannot_do() -> None:
    with pytest.raises(CannotDo):
        GSMA.cancel(QUESTION, SETTINGS)
    assert set(GSMA.CAN) == set(Ability)
    assert all(bool(one.why_not) is not one.can for one in GSMA.CAN.values())


def test_a_one_time_code_is_not_kept() -> None:
    body = b'{"oneTimeCode": "98\\"76", "amount": "1"}'
    assert GSMA.scrub(body) == b'{"oneTimeCode": "", "amount": "1"}'


def test_hearing_costs_less_than_a_tenth_of_a_millisecond() -> None:
    tail = gsma_calls.callback_tail(REFERENCE, SETTINGS)
    knock = Knock("PUT", {}, {}, msgspec.json.encode(TRANSACTION), AT, tail=tail)
    fastest_ns = 10**9
    for _ in range(20):
        began_ns = time.perf_counter_ns()
        for _ in range(50):
            GSMA.hear(knock, SETTINGS)
        fastest_ns = min(fastest_ns, (time.perf_counter_ns() - began_ns) // 50)
    assert fastest_ns < 100_000
