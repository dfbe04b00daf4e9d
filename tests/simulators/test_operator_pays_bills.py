"""The operator asks our bill server for bills and pays them, over real HTTP on both sides."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from operator_side import MERCHANT, SETTINGS, open_operator
from pytest_django import Settings

from tests import world as worlds
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Heard, HeardOtherwise, Payment
from thuphi.registers.methods.actions.merchants import register_merchant

TOTAL_VND = 826_800
PHONE = "+84901234567"


class _Site(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Both:
    """The operator's wallet app and the school's bills."""

    operator: httpx.Client
    bills: list[Bill]

    def pay(self, bill: Bill, **more: object) -> list[tuple[int, dict[str, str]]]:
        wish = {
            "organisation_id": "TRUONG-A",
            "consumer": bill.code,
            "phone": PHONE,
            **more,
        }
        answer = self.operator.post("/pay-bill", json=wish)
        assert answer.status_code == 200, answer.text
        return [(one["status"], one["body"]) for one in answer.json()]

    def refusal(self, bill: Bill, **more: object) -> str:
        wish = {"organisation_id": "TRUONG-A", "consumer": bill.code, "phone": PHONE, **more}
        answer = self.operator.post("/pay-bill", json=wish)
        assert answer.status_code == 422, answer.text
        refused: str = answer.json()["error"]
        return refused

    def wallet_vnd(self) -> int:
        vnd: int = self.operator.get("/ledger").json()["wallets"].get(PHONE, 200_000_000)
        return vnd


@pytest.fixture
def both(town: str, settings: Settings, tmp_path: Path) -> Iterator[Both]:
    settings.ROOT_URLCONF = "tests.doors.api.mobile_money_site"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.STATIC_ROOT = tmp_path
    world = worlds.build()
    register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="gsma",
        slug=str(MERCHANT["client_id"]),
        account_number="",
        settings={
            **SETTINGS,
            "callerKeyHash": hashlib.sha256(str(MERCHANT["caller_key"]).encode()).hexdigest(),
        },
        at=worlds.AT,
    )
    bills = worlds.issued_run(world)
    site = _Site(("127.0.0.1", 0), _Quiet)
    site.set_app(WSGIHandler())
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        with (
            open_operator(
                tmp_path / "operator.json", f"http://127.0.0.1:{site.server_port}"
            ) as url,
            httpx.Client(base_url=url, trust_env=False, timeout=20) as client,
        ):
            yield Both(client, bills)
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def booked() -> list[tuple[str, str, int]]:
    payments.post_waiting(at=worlds.AT)
    return list(Payment.objects.order_by("id").values_list("method", "finding", "amount_vnd"))


def test_a_family_pays_at_the_operators_counter(both: Both) -> None:
    page = both.operator.get(
        "/bills/of", params={"organisation": "TRUONG-A", "consumer": "HS001"}
    ).text
    assert "Nguyễn M*** A**" in page
    assert "Trả 826.800\u00a0đ" in page
    typed = {
        "organisation": "TRUONG-A",
        "consumer": "HS001",
        "bill": both.bills[0].code,
        "phone": PHONE,
        "pin": "1234",
    }
    wrong = both.operator.post("/bills/pay", data={**typed, "pin": "0000"})
    assert (wrong.status_code, "PIN sai." in wrong.text) == (422, True)
    paid = both.operator.post("/bills/pay", data=typed)
    assert f"Đã nhận 826.800\u00a0đ cho Thu tháng 10/2026, mã {both.bills[0].code}." in paid.text
    assert booked() == [("mobile_money", "exact", TOTAL_VND)]
    assert both.wallet_vnd() == 200_000_000 - TOTAL_VND
    again = both.operator.get(
        "/bills/of", params={"organisation": "TRUONG-A", "consumer": "HS001"}
    ).text
    assert "Đã thu" in again
    assert "Trả 826.800" not in again


def test_faults_of_the_operator_end_in_one_payment_or_none(both: Both) -> None:
    first, second, third = both.bills
    twice = both.pay(first, fault="twice")
    assert [status for status, _ in twice] == [201, 201]
    assert twice[0] == twice[1]

    other = both.pay(second, fault="out_of_order")
    assert [status for status, _ in other] == [201, 400]
    assert other[1][1]["errorCode"] == "duplicateRequest"
    assert HeardOtherwise.objects.count() == 1

    before_vnd = both.wallet_vnd()
    for fault, status, code in (
        ("wrong_amount", 400, "overPaymentNotAllowed"),
        ("unknown_word", 400, "currencyNotSupported"),
        ("bad_signature", 401, "clientAuthorisationError"),
    ):
        ((told, said),) = both.pay(third, fault=fault)
        assert (told, said["errorCode"]) == (status, code)
    assert both.wallet_vnd() == before_vnd
    assert "Chọn đúng một khoản thu" in both.refusal(first)

    assert booked() == [("mobile_money", "exact", TOTAL_VND)] * 2
    ledger = both.operator.get("/ledger").json()["payments"]
    completed = [one["amount_vnd"] for one in ledger if one["status"] == "completed"]
    assert completed == [one.amount_vnd for one in Heard.objects.order_by("id")]
