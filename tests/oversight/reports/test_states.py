"""The table of moves, and the database's own copy of it."""

from __future__ import annotations

import itertools
import re

import pytest
from django.db import connection

from thuphi.ground.kit.states import StateTable
from thuphi.oversight.reports.rules.states import (
    DIFFICULTY_STATES,
    FILING_STATES,
    DifficultyState,
    FilingState,
)
from thuphi.oversight.tasks.rules import PART_STATES

F = FilingState


def moves_in(function: str) -> set[str]:
    """The moves that a trigger lets through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        return set(re.findall(r"'(\w+>\w+)'", cursor.fetchone()[0]))


def moves_of(table: StateTable[FilingState]) -> set[str]:
    return {f"{old.value}>{new.value}" for old, new in table.pairs()}


def test_the_database_allows_the_same_moves_of_filings(db: None) -> None:
    assert moves_in("filing_is_frozen") == moves_of(FILING_STATES) | {"draft>draft"}


def test_the_database_allows_the_same_moves_of_parts(db: None) -> None:
    pairs = {f"{old.value}>{new.value}" for old, new in PART_STATES.pairs()}
    assert moves_in("task_part_is_kept") == pairs


@pytest.mark.parametrize(("old", "new"), list(itertools.product(FilingState, FilingState)))
def test_every_move_and_every_forbidden_move_of_a_filing(
    old: FilingState, new: FilingState
) -> None:
    allowed = {
        F.DRAFT: {F.FILED},
        F.FILED: {F.FORWARDED, F.ACCEPTED, F.RETURNED, F.SUPERSEDED},
        F.FORWARDED: {F.FORWARDED, F.ACCEPTED, F.RETURNED, F.SUPERSEDED},
        F.ACCEPTED: {F.SUPERSEDED},
        F.RETURNED: {F.SUPERSEDED},
        F.SUPERSEDED: set(),
    }
    assert FILING_STATES.allows(old, new) == (new in allowed[old])


def test_a_difficulty_is_answered_once() -> None:
    assert list(DIFFICULTY_STATES.pairs()) == [(DifficultyState.OPEN, DifficultyState.ANSWERED)]
