from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests import world as worlds
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.registrations import actions, errors, queries
from thuphi.money.registrations.models import Registration
from thuphi.registers.payers.models import Beneficiary


def copied(world: World, old_year: str) -> int:
    return actions.copy_year(
        by=world.lan.actor, facility_id=world.a.id, old_year=old_year, new_year="2027-2028", at=AT
    )


def test_next_year_begins_with_who_took_the_item_when_this_one_ended(world: World) -> None:
    a = world.a
    meal = replace(worlds.ITEMS_A[0], school_year="2027-2028", price_vnd=32_000)
    new = catalogue.add_fee_item(by=SYSTEM, facility_id=a.id, item=meal, at=AT)
    for pupil, percent in (("HS001", 80), ("HS002", 100), ("HS003", 100)):
        actions.register(
            by=world.lan.actor, facility_id=a.id, beneficiary_id=a.pupils[pupil].pk,
            fee_item_id=a.items["AN"].pk, from_on=date(2026, 9, 1), percent=percent, at=AT,
        )  # fmt: skip
    stopped = Registration.objects.get(beneficiary=a.pupils["HS002"])
    actions.stop(by=world.lan.actor, registration_id=stopped.pk, last_on=date(2027, 3, 31), at=AT)
    Beneficiary.objects.filter(code="HS003", facility_id=a.id).update(is_active=False)
    assert copied(world, "2026-2027") == 1
    assert copied(world, "2026-2027") == 0
    (found,) = queries.registered_on(a.id, date(2027, 9, 5))
    assert (found.beneficiary_id, found.fee_item_id) == (a.pupils["HS001"].pk, new.pk)
    assert found.percent == 80
    with pytest.raises(errors.SameYear):
        copied(world, "2027-2028")


def test_a_facility_does_not_see_anothers_registrations(
    world: World, as_role: Callable[..., None]
) -> None:
    a = world.a
    actions.register(
        by=world.lan.actor, facility_id=a.id, beneficiary_id=a.pupils["HS001"].pk,
        fee_item_id=a.items["AN"].pk, from_on=date(2026, 9, 1), at=AT,
    )  # fmt: skip
    as_role("thuphi_app", world.b.id)
    assert Registration.objects.count() == 0
    as_role("thuphi_app", a.id)
    assert Registration.objects.count() == 1
    saved = actions.register_many(
        by=world.lan.actor, facility_id=a.id, beneficiary_ids=[a.pupils["HS001"].pk],
        item_ids=[a.items["AN"].pk], ticked=[], from_on=date(2026, 10, 1), at=AT,
    )  # fmt: skip
    assert saved == actions.Saved(0, 1)
