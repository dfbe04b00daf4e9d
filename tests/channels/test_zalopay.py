"""ZaloPay: every published vector, every answer it can give, and nothing altered believed."""

from __future__ import annotations

import json
import timeit
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.recordings import load
from thuphi.ground.channels import zalopay_words as words
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
from thuphi.ground.channels.zalopay import ZaloPay

HERE = Path(__file__).parent / "zalopay"
AT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
ZALOPAY = ZaloPay()
GOOD = load(HERE / "good.json")


class Vector(msgspec.Struct):
    id: str
    kind: str
    key: str
    body: dict[str, str | int]
    sign_string: str
    mac: str


class Vectors(msgspec.Struct):
    key1: str
    key2: str
    app_id: int
    vectors: list[Vector]


VECTORS = msgspec.json.decode((HERE / "vectors" / "zalopay.json").read_bytes(), type=Vectors)
SETTINGS = {"app_id": str(VECTORS.app_id), "key1": VECTORS.key1, "key2": VECTORS.key2}


def vector(name: str) -> Vector:
    [found] = [one for one in VECTORS.vectors if one.id == name]
    return found


def milliseconds(number: int) -> datetime:
    return datetime.fromtimestamp(number // 1000, UTC)


def order(**change: object) -> Order:
    made = Order(
        reference="260105_TF003NQK8NRQ-1",
        amount_vnd=1_250_000,
        description="TF003NQK8NRQ Học phí tháng 9",
        return_url="https://truong.example.edu.vn/tra-ve",
        notify_url="https://truong.example.edu.vn/gate/zalopay/hoa-mai",
        ip="203.0.113.7",
        at=AT,
    )
    return replace(made, **change)


QUESTION = Question(
    reference="260105_TF003NQK8NRQ-1",
    amount_vnd=1_250_000,
    started_at=AT,
    at=AT,
    request_id="HOI-1",
)
REFUND = RefundOrder(
    reference="260105_TF003NQK8NRQ-2",
    request_id="HOAN-1",
    payment_reference="260105_TF003NQK8NRQ-1",
    provider_reference="260105000000389",
    amount_vnd=250_000,
    paid_vnd=1_250_000,
    description="Hoan tien HP26000123",
    started_at=AT,
    at=AT,
    asked_by="ke-toan",
)


def body(step: Step) -> dict[str, object]:
    assert step.call is not None
    found: dict[str, object] = json.loads(step.call.body)
    return found


def said(status: int = 200, **members: object) -> Answer:
    return Answer(status, {}, msgspec.json.encode({"return_code": 1, **members}), AT)


# What is signed.


def test_no_vector_was_lost() -> None:
    assert [one.id for one in VECTORS.vectors] == [
        "create_basic",
        "query",
        "refund",
        "refund_with_fee",
        "query_refund",
        "callback_success",
    ]


@pytest.mark.parametrize("one", VECTORS.vectors, ids=lambda one: one.id)
def test_a_vector_is_signed_as_published(one: Vector) -> None:
    assert words.mac(SETTINGS[one.key].encode(), one.sign_string) == one.mac


def test_a_start_sends_the_vector() -> None:
    published = vector("create_basic")
    asked = published.body
    step = ZALOPAY.start(
        order(
            reference=str(asked["app_trans_id"]),
            amount_vnd=int(asked["amount"]),
            description=str(asked["description"]),
            at=milliseconds(int(asked["app_time"])),
            extra={"app_user": str(asked["app_user"]), "embed_data": "{}", "item": "[]"},
        ),
        SETTINGS,
    )
    assert step.call is not None
    assert step.call.url == "https://sb-openapi.zalopay.vn/v2/create"
    assert step.signed_text == published.sign_string
    assert step.signature == published.mac
    callback = {"callback_url": "https://truong.example.edu.vn/gate/zalopay/hoa-mai"}
    assert body(step) == {**asked, **callback}


def test_a_start_of_ours_names_nobody_and_brings_the_payer_back() -> None:
    sent = body(ZALOPAY.start(order(payer_name="Nguyễn Văn A"), SETTINGS))
    assert sent["app_user"] == "thuphi"
    assert json.loads(str(sent["embed_data"])) == {
        "redirecturl": "https://truong.example.edu.vn/tra-ve"
    }
    assert "Nguyễn" not in json.dumps(sent, ensure_ascii=False)


def test_a_question_sends_the_vector_and_hides_the_key() -> None:
    published = vector("query")
    step = ZALOPAY.ask(replace(QUESTION, reference="260105_HP26000123-1"), SETTINGS)
    assert body(step) == published.body
    assert step.signed_text == published.sign_string.replace(VECTORS.key1, "<key1>")
    assert VECTORS.key1 not in step.signed_text


@pytest.mark.parametrize("name", ["refund", "refund_with_fee"])
def test_a_refund_sends_the_vector(name: str) -> None:
    published = vector(name)
    sent = replace(
        REFUND,
        reference=str(published.body["m_refund_id"]),
        at=milliseconds(int(published.body["timestamp"])),
        extra={"refund_fee_amount": "1000"} if "fee" in name else {},
    )
    step = ZALOPAY.refund(sent, SETTINGS)
    assert (body(step), step.signed_text) == (published.body, published.sign_string)


def test_the_question_about_a_refund_sends_the_vector() -> None:
    published = vector("query_refund")
    sent = replace(
        REFUND,
        reference=str(published.body["m_refund_id"]),
        at=milliseconds(int(published.body["timestamp"])),
    )
    step = ZALOPAY.ask_refund(sent, SETTINGS)
    assert (body(step), step.signed_text) == (published.body, published.sign_string)


def test_the_callback_of_the_vector_is_heard() -> None:
    published = vector("callback_success")
    assert published.body["data"] == published.sign_string
    notice = ZALOPAY.hear(Knock("POST", {}, {}, msgspec.json.encode(published.body), AT), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert notice.provider_reference == "260105000000389"
    assert notice.reference == "260105_HP26000123-1"


# References.


def test_a_reference_begins_with_the_day_in_viet_nam() -> None:
    late_in_the_evening = datetime(2026, 1, 4, 17, 0, tzinfo=UTC)
    before = late_in_the_evening - timedelta(microseconds=1)
    assert ZALOPAY.reference_of("TF003NQK8NRQ", 7, before) == "260104_TF003NQK8NRQ-7"
    assert ZALOPAY.reference_of("TF003NQK8NRQ", 7, late_in_the_evening) == "260105_TF003NQK8NRQ-7"


def test_a_refund_has_one_number_however_often_it_is_asked() -> None:
    refund = body(ZALOPAY.refund(REFUND, SETTINGS))
    later = replace(REFUND, at=AT + timedelta(days=3), request_id="HOAN-9")
    asked = body(ZALOPAY.ask_refund(later, SETTINGS))
    assert refund["m_refund_id"] == asked["m_refund_id"] == "260105_999001_TF003NQK8NRQ-2"
    assert asked["timestamp"] == refund["timestamp"] + 3 * 86_400_000


@given(st.integers(1, 10**6), st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 30)))
def test_two_references_never_become_one_refund_number(number: int, at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    ours = ZALOPAY.reference_of("TF003NQK8NRQ", number, moment)
    next_one = ZALOPAY.reference_of("TF003NQK8NRQ", number + 1, moment)
    made = [
        body(ZALOPAY.ask_refund(replace(REFUND, reference=one), SETTINGS))["m_refund_id"]
        for one in (ours, next_one)
    ]
    assert made[0] != made[1]
    assert len(ours) <= 40


# What is refused before it is sent.


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"amount_vnd": 0}, "amount"),
        ({"amount_vnd": -1}, "amount"),
        ({"reference": "TF003NQK8NRQ-1"}, "app_trans_id"),
        ({"reference": "260105_" + "x" * 34}, "app_trans_id"),
        ({"description": ""}, "description"),
        ({"description": "x" * 257}, "description"),
        ({"return_url": "/tra-ve"}, "redirecturl"),
        ({"notify_url": "ftp://truong.example.edu.vn"}, "callback_url"),
        ({"extra": {"app_user": "a|b"}}, "app_user"),
        ({"extra": {"embed_data": "{"}}, "embed_data"),
        ({"extra": {"item": "học phí"}}, "item"),
    ],
)
def test_a_start_that_zalopay_would_refuse_is_not_sent(
    change: dict[str, object], names: str
) -> None:
    with pytest.raises(OrderRefused, match=names):
        ZALOPAY.start(order(**change), SETTINGS)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"amount_vnd": 1_250_001}, "amount"),
        ({"amount_vnd": 0}, "amount"),
        ({"provider_reference": "FT26005"}, "zp_trans_id"),
        ({"reference": "TF003NQK8NRQ-2"}, "yymmdd"),
        ({"extra": {"refund_fee_amount": "1.5"}}, "refund_fee_amount"),
    ],
)
def test_a_refund_that_cannot_be_right_is_not_sent(change: dict[str, object], names: str) -> None:
    with pytest.raises(OrderRefused, match=names):
        ZALOPAY.refund(replace(REFUND, **change), SETTINGS)


