"""The chairman's page of a plan: sentences, bars, map, whom to call; figures with ways below."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.doors.web.office.conftest import OFFICE, At
from tests.oversight import bac_giang
from tests.oversight.bac_giang import BacGiang
from tests.world import World

NBSP = "\u00a0"
DAY = "?ngay=2022-11-14"


@pytest.fixture
def year(world: World) -> BacGiang:
    """Three districts of Bắc Giang with a year of money."""
    return bac_giang.build(world, districts=3)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def test_x(year: BacGiang, world: World, at_office: At) -> None:
    client = at_office(world.dung)
    page = text(client, f"{OFFICE}ke-hoach/bg2022/{year.place.pk}{DAY}")
    print(page)
    raise SystemExit
