"""A bank in its own process and, in the test, the other ends of its two wires."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from thuphi_side import ACCOUNT, QR, SECRETS, Listener, Server, drawn, handler

ROOT = Path(__file__).parents[2]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"]


@pytest.fixture(scope="session")
def hearing() -> Iterator[Listener]:
    listener = Listener()
    server = Server(("127.0.0.1", 0), handler(listener))
    listener.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_open(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{url}/ledger", trust_env=False)
        except httpx.TransportError:
            assert process.poll() is None, "the bank did not start"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the bank did not open within 20 s")


@pytest.fixture(scope="session")
def bank_url(hearing: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("bank") / "bank.json"
    subscriptions = [
        {
            "provider": name,
            **ACCOUNT,
            "notify_url": f"{hearing.url}/gate/{name}/school",
            "secret": secret,
            "name": "TRUONG TIEU HOC HOA MAI",
        }
        for name, secret in SECRETS.items()
    ]
    told = {"thuphi_url": hearing.url, "subscriptions": subscriptions, "back_off_ms": 20}
    config.write_text(json.dumps(told), encoding="utf-8")
    port = _free_port()
    process = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "simulators.bank.app:app"],
        cwd=ROOT,
        env={**os.environ, "BANK_CONFIG": str(config)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_open(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def bank(bank_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=bank_url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def thuphi(hearing: Listener) -> Listener:
    """The listening side, with nothing heard yet and everything acknowledged."""
    hearing.heard.clear()
    hearing.answers.clear()
    return hearing


@pytest.fixture
def qr() -> str:
    return QR


@pytest.fixture
def qr_picture() -> bytes:
    return drawn(QR)
