"""Software of school A with a key of its own, seen by the database as the web server sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests import world as worlds
from tests.world import Person, School, World
from thuphi.ground.kit import clock
from thuphi.registers.neighbours.actions import keys
from thuphi.registers.neighbours.actions.keys import KeyMade
from thuphi.registers.neighbours.rules import Scope

NOW = datetime(2026, 10, 6, 9, 30, tzinfo=clock.VIETNAM)
"""The day after everything in the world happened."""


@pytest.fixture(autouse=True)
def the_site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of 6 October 2026."""
    settings.ROOT_URLCONF = "thuphi.config.urls"
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


@contextmanager
def as_worker() -> Iterator[None]:
    """For a moment the worker's eyes, which see every school."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute("SET ROLE thuphi_worker")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {before}")


def make_key(school: School, head: Person, *scopes: Scope, name: str = "Phần mềm A") -> KeyMade:
    """A key of a school; good for everything when no scope is named."""
    return keys.create_key(
        by=head.actor,
        facility_id=school.id,
        name=name,
        scopes=scopes or tuple(Scope),
        expires_on=None,
        at=NOW,
    )


@dataclass
class Software:
    """A caller with a key. Answers are JSON, and never a fault of ours."""

    key: str
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        """One request; `headers` as `idempotency_key="1"`."""
        told = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = self.client.generic(
            method,
            f"/api/v1/{path}",
            "" if body is None else text,
            content_type=told.pop("content-type", "application/json"),
            headers=told,
        )
        assert answer.status_code < 500, answer.content
        return answer

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)


@pytest.fixture
def software(world: World, as_role: Callable[..., None]) -> Software:
    """The software of school A with a key for everything, asking as the web server asks."""
    key = make_key(world.a, world.hoa).key.written
    as_role("thuphi_app")
    return Software(key)


def read(answer: HttpResponse) -> dict[str, object]:
    """The members of an answer."""
    members = json.loads(answer.content)
    assert isinstance(members, dict)
    return members


def bill_for(code: str = "HS001", **changed: object) -> dict[str, object]:
    """A good bill for a pupil of school A."""
    return {
        "beneficiary": {"code": code},
        "reason": "Tiền ăn tháng 10/2026",
        "due_on": "2026-10-31",
        "lines": [{"fee_item_code": "AN", "quantity": 22}],
        **changed,
    }
