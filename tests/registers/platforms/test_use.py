"""A facility declares which platform it uses; a department verifies; only then it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.platforms import actions, errors, queries
from thuphi.registers.platforms.actions import NewPlatform, NewUse
from thuphi.registers.platforms.models import Platform, PlatformUse
from thuphi.registers.platforms.rules import Category, UseState

SINCE = date(2024, 9, 1)


def wish(platform: Platform) -> NewUse:
    return NewUse(
        platform_id=platform.pk, category=Category.LMS_ONLINE, from_on=SINCE,
        evidence="Hợp đồng 12/2024",
    )  # fmt: skip


def declared(world: World, platform: Platform) -> PlatformUse:
    return actions.declare_use(
        by=world.lan.actor, facility_id=world.a.id, use=wish(platform), at=worlds.AT
    )


def counted() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facility_id, platform_id, category, valid::text, lists FROM platform_in_use"
        )
        return list(cursor.fetchall())


def refusal(deed: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or str(cause)
    return ""


def test_a_use_counts_when_it_was_verified_and_not_before(world: World, vnedu: Platform) -> None:
    made = declared(world, vnedu)
    assert counted() == []
    assert [use.id for use in queries.waiting([world.a.id])] == [made.pk]
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    assert counted() == [(world.a.id, vnedu.pk, "LMS_ONLINE", "[2024-09-01,)", ["QD186"])]
    assert queries.waiting() == []
    found = queries.use(made.pk)
    assert (found.state, found.declared_by, found.decided_by) == (
        UseState.VERIFIED, world.lan.user.pk, world.dung.user.pk,
    )  # fmt: skip
    kinds = Event.objects.filter(subject=f"platform_use:{made.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["platform_use_declared", "platform_use_verified"]


def test_a_refused_use_has_a_reason_and_may_be_declared_again(
    world: World, vnedu: Platform
) -> None:
    made = declared(world, vnedu)
    with pytest.raises(errors.ReasonMissing):
        actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=False, at=worlds.AT)
    actions.decide_use(
        by=world.dung.actor, use_id=made.pk, approve=False, reason="Hợp đồng hết hạn", at=worlds.AT
    )
    assert queries.use(made.pk).reason == "Hợp đồng hết hạn"
    again = declared(world, vnedu)
    assert [(use.id, use.state) for use in queries.uses_of(world.a.id)] == [
        (again.pk, UseState.DECLARED), (made.pk, UseState.REFUSED),
    ]  # fmt: skip
    with pytest.raises(MoveNotAllowed):
        actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)


def test_an_ended_use_counts_up_to_its_last_day(world: World, vnedu: Platform) -> None:
    made = declared(world, vnedu)
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_use(by=world.lan.actor, use_id=made.pk, on=SINCE, at=worlds.AT)
    actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2026, 6, 1), at=worlds.AT)
    assert counted()[0][3] == "[2024-09-01,2026-06-01)"
    with pytest.raises(MoveNotAllowed):
        actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2026, 5, 1), at=worlds.AT)


def test_the_end_of_a_use_that_waits_waits_with_it(world: World, vnedu: Platform) -> None:
    made = declared(world, vnedu)
    actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2026, 6, 1), at=worlds.AT)
    found = queries.use(made.pk)
    assert (found.state, found.until_on) == (UseState.DECLARED, date(2026, 6, 1))


def test_a_list_on_which_the_platform_never_stood_in_those_days_is_not_counted(
    world: World, vnedu: Platform
) -> None:
    early = replace(wish(vnedu), from_on=date(2021, 1, 1), until_on=date(2022, 2, 11))
    made = actions.declare_use(by=world.lan.actor, facility_id=world.a.id, use=early, at=worlds.AT)
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    assert counted()[0][4] == []


def test_one_use_of_a_platform_and_purpose_at_a_time(world: World, vnedu: Platform) -> None:
    declared(world, vnedu)
    with pytest.raises(errors.UsedAlready):
        declared(world, vnedu)
    other = replace(wish(vnedu), category=Category.SCHOOL_ADMIN)
    actions.declare_use(by=world.lan.actor, facility_id=world.a.id, use=other, at=worlds.AT)
    assert PlatformUse.objects.count() == 2


def test_a_use_that_makes_no_sense_is_refused(world: World, vnedu: Platform) -> None:
    his = actions.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="HIS", vendor="V", is_vietnamese=True, categories=[Category.PHR], source="x"
        ),
        at=worlds.AT,
    )
    good = wish(vnedu)
    for use, error in (
        (replace(good, platform_id=vnedu.pk + his.pk), errors.PlatformNotFound),
        (replace(good, category=Category.PHR), errors.CategoryNotOfPlatform),
        (replace(good, platform_id=his.pk, category=Category.PHR), errors.CategoryNotOfSector),
        (replace(good, evidence="  "), errors.EvidenceMissing),
        (replace(good, until_on=SINCE), errors.DaysNotInOrder),
    ):
        with pytest.raises(error):
            actions.declare_use(by=world.lan.actor, facility_id=world.a.id, use=use, at=worlds.AT)
    assert not PlatformUse.objects.exists()


def test_two_persons_of_the_right_places(world: World, vnedu: Platform) -> None:
    with pytest.raises(NotYours):
        actions.declare_use(
            by=world.quan.actor, facility_id=world.a.id, use=wish(vnedu), at=worlds.AT
        )
    made = declared(world, vnedu)
    with pytest.raises(NotAllowed):
        actions.decide_use(by=world.hoa.actor, use_id=made.pk, approve=True, at=worlds.AT)
    with pytest.raises(errors.PersonNeeded):
        actions.decide_use(by=SYSTEM, use_id=made.pk, approve=True, at=worlds.AT)
    both = replace(world.dung.actor, user_id=world.lan.user.pk)  # The same person in both offices.
    with pytest.raises(errors.SecondPersonNeeded):
        actions.decide_use(by=both, use_id=made.pk, approve=True, at=worlds.AT)
    with pytest.raises(errors.UseNotFound):
        actions.decide_use(by=world.dung.actor, use_id=made.pk + 1, approve=True, at=worlds.AT)


def test_the_database_keeps_what_was_declared(world: World, vnedu: Platform) -> None:
    made = declared(world, vnedu)
    assert refusal("UPDATE platform_use SET evidence = 'x'") == "platform_use_is_kept"
    assert refusal("DELETE FROM platform_use") == "platform_use_is_kept"
    ended = "UPDATE platform_use SET state = 'ended', decided_by = 0, decided_at = now()"
    assert refusal(ended) == "platform_use_is_kept"
    assert (
        refusal(
            "INSERT INTO platform_use (facility_id, platform_id, category, valid, evidence, state,"
            f" declared_at) SELECT {world.b.id}, platform_id, 'PHR', valid, 'x', 'declared', now()"
            " FROM platform_use"
        )
        == "platform_use_is_of_its_platform"
    )
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    assert refusal("UPDATE platform_use SET valid = '[2020-01-01,)'") == "platform_use_is_kept"


def test_people_at_their_pages_can_do_it_and_see_only_their_own(
    world: World, vnedu: Platform, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    made = declared(world, vnedu)
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    assert len(counted()) == 1
    actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2026, 6, 1), at=worlds.AT)
    as_role("thuphi_app", world.b.id)
    assert counted() == []
    assert queries.uses_of(world.a.id) == []
    with pytest.raises(errors.UseNotFound):
        actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2026, 5, 1), at=worlds.AT)


def test_a_use_ends_at_the_latest_on_its_declared_day(world: World, vnedu: Platform) -> None:
    until_on = date(2025, 9, 1)
    use = replace(wish(vnedu), until_on=until_on)
    made = actions.declare_use(by=world.lan.actor, facility_id=world.a.id, use=use, at=worlds.AT)
    actions.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=worlds.AT)
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_use(by=world.lan.actor, use_id=made.pk, on=date(2025, 9, 2), at=worlds.AT)
    actions.end_use(by=world.lan.actor, use_id=made.pk, on=until_on, at=worlds.AT)
    found = queries.use(made.pk)
    assert (found.state, found.until_on) == (UseState.ENDED, until_on)


def test_what_waits_is_asked_for_by_facility(world: World, vnedu: Platform) -> None:
    made = declared(world, vnedu)
    assert queries.waiting([world.b.id]) == []
    assert [use.id for use in queries.waiting()] == [made.pk]
