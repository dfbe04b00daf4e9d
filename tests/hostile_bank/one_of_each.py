"""One of each thing of the bank's pages at school A, told by a bank that means harm."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk import conftest as desk
from tests.doors.web.desk.bank_told import key, unknown
from tests.money.reconciliation.steps import taken
from tests.money.statements import files
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.statements.models import (
    BankLine,
    ColumnProfile,
    Settlement,
    SettlementRow,
    Statement,
    StatementFile,
)

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=1>=cmd|' /C calc'!A1"
DEEDS = ["assign", "split", "credit", "refund", "not_ours", "note", "pair", "undo"]


def fields(**typed: object) -> dict[str, object]:
    return {"reason": "x", "picked": "x", **typed}


def addresses_of(
    one: BankLine,
    payment: Payment,
    statement_id: int,
    settlement_id: int,
    closing_id: int,
    account_id: int,
    pupil_id: int,
    item_id: int,
    reference: str,
) -> list[str]:
    """Every new address with an id in it."""
    found = [
        reverse(f"desk_workbench_{deed}", args=[key(what)])
        for deed in DEEDS
        for what in (one, payment)
    ]
    found += [reverse("desk_workbench_item", args=[key(what)]) for what in (one, payment)]
    found += [reverse("desk_statement", args=[statement_id])]
    found += [
        reverse(name, args=[settlement_id]) for name in ("desk_settlement", "desk_settlement_pair")
    ]
    found += [
        reverse(name, args=[closing_id])
        for name in (
            "desk_period",
            "desk_period_report_pdf",
            "desk_period_report_xlsx",
            "desk_period_sheet_pdf",
            "desk_period_sheet_xlsx",
        )
    ]
    found += [
        reverse("desk_account_one", args=[account_id]),
        reverse("desk_account_file", args=[account_id, "csv"]),
        reverse("desk_account_payer", args=[pupil_id]),
        reverse("desk_account_payer_file", args=[pupil_id, "xlsx"]),
        reverse("desk_account_item", args=[item_id]),
        reverse("desk_account_item_file", args=[item_id, "csv"]),
    ]
    found += [reverse("desk_account_about", args=[reference])]
    return found


@pytest.fixture
def bills(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def all_of_a(world: World, bills: list[Bill]) -> dict[str, object]:
    """School A with one of everything, told in an enemy's words."""
    (first, *_) = taken(
        world,
        [
            files.line(
                1,
                660_000,
                f"{bills[0].code} {EVIL}",
                payer_name=f"={EVIL}",
                reference="=FT26278123456789",
            ),
            files.line(2, 77_000, f"@{EVIL}", payer_name=f"+{EVIL}", payer_account="-1<b>"),
        ],
    )
    reconciling.reconcile_all(facility_id=world.a.id, at=worlds.AT)
    payment = unknown(world, 55_000, text=f"-{EVIL}")
    file = StatementFile.objects.create(
        facility_id=world.a.id,
        source="provider",
        name=EVIL,
        format="vnpay",
        sha256=b"x" * 32,
        size_bytes=1,
        lines=1,
        new_lines=1,
        taken_at=worlds.AT,
    )
    settlement = Settlement.objects.create(
        facility_id=world.a.id,
        file=file,
        channel="vnpay",
        reference=EVIL,
        settled_on=worlds.TODAY,
        gross_vnd=88_000,
        fee_vnd=0,
        net_vnd=88_000,
    )
    SettlementRow.objects.create(
        facility_id=world.a.id,
        settlement=settlement,
        place=1,
        kind="payment",
        provider_reference=EVIL,
        our_reference=EVIL,
        text=EVIL,
        gross_vnd=88_000,
        fee_vnd=0,
        net_vnd=88_000,
        raw={"a": EVIL},
    )
    ColumnProfile.objects.create(
        facility_id=world.a.id, name=EVIL, heads={"text": [EVIL]}, made_at=worlds.AT
    )
    row = connection.cursor()
    row.execute(
        "SELECT id FROM ledger_account WHERE facility_id = %s ORDER BY id LIMIT 1", [world.a.id]
    )
    account_id = row.fetchone()[0]
    row.execute(
        "SELECT reference FROM transfer WHERE facility_id = %s AND reference LIKE 'line:%%'",
        [world.a.id],
    )
    reference = row.fetchone()[0]
    return {
        "one": first,
        "payment": payment,
        "statement_id": Statement.objects.first().pk,
        "settlement_id": settlement.pk,
        "closing_id": 1,
        "account_id": account_id,
        "pupil_id": world.a.pupils["HS001"].pk,
        "item_id": world.a.items["AN"].pk,
        "reference": reference,
    }
