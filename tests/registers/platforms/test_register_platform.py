"""The register of platforms and the lists they stand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, Permission
from thuphi.registers.facilities.models import Sector
from thuphi.registers.platforms import actions, errors, labels, queries
from thuphi.registers.platforms.actions import NewPlatform
from thuphi.registers.platforms.models import Platform, PlatformListing
from thuphi.registers.platforms.rules import USE_STATES, Category, UseState

HIS = NewPlatform(
    name="Bệnh viện số", vendor="Công ty HIS", is_vietnamese=False,
    categories=[Category.HOSPITAL_MGMT], source="Công văn 12/SYT",
)  # fmt: skip


def test_a_platform_is_registered_with_its_purposes(world: World, vnedu: Platform) -> None:
    (found,) = queries.platforms(worlds.TODAY)
    assert found.id == vnedu.pk
    assert found.categories == (Category.LMS_ONLINE, Category.SCHOOL_ADMIN)
    assert (found.is_vietnamese, found.lists) == (True, ("QD186",))
    assert Event.objects.filter(subject=f"platform:{vnedu.pk}").count() == 2


def test_platforms_of_one_sector_are_offered_to_it(world: World, vnedu: Platform) -> None:
    his = actions.register_platform(by=SYSTEM, platform=HIS, at=worlds.AT)
    of_health = queries.platforms(worlds.TODAY, sector=Sector.HEALTH)
    assert [one.id for one in of_health] == [his.pk]
    assert len(queries.platforms(worlds.TODAY)) == 2


def test_a_platform_is_there_once(world: World, vnedu: Platform) -> None:
    actions.register_platform(by=SYSTEM, platform=HIS, at=worlds.AT)
    with pytest.raises(errors.PlatformTaken):
        actions.register_platform(by=SYSTEM, platform=HIS, at=worlds.AT)
    assert Platform.objects.count() == 2


@pytest.mark.parametrize(
    "lacking", [{"name": " "}, {"vendor": ""}, {"source": ""}, {"categories": []}]
)
def test_a_platform_without_its_facts_is_refused(world: World, lacking: dict[str, object]) -> None:
    with pytest.raises(errors.PlatformIncomplete):
        actions.register_platform(by=SYSTEM, platform=replace(HIS, **lacking), at=worlds.AT)  # type: ignore[arg-type]
    assert not Platform.objects.exists()


def test_only_the_register_writes_platforms(
    world: World, vnedu: Platform, as_role: Callable[..., None]
) -> None:
    with pytest.raises(NotAllowed):
        actions.register_platform(by=world.dung.actor, platform=HIS, at=worlds.AT)
    with pytest.raises(NotAllowed):
        actions.list_platform(
            by=world.lan.actor, platform_id=vnedu.pk, list_code="QD1", from_on=worlds.TODAY,
            source="x", at=worlds.AT,
        )  # fmt: skip
    as_role("thuphi_app", world.a.id)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Platform.objects.create(
            name="x", vendor="x", is_vietnamese=True, categories=["PHR"], source="x"
        )


def test_a_platform_stands_on_a_list_from_a_day_to_a_day(world: World, vnedu: Platform) -> None:
    actions.list_platform(
        by=SYSTEM, platform_id=vnedu.pk, list_code="STTTT-2023", from_on=date(2023, 1, 1),
        until_on=date(2024, 1, 1), source="Công văn 5", at=worlds.AT,
    )  # fmt: skip

    def lists(on: date) -> tuple[str, ...]:
        return queries.platforms(on)[0].lists

    assert lists(date(2022, 2, 10)) == ()
    assert lists(date(2022, 2, 11)) == ("QD186",)
    assert lists(date(2023, 12, 31)) == ("QD186", "STTTT-2023")
    assert lists(date(2024, 1, 1)) == ("QD186",)


def test_a_listing_that_makes_no_sense_is_refused(world: World, vnedu: Platform) -> None:
    def put(
        code: str = "QD187", first: date = worlds.TODAY, last: date | None = None,
        platform_id: int = vnedu.pk, source: str = "x",
    ) -> None:  # fmt: skip
        actions.list_platform(
            by=SYSTEM, platform_id=platform_id, list_code=code, from_on=first, until_on=last,
            source=source, at=worlds.AT,
        )  # fmt: skip

    with pytest.raises(errors.ListedAlready):
        put(code="QD186")
    with pytest.raises(errors.ListCodeNotPlain):
        put(code="Quyết định 186")
    with pytest.raises(errors.DaysNotInOrder):
        put(last=worlds.TODAY)
    with pytest.raises(errors.PlatformNotFound):
        put(platform_id=vnedu.pk + 1)
    with pytest.raises(errors.PlatformIncomplete):
        put(source=" ")
    assert PlatformListing.objects.count() == 1


def test_every_kind_and_state_has_its_official_name() -> None:
    assert set(labels.CATEGORIES) == set(Category)
    assert set(labels.STATES) == set(UseState)
    assert len([one for one in Category if one.sector is Sector.HEALTH]) == 7
    assert len([one for one in Category if one.sector is Sector.EDUCATION]) == 12


def test_only_these_moves_are_allowed() -> None:
    assert [f"{old}>{new}" for old, new in USE_STATES.pairs()] == [
        "declared>refused", "declared>verified", "verified>ended", "verified>refused",
    ]  # fmt: skip


def test_who_writes_the_register_of_one_facility_writes_no_platform(world: World) -> None:
    local = Actor(
        name="hoa",
        permissions=frozenset({Permission.REGISTER_WRITE}),
        facilities=frozenset({world.a.id}),
    )
    with pytest.raises(NotAllowed):
        actions.register_platform(by=local, platform=HIS, at=worlds.AT)
    assert not Platform.objects.exists()
