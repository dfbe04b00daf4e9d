"""Card terminals: every answer, sealed by the simulator's own cipher, ends in one outcome."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.terminal import cipher
from simulators.terminal.settings import Merchant
from tests.channels.test_nexo import GIVEN, GOOD, KEY, NEXO, ORDER, SETTINGS
from thuphi.ground.channels.contract import (
    Answer,
    Malformed,
    Notice,
    Outcome,
    Refusal,
    SignatureWrong,
)
from thuphi.ground.channels.nexo_crypto import Sealed, Trailer, unseal
from thuphi.ground.channels.nexo_messages import question_id, service_id

TERMINAL = Merchant(
    POIID=SETTINGS["POIID"],
    SaleID=SETTINGS["SaleID"],
    KeyIdentifier=KEY.identifier,
    KeyVersion=KEY.version,
    Passphrase=KEY.passphrase,
)
MOVEMENT = "BV0q000000000000001.VK9D000000000001|2026-01-05T01:31:45.000Z"
Json = dict[str, object]


def good_payment() -> dict[str, dict[str, object]]:
    """The recorded payment's body, opened."""
    inside = json.loads(GOOD.body)["SaleToPOIResponse"]
    trailer = inside["SecurityTrailer"]
    members = ("AdyenCryptoVersion", "Hmac", "KeyIdentifier", "KeyVersion", "Nonce")
    sealed = Sealed(inside["NexoBlob"], Trailer(*(trailer[name] for name in members)))
    body: dict[str, dict[str, object]] = json.loads(unseal(sealed, KEY))["SaleToPOIResponse"][
        "PaymentResponse"
    ]
    return copy.deepcopy(body)


def header(category: str, service: str, **changed: str) -> Json:
    return {
        "ProtocolVersion": "3.0",
        "MessageClass": "Service",
        "MessageCategory": category,
        "MessageType": "Response",
        "SaleID": TERMINAL.SaleID,
        "ServiceID": service,
        "POIID": TERMINAL.POIID,
        **changed,
    }


def said(head: Mapping[str, object], body: Mapping[str, object]) -> Answer:
    """An answer as a terminal seals it."""
    plain = json.dumps({"SaleToPOIResponse": {"MessageHeader": head, **body}}).encode()
    hidden = cipher.sealed(plain, TERMINAL, is_proof_wrong=False)
    whole = json.dumps({"SaleToPOIResponse": {"MessageHeader": head, **hidden}})
    return Answer(200, {}, whole.encode(), GOOD.at)


def paid(body: Mapping[str, object]) -> Answer:
    return said(header("Payment", service_id(ORDER.reference)), {"PaymentResponse": body})


def failed(condition: str | None) -> Json:
    response = {"Result": "Failure", "ErrorCondition": condition, "AdditionalResponse": "x=1"}
    return {"Response": response}


def amount(authorized: object, **more: object) -> dict[str, dict[str, object]]:
    body = good_payment()
    body["PaymentResult"]["AmountsResp"] = {"AuthorizedAmount": authorized, **more}
    return body


def notice_of(body: Mapping[str, object]) -> Notice:
    started = NEXO.read_started(ORDER, paid(body), SETTINGS)
    assert started.notice is not None
    assert (started.outcome, started.status) == (started.notice.outcome, started.notice.status)
    return started.notice


REFUSED = ["Aborted", "Cancel", "InvalidCard", "PaymentRestriction", "Refusal", "WrongPIN"]
FREE = ["Busy", "DeviceOut", "LoggedOut", "MessageFormat", "NotAllowed", "UnavailableDevice"]


@pytest.mark.parametrize("condition", REFUSED)
def test_a_refused_card_is_known_to_be_dead(condition: str) -> None:
    notice = notice_of(failed(condition))
    assert (notice.outcome, notice.status) == (Outcome.REFUSED, f"Failure/{condition}")
    assert (notice.provider_reference, notice.amount_vnd) == (ORDER.reference, 1_250_000)
    assert notice.details == {}


