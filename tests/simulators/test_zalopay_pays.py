"""ZaloPay and our connector over real HTTP: from start to refund, and every fault."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from wallets_side import (
    RETURN_URL,
    Merchant,
    control,
    hearing,
    ledger,
    now,
    press,
    running,
    within,
)

from thuphi.ground.channels import zalopay_words as words
from thuphi.ground.channels.contract import (
    Malformed,
    Notice,
    Order,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Started,
)
from thuphi.ground.channels.zalopay import ZaloPay

ZALOPAY = ZaloPay()
KEYS = {
    "app_id": "999001",
    "key1": "made_up_zalopay_key1_0123456789ab",
    "key2": "made_up_zalopay_key2_0123456789ab",
}
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def zalopay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = {
        "merchants": [{**KEYS, "app_id": 999001, "name": "Trường Tiểu học Hoa Mai"}],
        "repeat_ms": 20,
        "repeats_max": 3,
        "redirect_ms": 400,
        "silence_seconds": 1,
    }
    with running("zalopay", config, tmp_path_factory.mktemp("zalopay")) as url:
        yield url


@pytest.fixture
def school(zalopay: str) -> Iterator[Merchant]:
    control(zalopay)
    with hearing(Merchant(ZALOPAY, {**KEYS, "endpoint": zalopay})) as merchant:
        yield merchant


def new_order(school: Merchant, amount_vnd: int = 1_250_000) -> Order:
    return Order(
        reference=ZALOPAY.reference_of("TF003NQK8NRQ", next(NUMBERS), now()),
        amount_vnd=amount_vnd,
        description="TF003NQK8NRQ Học phí tháng 9 & ăn trưa",
        return_url=RETURN_URL,
        notify_url=school.notify_url,
        ip="203.0.113.7",
        at=now(),
    )


def start(school: Merchant, order: Order) -> Started:
    answer = school.send(ZALOPAY.start(order, school.settings))
    return ZALOPAY.read_started(order, answer, school.settings)


def ask(school: Merchant, order: Order, amount_vnd: int | None = None) -> Notice:
    question = Question(
        reference=order.reference,
        amount_vnd=amount_vnd or order.amount_vnd,
        started_at=order.at,
        at=now(),
        request_id=f"HOI-{next(NUMBERS)}",
    )
    answer = school.send(ZALOPAY.ask(question, school.settings))
    return ZALOPAY.read_asked(question, answer, school.settings)


def refund_of(order: Order, paid: Notice, amount_vnd: int) -> RefundOrder:
    return RefundOrder(
        reference=ZALOPAY.reference_of("TF003NQK8NRQ", next(NUMBERS), now()),
        request_id=f"HOAN-{next(NUMBERS)}",
        payment_reference=order.reference,
        provider_reference=paid.provider_reference,
        amount_vnd=amount_vnd,
        paid_vnd=order.amount_vnd,
        description="Hoàn học phí",
        started_at=now(),
        at=now(),
        asked_by="ke-toan",
    )


def send_back(school: Merchant, refund: RefundOrder) -> RefundNotice:
    answer = school.send(ZALOPAY.refund(refund, school.settings))
    return ZALOPAY.read_refunded(refund, answer, school.settings)


def ask_refund(school: Merchant, refund: RefundOrder) -> RefundNotice:
    answer = school.send(ZALOPAY.ask_refund(refund, school.settings))
    return ZALOPAY.read_refund_asked(refund, answer, school.settings)


def paid(school: Merchant) -> tuple[Order, Notice]:
    order = new_order(school)
    press(start(school, order).url, "pay")
    assert within(lambda: bool(school.notices))
    return order, school.notices[-1]


def believed(zalopay: str, order: Order) -> dict[str, object]:
    [found] = [one for one in ledger(zalopay)["payments"] if one["reference"] == order.reference]
    return found


def test_a_payment_from_start_to_refund(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    started = start(school, order)
    assert started.outcome is Outcome.PENDING
    assert started.url == f"{zalopay}/pay/{started.token}"
    assert ask(school, order).outcome is Outcome.PENDING

    page = httpx.get(started.url, trust_env=False).text
    assert "1.250.000\u00a0đ" in page
    assert "Trường Tiểu học Hoa Mai" in page
    assert 'name="pin"' in page
    assert "<script" not in page

    back = press(started.url, "pay")
    assert back.status_code == 303
    query = dict(httpx.URL(back.headers["location"]).params)
    assert (query["lan"], query["status"]) == ("1", "1")
    words.check_redirect(query, school.settings)

    assert within(lambda: bool(school.notices))
    [heard] = school.notices
    assert (heard.outcome, heard.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert (heard.reference, heard.details) == (order.reference, {"channel": "38"})
    asked = ask(school, order)
    same = ("outcome", "provider_reference", "amount_vnd", "reference")
    assert [getattr(heard, name) for name in same] == [getattr(asked, name) for name in same]

    refund = refund_of(order, heard, 250_000)
    assert send_back(school, refund).outcome is Outcome.PENDING
    told = ask_refund(school, refund)
    assert (told.outcome, told.amount_vnd) == (Outcome.CONFIRMED, 250_000)
    whole = believed(zalopay, order)
    assert (whole["state"], whole["refunded_vnd"]) == ("paid", 250_000)
    assert str(whole["transaction_id"]) == heard.provider_reference
    last = ledger(zalopay)["refunds"][-1]
    day, _, rest = refund.reference.partition("_")
    assert last["reference"] == f"{day}_999001_{rest}"


def test_a_form_is_taken_like_json(zalopay: str, school: Merchant) -> None:
    step = ZALOPAY.start(new_order(school), school.settings)
    assert step.call is not None
    members = httpx.Response(200, content=step.call.body).json()
    reply = httpx.post(step.call.url, data=members, trust_env=False)
    assert reply.json()["return_code"] == 1


def test_more_than_the_rest_is_not_sent_back(zalopay: str, school: Merchant) -> None:
    order, money = paid(school)
    assert send_back(school, refund_of(order, money, 1_000_000)).outcome is Outcome.PENDING
    again = send_back(school, refund_of(order, money, 1_000_000))
    assert (again.outcome, again.status) == (Outcome.REFUSED, "2:-14")
    assert believed(zalopay, order)["refunded_vnd"] == 1_000_000


@pytest.mark.parametrize(
    ("deed", "status"), [("refuse", "2:-329"), ("no_funds", "2:-63"), ("expire", "2:-54")]
)
def test_a_payment_that_does_not_come_is_only_found_by_asking(
    zalopay: str, school: Merchant, deed: str, status: str
) -> None:
    order = new_order(school)
    assert press(start(school, order).url, deed, pin="").status_code == 303
    asked = ask(school, order)
    assert (asked.outcome, asked.status) == (Outcome.REFUSED, status)
    assert school.notices == []


@pytest.mark.parametrize("pin", ["", "12345", "12345a"])
def test_without_a_pin_nothing_is_paid(zalopay: str, school: Merchant, pin: str) -> None:
    order = new_order(school)
    reply = press(start(school, order).url, "pay", pin)
    assert (reply.status_code, "đúng 6 chữ số" in reply.text) == (422, True)
    assert ask(school, order).outcome is Outcome.PENDING


def test_wrong_keys_open_nothing(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    for change in ({"app_id": "999002"}, {"key1": "another"}):
        others = {**school.settings, **change}
        answer = school.send(ZALOPAY.start(order, others))
        told = ZALOPAY.read_started(order, answer, others)
        assert (told.outcome, told.status) == (Outcome.REFUSED, "2:-402")
    asked = ask(school, order)
    assert (asked.outcome, asked.status) == (Outcome.UNKNOWN, "2:-101")


def test_a_repeated_order_is_not_a_second_one(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    start(school, order)
    again = start(school, order)
    assert (again.outcome, again.status) == (Outcome.UNKNOWN, "2:-68")


@pytest.mark.parametrize("change", ["clock", "day"])
def test_an_order_of_another_time_is_refused(zalopay: str, school: Merchant, change: str) -> None:
    order = new_order(school)
    if change == "clock":
        order = replace(order, at=order.at - timedelta(minutes=16))
    else:
        yesterday = order.at - timedelta(days=1)
        order = replace(order, reference=ZALOPAY.reference_of("TF003NQK8NRQ", 1, yesterday))
    told = start(school, order)
    assert (told.outcome, told.status) == (Outcome.REFUSED, "2:-401")


# Faults.


def test_no_answer_to_a_start_is_no_failure(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    control(zalopay, next="timeout", seconds=0.5)
    with pytest.raises(httpx.ReadTimeout):
        school.send(ZALOPAY.start(order, school.settings), timeout=0.2)
    assert ask(school, order).outcome is Outcome.PENDING
    assert start(school, order).outcome is Outcome.UNKNOWN


def test_no_answer_to_a_refund_sends_money_back_once(zalopay: str, school: Merchant) -> None:
    order, money = paid(school)
    refund = refund_of(order, money, 1_250_000)
    control(zalopay, next="timeout", seconds=0.5)
    with pytest.raises(httpx.ReadTimeout):
        school.send(ZALOPAY.refund(refund, school.settings), timeout=0.2)
    again = send_back(school, refund)
    assert (again.outcome, again.status) == (Outcome.UNKNOWN, "2:-68")
    assert ask_refund(school, refund).outcome is Outcome.CONFIRMED
    assert believed(zalopay, order)["refunded_vnd"] == 1_250_000


def test_a_late_answer_is_an_answer(zalopay: str, school: Merchant) -> None:
    control(zalopay, next="late", at="call", seconds=0.2)
    assert start(school, new_order(school)).outcome is Outcome.PENDING


def test_a_late_callback_is_heard(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(zalopay, next="late", seconds=2)
    assert press(url, "pay").status_code == 303
    assert school.notices == []
    assert ask(school, order).outcome is Outcome.CONFIRMED
    assert within(lambda: len(school.notices) == 1)


def test_a_callback_that_comes_twice_is_answered_with_2(zalopay: str, school: Merchant) -> None:
    control(zalopay, next="twice")
    paid(school)
    assert within(lambda: len(school.notices) == 2)
    assert school.notices[0] == school.notices[1]
    assert within(lambda: '"return_code":2' in str(ledger(zalopay)["sent"][-1]["body"]))
    assert ledger(zalopay)["sent"][-1]["is_acknowledged"] is True


def test_an_answer_that_is_behind_the_callback_is_pending(zalopay: str, school: Merchant) -> None:
    control(zalopay, next="out_of_order")
    order, heard = paid(school)
    assert heard.outcome is Outcome.CONFIRMED
    assert ask(school, order).outcome is Outcome.PENDING
    assert ask(school, order).outcome is Outcome.CONFIRMED


def test_a_wrong_amount_is_seen(zalopay: str, school: Merchant) -> None:
    control(zalopay, next="wrong_amount")
    order, heard = paid(school)
    assert heard.amount_vnd == 1_251_000
    assert ask(school, order).amount_vnd == 1_250_000
    control(zalopay, next="wrong_amount", at="call")
    asked = ask(school, order)
    assert (asked.outcome, asked.amount_vnd) == (Outcome.MISMATCH, 1_251_000)


def test_a_bad_signature_is_refused_and_repeated(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(zalopay, next="bad_signature")
    press(url, "pay")
    assert within(lambda: len(school.refusals) == 4)
    assert school.notices == []
    assert ask(school, order).outcome is Outcome.CONFIRMED


def test_an_unknown_word_is_unknown(zalopay: str, school: Merchant) -> None:
    control(zalopay, next="unknown_word")
    order, heard = paid(school)
    assert (heard.outcome, heard.status) == (Outcome.UNKNOWN, "type:7")
    control(zalopay, next="unknown_word", at="call")
    assert ask(school, order).outcome is Outcome.UNKNOWN
    assert ask(school, order).outcome is Outcome.CONFIRMED


def test_a_refund_that_fails_moves_nothing(zalopay: str, school: Merchant) -> None:
    order, money = paid(school)
    refund = refund_of(order, money, 1_250_000)
    control(zalopay, next="refund_fails")
    assert send_back(school, refund).outcome is Outcome.PENDING
    told = ask_refund(school, refund)
    assert (told.outcome, told.status) == (Outcome.REFUSED, "2:-13")
    assert believed(zalopay, order)["refunded_vnd"] == 0


def test_a_gateway_that_is_down_is_not_understood(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    control(zalopay, next="down")
    with pytest.raises(Malformed):
        start(school, order)
    assert start(school, order).outcome is Outcome.PENDING


def test_nobody_told_is_found_by_asking(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(zalopay, next="silent")
    press(url, "pay")
    assert ask(school, order).outcome is Outcome.CONFIRMED
    assert school.notices == []


def test_a_busy_school_is_told_again(zalopay: str, school: Merchant) -> None:
    order = new_order(school)
    school.is_busy = True
    press(start(school, order).url, "pay")
    assert within(lambda: any(one["tries"] == 4 for one in ledger(zalopay)["sent"]))
    last = ledger(zalopay)["sent"][-1]
    assert (last["status"], last["is_acknowledged"]) == (503, False)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"app_id":1}', b""])
def test_garbage_opens_nothing(zalopay: str, school: Merchant, body: bytes) -> None:
    for path in ("create", "query", "refund", "query_refund"):
        reply = httpx.post(f"{zalopay}/v2/{path}", content=body, trust_env=False)
        assert reply.status_code in (200, 400)
        if reply.status_code == 200:
            assert reply.json()["return_code"] == 2
