"""MoMo and our connector over real HTTP: a payment from start to refund, and every fault."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

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
from thuphi.ground.channels.momo import MoMo

MOMO = MoMo()
KEYS = {
    "partnerCode": "MOMOMADEUP2026",
    "accessKey": "MADEUPACCESSKEY1",
    "secretKey": "made_up_momo_secret_0123456789ab",
}
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def momo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = {
        "merchants": [{**KEYS, "name": "Trường Tiểu học Hoa Mai"}],
        "repeat_ms": 20,
        "repeats_max": 3,
        "redirect_ms": 400,
        "silence_seconds": 1,
    }
    with running("momo", config, tmp_path_factory.mktemp("momo")) as url:
        yield url


@pytest.fixture
def school(momo: str) -> Iterator[Merchant]:
    control(momo)
    with hearing(Merchant(MOMO, {**KEYS, "endpoint": momo})) as merchant:
        yield merchant


def new_order(school: Merchant, amount_vnd: int = 1_250_000) -> Order:
    return Order(
        reference=MOMO.reference_of("TF003NQK8NRQ", next(NUMBERS), now()),
        amount_vnd=amount_vnd,
        description="TF003NQK8NRQ Học phí tháng 9 & ăn trưa",
        return_url=RETURN_URL,
        notify_url=school.notify_url,
        ip="203.0.113.7",
        at=now(),
    )


def start(school: Merchant, order: Order) -> Started:
    return MOMO.read_started(
        order, school.send(MOMO.start(order, school.settings)), school.settings
    )


def ask(school: Merchant, order: Order, amount_vnd: int | None = None) -> Notice:
    question = Question(
        reference=order.reference,
        amount_vnd=amount_vnd or order.amount_vnd,
        started_at=order.at,
        at=now(),
        request_id=f"HOI-{next(NUMBERS)}",
    )
    answer = school.send(MOMO.ask(question, school.settings))
    return MOMO.read_asked(question, answer, school.settings)


def refund_of(order: Order, paid: Notice, amount_vnd: int) -> RefundOrder:
    return RefundOrder(
        reference=MOMO.reference_of("TF003NQK8NRQ", next(NUMBERS), now()),
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
    answer = school.send(MOMO.refund(refund, school.settings))
    return MOMO.read_refunded(refund, answer, school.settings)


def ask_refund(school: Merchant, refund: RefundOrder) -> RefundNotice:
    answer = school.send(MOMO.ask_refund(refund, school.settings))
    return MOMO.read_refund_asked(refund, answer, school.settings)


def paid(school: Merchant) -> tuple[Order, Notice]:
    order = new_order(school)
    press(start(school, order).url, "pay")
    assert within(lambda: bool(school.notices))
    return order, school.notices[-1]


def believed(momo: str, order: Order) -> dict[str, object]:
    [found] = [one for one in ledger(momo)["payments"] if one["reference"] == order.reference]
    return found


def test_a_payment_from_start_to_refund(momo: str, school: Merchant) -> None:
    order = new_order(school)
    started = start(school, order)
    assert started.outcome is Outcome.PENDING
    assert started.deeplink.startswith("momo://")
    assert started.qr == started.url
    assert ask(school, order).outcome is Outcome.PENDING

    page = httpx.get(started.url, trust_env=False).text
    assert "1.250.000\u00a0đ" in page
    assert "Trường Tiểu học Hoa Mai" in page
    assert "TF003NQK8NRQ Học phí tháng 9 &amp; ăn trưa" in page
    assert 'name="pin"' in page
    assert "<script" not in page

    back = press(started.url, "pay")
    assert back.status_code == 303
    assert back.headers["location"].startswith("https://truong.example.edu.vn/tra-ve?lan=1&")
    assert within(lambda: bool(school.notices))
    [heard] = school.notices
    assert (heard.outcome, heard.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert (heard.reference, heard.details["payType"]) == (order.reference, "qr")

    asked = ask(school, order)
    same = ("outcome", "provider_reference", "amount_vnd", "reference", "paid_at")
    assert [getattr(heard, name) for name in same] == [getattr(asked, name) for name in same]

    refund = refund_of(order, heard, 250_000)
    told = send_back(school, refund)
    assert (told.outcome, told.amount_vnd) == (Outcome.CONFIRMED, 250_000)
    assert ask_refund(school, refund) == told
    whole = believed(momo, order)
    assert (whole["state"], whole["amount_vnd"], whole["refunded_vnd"]) == (
        "paid",
        1_250_000,
        250_000,
    )
    assert str(whole["transaction_id"]) == heard.provider_reference


def test_more_than_the_rest_is_not_sent_back(momo: str, school: Merchant) -> None:
    order, money = paid(school)
    assert send_back(school, refund_of(order, money, 1_000_000)).outcome is Outcome.CONFIRMED
    again = refund_of(order, money, 1_000_000)
    assert send_back(school, again).outcome is Outcome.REFUSED
    assert ask_refund(school, again).outcome is Outcome.UNKNOWN
    assert believed(momo, order)["refunded_vnd"] == 1_000_000


@pytest.mark.parametrize(
    ("deed", "status"), [("refuse", "1006"), ("no_funds", "1001"), ("expire", "1005")]
)
def test_a_payment_that_does_not_come_is_told_and_answered(
    momo: str, school: Merchant, deed: str, status: str
) -> None:
    order = new_order(school)
    assert press(start(school, order).url, deed, pin="").status_code == 303
    assert within(lambda: bool(school.notices))
    [heard] = school.notices
    assert (heard.outcome, heard.status) == (Outcome.REFUSED, status)
    assert ask(school, order).outcome is Outcome.REFUSED
    assert within(lambda: bool(ledger(momo)["sent"]))
    last = ledger(momo)["sent"][-1]
    assert (last["status"], last["tries"], last["is_acknowledged"]) == (204, 1, True)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a"])
def test_without_a_pin_nothing_is_paid(momo: str, school: Merchant, pin: str) -> None:
    order = new_order(school)
    started = start(school, order)
    reply = press(started.url, "pay", pin)
    assert reply.status_code == 422
    assert "đúng 6 chữ số" in reply.text
    assert ask(school, order).outcome is Outcome.PENDING
    assert school.notices == []


def test_a_page_is_paid_once(momo: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    press(url, "pay")
    assert within(lambda: bool(school.notices))
    again = press(url, "pay")
    assert (again.status_code, len(school.notices)) == (200, 1)
    assert "Đã trả" in again.text
    assert httpx.get(f"{url}x", trust_env=False).status_code == 404


def test_wrong_keys_open_nothing(momo: str, school: Merchant) -> None:
    order = new_order(school)
    for name in KEYS:
        others = {**school.settings, name: "ANOTHER"}
        answer = school.send(MOMO.start(order, others))
        told = MOMO.read_started(order, answer, others)
        assert (told.outcome, told.status) in (
            (Outcome.UNKNOWN, "11"),
            (Outcome.UNKNOWN, "13"),
        )
    assert ask(school, order).status == "42"


def test_a_repeated_order_is_not_a_second_one(momo: str, school: Merchant) -> None:
    order = new_order(school)
    start(school, order)
    again = start(school, order)
    assert (again.outcome, again.status) == (Outcome.UNKNOWN, "40")


# Faults.


def test_no_answer_to_a_start_is_no_failure(momo: str, school: Merchant) -> None:
    order = new_order(school)
    control(momo, next="timeout")
    with pytest.raises(httpx.ReadTimeout):
        school.send(MOMO.start(order, school.settings), timeout=0.3)
    meanwhile = start(school, order)
    assert (meanwhile.outcome, meanwhile.status) == (Outcome.PENDING, "7000")
    assert ask(school, order).outcome is Outcome.PENDING
    assert believed(momo, order)["state"] == "waiting"


def test_no_answer_to_a_refund_sends_money_back_once(momo: str, school: Merchant) -> None:
    order, money = paid(school)
    refund = refund_of(order, money, 1_250_000)
    control(momo, next="timeout", seconds=0.5)
    with pytest.raises(httpx.ReadTimeout):
        school.send(MOMO.refund(refund, school.settings), timeout=0.2)
    assert within(lambda: send_back(school, refund).status == "40")
    assert ask_refund(school, refund).outcome is Outcome.CONFIRMED
    assert believed(momo, order)["refunded_vnd"] == 1_250_000


def test_a_late_answer_is_an_answer(momo: str, school: Merchant) -> None:
    control(momo, next="late", at="call", seconds=0.3)
    assert start(school, new_order(school)).outcome is Outcome.PENDING


def test_a_late_notice_is_heard(momo: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(momo, next="late", seconds=2)
    assert press(url, "pay").status_code == 303
    assert school.notices == []
    assert ask(school, order).outcome is Outcome.CONFIRMED
    assert within(lambda: len(school.notices) == 1)
    assert school.notices[0].outcome is Outcome.CONFIRMED


def test_a_notice_that_comes_twice_has_one_name(momo: str, school: Merchant) -> None:
    control(momo, next="twice")
    paid(school)
    assert within(lambda: len(school.notices) == 2)
    assert school.notices[0] == school.notices[1]


def test_notices_out_of_order_are_all_heard(momo: str, school: Merchant) -> None:
    control(momo, next="out_of_order")
    order, _ = paid(school)
    assert within(lambda: len(school.notices) == 3)
    outcomes = [one.outcome for one in school.notices]
    assert outcomes == [Outcome.CONFIRMED, Outcome.PENDING, Outcome.REFUSED]
    assert ask(school, order).outcome is Outcome.CONFIRMED


def test_a_wrong_amount_is_seen(momo: str, school: Merchant) -> None:
    control(momo, next="wrong_amount")
    order, heard = paid(school)
    assert (heard.outcome, heard.amount_vnd) == (Outcome.CONFIRMED, 1_251_000)
    assert ask(school, order).amount_vnd == 1_250_000
    assert ask(school, order, amount_vnd=1_249_000).outcome is Outcome.MISMATCH
    control(momo, next="wrong_amount", at="call")
    assert start(school, new_order(school)).outcome is Outcome.MISMATCH


def test_a_bad_signature_is_refused_and_repeated(momo: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(momo, next="bad_signature")
    press(url, "pay")
    assert within(lambda: len(school.refusals) == 4)
    assert school.notices == []
    assert ask(school, order).outcome is Outcome.CONFIRMED


def test_an_unknown_word_is_unknown(momo: str, school: Merchant) -> None:
    control(momo, next="unknown_word")
    order, heard = paid(school)
    assert (heard.outcome, heard.status) == (Outcome.UNKNOWN, "8888")
    control(momo, next="unknown_word", at="call", code=2026)
    asked = ask(school, order)
    assert (asked.outcome, asked.status) == (Outcome.UNKNOWN, "2026")


@pytest.mark.parametrize(
    ("code", "outcome"), [(1081, Outcome.REFUSED), (1080, Outcome.PENDING), (99, Outcome.UNKNOWN)]
)
def test_a_refund_that_fails_moves_nothing(
    momo: str, school: Merchant, code: int, outcome: Outcome
) -> None:
    order, money = paid(school)
    refund = refund_of(order, money, 1_250_000)
    control(momo, next="refund_fails", code=code)
    assert send_back(school, refund).outcome is outcome
    assert ask_refund(school, refund).outcome is outcome
    assert believed(momo, order)["refunded_vnd"] == 0


def test_a_gateway_that_is_down_is_not_understood(momo: str, school: Merchant) -> None:
    order = new_order(school)
    control(momo, next="down", times=2)
    for _ in range(2):
        with pytest.raises(Malformed):
            start(school, order)
    assert start(school, order).outcome is Outcome.PENDING


def test_nobody_told_is_found_by_asking(momo: str, school: Merchant) -> None:
    order = new_order(school)
    url = start(school, order).url
    control(momo, next="silent")
    press(url, "pay")
    assert ask(school, order).outcome is Outcome.CONFIRMED
    assert school.notices == []


def test_a_busy_school_is_told_again(momo: str, school: Merchant) -> None:
    order = new_order(school)
    school.is_busy = True
    press(start(school, order).url, "pay")
    assert within(lambda: any(one["tries"] == 4 for one in ledger(momo)["sent"]))
    last = ledger(momo)["sent"][-1]
    assert (last["status"], last["is_acknowledged"]) == (503, False)


def test_the_home_page_breaks_things_by_a_button(momo: str, school: Merchant) -> None:
    page = httpx.get(momo, trust_env=False).text
    assert "Không có gì hỏng." in page
    reply = httpx.post(f"{momo}/faults", data={"next": "down"}, trust_env=False)
    assert reply.status_code == 303
    assert ">Ngừng phục vụ</p>" in httpx.get(momo, trust_env=False).text
    httpx.post(f"{momo}/faults", data={"next": ""}, trust_env=False)
    assert "Không có gì hỏng." in httpx.get(momo, trust_env=False).text


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"partnerCode":1}', b""])
def test_garbage_opens_nothing(momo: str, school: Merchant, body: bytes) -> None:
    for path in ("create", "query", "refund", "refund/query"):
        reply = httpx.post(f"{momo}/v2/gateway/api/{path}", content=body, trust_env=False)
        assert reply.status_code in (200, 400)
        if reply.status_code == 200:
            assert reply.json()["resultCode"] == 13
    assert (
        httpx.post(f"{momo}/control", content=b'{"next":"x"}', trust_env=False).status_code == 400
    )
