"""A real gate: granian in a process of its own, on a free port, before a real database."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from thuphi.ground.kit.seal import seal

ROOT = Path(__file__).resolve().parents[3]
MASTER = b"\x07" * 32
SECRET = "a shared secret of the sandbox"
SCHOOL = 41
CODE = "TF003NQK8NRQ"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def add_merchant(
    dsn: str, slug: str = "truong-a", *, channel: str = "sandbox", is_active: bool = True
) -> None:
    """A merchant whose facility nobody asks for: foreign keys are not what is tested here."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO merchant (channel, slug, facility_id, account_number, shares_account,"
            " settings, sealed, is_active) VALUES (%s, %s, %s, '0011', false, '{}', %s, %s)",
            [channel, slug, SCHOOL, seal(MASTER, {"secret": SECRET}), is_active],
        )


def message(reference: str = "S1", **changed: object) -> bytes:
    """A notification of the sandbox."""
    return json.dumps(
        {
            "id": reference,
            "amount_vnd": 1_250_000,
            "paid_at": "2026-09-05T08:31:45+07:00",
            "text": f"CT DEN 0912 {CODE} hoc phi thang 9",
            "account": "0011",
            "payer_name": "NGUYEN THI HOA",
            "bank_reference": "FT26",
            **changed,
        }
    ).encode()


def told(outcome: str, amount_vnd: int, *codes: str) -> bytes:
    """The hash of what matters to money."""
    return hashlib.sha256(f"{outcome}|{amount_vnd}|{' '.join(codes)}".encode()).digest()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers that go with a body."""
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    return {
        "content-type": "application/json",
        "x-sandbox-timestamp": stamp,
        "x-sandbox-signature": digest.hexdigest(),
    }


@dataclass
class RunningGate:
    """One gate process and its database."""

    dsn: str
    log: Path
    limits: dict[str, int]
    target: str = "thuphi.doors.gate.gate_alone:app"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": self.dsn,
            "THUPHI_MASTER_SECRET": MASTER.hex(),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **{f"THUPHI_GATE_{name.upper()}": str(value) for name, value in self.limits.items()},
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws",
                    "--port", str(self.port), "--workers-kill-timeout", "20",
                    self.target,
                ],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.wait_until(lambda: self.health()[0] == 200)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def wait_until(self, holds: object, seconds: int = 20) -> None:
        assert callable(holds)
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def health(self) -> tuple[int, str]:
        try:
            answer = httpx.get(f"{self.address}/gate/health")
        except httpx.TransportError:
            return 0, ""
        return answer.status_code, answer.json()["state"]

    def knock(
        self, body: bytes, *, slug: str = "truong-a", channel: str = "sandbox", secret: str = SECRET
    ) -> httpx.Response:
        return httpx.post(
            f"{self.address}/gate/{channel}/{slug}",
            content=body,
            headers=signed(body, secret),
            timeout=30,
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(query.encode()).fetchall()

    def metric(self, line_start: str) -> int:
        page = httpx.get(f"{self.address}/gate/metrics").text
        found = [line for line in page.splitlines() if line.startswith(line_start)]
        return int(found[0].split()[-1].partition(".")[0]) if found else 0
