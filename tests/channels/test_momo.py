"""MoMo: every published vector, every answer it can give, and nothing altered believed."""

from __future__ import annotations

import json
import timeit
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.recordings import load
from thuphi.ground.channels import momo_words as words
from thuphi.ground.channels.contract import (
    Answer,
    Knock,
    Malformed,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    SignatureWrong,
    Step,
)
from thuphi.ground.channels.momo import MoMo

HERE = Path(__file__).parent / "momo"
AT = datetime(2026, 1, 5, 1, 31, 50, tzinfo=UTC)
MOMO = MoMo()
GOOD = load(HERE / "good.json")


class Vector(msgspec.Struct):
    id: str
    kind: str
    body: dict[str, str | int]
    sign_string: str
    signature: str
    valid: bool = True


class Vectors(msgspec.Struct):
    access_key: str
    secret_key: str
    field_order: dict[str, list[str]]
    vectors: list[Vector]


VECTORS = msgspec.json.decode((HERE / "vectors" / "momo.json").read_bytes(), type=Vectors)
SETTINGS = {
    "partnerCode": "MOMOMADEUP2026",
    "accessKey": VECTORS.access_key,
    "secretKey": VECTORS.secret_key,
}
EVERY = pytest.mark.parametrize("vector", VECTORS.vectors, ids=lambda vector: vector.id)


def vector(name: str) -> Vector:
    [found] = [one for one in VECTORS.vectors if one.id == name]
    return found


def order(**change: object) -> Order:
    made = Order(
        reference="TF003NQK8NRQ-1",
        amount_vnd=1_250_000,
        description="TF003NQK8NRQ Học phí tháng 9",
        return_url="https://truong.example.edu.vn/tra-ve",
        notify_url="https://truong.example.edu.vn/gate/momo/hoa-mai",
        ip="203.0.113.7",
        at=AT,
    )
    return replace(made, **change)


QUESTION = Question(
    reference="TF003NQK8NRQ-1", amount_vnd=1_250_000, started_at=AT, at=AT, request_id="HOI-1"
)
REFUND = RefundOrder(
    reference="TF003NQK8NRQ-2",
    request_id="HOAN-1",
    payment_reference="TF003NQK8NRQ-1",
    provider_reference="4088878653",
    amount_vnd=250_000,
    paid_vnd=1_250_000,
    description="Hoàn học phí",
    started_at=AT,
    at=AT,
    asked_by="ke-toan",
)


def body(step: Step) -> dict[str, object]:
    assert step.call is not None
    found: dict[str, object] = json.loads(step.call.body)
    return found


def said(status: int = 200, **members: object) -> Answer:
    whole = {
        "partnerCode": "MOMOMADEUP2026",
        "orderId": "TF003NQK8NRQ-1",
        "requestId": "HOI-1",
        "amount": 1_250_000,
        "transId": 4088878653,
        "responseTime": 1767576705123,
        "resultCode": 0,
        "message": "Thành công.",
        **members,
    }
    return Answer(status, {}, msgspec.json.encode(whole), AT)


# What is signed.


def test_no_vector_was_lost() -> None:
    assert len(VECTORS.vectors) == 8


def test_members_are_signed_in_the_published_order() -> None:
    assert {kind: list(names) for kind, names in words.SIGNED.items()} == VECTORS.field_order


@EVERY
def test_a_vector_is_signed_as_published(vector: Vector) -> None:
    text = words.sign_text(vector.kind, {**vector.body, "accessKey": VECTORS.access_key})
    assert text == vector.sign_string
    is_same = words.signature(VECTORS.secret_key.encode(), text) == vector.signature
    assert is_same is vector.valid