def test_an_app_id_that_is_no_number_is_refused() -> None:
    with pytest.raises(OrderRefused, match="app_id"):
        ZALOPAY.start(order(), {**SETTINGS, "app_id": "abc"})


def test_the_live_address_is_a_setting() -> None:
    step = ZALOPAY.ask(QUESTION, {**SETTINGS, "endpoint": "https://openapi.zalopay.vn/"})
    assert step.call is not None
    assert step.call.url == "https://openapi.zalopay.vn/v2/query"


# What ZaloPay answers.

PAGE = "https://qcgateway.zalopay.vn/openinapp?order=eyJ6"


def test_a_start_gives_a_page_and_a_token() -> None:
    answer = said(order_url=PAGE, zp_trans_token="ACdrmz", sub_return_code=1, qr_code="000201zp")
    started = ZALOPAY.read_started(order(), answer, SETTINGS)
    assert started.outcome is Outcome.PENDING
    assert (started.url, started.token, started.qr) == (PAGE, "ACdrmz", "000201zp")
    assert started.status == "1:1"


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({"return_code": 2, "sub_return_code": -68}, Outcome.UNKNOWN),
        ({"return_code": 2, "sub_return_code": -402}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -429}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -500}, Outcome.UNKNOWN),
        ({"return_code": 2}, Outcome.UNKNOWN),
        ({"return_code": 3}, Outcome.PENDING),
        ({"return_code": 9}, Outcome.UNKNOWN),
        ({"return_code": -500}, Outcome.UNKNOWN),
    ],
)
def test_a_start_without_a_page(members: dict[str, object], outcome: Outcome) -> None:
    started = ZALOPAY.read_started(order(), said(**members, order_url=PAGE), SETTINGS)
    assert (started.outcome, started.url) == (outcome, "")


