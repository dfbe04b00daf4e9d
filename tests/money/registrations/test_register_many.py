from __future__ import annotations

from datetime import date
from time import monotonic

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills.registered import plan_from_registrations
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.money.registrations import actions, errors, queries
from thuphi.money.registrations.actions import Saved
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

FIRST = date(2026, 10, 1)
GRID = ("HS001", "HS002")


def save(world: World, ticks: list[tuple[str, str]], on: date = FIRST, **more: str) -> Saved:
    a = world.a
    return actions.register_many(
        by=world.lan.actor,
        facility_id=a.id,
        beneficiary_ids=[a.pupils[code].pk for code in GRID],
        item_ids=[a.items["AN"].pk, a.items["NU"].pk],
        ticked=[(a.pupils[pupil].pk, a.items[item].pk) for pupil, item in ticks],
        from_on=on,
        at=AT,
        **more,
    )


def there(world: World) -> list[tuple[object, ...]]:
    return rows(
        "SELECT b.code, i.code, r.from_on, r.until_on FROM registration AS r"
        " JOIN beneficiary AS b ON b.id = r.beneficiary_id JOIN fee_item AS i"
        " ON i.id = r.fee_item_id ORDER BY b.code, i.code, r.from_on"
    )


def test_a_grid_saves_exactly_its_ticks_until_the_school_year_ends(world: World) -> None:
    assert save(world, [("HS001", "AN"), ("HS002", "AN"), ("HS002", "NU")]) == Saved(3, 0)
    end = date(2027, 8, 1)
    assert there(world) == [
        ("HS001", "AN", FIRST, end), ("HS002", "AN", FIRST, end), ("HS002", "NU", FIRST, end),
    ]  # fmt: skip


def test_the_same_grid_again_changes_nothing(world: World) -> None:
    save(world, [("HS001", "AN")])
    assert save(world, [("HS001", "AN")], date(2026, 11, 2)) == Saved(0, 0)


def test_who_has_no_tick_any_more_stops_from_that_day_and_nothing_is_erased(world: World) -> None:
    save(world, [("HS001", "AN"), ("HS002", "AN")])
    assert save(world, [("HS002", "AN")], date(2026, 11, 2)) == Saved(0, 1)
    assert there(world)[0] == ("HS001", "AN", FIRST, date(2026, 11, 2))
    found = queries.registered_on(world.a.id, date(2026, 11, 1))
    assert len(found) == 2
    assert len(queries.registered_on(world.a.id, date(2026, 11, 2))) == 1


def test_who_comes_back_keeps_number_and_coefficient(world: World) -> None:
    a = world.a
    actions.register(
        by=world.lan.actor,
        facility_id=a.id,
        beneficiary_id=a.pupils["HS001"].pk,
        fee_item_id=a.items["AN"].pk,
        from_on=FIRST,
        quantity=20,
        percent=80,
        at=AT,
    )
    save(world, [], date(2026, 11, 1))
    save(world, [("HS001", "AN")], date(2026, 12, 1))
    (found,) = queries.registered_on(a.id, date(2026, 12, 1))
    assert (found.quantity, found.percent) == (20, 80)


def test_what_begins_later_is_not_overlapped_and_falls_away_without_its_tick(world: World) -> None:
    save(world, [("HS001", "AN")], date(2026, 12, 1))
    assert save(world, [("HS001", "AN")]) == Saved(1, 0)
    assert there(world) == [
        ("HS001", "AN", FIRST, date(2026, 12, 1)),
        ("HS001", "AN", date(2026, 12, 1), date(2027, 8, 1)),
    ]
    assert save(world, []) == Saved(0, 2)
    assert queries.registered_on(world.a.id, date(2026, 12, 5)) == []


def test_a_grid_that_somebody_else_has_changed_meanwhile_is_refused_whole(world: World) -> None:
    seen = queries.digest([])
    save(world, [("HS002", "NU")])
    with pytest.raises(errors.RegistrationsMoved):
        save(world, [("HS001", "AN")], seen=seen)
    assert number("SELECT count(*) FROM registration") == 1


def test_strangers_other_peoples_rights_and_days_outside_the_year_are_refused(world: World) -> None:
    a, b = world.a, world.b
    with pytest.raises(errors.OutsideTheYear):
        save(world, [("HS001", "AN")], date(2027, 8, 1))
    with pytest.raises(errors.NotOfThisFacility):
        actions.register_many(
            by=world.lan.actor,
            facility_id=a.id,
            beneficiary_ids=[b.pupils["HS001"].pk],
            item_ids=[a.items["AN"].pk],
            ticked=[],
            from_on=FIRST,
            at=AT,
        )
    for person, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            actions.register_many(
                by=person.actor, facility_id=a.id, beneficiary_ids=[], item_ids=[], ticked=[],
                from_on=FIRST, at=AT,
            )  # fmt: skip
    assert number("SELECT count(*) FROM registration") == 0


def test_ticks_outside_the_grid_are_left_out(world: World) -> None:
    assert save(world, [("HS003", "AN"), ("HS001", "BT")]) == Saved(0, 0)


def test_a_whole_school_of_two_thousand_and_twelve_items_is_saved_and_planned_in_seconds(
    world: World,
) -> None:
    crowd = [
        NewBeneficiary(f"K{n:04}", f"Học sinh {n}", class_name=f"{n % 50}A", grade="1")
        for n in range(2000)
    ]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT)
    people = list(
        Beneficiary.objects.filter(facility_id=world.a.id, code__startswith="K").values_list(
            "pk", flat=True
        )
    )
    items = [
        catalogue.add_fee_item(
            by=SYSTEM,
            facility_id=world.a.id,
            item=NewFeeItem(
                f"X{n:02}", f"Khoản {n}", "tháng", 10_000, "TT", False, worlds.SCHOOL_YEAR
            ),
            at=AT,
        ).pk
        for n in range(12)
    ]
    begun = monotonic()
    saved = actions.register_many(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_ids=people,
        item_ids=items,
        ticked=[(person, item) for person in people for item in items],
        from_on=FIRST,
        at=AT,
    )
    assert saved == Saved(24_000, 0)
    run = worlds.planned_run(world, items=[("BH", 1)])
    lines = plan_from_registrations(by=SYSTEM, run_id=run.pk, item_ids=items, at=AT)
    assert lines == 24_000
    assert monotonic() - begun < 60