@pytest.mark.parametrize("name", ["create_capture_wallet", "create_unicode_extradata"])
def test_a_start_sends_the_vector(name: str) -> None:
    published = vector(name)
    asked = published.body
    step = MOMO.start(
        order(
            reference=str(asked["orderId"]),
            amount_vnd=int(asked["amount"]),
            description=str(asked["orderInfo"]),
            return_url=str(asked["redirectUrl"]),
            notify_url=str(asked["ipnUrl"]),
            extra={
                "requestId": str(asked["requestId"]),
                "request_type": str(asked["requestType"]),
                "extraData": str(asked["extraData"]),
            },
        ),
        SETTINGS,
    )
    assert step.call is not None
    assert step.call.url == "https://test-payment.momo.vn/v2/gateway/api/create"
    assert step.call.timeout_seconds >= 30
    assert body(step) == {**asked, "autoCapture": True, "signature": published.signature}
    assert step.signature == published.signature
    assert step.signed_text == published.sign_string


def test_a_question_sends_the_vector() -> None:
    published = vector("query")
    step = MOMO.ask(replace(QUESTION, reference="HP26000123-1", request_id="REQ-0003"), SETTINGS)
    assert body(step) == {**published.body, "signature": published.signature}
    assert step.call is not None
    assert step.call.url.endswith("/v2/gateway/api/query")


def test_a_refund_and_its_question_send_the_vectors() -> None:
    refund, asked = vector("refund_partial"), vector("refund_query")
    sent = replace(
        REFUND,
        reference="HP26000123-1-R1",
        request_id="REQ-0004",
        description="Hoan tien HP26000123",
    )
    step = MOMO.refund(sent, SETTINGS)
    assert body(step) == {**refund.body, "signature": refund.signature}
    assert step.call is not None
    assert step.call.url.endswith("/v2/gateway/api/refund")
    step = MOMO.ask_refund(replace(sent, request_id="REQ-0005"), SETTINGS)
    assert body(step) == {**asked.body, "signature": asked.signature}
    assert step.call is not None
    assert step.call.url.endswith("/v2/gateway/api/refund/query")


@pytest.mark.parametrize("name", ["ipn_user_denied", "ipn_tampered_amount"])
def test_a_notice_is_heard_like_the_vector(name: str) -> None:
    published = vector(name)
    knock = Knock(
        "POST",
        {},
        {},
        msgspec.json.encode({**published.body, "signature": published.signature}),
        AT,
    )
    if not published.valid:
        with pytest.raises(SignatureWrong):
            MOMO.hear(knock, SETTINGS)
        return
    notice = MOMO.hear(knock, SETTINGS)
    assert (notice.outcome, notice.status) == (Outcome.REFUSED, "1006")
    assert notice.provider_reference == notice.reference == "HP26000123-1"


# What is refused before it is sent.


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"amount_vnd": 999}, "amount"),
        ({"amount_vnd": 50_000_001}, "amount"),
        ({"reference": "TF003NQK8NRQ-"}, "orderId"),
        ({"reference": "TF003 NQK8NRQ"}, "orderId"),
        ({"description": "x" * 256}, "orderInfo"),
        ({"return_url": "/tra-ve"}, "redirectUrl"),
        ({"return_url": "javascript:alert(1)"}, "redirectUrl"),
        ({"notify_url": "https://truong.example.edu.vn/gate?x=1"}, "ipnUrl"),
        ({"notify_url": "https://trường.vn/gate"}, "ipnUrl"),
        ({"extra": {"request_type": "linkWallet"}}, "requestType"),
        ({"extra": {"lang": "fr"}}, "lang"),
        ({"extra": {"requestId": "x" * 51}}, "requestId"),
    ],
)
def test_a_start_that_momo_would_refuse_is_not_sent(change: dict[str, object], names: str) -> None:
    with pytest.raises(OrderRefused, match=names):
        MOMO.start(order(**change), SETTINGS)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"amount_vnd": 1_250_001}, "amount"),
        ({"amount_vnd": 999}, "amount"),
        ({"provider_reference": "FT26005"}, "transId"),
        ({"provider_reference": ""}, "transId"),
        ({"reference": "TF003NQK8NRQ-1"}, "orderId"),
    ],
)
def test_a_refund_that_cannot_be_right_is_not_sent(change: dict[str, object], names: str) -> None:
    with pytest.raises(OrderRefused, match=names):
        MOMO.refund(replace(REFUND, **change), SETTINGS)


