"""What a department asks: who has declared, who has not, what waits."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.oversight.declarations.months import (
    LATER,
    SCHOOL,
    SEPTEMBER,
    approved,
    submitted,
    verified,
    written,
)
from tests.oversight.towns import post
from tests.world import Person, World
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions, queries
from thuphi.oversight.declarations.rules import Item, Rule, State

OCTOBER = Month(2026, 10)


def paid_in_october(world: World) -> None:
    worlds.hear(world, "", 50_000, merchant=world.b.sandbox)
    post()


def test_those_without_bookings_are_expected_to_declare(world: World) -> None:
    here = [world.commune.pk]
    assert queries.expected(here, OCTOBER) == [world.a.id, world.b.id]
    paid_in_october(world)
    assert queries.expected(here, OCTOBER) == [world.a.id]
    assert queries.expected(here, SEPTEMBER) == [world.a.id, world.b.id]


def test_nobody_is_expected_elsewhere_or_before_existing(world: World) -> None:
    assert queries.expected([world.commune.pk + 1], OCTOBER) == []
    assert queries.expected([world.commune.pk], Month(2025, 6)) == []
    assert queries.expected([], OCTOBER) == []


def test_completeness_says_who_is_missing_and_who_counts(world: World, nga: Person) -> None:
    paid_in_october(world)

    def found() -> tuple[list[int], list[int], list[int]]:
        whole = queries.completeness([world.commune.pk], SEPTEMBER)
        return (
            [one.facility_id for one in whole.expected],
            [one.facility_id for one in whole.missing],
            [one.facility_id for one in whole.counted],
        )

    both = [world.b.id, world.a.id]
    assert found() == (both, both, [])
    written(world)
    assert found() == (both, both, [])
    submitted(world)
    assert found() == (both, [world.b.id], [])
    (waiting,) = queries.inbox()
    actions.verify(by=world.dung.actor, declaration_id=waiting.declaration_id, at=LATER)
    assert found() == (both, [world.b.id], [world.a.id])


def test_the_inbox_holds_what_waits_the_longest_first(world: World) -> None:
    submitted(world, Month(2026, 8))
    made = written(world, qr_vnd=39_000)
    actions.submit(
        by=world.lan.actor, declaration_id=made.pk, at=LATER + timedelta(days=1),
        explanations={"average_is_plausible:qr_vnd": "Thu lẻ"},
    )  # fmt: skip
    found = queries.inbox()
    assert [(one.month, one.flags, one.code) for one in found] == [
        (Month(2026, 8), 0, "27001"), (SEPTEMBER, 1, "27001"),
    ]  # fmt: skip
    assert queries.inbox([world.b.id]) == []
    assert queries.inbox([world.a.id], month=SEPTEMBER) == found[1:]
    assert queries.inbox(states=[State.VERIFIED]) == []


def test_a_form_shows_last_months_values_and_what_is_wrong_now(world: World) -> None:
    submitted(world, Month(2026, 8), pupils=349, pupils_with_e_transcript=0)
    empty = queries.sheet(world.a.id, SEPTEMBER, worlds.TODAY)
    assert (empty.revision, empty.values, empty.faults) == (None, {}, ())
    assert empty.is_open
    assert empty.before[Item.PUPILS] == 349
    written(world, lessons_online_primary=500)
    sheet = queries.sheet(world.a.id, SEPTEMBER, worlds.TODAY)
    assert [fault.rule for fault in sheet.faults] == [Rule.LESSONS_ONLINE_WITHIN_TOTAL]
    assert {one.item for one in sheet.asked} >= set(SCHOOL)


def test_the_months_of_a_facility_stand_with_their_newest_revision(
    world: World, nga: Person
) -> None:
    approved(world, nga, Month(2026, 8))
    actions.reopen(by=world.lan.actor, facility_id=world.a.id, month=Month(2026, 8), at=LATER)
    verified(world)
    found = queries.months_of(world.a.id)
    assert [(one.month, one.revision, one.state) for one in found] == [
        (SEPTEMBER, 1, State.VERIFIED), (Month(2026, 8), 2, State.DRAFT),
    ]  # fmt: skip


def test_one_round_of_questions_knows_many_facilities(
    world: World, django_assert_num_queries: object
) -> None:
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(5):
        found = queries.contexts([world.a.id, world.b.id], SEPTEMBER, date(2026, 10, 5))
    assert sorted(found) == [world.a.id, world.b.id]
    assert found[world.a.id].stood_in_month
