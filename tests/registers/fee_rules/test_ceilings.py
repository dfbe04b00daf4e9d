"""Ceilings: who sets them, which holds for whom, and that none is rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.world import AT, TODAY, World
from thuphi.ground.kit.actor import SYSTEM, NotYours
from thuphi.money.catalogue import agreeing, measuring
from thuphi.money.catalogue.agreeing import Minutes
from thuphi.money.catalogue.errors import AgreementIncomplete, ScanNotKept, StatisticCodeNotPlain
from thuphi.money.catalogue.measuring import Doubt
from thuphi.registers.agencies.models import Agency
from thuphi.registers.fee_rules import actions, errors, queries
from thuphi.registers.fee_rules.actions import NewCeiling
from thuphi.registers.fee_rules.models import FeeCeiling
from thuphi.registers.fee_rules.rules import Nature

FROM_ON = date(2025, 9, 1)


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def office(world: World) -> Agency:
    return Agency.objects.create(
        name="Sở Giáo dục và Đào tạo", kind="education_department", place=world.province,
        valid=(date(2025, 7, 1), None),
    )  # fmt: skip


def set_for(
    world: World, office: Agency, *, most: int = 150_000, code: str = "BT", level: str = "",
    area: str = "", nature: Nature = Nature.AGREED, unit: str = "tháng", place_id: int = 0,
    from_on: date = FROM_ON,
) -> FeeCeiling:  # fmt: skip
    ceiling = NewCeiling(
        place_id=place_id or world.province.pk, code=code, name="Quản lý bán trú", nature=nature,
        unit=unit, max_vnd=most, ground="NQ 10/2025/NQ-HĐND", ground_on=date(2025, 7, 10),
        from_on=from_on, level=level, area=area,
    )  # fmt: skip
    return actions.set_ceiling(by=SYSTEM, agency_id=office.pk, ceiling=ceiling, at=AT)


def holds(world: World, code: str = "BT", on: date = TODAY) -> int:
    return queries.ceilings_for([world.a.id], on)[world.a.id][code].max_vnd


def test_the_most_exact_ceiling_of_a_place_holds(world: World, office: Agency) -> None:
    set_for(world, office, most=150_000)
    assert holds(world) == 150_000
    set_for(world, office, most=120_000, level="primary")
    set_for(world, office, most=90_000, level="preschool")
    assert holds(world) == 120_000
    set_for(world, office, most=140_000, level="primary", area="remote")
    assert holds(world) == 120_000


def test_a_commune_may_set_less_and_never_more(world: World, office: Agency) -> None:
    set_for(world, office, most=150_000)
    own = set_for(world, office, most=200_000, place_id=world.commune.pk)
    assert holds(world) == 150_000
    actions.end_ceiling(by=SYSTEM, ceiling_id=own.pk, until_on=TODAY, at=AT)
    set_for(world, office, most=80_000, place_id=world.commune.pk, from_on=TODAY)
    assert holds(world) == 80_000
    assert holds(world, on=TODAY - timedelta(days=1)) == 150_000


def test_two_ceilings_of_one_day_are_refused_and_none_is_rewritten(
    world: World, office: Agency
) -> None:
    made = set_for(world, office)
    with pytest.raises(errors.CeilingThereAlready):
        set_for(world, office, most=1)
    with pytest.raises(errors.CeilingIncomplete):
        set_for(world, office, code=" ")
    with pytest.raises(errors.CeilingIncomplete):
        set_for(world, office, code="có dấu")
    with pytest.raises(errors.CeilingNegative):
        set_for(world, office, code="X", most=-1)
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_ceiling(by=SYSTEM, ceiling_id=made.pk, until_on=FROM_ON, at=AT)
    for statement in ("UPDATE fee_ceiling SET max_vnd = 1", "DELETE FROM fee_ceiling"):
        with (
            pytest.raises(DatabaseError, match=r"fee_ceiling_is_kept|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_only_an_office_sets_ceilings(world: World, office: Agency) -> None:
    with pytest.raises(NotYours):
        actions.set_ceiling(
            by=world.lan.actor, agency_id=office.pk, at=AT,
            ceiling=NewCeiling(
                place_id=world.province.pk, code="BT", name="x", nature=Nature.AGREED, unit="tháng",
                max_vnd=1, ground="x", ground_on=TODAY, from_on=TODAY,
            ),
        )  # fmt: skip


def doubts(world: World, code: str) -> tuple[Doubt, ...]:
    items = {
        one.item.code: one
        for one in measuring.measured([world.a.id], "2026-2027", TODAY)[world.a.id]
    }
    return items[code].doubts


def test_a_school_is_told_item_by_item_what_an_office_would_ask(
    world: World, office: Agency
) -> None:
    boarding = world.a.items["BT"]
    assert doubts(world, "BT") == (Doubt.NO_CODE,)
    agreeing.set_statistic_code(by=world.lan.actor, item_id=boarding.pk, code="bt", at=AT)
    assert doubts(world, "BT") == (Doubt.NO_RULE,)
    low = set_for(world, office, most=149_999)
    assert doubts(world, "BT") == (Doubt.ABOVE, Doubt.NO_AGREEMENT)
    minutes = Minutes(date(2026, 9, 5), "BB 01", asked=30, agreed=29)
    agreeing.file_agreement(by=world.lan.actor, item_id=boarding.pk, minutes=minutes, at=AT)
    assert doubts(world, "BT") == (Doubt.ABOVE,)
    actions.end_ceiling(by=SYSTEM, ceiling_id=low.pk, until_on=TODAY, at=AT)
    day = set_for(world, office, unit="ngày", from_on=TODAY)
    assert doubts(world, "BT") == (Doubt.OTHER_UNIT,)
    FeeCeiling.objects.filter(pk=day.pk).update(valid=(TODAY, TODAY + timedelta(days=1)))
    insurance = world.a.items["BH"]
    agreeing.set_statistic_code(by=world.lan.actor, item_id=insurance.pk, code="BH", at=AT)
    set_for(world, office, code="BH", most=700_000, unit="Năm", nature=Nature.VOLUNTARY)
    assert doubts(world, "BH") == (Doubt.CALLED_MANDATORY, Doubt.NO_AGREEMENT)


def test_an_agreement_is_whole_or_refused(world: World) -> None:
    item = world.a.items["BT"].pk

    def filed(minutes: Minutes) -> None:
        agreeing.file_agreement(by=world.lan.actor, item_id=item, minutes=minutes, at=AT)

    with pytest.raises(AgreementIncomplete, match="agreed"):
        filed(Minutes(TODAY, "BB", asked=3, agreed=4))
    with pytest.raises(AgreementIncomplete, match="asked"):
        filed(Minutes(TODAY, "BB", asked=0, agreed=0))
    with pytest.raises(AgreementIncomplete, match="number"):
        filed(Minutes(TODAY, " ", asked=3, agreed=3))
    with pytest.raises(ScanNotKept):
        filed(Minutes(TODAY, "BB", asked=3, agreed=3, file_name="a.html", content=b"<html>"))
    filed(Minutes(TODAY, "BB", asked=3, agreed=3, file_name="a.pdf", content=b"%PDF-1.7 x"))
    with pytest.raises(StatisticCodeNotPlain):
        agreeing.set_statistic_code(by=world.lan.actor, item_id=item, code="bán trú", at=AT)
    with (
        pytest.raises(DatabaseError, match="permission denied for table fee_agreement"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE fee_agreement SET agreed = 0")