def test_the_live_address_is_a_setting() -> None:
    step = MOMO.start(order(), {**SETTINGS, "endpoint": "https://payment.momo.vn/"})
    assert step.call is not None
    assert step.call.url == "https://payment.momo.vn/v2/gateway/api/create"


def test_line_breaks_do_not_reach_the_payers_page() -> None:
    assert body(MOMO.start(order(description="Học phí\r\ntháng 9"), SETTINGS))["orderInfo"] == (
        "Học phí  tháng 9"
    )


# What MoMo answers.

PAGE = {"payUrl": "https://test-payment.momo.vn/v2/gateway/pay?t=x", "deeplink": "momo://app?a=b"}


def test_a_start_gives_a_page_an_app_and_a_code() -> None:
    started = MOMO.read_started(order(), said(**PAGE, qrCodeUrl="000201momo"), SETTINGS)
    assert started.outcome is Outcome.PENDING
    assert (started.url, started.deeplink) == (PAGE["payUrl"], PAGE["deeplink"])
    assert (started.qr, started.status) == ("000201momo", "0")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (said(**PAGE, amount=1_250_001), Outcome.MISMATCH),
        (said(resultCode=41), Outcome.UNKNOWN),
        (said(resultCode=13), Outcome.UNKNOWN),
        (said(resultCode=1005), Outcome.REFUSED),
        (said(resultCode=8888), Outcome.UNKNOWN),
        (said(422, resultCode=7000), Outcome.PENDING),
        (said(400, resultCode=20, partnerCode=None, orderId=None), Outcome.UNKNOWN),
        (said(400, resultCode=1005), Outcome.UNKNOWN),
        (said(422, **PAGE), Outcome.UNKNOWN),
    ],
)
def test_a_start_without_a_page(answer: Answer, outcome: Outcome) -> None:
    started = MOMO.read_started(order(), answer, SETTINGS)
    assert (started.outcome, started.url) == (outcome, "")


@pytest.mark.parametrize(
    "answer",
    [
        said(payUrl=""),
        said(payUrl="javascript:alert(1)"),
        said(payUrl="http://test-payment.momo.vn/x"),
        said(**PAGE, orderId="TF003NQK8NRQ-9"),
        said(**PAGE, partnerCode="MOMOANOTHER"),
        said(**PAGE, orderId=None),
        said(500, **PAGE),
    ],
)
def test_an_answer_that_is_not_ours_or_leads_nowhere_is_not_understood(answer: Answer) -> None:
    with pytest.raises(Malformed):
        MOMO.read_started(order(), answer, SETTINGS)


def test_money_has_one_name_in_the_notice_and_in_the_answer() -> None:
    heard = MOMO.hear(GOOD.knock, GOOD.settings)
    asked = MOMO.read_asked(QUESTION, said(), SETTINGS)
    same = ("outcome", "provider_reference", "amount_vnd", "reference", "paid_at", "status")
    assert [getattr(heard, name) for name in same] == [getattr(asked, name) for name in same]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (said(), Outcome.CONFIRMED),
        (said(201), Outcome.CONFIRMED),
        (said(amount=1_249_999), Outcome.MISMATCH),
        (said(resultCode=1000, transId=0), Outcome.PENDING),
        (said(resultCode=7002), Outcome.PENDING),
        (said(resultCode=9000), Outcome.PENDING),
        (said(resultCode=1003), Outcome.REFUSED),
        (said(resultCode=42), Outcome.UNKNOWN),
        (said(resultCode=1080), Outcome.UNKNOWN),
        (said(resultCode=-1), Outcome.UNKNOWN),
        (said(404), Outcome.UNKNOWN),
    ],
)
def test_what_became_of_a_payment(answer: Answer, outcome: Outcome) -> None:
    notice = MOMO.read_asked(QUESTION, answer, SETTINGS)
    assert notice.outcome is outcome
    has_money = outcome in (Outcome.CONFIRMED, Outcome.MISMATCH)
    assert notice.provider_reference == ("4088878653" if has_money else "TF003NQK8NRQ-1")
    assert notice.reference == "TF003NQK8NRQ-1"


