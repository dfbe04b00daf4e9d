"""Thu Phí's side of a card terminal that runs in its own process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx

from thuphi.ground.channels.contract import (
    Answer,
    Order,
    Outcome,
    Question,
    RefundOrder,
    Started,
    Step,
)
from thuphi.ground.channels.nexo import Nexo

ROOT = Path(__file__).parents[2]
NEXO = Nexo()
POI, OTHER_POI = "P400Plus-000000001", "P400Plus-000000002"
SECRETS = {
    "SaleID": "CASHIER01",
    "KeyIdentifier": "school-till-key",
    "KeyVersion": "1",
    "Passphrase": "made-up passphrase 2026",
}
NUMBERS = count(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def open_terminal(folder: Path, *, card_wait_ms: int = 8000) -> Iterator[str]:
    """Two terminals, and the address they can be reached at."""
    config = folder / "terminal.json"
    merchants = [{**SECRETS, "KeyVersion": 1, "POIID": poi} for poi in (POI, OTHER_POI)]
    told = {"merchants": merchants, "silence_ms": 1500, "card_wait_ms": card_wait_ms}
    config.write_text(json.dumps(told), encoding="utf-8")
    port = _free_port()
    granian = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"]
    process = subprocess.Popen(
        [*granian, "--port", str(port), "simulators.terminal.app:app"],
        cwd=ROOT,
        env={**os.environ, "TERMINAL_CONFIG": str(config)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/ledger", trust_env=False)
            except httpx.TransportError:
                assert process.poll() is None, "the terminal did not start"
                time.sleep(0.1)
            else:
                break
        yield url
    finally:
        process.terminate()
        process.wait(20)


class Till:
    """Thu Phí's side: sends what the connector wrote, hands it the answer."""

    def __init__(self, url: str) -> None:
        self.settings = {**SECRETS, "POIID": POI, "endpoint": f"{url}/nexo"}
        self.web = httpx.Client(base_url=url, trust_env=False, timeout=10)
        self.pool = ThreadPoolExecutor(2)

    def order(self, amount_vnd: int = 1_250_000) -> Order:
        return Order(
            reference=f"TF003NQK8NRQ-{next(NUMBERS)}",
            amount_vnd=amount_vnd,
            description="Học phí",
            return_url="",
            notify_url="",
            ip="127.0.0.1",
            at=datetime.now(UTC),
        )

    def sent(self, step: Step, patience_s: float = 10) -> Answer:
        assert step.call is not None
        said = httpx.post(
            step.call.url,
            headers=dict(step.call.headers),
            content=step.call.body,
            timeout=patience_s,
            trust_env=False,
        )
        return Answer(said.status_code, dict(said.headers), said.content, datetime.now(UTC))

    def pay(self, order: Order, patience_s: float = 10) -> Started:
        answer = self.sent(NEXO.start(order, self.settings), patience_s)
        return NEXO.read_started(order, answer, self.settings)

    def pay_later(self, order: Order) -> Future[Started]:
        """A payment that waits for a person at the terminal."""
        future = self.pool.submit(self.pay, order)
        self.wait_for("card")
        return future

    def wait_for(self, screen: str) -> None:
        for _ in range(100):
            if self.control()["screen"] == screen:
                return
            time.sleep(0.02)
        raise AssertionError(f"the terminal never showed {screen}")

    def control(self, **wish: object) -> dict[str, str]:
        """Without a wish it only tells what the terminal shows."""
        said = self.web.post("/control", json={"poi_id": POI, **wish})
        assert said.status_code == 200, said.text
        told: dict[str, str] = said.json()
        return told

    def question(self, order: Order, seconds: int = 0) -> Question:
        at = datetime.now(UTC)
        return Question(
            reference=order.reference,
            amount_vnd=order.amount_vnd,
            started_at=at - timedelta(seconds=seconds),
            at=at,
            request_id=f"hoi-{next(NUMBERS)}",
        )

    def ask(self, order: Order, seconds: int = 0) -> Outcome:
        question = self.question(order, seconds)
        answer = self.sent(NEXO.ask(question, self.settings))
        return NEXO.read_asked(question, answer, self.settings).outcome

    def refund_order(self, order: Order, started: Started, amount_vnd: int) -> RefundOrder:
        assert started.notice is not None
        at = datetime.now(UTC)
        return RefundOrder(
            reference=f"TF003NQK8NRQ-{next(NUMBERS)}",
            request_id=f"hoan-{next(NUMBERS)}",
            payment_reference=order.reference,
            provider_reference=started.notice.provider_reference,
            amount_vnd=amount_vnd,
            paid_vnd=order.amount_vnd,
            description="Hoàn học phí",
            started_at=at,
            at=at,
            asked_by="ke-toan-1",
        )

    def refund(self, order: RefundOrder) -> Outcome:
        answer = self.sent(NEXO.refund(order, self.settings))
        return NEXO.read_refunded(order, answer, self.settings).outcome

    def ask_refund(self, order: RefundOrder) -> Outcome:
        again = replace(order, at=datetime.now(UTC))
        answer = self.sent(NEXO.ask_refund(again, self.settings))
        return NEXO.read_refund_asked(again, answer, self.settings).outcome

    def charged(self, order: Order) -> list[int]:
        """What the terminal believes it took for this order."""
        rows = self.web.get("/ledger").json()["payments"]
        return [row["amount_vnd"] for row in rows if row["reference"] == order.reference]

    def given_back(self, order: RefundOrder) -> list[int]:
        rows = self.web.get("/ledger").json()["refunds"]
        return [row["amount_vnd"] for row in rows if row["reference"] == order.reference]

    def press(self, **typed: str) -> str:
        page = self.web.post(f"/t/{POI}/press", data=typed, follow_redirects=True)
        assert page.status_code == 200
        return page.text
