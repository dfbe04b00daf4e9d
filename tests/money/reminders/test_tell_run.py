"""Families of a run are told once each, by the first way that reaches them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import world as worlds
from tests.carriers import NOBODY, Carriers
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.sending import Round, send_next
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.reminders import actions, errors, queries
from thuphi.money.reminders.judging import judge
from thuphi.money.reminders.models import Telling
from thuphi.money.reminders.reach import Why
from thuphi.registers.payers.models import Beneficiary

AT = worlds.AT + timedelta(hours=1)
SITE = "https://thuphi.vidu.vn"
ALL = (Way.ZALO, Way.SMS, Way.MAIL)


def tell(world: World, bills: list[Bill], *, expected: int = 3, at: datetime = AT) -> actions.Look:
    run_id = bills[0].run_id
    assert run_id is not None
    return actions.tell_run(
        by=world.lan.actor, run_id=run_id, ways=ALL[1:], expected=expected, site=SITE, at=at
    )


def phone_of(pupil: str, number: str) -> None:
    Beneficiary.objects.filter(code=pupil).update(payer_phone=number)


def test_each_family_gets_one_letter_about_its_own_bill(world: World, bills: list[Bill]) -> None:
    told = tell(world, bills)
    assert (told.reach.by_way(), told.reach.unreached, told.told_before) == ({Way.SMS: 3}, (), 0)
    rows = Letter.objects.order_by("id")
    assert [(row.about, row.to_address, row.state) for row in rows] == [
        (bills[0].code, "84912345678", "waiting"),
        (bills[1].code, "84987654321", "waiting"),
        (bills[2].code, "84356789012", "waiting"),
    ]
    assert rows[0].facts == {
        "facility": "Trường Tiểu học Ví Dụ",
        "pupil": "Nguyễn Minh Anh",
        "reason": "Thu tháng 10/2026",
        "sum_vnd": "660000",
        "due_on": "2026-10-31",
        "link": f"{SITE}/b/{bills[0].code}",
        "contact": "Vũ Thị Hoa 02223821234",
    }
    event = Event.objects.get(kind="run_told")
    assert event.facts == {"letters": 3, "unreached": 0}


def test_who_was_told_is_not_told_again(world: World, bills: list[Bill]) -> None:
    tell(world, bills)
    again = actions.look_at_run(by=world.lan.actor, run_id=bills[0].run_id or 0, ways=ALL)
    assert (again.letters, again.told_before) == (0, 3)
    tell(world, bills, expected=0)
    assert Letter.objects.count() == 3


def test_by_night_letters_wait_for_the_morning(world: World, bills: list[Bill]) -> None:
    tell(world, bills, at=datetime(2026, 10, 5, 22, 0, tzinfo=VIETNAM))
    waits = set(Letter.objects.values_list("not_before", flat=True))
    assert waits == {datetime(2026, 10, 6, 7, 0, tzinfo=VIETNAM)}


def test_who_has_no_usable_number_is_named_for_paper(world: World, bills: list[Bill]) -> None:
    phone_of("HS001", "")
    phone_of("HS002", "02223821234")
    told = tell(world, bills, expected=1)
    assert [(one.bill.pk, one.why) for one in told.reach.unreached] == [
        (bills[0].pk, Why.NO_ADDRESS),
        (bills[1].pk, Why.NO_ADDRESS),
    ]


def test_more_letters_than_were_shown_are_not_sent(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.PlanChanged) as caught:
        tell(world, bills, expected=2)
    assert caught.value.letters == 3
    assert not Letter.objects.exists()


def test_without_a_way_or_an_issued_run_nothing_is_sent(world: World, bills: list[Bill]) -> None:
    run_id = bills[0].run_id or 0
    with pytest.raises(errors.NoWayChosen):
        actions.tell_run(by=world.lan.actor, run_id=run_id, ways=(), expected=3, site=SITE, at=AT)
    draft = worlds.planned_run(world, name="Thu tháng 11/2026")
    with pytest.raises(errors.RunNotIssued):
        actions.look_at_run(by=world.lan.actor, run_id=draft.pk, ways=ALL)


def test_a_stranger_finds_no_run_and_a_cashier_may_not_send(
    world: World, bills: list[Bill]
) -> None:
    run_id = bills[0].run_id or 0
    with pytest.raises(errors.RunNotFound):
        actions.look_at_run(by=world.quan.actor, run_id=run_id, ways=ALL)
    with pytest.raises(NotAllowed):
        actions.look_at_run(by=world.minh.actor, run_id=run_id, ways=ALL)


def test_a_wrong_number_fails_is_listed_and_the_mended_one_is_told(
    world: World, bills: list[Bill], house: Carriers
) -> None:
    phone_of("HS001", NOBODY)
    tell(world, bills)
    post = house.posts()["sms"]
    ended = [send_next(post=post, at=AT, judge=judge) for _ in range(4)]
    assert ended == [Round.FAILED, Round.SENT, Round.SENT, Round.NOTHING]
    (wrong,) = queries.wrong_addresses(world.a.id)
    assert (wrong.letter.to_address, [one.code for one in wrong.people]) == (NOBODY, ["HS001"])
    assert queries.wrong_addresses(world.b.id) == []
    run_id = bills[0].run_id or 0
    look = actions.look_at_run(by=world.lan.actor, run_id=run_id, ways=ALL[1:])
    assert [one.why for one in look.reach.unreached] == [Why.WRONG_ADDRESS]
    phone_of("HS001", "0912345999")
    assert queries.wrong_addresses(world.a.id) == []
    tell(world, bills, expected=1)
    assert send_next(post=post, at=AT, judge=judge) is Round.SENT
    assert len(house.arrived("84912345999")) == 1


def test_a_family_that_pays_between_writing_and_sending_hears_nothing(
    world: World, bills: list[Bill], house: Carriers
) -> None:
    phone_of("HS001", "0922000001")
    phone_of("HS002", "0922000002")
    phone_of("HS003", "0922000003")
    tell(world, bills)
    worlds.hear(world, bills[0].code, 660_000)
    worlds.hear(world, bills[1].code, 100_000)
    payments.post_waiting(at=AT)
    post = house.posts()["sms"]
    ended = [send_next(post=post, at=AT, judge=judge) for _ in range(4)]
    assert ended == [Round.STOPPED, Round.STOPPED, Round.SENT, Round.NOTHING]
    assert house.arrived("84922000001") == house.arrived("84922000002") == []
    assert len(house.arrived("84922000003")) == 1
    look = actions.look_at_run(by=world.lan.actor, run_id=bills[0].run_id or 0, ways=ALL)
    assert [one.bill.remaining_vnd for one in look.reach.reached] == [560_000]


def test_tellings_of_one_school_are_not_seen_by_another(world: World, bills: list[Bill]) -> None:
    tell(world, bills)
    assert set(Telling.objects.values_list("facility_id", flat=True)) == {world.a.id}
    assert queries.numbers_told(world.b.id) == {}
