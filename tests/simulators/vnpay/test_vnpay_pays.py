"""A payer at VNPAY's page, our connector's questions and refunds, over real HTTP."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from vnpay_side import (
    PAID_VND,
    VNPAY,
    School,
    asked,
    line,
    order,
    paid,
    refund_of,
    send,
    visit,
    wait_for,
)

from thuphi.ground.channels.contract import (
    Knock,
    Outcome,
)


def test_a_payer_pays_on_the_page_and_both_sides_agree(
    gateway: httpx.Client, school: School
) -> None:
    about = order(extra={"bank_code": "VNPAYQR"})
    page = gateway.get(VNPAY.start(about, school.settings).url)
    assert page.status_code == 200
    assert "1.250.000\u00a0đ" in page.text
    assert "Trường Tiểu học Hoa Mai" in page.text
    assert "TF003NQK8NRQ Hoc phi thang 9" in page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert 'value="VNPAYQR" checked' in page.text
    done = gateway.post("/paymentv2/pay", data={**hidden, "bank": "VNPAYQR", "deed": "pay"})
    assert done.status_code == 303
    brought = done.headers["location"]
    assert brought.startswith("http://127.0.0.1:1/tra-ve?x=1&vnp_Amount=125000000&")
    wait_for(lambda: school.heard)
    [heard] = school.heard
    shown = VNPAY.hear(
        Knock("GET", dict(parse_qsl(urlsplit(brought).query)), {}, b"", about.at), school.settings
    )
    assert shown == heard
    assert (heard.outcome, heard.method, heard.amount_vnd) == (Outcome.CONFIRMED, "qr", PAID_VND)
    answered = asked(about, school)
    assert answered.outcome is Outcome.CONFIRMED
    assert answered.provider_reference == heard.provider_reference
    assert answered.paid_at == heard.paid_at
    wait_for(lambda: line(gateway, about)["sent"][0]["is_acknowledged"])  # type: ignore[index]
    believed = line(gateway, about)
    assert believed["is_paid"] is True
    assert believed["transaction_no"] == heard.provider_reference
    assert [one["rsp_code"] for one in believed["sent"]] == ["00"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("deed", "outcome", "asked_outcome"),
    [
        ("no_money", Outcome.REFUSED, Outcome.REFUSED),
        ("cancel", Outcome.REFUSED, Outcome.REFUSED),
        ("wrong_code", Outcome.REFUSED, Outcome.REFUSED),
        ("suspected", Outcome.MISMATCH, Outcome.MISMATCH),
        ("reversed", Outcome.MISMATCH, Outcome.MISMATCH),
        ("unfinished", Outcome.PENDING, Outcome.PENDING),
    ],
)
def test_what_a_payer_does_is_heard_and_answered_alike(
    gateway: httpx.Client,
    school: School,
    deed: str,
    outcome: Outcome,
    asked_outcome: Outcome,
) -> None:
    about = order()
    visit(gateway, school, about, deed)
    wait_for(lambda: school.heard)
    assert school.heard[0].outcome is outcome
    assert asked(about, school).outcome is asked_outcome
    assert line(gateway, about)["is_paid"] is False


def test_a_page_opened_with_an_altered_amount_is_refused(
    gateway: httpx.Client, school: School
) -> None:
    url = VNPAY.start(order(), school.settings).url
    reply = gateway.get(url.replace("vnp_Amount=125000000", "vnp_Amount=100"))
    assert reply.status_code == 422
    assert "Sai chữ ký" in reply.text


def test_a_page_closes_at_its_time(gateway: httpx.Client, school: School) -> None:
    about = order(at=datetime.now(UTC) - timedelta(minutes=16))
    reply = gateway.get(VNPAY.start(about, school.settings).url)
    assert (reply.status_code, "quá thời gian" in reply.text) == (422, True)
    assert asked(about, school).outcome is Outcome.PENDING
    late = order(at=datetime.now(UTC) - timedelta(minutes=18))
    assert asked(late, school).outcome is Outcome.REFUSED


def test_a_reference_is_never_paid_twice(gateway: httpx.Client, school: School) -> None:
    about = order()
    url = VNPAY.start(about, school.settings).url
    visit(gateway, school, about)
    assert gateway.get(url).status_code == 422


def test_vnpay_repeats_until_we_say_that_it_is_on_record(
    gateway: httpx.Client, school: School
) -> None:
    school.busy = 3
    about, _ = paid(gateway, school)
    wait_for(lambda: line(gateway, about)["sent"][0]["is_acknowledged"])  # type: ignore[index]
    [sent] = line(gateway, about)["sent"]  # type: ignore[misc]
    assert (sent["tries"], sent["rsp_code"]) == (4, "00")


def test_vnpay_gives_up_after_ten_times(gateway: httpx.Client, school: School) -> None:
    school.busy = 10
    about = order()
    visit(gateway, school, about)
    wait_for(lambda: school.busy == 0)
    wait_for(lambda: line(gateway, about)["sent"][0]["tries"] == 10)  # type: ignore[index]
    assert school.heard == []
    assert asked(about, school).outcome is Outcome.CONFIRMED


def test_the_whole_goes_back(gateway: httpx.Client, school: School) -> None:
    about, money = paid(gateway, school)
    back = refund_of(about, money, PAID_VND)
    said = VNPAY.read_refunded(back, send(VNPAY.refund(back, school.settings)), school.settings)
    assert said.outcome is Outcome.PENDING
    question_about = refund_of(about, money, PAID_VND)
    answer = send(VNPAY.ask_refund(question_about, school.settings))
    end = VNPAY.read_refund_asked(question_about, answer, school.settings)
    assert (end.outcome, end.provider_reference) == (Outcome.CONFIRMED, said.provider_reference)
    again = refund_of(about, money, PAID_VND)
    repeated = send(VNPAY.refund(again, school.settings))
    assert VNPAY.read_refunded(again, repeated, school.settings).outcome is Outcome.PENDING
    refunds = [
        one
        for one in gateway.get("/ledger").json()["refunds"]
        if one["reference"] == about.reference
    ]
    assert [(one["amount_vnd"], one["kind"], one["status"]) for one in refunds] == [
        (PAID_VND, "02", "06")
    ]


def test_parts_go_back_and_never_more_than_was_paid(gateway: httpx.Client, school: School) -> None:
    about, money = paid(gateway, school)
    outcomes = []
    for amount_vnd in (250_000, 900_000, 200_000):
        back = refund_of(about, money, amount_vnd)
        answer = send(VNPAY.refund(back, school.settings))
        outcomes.append(VNPAY.read_refunded(back, answer, school.settings).outcome)
    assert outcomes == [Outcome.PENDING, Outcome.PENDING, Outcome.REFUSED]
    assert line(gateway, about)["refunded_vnd"] == 1_150_000
    first, second = (refund_of(about, money, one) for one in (250_000, 900_000))
    ends = [
        VNPAY.read_refund_asked(
            one, send(VNPAY.ask_refund(one, school.settings)), school.settings
        ).outcome
        for one in (first, second)
    ]
    assert ends == [Outcome.UNKNOWN, Outcome.CONFIRMED]
    assert asked(about, school).outcome is Outcome.MISMATCH
