"""Our payments, the provider's settlement and the bank's line beside each other."""

from __future__ import annotations

from datetime import date, timedelta

from tests.money.reconciliation.test_settling import NINE, _file, line, match, pay, settle, take
from tests.money.settlement_files import Paid
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.reconciliation.queries import settlements as queries
from thuphi.money.reconciliation.queries.settlements import Told
from thuphi.money.reconciliation.rules import Outcome
from thuphi.registers.methods.models import Merchant

FIFTH = date(2026, 10, 5)


def one_way(world: World) -> queries.ThreeWays:
    (found,) = queries.three_ways(world.a.id, FIFTH, FIFTH)
    return found


def test_three_sides_meet_when_all_is_there(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    pay(world, vnpay, bills[1], "2")
    found = one_way(world)
    assert (found.payments, found.paid_vnd, found.told, found.came_vnd) == (2, 1_320_000, None, 0)
    assert found.came_less_due_vnd == -1_320_000
    take(world, _file([Paid("1"), Paid("2")]))
    settle(world)
    found = one_way(world)
    assert found.told == Told(2, 1_320_000, 13_200, 1_306_800, 0)
    assert (found.told_less_ours_vnd, found.came_less_due_vnd) == (0, -1_306_800)
    line(world, 1_306_800, "VNPAY")
    match(world)
    found = one_way(world)
    assert (found.lines, found.came_vnd, found.is_even) == (1, 1_306_800, True)
    assert queries.three_ways(world.a.id, FIFTH + timedelta(days=1), date(2026, 10, 31)) == []
    assert queries.three_ways(world.b.id, FIFTH, FIFTH) == []


def test_each_difference_has_its_list(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    pay(world, vnpay, bills[0], "1")
    missing = pay(world, vnpay, bills[1], "2", paid_at=NINE - timedelta(minutes=30))
    late = pay(world, vnpay, bills[2], "3", paid_at=NINE + timedelta(hours=14))
    (settlement,) = take(world, _file([Paid("1"), Paid("9", gross_vnd=100_000, fee_vnd=1_000)]))
    settle(world)
    found = one_way(world)
    assert found.told_less_ours_vnd == 760_000 - 1_980_000
    assert found.told is not None
    assert found.told.unexplained == 1
    ours = queries.only_ours(world.a.id, "vnpay", FIFTH, FIFTH)
    assert [(one.payment_id, one.is_missing) for one in ours.rows] == [
        (missing, True), (late, False),
    ]  # fmt: skip
    assert (ours.count, ours.total_vnd) == (2, 1_320_000)
    assert ours.rows[0].code == bills[1].code
    assert queries.outcomes_of(settlement, facility_id=world.a.id) == {
        Outcome.MATCHED: 1, Outcome.ONLY_THEIRS: 1,
    }  # fmt: skip
    rows = queries.rows_of(settlement, facility_id=world.a.id)
    assert [(one.provider_reference, one.outcome.value, one.code) for one in rows] == [
        ("9", "only_theirs", ""), ("1", "matched", bills[0].code),
    ]  # fmt: skip
    only = queries.rows_of(settlement, facility_id=world.a.id, outcome=Outcome.MATCHED)
    assert [one.ours_vnd for one in only] == [660_000]
    assert queries.rows_of(settlement, facility_id=world.b.id) == []


def test_a_settlement_says_whether_its_line_is_there(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    (settlement,) = take(world, _file([Paid("1"), Paid("2")]))
    before = queries.standings(world.a.id, [settlement])[settlement]
    assert (before.rows, before.unlooked, before.line_id) == (2, 2, None)
    settle(world)
    came = line(world, 1_306_800, "VNPAY")
    match(world)
    after = queries.standings(world.a.id, [settlement])[settlement]
    assert (after.line_id, after.came_on, after.unlooked) == (came, date(2026, 10, 6), 0)
    assert (after.unexplained, after.unexplained_vnd) == (2, 1_320_000)
    assert queries.standings(world.b.id, [settlement]) == {}
    assert [one.pk for one in queries.settlements(world.a.id, channel="vnpay")] == [settlement]
    assert not queries.settlements(world.a.id, channel="momo").exists()
