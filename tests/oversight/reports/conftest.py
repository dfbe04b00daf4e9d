"""Offices of 2022 in Bắc Giang, and connections of the pages for offices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from tests.oversight.reports import offices
from tests.oversight.reports.offices import Offices


@pytest.fixture
def bac_giang(db: None) -> Offices:
    """Bắc Giang with four offices and two districts."""
    return offices.of_2022("24")


@pytest.fixture
def as_office() -> Iterator[Callable[..., None]]:
    """Step into the pages' role, for offices: `as_office(3)`; undone at the end."""

    def step(*agency_ids: int, facilities: tuple[int, ...] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE thuphi_app")
            cursor.execute(
                "SELECT set_config('thuphi.agencies', %s, false),"
                " set_config('thuphi.facilities', %s, false)",
                [",".join(map(str, agency_ids)), ",".join(map(str, facilities))],
            )

    yield step
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
        cursor.execute(
            "SELECT set_config('thuphi.agencies', '', false),"
            " set_config('thuphi.facilities', '', false)"
        )
