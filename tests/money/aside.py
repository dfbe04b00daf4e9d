"""Deeds in threads beside each other, each with a connection of its own and real commits."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from django.db import connections, transaction

from thuphi.ground.kit.sql import statement
from thuphi.money.payments import actions

Result = TypeVar("Result")

IS_LARGE = os.environ.get("THUPHI_FAULTS") == "large"


@contextmanager
def threads(number: int) -> Iterator[Callable[[Callable[[], Result]], Future[Result]]]:
    """Start deeds in threads; their connections are closed and their errors come with `result`."""

    def closing(deed: Callable[[], Result]) -> Result:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        yield lambda deed: pool.submit(closing, deed)


@dataclass
class Held:
    """A deed that is done but not committed until it is let go."""

    is_done: threading.Event = field(default_factory=threading.Event)
    is_let_go: threading.Event = field(default_factory=threading.Event)

    def around(self, deed: Callable[[], Result]) -> Callable[[], Result]:
        def held() -> Result:
            with transaction.atomic():
                result = deed()
                self.is_done.set()
                assert self.is_let_go.wait(20)
            return result

        return held


def switch_off(monkeypatch: pytest.MonkeyPatch, name: str, guard: str, instead: str = "") -> None:
    """Take a guard out of one of the room's statements, to see what it guards against."""
    text = statement(actions.__file__, name)
    assert text.count(guard) == 1, f"the guard is no longer in sql/{name}.sql"
    without = text.replace(guard, instead)

    def altered(room_file: str, wanted: str) -> str:
        return without if wanted == name else statement(room_file, wanted)

    monkeypatch.setattr(actions, "statement", altered)