@pytest.mark.parametrize("condition", FREE)
def test_a_terminal_that_did_not_begin_says_that_a_new_try_is_free(condition: str) -> None:
    notice = notice_of(failed(condition))
    assert notice.outcome is Outcome.REFUSED
    assert notice.status == f"Failure/{condition} (new try is free)"


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("InProgress", Outcome.PENDING),
        ("UnreachableHost", Outcome.UNKNOWN),
        ("UnavailableService", Outcome.UNKNOWN),
        ("InsertedCard", Outcome.UNKNOWN),
        ("NotFound", Outcome.UNKNOWN),
        ("Sulking", Outcome.UNKNOWN),
        ("Success", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
        (None, Outcome.UNKNOWN),
    ],
)
def test_what_is_not_sure_is_no_end(condition: str | None, outcome: Outcome) -> None:
    started = NEXO.read_started(ORDER, paid(failed(condition)), SETTINGS)
    assert (started.outcome, started.notice) == (outcome, None)
    assert started.token == service_id(ORDER.reference)


@pytest.mark.parametrize("result", ["Busy", "success", "Cancel", "", "Failure/Cancel2"])
def test_a_result_that_is_not_listed_is_unknown(result: str) -> None:
    body = {"Response": {"Result": result}}
    assert NEXO.read_started(ORDER, paid(body), SETTINGS).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("written", [1_250_000, 1250000.0, "1250000", "1250000.00"])
def test_the_whole_amount_is_confirmed_however_it_is_written(written: object) -> None:
    notice = notice_of(amount(written, Currency="VND"))
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)


@pytest.mark.parametrize(
    ("written", "currency", "amount_vnd"),
    [
        (1_249_999, "VND", 1_249_999),
        (1_251_000, "VND", 1_251_000),
        (0, "VND", 0),
        (1_250_000, "USD", 0),
        ("1250000.5", "VND", 0),
        (-1_250_000, "VND", 0),
        ("NaN", "VND", 0),
        ("1E+400", "VND", 0),
        (None, "VND", 0),
    ],
)
def test_another_amount_is_looked_at_by_a_person(
    written: object, currency: str, amount_vnd: int
) -> None:
    notice = notice_of(amount(written, Currency=currency))
    assert (notice.outcome, notice.amount_vnd) == (Outcome.MISMATCH, amount_vnd)
    assert notice.provider_reference == MOVEMENT


@given(st.integers(0, 99_999_999))
def test_only_the_asked_amount_is_confirmed(charged_vnd: int) -> None:
    is_asked = charged_vnd == ORDER.amount_vnd
    outcome = notice_of(amount(charged_vnd, Currency="VND")).outcome
    assert outcome is (Outcome.CONFIRMED if is_asked else Outcome.MISMATCH)


@pytest.mark.parametrize("authorized", [600_000, 1_250_000])
def test_a_part_of_the_amount_is_looked_at_by_a_person(authorized: int) -> None:
    body = amount(authorized, Currency="VND")
    body["Response"] = {"Result": "Partial"}
    notice = notice_of(body)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.MISMATCH, authorized)
    assert notice.status == "Partial"


def test_a_failure_that_holds_money_is_looked_at_by_a_person() -> None:
    body = good_payment()
    body["Response"] = {"Result": "Failure", "ErrorCondition": "Cancel"}
    notice = notice_of(body)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.MISMATCH, 1_250_000)


def test_another_orders_payment_is_looked_at_by_a_person() -> None:
    body = good_payment()
    body["SaleData"]["SaleTransactionID"] = {"TransactionID": "TF003NQK8NRQ-6", "TimeStamp": ""}
    assert notice_of(body).outcome is Outcome.MISMATCH


@pytest.mark.parametrize("name", ["MerchantID", "TID"])
def test_money_for_another_merchant_or_terminal_is_looked_at_by_a_person(name: str) -> None:
    started = NEXO.read_started(ORDER, paid(good_payment()), {**SETTINGS, name: "99999999"})
    assert started.outcome is Outcome.MISMATCH
    started = NEXO.read_started(ORDER, paid(good_payment()), {**SETTINGS, name: ""})
    assert started.outcome is Outcome.CONFIRMED


