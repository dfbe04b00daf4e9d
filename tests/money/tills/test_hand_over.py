from __future__ import annotations

import pytest

from tests.money.seen import number, rows
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.tills import errors
from thuphi.money.tills.actions import handing
from thuphi.money.tills.queries.holdings import cash_vnd, fund_vnd, holding_of


def held_vnd(world: World) -> int:
    return holding_of(world.a.id, world.minh.actor.user_id).held_vnd


def test_what_is_counted_goes_over_when_the_second_person_signs(
    world: World, bills: list[Bill]
) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    assert (made.held_vnd, made.counted_vnd, made.amount_vnd) == (660_000, 660_000, 660_000)
    assert (held_vnd(world), fund_vnd(world.a.id)) == (660_000, 0)
    assert holding_of(world.a.id, world.minh.user.pk).waiting_vnd == 660_000
    received = handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    assert (received.state, received.received_by) == ("received", world.lan.user.pk)
    assert (held_vnd(world), fund_vnd(world.a.id), cash_vnd(world.a.id)) == (0, 660_000, 660_000)
    assert rows("SELECT kind, actor FROM event WHERE subject LIKE 'hand_over:%%' ORDER BY id") == [
        ("cash_given", "Phạm Văn Minh"),
        ("cash_received", "Nguyễn Thị Lan"),
    ]


def test_missing_cash_needs_a_reason_and_stays_with_the_collector(
    world: World, bills: list[Bill]
) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    with pytest.raises(errors.ReasonMissing):
        hand_over(world, notes(610_000), reason="  ")
    made = hand_over(world, notes(610_000), reason="Thiếu tờ 50.000, mai bù")
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    assert (made.amount_vnd, held_vnd(world), fund_vnd(world.a.id)) == (610_000, 50_000, 610_000)


def test_cash_too_much_is_written_down_and_nobody_hands_over_more_than_they_hold(
    world: World, bills: list[Bill]
) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(680_000), reason="Thừa 20.000, chưa rõ của ai")
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    assert (made.counted_vnd, made.amount_vnd) == (680_000, 660_000)
    assert (held_vnd(world), fund_vnd(world.a.id)) == (0, 660_000)


def test_the_giver_does_not_receive(world: World, bills: list[Bill]) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    with pytest.raises(errors.SecondPersonMissing):
        handing.receive(by=world.minh.actor, hand_over_id=made.pk, at=AT)
    with pytest.raises(errors.SecondPersonMissing):
        handing.refuse(by=world.minh.actor, hand_over_id=made.pk, reason="Sai", at=AT)
    with pytest.raises(NotAllowed):
        handing.receive(by=world.hoa.actor, hand_over_id=made.pk, at=AT)
    with pytest.raises(NotYours):
        handing.receive(by=world.quan.actor, hand_over_id=made.pk, at=AT)
    assert rows("SELECT state FROM hand_over") == [("given",)]


def test_one_hand_over_waits_at_a_time(world: World, bills: list[Bill]) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(600_000), reason="Giữ tiền lẻ để thối")
    with pytest.raises(errors.HandOverWaits):
        hand_over(world, notes(60_000), reason="Phần còn lại")
    handing.refuse(by=world.lan.actor, hand_over_id=made.pk, reason="Đếm được 590.000", at=AT)
    assert held_vnd(world) == 660_000
    again = hand_over(world, notes(660_000))
    handing.withdraw(by=world.minh.actor, hand_over_id=again.pk, reason="Đếm lại", at=AT)
    with pytest.raises(errors.HandOverIsOver):
        handing.receive(by=world.lan.actor, hand_over_id=again.pk, at=AT)
    assert rows("SELECT state, answer FROM hand_over ORDER BY id") == [
        ("refused", "Đếm được 590.000"),
        ("withdrawn", "Đếm lại"),
    ]


def test_only_the_giver_withdraws(world: World, bills: list[Bill]) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    with pytest.raises(errors.HandOverNotFound):
        handing.withdraw(by=world.lan.actor, hand_over_id=made.pk, reason="Đếm lại", at=AT)


def test_who_holds_nothing_or_counts_nothing_hands_nothing_over(
    world: World, bills: list[Bill]
) -> None:
    with pytest.raises(errors.NothingHeld):
        hand_over(world, notes(100_000))
    take(world.minh.actor, bills[0], 660_000, "K1")
    with pytest.raises(errors.NothingCounted):
        hand_over(world, notes(0))
    assert number("SELECT count(*) FROM hand_over") == 0


def test_a_page_that_is_older_than_the_takings_is_refused(world: World, bills: list[Bill]) -> None:
    take(world.minh.actor, bills[0], 660_000, "K1")
    with pytest.raises(errors.HeldChanged) as refused:
        handing.give(
            by=world.minh.actor,
            facility_id=world.a.id,
            pieces=notes(500_000),
            seen_held_vnd=500_000,
            reason="",
            at=AT,
        )
    assert refused.value.held_vnd == 660_000
