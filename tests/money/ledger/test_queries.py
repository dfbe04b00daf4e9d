"""Reading the book: what was moved about a bill, and what lies where."""

from __future__ import annotations

from tests import world as worlds
from tests.world import AT, World
from thuphi.money.ledger import queries
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.payments import actions as payments


def test_a_bills_transfers_are_told_in_their_order_with_both_accounts(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 20)], allows_part=True)[0]
    worlds.hear(world, bill.code, 500_000)
    payments.post_waiting(at=AT)
    told = [
        (one.recipe, one.debit, one.debit_detail, one.credit, one.credit_detail, one.amount_vnd)
        for one in queries.transfers_about(bill.code, facility_id=world.a.id)
    ]
    assert told == [
        (RecipeName.ISSUE, AccountKind.RECEIVABLE, "", AccountKind.REVENUE, "AN", 600_000),
        (RecipeName.PAY, AccountKind.CLEARING, "sandbox", AccountKind.RECEIVABLE, "", 500_000),
    ]
    assert queries.transfers_about(bill.code, facility_id=world.b.id) == []


def test_a_balance_counts_on_the_side_where_its_kind_grows(world: World) -> None:
    worlds.issued_run(world, items=[("AN", 20), ("NU", 1)])
    worlds.hear(world, "", 40_000, text="x")
    payments.post_waiting(at=AT)
    balances = {
        kind: queries.balance_vnd(world.a.id, kind)
        for kind in (
            AccountKind.RECEIVABLE,
            AccountKind.REVENUE,
            AccountKind.CLEARING,
            AccountKind.UNIDENTIFIED,
            AccountKind.CASH,
        )
    }
    assert list(balances.values()) == [1_845_000, 1_845_000, 40_000, 40_000, 0]
