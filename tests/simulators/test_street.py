"""Several simulators in one process, each on its own port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
STREET = [sys.executable, "-W", "ignore", "-m", "simulators.street"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_each_answers_on_its_port_and_all_end_together(tmp_path: Path) -> None:
    config = tmp_path / "nobody.json"
    config.write_text(json.dumps({"merchants": []}), encoding="utf-8")
    ports = {"vnpay": free_port(), "terminal": free_port()}
    process = subprocess.Popen(
        [*STREET, *(f"{name}={port}" for name, port in ports.items())],
        cwd=ROOT,
        env={**os.environ, "VNPAY_CONFIG": str(config), "TERMINAL_CONFIG": str(config)},
    )
    try:
        told = {name: answer(f"http://127.0.0.1:{port}") for name, port in ports.items()}
        assert told == {name: {"payments": [], "refunds": []} for name in ports}
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def answer(url: str) -> object:
    for _ in range(200):
        try:
            return httpx.get(f"{url}/ledger", trust_env=False).json()
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not open within 20 s")


def test_a_simulator_without_its_settings_ends_the_street() -> None:
    bare = {name: value for name, value in os.environ.items() if not name.endswith("_CONFIG")}
    done = subprocess.run(
        [*STREET, f"vnpay={free_port()}"],
        cwd=ROOT, env=bare, capture_output=True, check=False, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode != 0


def test_a_name_that_nobody_knows_is_told_with_those_there_are() -> None:
    done = subprocess.run(
        [*STREET, "viettel=9000"],
        cwd=ROOT, capture_output=True, check=False, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2
    assert "vnpay, momo, zalopay, payos, operator, terminal" in done.stderr
