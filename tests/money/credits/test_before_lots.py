"""A database from before there were lots: what was overpaid and refunded becomes lots and uses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import connection

from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import fees, returning
from thuphi.money.payments import models as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.returning import WayOut

LATER = AT + timedelta(days=2)
MIGRATION = (
    Path(payments.__file__).parent / "migrations" / "0007_credits_are_kept_in_lots.sql"
).read_text(encoding="utf-8")
LOTS = (
    "SELECT c.source, c.payment_id, c.amount_vnd, coalesce(sum(u.amount_vnd), 0),"
    " count(u.id) FROM credit AS c LEFT JOIN credit_use AS u ON u.credit_id = c.id"
    " GROUP BY c.id ORDER BY c.payment_id, c.id"
)


def paid(world: World, bill: Bill, amount_vnd: int) -> int:
    heard = worlds.hear(world, bill.code, amount_vnd)
    post_all()
    return Payment.objects.get(heard_id=heard).pk


def aside(payment_id: int, refund_id: int, amount_vnd: int) -> None:
    returning.set_aside(payment_id=payment_id, refund_id=refund_id, amount_vnd=amount_vnd, at=LATER)


def test_the_migration_writes_the_lots_that_would_have_been_written(
    world: World, bills: list[Bill]
) -> None:
    over = paid(world, bills[0], 700_000)
    aside(over, 1, 50_000)
    paid(world, bills[0], 10_000)
    returning.keep(refund_id=1, at=LATER)
    aside(over, 2, 45_000)
    returning.let_go(refund_id=2, out_of=WayOut.BANK, detail="0011", at=LATER)
    other = paid(world, bills[1], 900_000)
    aside(other, 3, 100_000)
    before = rows(LOTS)
    assert len(before) == 3
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM credit_use")
        cursor.execute("DELETE FROM credit")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(MIGRATION[MIGRATION.index("-- What families had paid too much before") :])
        cursor.execute("SET ROLE thuphi_worker")
    assert rows(LOTS) == before
    fees.count_all_stale()
    assert differences() == []
