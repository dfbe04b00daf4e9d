"""The merchant's side of a wallet: sends a connector's calls and hears the wallet's notices."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from thuphi.ground.channels.contract import Answer, Connector, Knock, Notice, Refusal, Step

ROOT = Path(__file__).parents[2]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"]
PIN = "246810"
RETURN_URL = "https://truong.example.edu.vn/tra-ve?lan=1"


def now() -> datetime:
    return datetime.now(UTC)


def within(condition: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@dataclass
class Merchant:
    """Thu Phí as small as a test needs it: believes what the connector believes."""

    connector: Connector
    settings: dict[str, str]
    url: str = ""
    notices: list[Notice] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    is_busy: bool = False

    @property
    def notify_url(self) -> str:
        return f"{self.url}/gate/{self.connector.name}/hoa-mai"

    def hear(self, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        if self.is_busy:
            reply = self.connector.reply_busy()
            return reply.status, reply.body
        knock = Knock("POST", {}, headers, body, now())
        try:
            notice = self.connector.hear(knock, self.settings)
        except Refusal as refusal:
            self.refusals.append(refusal.reason)
            reply = self.connector.reply_refused(refusal)
            return reply.status, reply.body
        known = {one.provider_reference for one in self.notices}
        is_repeat = notice.provider_reference in known
        self.notices.append(notice)
        reply = self.connector.reply_repeated() if is_repeat else self.connector.reply_recorded()
        return reply.status, reply.body

    def send(self, step: Step, timeout: float = 10) -> Answer:
        """Send a call as the product does. Raises `httpx.TimeoutException`."""
        assert step.call is not None
        reply = httpx.request(
            step.call.method,
            step.call.url,
            headers=dict(step.call.headers),
            content=step.call.body,
            timeout=timeout,
            trust_env=False,
        )
        headers = {name.lower(): value for name, value in reply.headers.items()}
        return Answer(reply.status_code, headers, reply.content, now())


@contextmanager
def hearing(merchant: Merchant) -> Iterator[Merchant]:
    """The merchant with its ears open."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = merchant.hear(headers, body)
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    merchant.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield merchant
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def running(name: str, config: Mapping[str, object], folder: Path) -> Iterator[str]:
    """A wallet in its own process; its address."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*GRANIAN, "--port", str(port), f"simulators.{name}.app:app"],
        cwd=ROOT,
        env={**os.environ, f"{name.upper()}_CONFIG": str(path)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        assert within(lambda: is_open(url, process), 20), f"{name} did not open"
        yield url
    finally:
        process.terminate()
        process.wait(20)


def is_open(url: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the simulator ended"
    try:
        httpx.get(f"{url}/ledger", trust_env=False)
    except httpx.TransportError:
        return False
    return True


def press(url: str, deed: str, pin: str = PIN) -> httpx.Response:
    """Press a button of the wallet's page."""
    return httpx.post(url, data={"pin": pin, "deed": deed}, trust_env=False)


def control(url: str, **wish: object) -> None:
    """Let the next thing go wrong."""
    reply = httpx.post(f"{url}/control", json=wish, trust_env=False)
    assert reply.status_code == 200, reply.text


def ledger(url: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = httpx.get(f"{url}/ledger", trust_env=False).json()
    return found
