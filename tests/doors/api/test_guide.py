"""The guide's own programs, as they stand in it, against a real server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests import world as worlds
from tests.doors.api.conftest import make_key
from tests.stories.conftest import running_site
from thuphi.doors.jobs import webhooks
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.registers.neighbours.actions import deliveries
from thuphi.registers.neighbours.models import WebhookDelivery
from thuphi.registers.neighbours.rules import AGAIN_AFTER, HookEvent, News, Scope

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "api" / "school.md").read_text(encoding="utf-8")
WAIT_SECONDS = 20


@pytest.fixture
def the_site() -> None:
    """The guide is tried in today's time, by a server in a process of its own."""


def program(name: str) -> str:
    """A program of the guide by the name in its first line."""
    blocks = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    (found,) = [block for block in blocks if block.startswith(f"# {name}.py")]
    return str(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_example_runs(town: str, tmp_path: Path, settings: Settings) -> None:
    built = worlds.build()
    key = make_key(built.a, built.hoa).key.written
    port = free_port()
    hook = f"127.0.0.1:{port}"
    settings.WEBHOOKS_MAY_GO_TO = frozenset({hook})
    with running_site(town, tmp_path, THUPHI_WEBHOOKS_MAY_GO_TO=hook) as site:
        run = subprocess.run(
            [sys.executable, "-c", program("school")],
            env={
                **os.environ,
                "THUPHI_URL": site.address,
                "THUPHI_KEY": key,
                "HOOK_URL": f"http://{hook}/",
                "DUE_ON": (clock.today(clock.now()) + timedelta(days=30)).isoformat(),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    *lines, secret = run.stdout.splitlines()
    assert lines == [
        "issued ERP-1001 660000 open",
        "again True true",
        "pay at True",
        "422 #/lines/0/fee_item_code item_not_found",
        "422 #/external_reference reference_taken",
        "bills 1",
    ]
    receive(built, secret.removeprefix("secret "), port)


def receive(built: worlds.World, secret: str, port: int) -> None:
    """The guide's receiver is told that the bill was paid."""
    code = Bill.objects.get().code
    environment = {**os.environ, "HOOK_SECRET": secret, "HOOK_PORT": str(port)}
    stop = threading.Event()
    worker = threading.Thread(target=webhooks.deliver_until, args=(stop,))
    with subprocess.Popen(
        [sys.executable, "-c", program("receiver")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as receiver:
        try:
            wait_for(port)
            news = News(
                facility_id=built.a.id,
                event=HookEvent.BILL_PAID,
                at=datetime.now(UTC),
                data={"bill_code": code},
            )
            assert deliveries.queue([news], at=datetime.now(UTC)) == 1
            worker.start()
            assert receiver.stdout is not None
            assert receiver.stdout.readline() == f"bill.paid {code}\n"
            end = time.monotonic() + WAIT_SECONDS
            while WebhookDelivery.objects.get().state != "delivered":
                assert time.monotonic() < end
                time.sleep(0.05)
        finally:
            stop.set()
            receiver.kill()
            if worker.ident is not None:
                worker.join()


def wait_for(port: int) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the receiver did not start")


def test_the_guide_names_every_scope_event_and_wait() -> None:
    assert [scope.value for scope in Scope if f"`{scope.value}`" not in GUIDE] == []
    assert [event.value for event in HookEvent if f"`{event.value}`" not in GUIDE] == []
    waits = "5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h"
    assert waits in GUIDE
    assert [wait.total_seconds() for wait in AGAIN_AFTER] == [
        5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
    ]  # fmt: skip
