"""A tiny school is built by verbs and looked at: that it works, never how fast."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from benchmarks import school
from benchmarks.place import Place
from benchmarks.school import Size
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
def test_every_verb_and_page_is_measured_in_both_schools(place: Place) -> None:
    said: list[str] = []
    found = school.measure(place, Size(80, 4, 1), said.append)
    verbs = [one.figure.split(",")[0] for one in found if not one.figure.startswith("page ")]
    pages = [one.figure.split(",")[0] for one in found if one.figure.startswith("page ")]
    assert {"issue_run", "adjust", "settle_month", "close_run"} <= set(verbs)
    assert {"page run", "page credits", "page till_class", "page letters_send"} <= set(pages)
    assert all(one.ours > 0 and one.rival_rate > 0 for one in found)
    assert len(said) == len(found)
