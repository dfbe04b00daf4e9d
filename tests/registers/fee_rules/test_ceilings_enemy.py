"""An office sets ceilings where it stands, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import AT, TODAY, World
from thuphi.ground.kit.actor import SYSTEM, Actor, NotYours, Permission
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.fee_rules import actions
from thuphi.registers.fee_rules.actions import NewCeiling
from thuphi.registers.fee_rules.models import FeeCeiling
from thuphi.registers.fee_rules.rules import Nature
from thuphi.registers.places.models import Place


def test_a_department_sets_no_ceiling_for_another_province(db: None) -> None:
    world: World = worlds.build()
    office = agencies.found_agency(
        by=SYSTEM, name="Sở Giáo dục và Đào tạo", kind=AgencyKind.EDUCATION_DEPARTMENT,
        place_id=world.province.pk, valid_from=date(2025, 7, 1), at=AT,
    )  # fmt: skip
    rights = frozenset({Permission.FEE_RULE_WRITE})
    officer = Actor(name="x", permissions=rights, agencies=frozenset({office.pk}))
    provinces = Place.objects.filter(level="province", valid__contains=TODAY)
    elsewhere = provinces.exclude(pk=world.province.pk).earliest("pk")

    def set_at(place_id: int) -> FeeCeiling:
        return actions.set_ceiling(
            by=officer, agency_id=office.pk, at=AT,
            ceiling=NewCeiling(
                place_id=place_id, code="AN", name="Tiền ăn", nature=Nature.AGREED, unit="ngày",
                max_vnd=1, ground="NQ 1", ground_on=TODAY, from_on=TODAY,
            ),
        )  # fmt: skip

    with pytest.raises(NotYours):
        set_at(elsewhere.pk)
    assert set_at(world.province.pk).place_id == world.province.pk
    assert set_at(world.commune.pk).place_id == world.commune.pk
