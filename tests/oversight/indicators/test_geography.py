"""Whatever is merged, divided or renamed: totals are equal on every geography, and views stay."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import world as worlds
from tests.oversight.indicators.aims import plan, target
from tests.oversight.indicators.reforms import OPENED_ON, Land
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.payments.models import MonthCount
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries import shares
from thuphi.oversight.indicators.queries.verdicts import Ground, by_unit, figure, ground, made_of
from thuphi.oversight.indicators.rules import Figure, Span
from thuphi.oversight.plans.rules import Indicator, Scope
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.actions import NewFacility
from thuphi.registers.facilities.models import (
    AreaClass,
    FacilityPlace,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

LAST_ON = date(2026, 12, 31)
WINDOW = (OPENED_ON, LAST_ON)
AIMS = (
    target(Indicator.TXN_COUNT_SHARE),
    target(Indicator.TXN_VALUE_SHARE),
    target(Indicator.CASHLESS_USE),
    target(Indicator.CASHLESS_USE, id="URBAN", scope=Scope(is_urban_only=True)),
)
PLAN = plan(*AIMS, from_on=OPENED_ON, until_on=LAST_ON)


@dataclass(frozen=True, slots=True)
class History:
    """Years of reforms with facilities that were founded, moved, closed and paid within them."""

    land: Land
    days: tuple[date, ...]
    """The days of the reforms."""
    ids: tuple[int, ...]


def lived(seed: int) -> History:
    """A history at random, through the verbs of the registers."""
    dice = random.Random(seed)
    land = Land.opened()
    days = sorted(dice.sample(range(200, 1700, 20), dice.randint(1, 5)))
    dates = tuple(OPENED_ON + timedelta(days=day) for day in days)
    for on in dates:
        one, other = dice.sample(land.communes, 2)
        dice.choice([land.merge, land.absorb, land.divide, land.rename])(one, other, on)
    ids = tuple(_founded(land, dice, number) for number in range(10))
    return History(land, dates, ids)


def _founded(land: Land, dice: random.Random, number: int) -> int:
    every = [*land.communes, *land.ended]
    founded_on = OPENED_ON + timedelta(days=dice.randint(0, 1700))
    where = dice.choice([place for place in every if founded_on in place.valid])
    facility = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=f"G{number}",
            name=f"Trường {number}",
            sector=Sector.EDUCATION,
            level=Level.PRIMARY,
            tier=Tier.COMMUNE,
            ownership=Ownership.PUBLIC,
        ),
        place_id=where.pk,
        area=AreaClass.RURAL,
        valid_from=founded_on,
        at=worlds.AT,
    )
    if dice.random() < 0.4:
        _moved(facility.pk, dice, founded_on, every)
    if dice.random() < 0.2:
        closed_on = founded_on + timedelta(days=dice.randint(1, 900))
        facilities.close_facility(by=SYSTEM, facility_id=facility.pk, on=closed_on, at=worlds.AT)
    for _ in range(dice.randint(0, 5)):
        MonthCount.objects.get_or_create(
            facility_id=facility.pk,
            month=Month.of(founded_on + timedelta(days=dice.randint(0, 120))).first_day_on,
            method=dice.choice(["qr", "cash"]),
            defaults={"payments": dice.randint(1, 9), "value_vnd": dice.randint(1, 10**9)},
        )
    return facility.pk


def _moved(facility_id: int, dice: random.Random, founded_on: date, every: list[Place]) -> None:
    """It lies in the other part of its divided commune, or goes somewhere else."""
    on = founded_on + timedelta(days=dice.randint(1, 600))
    standing = FacilityPlace.objects.get(facility_id=facility_id, valid__contains=on)
    there = [place for place in every if on in place.valid and place.pk != standing.place_id]
    facilities.move_facility(
        by=SYSTEM, facility_id=facility_id, place_id=dice.choice(there).pk, from_on=on, at=worlds.AT
    )


def looked_at(on: date, place: Place | None = None, window: tuple[date, date] = WINDOW) -> Ground:
    return ground(plan=PLAN, place=place, as_of=LAST_ON, window=window, on=on)


def total(figures: dict[int | None, Figure]) -> Figure:
    nobody = Figure(0, 0, next(iter(figures.values())).basis)
    return sum(figures.values(), nobody)


def some_days(history: History) -> list[date]:
    """The first and the last day, and each reform's with the one before."""
    around = [day - timedelta(days=back) for day in history.days for back in (0, 1)]
    return [OPENED_ON, *around, LAST_ON]


