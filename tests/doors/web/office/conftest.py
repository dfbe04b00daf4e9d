"""People who look at figures, seen by the database as the web server sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests import world as worlds
from tests.doors.web.office.declared import SCHOOL, submitted
from tests.oversight.towns import Payee, register
from tests.world import Person, World
from thuphi.ground.kit import clock
from thuphi.registers.facilities.models import Level
from thuphi.registers.staff.rules import Role

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
OFFICE = "/van-phong/"


@pytest.fixture(autouse=True)
def office_addresses(settings: Settings) -> None:
    """The offices' pages and the desk's."""
    settings.ROOT_URLCONF = "tests.doors.web.office.addresses"


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning on which everything in the world happened."""
    monkeypatch.setattr(clock, "now", lambda: worlds.AT)


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


@pytest.fixture
def hospital(world: World) -> Payee:
    """A hospital of the same commune."""
    return register("27100", "Bệnh viện Ví Dụ", world.commune, level=Level.HOSPITAL)


@pytest.fixture
def second(world: World) -> Person:
    """Another person of the department."""
    return worlds.person("sau", "Lý Thị Sáu", Role.OFFICER, place_id=world.province.pk)


@pytest.fixture
def waiting(world: World) -> int:
    """School A's declaration of September, submitted."""
    return submitted(world.lan, world.a.id, SCHOOL)


At = Callable[[Person], Client]


@pytest.fixture
def at_office(as_role: Callable[..., None]) -> At:
    """`at_office(world.dung)`: signed in, every query asked as the web server asks."""

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
