"""Who is absent: in time, too late, and on days when nobody eats."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.money.meals.canteen import MONDAY, Canteen, clock_at, teacher_of
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.meals import errors
from thuphi.money.meals.actions import setting, ticking
from thuphi.money.meals.models import KitchenCount, MealRoll, MealTick
from thuphi.money.meals.queries import classes, kitchen
from thuphi.money.meals.rules import TickState, Week


def states(canteen: Canteen, day: date = MONDAY) -> dict[str, str]:
    found = MealTick.objects.filter(meal_on=day).values_list("beneficiary__code", "state")
    return dict(found)


def save(canteen: Canteen, **changed: object) -> ticking.SavedClass:
    asked = {
        "by": canteen.teacher.actor,
        "facility_id": canteen.world.a.id,
        "class_name": "2A",
        "meal_on": MONDAY,
        "absent": [canteen.child("HS001")],
        "shown": [canteen.child("HS001"), canteen.child("HS002")],
        "at": clock_at(MONDAY, 7),
    }
    return ticking.save_class(**{**asked, **changed})  # type: ignore[arg-type]


def test_who_is_registered_eats_unless_marked_absent(canteen: Canteen) -> None:
    done = save(canteen)
    assert (done.eating, done.absent, done.late) == (1, 1, 0)
    assert states(canteen) == {"HS001": "absent"}
    roll = MealRoll.objects.get()
    assert (roll.class_name, roll.saved_by_name) == ("2A", "Lê Thị Thu")
    assert Event.objects.get(kind="class_ticked").facts["absent"] == 1


def test_an_absence_told_at_the_cut_off_is_late_and_one_before_it_is_not(canteen: Canteen) -> None:
    save(canteen, at=clock_at(MONDAY, 8, 29))
    both = [canteen.child("HS001"), canteen.child("HS002")]
    done = save(canteen, absent=both, at=clock_at(MONDAY, 8, 30))
    assert (done.eating, done.absent, done.late, done.newly_late) == (0, 1, 1, 1)
    assert states(canteen) == {"HS001": "absent", "HS002": "late"}


def test_a_child_that_was_not_on_the_page_keeps_what_was_said(canteen: Canteen) -> None:
    save(canteen)
    save(canteen, absent=[], shown=[canteen.child("HS002")])
    assert states(canteen) == {"HS001": "absent"}


def test_a_child_said_to_be_absent_may_come_after_all(canteen: Canteen) -> None:
    save(canteen)
    assert save(canteen, absent=[]).eating == 2
    assert states(canteen) == {"HS001": "eats"}


def test_the_kitchens_number_is_frozen_at_the_cut_off_and_changes_stand_beside_it(
    canteen: Canteen,
) -> None:
    save(canteen)
    save(canteen, absent=[canteen.child("HS002")], at=clock_at(MONDAY, 9))
    (lunch,) = kitchen.kitchen(canteen.world.a.id, MONDAY)
    rows = {row.class_name: row for row in lunch.classes}
    assert (rows["2A"].registered, rows["2A"].absent, rows["2A"].portions) == (2, 1, 1)
    assert (rows["2A"].late, rows["2A"].came, rows["2A"].is_frozen) == (1, 1, True)
    assert (rows["5B"].portions, rows["5B"].is_saved) == (1, False)
    assert (lunch.portions, lunch.registered) == (2, 3)
    assert ticking.freeze_due(at=clock_at(MONDAY, 10)) == 0
    assert KitchenCount.objects.count() == 2


def test_the_clock_freezes_each_day_once_its_cut_off_has_passed(canteen: Canteen) -> None:
    setting.set_week(
        by=canteen.world.lan.actor,
        facility_id=canteen.world.a.id,
        week=Week(cutoff_minute=15 * 60, cutoff_days_before=1),
        at=clock_at(MONDAY, 7),
    )
    assert ticking.freeze_due(at=clock_at(MONDAY, 14, 59)) == 2
    assert ticking.freeze_due(at=clock_at(MONDAY, 15)) == 2
    days = set(KitchenCount.objects.values_list("meal_on", flat=True))
    assert days == {MONDAY, MONDAY + timedelta(days=1)}


def test_a_teacher_ticks_her_own_class_and_no_other(canteen: Canteen, world: World) -> None:
    with pytest.raises(NotYours):
        save(canteen, class_name="5B", absent=[], shown=[])
    with pytest.raises(NotYours):
        save(canteen, by=world.quan.actor)
    with pytest.raises(NotAllowed):
        save(canteen, by=world.minh.actor)
    other = teacher_of(world, "5B", "yen")
    with pytest.raises(NotYours):
        save(canteen, by=other.actor)
    assert not MealTick.objects.exists()


def test_a_child_of_another_class_is_refused_and_nothing_is_saved(canteen: Canteen) -> None:
    with pytest.raises(errors.NotInClass):
        save(canteen, absent=[canteen.child("HS001"), canteen.child("HS003")])
    assert not MealTick.objects.exists()
    assert not MealRoll.objects.exists()


def test_on_a_closed_day_nobody_is_ticked(canteen: Canteen, world: World) -> None:
    with pytest.raises(errors.NoMealsThatDay):
        save(canteen, meal_on=MONDAY - timedelta(days=1), at=clock_at(MONDAY, 7))
    setting.say_days(
        by=world.lan.actor,
        facility_id=world.a.id,
        first_on=MONDAY,
        last_on=MONDAY,
        is_open=False,
        reason="Nghỉ bão",
        at=clock_at(MONDAY, 6),
    )
    with pytest.raises(errors.NoMealsThatDay):
        save(canteen)
    assert kitchen.kitchen(world.a.id, MONDAY)[0].classes == []


def test_a_trip_closes_one_class_only(canteen: Canteen, world: World) -> None:
    said = setting.say_days(
        by=world.lan.actor,
        facility_id=world.a.id,
        first_on=MONDAY,
        last_on=MONDAY,
        is_open=False,
        reason="Lớp 2A đi tham quan",
        class_name="2A",
        at=clock_at(MONDAY, 6),
    )
    assert said == 1
    (lunch,) = kitchen.kitchen(world.a.id, MONDAY)
    assert [row.class_name for row in lunch.classes] == ["5B"]


def test_a_saturday_can_make_up_for_a_holiday(canteen: Canteen, world: World) -> None:
    saturday = MONDAY + timedelta(days=5)
    said = setting.say_days(
        by=world.lan.actor,
        facility_id=world.a.id,
        first_on=saturday,
        last_on=saturday,
        is_open=True,
        reason="Học bù ngày nghỉ bão",
        at=clock_at(MONDAY, 6),
    )
    assert said == 1
    assert canteen.tick(saturday, "HS001").absent == 1


def test_a_teacher_says_nothing_of_days_long_gone_and_far_ahead(canteen: Canteen) -> None:
    with pytest.raises(errors.DayTooFar):
        save(canteen, at=clock_at(MONDAY + timedelta(days=8), 7))
    with pytest.raises(errors.DayTooFar):
        save(canteen, at=clock_at(MONDAY - timedelta(days=32), 7))


def test_the_accountant_forgives_a_late_notice_with_a_reason(canteen: Canteen) -> None:
    save(canteen, at=clock_at(MONDAY, 9))
    assert states(canteen) == {"HS001": "late"}
    asked = {
        "facility_id": canteen.world.a.id,
        "beneficiary_id": canteen.child("HS001"),
        "meal_on": MONDAY,
        "state": TickState.ABSENT,
        "at": clock_at(MONDAY, 16),
    }
    with pytest.raises(NotAllowed):
        ticking.correct(by=canteen.teacher.actor, reason="Cấp cứu", **asked)  # type: ignore[arg-type]
    with pytest.raises(errors.ReasonMissing):
        ticking.correct(by=canteen.world.lan.actor, reason=" ", **asked)  # type: ignore[arg-type]
    done = ticking.correct(by=canteen.world.lan.actor, reason="Cấp cứu", **asked)  # type: ignore[arg-type]
    assert done == 1
    assert MealTick.objects.get().reason == "Cấp cứu"
    assert states(canteen) == {"HS001": "absent"}
    day = classes.class_day(canteen.world.a.id, "2A", MONDAY, clock_at(MONDAY, 17))
    assert (day.eating, day.absent, day.late, day.is_late) == (1, 1, 0, True)
