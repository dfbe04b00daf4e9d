"""An operator in its own process, and Thu Phí's side of its wires, as small as a test needs it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from thuphi.ground.channels.contract import Answer, Call, Knock

ROOT = Path(__file__).parents[2]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"]
SETTINGS = {
    "apiKey": "key of the school",
    "username": "truong",
    "password": "mật khẩu",
    "organisationId": "TRUONG-A",
    "callbackKey": "secret of the callbacks",
}
MERCHANT = {
    "organisation_id": "TRUONG-A",
    "name": "Trường Tiểu học Ví Dụ",
    "api_key": SETTINGS["apiKey"],
    "username": SETTINGS["username"],
    "password": SETTINGS["password"],
    "client_id": "vidu-gsma",
    "caller_key": "key of the operator",
    "service_provider": "27001",
}


@dataclass
class Ear:
    """Hears callbacks; answers as told, else 204."""

    heard: list[Knock] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    url: str = ""

    def wait(self, count: int, seconds: int = 10) -> list[Knock]:
        """The callbacks, once there are so many."""
        until = time.monotonic() + seconds
        while len(self.heard) < count:
            assert time.monotonic() < until, f"heard {len(self.heard)} of {count}"
            time.sleep(0.01)
        return list(self.heard)


def _handler(ear: Ear) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            tail = self.path.removeprefix("/gate/gsma/vidu-gsma/")
            ear.heard.append(Knock("PUT", {}, headers, body, datetime.now(UTC), tail))
            self.send_response(ear.statuses.pop(0) if ear.statuses else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def listening() -> Iterator[Ear]:
    """An ear with an address."""
    ear = Ear()
    server = _Server(("127.0.0.1", 0), _handler(ear))
    ear.url = f"http://127.0.0.1:{server.server_port}/gate/gsma/vidu-gsma"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield ear
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def open_operator(config: Path, thuphi_url: str, **more: int) -> Iterator[str]:
    """The operator's address, while it is open."""
    told = {
        "thuphi_url": thuphi_url,
        "merchants": [MERCHANT],
        "repeat_ms": 20,
        "late_ms": 600,
        "silence_ms": 3_000,
        **more,
    }
    config.write_text(json.dumps(told), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "simulators.operator.app:app"],
        cwd=ROOT,
        env={**os.environ, "OPERATOR_CONFIG": str(config)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/mm/heartbeat", trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None, "the operator did not start"
                time.sleep(0.1)
        else:
            raise AssertionError("the operator did not open within 20 s")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def send(call: Call, client: httpx.Client, timeout_seconds: float = 10) -> Answer:
    """Send a connector's call, as somebody does for it."""
    answer = client.request(
        call.method,
        call.url,
        headers=dict(call.headers),
        content=call.body,
        timeout=timeout_seconds,
    )
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, headers, answer.content, datetime.now(UTC))