@pytest.mark.parametrize(
    "change",
    [
        {"transId": 0},
        {"transId": None},
        {"amount": None},
        {"amount": 0},
        {"amount": 1250000.5},
        {"requestId": "HOI-2"},
        {"requestId": None},
        {"orderId": "TF003NQK8NRQ-9"},
    ],
)
def test_an_answer_that_does_not_fit_the_question_is_not_understood(
    change: dict[str, object],
) -> None:
    with pytest.raises(Malformed):
        MOMO.read_asked(QUESTION, said(**change), SETTINGS)


CODES = {
    **dict.fromkeys((0,), Outcome.CONFIRMED),
    **dict.fromkeys((1000, 7000, 7002, 9000), Outcome.PENDING),
    **dict.fromkeys((10, 11, 12, 13, 20, 21, 22, *range(40, 48)), Outcome.UNKNOWN),
    **dict.fromkeys((98, 99, *range(1001, 1008), 1017, 1026, 2019), Outcome.REFUSED),
    **dict.fromkeys((4001, 4002, 4100), Outcome.REFUSED),
}


@given(st.integers(-10_000, 10_000) | st.sampled_from(sorted(CODES)))
def test_a_code_means_what_the_document_says_and_any_other_is_unknown(code: int) -> None:
    notice = MOMO.read_asked(QUESTION, said(resultCode=code), SETTINGS)
    assert notice.outcome is CODES.get(code, Outcome.UNKNOWN)


def refunded(**members: object) -> RefundNotice:
    members = {"orderId": "TF003NQK8NRQ-2", "requestId": "HOAN-1", "amount": 250_000, **members}
    return MOMO.read_refunded(REFUND, said(**members, transId=4088879999), SETTINGS)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (0, Outcome.CONFIRMED),
        (7002, Outcome.PENDING),
        (1080, Outcome.PENDING),
        (1081, Outcome.REFUSED),
        (1088, Outcome.REFUSED),
        (1001, Outcome.REFUSED),
        (41, Outcome.UNKNOWN),
        (99, Outcome.UNKNOWN),
        (9000, Outcome.UNKNOWN),
        (8888, Outcome.UNKNOWN),
    ],
)
def test_what_became_of_a_refund(code: int, outcome: Outcome) -> None:
    expected = RefundNotice(outcome, 250_000, "4088879999", str(code))
    assert refunded(resultCode=code) == expected
    line = {"orderId": "TF003NQK8NRQ-2", "amount": 250_000, "resultCode": code}
    listed = said(
        orderId="TF003NQK8NRQ-2",
        requestId="HOAN-1",
        refundTrans=[{**line, "transId": 4088879999}, {**line, "orderId": "TF003NQK8NRQ-3"}],
    )
    assert MOMO.read_refund_asked(REFUND, listed, SETTINGS) == expected


def test_another_amount_sent_back_is_a_mismatch() -> None:
    assert refunded(amount=25_000) == RefundNotice(Outcome.MISMATCH, 25_000, "4088879999", "0")


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, Outcome.UNKNOWN),
        ({"refundTrans": []}, Outcome.UNKNOWN),
        ({"refundTrans": [{"orderId": "TF9-1", "amount": 1, "resultCode": 0}]}, Outcome.UNKNOWN),
        ({"resultCode": 42}, Outcome.UNKNOWN),
        ({"resultCode": 1081}, Outcome.UNKNOWN),
        ({"resultCode": 7000}, Outcome.PENDING),
    ],
)
def test_a_refund_that_is_not_in_the_answer_stays_open(
    members: dict[str, object], outcome: Outcome
) -> None:
    answer = said(**{"orderId": "TF003NQK8NRQ-2", "requestId": "HOAN-1", **members})
    assert MOMO.read_refund_asked(REFUND, answer, SETTINGS).outcome is outcome