@pytest.mark.parametrize(
    "answer",
    [
        said(),
        said(order_url="javascript:alert(1)"),
        said(order_url="http://qcgateway.zalopay.vn/x"),
        said(201, order_url=PAGE),
        said(400, order_url=PAGE),
    ],
)
def test_an_answer_that_leads_nowhere_is_not_understood(answer: Answer) -> None:
    with pytest.raises(Malformed):
        ZALOPAY.read_started(order(), answer, SETTINGS)


PAID = {"amount": 1_250_000, "zp_trans_id": 260105000000389, "server_time": 1767576705123}


def test_money_has_one_name_in_the_callback_and_in_the_answer() -> None:
    heard = ZALOPAY.hear(GOOD.knock, GOOD.settings)
    asked = ZALOPAY.read_asked(QUESTION, said(**PAID), SETTINGS)
    same = ("outcome", "provider_reference", "amount_vnd", "reference", "paid_at")
    assert [getattr(heard, name) for name in same] == [getattr(asked, name) for name in same]


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, Outcome.CONFIRMED),
        ({"amount": 1_249_999}, Outcome.MISMATCH),
        ({"return_code": 3, "is_processing": True}, Outcome.PENDING),
        ({"return_code": 3, "is_processing": False}, Outcome.PENDING),
        ({"return_code": 2, "is_processing": True}, Outcome.PENDING),
        ({"return_code": 2}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -54}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -63}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -322}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -329}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -101}, Outcome.UNKNOWN),
        ({"return_code": 2, "sub_return_code": -402}, Outcome.UNKNOWN),
        ({"return_code": 2, "sub_return_code": -429}, Outcome.UNKNOWN),
        ({"return_code": 2, "sub_return_code": -500}, Outcome.UNKNOWN),
        ({"return_code": -401}, Outcome.UNKNOWN),
        ({"return_code": 406}, Outcome.UNKNOWN),
        ({"return_code": 0}, Outcome.UNKNOWN),
    ],
)
def test_what_became_of_a_payment(members: dict[str, object], outcome: Outcome) -> None:
    notice = ZALOPAY.read_asked(QUESTION, said(**{**PAID, **members}), SETTINGS)
    assert notice.outcome is outcome
    has_money = outcome in (Outcome.CONFIRMED, Outcome.MISMATCH)
    assert notice.provider_reference == ("260105000000389" if has_money else QUESTION.reference)


@given(
    st.integers(-1000, 1000).filter(lambda code: code not in (1, 3)),
    st.integers(-1000, 1000).filter(lambda code: code not in (0, -54, -63, -322, -329)),
)
def test_a_code_that_no_document_names_is_never_a_failure(code: int, sub: int) -> None:
    answer = said(return_code=code, sub_return_code=sub)
    assert ZALOPAY.read_asked(QUESTION, answer, SETTINGS).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"amount": None},
        {"amount": 0},
        {"amount": 1250000.5},
        {"amount": "1250000"},
        {"zp_trans_id": 0},
        {"zp_trans_id": None},
        {"zp_trans_id": "x"},
    ],
)
def test_a_payment_without_money_is_not_understood(change: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        ZALOPAY.read_asked(QUESTION, said(**{**PAID, **change}), SETTINGS)


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({"refund_id": 123456789}, Outcome.CONFIRMED),
        ({"return_code": 3, "refund_id": 123456789}, Outcome.PENDING),
        ({"return_code": 2, "sub_return_code": 0}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -13}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -14}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -32}, Outcome.REFUSED),
        ({"return_code": 2, "sub_return_code": -101}, Outcome.UNKNOWN),
        ({"return_code": 2, "sub_return_code": -68}, Outcome.UNKNOWN),
        ({"return_code": -402}, Outcome.UNKNOWN),
    ],
)
def test_what_became_of_a_refund(members: dict[str, object], outcome: Outcome) -> None:
    for read in (ZALOPAY.read_refunded, ZALOPAY.read_refund_asked):
        notice = read(REFUND, said(**members), SETTINGS)
        assert (notice.outcome, notice.amount_vnd) == (outcome, 250_000)
    number = "123456789" if "refund_id" in members else ""
    assert isinstance(notice, RefundNotice)
    assert notice.provider_reference == number