def test_a_bare_card_number_is_masked_even_if_the_terminal_sent_it() -> None:
    body = good_payment()
    card = {"PaymentBrand": "visa", "MaskedPan": "4111 1111 1111 1111", "EntryMode": "MagStripe"}
    body["PaymentResult"]["PaymentInstrumentData"] = {"CardData": card}
    notice = notice_of(body)
    assert notice.details["masked_pan"] == "411111******1111"
    assert notice.details["entry_mode"] == "MagStripe"


def test_a_success_needs_no_card_details() -> None:
    body = good_payment()
    del body["PaymentResult"]["PaymentInstrumentData"]
    del body["PaymentResult"]["PaymentAcquirerData"]
    notice = notice_of(body)
    assert notice.outcome is Outcome.CONFIRMED
    assert notice.details == {"reconciliation_id": "0000000001"}


@pytest.mark.parametrize(
    "poi",
    [
        None,
        {},
        {"POITransactionID": {"TransactionID": "", "TimeStamp": "2026-01-05T01:31:45Z"}},
        {"POITransactionID": {"TransactionID": "x", "TimeStamp": ""}},
        {"POITransactionID": {"TransactionID": "x", "TimeStamp": "0001-01-01T00:00:00+14:00"}},
        {"POITransactionID": {"TransactionID": "x" * 90, "TimeStamp": "2026-01-05T01:31:45Z"}},
    ],
)
def test_a_success_without_a_name_cannot_be_read(poi: object) -> None:
    with pytest.raises(Malformed):
        NEXO.read_started(ORDER, paid({**good_payment(), "POIData": poi}), SETTINGS)


@pytest.mark.parametrize(
    "changed",
    [
        {"ServiceID": "AAAAAAAAAA"},
        {"SaleID": "CASHIER02"},
        {"POIID": "P400Plus-000000002"},
        {"MessageType": "Request"},
        {"MessageCategory": "Reversal"},
    ],
)
def test_an_answer_to_another_message_proves_nothing(changed: dict[str, str]) -> None:
    head = {**header("Payment", service_id(ORDER.reference)), **changed}
    with pytest.raises(SignatureWrong, match="not_to_our_message"):
        NEXO.read_started(ORDER, said(head, {"PaymentResponse": good_payment()}), SETTINGS)


def test_the_outer_header_proves_nothing() -> None:
    """Only what is sealed counts: a false address outside cannot make another answer ours."""
    older = said(header("Payment", "AAAAAAAAAA"), {"PaymentResponse": good_payment()})
    false = older.body.replace(b"AAAAAAAAAA", service_id(ORDER.reference).encode())
    with pytest.raises(SignatureWrong):
        NEXO.read_started(ORDER, replace(older, body=false), SETTINGS)


def test_a_plain_answer_is_not_believed_where_a_passphrase_is_set() -> None:
    head = header("Payment", service_id(ORDER.reference))
    plain = {"SaleToPOIResponse": {"MessageHeader": head, "PaymentResponse": good_payment()}}
    answer = Answer(200, {}, json.dumps(plain).encode(), GOOD.at)
    with pytest.raises(SignatureWrong):
        NEXO.read_started(ORDER, answer, SETTINGS)
    over_tls = {**SETTINGS, "Passphrase": ""}
    assert NEXO.read_started(ORDER, answer, over_tls).outcome is Outcome.CONFIRMED
    with pytest.raises(SignatureWrong):
        NEXO.read_started(ORDER, answer, {**over_tls, "endpoint": "http://192.168.1.20/nexo"})


@pytest.mark.parametrize("status", [204, 400, 401, 404, 500, 503])
def test_another_http_status_is_not_read(status: int) -> None:
    with pytest.raises(Malformed, match=f"http_{status}"):
        NEXO.read_started(ORDER, replace(paid(good_payment()), status=status), SETTINGS)


def looked_up(body: Mapping[str, object]) -> Answer:
    own = question_id(GIVEN.question.request_id, GIVEN.question.at)
    return said(header("TransactionStatus", own), {"TransactionStatusResponse": body})


def repeated(category: str, body: Mapping[str, object], reference: str) -> Json:
    return {
        "Response": {"Result": "Success"},
        "RepeatedMessageResponse": {
            "MessageHeader": header(category, service_id(reference)),
            "RepeatedResponseMessageBody": {f"{category}Response": body},
        },
    }


