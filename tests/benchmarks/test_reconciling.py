"""A small import is measured beside its limit and beside plain posting."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from benchmarks import reconciling
from benchmarks.place import Place
from benchmarks.town import Town
from tests import databases
from thuphi.ground.statements import reading


@pytest.fixture
def place() -> Iterator[Place]:
    """The tests' server, with names that no other run has."""
    there = Place(
        databases.address("postgres"), f"bench_{uuid.uuid4().hex[:8]}_", databases.template()
    )
    yield there
    there.drop(reconciling.DATABASE)


def test_an_import_is_measured_beside_its_limit_and_plain_posting(place: Place) -> None:
    said: list[str] = []
    town = Town(facilities=1, pupils=200, rounds=2)
    limit, posting = reconciling.measure(place, said.append, town)
    assert (limit.rival_rate, limit.goal) == (2_000, "1.0")
    assert posting.rival == "plain posting of notifications"
    assert limit.ours == posting.ours
    assert limit.ours > 0
    assert len(said) == 1


def test_the_measured_statement_says_what_it_should() -> None:
    text = reconciling.mt940([(1, "TF0000000000", 60_000), (2, "TF1111111111", 30_000)])
    (statement,) = reading.read("x.sta", text.encode()).statements
    assert [(one.amount_vnd, one.bank_reference) for one in statement.lines] == [
        (60_000, "FT262781"), (30_000, "FT262782"),
    ]  # fmt: skip
    assert statement.closing_vnd == 90_000
