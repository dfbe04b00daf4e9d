"""What the desk asks of payments: each đồng once, by day, and what waits for a person."""

from __future__ import annotations

from datetime import date, datetime

from tests import world as worlds
from tests.world import AT, World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions
from thuphi.money.payments.models import Payment
from thuphi.money.payments.queries import desk
from thuphi.money.payments.queries.desk import PaymentFilter, PaymentSums, Waiting
from thuphi.money.payments.rules import Finding


def test_money_whose_owner_was_found_is_counted_once(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    worlds.hear(world, "", bill.total_vnd, text="nop tien")
    actions.post_waiting(at=AT)
    everything = desk.payments(PaymentFilter(facility_id=world.a.id))
    before = PaymentSums(1, 826_800, 0, 0, 826_800)
    assert desk.sums(everything) == before
    assert desk.counts_waiting(world.a.id)[Waiting.OWNERLESS] == 1
    lost = Payment.objects.get()
    actions.identify(by=world.lan.actor, payment_id=lost.pk, code=bill.code, at=AT)
    assert desk.sums(everything.all()) == PaymentSums(1, 826_800, 826_800, 0, 0)
    assert desk.counts_waiting(world.a.id)[Waiting.OWNERLESS] == 0
    found = Payment.objects.get(identifies_id=lost.pk)
    assert found.bill == bill
    assert [one.pk for one in desk.payments_of(bill)] == [found.pk]


def test_a_day_begins_and_ends_at_midnight_in_viet_nam(world: World) -> None:
    worlds.issued_run(world)
    for hour in (datetime(2026, 10, 5, 23, 59, 59), datetime(2026, 10, 6), datetime(2026, 10, 7)):
        worlds.hear(world, "", 1_000 * hour.day, text="x", paid_at=hour.replace(tzinfo=VIETNAM))
    actions.post_waiting(at=AT)
    day = date(2026, 10, 6)
    one_day = PaymentFilter(facility_id=world.a.id, from_on=day, until_on=day)
    assert desk.sums(desk.payments(one_day)).amount_vnd == 6_000


def test_what_brings_no_money_is_listed_when_asked_for_and_never_summed(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    worlds.hear(world, bill.code, 70_000, account="123456789")
    actions.post_waiting(at=AT)
    everything = desk.payments(PaymentFilter(facility_id=world.a.id))
    assert desk.sums(everything) == PaymentSums(0, 0, 0, 0, 0)
    asked = desk.payments(PaymentFilter(facility_id=world.a.id, finding=Finding.NOT_FOR_US))
    assert desk.sums(asked) == PaymentSums(1, 0, 0, 0, 0)
    named = desk.payments(PaymentFilter(facility_id=world.a.id, words=bill.code))
    assert desk.sums(named) == PaymentSums(1, 0, 0, 0, 0)
    assert desk.counts_waiting(world.a.id) == {
        Waiting.OWNERLESS: 0,
        Waiting.DIFFERS: 0,
        Waiting.OTHERWISE: 0,
        Waiting.ELSEWHERE: 1,
        Waiting.TWICE: 0,
    }


def test_a_short_payment_waits_until_the_rest_has_come(world: World) -> None:
    bill = worlds.issued_run(world, allows_part=True)[0]
    worlds.hear(world, bill.code, 800_000)
    actions.post_waiting(at=AT)
    assert desk.counts_waiting(world.a.id)[Waiting.DIFFERS] == 1
    worlds.hear(world, bill.code, 26_800)
    actions.post_waiting(at=AT)
    assert desk.counts_waiting(world.a.id)[Waiting.DIFFERS] == 0


def test_what_came_too_much_is_known_bill_by_bill(world: World) -> None:
    first, second, _third = worlds.issued_run(world)
    worlds.hear(world, first.code, first.total_vnd + 5_000)
    worlds.hear(world, first.code, 7_000)
    worlds.hear(world, second.code, second.total_vnd)
    actions.post_waiting(at=AT)
    assert desk.excess_of([first.pk, second.pk]) == {first.pk: 12_000}
    assert list(desk.overpaid(Bill.objects.all())) == [first]


def test_money_of_another_school_is_not_there(world: World) -> None:
    worlds.hear(world, "", 9_000, merchant=world.b.sandbox, text="x")
    actions.post_waiting(at=AT)
    theirs = Payment.objects.get()
    assert desk.payment_here(theirs.pk, [world.a.id]) is None
    assert desk.sums(desk.payments(PaymentFilter(facility_id=world.a.id))).count == 0
