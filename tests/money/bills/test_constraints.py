"""The database is law: each constraint is attacked with raw SQL and answers with its name."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import Error, connection, transaction

from tests import world as worlds
from tests.money.seen import number
from tests.world import World
from thuphi.money.bills.models import Bill


def name_of_refusal(query: str, *values: str | int) -> str:
    """The name of the constraint that refuses this statement."""
    with pytest.raises(Error) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, values)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name or str(cause)


COPY_A_BILL = """
    INSERT INTO bill (id, code, facility_id, run_id, beneficiary_id, payer_name, beneficiary_name,
                      reason, total_vnd, paid_vnd, state, allows_part, due_on, issued_at,
                      class_name)
    SELECT {id}, {code}, facility_id, {run_id}, beneficiary_id, {payer_name}, {beneficiary_name},
           {reason}, {total_vnd}, {paid_vnd}, {state}, allows_part, due_on, issued_at, class_name
    FROM bill WHERE id = %s
"""
AS_IT_WAS = {
    "id": "id + 1000",
    "code": "'TF0000000132'",
    "run_id": "NULL",
    "payer_name": "payer_name",
    "beneficiary_name": "beneficiary_name",
    "reason": "reason",
    "total_vnd": "0",
    "paid_vnd": "0",
    "state": "'paid'",
}


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"code": "'TF00000001I2'"}, "bill_code_has_its_form"),
        ({"code": "code"}, "bill_code_is_unique"),
        ({"run_id": "run_id"}, "run_bills_a_beneficiary_once"),
        ({"payer_name": "''"}, "bill_names_the_payer"),
        ({"beneficiary_name": "''"}, "bill_names_the_beneficiary"),
        ({"reason": "''"}, "bill_names_the_reason"),
        ({"total_vnd": "-1", "paid_vnd": "-1"}, "bill_total_is_not_negative"),
        ({"state": "'open'"}, "bill_state_fits_its_money"),
        ({"total_vnd": "5", "state": "'paid'"}, "bill_state_fits_its_money"),
        ({"total_vnd": "5", "paid_vnd": "5", "state": "'part_paid'"}, "bill_state_fits_its_money"),
        ({"total_vnd": "5", "paid_vnd": "1", "state": "'cancelled'"}, "bill_state_fits_its_money"),
        ({"total_vnd": "5", "state": "'open'"}, "bill_total_is_its_lines"),
    ],
)
def test_a_bill_that_is_wrong_in_itself_is_refused(
    world: World, changed: dict[str, str], constraint: str
) -> None:
    bill = worlds.issued_run(world)[0]
    query = COPY_A_BILL.format(**(AS_IT_WAS | changed))
    assert name_of_refusal(query, bill.pk) == constraint
    assert number("SELECT count(*) FROM bill") == 3


@pytest.mark.parametrize(
    "column",
    ["id", "code", "facility_id", "run_id", "beneficiary_id", "beneficiary_name", "reason"],
)
def test_what_a_bill_is_stays_as_it_was_issued(world: World, column: str) -> None:
    worlds.issued_run(world)
    assert name_of_refusal(f"UPDATE bill SET {column} = {column}") == "bill_identity_is_kept"


def test_a_bill_is_never_removed(world: World) -> None:
    worlds.issued_run(world)
    assert name_of_refusal("DELETE FROM bill") == "bill_identity_is_kept"
    assert number("SELECT count(*) FROM bill") == 3


def test_a_total_is_not_changed_without_a_line(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    assert (
        name_of_refusal("UPDATE bill SET total_vnd = total_vnd + 1 WHERE id = %s", bill.pk)
        == "bill_total_is_its_lines"
    )


def test_a_line_that_does_not_fit_the_total_is_refused(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    copied = (
        "INSERT INTO bill_line (bill_id, facility_id, kind, fee_item_id, description, quantity,"
        " unit_price_vnd, amount_vnd, reason)"
        " SELECT bill_id, facility_id, %s, fee_item_id, description, 1, %s, %s, %s"
        " FROM bill_line WHERE bill_id = %s LIMIT 1"
    )
    for kind, amount, reason, constraint in [
        ("debit", 1_000, "Thêm một bữa", "bill_total_is_its_lines"),
        ("credit", 1_000, "Nghỉ một bữa", "bill_line_sign_fits_its_kind"),
        ("charge", -1_000, "", "bill_line_sign_fits_its_kind"),
        ("credit", -1_000, "", "bill_line_change_has_a_reason"),
        ("gift", 0, "x", "bill_line_kind_is_known"),
    ]:
        assert name_of_refusal(copied, kind, amount, amount, reason, bill.pk) == constraint
    assert number("SELECT count(*) FROM bill_line WHERE bill_id = %s", bill.pk) == 4


@pytest.mark.parametrize("change", ["UPDATE bill_line SET reason = 'x'", "DELETE FROM bill_line"])
def test_a_line_is_kept_for_ever_even_from_the_owner(
    world: World, change: str, as_role: Callable[..., None]
) -> None:
    worlds.issued_run(world)
    assert "permission denied" in name_of_refusal(change)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    assert name_of_refusal(change) == "bill_line_is_append_only"


def test_another_schools_bills_are_not_there_for_the_pages_role(
    world: World, as_role: Callable[..., None]
) -> None:
    bill = worlds.issued_run(world)[0]
    as_role("thuphi_app", world.b.id)
    assert not Bill.objects.filter(code=bill.code).exists()
    assert number("SELECT count(*) FROM bill_line") == 0
    assert number("SELECT facility_of_bill(%s)", bill.code) == world.a.id
