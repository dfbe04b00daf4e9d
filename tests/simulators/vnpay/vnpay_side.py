"""Our side of VNPAY's wire, as small as a test needs it: a gate, orders, questions, refunds."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import httpx

from thuphi.ground.channels.contract import (
    Answer,
    Knock,
    Malformed,
    Notice,
    Order,
    Question,
    RefundOrder,
    Refusal,
    Reply,
    SignatureWrong,
    Step,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()
SECRET = "made_up_secret_of_a_school_0123456"
PAID_VND = 1_250_000
NUMBERS = itertools.count(1)


@dataclass
class School:
    """Our gate, as small as the test needs it: hears, remembers, answers in VNPAY's words."""

    settings: dict[str, str] = field(default_factory=dict)
    heard: list[Notice] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    busy: int = 0
    url: str = ""

    def answer(self, query: dict[str, str]) -> Reply:
        if self.busy:
            self.busy -= 1
            return VNPAY.reply_busy()
        try:
            notice = VNPAY.hear(Knock("GET", query, {}, b"", datetime.now(UTC)), self.settings)
        except (SignatureWrong, Malformed) as refusal:
            self.refused.append(refusal)
            return VNPAY.reply_refused(refusal)
        known = any(
            (one.provider_reference, one.outcome) == (notice.provider_reference, notice.outcome)
            for one in self.heard
        )
        self.heard.append(notice)
        return VNPAY.reply_repeated() if known else VNPAY.reply_recorded()


def handler(school: School) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = school.answer(dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True


def order(**changes: object) -> Order:
    facts: dict[str, object] = {
        "reference": f"TF003NQK8NRQ-{next(NUMBERS)}",
        "amount_vnd": PAID_VND,
        "description": "TF003NQK8NRQ Học phí tháng 9",
        "return_url": "http://127.0.0.1:1/tra-ve?x=1",
        "notify_url": "http://127.0.0.1:1/gate/vnpay/hoa-mai",
        "ip": "203.0.113.7",
        "at": datetime.now(UTC),
    }
    return Order(**{**facts, **changes})  # type: ignore[arg-type]


def question(about: Order) -> Question:
    return Question(
        reference=about.reference,
        amount_vnd=about.amount_vnd,
        started_at=about.at,
        at=datetime.now(UTC),
        request_id=f"hoi-{next(NUMBERS)}",
    )


def refund_of(about: Order, money: Notice, amount_vnd: int) -> RefundOrder:
    number = next(NUMBERS)
    return RefundOrder(
        reference=f"TF003NQK8NRQ-{number}",
        request_id=f"hoan-{number}",
        payment_reference=about.reference,
        provider_reference=money.provider_reference,
        amount_vnd=amount_vnd,
        paid_vnd=about.amount_vnd,
        description="Hoàn học phí",
        started_at=about.at,
        at=datetime.now(UTC),
        asked_by="ke-toan-1",
    )


def send(step: Step, timeout_seconds: float = 10) -> Answer:
    assert step.call is not None
    with httpx.Client(trust_env=False, timeout=timeout_seconds) as client:
        reply = client.request(
            step.call.method, step.call.url, headers=step.call.headers, content=step.call.body
        )
    return Answer(reply.status_code, dict(reply.headers), reply.content, datetime.now(UTC))


def asked(about: Order, school: School) -> Notice:
    one = question(about)
    return VNPAY.read_asked(one, send(VNPAY.ask(one, school.settings)), school.settings)


def visit(gateway: httpx.Client, school: School, about: Order, deed: str = "pay") -> dict[str, str]:
    url = VNPAY.start(about, school.settings).url
    reply = gateway.post("/pay", json={"url": url, "deed": deed})
    assert reply.status_code == 200, reply.text
    told: dict[str, str] = reply.json()
    return told


def paid(gateway: httpx.Client, school: School) -> tuple[Order, Notice]:
    about = order()
    visit(gateway, school, about)
    wait_for(lambda: school.heard)
    return about, school.heard[0]


def line(gateway: httpx.Client, about: Order) -> dict[str, object]:
    payments = gateway.get("/ledger").json()["payments"]
    [found] = [one for one in payments if one["reference"] == about.reference]
    return dict(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(holds: Callable[[], object], seconds: int = 20) -> None:
    for _ in range(seconds * 50):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def is_open(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ledger", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
