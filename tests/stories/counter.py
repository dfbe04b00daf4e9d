"""A school's counter as it is in life: the site, the worker, a terminal and an operator."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests import databases
from tests import world as worlds
from tests.simulators.operator_side import SETTINGS as OPERATOR
from tests.simulators.operator_side import open_operator
from tests.simulators.terminal_side import POI, SECRETS, open_terminal
from tests.stories.conftest import ROOT, Site
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewTerminal

PATIENCE_SECONDS = 15


@dataclass(frozen=True)
class Machine:
    """The terminal on the counter, and whoever stands before it."""

    web: httpx.Client

    def control(self, **wish: object) -> dict[str, str]:
        """Choose what goes wrong next, or press for the payer; tells what the screen shows."""
        answer = self.web.post("/control", json={"poi_id": POI, **wish})
        assert answer.status_code == 200, answer.text
        told: dict[str, str] = answer.json()
        return told

    def pay(self, press: str = "approve") -> None:
        """The payer acts as soon as the terminal waits for a card."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.control()["screen"] != "card":
            assert time.monotonic() < until, "the terminal never asked for a card"
            time.sleep(0.05)
        self.control(press=press)

    def ledger(self) -> dict[str, list[dict[str, object]]]:
        """What the terminal believes it took and gave back."""
        told: dict[str, list[dict[str, object]]] = self.web.get("/ledger").json()
        return told


@dataclass(frozen=True)
class Phones:
    """The operator, and the phones of its customers."""

    web: httpx.Client

    def answer(self, deed: str = "pay", pin: str = "1234") -> None:
        """The payer answers the latest request."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not (waiting := self.waiting()):
            assert time.monotonic() < until, "no phone was asked"
            time.sleep(0.05)
        said = self.web.post(
            f"/requests/{waiting[-1]['server_id']}", data={"pin": pin, "deed": deed}
        )
        assert said.status_code in (200, 303), said.text

    def waiting(self) -> list[dict[str, object]]:
        """Requests that wait for a PIN."""
        every: list[dict[str, object]] = self.web.get("/ledger").json()["requests"]
        return [one for one in every if one["status"] == "pending"]


@dataclass(frozen=True)
class Counter:
    """Everything that stands on and behind the counter."""

    machine: Machine
    phones: Phones


@contextmanager
def counter_of(world: World, site: Site, database: str, folder: Path) -> Iterator[Counter]:
    """School A gets a terminal and Mobile Money; a worker process serves the site's database."""
    with (
        open_terminal(folder, card_wait_ms=60_000) as terminal,
        open_operator(folder / "operator.json", site.address) as operator,
        httpx.Client(base_url=terminal, trust_env=False, timeout=10) as machine,
        httpx.Client(base_url=operator, trust_env=False, timeout=10) as phones,
    ):
        card = methods.register_merchant(
            by=SYSTEM,
            facility_id=world.a.id,
            channel="nexo",
            slug="vidu-nexo",
            account_number="",
            settings={**SECRETS, "POIID": POI, "endpoint": f"{terminal}/nexo"},
            at=worlds.AT,
        )
        methods.register_terminal(
            by=SYSTEM,
            merchant_id=card.pk,
            terminal=NewTerminal(
                poi_id=POI, serial="SN-001", place="Quầy tài vụ, tầng 1", from_on=worlds.TODAY
            ),
            at=worlds.AT,
        )
        methods.register_merchant(
            by=SYSTEM,
            facility_id=world.a.id,
            channel="gsma",
            slug="vidu-gsma",
            account_number="",
            settings={**OPERATOR, "endpoint": f"{operator}/mm"},
            at=worlds.AT,
        )
        calls = ",".join(urlsplit(one).netloc for one in (terminal, operator))
        with worker(database, folder, site=site.address, calls=calls):
            yield Counter(Machine(machine), Phones(phones))


@contextmanager
def worker(database: str, folder: Path, *, site: str, calls: str) -> Iterator[None]:
    """The worker, until the block ends."""
    settings = {
        **os.environ,
        "DATABASE_URL": databases.address(database),
        "THUPHI_DB_ROLE": "thuphi_worker",
        "THUPHI_SITE": site,
        "THUPHI_CALLS_MAY_GO_TO": calls,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    log = folder / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "thuphi.doors.cli", "work"],
            cwd=folder,
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
        assert process.poll() is None, log.read_text(errors="replace")[-4000:]
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
