"""The builders that all tests share keep their promises."""

from tests import world as worlds
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.registers.facilities import queries as facilities


def test_the_world_has_two_schools_and_strangers(db: None) -> None:
    world = worlds.build()
    account = facilities.approved_account(world.a.id)
    assert account is not None
    assert (account.bin, account.number) == ("970415", "0011001932418")
    assert (account.proposed_by, account.decided_by) == (world.lan.user.pk, world.hoa.user.pk)
    assert world.quan.actor.facilities == {world.b.id}
    assert world.dung.actor.facilities == {world.a.id, world.b.id}


def test_a_bill_of_the_world_can_be_paid_by_the_road_of_money(db: None) -> None:
    world = worlds.build()
    first, second, third = worlds.issued_run(world)
    assert [bill.total_vnd for bill in (first, second, third)] == [826_800] * 3
    worlds.hear(world, first.code, 826_800)
    assert payments.post_waiting(at=worlds.AT).taken == 1
    assert Bill.objects.get(pk=first.pk).state == "paid"
    assert Payment.objects.get().receipt_number == 1
