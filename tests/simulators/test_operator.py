"""The mobile-money operator and the connector, over real HTTP, in good days and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from operator_side import SETTINGS, Ear, listening, open_operator, send
from operator_steps import (
    GSMA,
    NUMBERS,
    ask,
    ask_refund,
    ledger,
    press,
    refund,
    refund_order,
    start,
)

from thuphi.ground.channels.contract import Order, Outcome, SignatureWrong, Started


@pytest.fixture(scope="module")
def ear_of_all() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture
def ear(ear_of_all: Ear) -> Ear:
    ear_of_all.heard.clear()
    ear_of_all.statuses.clear()
    return ear_of_all


@pytest.fixture(scope="module")
def operator_url(ear_of_all: Ear, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("operator") / "operator.json"
    with open_operator(config, ear_of_all.url) as url:
        yield url


@pytest.fixture
def client(operator_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=operator_url, trust_env=False, timeout=10) as client:
        yield client
        client.post("/control", json={"next": "none"})


@pytest.fixture
def settings(operator_url: str) -> dict[str, str]:
    return {**SETTINGS, "endpoint": f"{operator_url}/mm"}


@pytest.fixture
def order(ear: Ear) -> Order:
    return Order(
        reference=f"TF003NQK8NRQ-{next(NUMBERS)}",
        amount_vnd=1_250_000,
        description="Thu tháng 10/2026",
        return_url="http://127.0.0.1/b/TF003NQK8NRQ",
        notify_url=ear.url,
        ip="127.0.0.1",
        at=datetime.now(UTC),
        payer_name="Nguyễn Văn Bình",
        beneficiary_name="Nguyễn Minh Anh",
        extra={"msisdn": f"09{next(NUMBERS):08}"},
    )


def test_a_payment_from_the_pin_to_the_money_and_back(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    assert started.outcome is Outcome.PENDING
    screen = client.get(f"/requests/{started.token}").text
    assert "Nhập PIN để trả 1.250.000\u00a0đ cho Trường Tiểu học Ví Dụ" in screen
    assert ask(order, started.token, settings, client).outcome is Outcome.PENDING

    assert press(client, started) == 303
    (knock,) = ear.wait(1)
    hint = GSMA.hear(knock, settings)
    assert (hint.outcome, hint.reference, hint.status) == (
        Outcome.PENDING,
        order.reference,
        "completed",
    )
    paid = ask(order, started.token, settings, client)
    assert (paid.outcome, paid.amount_vnd, paid.reference) == (
        Outcome.CONFIRMED,
        1_250_000,
        order.reference,
    )
    assert ledger(client, order) == [(1_250_000, "completed")]

    part = refund(refund_order(order, paid, 250_000), settings, client)
    assert (part.outcome, part.amount_vnd) == (Outcome.CONFIRMED, 250_000)
    too_much = refund_order(order, paid, 1_000_001)
    step = GSMA.refund(too_much, settings)
    assert step.call is not None
    told = GSMA.read_refunded(too_much, send(step.call, client), settings)
    assert (told.outcome, told.status) == (Outcome.REFUSED, "businessRule/requestDeclined")
    rest = refund(refund_order(order, paid, 1_000_000), settings, client)
    assert (rest.outcome, rest.amount_vnd) == (Outcome.CONFIRMED, 1_000_000)
    refunds = client.get("/ledger").json()["refunds"]
    mine = [one["amount_vnd"] for one in refunds if one["original"] == paid.provider_reference]
    assert mine == [250_000, 1_000_000]


def test_the_four_fields_reach_the_operator(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    requests = client.get("/ledger").json()["requests"]
    (mine,) = [one for one in requests if one["server_id"] == started.token]
    assert mine["reference"] == order.reference
    assert mine["metadata"] == {
        "payerName": "Nguyễn Văn Bình",
        "beneficiaryName": "Nguyễn Minh Anh",
    }
    screen = client.get(f"/requests/{started.token}").text
    assert "Thu tháng 10/2026" in screen


def test_a_payer_who_says_no_ends_the_attempt(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    assert press(client, started, "decline") == 303
    (knock,) = ear.wait(1)
    assert GSMA.hear(knock, settings).status == "businessRule/requestDeclined"
    notice = ask(order, started.token, settings, client)
    assert (notice.outcome, notice.status) == (Outcome.REFUSED, "businessRule/requestDeclined")
    assert ledger(client, order) == []


def test_a_wrong_pin_is_asked_again_and_the_third_ends_it(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    assert press(client, started, pin="0000") == 422
    assert press(client, started, pin="0000") == 422
    assert ask(order, started.token, settings, client).outcome is Outcome.PENDING
    assert press(client, started, pin="0000") == 422
    assert ask(order, started.token, settings, client).outcome is Outcome.REFUSED


def test_a_wallet_without_enough_money_pays_nothing(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    orders = [
        replace(order, reference=f"{order.reference}{letter}", amount_vnd=90_000_000)
        for letter in "XYZ"
    ]
    asked = [start(one, settings, client) for one in orders]
    for started in asked:
        press(client, started)
    ear.wait(3)
    outcomes = [
        ask(one, started.token, settings, client)
        for one, started in zip(orders, asked, strict=True)
    ]
    assert [notice.outcome for notice in outcomes] == [
        Outcome.CONFIRMED,
        Outcome.CONFIRMED,
        Outcome.REFUSED,
    ]
    assert outcomes[2].status == "businessRule/insufficientFunds"


def test_a_request_sent_twice_is_one_request(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    first, second = start(order, settings, client), start(order, settings, client)
    assert second.outcome is Outcome.UNKNOWN
    assert second.status == "businessRule/duplicateRequest"
    press(client, first)
    assert ask(order, "", settings, client).outcome is Outcome.CONFIRMED
    assert ledger(client, order) == [(1_250_000, "completed")]


@pytest.mark.parametrize("name", ["apiKey", "password"])
def test_a_wrong_key_is_refused(
    name: str, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, {**settings, name: "another"}, client)
    assert started.outcome is Outcome.REFUSED
    assert started.status == "authorisation/clientAuthorisationError"


def test_a_body_altered_on_its_way_is_refused(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    call = GSMA.start(order, settings).call
    assert call is not None
    altered = replace(call, body=call.body.replace(b"1250000", b"2250000"))
    started = GSMA.read_started(order, send(altered, client), settings)
    assert (started.outcome, started.status) == (Outcome.REFUSED, "validation/formatError")


def test_timeout_a_lost_reply_is_found_by_our_own_id(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    client.post("/control", json={"next": "timeout"})
    call = GSMA.start(order, settings).call
    assert call is not None
    with pytest.raises(httpx.ReadTimeout):
        send(call, client, 0.5)
    assert ask(order, "", settings, client).outcome is Outcome.PENDING
    requests = client.get("/ledger").json()["requests"]
    (mine,) = [one for one in requests if one["reference"] == order.reference]
    press(client, Started(Outcome.PENDING, token=mine["server_id"]))
    assert ask(order, "", settings, client).outcome is Outcome.CONFIRMED


def test_late_the_money_is_found_before_it_is_told(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "late")
    assert ask(order, started.token, settings, client).outcome is Outcome.CONFIRMED
    assert ear.heard == []
    (knock,) = ear.wait(1)
    assert GSMA.hear(knock, settings).outcome is Outcome.PENDING


def test_twice_two_callbacks_are_the_same_hint(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    press(client, start(order, settings, client), "twice")
    hints = [GSMA.hear(knock, settings) for knock in ear.wait(2)]
    assert [replace(hint, paid_at=order.at) for hint in hints] == [
        replace(hints[0], paid_at=order.at)
    ] * 2
    assert ledger(client, order) == [(1_250_000, "completed")]


def test_out_of_order_no_callback_changes_what_a_question_finds(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "out_of_order")
    hints = [GSMA.hear(knock, settings) for knock in ear.wait(3)]
    assert [hint.status for hint in hints] == ["completed", "businessRule/genericError", "pending"]
    assert {hint.outcome for hint in hints} == {Outcome.PENDING}
    assert ask(order, started.token, settings, client).outcome is Outcome.CONFIRMED


def test_wrong_amount_is_a_mismatch_for_a_person(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "wrong_amount")
    notice = ask(order, started.token, settings, client)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.MISMATCH, 1_249_000)
    assert ledger(client, order) == [(1_249_000, "completed")]


def test_bad_signature_a_callback_to_another_address_is_not_believed(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "bad_signature")
    (knock,) = ear.wait(1)
    with pytest.raises(SignatureWrong):
        GSMA.hear(knock, settings)
    assert ask(order, started.token, settings, client).outcome is Outcome.CONFIRMED


def test_unknown_word_stays_unknown(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "unknown_word")
    notice = ask(order, started.token, settings, client)
    assert (notice.outcome, notice.status) == (Outcome.UNKNOWN, "suspended")


def test_silent_the_money_is_found_by_asking(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started, "silent")
    assert ask(order, started.token, settings, client).outcome is Outcome.CONFIRMED
    assert ear.heard == []


def test_refund_fails_and_the_money_stays(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started)
    paid = ask(order, started.token, settings, client)
    client.post("/control", json={"next": "refund_fails"})
    told = refund(refund_order(order, paid, 250_000), settings, client)
    assert (told.outcome, told.status) == (Outcome.REFUSED, "businessRule/requestDeclined")
    refunds = client.get("/ledger").json()["refunds"]
    assert [one for one in refunds if one["original"] == paid.provider_reference] == []


def test_a_refund_whose_reply_is_lost_is_found(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    started = start(order, settings, client)
    press(client, started)
    paid = ask(order, started.token, settings, client)
    client.post("/control", json={"next": "timeout"})
    back = refund_order(order, paid, 250_000)
    call = GSMA.refund(back, settings).call
    assert call is not None
    with pytest.raises(httpx.ReadTimeout):
        send(call, client, 0.5)
    told = ask_refund(back, "", settings, client)
    assert (told.outcome, told.amount_vnd) == (Outcome.CONFIRMED, 250_000)


def test_down_nothing_is_known_until_it_is_up_again(
    order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    client.post("/control", json={"next": "down"})
    assert client.get("/mm/heartbeat").json()["serviceStatus"] == "unavailable"
    started = start(order, settings, client)
    assert (started.outcome, started.status) == (
        Outcome.UNKNOWN,
        "serviceUnavailable/genericError",
    )
    assert ask(order, "", settings, client).outcome is Outcome.UNKNOWN
    client.post("/control", json={"next": "none"})
    assert ask(order, "", settings, client).status == "identification/identifierError"
    assert start(order, settings, client).outcome is Outcome.PENDING


def test_a_callback_is_repeated_until_it_is_taken(
    ear: Ear, order: Order, settings: dict[str, str], client: httpx.Client
) -> None:
    ear.statuses.extend([503, 503])
    press(client, start(order, settings, client))
    heard = ear.wait(3)
    assert len({knock.body for knock in heard}) == 1


def test_pages_say_no_politely(client: httpx.Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/bills").status_code == 200
    answer = client.get("/requests/unknown")
    assert (answer.status_code, "Không có yêu cầu thanh toán này." in answer.text) == (422, True)
    assert client.post("/control", json={"next": "earthquake"}).status_code == 422
