"""The whole house as processes of its own, each of which may be killed at any moment."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg

from thuphi.ground.server.embedded import EmbeddedServer, ServerRefused
from thuphi.ground.server.folders import make_folder, state_folder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which something that was killed has to be at work again."""


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Return once it holds. Fails with `what` when it does not within the patience."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class House:
    """A server, a gate and a worker over a fresh database; logs lie in `logs`."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        folder = state_folder()
        make_folder(folder, 0o711)
        self.server = EmbeddedServer(folder / f"faults-{uuid.uuid4().hex[:8]}")
        self.port = free_port()
        self.gate: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.schools: list[dict[str, object]] = []

    def open(self) -> None:
        """Start all three, with two schools that have bills."""
        self.server.start()
        with psycopg.connect(self.server.address("postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE thuphi")
        self._run("-m", "tests.migrate", role="")
        self.schools = json.loads(self._run("-m", "tests.faults.build"))
        self.start_worker()
        self.start_gate()

    def close(self) -> None:
        """End everything and leave nothing behind."""
        for process in (self.gate, self.worker):
            if process is not None:
                _kill_group(process)
        self.server.stop()
        shutil.rmtree(self.server.folder)

    def check(self) -> str:
        """What `thuphi check` says; fails when it finds a difference."""
        return self._run("-m", "thuphi.doors.cli", "check")

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The answer to a question in SQL, asked as the owner."""
        with psycopg.connect(self.server.address()) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def start_gate(self) -> None:
        """Start the gate and wait until it takes knocks."""
        self.gate = self._start(
            "gate", "-m", "granian", "--interface", "asgi", "--no-ws", "--port", str(self.port),
            "thuphi.doors.gate.gate_alone:app",
        )  # fmt: skip

    def start_worker(self) -> None:
        """Start the worker; it finds by itself what waits."""
        self.worker = self._start("worker", "-m", "thuphi.doors.cli", "work")

    def kill_gate(self) -> None:
        """SIGKILL to the gate and its children, and start it again."""
        assert self.gate is not None
        _kill_group(self.gate)
        self.start_gate()
        wait_for(self.gate_is_up, f"the gate did not come back:\n{self._log('gate')}")

    def kill_worker(self) -> None:
        """SIGKILL to the worker, and start it again."""
        assert self.worker is not None
        _kill_group(self.worker)
        self.start_worker()

    def kill_server(self) -> None:
        """SIGKILL to PostgreSQL, as a power cut would, and start it again."""
        old = self.server.pid()
        self.server.kill()
        wait_for(lambda: self.server.pid() != old, "the killed server is still there")

        def has_started() -> bool:
            try:
                self.server.start()
            except ServerRefused:
                # Orphans of the killed one hold its memory for a moment.
                return False
            return True

        wait_for(has_started, "the server did not start again")

    def gate_is_up(self) -> bool:
        """Whether the gate answers that it is well."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/gate/health").status_code == 200
        except httpx.TransportError:
            return False

    def knock(self, client: httpx.Client, school: dict[str, object], body: bytes) -> bool:
        """Send a signed notification; whether it was answered OK."""
        stamp = str(int(time.time()))
        secret = str(school["secret"]).encode()
        signature = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        try:
            answer = client.post(
                f"http://127.0.0.1:{self.port}/gate/sandbox/{school['slug']}",
                content=body,
                headers={"x-sandbox-timestamp": stamp, "x-sandbox-signature": signature},
            )
        except httpx.TransportError:
            return False
        if answer.status_code == 503:
            return False
        assert answer.status_code == 200, answer.text
        return bool(answer.json()["success"])

    def _environment(self, role: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.server.address(),
            "THUPHI_MASTER_SECRET": "00" * 64,
            "THUPHI_DB_ROLE": role,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def _run(self, *arguments: str, role: str = "thuphi_worker") -> str:
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=ROOT,
            env=self._environment(role),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, f"{arguments}: {ended.stdout}\n{ended.stderr[-2000:]}"
        return ended.stdout

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", *arguments],
                cwd=ROOT,
                env=self._environment("thuphi_worker"),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text()[-2000:]


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
