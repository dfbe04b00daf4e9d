"""The promises of registrations, run rules, closings and arrears, each with a breaking deed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.house.copying import AT, FREE_ID, copy
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.closing.actions import close_run
from thuphi.money.closing.arrears import carry_arrears
from thuphi.money.registrations import actions as registrations

CASES: list[tuple[str, str]] = [
    (
        "arrear_goes_to_another_bill",
        "INSERT INTO carried_arrear (facility_id, from_bill_id, to_bill_id, fee_item_id,"
        f" amount_vnd, carried_at) SELECT facility_id, from_bill_id, from_bill_id, fee_item_id, 1,"
        f" '{AT}' FROM carried_arrear LIMIT 1",
    ),
    ("arrear_is_of_money", copy("carried_arrear", amount_vnd=0)),
    ("carried_arrear_is_append_only", "UPDATE carried_arrear SET amount_vnd = 1"),
    ("closed_bill_is_append_only", "UPDATE closed_bill SET rest_vnd = 0"),
    (
        "closed_bill_rest_is_due_less_paid",
        copy("closed_bill", closing_id=FREE_ID, rest_vnd=1, due_vnd=0, paid_vnd=0),
    ),
    ("closing_counts_fit", copy("run_closing", run_id=FREE_ID, owing=10_000)),
    ("closing_is_kept", "UPDATE run_closing SET due_vnd = 0"),
    ("closing_is_kept", "DELETE FROM run_closing"),
    (
        "closing_is_opened_again_for_a_reason",
        "UPDATE run_closing SET reopened_at = now()",
    ),
    ("closing_lists_a_bill_once", copy("closed_bill")),
    ("closing_rest_is_due_less_paid", copy("run_closing", run_id=FREE_ID, rest_vnd=-1)),
    ("exemption_kind_is_known", copy("exemption", kind="lost")),
    ("exemption_period_is_known", copy("exemption", period="lost")),
    ("registration_ends_after_it_begins", "UPDATE registration SET until_on = from_on - 1"),
    ("registration_percent_is_one_to_a_thousand", "UPDATE registration SET percent = 0"),
    ("registration_quantity_is_one_to_a_thousand", "UPDATE registration SET quantity = 1001"),
    ("registrations_of_an_item_do_not_overlap", copy("registration")),
    ("run_bills_an_item_by_one_rule", copy("run_item")),
    ("run_is_closed_once_at_a_time", copy("run_closing")),
    ("run_item_price_is_not_negative", "UPDATE run_item SET unit_price_vnd = -1"),
    ("run_item_quantity_is_positive", "UPDATE run_item SET quantity = 0"),
]


@pytest.fixture
def rows(world: World) -> None:
    """A row in each of the tables."""
    a = world.a
    registrations.register(
        by=SYSTEM, facility_id=a.id, beneficiary_id=a.pupils["HS001"].pk,
        fee_item_id=a.items["AN"].pk, from_on=date(2026, 9, 1), at=worlds.AT,
    )  # fmt: skip
    bills.exempt(
        by=SYSTEM, facility_id=a.id, beneficiary_id=a.pupils["HS001"].pk,
        fee_item_id=a.items["BT"].pk, percent=50, reason="Hộ nghèo",
        from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=worlds.AT,
    )  # fmt: skip
    old = worlds.issued_run(world, name="Thu tháng 9", items=[("NU", 1)])
    new = worlds.issued_run(world, items=[("NU", 1)])
    assert old[0].run_id is not None
    assert new[0].run_id is not None
    later = worlds.AT + timedelta(days=1)
    close_run(by=SYSTEM, run_id=old[0].run_id, at=later)
    carry_arrears(by=SYSTEM, from_run_ids=[old[0].run_id], to_run_id=new[0].run_id, at=later)


@pytest.mark.parametrize(
    ("name", "deed"), CASES, ids=[f"{n} {i}" for i, (n, _) in enumerate(CASES)]
)
def test_the_database_refuses_by_name(rows: None, name: str, deed: str) -> None:
    with (
        pytest.raises(DatabaseError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET ROLE none")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(deed)
