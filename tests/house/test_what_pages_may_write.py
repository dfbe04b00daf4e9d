"""A connection of the pages writes what people at a desk do, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.house import every_table
from tests.house.copying import copy
from tests.world import World

WRITTEN_BY_PAGES = {
    "attempt", "attempt_step", "basket", "basket_line", "beneficiary", "beneficiary_account",
    "bank_credit", "bill", "bill_line", "charge",
    "collection_run", "django_cache", "django_session", "event", "exemption", "fee_item", "heard",
    "heard_otherwise", "heard_waiting", "refund", "refund_limit",
    "merchant", "method_fee", "method_incentive",
    "mfa_authenticator", "month_count", "payment", "receipt_series", "terminal", "transfer",
    "tries", "uploaded_workbook",
    "api_key", "kept_answer", "webhook_delivery", "webhook_endpoint",
    "platform_use", "declaration", "declared_value", "declaration_flag", "declaration_evidence",
    "difficulty", "filing", "filing_figure", "filing_source", "filing_step",
    "task_comment", "task_funding", "task_part", "task_step",
    "account_proof", "adjustment", "adjustment_line", "book_foot", "book_layout",
    "carried_arrear", "cash_deposit", "class_allowance", "closed_bill", "coupon_return", "credit",
    "credit_payout", "credit_rule", "credit_use", "fee_agreement", "fee_ceiling", "hand_over",
    "insurance_handover", "insurance_left_out", "insurance_note", "insurance_row", "invoice",
    "invoice_account", "kitchen_count", "letter", "meal", "meal_day", "meal_roll", "meal_rule",
    "meal_settlement", "meal_settlement_line", "meal_tick", "payout", "payout_account",
    "payout_list", "receipt_book", "receipt_slip", "registration", "reminder_plan", "run_closing",
    "run_item", "school_sheet", "sheet_mapping", "telling",
    "statement_file", "statement", "bank_line", "line_seen", "settlement", "settlement_row",
    "column_profile", "line_match", "line_match_undone", "reconciliation_decision",
    "reconciliation_rule", "payment_return", "charge_back", "period_closing",
    "period_seal", "sealed_transfer",
}  # fmt: skip
"""Every table into which pages insert. One more is a decision, and stands here with its guard."""
EMPTIED_BY_PAGES = {
    "django_cache", "django_session", "mfa_authenticator", "tries",
    "declared_value", "declaration_flag", "declaration_evidence",
    "book_layout", "charge", "insurance_note",
}  # fmt: skip
"""What is no record: sessions, drafts, a plan, how a list is laid out."""


@pytest.fixture
def world(db: None) -> World:
    return every_table.build()


def refusal(deed: str, *parameters: str | int) -> str:
    """The database's own words, or nothing when it lets the deed be done; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, parameters)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


