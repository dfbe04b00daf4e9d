"""Fixtures for all tests: a real server, a clone of the template for each run, roles as in life."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from tests import databases


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server once, in the process that hands out the tests."""
    if not hasattr(session.config, "workerinput") and "DATABASE_URL_FOR_TESTS" not in os.environ:
        session.config._thuphi_started = databases.test_server().start()  # type: ignore[attr-defined]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the server if we started it and nobody else is at work on it."""
    if getattr(session.config, "_thuphi_started", False) and not databases.others_at_work():
        databases.test_server().stop()


def _use(name: str) -> None:
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One clone for all tests that roll back; the role is the worker's, as jobs have it."""
    with databases.clone("tests") as name, django_db_blocker.unblock():
        _use(name)
        yield
        connections["default"].close()


@pytest.fixture
def fresh_database() -> Iterator[str]:
    """The owner's address of an empty, migrated database of its own, for tests that commit."""
    with databases.clone() as name:
        yield databases.address(name)


@pytest.fixture
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Django itself on a database of its own, with real commits, for threads and processes.

    Yields the database's name; `databases.address(name, role)` gives an address for others.
    """
    before = settings.DATABASES["default"]["NAME"]
    with databases.clone() as name, django_db_blocker.unblock():
        _use(name)
        try:
            yield name
        finally:
            _use(before)


@pytest.fixture
def as_role() -> Iterator[Callable[..., None]]:
    """Step into a database role, for facilities: `as_role("thuphi_app", 3)`; undone at the end."""

    def step(role: str, *facilities: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")
            cursor.execute(
                "SELECT set_config('thuphi.facilities', %s, false)",
                [",".join(str(one) for one in facilities)],
            )

    yield step
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
        cursor.execute("SELECT set_config('thuphi.facilities', '', false)")
