"""Telling the stories: each step does a thing, looks at what came of it, and prints one line."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from django.db import connection
from rich.console import Console

from thuphi.doors.cli.street import Street
from thuphi.registers.facilities.models import Facility

console = Console()

WAIT_SECONDS = 60


class StepMissed(Exception):
    """What a step expected did not come about."""


@dataclass(slots=True)
class Stage:
    """Where the story plays: the running web and bank, the facts of the demo, what was learnt."""

    web: httpx.Client
    bank: httpx.Client
    main: Facility
    logins: dict[str, str]
    watchers: Sequence[dict[str, str]]
    street: Street
    codes: dict[str, str] = field(default_factory=dict)

    def pay(self, code: str, **how: str | int) -> dict[str, object]:
        """Pay a bill at the bank, which reads the QR from the bill's own picture."""
        body = {"bill_url": code, **how}
        answer = self.bank.post("/pay", json=body)
        expect(answer.status_code == 200, f"ngân hàng từ chối {code}: {answer.text[:200]}")
        told: dict[str, object] = answer.json()
        return told

    def sign_in(self, username: str) -> httpx.Client:
        """A browser of somebody's own, signed in through the form."""
        browser = httpx.Client(base_url=self.web.base_url, timeout=20, follow_redirects=True)
        page = browser.get("/tai-khoan/login/")
        answer = browser.post(
            "/tai-khoan/login/",
            data={
                "login": username,
                "password": self.logins[username],
                "csrfmiddlewaretoken": hidden(page.text, "csrfmiddlewaretoken"),
            },
        )
        expect(answer.status_code == 200 and "login" not in answer.url.path, f"{answer.url}")
        return browser


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page's form. Raises `StepMissed`."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    if found is None:
        raise StepMissed(f"trang không có ô {name}")
    return found.group(1)


Step = Callable[[Stage], str]
Shelf = Mapping[str, tuple[str, Sequence[tuple[str, Step]]]]
"""Stories by name: a title and its steps."""


def expect(is_so: bool, otherwise: str) -> None:  # noqa: FBT001
    """Raises `StepMissed` with what was seen instead."""
    if not is_so:
        raise StepMissed(otherwise)


def until(is_so: Callable[[], bool], otherwise: str) -> int:
    """Wait until something is so; the milliseconds it took. Raises `StepMissed`."""
    begun = time.monotonic_ns()
    while not is_so():
        if time.monotonic_ns() - begun > WAIT_SECONDS * 10**9:
            raise StepMissed(otherwise)
        time.sleep(0.05)
    return (time.monotonic_ns() - begun) // 10**6


def perform(name: str, steps: Sequence[tuple[str, Step]], stage: Stage) -> bool:
    """Tell one story; the first miss ends it. True when every step came about."""
    console.rule(f"[bold]{name}")
    for number, (title, step) in enumerate(steps, 1):
        begun = time.monotonic_ns()
        try:
            seen = step(stage)
        except StepMissed as miss:
            console.print(f"[red]✗[/] {number:>2}. {title}: {miss}", soft_wrap=True)
            return False
        took = (time.monotonic_ns() - begun) // 10**6
        console.print(
            f"[green]✓[/] {number:>2}. {title}: {seen} [dim]({took} ms)[/]",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
    return True


def stage_for(facts: Path, web: str, bank: str) -> Stage:
    """The stage of processes that run. The password of each login is the demo's own."""
    told = json.loads(facts.read_text())
    return Stage(
        web=httpx.Client(base_url=web, timeout=20),
        bank=httpx.Client(base_url=bank, timeout=60),
        main=Facility.objects.get(code=told["main_school"]),
        logins={login["username"]: login["password"] for login in told["logins"]},
        watchers=told["watchers"],
        street=Street.told(told["street"]),
    )


def tell(
    *,
    facts: Path,
    web: str,
    bank: str,
    stories: Sequence[str],
    shelf: Shelf,
) -> int:
    """Tell the named stories, or all. 0 when all came about, 1 on a miss, 2 for an unknown name."""
    unknown = [name for name in stories if name not in shelf]
    if unknown:
        console.print(f"Không có câu chuyện {', '.join(unknown)}; có: {', '.join(shelf)}")
        return 2
    stage = stage_for(facts, web, bank)
    try:
        for name in stories or list(shelf):
            title, steps = shelf[name]
            if not perform(title, steps, stage):
                return 1
    finally:
        stage.web.close()
        stage.bank.close()
        connection.close()
    return 0
