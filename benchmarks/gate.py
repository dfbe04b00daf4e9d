"""Durable acknowledgements a second at the gate, beside pgbench on the same server.

The gate is the product's own ASGI application in granian, running alone in two processes. The
callers are `wrk` where it is installed (it leaves the cores to the gate) and otherwise a small
client of our own; both send requests that were signed beforehand, each of them another payment.
Only the limits on how often one address and one merchant may knock are lifted, because all callers
share one address. Afterwards the inbox is compared with what was answered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psycopg

from benchmarks import pgbench
from benchmarks.figures import Figure, Round, figure
from benchmarks.pgbench import PgBench
from benchmarks.place import ROOT, Place, environment
from benchmarks.town import GATE_SECRET, Town

GOAL = "3"
CONNECTIONS = 256
PROCESSES = 2
SCRIPT = Path(__file__).with_name("knock.lua")
NO_LIMITS = {f"THUPHI_GATE_{name}_RATE": "0" for name in ("ADDRESS", "MERCHANT", "UNKNOWN")}


class GateNotOpen(Exception):
    """The gate did not come up; the message is what it said."""


class AnsweredButNotKept(Exception):
    """Something was answered OK that the inbox does not hold: the one thing that must not be."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the callers say: how many requests they sent, how many were answered OK, how long."""

    sent: int
    acknowledged: int
    microseconds: int

    @property
    def rate(self) -> int:
        """Acknowledgements a second."""
        return self.acknowledged * 1_000_000 // max(self.microseconds, 1)


def measure(
    place: Place,
    database: str,
    town: Town,
    rival: PgBench,
    seconds: int,
    say: Callable[[str], None],
    caller: str = "",
) -> Figure:
    """Knock for some seconds in each round, with pgbench before and after."""
    how = caller or ("wrk" if shutil.which("wrk") else "own")
    taken = []
    with open_gate(place.dsn(database)) as port:
        for number in range(town.rounds):
            before = rival.rate()
            place.settle()
            told = knock(place.dsn(database), port, town, f"R{number}-", seconds, how)
            after = rival.rate()
            taken.append(Round(told.rate, (before + after) // 2))
            say(
                f"gate: {told.rate:,} acknowledged/s ({told.acknowledged:,}, all found in the"
                f" inbox), pgbench {before:,} and {after:,}/s, caller {how}"
            )
    return figure(
        f"durable acknowledgements at the gate, {PROCESSES} processes", pgbench.NAME, taken, GOAL
    )


@contextmanager
def open_gate(dsn: str) -> Iterator[int]:
    """The gate in a process of its own; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws",
                "--workers", str(PROCESSES), "--host", "127.0.0.1", "--port", str(port),
                "thuphi.doors.gate.gate_alone:app",
            ],
            env=environment(dsn) | NO_LIMITS,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )  # fmt: skip
        try:
            _wait_until_open(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_open(port: int, process: subprocess.Popen[bytes], log: object) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/gate/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise GateNotOpen(str(log))


def knock(dsn: str, port: int, town: Town, prefix: str, seconds: int, how: str) -> Told:
    """Send signed requests for some seconds and check the inbox. Raises `AnsweredButNotKept`."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        for line in _requests(town, prefix, seconds * 20_000):
            file.write(line)
        file.flush()
        told = _wrk(file.name, port, seconds) if how == "wrk" else _own(file.name, port, seconds)
    _check(dsn, prefix, told)
    return told


def _requests(town: Town, prefix: str, count: int) -> Iterator[str]:
    stamp = str(int(time.time()))
    key = GATE_SECRET.encode()
    for number in range(1, count + 1):
        body = json.dumps(
            {
                "id": f"{prefix}{number}",
                "amount_vnd": 60_000,
                "paid_at": "2026-10-05T08:31:45+07:00",
                "text": f"CT DEN {number} TF003NQK8NRQ Nguyen Minh Anh thu thang 10",
                "account": "0011",
                "payer_name": "NGUYEN VAN BINH",
                "bank_reference": f"FT{number}",
            }
        )
        digest = hmac.new(key, f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
        yield f"/gate/sandbox/truong-{number % town.facilities + 1}\t{stamp}\t{digest}\t{body}\n"


def _wrk(path: str, port: int, seconds: int) -> Told:
    said = subprocess.run(
        [
            "wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "-s", str(SCRIPT),
            f"http://127.0.0.1:{port}", "--", path,
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(r"^told (\d+) (\d+) (\d+)$", said, re.MULTILINE)
    if found is None:
        raise AnsweredButNotKept(said)
    return Told(*(int(word) for word in found.groups()))


def _own(path: str, port: int, seconds: int) -> Told:
    said = subprocess.run(
        [
            sys.executable, "-m", "benchmarks.knock_child",
            path, str(port), str(seconds), str(CONNECTIONS),
        ],
        check=True, capture_output=True, text=True, cwd=ROOT,
    ).stdout  # fmt: skip
    return Told(*(int(word) for word in said.split()))


def _check(dsn: str, prefix: str, told: Told) -> None:
    """All sent are in the inbox once, but for those on their way when the time was up."""
    with psycopg.connect(dsn) as connection:
        kept, references, waiting = connection.execute(
            "SELECT count(*), count(DISTINCT h.provider_reference), count(w.heard_id)"
            " FROM heard AS h LEFT JOIN heard_waiting AS w ON w.heard_id = h.id"
            " WHERE starts_with(h.provider_reference, %s)",
            [prefix],
        ).fetchone() or (0, 0, 0)
    if not kept == references == waiting:
        raise AnsweredButNotKept(f"{kept} kept, {references} references, {waiting} waiting")
    cut_off = told.sent - told.acknowledged
    if not told.acknowledged <= kept <= told.sent or cut_off > CONNECTIONS:
        raise AnsweredButNotKept(f"{told} but {kept} kept")
