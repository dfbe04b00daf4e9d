"""What the page's own role may not write, asked of the database itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction

from tests import world as worlds
from tests.money.reconciliation.steps import taken
from tests.money.seen import post_all
from tests.money.statements import files
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.statements.models import BankLine

Role = Callable[..., None]

TABLES = [
    "statement_file",
    "column_profile",
    "statement",
    "bank_line",
    "line_seen",
    "settlement",
    "settlement_row",
    "line_match",
    "line_match_undone",
    "line_state",
    "reconciliation_decision",
    "settled_row",
    "reconciliation_rule",
    "period_closing",
    "period_seal",
    "sealed_transfer",
    "told_before",
    "charge_back",
]


def refused(sql: str, *values: object) -> str:
    """The database's word against it."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 0, sql
        raise Error("no row")
    return str(error.value)


@pytest.fixture
def things(world: World, bills: list[Bill]) -> tuple[BankLine, Payment, Payment]:
    """A line and a payment of school A, and a payment of school B."""
    other = worlds.issued_run(world, school=world.b)
    worlds.hear(world, bills[0].code, 660_000)
    worlds.hear(world, other[0].code, 1_200_000, merchant=world.b.sandbox)
    post_all()
    (one,) = taken(world, [files.line(1, 660_000, "khong ro")])
    return one, Payment.objects.get(bill=bills[0]), Payment.objects.get(bill=other[0])


def test_every_new_table_hides_other_facilities(
    world: World, things: tuple[BankLine, Payment, Payment], as_role: Role
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r'"
            " AND NOT relrowsecurity",
            [TABLES],
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r'", [TABLES]
        )
        assert len(cursor.fetchall()) == len(TABLES)
    reconciling.reconcile_all(facility_id=None, at=worlds.AT)
    as_role("thuphi_app", world.b.id)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE facility_id = %s", [world.a.id])
            assert cursor.fetchone() == (0,), table


def test_a_page_says_only_what_a_person_decided(
    world: World, things: tuple[BankLine, Payment, Payment], as_role: Role
) -> None:
    one, mine, theirs = things
    as_role("thuphi_app", world.a.id)
    match = (
        "INSERT INTO line_match (line_id, facility_id, kind, subject_id, amount_vnd, how,"
        " made_by, reason, made_at) VALUES (%s, %s, 'payment', %s, 660000, %s, 1, 'x', now())"
    )
    for how in ("booked", "reference", "code", "only_one", "settlement"):
        refused(match, one.pk, world.a.id, mine.pk, how)
    refused(match, one.pk, world.a.id, theirs.pk, "person")
    refused(match, one.pk, world.b.id, theirs.pk, "person")
    refused("UPDATE line_state SET left_vnd = 0 WHERE line_id = %s", one.pk)
    refused("UPDATE line_state SET line_id = line_id + 1 WHERE line_id = %s", one.pk)
    refused("UPDATE line_state SET facility_id = %s WHERE line_id = %s", world.b.id, one.pk)
    refused("DELETE FROM line_state WHERE line_id = %s", one.pk)
    refused("UPDATE line_state SET outcome = 'matched' WHERE line_id = %s", one.pk)
    refused(
        "INSERT INTO settled_row (row_id, facility_id, outcome, matched_at)"
        " VALUES (1, %s, 'matched', now())",
        world.a.id,
    )
    refused(
        "INSERT INTO reconciliation_decision (facility_id, line_id, deed, reason, decided_at)"
        " VALUES (%s, %s, 'note', 'x', now())",
        world.a.id,
        one.pk,
    )
    refused(
        "INSERT INTO reconciliation_decision (facility_id, line_id, deed, reason, decided_by,"
        " decided_at) VALUES (%s, 1, 'note', 'x', 1, now())",
        world.b.id,
    )


def test_a_page_forges_nothing_that_was_told_or_said(
    world: World, things: tuple[BankLine, Payment, Payment], as_role: Role
) -> None:
    _, mine, _ = things
    as_role("thuphi_app", world.a.id)
    for table in TABLES:
        if table in ("column_profile", "line_state", "reconciliation_rule"):
            continue
        for verb in (
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"UPDATE {table} SET facility_id = facility_id",
        ):
            refused(verb)
    refused(
        "INSERT INTO told_before (heard_id, facility_id, line_heard_id) VALUES (%s, %s, %s)",
        mine.heard_id,
        world.a.id,
        mine.heard_id,
    )


def test_a_page_seals_only_what_the_seal_would_hold(
    world: World, things: tuple[BankLine, Payment, Payment], as_role: Role
) -> None:
    """A seal without its hash, or with members that are not in it, is no seal."""
    as_role("thuphi_app", world.b.id)
    refused(
        "INSERT INTO period_closing (facility_id, kind, from_on, to_on, closed_at, cash_vnd,"
        " cash_reason, figures) VALUES (%s, 'day', '2026-10-01', '2026-10-02', now(), 0, '',"
        " '{}')",
        world.a.id,
    )
