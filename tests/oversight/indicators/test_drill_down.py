"""A thousand published figures at random: each adds up from the facilities behind it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from tests.oversight.indicators import towns_and_words as towns
from tests.oversight.indicators.aims import UNTIL_ON, every_indicator, plan, target
from tests.oversight.towns import province
from tests.world import World
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries.made_of import PaidList, Wanted, total_of
from thuphi.oversight.indicators.queries.verdicts import (
    Ground,
    by_unit,
    figure,
    ground,
    made_of,
    series,
    verdict,
)
from thuphi.oversight.indicators.rules import FLOWS, Source, Span
from thuphi.oversight.plans.rules import Indicator, Scope, Sector
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

FIGURES = 1_000
WINDOWS = 14
AIMS = (
    *every_indicator(),
    target(Indicator.TXN_COUNT_SHARE, id="COUNT_HEALTH", sector=Sector.HEALTH),
    target(Indicator.TXN_VALUE_SHARE, id="VALUE_EARLY", due_on=date(2026, 8, 20)),
    target(
        Indicator.PLATFORM_ADOPT,
        id="LISTED",
        scope=Scope(platform_list="QD186"),
        sector=Sector.HEALTH,
    ),
    target(Indicator.CASHLESS_ACCEPT, id="URBAN", scope=Scope(is_urban_only=True)),
)
PLAN = plan(*AIMS)


def windows(dice: random.Random) -> Iterator[tuple[date, tuple[date, date] | None]]:
    """Days to ask for, with whole months, months from the 15th to the 14th, and any days."""
    for _ in range(WINDOWS):
        as_of = date(2026, 3, 20) + timedelta(days=dice.randint(0, 220))
        first_on = date(2026, dice.randint(4, 9), 1)
        yield (
            as_of,
            dice.choice(
                [
                    None,
                    (first_on, first_on + timedelta(days=dice.randint(0, 90))),
                    (
                        first_on.replace(day=15),
                        Month.of(first_on).next.first_day_on.replace(day=14),
                    ),
                ]
            ),
        )


def add_up(found: Ground, target_id: str, units: list[Place]) -> int:
    """The figure of a target below a unit, and of each unit under it. How many were looked at."""
    whole = figure(found, target_id)
    rows = made_of(found, target_id)
    assert sum(row.part for row in rows) == whole.part
    assert sum(row.whole for row in rows) == whole.whole
    assert len(rows) == whole.facilities
    assert sum(row.source is Source.MISSING for row in rows) == whole.missing_facilities
    assert sum((row.booked for row in rows), rules.NOTHING) == whole.booked
    assert sum((row.declared for row in rows), rules.NOTHING) == whole.declared
    parts = by_unit(found, target_id, [unit.pk for unit in units])
    nobody = rules.Figure(0, 0, whole.basis)
    assert sum(parts.values(), nobody) == whole
    for unit in units:
        below = [row for row in rows if row.place_id == unit.pk]
        assert sum(row.part for row in below) == parts[unit.pk].part
        assert sum(row.whole for row in below) == parts[unit.pk].whole
    points = series(found, target_id)
    if whole.basis in FLOWS:
        assert sum(point.part for point in points) == whole.part
        assert sum(point.whole for point in points) == whole.whole
    else:
        assert (points[-1].part, points[-1].whole) == (whole.part, whole.whole)
    assert verdict(found, target_id).figure == whole
    return 1 + len(units)


def test_a_thousand_figures_add_up_from_the_facilities_behind_them(world: World) -> None:
    dice = random.Random(20260915)
    communes = places.communes(world.province, date(2026, 10, 1))[:12]
    towns.build(world, 7, communes)
    looked_at = 0
    for as_of, window in windows(dice):
        found = ground(plan=PLAN, place=world.province, as_of=as_of, window=window)
        for aim in AIMS:
            looked_at += add_up(found, aim.id, dice.sample(communes, 5))
    assert looked_at >= FIGURES


def test_each_unit_asked_for_by_itself_says_what_its_province_says_of_it(world: World) -> None:
    communes = places.communes(world.province, date(2026, 10, 1))[:5]
    towns.build(world, 11, communes, facilities=12)
    for as_of, window in (
        (UNTIL_ON, None),
        (date(2026, 8, 3), (date(2026, 7, 15), date(2026, 8, 14))),
    ):
        whole = ground(plan=PLAN, place=world.province, as_of=as_of, window=window)
        everywhere = ground(plan=PLAN, place=None, as_of=as_of, window=window)
        for unit in communes:
            alone = ground(plan=PLAN, place=unit, as_of=as_of, window=window)
            for aim in AIMS:
                assert figure(alone, aim.id) == by_unit(whole, aim.id, [unit.pk])[unit.pk]
        for aim in AIMS:
            assert figure(everywhere, aim.id) == figure(whole, aim.id)


def test_a_booked_share_adds_up_from_the_payments_of_its_days(world: World) -> None:
    town = towns.build(world, 3, places.communes(world.province, date(2026, 10, 1))[:3])
    windows = (
        (date(2026, 8, 15), date(2026, 9, 14)),
        (date(2026, 5, 3), date(2026, 5, 21)),
        (date(2026, 4, 1), date(2026, 10, 31)),
    )
    booked = 0
    for window in windows:
        found = ground(plan=PLAN, place=None, as_of=UNTIL_ON, window=window)
        span = Span(Month.of(window[0]), Month.of(window[1]))
        for aim in (aim for aim in AIMS if aim.indicator is Indicator.TXN_VALUE_SHARE):
            for row in made_of(found, aim.id):
                last_on = min(window[1], found.frame(aim).last_on)
                wanted = Wanted(facility_id=row.facility_id, span=span, window=(window[0], last_on))
                assert total_of(wanted).value == row.booked
                assert sum(one.amount_vnd for one in PaidList(wanted)) == row.booked.whole
                booked += row.booked.whole
    assert booked > 0
    assert len(town.ids) == 26
    assert province("24") == world.province
