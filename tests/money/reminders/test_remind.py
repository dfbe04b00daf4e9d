"""The clock reminds: once a day a family, each level once, never by night, never who has paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests import world as worlds
from tests.carriers import Carriers
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.notices import actions as notices
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.sending import Round, send_next
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.reminders import actions, errors, queries
from thuphi.money.reminders.judging import judge
from thuphi.money.reminders.models import ReminderPlan, Telling
from thuphi.money.reminders.rules import Plan
from thuphi.registers.payers.models import Beneficiary

SITE = "https://thuphi.vidu.vn"
PLAN = Plan(is_on=True, ways=(Way.SMS,))


def morning(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=VIETNAM)


def remind(world: World, at: datetime) -> int:
    return actions.remind(by=SYSTEM, facility_id=world.a.id, site=SITE, at=at)


@pytest.fixture
def plan(world: World) -> Plan:
    actions.set_plan(by=world.lan.actor, facility_id=world.a.id, plan=PLAN, at=worlds.AT)
    return PLAN


def test_a_school_that_has_said_nothing_reminds_nobody(world: World, bills: list[Bill]) -> None:
    assert remind(world, morning(10, 28)) == 0
    assert queries.plan_of(world.a.id) == Plan(is_on=False)


def test_each_level_is_told_on_its_day_and_once(
    world: World, bills: list[Bill], plan: Plan
) -> None:
    # The last day is Saturday 31 October.
    days = [(10, 27), (10, 28), (10, 28), (10, 29), (10, 31), (11, 3), (11, 10), (11, 11)]
    assert [remind(world, morning(*day)) for day in days] == [0, 3, 0, 0, 3, 3, 3, 0]
    told = Telling.objects.filter(bill=bills[0]).order_by("id").values_list("level", flat=True)
    assert list(told) == ["before", "due", "after", "last"]
    templates = Letter.objects.filter(about=bills[0].code).order_by("id")
    assert [(row.template, row.kind) for row in templates] == [
        ("reminder_before", "reminder"),
        ("reminder_due", "reminder"),
        ("reminder_after", "reminder"),
        ("reminder_last", "reminder"),
    ]


def test_on_sunday_and_by_night_nobody_is_reminded_and_monday_makes_up(
    world: World, plan: Plan
) -> None:
    worlds.issued_run(world, due_on=date(2026, 10, 29))
    assert remind(world, morning(11, 1)) == 0
    assert remind(world, morning(10, 31, hour=21)) == 0
    assert remind(world, morning(11, 2, hour=6)) == 3
    waits = set(Letter.objects.values_list("not_before", flat=True))
    assert waits == {morning(11, 2, hour=7)}


def test_a_family_with_two_children_gets_one_letter_for_both(
    world: World, bills: list[Bill], plan: Plan
) -> None:
    Beneficiary.objects.filter(code="HS002").update(payer_phone="0912345678")
    assert remind(world, morning(10, 28)) == 2
    letter = Letter.objects.get(to_address="84912345678")
    assert letter.about == f"{bills[0].code} {bills[1].code}"
    assert (letter.facts["pupil"], letter.facts["sum_vnd"], letter.facts["reason"]) == (
        "Nguyễn Minh Anh, Trần Gia Bảo",
        "1320000",
        "2 khoản",
    )
    assert letter.facts["link"] == f"{SITE}/gia-dinh/"


def test_a_family_that_was_reminded_today_of_another_bill_waits_until_tomorrow(
    world: World, bills: list[Bill], plan: Plan
) -> None:
    assert remind(world, morning(10, 28)) == 3
    worlds.issued_run(world, name="Thu bổ sung", due_on=date(2026, 10, 30))
    assert remind(world, morning(10, 28, hour=9)) == 0
    assert remind(world, morning(10, 29)) == 3


def test_who_has_paid_is_not_reminded(world: World, bills: list[Bill], plan: Plan) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    payments.post_waiting(at=worlds.AT)
    assert remind(world, morning(10, 28)) == 2
    assert not Letter.objects.filter(about=bills[0].code).exists()


def test_money_that_comes_after_the_letter_was_written_stops_it(
    world: World, bills: list[Bill], plan: Plan, house: Carriers
) -> None:
    for number, pupil in enumerate(("HS001", "HS002", "HS003"), start=1):
        Beneficiary.objects.filter(code=pupil).update(payer_phone=f"092200001{number}")
    at = morning(10, 28)
    remind(world, at)
    worlds.hear(world, bills[0].code, 660_000)
    payments.post_waiting(at=at)
    post = house.posts()["sms"]
    ended = [send_next(post=post, at=at, judge=judge) for _ in range(4)]
    assert ended == [Round.STOPPED, Round.SENT, Round.SENT, Round.NOTHING]
    assert house.arrived("84922000011") == []
    assert "Tran Gia Bao con 660.000d" in str(house.arrived("84922000012")[0]["text"])


def test_a_worker_that_wakes_by_night_keeps_letters_until_morning(
    world: World, bills: list[Bill], plan: Plan, house: Carriers
) -> None:
    remind(world, morning(10, 28))
    night = morning(10, 28, hour=21)
    ended = send_next(post=house.posts()["sms"], at=night, judge=judge)
    assert ended is Round.LATER
    row = Letter.objects.exclude(not_before__lt=night).get()
    assert row.not_before == morning(10, 29, hour=7)


def test_a_plan_that_is_switched_off_stops_what_waits(
    world: World, bills: list[Bill], plan: Plan, house: Carriers
) -> None:
    at = morning(10, 28)
    remind(world, at)
    actions.set_plan(
        by=world.lan.actor, facility_id=world.a.id, plan=replace(PLAN, is_on=False), at=at
    )
    assert send_next(post=house.posts()["sms"], at=at, judge=judge) is Round.STOPPED


def test_stopping_what_speaks_of_a_bill_stops_the_familys_letter(
    world: World, bills: list[Bill], plan: Plan
) -> None:
    at = morning(10, 28)
    remind(world, at)
    assert notices.stop_about(about=[bills[1].code], at=at) == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (replace(PLAN, ways=()), errors.NoWayChosen),
        (replace(PLAN, before_days=0), errors.DaysOutOfReach),
        (replace(PLAN, after_days=61), errors.DaysOutOfReach),
        (replace(PLAN, after_days=10, last_days=10), errors.DaysOutOfReach),
        (replace(PLAN, contact_phone="gọi cô Lan"), errors.ContactPhoneWrong),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_and_the_old_one_stays(
    world: World, plan: Plan, wrong: Plan, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.set_plan(by=world.lan.actor, facility_id=world.a.id, plan=wrong, at=worlds.AT)
    assert queries.plan_of(world.a.id) == PLAN


def test_only_who_may_send_sets_the_plan_and_only_of_their_school(world: World) -> None:
    for who, refusal in ((world.minh, NotAllowed), (world.quan, NotYours)):
        with pytest.raises(refusal):
            actions.set_plan(by=who.actor, facility_id=world.a.id, plan=PLAN, at=worlds.AT)
    assert not ReminderPlan.objects.exists()


def test_pages_of_two_schools_do_not_see_each_others_plans_and_tellings(
    world: World, bills: list[Bill], plan: Plan, as_role: Callable[..., None]
) -> None:
    remind(world, morning(10, 28))
    as_role("thuphi_app", world.b.id)
    assert not ReminderPlan.objects.exists()
    assert not Telling.objects.exists()
    assert not Letter.objects.exists()
    as_role("thuphi_app", world.a.id)
    assert (ReminderPlan.objects.count(), Telling.objects.count()) == (1, 3)
