"""The other side of each wire: a simulator in its own process, and the payer in front of it."""

from __future__ import annotations

import enum
import json
import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import httpx

from thuphi.money.attempts.models import Attempt

ROOT = Path(__file__).resolve().parents[3]
RETURN_URL = "https://truong.example.edu.vn/tra-ve"
HANG_SECONDS = 4
"""How long a simulator that does not answer keeps the line open: longer than our tests wait."""

Json = dict[str, object]

WEB = httpx.Client(trust_env=False, timeout=10)
"""One for all: making one anew for each call takes longer than the call."""


class Deed(enum.Enum):
    """What the payer does."""

    PAY = "pay"
    DECLINE = "decline"
    """The provider says no: too little money, a wrong PIN."""
    LEAVE = "leave"
    """The payer goes back at the provider's page."""


def until(holds: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Return once it holds; fails with `what` when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@dataclass
class Other(ABC):
    """One provider's simulator, as a test sees it."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    channel: ClassVar[str]
    module: ClassVar[str]
    deeds: ClassVar[Mapping[Deed, str]]
    notices: ClassVar[Mapping[str, Mapping[str, object]]]
    """The wish at `/control` for each fault of a notification."""
    quiet: ClassVar[Mapping[str, object] | None] = None
    """The wish that takes all others back."""

    @property
    def url(self) -> str:
        """Where it can be reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    @abstractmethod
    def settings(self) -> dict[str, str]:
        """What a merchant types in."""

    @abstractmethod
    def config(self, notify_url: str) -> Json:
        """What the simulator is told at its start."""

    @abstractmethod
    def visit(self, attempt: Attempt, deed: Deed) -> None:
        """The payer opens what was shown, and acts."""

    @abstractmethod
    def deliveries(self, reference: str) -> int:
        """How many notifications of a payment are over, heard or not."""

    @abstractmethod
    def charged(self, reference: str) -> list[int]:
        """What payers were charged under our reference."""

    @abstractmethod
    def given_back(self, reference: str) -> list[int]:
        """What of this payment went back."""

    @property
    def extra(self) -> dict[str, str]:
        """What a wish needs beside the amount."""
        return {}

    def open(self, folder: Path, notify_url: str) -> None:
        """Start the process; `wait` until it answers."""
        name = self.module.partition(".")[0]
        file = folder / f"{name}.json"
        file.write_text(json.dumps(self.config(notify_url)), encoding="utf-8")
        with (folder / f"{name}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi"),
                    *("--log-level", "warning", "--port", str(self.port)),
                    f"simulators.{self.module}:app",
                ],
                cwd=ROOT,
                env={**os.environ, f"{name.upper()}_CONFIG": str(file)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Return once it answers."""
        until(self.is_open, f"the simulator of {self.channel} did not open", 40)

    def is_open(self) -> bool:
        """Whether it answers."""
        try:
            return WEB.get(f"{self.url}/ledger").status_code == 200
        except httpx.TransportError:
            return False

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)

    def calm(self) -> None:
        """Nothing goes wrong any more; where a simulator has no such wish, tests use theirs up."""
        if self.quiet is not None:
            self.control(self.quiet)

    def control(self, wish: Mapping[str, object]) -> Json:
        """Say what shall go wrong next, and hear what is waiting to."""
        answer = WEB.post(f"{self.url}/control", json=wish)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    def post(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        """A payer's form."""
        return WEB.post(f"{self.url}{path}", data=form)

    def rows(self, name: str) -> Sequence[Json]:
        """One list of its ledger."""
        told = WEB.get(f"{self.url}/ledger").json()
        found: Sequence[Json] = told[name]
        return found


def amounts(rows: Sequence[Json]) -> list[int]:
    """The amounts of these lines."""
    return [int(str(row["amount_vnd"])) for row in rows]


def listed(rows: object) -> list[Json]:
    """A list inside a line."""
    assert isinstance(rows, list)
    return rows
