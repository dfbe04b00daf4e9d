"""`spend`, `spend_on_run`: a family's credit pays what it owes next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.payments.test_histories import undone
from tests.money.seen import balances, post_all, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions, errors, queries, rules
from thuphi.money.credits.actions import Spent
from thuphi.money.credits.models import Credit, CreditUse
from thuphi.money.credits.rules import Left, SpendOn
from thuphi.money.payments import fees
from thuphi.money.payments.rebuild import differences

LATER = AT + timedelta(days=40)


def credit(world: World, amount_vnd: int, item: str = "", *, cashless: bool = True) -> Credit:
    """A credit of the first pupil, brought along."""
    return actions.open_credit(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS001"].pk,
        amount_vnd=amount_vnd,
        fee_item_id=world.a.items[item].pk if item else None,
        is_cashless=cashless,
        reason="Số dư năm trước",
        at=AT,
    )


def spend(world: World, bill: Bill) -> int:
    return actions.spend(by=world.lan.actor, code=bill.code, at=LATER)


def rule(world: World, spend_on: SpendOn) -> None:
    actions.set_rule(by=world.lan.actor, facility_id=world.a.id, spend_on=spend_on, at=AT)


def stands(bill: Bill) -> tuple[int, str]:
    bill.refresh_from_db()
    return bill.paid_vnd, bill.state


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def test_credit_pays_a_bill_and_the_rest_stays(world: World, bills: list[Bill]) -> None:
    credit(world, 700_000)
    assert spend(world, bills[0]) == 660_000
    assert stands(bills[0]) == (660_000, "paid")
    assert queries.balances(world.a.id) == {bills[0].beneficiary_id: 40_000}
    assert balances(world.a.id)["opening"] == 700_000
    assert nothing_differs()


def test_credit_that_is_not_enough_pays_a_part(world: World, bills: list[Bill]) -> None:
    credit(world, 100_000)
    assert spend(world, bills[0]) == 100_000
    assert stands(bills[0]) == (100_000, "part_paid")
    assert spend(world, bills[0]) == 0
    assert nothing_differs()


def test_the_oldest_lot_goes_first(world: World, bills: list[Bill]) -> None:
    first, second = credit(world, 500_000), credit(world, 500_000)
    spend(world, bills[0])
    assert rows("SELECT credit_id, amount_vnd FROM credit_use ORDER BY id") == [
        (first.pk, 500_000),
        (second.pk, 160_000),
    ]


def test_one_familys_credit_pays_no_other_familys_bill(world: World, bills: list[Bill]) -> None:
    credit(world, 700_000)
    assert spend(world, bills[1]) == 0
    assert stands(bills[1]) == (0, "open")


def test_a_facility_that_spends_nothing_keeps_credits(world: World, bills: list[Bill]) -> None:
    credit(world, 700_000)
    rule(world, SpendOn.NOTHING)
    assert spend(world, bills[0]) == 0
    assert queries.rule_of(world.a.id) is SpendOn.NOTHING


def test_under_same_item_a_lot_pays_its_own_item_only(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 1), ("BT", 1)], allows_part=True)[0]
    rule(world, SpendOn.SAME_ITEM)
    credit(world, 100_000, "AN")
    assert spend(world, bill) == 30_000
    credit(world, 1_000_000, "NU")
    assert spend(world, bill) == 0
    credit(world, 7_000)
    assert spend(world, bill) == 7_000
    credit(world, 200_000, "BT")
    assert spend(world, bill) == 143_000
    assert stands(bill) == (180_000, "paid")
    assert nothing_differs()


def test_a_run_is_paid_from_the_credits_of_all_its_families(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 700_000)
    worlds.hear(world, bills[1].code, 2_000_000)
    post_all()
    following = worlds.issued_run(
        world, items=[("AN", 22)], name="Thu tháng 11", due_on=date(2026, 11, 30)
    )
    run_id = following[0].run_id
    assert run_id is not None
    assert actions.spend_on_run(by=SYSTEM, run_id=run_id, at=LATER) == Spent(2, 700_000)
    assert [stands(bill) for bill in following] == [
        (40_000, "part_paid"),
        (660_000, "paid"),
        (0, "open"),
    ]
    assert actions.spend_on_run(by=SYSTEM, run_id=run_id, at=LATER) == Spent(0, 0)
    assert queries.balances(world.a.id) == {bills[1].beneficiary_id: 680_000}
    assert queries.on_bills([bill.pk for bill in following]) == {
        following[0].pk: (0, 40_000),
        following[1].pk: (0, 660_000),
    }
    assert nothing_differs()


def test_credit_counts_as_paid_and_as_cashless_when_it_came_so(
    world: World, bills: list[Bill]
) -> None:
    credit(world, 100_000, cashless=False)
    credit(world, 200_000)
    spend(world, bills[0])
    fees.count_all_stale()
    assert rows("SELECT due_paid_vnd, due_cashless_vnd, collected_vnd FROM fee_count") == [
        (300_000, 200_000, 0)
    ]
    assert nothing_differs()


def test_who_may_not_change_bills_spends_nothing(world: World, bills: list[Bill]) -> None:
    credit(world, 100_000)
    with pytest.raises(NotAllowed):
        actions.spend(by=world.minh.actor, code=bills[0].code, at=LATER)
    with pytest.raises(NotYours):
        actions.spend(by=world.quan.actor, code=bills[0].code, at=LATER)
    with pytest.raises(errors.BillNotFound):
        actions.spend(by=world.lan.actor, code="TF0000000000", at=LATER)


def brought(world: World, **changes: int | str | None) -> Credit:
    """A credit of school A, said by its accountant; parts of it changed."""
    said: dict[str, int | str | None] = {
        "beneficiary_id": world.a.pupils["HS001"].pk,
        "amount_vnd": 1,
        "fee_item_id": None,
        "reason": "x",
    } | changes
    item = said["fee_item_id"]
    return actions.open_credit(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=int(str(said["beneficiary_id"])),
        amount_vnd=int(str(said["amount_vnd"])),
        fee_item_id=None if item is None else int(item),
        is_cashless=True,
        reason=str(said["reason"]),
        at=AT,
    )


def test_a_credit_brought_along_needs_money_a_reason_and_its_own_school(world: World) -> None:
    with pytest.raises(errors.AmountNotPositive):
        brought(world, amount_vnd=0)
    with pytest.raises(errors.ReasonMissing):
        brought(world, reason=" ")
    with pytest.raises(errors.NotOfThisFacility):
        brought(world, beneficiary_id=world.b.pupils["HS001"].pk)
    with pytest.raises(errors.NotOfThisFacility):
        brought(world, fee_item_id=world.b.items["HP"].pk)


def test_the_desks_role_spends_within_its_own_school(
    world: World, bills: list[Bill], as_role: object
) -> None:
    assert callable(as_role)
    as_role("thuphi_app", world.a.id)
    credit(world, 100_000)
    assert spend(world, bills[0]) == 100_000
    assert stands(bills[0]) == (100_000, "part_paid")


LOTS = st.lists(
    st.tuples(st.sampled_from(["", "AN", "BT", "NU"]), st.integers(1, 400_000)), max_size=6
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lots=LOTS, same_item=st.booleans(), before_vnd=st.integers(0, 300_000))
def test_the_rule_for_one_and_the_statement_for_many_spend_the_same(
    world: World, lots: list[tuple[str, int]], same_item: bool, before_vnd: int
) -> None:
    with undone():
        bill = worlds.issued_run(world, items=[("AN", 5), ("BT", 1)], allows_part=True)[0]
        rule(world, SpendOn.SAME_ITEM if same_item else SpendOn.ANY_ITEM)
        if before_vnd:
            worlds.hear(world, bill.code, before_vnd)
            post_all()
        made = [credit(world, amount_vnd, item) for item, amount_vnd in lots]
        wanted = rules.spendable(
            [
                Left(one.pk, item if same_item else "", amount_vnd)
                for one, (item, amount_vnd) in zip(made, lots, strict=True)
            ],
            rest_vnd=300_000 - before_vnd,
            items_vnd={"AN": 150_000, "BT": 150_000},
        )
        assert spend(world, bill) == sum(wanted.values())
        found = CreditUse.objects.order_by("id").values_list("credit_id", "amount_vnd")
        assert dict(found) == wanted
        assert nothing_differs()
