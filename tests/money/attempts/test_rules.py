from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.channels.contract import Outcome, Waits
from thuphi.money.attempts import rules
from thuphi.money.attempts.rules import ATTEMPT_STATES, DEAD, LIVE, RANK, STATE_OF, AttemptState

AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@given(st.lists(st.sampled_from(RANK), max_size=12), st.randoms())
def test_the_order_of_what_is_told_does_not_matter(told: list[AttemptState], dice: object) -> None:
    shuffled = list(told)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    state = AttemptState.CREATED
    for word in shuffled:
        state = rules.higher(state, word)
    assert state is rules.state_after(told)


@pytest.mark.parametrize("order", list(permutations(["notice", "expiry", "cancel"])))
def test_a_notice_an_expiry_and_a_cancel_end_in_confirmed_money(order: tuple[str, ...]) -> None:
    told = {
        "notice": AttemptState.CONFIRMED,
        "expiry": AttemptState.EXPIRED,
        "cancel": AttemptState.CANCELLED,
    }
    state = AttemptState.PENDING
    for name in order:
        state = rules.higher(state, told[name])
    assert state is AttemptState.CONFIRMED


def test_every_state_only_rises() -> None:
    for place, state in enumerate(RANK):
        for other_place, other in enumerate(RANK):
            assert ATTEMPT_STATES.allows(state, other) is (other_place > place)


def test_an_unknown_word_is_never_a_failure() -> None:
    assert STATE_OF[Outcome.UNKNOWN] in LIVE
    assert STATE_OF[Outcome.MISMATCH] in LIVE
    assert {*LIVE, *DEAD, AttemptState.CONFIRMED} == set(RANK)


def test_it_is_asked_after_one_five_fifteen_minutes_an_hour_and_seven_days() -> None:
    schedule = Waits().ask_after
    at, asked = AT, []
    while (due := rules.next_ask(started_at=AT, schedule=schedule, at=at)) is not None:
        asked.append(due - AT)
        at = due
    assert asked == [
        timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1),
        *(timedelta(days=days) for days in range(1, 8)),
    ]  # fmt: skip


def test_a_worker_that_was_away_asks_once_and_not_for_every_hour_missed() -> None:
    due = rules.next_ask(started_at=AT, schedule=Waits().ask_after, at=AT + timedelta(hours=2))
    assert due == AT + timedelta(days=1)
