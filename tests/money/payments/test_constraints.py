"""The database is law: each constraint is attacked with raw SQL and answers with its name."""

from __future__ import annotations

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.bills.test_constraints import name_of_refusal
from tests.money.seen import number, post_all
from tests.world import World
from thuphi.money.bills.models import Bill

COPY_A_PAYMENT = """
    INSERT INTO payment (facility_id, heard_id, identifies_id, bill_id, finding, channel, method,
                         amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at,
                         receipt_year, receipt_number)
    SELECT {facility_id}, {heard_id}, {identifies_id}, {bill_id}, {finding}, channel, {method},
           {amount_vnd}, {applied_vnd}, {excess_vnd}, {unidentified_vnd}, paid_at,
           {receipt_year}, {receipt_number}
    FROM payment WHERE finding = 'exact'
"""
AS_IT_WAS = {
    "facility_id": "facility_id",
    "heard_id": "heard_id + 1",
    "identifies_id": "NULL",
    "bill_id": "bill_id",
    "finding": "'exact'",
    "method": "method",
    "amount_vnd": "5",
    "applied_vnd": "5",
    "excess_vnd": "0",
    "unidentified_vnd": "0",
    "receipt_year": "receipt_year",
    "receipt_number": "receipt_number + 1",
}
NO_RECEIPT = {"receipt_year": "NULL", "receipt_number": "NULL"}
NO_BILL = {"bill_id": "NULL", "applied_vnd": "0"} | NO_RECEIPT


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"heard_id": "heard_id"}, "heard_is_booked_once"),
        ({"receipt_number": "receipt_number"}, "receipt_number_is_unique"),
        (NO_BILL | {"finding": "'gift'", "unidentified_vnd": "5"}, "payment_finding_is_known"),
        ({"amount_vnd": "0", "applied_vnd": "0"}, "payment_amounts_are_not_negative"),
        ({"applied_vnd": "6", "excess_vnd": "-1"}, "payment_amounts_are_not_negative"),
        ({"applied_vnd": "4"}, "payment_parts_add_up"),
        (NO_BILL | {"finding": "'duplicate'", "unidentified_vnd": "5"}, "payment_parts_add_up"),
        ({"bill_id": "NULL"}, "payment_finding_fits_its_bill"),
        (NO_BILL | {"finding": "'closed'", "unidentified_vnd": "5"},
         "payment_finding_fits_its_bill"),
        (NO_BILL | {"finding": "'credit'", "excess_vnd": "5"}, "payment_finding_fits_its_bill"),
        (NO_BILL | {"finding": "'unknown'", "unidentified_vnd": "5", "identifies_id": "id"},
         "payment_without_its_owner_says_why"),
        (NO_RECEIPT, "payment_on_a_bill_has_a_receipt"),
        (NO_BILL | {"finding": "'unknown'", "unidentified_vnd": "5", "receipt_year": "2026",
                    "receipt_number": "9"}, "payment_on_a_bill_has_a_receipt"),
        ({"facility_id": "facility_id + 1"}, "payment_is_of_one_facility"),
        ({"heard_id": "heard_id + 9999"}, "payment_is_of_one_facility"),
        ({"bill_id": "bill_id + 9999"}, "payment_is_of_one_facility"),
    ],
)  # fmt: skip
def test_a_payment_that_is_wrong_in_itself_is_refused(
    world: World, bills: list[Bill], changed: dict[str, str], constraint: str
) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    worlds.hear(world, bills[1].code, 5, outcome="pending")
    query = COPY_A_PAYMENT.format(**(AS_IT_WAS | changed))
    assert name_of_refusal(query) == constraint
    assert number("SELECT count(*) FROM payment") == 1


def test_money_has_one_found_owner(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, "", 5)
    post_all()
    query = owner_of_unknown(world, bills[0], 1)
    with connection.cursor() as cursor:
        cursor.execute(query)
    for part in (0, 1):
        again = owner_of_unknown(world, bills[0], 2, part)
        assert name_of_refusal(again) == "payment_owner_is_found_once"


