"""A tiny province is built, looked at and taken out: that it works, never how fast."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from benchmarks import figures, province
from benchmarks.place import Place
from benchmarks.province import Size
from tests import databases


@pytest.fixture
def place() -> Iterator[Place]:
    """The tests' server, with names that no other run has."""
    prefix = f"bench_{uuid.uuid4().hex[:8]}_"
    there = Place(databases.address("postgres"), prefix, databases.template())
    yield there
    with there.admin() as admin:
        left = admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
    assert left == []


@pytest.mark.slow
def test_every_page_is_asked_for_in_both_provinces_and_the_list_is_taken_out(place: Place) -> None:
    said: list[str] = []
    found = province.measure(place, Size("0.002", 400, 2, 5_000), said.append)
    pages = [one.figure.split(",")[0] for one in found[:-1]]
    assert {"page place", "page place_facilities", "page facility", "page plan"} <= set(pages)
    assert all(one.goal == "0.66" for one in found[:-1])
    assert found[-1].figure.startswith("export of 5,000 rows, ")
    assert figures.is_reached(found[-1])
    assert len(said) == 2 + len(pages) + 1
