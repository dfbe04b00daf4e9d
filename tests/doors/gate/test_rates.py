"""How often somebody may knock."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thuphi.doors.gate.rates import SECOND_NS, RateLimit


def test_a_burst_is_admitted_and_then_the_rate() -> None:
    limit = RateLimit(rate=2, burst=3)
    told = [limit.admits("a", 0) for _ in range(5)]
    assert told == [True, True, True, False, False]
    assert not limit.admits("a", SECOND_NS // 2 - 1)
    assert limit.admits("a", SECOND_NS // 2)
    assert not limit.admits("a", SECOND_NS // 2)


def test_one_does_not_pay_for_another() -> None:
    limit = RateLimit(rate=1, burst=1)
    assert limit.admits("a", 0)
    assert not limit.admits("a", 0)
    assert limit.admits("b", 0)


def test_a_rate_of_nothing_is_no_limit() -> None:
    limit = RateLimit(rate=0, burst=0)
    assert all(limit.admits("a", 0) for _ in range(1000))


def test_the_quiet_are_forgotten_and_the_busy_are_not() -> None:
    limit = RateLimit(rate=1, burst=1, keys_max=10)
    for number in range(9):
        assert limit.admits(f"quiet-{number}", 0)
    assert limit.admits("busy", 5 * SECOND_NS)
    assert limit.admits("new", 5 * SECOND_NS)
    assert not limit.admits("busy", 5 * SECOND_NS)


@given(
    rate=st.integers(1, 50),
    burst=st.integers(1, 20),
    steps=st.lists(st.integers(0, SECOND_NS), max_size=60),
)
def test_never_more_than_the_burst_and_the_rate(rate: int, burst: int, steps: list[int]) -> None:
    limit = RateLimit(rate=rate, burst=burst)
    now = admitted = 0
    for step in steps:
        now += step
        admitted += limit.admits("a", now)
        interval = SECOND_NS // rate
        assert admitted <= burst + now // interval