def in_force(units: list[Place], on: date) -> list[int]:
    return [unit.pk for unit in units if on in unit.valid]


def check_totals(history: History) -> None:
    land = history.land
    whole = {aim.id: figure(looked_at(LAST_ON), aim.id) for aim in AIMS}
    for on in some_days(history):
        found = looked_at(on)
        branches = [looked_at(on, province) for province in land.provinces]
        levels = (
            in_force([*land.communes, *land.ended], on),
            [one.pk for one in land.districts],
            [one.pk for one in land.provinces],
        )
        for aim in AIMS:
            assert figure(found, aim.id) == whole[aim.id]
            for units in levels:
                parts = by_unit(found, aim.id, units)
                assert set(parts) <= {*units, None}
                assert total(parts) == whole[aim.id]
            provinces = by_unit(found, aim.id, levels[2])
            for province, alone in zip(land.provinces, branches, strict=True):
                assert figure(alone, aim.id) == provinces[province.pk]


def check_places(history: History) -> None:
    """A facility counts where it stands; one that closed, where its commune went by default."""
    for on in some_days(history):
        for fact in looked_at(on).facts:
            stays = FacilityPlace.objects.filter(facility_id=fact.facility_id).order_by("valid")
            standing = [stay for stay in stays if on in stay.valid]
            if standing:
                assert fact.place_id == standing[0].place_id
            elif on >= fact.founded_on:
                last = stays.select_related("place").reverse()[0].place
                assert fact.place_id == places.heir(last, on).pk
            elif fact.place_id is not None:
                first = stays.select_related("place")[0].place
                assert fact.place_id in {one.pk for one in places.forebears(first, on)}


def check_months(history: History) -> None:
    """Month by month too: each month of each facility is in one unit of any later day."""
    every = [*history.land.communes, *history.land.ended]
    for on in (*history.days, LAST_ON):
        span = Span(Month.of(OPENED_ON), Month.of(on))
        flows = shares.flows_below(in_force(every, on), on, span)
        keys = [(flow.facility_id, flow.month) for flow in flows]
        assert len(keys) == len(set(keys))
        told = rules.total(flow.measure for flow in flows)
        assert told == rules.total(
            flow.measure
            for flow in shares.flows_of(history.ids, span)
            if _was_there(flow.facility_id, flow.month)
        )


def _was_there(facility_id: int, month: Month) -> bool:
    """Money of a month in which a facility was nowhere belongs to no unit."""
    last_on = month.next.first_day_on - timedelta(days=1)
    stays = FacilityPlace.objects.filter(facility_id=facility_id)
    return stays.filter(valid__overlap=(month.first_day_on, last_on)).exists() or (
        stays.filter(valid__contains=last_on).exists()
    )


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=some.integers(0, 10**6))
def test_totals_are_equal_on_every_geography_and_both_views_stay(
    db: None, as_role: Callable[..., None], seed: int
) -> None:
    as_role("none")
    with transaction.atomic():
        history = lived(seed)
        check_totals(history)
        check_places(history)
        check_months(history)
        days = some_days(history)
        before = [looked_at(on).facts for on in days]
        later = LAST_ON + timedelta(days=1)
        one, other, third = history.land.communes[:3]
        history.land.divide(one, other, later)
        history.land.merge(other, third, later + timedelta(days=1))
        assert [looked_at(on).facts for on in days] == before
        check_places(history)
        transaction.set_rollback(True)


@pytest.fixture
def land(db: None, as_role: Callable[..., None]) -> Land:
    """Nothing has happened yet."""
    as_role("none")
    return Land.opened()


def school(place: Place, code: str, valid_from: date) -> int:
    facility = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=code,
            name=code,
            sector=Sector.EDUCATION,
            level=Level.PRIMARY,
            tier=Tier.COMMUNE,
            ownership=Ownership.PUBLIC,
        ),
        place_id=place.pk,
        area=AreaClass.RURAL,
        valid_from=valid_from,
        at=worlds.AT,
    )
    return facility.pk


def standing(on: date, window: tuple[date, date] = WINDOW) -> dict[int, int | None]:
    return {fact.facility_id: fact.place_id for fact in looked_at(on, window=window).facts}


REFORM_ON = date(2025, 7, 1)


