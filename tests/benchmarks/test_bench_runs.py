"""A tiny run of each benchmark: that it works and what its result looks like, never how fast."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from benchmarks import figures, gate, large, run, town
from benchmarks.figures import Figure, Round
from benchmarks.gate import AnsweredButNotKept, Told
from benchmarks.place import NotDurable, Place
from benchmarks.run import Size
from benchmarks.town import Town
from tests import databases

TOWN = Town(facilities=2, pupils=6, rounds=1)
TINY = Size(town=TOWN, scale=1, pgbench_seconds=1, gate_seconds=1, hordak=20, caller="own")


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
def test_a_whole_run_has_every_figure_with_its_rival(place: Place, tmp_path: Path) -> None:
    said: list[str] = []
    found = run.measure(place, TINY, run.PARTS, said.append)
    figures.keep(found, tmp_path / "bench.json")
    kept = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [(one["figure"], one["goal"]) for one in kept] == [
        ("bills issued (codes, lines, transfers)", "0.5"),
        ("payments posted, 2 workers", "6"),
        ("payments posted, 2 workers", "30"),
        ("payments posted, 2 workers", "4"),
        ("durable acknowledgements at the gate, 2 processes", "3"),
    ]
    for one in kept:
        assert list(one) == ["figure", "ours", "rival", "rival_rate", "ratio", "goal"]
        assert isinstance(one["ours"], int)
        assert one["ours"] > 0
        assert isinstance(one["rival_rate"], int)
        assert one["rival_rate"] > 0
        assert one["ratio"] == figures.decimal(one["ours"] * 1000 // one["rival_rate"])
    assert len(said) == 3


@pytest.mark.slow
def test_posting_is_measured_among_old_bills(place: Place) -> None:
    found = large.measure(place, 3000, lambda _: None, 1000, TOWN)
    assert found.figure == "payments posted at 3,000 bills"
    assert found.rival == "at 1,000 bills"
    assert found.ours > 0


def test_old_bills_differ_in_their_codes_and_are_whole(place: Place) -> None:
    try:
        large.build(place, "old", replace(TOWN, rounds=0), 2000, lambda _: None)
        with psycopg.connect(place.dsn("old")) as connection:
            counts = connection.execute(
                "SELECT count(DISTINCT b.code), count(DISTINCT p.id), count(DISTINCT t.id)"
                " FROM bill AS b JOIN payment AS p ON p.bill_id = b.id"
                " JOIN transfer AS t ON t.reference = b.code"
            ).fetchone()
    finally:
        place.drop("old")
    assert counts == (2000, 2000, 4000)


def test_an_answer_that_is_not_in_the_inbox_spoils_the_run(place: Place) -> None:
    dsn = place.build("lost")
    try:
        with pytest.raises(AnsweredButNotKept):
            gate._check(dsn, "R0-", Told(sent=1, acknowledged=1, microseconds=1))
    finally:
        place.drop("lost")


def test_a_server_that_does_not_wait_for_the_disk_is_refused(place: Place) -> None:
    dsn = psycopg.conninfo.make_conninfo(
        databases.address("postgres"), options="-c synchronous_commit=off"
    )
    with pytest.raises(NotDurable, match="synchronous_commit"):
        replace(place, admin_dsn=dsn).check_durable()


def test_the_middle_round_is_shown_with_its_own_rival() -> None:
    rounds = [Round(100, 50), Round(900, 100), Round(400, 100)]
    assert figures.figure("a", "b", rounds, "3") == Figure("a", 400, "b", 100, "4.00", "3")


@pytest.mark.parametrize(
    ("ratio", "goal", "reached"),
    [("5.99", "6", False), ("6.00", "6", True), ("0.50", "0.5", True), ("0.49", "0.5", False)],
)
def test_a_goal_is_reached_when_the_ratio_is_not_below_it(
    ratio: str, goal: str, *, reached: bool
) -> None:
    assert figures.is_reached(Figure("a", 1, "b", 1, ratio, goal)) is reached


def test_a_town_has_a_line_for_each_item_of_each_pupil(place: Place) -> None:
    dsn = place.build("filled")
    try:
        town.fill(dsn, TOWN)
        with psycopg.connect(dsn) as connection:
            row = connection.execute("SELECT count(*) FROM charge").fetchone()
    finally:
        place.drop("filled")
    assert row == (36,)
