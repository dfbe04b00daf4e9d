"""What each facility adds to a target, by whose word, in which scope and on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.oversight.indicators.aims import FROM_ON, UNTIL_ON, plan, target
from thuphi.oversight.indicators.rules import (
    Areas,
    Days,
    DeclaredValue,
    FacilityFacts,
    FeeFigures,
    Figure,
    Frame,
    Kinds,
    MonthFigures,
    PlatformDays,
    Share,
    Source,
    contribution,
    evaluate,
    frame,
    in_scope,
)
from thuphi.oversight.plans.rules import Basis, Indicator, Scope, Sector, Target, Urban
from thuphi.oversight.plans.rules import UrbanDefinition as Definition
from thuphi.registers.places.rules import Kind

ON = date(2026, 6, 30)
FRAME = Frame(FROM_ON, ON, Urban.WARDS)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
SCHOOL = FacilityFacts(
    facility_id=1,
    name="Trường Tiểu học Ví Dụ",
    code="27001",
    sector=Sector.EDUCATION,
    level="primary",
    tier="commune",
    ownership="public",
    founded_on=date(2022, 1, 1),
    kinds=(Kinds(date(2022, 1, 1), Kind.TOWNSHIP), Kinds(date(2025, 7, 1), Kind.WARD)),
    areas=(Areas(date(2022, 1, 1), False), Areas(date(2026, 5, 1), True)),
)
BOOKED = MonthFigures(JANUARY, True, 3, 10, 300, 1_000)
DECLARED = MonthFigures(FEBRUARY, False, 1, 5, 100, 400)


def adds(indicator: Indicator, fact: FacilityFacts, at: Frame = FRAME) -> tuple[int, int, Source]:
    one = contribution(target(indicator), fact, at)
    return one.part, one.whole, one.source


def test_booked_and_declared_payments_are_added_and_told_apart() -> None:
    fact = replace(SCHOOL, months=(BOOKED, DECLARED))
    one = contribution(target(Indicator.TXN_COUNT_SHARE), fact, FRAME)
    assert (one.booked, one.declared, one.source) == (Share(3, 10), Share(1, 5), Source.BOTH)
    assert adds(Indicator.TXN_VALUE_SHARE, fact) == (400, 1_400, Source.BOTH)
    assert adds(Indicator.TXN_COUNT_SHARE, replace(SCHOOL, months=(BOOKED,))) == (
        3, 10, Source.BOOKED,
    )  # fmt: skip
    assert adds(Indicator.TXN_COUNT_SHARE, SCHOOL) == (0, 0, Source.MISSING)


def test_a_figure_says_which_share_is_booked_declared_and_missing() -> None:
    facts = [
        replace(SCHOOL, months=(BOOKED,)),
        replace(SCHOOL, facility_id=2, months=(DECLARED,)),
        replace(SCHOOL, facility_id=3),
    ]
    assert evaluate(target(Indicator.TXN_COUNT_SHARE), facts, FRAME) == Figure(
        4, 15, Basis.TRANSACTIONS, Share(3, 10), Share(1, 5), 1, 3
    )
    use = evaluate(target(Indicator.CASHLESS_USE), facts, FRAME)
    assert use == Figure(2, 3, Basis.FACILITIES, Share(1, 1), Share(1, 1), 1, 3)
    assert use.missing_whole == 1


def test_a_facility_uses_cashless_payment_from_its_first_payment_on() -> None:
    cash_only = BOOKED._replace(cashless_count=0, cashless_vnd=0)
    assert adds(Indicator.CASHLESS_USE, replace(SCHOOL, months=(cash_only,))) == (
        0, 1, Source.BOOKED,
    )  # fmt: skip
    later = replace(SCHOOL, months=(cash_only, DECLARED))
    assert adds(Indicator.CASHLESS_USE, later) == (1, 1, Source.DECLARED)
    before = Frame(FROM_ON, JANUARY, Urban.WARDS)
    assert adds(Indicator.CASHLESS_USE, later, before) == (0, 1, Source.BOOKED)


def test_equipped_accepting_and_using_are_three_facts() -> None:
    contract = Days(date(2026, 2, 1), date(2026, 6, 1))
    equipped = replace(SCHOOL, equipped=(contract,), has_registers=True)
    assert adds(Indicator.CASHLESS_ACCEPT, equipped) == (0, 1, Source.BOOKED)
    assert adds(Indicator.CASHLESS_INSTALL_USE, equipped) == (0, 1, Source.MISSING)
    used = replace(equipped, months=(BOOKED,))
    in_march = Frame(FROM_ON, MARCH, Urban.WARDS)
    assert adds(Indicator.CASHLESS_USE, used, in_march) == (1, 1, Source.BOOKED)
    assert adds(Indicator.CASHLESS_INSTALL_USE, used, in_march) == (1, 1, Source.BOOKED)
    # Its contract has run out: on that day it is not equipped, whatever it once took.
    assert adds(Indicator.CASHLESS_INSTALL_USE, used) == (0, 1, Source.BOOKED)
    assert adds(Indicator.CASHLESS_USE, used) == (1, 1, Source.BOOKED)


def test_a_state_that_needs_a_declared_fact_is_declared() -> None:
    word = Days(date(2026, 1, 1), None, Source.DECLARED)
    fact = replace(SCHOOL, equipped=(word,), accepts=(word,), months=(BOOKED,))
    assert adds(Indicator.CASHLESS_INSTALL_USE, fact) == (1, 1, Source.DECLARED)
    assert adds(Indicator.CASHLESS_ACCEPT, fact) == (1, 1, Source.DECLARED)
    early = Frame(date(2025, 1, 1), date(2025, 12, 31), Urban.WARDS)
    assert adds(Indicator.CASHLESS_ACCEPT, fact, early) == (0, 1, Source.MISSING)


def test_a_platform_counts_while_it_is_in_use_and_on_the_list_that_is_asked() -> None:
    listed = PlatformDays(date(2026, 1, 1), date(2026, 4, 1), frozenset({"QD186"}))
    other = PlatformDays(date(2026, 3, 1), None)
    fact = replace(SCHOOL, platforms=(listed, other))
    strict = target(Indicator.PLATFORM_ADOPT, scope=Scope(platform_list="QD186"))
    in_march = Frame(FROM_ON, MARCH, Urban.WARDS)
    assert adds(Indicator.PLATFORM_ADOPT, fact) == (1, 1, Source.DECLARED)
    assert contribution(strict, fact, in_march).part == 1
    assert contribution(strict, fact, FRAME).part == 0
    assert adds(Indicator.PLATFORM_ADOPT, SCHOOL) == (0, 1, Source.MISSING)


def test_the_newest_word_on_online_teaching_and_the_portal_counts() -> None:
    said = (
        DeclaredValue(JANUARY, "online_teaching", 1),
        DeclaredValue(MARCH, "online_teaching", 0),
        DeclaredValue(MARCH, "portal_tuition", 1),
    )
    fact = replace(SCHOOL, values=said)
    in_february = Frame(FROM_ON, FEBRUARY, Urban.WARDS)
    assert adds(Indicator.ONLINE_TEACHING_DEPLOYED, fact, in_february) == (1, 1, Source.DECLARED)
    assert adds(Indicator.ONLINE_TEACHING_DEPLOYED, fact) == (0, 1, Source.DECLARED)
    assert adds(Indicator.PORTAL_ONLINE_TUITION, fact) == (1, 1, Source.DECLARED)
    assert adds(Indicator.PORTAL_ONLINE_TUITION, fact, in_february) == (0, 1, Source.MISSING)


def test_a_curriculum_is_counted_in_lessons_of_its_level() -> None:
    aim = target(Indicator.ONLINE_CURRICULUM_SHARE, scope=Scope(curriculum_level="primary"))
    said = (
        DeclaredValue(JANUARY, "lessons_online_primary", 30),
        DeclaredValue(JANUARY, "lessons_total_primary", 200),
        DeclaredValue(JANUARY, "lessons_total_lower_secondary", 900),
    )
    one = contribution(aim, replace(SCHOOL, values=said), FRAME)
    assert (one.declared, one.source) == (Share(30, 200), Source.DECLARED)
    assert contribution(aim, replace(SCHOOL, values=said[:1]), FRAME).source is Source.MISSING


def test_fees_are_counted_by_their_own_kinds_and_never_above_their_whole() -> None:
    fact = replace(
        SCHOOL,
        months=(BOOKED,),
        tuition=(FeeFigures(JANUARY, True, 60, 100), FeeFigures(MARCH, False, 70, 50)),
    )
    one = contribution(target(Indicator.TUITION_VALUE_SHARE_OF_COLLECTED), fact, FRAME)
    assert (one.booked, one.declared) == (Share(60, 100), Share(50, 50))
    # It reports its money and none of it is a hospital fee.
    assert adds(Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE, fact) == (0, 0, Source.BOOKED)


@pytest.mark.parametrize(
    ("scope", "is_in"),
    [
        (Scope(), True),
        (Scope(levels=frozenset({"primary", "preschool"})), True),
        (Scope(levels=frozenset({"university"})), False),
        (Scope(tiers=frozenset({"province"})), False),
        (Scope(ownerships=frozenset({"private"})), False),
        (Scope(ownerships=frozenset({"public"}), tiers=frozenset({"commune"})), True),
    ],
)
def test_a_scope_narrows_by_level_tier_and_ownership(scope: Scope, is_in: bool) -> None:
    assert in_scope(target(Indicator.CASHLESS_USE, scope=scope), SCHOOL, FRAME) is is_in


def test_a_target_looks_at_its_sector_and_at_who_was_there_in_the_period() -> None:
    health = target(Indicator.CASHLESS_USE, sector=Sector.HEALTH)
    every = target(Indicator.CASHLESS_USE)
    assert not in_scope(health, SCHOOL, FRAME)
    assert in_scope(every, replace(SCHOOL, closed_on=date(2026, 1, 2)), FRAME)
    assert not in_scope(every, replace(SCHOOL, closed_on=FROM_ON), FRAME)
    assert in_scope(every, replace(SCHOOL, founded_on=ON), FRAME)
    assert not in_scope(every, replace(SCHOOL, founded_on=date(2026, 7, 1)), FRAME)


@pytest.mark.parametrize(
    ("definition", "on", "is_in"),
    [
        (Urban.WARDS_AND_TOWNSHIPS, date(2025, 6, 30), True),
        (Urban.WARDS, date(2025, 6, 30), False),
        (Urban.WARDS, date(2025, 7, 1), True),
        (Urban.AREA_CLASS, date(2026, 4, 30), False),
        (Urban.AREA_CLASS, date(2026, 5, 1), True),
    ],
)
def test_what_is_urban_depends_on_the_day_and_on_what_counts_then(
    definition: Urban,
    on: date,
    is_in: bool,
) -> None:
    aim = target(Indicator.CASHLESS_USE, scope=Scope(is_urban_only=True))
    assert in_scope(aim, SCHOOL, Frame(date(2022, 1, 1), on, definition)) is is_in


def test_a_target_that_was_due_is_looked_at_as_of_that_day() -> None:
    early: Target = target(Indicator.TXN_COUNT_SHARE, due_on=JANUARY)
    definitions = (
        Definition(Urban.WARDS_AND_TOWNSHIPS, date(2022, 1, 1), date(2026, 2, 1)),
        Definition(Urban.WARDS, date(2026, 2, 1), None),
    )
    whole = plan(early, urban=definitions)
    assert frame(whole, early, (FROM_ON, ON)) == Frame(FROM_ON, JANUARY, Urban.WARDS_AND_TOWNSHIPS)
    late = target(Indicator.TXN_COUNT_SHARE, due_on=UNTIL_ON)
    assert frame(whole, late, (FROM_ON, ON)) == FRAME
    fact = replace(SCHOOL, months=(BOOKED, DECLARED))
    assert evaluate(early, [fact], frame(whole, early, (FROM_ON, ON))).whole == 10
    # A report on days after the target was due tells of these days.
    assert frame(whole, early, (FEBRUARY, MARCH)).last_on == MARCH


def test_what_ends_on_a_day_does_not_hold_on_that_day() -> None:
    first, last = date(2026, 2, 1), date(2026, 6, 1)
    for days in (Days(first, last), PlatformDays(first, last)):
        assert [days.holds(on) for on in (JANUARY, first, date(2026, 5, 31), last)] == [
            False, True, True, False,
        ]  # fmt: skip


def test_who_was_paid_before_it_was_equipped_counts_from_the_day_it_is_equipped() -> None:
    contract = Days(date(2026, 3, 1), None)
    fact = replace(SCHOOL, equipped=(contract,), months=(BOOKED,))
    in_february = Frame(FROM_ON, FEBRUARY, Urban.WARDS)
    assert adds(Indicator.CASHLESS_INSTALL_USE, fact, in_february) == (0, 1, Source.BOOKED)
    assert adds(Indicator.CASHLESS_INSTALL_USE, fact) == (1, 1, Source.BOOKED)


def test_the_month_that_ends_on_the_last_day_is_counted_and_what_is_said_later_is_not() -> None:
    fact = replace(
        SCHOOL,
        months=(BOOKED, DECLARED),
        tuition=(FeeFigures(JANUARY, True, 60, 100), FeeFigures(FEBRUARY, True, 1, 1)),
    )
    in_january = Frame(FROM_ON, JANUARY, Urban.WARDS)
    assert adds(Indicator.TXN_COUNT_SHARE, fact, in_january) == (3, 10, Source.BOOKED)
    assert adds(Indicator.TXN_VALUE_SHARE, fact, in_january) == (300, 1_000, Source.BOOKED)
    assert adds(Indicator.TUITION_VALUE_SHARE_OF_COLLECTED, fact, in_january) == (
        60, 100, Source.BOOKED,
    )  # fmt: skip
    later = replace(SCHOOL, values=(DeclaredValue(FEBRUARY, "pupils", 350),))
    assert adds(Indicator.CASHLESS_USE, later, in_january) == (0, 1, Source.MISSING)
    assert adds(Indicator.CASHLESS_USE, later) == (0, 1, Source.DECLARED)
