from __future__ import annotations

from datetime import date

import pytest

from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import Actor, NotAllowed, NotYours
from thuphi.money.bills import actions, errors
from thuphi.money.bills.models import Exemption


def exempt(
    world: World,
    *,
    by: Actor | None = None,
    pupil: int | None = None,
    item: int | None = None,
    percent: int = 50,
    reason: str = "Hộ cận nghèo",
    from_on: date = date(2026, 9, 1),
    until_on: date = date(2027, 6, 1),
) -> Exemption:
    return actions.exempt(
        by=by or world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=pupil or world.a.pupils["HS001"].pk,
        fee_item_id=item or world.a.items["BT"].pk,
        percent=percent,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
        at=AT,
    )


def test_a_right_to_pay_less_is_kept_with_its_reason_and_days(world: World) -> None:
    kept = exempt(world)
    assert rows(
        "SELECT facility_id, percent, reason, from_on, until_on FROM exemption WHERE id = %s",
        kept.pk,
    ) == [(world.a.id, 50, "Hộ cận nghèo", date(2026, 9, 1), date(2027, 6, 1))]
    assert number("SELECT count(*) FROM event WHERE kind = 'exempted'") == 1


def test_two_rights_over_the_same_days_are_refused_and_one_after_the_other_is_not(
    world: World,
) -> None:
    exempt(world, until_on=date(2027, 1, 1))
    with pytest.raises(errors.ExemptedAlready):
        exempt(world, from_on=date(2026, 12, 31))
    exempt(world, from_on=date(2027, 1, 1))
    assert number("SELECT count(*) FROM exemption") == 2


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_part_is_one_to_a_hundred_percent(world: World, percent: int) -> None:
    with pytest.raises(errors.ExemptionNotAPart):
        exempt(world, percent=percent)
    assert number("SELECT count(*) FROM exemption") == 0


def test_a_reason_and_at_least_one_day_are_needed(world: World) -> None:
    with pytest.raises(errors.ReasonMissing):
        exempt(world, reason="  ")
    with pytest.raises(errors.ExemptionEndsBeforeItBegins):
        exempt(world, until_on=date(2026, 9, 1))
    assert number("SELECT count(*) FROM exemption") == 0


def test_nobody_lets_off_a_pupil_or_an_item_of_another_school(world: World) -> None:
    theirs, item = world.b.pupils["HS001"].pk, world.b.items["HP"].pk
    for pupil_id, item_id in ((theirs, None), (None, item), (theirs, item)):
        with pytest.raises(errors.NotOfThisFacility):
            exempt(world, pupil=pupil_id, item=item_id)
    assert number("SELECT count(*) FROM exemption") == 0


def test_the_stranger_and_the_cashier_let_nobody_off(world: World) -> None:
    with pytest.raises(NotYours):
        exempt(world, by=world.quan.actor)
    with pytest.raises(NotAllowed):
        exempt(world, by=world.minh.actor)
    assert number("SELECT count(*) FROM exemption") == 0
