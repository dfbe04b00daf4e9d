"""Changes under a seal that `thuphi ledger verify` must not miss."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.money.periods.conftest import booked_when_it_happened
from tests.money.reconciliation.steps import matched
from tests.money.statements import files
from tests.world import AT, World
from thuphi.doors.cli.ledger import app
from thuphi.money.bills.models import Bill
from thuphi.money.periods import actions
from thuphi.money.periods.rules import EXPLAINED_HERE, PeriodKind


@pytest.fixture
def closed(world: World, bills: list[Bill]) -> World:
    """Two days under a seal each."""
    matched(world, [files.line(1, 660_000, bills[0].code, reference="FT26278123456789")])
    booked_when_it_happened()
    for day in (5, 6):
        actions.close(
            by=world.lan.actor,
            facility_id=world.a.id,
            kind=PeriodKind.DAY,
            until_on=date(2026, 10, day),
            at=AT + timedelta(days=day - 3),
            reasons=dict.fromkeys(EXPLAINED_HERE, "x"),
        )
    return world


def holds(world: World) -> bool:
    result = CliRunner().invoke(app, ["verify"])
    return result.exit_code == 0


CHANGES = {
    "amount": (
        "UPDATE transfer SET amount_vnd = amount_vnd + 1 WHERE id = (SELECT "
        "min(transfer_id) FROM sealed_transfer)"
    ),
    "reference": (
        "UPDATE transfer SET reference = reference || ' ' WHERE id = (SELECT "
        "min(transfer_id) FROM sealed_transfer)"
    ),
    "instant": (
        "UPDATE transfer SET happened_at = happened_at + interval '1 microsecond' WHERE "
        "id = (SELECT min(transfer_id) FROM sealed_transfer)"
    ),
    "account": (
        "UPDATE ledger_account SET detail = 'X9' WHERE id = (SELECT "
        "min(debit_account_id) FROM transfer WHERE facility_id = (SELECT "
        "min(facility_id) FROM period_seal))"
    ),
    "gone": ("DELETE FROM transfer WHERE id = (SELECT min(transfer_id) FROM sealed_transfer)"),
    "figures": (
        "UPDATE period_closing SET figures = jsonb_set(figures, '{x}', '1') WHERE id = "
        "(SELECT min(id) FROM period_closing)"
    ),
    "closer": (
        "UPDATE period_closing SET closed_by = closed_by + 1 WHERE id = (SELECT min(id) "
        "FROM period_closing)"
    ),
    "member gone": (
        "DELETE FROM sealed_transfer WHERE transfer_id = (SELECT min(transfer_id) FROM "
        "sealed_transfer)"
    ),
    "last seal gone": (
        "DELETE FROM sealed_transfer WHERE seal_id = (SELECT max(id) FROM period_seal); "
        "DELETE FROM period_seal WHERE id = (SELECT max(id) FROM period_seal)"
    ),
    "last closing gone": (
        "DELETE FROM sealed_transfer WHERE seal_id = (SELECT max(id) FROM period_seal); "
        "DELETE FROM period_seal WHERE id = (SELECT max(id) FROM period_seal); DELETE "
        "FROM period_closing WHERE id = (SELECT max(id) FROM period_closing)"
    ),
    "all seals gone": (
        "DELETE FROM sealed_transfer; DELETE FROM period_seal; DELETE FROM period_closing"
    ),
    "rehashed": (
        "UPDATE transfer SET amount_vnd = amount_vnd + 1 WHERE id = (SELECT "
        "min(transfer_id) FROM sealed_transfer); UPDATE sealed_transfer SET sha256 = "
        "sha256('x') WHERE transfer_id = (SELECT min(transfer_id) FROM sealed_transfer)"
    ),
    "two swapped": (
        "UPDATE sealed_transfer SET seal_id = (SELECT max(id) FROM period_seal) WHERE "
        "transfer_id = (SELECT max(transfer_id) FROM sealed_transfer WHERE seal_id = "
        "(SELECT min(id) FROM period_seal))"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_under_a_seal_is_found(closed: World, change: str) -> None:
    assert holds(closed)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(CHANGES[change])
        cursor.execute("SET session_replication_role = origin")
    assert not holds(closed)
