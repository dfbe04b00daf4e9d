"""What goes wrong at VNPAY on demand, and that our connector then knows what it does not know."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest
from vnpay_side import (
    NUMBERS,
    PAID_VND,
    VNPAY,
    School,
    asked,
    line,
    order,
    paid,
    question,
    refund_of,
    send,
    visit,
    wait_for,
)

from thuphi.ground.channels.contract import (
    Malformed,
    Order,
    Outcome,
    RefundOrder,
    SignatureWrong,
)


def fail(gateway: httpx.Client, fault: str, **more: object) -> None:
    reply = gateway.post("/control", json={"next": fault, **more})
    assert reply.status_code == 200, reply.text


def acknowledged(gateway: httpx.Client, about: Order, count: int) -> list[dict[str, object]]:
    """What was sent about a payment, once so many notifications were acknowledged."""

    def sent() -> list[dict[str, object]]:
        found = line(gateway, about)["sent"]
        assert isinstance(found, list)
        return found

    wait_for(lambda: [one["is_acknowledged"] for one in sent()] == [True] * count)
    return sent()


def test_a_lost_notification_is_found_by_asking(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "timeout", on="pay")
    about = order()
    visit(gateway, school, about)
    assert asked(about, school).outcome is Outcome.CONFIRMED
    assert school.heard == []
    assert line(gateway, about)["sent"] == []


def test_a_late_notification_names_the_money_that_was_asked_for(
    gateway: httpx.Client, school: School
) -> None:
    fail(gateway, "late", on="pay", seconds=0.5)
    about = order()
    visit(gateway, school, about)
    answered = asked(about, school)
    assert school.heard == []
    wait_for(lambda: school.heard)
    assert school.heard[0].provider_reference == answered.provider_reference


def test_what_is_told_twice_is_one_movement(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "twice")
    about = order()
    visit(gateway, school, about)
    sent = acknowledged(gateway, about, 2)
    assert [one["rsp_code"] for one in sent] == ["00", "02"]
    first, second = school.heard
    assert first == second


def test_words_out_of_order_are_each_what_they_say(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "out_of_order")
    about = order()
    visit(gateway, school, about)
    acknowledged(gateway, about, 3)
    assert [one.outcome for one in school.heard] == [
        Outcome.CONFIRMED,
        Outcome.PENDING,
        Outcome.REFUSED,
    ]
    assert {one.reference for one in school.heard} == {about.reference}
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_a_wrong_amount_is_heard_as_it_was_told(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "wrong_amount", on="pay")
    about, money = paid(gateway, school)
    assert (money.outcome, money.amount_vnd) == (Outcome.CONFIRMED, PAID_VND + 1_000)
    assert asked(about, school).amount_vnd == PAID_VND
    fail(gateway, "wrong_amount", on="ask")
    assert asked(about, school).outcome is Outcome.MISMATCH


def test_a_bad_signature_is_refused_every_time(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "bad_signature", on="pay")
    about = order()
    visit(gateway, school, about)
    wait_for(lambda: line(gateway, about)["sent"][0]["tries"] == 10)  # type: ignore[index]
    [sent] = line(gateway, about)["sent"]  # type: ignore[misc]
    assert (sent["rsp_code"], sent["is_acknowledged"]) == ("97", False)
    assert school.heard == []
    assert {type(one) for one in school.refused} == {SignatureWrong}
    fail(gateway, "bad_signature", on="ask")
    with pytest.raises(SignatureWrong):
        asked(about, school)
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_an_unknown_word_is_unknown(gateway: httpx.Client, school: School) -> None:
    fail(gateway, "unknown_word", on="pay")
    about, money = paid(gateway, school)
    assert (money.outcome, money.status) == (Outcome.UNKNOWN, "77/77")
    fail(gateway, "unknown_word", on="ask")
    assert asked(about, school).outcome is Outcome.UNKNOWN
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_a_gateway_that_is_down_says_nothing_of_the_money(
    gateway: httpx.Client, school: School
) -> None:
    fail(gateway, "down", on="page")
    assert gateway.get(VNPAY.start(order(), school.settings).url).status_code == 503
    about, _ = paid(gateway, school)
    fail(gateway, "down", on="ask", times=2)
    for _ in range(2):
        with pytest.raises(Malformed, match="status"):
            asked(about, school)
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_silence_to_a_question_is_a_timeout(gateway: httpx.Client, school: School) -> None:
    about, _ = paid(gateway, school)
    fail(gateway, "timeout", on="ask", seconds=1)
    with pytest.raises(httpx.ReadTimeout):
        send(VNPAY.ask(question(about), school.settings), timeout_seconds=0.3)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("94", Outcome.UNKNOWN), ("97", Outcome.UNKNOWN), ("99", Outcome.UNKNOWN)],
)
def test_a_question_that_was_not_taken_is_asked_again_later(
    gateway: httpx.Client, school: School, code: str, outcome: Outcome
) -> None:
    about, _ = paid(gateway, school)
    fail(gateway, "code", on="ask", code=code)
    assert asked(about, school).outcome is outcome
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_the_same_request_is_answered_once(gateway: httpx.Client, school: School) -> None:
    about, _ = paid(gateway, school)
    one = question(about)
    step = VNPAY.ask(one, school.settings)
    outcomes = [VNPAY.read_asked(one, send(step), school.settings).outcome for _ in range(2)]
    assert outcomes == [Outcome.CONFIRMED, Outcome.UNKNOWN]


def refunded(
    gateway: httpx.Client, school: School, fault: str, **more: object
) -> tuple[RefundOrder, Outcome]:
    about, money = paid(gateway, school)
    back = refund_of(about, money, PAID_VND)
    fail(gateway, fault, on="refund", **more)
    answer = send(VNPAY.refund(back, school.settings))
    return back, VNPAY.read_refunded(back, answer, school.settings).outcome


def refund_asked(school: School, back: RefundOrder) -> Outcome:
    one = replace(back, request_id=f"hoi-{next(NUMBERS)}")
    answer = send(VNPAY.ask_refund(one, school.settings))
    return VNPAY.read_refund_asked(one, answer, school.settings).outcome


def test_a_refused_refund_leaves_the_money(gateway: httpx.Client, school: School) -> None:
    back, outcome = refunded(gateway, school, "refund_fails")
    assert outcome is Outcome.REFUSED
    ledger = gateway.get("/ledger").json()
    assert back.payment_reference not in [one["reference"] for one in ledger["refunds"]]


def test_a_refund_that_fails_later_is_seen_by_asking(gateway: httpx.Client, school: School) -> None:
    back, outcome = refunded(gateway, school, "refund_fails_later")
    assert outcome is Outcome.PENDING
    assert refund_asked(school, back) is Outcome.REFUSED


def test_a_refund_that_was_not_answered_was_done_all_the_same(
    gateway: httpx.Client, school: School
) -> None:
    about, money = paid(gateway, school)
    back = refund_of(about, money, PAID_VND)
    fail(gateway, "timeout", on="refund", seconds=1)
    with pytest.raises(httpx.ReadTimeout):
        send(VNPAY.refund(back, school.settings), timeout_seconds=0.3)
    assert refund_asked(school, back) is Outcome.CONFIRMED
    repeated = send(VNPAY.refund(back, school.settings))
    assert VNPAY.read_refunded(back, repeated, school.settings).outcome is Outcome.PENDING
    assert line(gateway, about)["refunded_vnd"] == PAID_VND


@pytest.mark.parametrize(
    ("fault", "more", "outcome"),
    [
        ("code", {"code": "16"}, Outcome.UNKNOWN),
        ("code", {"code": "95"}, Outcome.REFUSED),
        ("unknown_word", {}, Outcome.UNKNOWN),
    ],
)
def test_other_words_about_a_refund(
    gateway: httpx.Client,
    school: School,
    fault: str,
    more: dict[str, object],
    outcome: Outcome,
) -> None:
    assert refunded(gateway, school, fault, **more)[1] is outcome


def test_a_refunds_answer_with_a_bad_signature_is_not_believed(
    gateway: httpx.Client, school: School
) -> None:
    with pytest.raises(SignatureWrong):
        refunded(gateway, school, "bad_signature")


def test_our_wrong_secret_is_refused_by_vnpay(gateway: httpx.Client, school: School) -> None:
    about = order()
    wrong = {**school.settings, "vnp_HashSecret": "another"}
    assert gateway.get(VNPAY.start(about, wrong).url).status_code == 422
    answer = send(VNPAY.ask(question(about), wrong))
    assert json.loads(answer.body)["vnp_ResponseCode"] == "97"
    unknown = {**school.settings, "vnp_TmnCode": "NOBODY01"}
    answer = send(VNPAY.ask(question(about), unknown))
    assert json.loads(answer.body)["vnp_ResponseCode"] == "02"
    with pytest.raises(SignatureWrong):
        VNPAY.read_asked(question(about), answer, unknown)


def test_buttons_and_lists_are_there_for_a_person(gateway: httpx.Client, school: School) -> None:
    about, _ = paid(gateway, school)
    acknowledged(gateway, about, 1)
    assert gateway.post("/fault", data={"next": "twice"}).status_code == 303
    page = gateway.get("/").text
    assert "Sắp xảy ra: Báo hai lần" in page
    assert about.reference in page
    told = {"terminal": "TRUONG01", "reference": about.reference}
    assert gateway.post("/again", data=told).status_code == 303
    assert [one["rsp_code"] for one in acknowledged(gateway, about, 2)] == ["00", "02"]
    assert gateway.post("/fault", data={"next": "?"}).status_code == 422
    assert gateway.post("/control", json={"next": "?"}).status_code == 400
    used_up = order()
    visit(gateway, school, used_up)
    acknowledged(gateway, used_up, 2)