def privileged(deed: str) -> set[str]:
    """The tables on which the pages' role has a privilege as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND has_table_privilege('thuphi_app', oid, %s)",
            [deed],
        )
        return {str(name) for (name,) in cursor.fetchall()}


def test_pages_write_into_these_tables_alone(db: None) -> None:
    assert privileged("INSERT") <= WRITTEN_BY_PAGES
    assert privileged("DELETE") == EMPTIED_BY_PAGES
    assert privileged("TRUNCATE") == set()


@pytest.mark.parametrize(
    "deed",
    [
        "INSERT INTO staff_assignment (user_id, role, place_id) SELECT id, 'officer', 1"
        " FROM staff_user LIMIT 1",
        "UPDATE staff_assignment SET role = 'operator'",
        "DELETE FROM staff_assignment",
        "UPDATE staff_user SET is_superuser = true",
        "UPDATE staff_user SET username = 'x'",
        "UPDATE facility SET name = 'x'",
        "DELETE FROM facility_place",
        "UPDATE agency SET name = 'x'",
        "INSERT INTO platform SELECT * FROM platform",
        "UPDATE obligation SET duty_id = 'x'",
        "DELETE FROM filing",
        "UPDATE filing_source SET source_id = NULL",
        "UPDATE filing_step SET by = 'x'",
        "UPDATE difficulty SET text = 'x'",
        "INSERT INTO report_reminder SELECT * FROM report_reminder",
        "UPDATE task_part SET agency_id = 1",
        "UPDATE task_item SET task_id = 'x'",
        "INSERT INTO task_support SELECT * FROM task_support",
        "UPDATE task_funding SET amount_vnd = 1",
        "DELETE FROM task_comment",
        "UPDATE platform_listing SET list_code = 'QD1'",
        "UPDATE platform_use SET evidence = 'x'",
        "DELETE FROM platform_use",
        "UPDATE declared_value SET value = 1",
        "UPDATE declaration_evidence SET words = 'x'",
        "DELETE FROM declaration",
        "UPDATE merchant SET slug = 'khac'",
        "UPDATE merchant SET channel = 'payos'",
        "UPDATE merchant SET last_paid_on = current_date",
        "DELETE FROM merchant",
        "SELECT sealed FROM merchant",
        "SELECT sealed FROM webhook_endpoint",
        "UPDATE api_key SET scopes = '{bills:write}'",
        "UPDATE api_key SET digest = ''",
        "UPDATE kept_answer SET body = ''",
        "DELETE FROM kept_answer",
        "UPDATE webhook_endpoint SET sealed = ''",
        "UPDATE webhook_delivery SET body = ''",
        "UPDATE terminal SET serial = 'SN-2'",
        "UPDATE method_fee SET flat_vnd = 0",
        "UPDATE method_incentive SET wording = 'x'",
        "UPDATE attempt SET amount_vnd = 1",
        "UPDATE attempt SET heard_id = 1",
        "DELETE FROM attempt",
        "UPDATE basket SET amount_vnd = 1",
        "UPDATE refund SET amount_vnd = 1",
        "UPDATE refund SET sent_at = now()",
        "DELETE FROM refund",
        "UPDATE payment_return SET from_bill_vnd = 1",
        "UPDATE line_state SET left_vnd = 0",
        "INSERT INTO line_state SELECT * FROM line_state",
        "UPDATE bank_line SET text = 'x'",
        "UPDATE line_match SET amount_vnd = 1",
        "INSERT INTO settled_row SELECT * FROM settled_row",
        "UPDATE line_trouble SET failures = 9",
        "DELETE FROM heard_waiting",
        "DELETE FROM month_count",
        "UPDATE bill SET code = code",
        "UPDATE bill SET payer_name = 'x'",
        "UPDATE bank_credit SET amount_vnd = 1",
        "DELETE FROM bill",
        "UPDATE exemption SET percent = 100",
        "DELETE FROM exemption",
        "UPDATE registration SET beneficiary_id = 1",
        "DELETE FROM registration",
        "UPDATE run_closing SET rest_vnd = 0",
        "UPDATE credit SET amount_vnd = 1",
        "UPDATE credit_use SET amount_vnd = 1",
        "UPDATE adjustment SET made_by = 1",
        "DELETE FROM payout_account",
        "DELETE FROM payout_list",
        "DELETE FROM payout",
        "UPDATE hand_over SET counted_vnd = 1",
        "UPDATE cash_deposit SET amount_vnd = 1",
        "UPDATE receipt_book SET holder_id = 1",
        "UPDATE account_proof SET text = 'x'",
        "UPDATE school_sheet SET digest = 'x'",
        "UPDATE letter SET to_address = 'x'",
        "UPDATE letter SET provider_reference = 'x'",
        "DELETE FROM letter",
        "UPDATE meal_settlement_line SET owed_vnd = 1",
        "DELETE FROM meal_tick",
        "UPDATE fee_ceiling SET max_vnd = 1",
        "DELETE FROM fee_ceiling",
        "SELECT sealed FROM invoice_account",
        "DELETE FROM invoice",
        "SELECT 1 FROM family_code",
        "SELECT 1 FROM family_session",
        "DELETE FROM family_known",
        "DELETE FROM django_migrations",
        "INSERT INTO procrastinate_jobs (task_name) VALUES ('x')",
    ],
)
def test_pages_have_no_right_to(world: World, as_role: Callable[..., None], deed: str) -> None:
    as_role("thuphi_app", world.a.id)
    assert "permission denied" in refusal(deed)


def test_pages_cannot_hear_money_that_no_provider_told(
    world: World, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    fresh = {"provider_reference": "khác"}
    sepay = copy("heard", where="channel NOT IN ('cash', 'statement')", **fresh)
    line = copy("heard", where="channel = 'statement'", **fresh)
    assert "row-level security" in refusal(line)
    assert "row-level security" in refusal(sepay)
    assert refusal(copy("heard", where="channel = 'cash'", **fresh)) == ""


def test_pages_make_no_merchant_without_a_seal_and_bring_no_evidence_of_payments(
    world: World, as_role: Callable[..., None]
) -> None:
    def made(sealed: str, names: str, paid_on: str) -> str:
        return refusal(
            "INSERT INTO merchant (channel, slug, facility_id, account_number, shares_account,"
            " settings, is_active, sealed, secret_names, last_paid_on)"
            " VALUES ('casso', 'khac-han', %s, '', false, '{}', true, %s::text::bytea,"
            " %s::text[], nullif(%s, '')::date)",
            world.a.id, sealed, names, paid_on,
        )  # fmt: skip

    as_role("thuphi_app", world.a.id)
    assert made("x", "{key}", "") == ""
    assert "row-level security" in made("", "{key}", "")
    assert "row-level security" in made("x", "{}", "")
    assert "row-level security" in made("x", "{key}", "2026-10-05")
    as_role("thuphi_app", world.b.id)
    assert "row-level security" in made("x", "{key}", "")


def test_pages_cannot_book_a_providers_money(world: World, as_role: Callable[..., None]) -> None:
    as_role("thuphi_app", world.a.id)
    for deed in (
        copy("payment", where="channel NOT IN ('cash', 'statement') AND identifies_id IS NULL"),
        copy("line_match", how="code"),
        copy("transfer", where="recipe = 'pay'"),
        copy("bank_credit"),
    ):
        assert "row-level security" in refusal(deed), deed


def test_pages_cannot_say_a_bill_is_paid_without_a_payment(
    world: World, as_role: Callable[..., None]
) -> None:
    deed = "UPDATE bill SET paid_vnd = paid_vnd - 1, state = 'part_paid', closed_at = NULL"
    paid = f"{deed} WHERE state = 'paid' AND paid_vnd > 1 AND facility_id = %s"
    assert refusal(paid, world.a.id) == ""
    as_role("thuphi_app", world.a.id)
    assert "bill_is_paid_by_payments" in refusal(paid, world.a.id)


def test_pages_move_what_a_bill_asks_for_with_a_line_alone(
    world: World, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    deed = "UPDATE bill SET total_vnd = total_vnd + 1 WHERE state = 'open' AND facility_id = %s"
    assert "bill_total_is_its_lines" in refusal(deed, world.a.id)


def test_pages_skip_no_receipt_number(world: World, as_role: Callable[..., None]) -> None:
    as_role("thuphi_app", world.a.id)
    one_more = "UPDATE receipt_series SET last_number = last_number + %s WHERE facility_id = %s"
    assert "receipt_series_counts_on" in refusal(one_more, 2, world.a.id)
    assert refusal(one_more, 1, world.a.id) == ""


def test_pages_count_no_other_schools_months(world: World, as_role: Callable[..., None]) -> None:
    as_role("thuphi_app", world.b.id)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE month_count SET payments = 0 WHERE facility_id = %s", [world.a.id])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE facility SET address = 'x' WHERE id = %s", [world.a.id])
        assert cursor.rowcount == 0


def test_functions_that_look_past_the_guard_are_for_us_alone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig::text LIKE '%%search_path=public, pg_temp%%',"
            " coalesce(array_to_string(proacl, ','), '=X') !~ '(^|,)=X' FROM pg_proc"
            " WHERE prosecdef AND prorettype <> 'trigger'::regtype"
            " AND pronamespace = 'public'::regnamespace ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("bill_is_being_booked", True, True),
            ("facility_of_basket", True, True),
            ("facility_of_bill", True, True),
            ("facility_of_payment", True, True),
            ("family_ask", True, True),
            ("family_enter", True, True),
            ("family_leave", True, True),
            ("family_people", True, True),
            ("family_remember", True, True),
            ("key_of_prefix", True, True),
            ("letter_reported", True, True),
            ("lock_credits", True, True),
            ("money_being_booked", True, True),
            ("money_on_days", True, True),
        ]
