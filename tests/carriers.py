"""The carriers of messages in a process of their own, as tests call them: over HTTP and SMTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from thuphi.ground.calls.sender import Sender
from thuphi.ground.notices.senders.opened import posts
from thuphi.ground.notices.senders.port import Post
from thuphi.ground.notices.senders.settings import SenderSettings
from thuphi.ground.notices.wording import TEMPLATES

ROOT = Path(__file__).parents[1]
SMS_KEY = "made-up-key-of-the-gateway"
SMS_SECRET = "whsec_bWFkZS11cC1zZWNyZXQtb2YtdGhlLWdhdGV3YXk="
ZALO_TOKEN = "made-up-token-of-the-account"
ZALO_SECRET = "made-up-secret-of-the-account"
NOBODY = "84900000000"
OFF = "84900000001"
NO_ZALO = "84900000002"
NO_MAIL = "khong.co@vidu.vn"
SPOKEN = {"sum_vnd": "sum", "due_on": "due"}


def zalo_templates() -> dict[str, dict[str, object]]:
    """The texts as Zalo has approved them, numbered."""
    named = [(name, wording) for (name, language), wording in TEMPLATES.items() if language == "vi"]
    return {
        str(1000 + place): {
            "text": wording.zalo.replace("{", "<").replace("}", ">"),
            "params": [SPOKEN.get(fact, fact) for fact in wording.needs],
        }
        for place, (_name, wording) in enumerate(named)
    }


def zalo_numbers() -> str:
    """Our setting that names them."""
    names = [name for name, language in TEMPLATES if language == "vi"]
    return ",".join(f"{name}={1000 + place}" for place, name in enumerate(names))


@dataclass
class Carriers:
    """A running house: its address, our settings and senders for it."""

    url: str
    smtp_port: int

    @property
    def environment(self) -> dict[str, str]:
        """What an installation says of its senders to use these."""
        return {
            "THUPHI_SMTP": f"127.0.0.1:{self.smtp_port}",
            "THUPHI_SMTP_TLS": "none",
            "THUPHI_MAIL_FROM": "thu-phi@vidu.vn",
            "THUPHI_SMS_URL": self.url,
            "THUPHI_SMS_KEY": SMS_KEY,
            "THUPHI_SMS_BRAND": "TH HOA MAI",
            "THUPHI_SMS_VND": "350",
            "THUPHI_SMS_SECRET": SMS_SECRET,
            "THUPHI_ZALO_URL": self.url,
            "THUPHI_ZALO_TOKEN": ZALO_TOKEN,
            "THUPHI_ZALO_TEMPLATES": zalo_numbers(),
            "THUPHI_ZALO_VND": "250",
            "THUPHI_ZALO_APP": "app-1",
            "THUPHI_ZALO_SECRET": ZALO_SECRET,
        }

    @property
    def settings(self) -> SenderSettings:
        """The same, read."""
        return SenderSettings.from_environment(self.environment)

    def posts(self) -> dict[str, Post]:
        """A sender for each way."""
        sender = Sender(may_go_to=frozenset({self.url.removeprefix("http://")}))
        return {post.way.value: post for post in posts(self.settings, sender)}

    def goes_wrong(self, fault: str, times: int = 1) -> None:
        """What is to go wrong next."""
        body = {"next": fault, "times": times}
        httpx.post(f"{self.url}/control", json=body, trust_env=False).raise_for_status()

    def arrived(self, address: str) -> list[dict[str, object]]:
        """The messages to one address, the first first."""
        told = httpx.get(f"{self.url}/ledger", trust_env=False).json()
        return [one for one in told["messages"] if one["to"] == address]

    def balance_vnd(self, name: str) -> int:
        """What an account still holds."""
        told = httpx.get(f"{self.url}/ledger", trust_env=False).json()
        left: int = told["balances"][name]
        return left


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def config(report_url: str = "", **more: object) -> dict[str, object]:
    """What the house is told at its start."""
    return {
        "sms": [{"key": SMS_KEY, "brand": "TH HOA MAI", "report_secret": SMS_SECRET}],
        "zalo": [
            {
                "token": ZALO_TOKEN,
                "name": "Thu Phí",
                "app_id": "app-1",
                "secret": ZALO_SECRET,
                "templates": zalo_templates(),
                "webhook_url": f"{report_url}zalo" if report_url else "",
            }
        ],
        "unknown_numbers": [NOBODY],
        "off_numbers": [OFF],
        "without_zalo": [NO_ZALO],
        "unknown_mail": [NO_MAIL],
        "delivery_ms": 20,
        "repeat_ms": 20,
        **more,
    }


@contextmanager
def running(folder: Path, report_url: str = "", **more: object) -> Iterator[Carriers]:
    """The house from morning to evening."""
    told = folder / "messages.json"
    told.write_text(json.dumps(config(report_url, **more)), encoding="utf-8")
    port = _free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"),
            *("--port", str(port), "simulators.messages.app:app"),
        ],
        cwd=ROOT,
        env={**os.environ, "MESSAGES_CONFIG": str(told), "PYTHONPATH": str(ROOT)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        yield Carriers(url, _smtp_port(url, process))
    finally:
        process.terminate()
        process.wait(20)


def _smtp_port(url: str, process: subprocess.Popen[bytes]) -> int:
    for _ in range(200):
        try:
            port: int = httpx.get(f"{url}/ledger", trust_env=False).json()["smtp_port"]
        except httpx.TransportError:
            assert process.poll() is None, "the carriers did not start"
            time.sleep(0.1)
        else:
            return port
    raise AssertionError("the carriers did not open within 20 s")


def within(seconds: int, true: object) -> bool:
    """Whether something becomes true in time."""
    assert callable(true)
    for _ in range(seconds * 20):
        if true():
            return True
        time.sleep(0.05)
    return False