# What is heard.


def hear(message: object) -> Notice:
    return ZALOPAY.hear(Knock("POST", {}, {}, msgspec.json.encode(message), AT), SETTINGS)


@given(st.data())
def test_no_letter_of_the_signed_text_can_be_altered(data: st.DataObject) -> None:
    message = json.loads(GOOD.body)
    text = message["data"]
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    message["data"] = text[:place] + letter + text[place + 1 :]
    if message["data"] == text:
        return
    with pytest.raises(SignatureWrong):
        hear(message)


@given(place=st.integers(0, 63), digit=st.sampled_from("0123456789abcdef"))
def test_no_digit_of_the_mac_can_be_altered(place: int, digit: str) -> None:
    message = json.loads(GOOD.body)
    mac = message["mac"]
    altered = mac[:place] + digit + mac[place + 1 :]
    if altered == mac:
        return
    with pytest.raises(SignatureWrong):
        hear({**message, "mac": altered})


@given(st.integers(-10, 100).filter(lambda kind: kind != 1))
def test_the_type_can_only_take_away_belief(kind: int) -> None:
    message = json.loads(GOOD.body)
    assert hear({**message, "type": kind}).outcome is Outcome.UNKNOWN


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["data", "mac"]), ANYTHING))
def test_nothing_but_a_refusal_comes_of_a_strange_message(message: dict[str, object]) -> None:
    for body in (message, {**json.loads(GOOD.body), **message}):
        if body == json.loads(GOOD.body):
            continue
        with pytest.raises((SignatureWrong, Malformed)):
            ZALOPAY.hear(Knock("POST", {}, {}, json.dumps(body).encode(), AT), SETTINGS)


@pytest.mark.parametrize("digits", [19, 20, 400, 5000])
def test_an_endless_number_is_refused(digits: int) -> None:
    body = GOOD.body.replace("1250000", "9" * digits).encode()
    with pytest.raises((SignatureWrong, Malformed)):
        ZALOPAY.hear(Knock("POST", {}, {}, body, AT), SETTINGS)


def test_zalopay_is_answered_in_its_own_words() -> None:
    said_back = [
        ZALOPAY.reply_recorded(),
        ZALOPAY.reply_repeated(),
        ZALOPAY.reply_refused(SignatureWrong("signature")),
        ZALOPAY.reply_refused(Malformed("json")),
        ZALOPAY.reply_busy(),
    ]
    assert [(one.status, json.loads(one.body)) for one in said_back] == [
        (200, {"return_code": 1, "return_message": "success"}),
        (200, {"return_code": 2, "return_message": "already recorded"}),
        (401, {"return_code": -1, "return_message": "signature"}),
        (400, {"return_code": -1, "return_message": "json"}),
        (503, {"return_code": 0, "return_message": "busy"}),
    ]


# What the browser brings back.


def returned() -> dict[str, str]:
    query = {
        "appid": "999001",
        "apptransid": "260105_TF003NQK8NRQ-1",
        "pmcid": "38",
        "bankcode": "",
        "amount": "1250000",
        "discountamount": "0",
        "status": "1",
    }
    text = "999001|260105_TF003NQK8NRQ-1|38||1250000|0|1"
    return {**query, "checksum": words.mac(VECTORS.key2.encode(), text)}


def test_what_the_browser_brings_back_can_be_checked() -> None:
    words.check_redirect(returned(), SETTINGS)


@pytest.mark.parametrize("name", sorted(returned()))
def test_nothing_that_the_browser_brings_back_can_be_altered(name: str) -> None:
    with pytest.raises(SignatureWrong):
        words.check_redirect({**returned(), name: "2"}, SETTINGS)


def test_hearing_takes_less_than_100_microseconds() -> None:
    knock, settings = GOOD.knock, GOOD.settings
    best = min(timeit.repeat(lambda: ZALOPAY.hear(knock, settings), number=200, repeat=20)) / 200
    assert best < 100e-6
