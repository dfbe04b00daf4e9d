"""People of two schools at their desks, seen by the database as the web server sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests import world as worlds
from tests.world import Person, World
from thuphi.ground.kit import clock

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 10, 6, 9, 30, tzinfo=clock.VIETNAM)
"""The day after everything in the world happened."""


@pytest.fixture(autouse=True)
def desk_addresses(settings: Settings) -> None:
    """The whole site's."""
    settings.ROOT_URLCONF = "thuphi.config.urls"


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of 6 October 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


At = Callable[[Person], Client]


@pytest.fixture
def at_desk(as_role: Callable[..., None]) -> At:
    """`at_desk(world.lan)`: that person signed in, every query asked as the web server asks."""

    def sit(person: Person) -> Client:
        client = Client()
        client.force_login(person.user, backend=SIGN_IN)
        as_role("thuphi_app")
        return client

    return sit


@contextmanager
def as_worker() -> Iterator[None]:
    """For a moment the worker's eyes, which see every school."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_app")