def test_schools_of_a_divided_commune_go_each_where_it_lies(land: Land) -> None:
    old, other = land.communes[0], land.communes[1]
    land.divide(old, other, REFORM_ON)
    new = land.communes[-1]
    here, there = school(old, "A", OPENED_ON), school(old, "B", OPENED_ON)
    facilities.move_facility(
        by=SYSTEM, facility_id=there, place_id=other.pk, from_on=REFORM_ON, at=worlds.AT
    )
    for id, payments in ((here, 3), (there, 5)):
        MonthCount.objects.create(
            facility_id=id, month=date(2022, 10, 1), method="qr", payments=payments, value_vnd=1
        )
    assert standing(date(2022, 12, 31)) == {here: old.pk, there: old.pk}
    assert standing(LAST_ON) == {here: new.pk, there: other.pk}
    now = looked_at(LAST_ON)
    assert {
        unit: found.part
        for unit, found in by_unit(now, "TXN_COUNT_SHARE", [new.pk, other.pk]).items()
    } == {new.pk: 3, other.pk: 5}
    span = Span(Month(2022, 10), Month(2022, 10))
    flows = shares.flows_below([new.pk, other.pk], LAST_ON, span)
    assert {flow.place_id: flow.measure.payments.part for flow in flows} == {
        new.pk: 3,
        other.pk: 5,
    }
    then = shares.flows_below([old.pk], date(2022, 10, 31), span)
    assert sum(flow.measure.payments.part for flow in then) == 8


def test_a_school_founded_later_is_read_earlier_only_where_one_unit_lay(land: Land) -> None:
    one, other, third, far = land.communes[:4]
    land.merge(one, other, REFORM_ON)
    merged = land.communes[-1]
    land.merge(third, far, REFORM_ON + timedelta(days=30))
    wide = land.communes[-1]
    land.rename(land.communes[0], third, REFORM_ON + timedelta(days=60))
    renamed = land.communes[-1]
    plain = school(renamed, "A", date(2026, 1, 1))
    unsure = school(merged, "B", date(2026, 1, 1))
    wider = school(wide, "C", date(2026, 1, 1))
    facts = {fact.facility_id: fact for fact in looked_at(date(2024, 1, 1)).facts}
    before = facts[plain].place_id
    assert before is not None
    assert Place.objects.get(pk=before).valid.upper == REFORM_ON + timedelta(days=60)
    assert facts[unsure].unit_ids == (None, one.parent_id, one.province_id)
    assert facts[wider].unit_ids == (None, None, third.province_id)
    rows = made_of(looked_at(date(2024, 1, 1)), "CASHLESS_USE")
    assert [row.place_id for row in rows].count(None) == 2


def test_who_was_founded_before_a_neighbour_was_absorbed_lay_in_the_commune_itself(
    land: Land,
) -> None:
    one, other = land.communes[:2]
    land.absorb(one, other, REFORM_ON)
    early, late = school(one, "A", date(2024, 1, 1)), school(one, "B", date(2026, 1, 1))
    assert standing(date(2023, 1, 1)) == {early: one.pk, late: None}
    assert standing(LAST_ON) == {early: one.pk, late: one.pk}


def test_who_reports_is_who_was_there_in_the_period(land: Land) -> None:
    commune = land.communes[0]
    closed, open_, later = (
        school(commune, "A", OPENED_ON),
        school(commune, "B", OPENED_ON),
        school(commune, "C", date(2026, 5, 1)),
    )
    facilities.close_facility(by=SYSTEM, facility_id=closed, on=date(2023, 3, 1), at=worlds.AT)
    year_2022 = (OPENED_ON, date(2022, 12, 31))
    year_2026 = (date(2026, 1, 1), LAST_ON)
    assert set(standing(LAST_ON, year_2022)) == {closed, open_}
    assert set(standing(LAST_ON, year_2026)) == {open_, later}
    assert standing(LAST_ON, year_2022)[closed] == commune.pk


def test_a_commune_that_ended_with_nobody_moved_counts_by_default(land: Land) -> None:
    old, other = land.communes[0], land.communes[1]
    there = school(old, "A", OPENED_ON)
    land.divide(old, other, REFORM_ON)
    new = land.communes[-1]
    assert standing(LAST_ON) == {there: new.pk}
    assert standing(REFORM_ON - timedelta(days=1)) == {there: old.pk}
    # Its commune is a ward from the reform on; before it was a rural one.
    (fact,) = looked_at(LAST_ON).facts
    assert [(one.from_on, one.kind.value) for one in fact.kinds] == [
        (OPENED_ON, "Xã"),
        (REFORM_ON, "Phường"),
    ]