# What is heard.


def hear(message: Mapping[str, object]) -> Notice:
    return MOMO.hear(Knock("POST", {}, {}, msgspec.json.encode(message), AT), SETTINGS)


SIGNED_MEMBERS = sorted(set(words.SIGNED["ipn"]) - {"accessKey"})


@given(
    name=st.sampled_from(SIGNED_MEMBERS),
    value=st.text(max_size=30) | st.integers(-(10**15), 10**15) | st.booleans() | st.none(),
)
def test_no_signed_member_can_be_altered(name: str, value: str | int | bool | None) -> None:
    message = json.loads(GOOD.body)
    is_same = not isinstance(value, bool) and str("" if value is None else value) == str(
        message[name]
    )
    if is_same:
        return
    with pytest.raises((SignatureWrong, Malformed)):
        hear({**message, name: value})


@given(place=st.integers(0, 63), digit=st.sampled_from("0123456789abcdef"))
def test_no_digit_of_the_signature_can_be_altered(place: int, digit: str) -> None:
    message = json.loads(GOOD.body)
    given_signature = message["signature"]
    altered = given_signature[:place] + digit + given_signature[place + 1 :]
    if altered == given_signature:
        return
    with pytest.raises(SignatureWrong):
        hear({**message, "signature": altered})


@pytest.mark.parametrize("name", SIGNED_MEMBERS)
def test_no_signed_member_can_be_left_out(name: str) -> None:
    message = json.loads(GOOD.body)
    if message[name] == "":
        return
    del message[name]
    with pytest.raises((SignatureWrong, Malformed)):
        hear(message)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*SIGNED_MEMBERS, "signature"]), ANYTHING))
def test_nothing_but_a_refusal_comes_of_a_strange_message(message: dict[str, object]) -> None:
    good = json.loads(GOOD.body)
    for body in (message, {**good, **message}):
        # Null is signed as the empty text is.
        if {name: "" if value is None else value for name, value in body.items()} == good:
            continue
        with pytest.raises((SignatureWrong, Malformed)):
            MOMO.hear(Knock("POST", {}, {}, json.dumps(body).encode(), AT), SETTINGS)


@pytest.mark.parametrize("digits", [19, 20, 400, 5000])
def test_an_endless_number_is_refused(digits: int) -> None:
    body = GOOD.body.replace("1250000", "9" * digits).encode()
    with pytest.raises((SignatureWrong, Malformed)):
        MOMO.hear(Knock("POST", {}, {}, body, AT), SETTINGS)


def test_a_notice_of_any_day_is_heard() -> None:
    late = replace(GOOD.knock, at=GOOD.at + timedelta(days=40))
    assert MOMO.hear(late, GOOD.settings) == MOMO.hear(GOOD.knock, GOOD.settings)


def test_momo_is_answered_with_204_and_nothing_else() -> None:
    for reply in (MOMO.reply_recorded(), MOMO.reply_repeated()):
        assert (reply.status, reply.body) == (204, b"")
    wrong = MOMO.reply_refused(SignatureWrong("signature"))
    assert (wrong.status, json.loads(wrong.body)) == (401, {"message": "signature"})
    assert MOMO.reply_refused(Malformed("json")).status == 400
    assert MOMO.reply_busy().status == 503


def test_hearing_takes_less_than_100_microseconds() -> None:
    knock, settings = GOOD.knock, GOOD.settings
    best = min(timeit.repeat(lambda: MOMO.hear(knock, settings), number=200, repeat=20)) / 200
    assert best < 100e-6