def test_a_repeated_answer_gives_the_same_notice_as_the_first() -> None:
    answer = looked_up(repeated("Payment", good_payment(), ORDER.reference))
    assert NEXO.read_asked(GIVEN.question, answer, SETTINGS) == notice_of(good_payment())


@pytest.mark.parametrize("stamp", ["2026-01-05T08:31:45.000+07:00", "2026-01-05T01:31:45Z"])
def test_the_name_of_the_money_does_not_hang_on_how_its_instant_is_written(stamp: str) -> None:
    body = good_payment()
    name = {"TransactionID": "BV0q000000000000001.VK9D000000000001", "TimeStamp": stamp}
    body["POIData"]["POITransactionID"] = name
    assert notice_of(body).provider_reference == MOVEMENT


@pytest.mark.parametrize(
    ("condition", "seconds", "outcome"),
    [
        ("InProgress", 5, Outcome.PENDING),
        ("InProgress", 86_400, Outcome.PENDING),
        ("NotFound", 5, Outcome.PENDING),
        ("NotFound", 119, Outcome.PENDING),
        ("NotFound", 120, Outcome.REFUSED),
        ("NotFound", 3600, Outcome.REFUSED),
        ("NotFound", 48 * 3600 - 1, Outcome.REFUSED),
        ("NotFound", 48 * 3600, Outcome.UNKNOWN),
        ("Busy", 300, Outcome.UNKNOWN),
        ("Cancel", 300, Outcome.UNKNOWN),
        ("UnreachableHost", 300, Outcome.UNKNOWN),
    ],
)
def test_a_look_up_that_found_nothing_ends_only_what_is_surely_dead(
    condition: str, seconds: int, outcome: Outcome
) -> None:
    at = GIVEN.question.at
    question = replace(GIVEN.question, started_at=at - timedelta(seconds=seconds))
    notice = NEXO.read_asked(question, looked_up(failed(condition)), SETTINGS)
    assert (notice.outcome, notice.provider_reference) == (outcome, ORDER.reference)


def test_a_repeated_answer_to_another_payment_is_not_believed() -> None:
    answer = looked_up(repeated("Payment", good_payment(), "TF003NQK8NRQ-6"))
    with pytest.raises(SignatureWrong):
        NEXO.read_asked(GIVEN.question, answer, SETTINGS)


def test_a_look_up_without_the_answer_cannot_be_read() -> None:
    for body in (
        {"Response": {"Result": "Success"}},
        repeated("Reversal", {"Response": {"Result": "Success"}}, ORDER.reference),
    ):
        with pytest.raises((Malformed, SignatureWrong)):
            NEXO.read_asked(GIVEN.question, looked_up(body), SETTINGS)


@pytest.mark.parametrize("status", [200, 202, 204])
@pytest.mark.parametrize("body", [b"", b"ok"])
def test_an_abort_has_no_answer_of_its_own(status: int, body: bytes) -> None:
    answer = Answer(status, {}, body, GOOD.at)
    notice = NEXO.read_cancelled(GIVEN.question, answer, SETTINGS)
    assert notice.outcome is Outcome.PENDING


def test_an_abort_that_was_not_taken_is_not_read() -> None:
    with pytest.raises(Malformed):
        NEXO.read_cancelled(GIVEN.question, Answer(503, {}, b"", GOOD.at), SETTINGS)
    page = Answer(200, {"content-type": "text/html; charset=utf-8"}, b"", GOOD.at)
    with pytest.raises(Malformed):
        NEXO.read_cancelled(GIVEN.question, page, SETTINGS)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 5000,
        b"9" * 5000,
        b"<html>",
        GOOD.body[:99].encode(),
    ],
)
def test_no_answer_breaks_the_connector(body: bytes) -> None:
    for read in (
        lambda one: NEXO.read_started(ORDER, one, SETTINGS),
        lambda one: NEXO.read_asked(GIVEN.question, one, SETTINGS),
        lambda one: NEXO.read_refunded(GIVEN.refund, one, SETTINGS),
        lambda one: NEXO.read_refund_asked(GIVEN.refund, one, SETTINGS),
        lambda one: NEXO.read_settlement(one.body),
    ):
        with pytest.raises(Refusal):
            read(Answer(200, {}, body, GOOD.at))
