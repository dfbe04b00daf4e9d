"""A state read month by month in one pass says what it says when it is asked day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from tests.oversight.indicators.aims import FROM_ON, plan, target
from tests.oversight.indicators.test_evaluate import FRAME, SCHOOL
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators.rules import (
    Days,
    FacilityFacts,
    Frame,
    MonthEnd,
    Source,
    evaluate,
    frame,
    points,
    year_of,
)
from thuphi.oversight.plans.rules import Indicator, Urban, UrbanDefinition

ACCEPTS = target(Indicator.CASHLESS_ACCEPT)
PLAN = plan(ACCEPTS, urban=(UrbanDefinition(Urban.WARDS, date(2022, 1, 1), None),))
ENDS = [
    MonthEnd(month, month.next.first_day_on - timedelta(days=1), is_closed=True)
    for month in (Month(2026, number) for number in range(1, 7))
]
DAYS = some.dates(date(2025, 11, 1), date(2026, 7, 31))
SPANS = some.builds(
    lambda begins, ends, source: Days(begins, ends, source),
    DAYS,
    some.none() | DAYS,
    some.sampled_from([Source.BOOKED, Source.DECLARED]),
).filter(lambda days: days.until_on is None or days.until_on > days.from_on)
SCHOOLS = some.lists(
    some.builds(
        lambda founded_on, accepts: replace(SCHOOL, founded_on=founded_on, accepts=tuple(accepts)),
        DAYS,
        some.lists(SPANS, max_size=4),
    ),
    max_size=4,
)


def read(facts: list[FacilityFacts]) -> list[tuple[int, int]]:
    return [(one.part, one.whole) for one in points(PLAN, ACCEPTS, facts, FRAME, ENDS)]


@given(SCHOOLS)
def test_one_pass_counts_at_each_months_end_who_counts_on_that_day(
    facts: list[FacilityFacts],
) -> None:
    frames = [Frame(FROM_ON, end.last_on, Urban.WARDS) for end in ENDS]
    figures = [evaluate(ACCEPTS, facts, at) for at in frames]
    assert read(facts) == [(one.part, one.whole) for one in figures]


def test_a_short_stretch_within_a_longer_one_ends_nothing() -> None:
    longer, within = Days(date(2026, 1, 1), None), Days(date(2026, 2, 1), date(2026, 3, 1))
    assert read([replace(SCHOOL, accepts=(longer, within))]) == [(1, 1)] * 6


def test_a_target_due_on_the_first_day_looked_at_is_looked_at_on_that_day() -> None:
    early = target(Indicator.TXN_COUNT_SHARE, due_on=FROM_ON)
    assert frame(PLAN, early, (FROM_ON, date(2026, 6, 30))).last_on == FROM_ON


def test_a_year_is_measured_from_the_plans_first_day_and_never_ends_before_it() -> None:
    late = plan(ACCEPTS, from_on=date(2026, 3, 15))
    assert year_of(late, date(2026, 6, 30)) == (date(2026, 3, 15), date(2026, 6, 30))
    assert year_of(late, date(2026, 2, 1)) == (date(2026, 3, 15), date(2026, 3, 15))
    assert year_of(late, date(2027, 2, 1)) == (date(2027, 1, 1), date(2027, 2, 1))