def owner_of_unknown(world: World, bill: Bill, number: int, part: int = 0) -> str:
    """A row that gives the only payment without an owner to a bill."""
    return (
        "INSERT INTO payment (facility_id, heard_id, identifies_id, bill_id, finding, channel,"
        " method, amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at, receipt_year,"
        f" receipt_number, part) SELECT facility_id, heard_id, id, {bill.pk}, 'part', channel,"
        f" method, 5, 5, 0, 0, paid_at, 2026, {number}, {part} FROM payment"
        " WHERE identifies_id IS NULL"
    )


@pytest.mark.parametrize(
    ("finding", "changed"),
    [
        ("unknown", "unidentified_vnd = 5"),
        ("not_for_us", "amount_vnd = 4"),
        ("credit", "excess_vnd = 5, paid_at = paid_at + interval '1 day'"),
        ("credit", "excess_vnd = 5, method = 'card'"),
        ("credit", "excess_vnd = 5, root_id = 1"),
    ],
)
def test_a_further_row_is_of_the_same_money_and_says_what_can_come_next(
    world: World, bills: list[Bill], finding: str, changed: str
) -> None:
    worlds.hear(world, "", 5)
    post_all()
    values = {"amount_vnd": "5", "excess_vnd": "0", "unidentified_vnd": "0", "paid_at": "paid_at",
              "method": "method", "root_id": "NULL"} | dict(
        one.split(" = ") for one in changed.split(", ")
    )  # fmt: skip
    query = (
        "INSERT INTO payment (facility_id, heard_id, identifies_id, finding, channel, applied_vnd,"
        f" reason, {', '.join(values)}) SELECT facility_id, heard_id, id, '{finding}', channel, 0,"
        f" 'x', {', '.join(values.values())} FROM payment WHERE identifies_id IS NULL"
    )
    assert name_of_refusal(query) == "payment_says_more_of_the_same_money"


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"amount_vnd": "-1"}, "heard_amount_is_not_negative"),
        ({"provider_reference": "''"}, "heard_has_a_provider_reference"),
        ({"method": "'gold'"}, "heard_method_is_known"),
        ({"provider_reference": "provider_reference"}, "heard_reference_is_heard_once"),
    ],
)
def test_a_notification_that_is_wrong_in_itself_is_refused(
    world: World, bills: list[Bill], changed: dict[str, str], constraint: str
) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    columns = {"amount_vnd": "amount_vnd", "provider_reference": "'X'", "method": "method"}
    query = (
        "INSERT INTO heard (channel, merchant_id, facility_id, outcome, paid_at, raw, body_hash,"
        f" {', '.join(columns)}) SELECT channel, merchant_id, facility_id, outcome, paid_at, raw,"
        f" body_hash, {', '.join((columns | changed).values())} FROM heard"
    )
    assert name_of_refusal(query) == constraint


@pytest.mark.parametrize("table", ["heard", "heard_otherwise", "payment"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_heard_and_booked_is_kept_from_the_worker_and_from_the_owner(
    world: World, table: str, change: str
) -> None:
    assert "permission denied" in name_of_refusal(change.format(table))
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    refused = name_of_refusal(change.format(table))
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
    # PostgreSQL itself refuses to empty a table that another one points to.
    assert refused == f"{table}_is_append_only" or (
        change.startswith("TRUNCATE") and "cannot truncate a table referenced" in refused
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE receipt_series SET last_number = last_number",
        "UPDATE receipt_series SET last_number = 0",
        "UPDATE receipt_series SET facility_id = facility_id + 1",
        "DELETE FROM receipt_series",
    ],
)
def test_a_receipt_series_only_counts_up(world: World, bills: list[Bill], change: str) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    assert name_of_refusal(change) == "receipt_series_counts_on"
    assert number("SELECT last_number FROM receipt_series") == 1
