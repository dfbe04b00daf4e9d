from __future__ import annotations

from datetime import date

import pytest

from tests.money.seen import number
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.registrations import actions, errors, queries, rules
from thuphi.money.registrations.models import Registration

FIRST = date(2026, 10, 1)


def register(
    world: World,
    item: str = "AN",
    on: date = FIRST,
    *,
    quantity: int | None = None,
    percent: int = 100,
) -> Registration:
    return actions.register(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items[item].pk,
        from_on=on,
        at=AT,
        quantity=quantity,
        percent=percent,
    )


def test_one_person_takes_an_item_with_their_own_number_and_coefficient(world: World) -> None:
    register(world, quantity=20, percent=150)
    (found,) = queries.registered_on(world.a.id, FIRST)
    assert (found.quantity, found.percent) == (20, 150)
    assert rules.price_at(33_333, 150) == 49_999


def test_the_same_item_twice_on_a_day_is_refused(world: World) -> None:
    register(world)
    with pytest.raises(errors.RegisteredAlready):
        register(world, on=date(2026, 11, 1))
    assert number("SELECT count(*) FROM registration") == 1


@pytest.mark.parametrize(("quantity", "percent"), [(0, 100), (1001, 100), (1, 0), (1, 1001)])
def test_numbers_and_coefficients_have_bounds(world: World, quantity: int, percent: int) -> None:
    with pytest.raises(errors.CoefficientOutOfBounds):
        register(world, quantity=quantity, percent=percent)


def test_a_registration_lies_within_the_year_of_its_item(world: World) -> None:
    for day in (date(2026, 7, 31), date(2027, 8, 1)):
        with pytest.raises(errors.OutsideTheYear):
            register(world, on=day)


def test_who_stops_has_a_last_day_and_what_had_not_begun_never_does(world: World) -> None:
    one, two = register(world), register(world, item="NU", on=date(2026, 12, 1))
    last = date(2026, 10, 15)
    assert actions.stop(
        by=world.lan.actor, registration_id=one.pk, last_on=last, at=AT
    ).until_on == date(2026, 10, 16)
    stopped = actions.stop(by=world.lan.actor, registration_id=two.pk, last_on=last, at=AT)
    assert stopped.until_on == stopped.from_on
    assert queries.registered_on(world.a.id, date(2026, 12, 1)) == []
    assert [one.pk] == [each.pk for each in queries.of_person(world.a.pupils["HS001"].pk)]
    with pytest.raises(errors.OutsideTheYear):
        actions.stop(by=world.lan.actor, registration_id=one.pk, last_on=date(2027, 9, 1), at=AT)
    with pytest.raises(errors.RegistrationNotFound):
        actions.stop(by=world.lan.actor, registration_id=0, last_on=last, at=AT)
    with pytest.raises(NotYours):
        actions.stop(by=world.quan.actor, registration_id=one.pk, last_on=last, at=AT)
    with pytest.raises(NotAllowed):
        actions.stop(by=world.minh.actor, registration_id=one.pk, last_on=last, at=AT)
