"""payOS and our connector over real HTTP: each was written from payOS' documents alone."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from thuphi_side import Listener

from thuphi.ground.channels.contract import (
    Answer,
    Call,
    Knock,
    Malformed,
    Notice,
    Order,
    Outcome,
    Question,
    SignatureWrong,
    Started,
)
from thuphi.ground.channels.payos import PayOS
from thuphi.ground.kit.clock import VIETNAM

ROOT = Path(__file__).parents[2]
MERCHANT = {"clientId": "made-up-client", "apiKey": "made-up-key", "checksumKey": "made-up-sum"}
CODE = "TF003NQK8NRQ"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def payos_url(hearing: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("payos") / "payos.json"
    merchant = {**MERCHANT, "notify_url": f"{hearing.url}/gate/payos/school"}
    config.write_text(json.dumps({"merchants": [merchant], "repeat_ms": 20, "hang_ms": 1500}))
    port = _free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"),
            *("--port", str(port), "simulators.payos.app:app"),
        ],
        cwd=ROOT,
        env={**os.environ, "PAYOS_CONFIG": str(config)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _until(lambda: _is_open(url), "payOS did not open")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _is_open(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ledger", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(otherwise)


@dataclass
class School:
    """Our side: the connector, and a hand that sends what it writes."""

    client: httpx.Client
    listener: Listener
    settings: dict[str, str]
    order: Order
    started: Started | None = None

    def send(self, call: Call | None) -> Answer:
        assert call is not None
        headers = dict(call.headers)
        said = self.client.request(call.method, call.url, headers=headers, content=call.body)
        told = {name.lower(): value for name, value in said.headers.items()}
        return Answer(said.status_code, told, said.content, datetime.now(VIETNAM))

    def start(self) -> Started:
        step = PayOS().start(self.order, self.settings)
        answer = self.send(step.call)
        self.started = PayOS().read_started(self.order, answer, self.settings)
        return self.started

    @property
    def question(self) -> Question:
        return Question(
            reference=self.order.reference,
            amount_vnd=self.order.amount_vnd,
            started_at=self.order.at,
            at=datetime.now(VIETNAM),
            request_id="1",
            token=self.started.token if self.started else "",
        )

    def ask(self) -> Notice:
        answer = self.send(PayOS().ask(self.question, self.settings).call)
        return PayOS().read_asked(self.question, answer, self.settings)

    def cancel(self) -> Notice:
        answer = self.send(PayOS().cancel(self.question, self.settings).call)
        return PayOS().read_cancelled(self.question, answer, self.settings)

    def press(self, deed: str, amount_vnd: int | None = None) -> httpx.Response:
        assert self.started is not None
        form = {"deed": deed, "amount": "" if amount_vnd is None else str(amount_vnd)}
        return self.client.post(self.started.url, data=form)

    def spoil(self, fault: str, **more: str | int) -> None:
        told = self.client.post(
            f"{self.settings['endpoint']}/control", json={"next": fault, **more}
        )
        assert told.json() == {"ok": True}

    def heard(self, count: int = 1) -> list[Notice]:
        """What the notifications said that we could believe."""
        _until(lambda: len(self.listener.at("payos")) >= count, "payOS did not tell")
        time.sleep(0.1)
        knocks = [
            Knock("POST", {}, one.headers, one.body, datetime.now(VIETNAM))
            for one in self.listener.at("payos")
        ]
        assert len(knocks) == count
        notices = []
        for knock in knocks:
            try:
                notices.append(PayOS().hear(knock, self.settings))
            except SignatureWrong:
                continue
        return notices

    @property
    def ledger(self) -> dict[str, object]:
        told = self.client.get(f"{self.settings['endpoint']}/ledger")
        payments: list[dict[str, object]] = told.json()["payments"]
        return next(one for one in payments if one["order_code"] == int(self.order.reference))


ORDERS = iter(range(26000001, 27000000))


@pytest.fixture
def school(payos_url: str, thuphi: Listener) -> Iterator[School]:
    at = datetime.now(VIETNAM)
    order = Order(
        reference=PayOS().reference_of(CODE, next(ORDERS), at),
        amount_vnd=1_250_000,
        description=f"{CODE} Học phí tháng 9",
        return_url=f"{thuphi.url}/tra-ve",
        notify_url="",
        ip="127.0.0.1",
        at=at,
    )
    with httpx.Client(trust_env=False, timeout=1, follow_redirects=False) as client:
        yield School(client, thuphi, {**MERCHANT, "endpoint": payos_url}, order)


def test_a_link_is_made_paid_told_and_found_again(school: School) -> None:
    started = school.start()
    assert (started.outcome, started.status) == (Outcome.PENDING, "PENDING")
    assert started.qr.startswith("00020101021238")
    page = school.client.get(started.url)
    assert page.status_code == 200
    assert "1.250.000" in page.text
    assert f"{CODE} Hoc phi" in page.text
    assert school.ask().outcome is Outcome.PENDING
    back = school.press("pay")
    assert back.status_code == 303
    assert back.headers["location"].startswith(f"{school.order.return_url}?code=00&id=")
    (heard,) = school.heard()
    assert (heard.outcome, heard.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert heard.reference == school.order.reference
    assert school.ask() == replace(heard, status="PAID")
    assert (school.ledger["paid_vnd"], school.ledger["status"]) == (1_250_000, "PAID")


def test_a_link_that_was_ended_takes_no_money(school: School) -> None:
    school.start()
    assert school.cancel().outcome is Outcome.REFUSED
    assert school.press("pay").status_code == 422
    assert (school.ledger["status"], school.ledger["paid_vnd"]) == ("CANCELLED", 0)


def test_an_end_that_came_too_late_tells_of_the_money(school: School) -> None:
    school.start()
    school.press("pay")
    (heard,) = school.heard()
    assert school.cancel() == replace(heard, status="PAID")


def test_a_payer_who_goes_back_ends_the_link(school: School) -> None:
    school.start()
    assert "cancel=true" in school.press("cancel").headers["location"]
    assert school.ask().outcome is Outcome.REFUSED


def test_an_expired_link_is_dead(school: School) -> None:
    school.order = replace(school.order, expires_at=school.order.at)
    assert school.start().outcome is Outcome.REFUSED
    assert school.ask().status == "EXPIRED"
    assert school.press("pay").status_code == 422


def test_less_than_was_asked_is_a_mismatch_until_the_rest_comes(school: School) -> None:
    school.start()
    school.press("pay_other", 1_000_000)
    assert [one.amount_vnd for one in school.heard()] == [1_000_000]
    asked = school.ask()
    assert (asked.outcome, asked.amount_vnd) == (Outcome.MISMATCH, 1_000_000)
    school.press("pay")
    assert [one.amount_vnd for one in school.heard(2)] == [1_000_000, 250_000]
    assert school.ask().status == "PAID"


@pytest.mark.parametrize("setting", ["clientId", "apiKey", "checksumKey"])
def test_a_wrong_key_makes_no_link(school: School, setting: str) -> None:
    school.settings[setting] = "somebody-elses"
    assert school.start().outcome is Outcome.REFUSED


def test_an_order_code_is_used_once(school: School) -> None:
    school.start()
    again = school.start()
    assert (again.outcome, again.status) == (Outcome.UNKNOWN, "231")
    assert school.ask().outcome is Outcome.PENDING


def test_an_order_that_payos_never_saw_is_unknown(school: School) -> None:
    asked = school.ask()
    assert (asked.outcome, asked.status) == (Outcome.UNKNOWN, "101")


def test_a_start_without_an_answer_is_found_again_by_the_order_code(school: School) -> None:
    school.spoil("timeout")
    with pytest.raises(httpx.ReadTimeout):
        school.start()
    assert school.ask().outcome is Outcome.PENDING


def test_a_payos_that_is_down_is_not_understood(school: School) -> None:
    school.spoil("down", times=2)
    for _ in range(2):
        with pytest.raises(Malformed):
            school.start()
    assert school.start().outcome is Outcome.PENDING


def test_a_late_answer_is_read_when_it_comes(school: School) -> None:
    school.spoil("late", where="api", seconds=0)
    assert school.start().outcome is Outcome.PENDING


@pytest.mark.parametrize("fault", ["bad_signature", "wrong_amount"])
def test_a_spoilt_answer_is_not_believed(school: School, fault: str) -> None:
    school.spoil(fault, where="api")
    with pytest.raises((SignatureWrong, Malformed)):
        school.start()
    assert school.ask().outcome is Outcome.PENDING


def test_an_unknown_word_in_an_answer_is_unknown(school: School) -> None:
    school.start()
    school.spoil("unknown_word", where="api")
    assert (school.ask().outcome, school.ask().outcome) == (Outcome.UNKNOWN, Outcome.PENDING)


def test_a_late_notification_changes_nothing_that_a_question_told(school: School) -> None:
    school.start()
    school.spoil("late", seconds=1)
    school.press("pay")
    asked = school.ask()
    assert asked.outcome is Outcome.CONFIRMED
    assert school.listener.at("payos") == []
    assert school.heard() == [replace(asked, status="")]


def test_a_notification_told_twice_has_one_name(school: School) -> None:
    school.start()
    school.spoil("twice")
    school.press("pay")
    first, second = school.heard(2)
    assert first == second
    assert first.provider_reference == school.ask().provider_reference


def test_an_older_word_after_the_payment_is_only_unknown(school: School) -> None:
    school.start()
    school.spoil("out_of_order")
    school.press("pay")
    paid, older = school.heard(2)
    assert (paid.outcome, older.outcome) == (Outcome.CONFIRMED, Outcome.UNKNOWN)


def test_a_smaller_credit_keeps_its_own_amount(school: School) -> None:
    school.start()
    school.spoil("wrong_amount")
    school.press("pay")
    assert [one.amount_vnd for one in school.heard()] == [1_249_000]
    assert school.ask().outcome is Outcome.MISMATCH


def test_an_unknown_word_in_a_notification_is_cleared_by_a_question(school: School) -> None:
    school.start()
    school.spoil("unknown_word")
    school.press("pay")
    assert [one.outcome for one in school.heard()] == [Outcome.UNKNOWN]
    assert school.ask().outcome is Outcome.CONFIRMED


def test_a_badly_signed_notification_is_refused_and_the_next_is_believed(school: School) -> None:
    school.listener.answers.append((401, b'{"success": false}'))
    school.start()
    school.spoil("bad_signature")
    school.press("pay")
    assert [one.outcome for one in school.heard(2)] == [Outcome.CONFIRMED]


def test_payos_repeats_until_it_is_answered(school: School) -> None:
    school.listener.answers.extend([(503, b"")] * 2)
    school.start()
    school.press("pay")
    first, second, third = school.heard(3)
    assert first == second == third
    assert school.ledger["sent"] == [
        {"code": "00", "amount_vnd": 1_250_000, "status": 200, "tries": 3}
    ]


def test_a_webhook_is_confirmed_by_a_signed_sample_that_books_nothing(school: School) -> None:
    answer = school.client.post(
        f"{school.settings['endpoint']}/confirm-webhook",
        headers={"x-client-id": MERCHANT["clientId"], "x-api-key": MERCHANT["apiKey"]},
        json={"webhookUrl": f"{school.listener.url}/gate/payos/school"},
    )
    assert answer.status_code == 200
    assert [one.outcome for one in school.heard()] == [Outcome.NOT_OURS]


def test_a_refund_cannot_be_made_to_fail_where_there_is_none(school: School) -> None:
    told = school.client.post(
        f"{school.settings['endpoint']}/control", json={"next": "refund_fails"}
    )
    assert told.status_code == 400
    assert msgspec.json.decode(told.content)["code"] == "20"


def test_the_bench_offers_every_fault(school: School) -> None:
    page = school.client.get(school.settings["endpoint"]).text
    for fault in ("timeout", "late", "twice", "out_of_order", "wrong_amount", "down"):
        assert f'value="{fault}"' in page
