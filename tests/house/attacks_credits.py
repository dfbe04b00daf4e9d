"""The promises of credits, adjustments and payouts, each with a deed that breaks it."""

from __future__ import annotations

from tests.house.copying import AT, FREE_ID, Fact, copy


def _account(replaced_at: str = AT, **changed: Fact) -> str:
    """An account that was replaced, once more, with some columns otherwise."""
    patch: dict[str, Fact] = {"replaced_at": replaced_at, **changed}
    return copy("payout_account", where="true", **patch)


def _payout(state: str = "withdrawn", **changed: Fact) -> str:
    """A payout by transfer once more, from another list."""
    patch: dict[str, Fact] = {"payout_list_id": FREE_ID, **changed}
    return copy("payout", where="state = 'released'", state=state, **patch)


KEPT = (
    "adjustment",
    "adjustment_line",
    "credit",
    "credit_payout",
    "credit_use",
)

CASES: list[tuple[str, str]] = [
    ("adjustment_changes_something", copy("adjustment", credited_vnd=0, released_vnd=0)),
    ("adjustment_has_a_paper", copy("adjustment", where="kind = 'other'", paper="")),
    ("adjustment_has_a_reason", copy("adjustment", reason="")),
    ("adjustment_kind_is_known", copy("adjustment", where="kind = 'other'", kind="lost")),
    (
        "adjustment_line_bill_line_id_key",
        copy("adjustment_line"),
    ),
    ("adjustment_line_changes_something", copy("adjustment_line", amount_vnd=0)),
    (
        "adjustment_line_is_its_bills",
        "INSERT INTO adjustment_line (adjustment_id, facility_id, bill_id, fee_item_id, amount_vnd,"
        " bill_line_id) SELECT a.id, l.facility_id, l.bill_id, l.fee_item_id, l.amount_vnd, l.id"
        " FROM adjustment AS a JOIN bill_line AS l ON l.kind = 'charge'"
        " AND l.facility_id = a.facility_id AND l.amount_vnd <> 0 LIMIT 1",
    ),
    (
        "adjustment_releases_no_more_than_it_credits",
        copy("adjustment", released_vnd=10**9),
    ),
    (
        "credit_is_never_overdrawn",
        copy("credit_use", where="kind = 'payout'", amount_vnd=10**9),
    ),
    (
        "credit_is_of_one_facility",
        "INSERT INTO credit (facility_id, beneficiary_id, source, amount_vnd, is_cashless, reason,"
        " happened_at) SELECT b.facility_id, c.id, 'opening', 1, true, 'x', now()"
        " FROM bill AS b JOIN beneficiary AS c ON c.facility_id <> b.facility_id LIMIT 1",
    ),
    ("credit_is_of_money", copy("credit", where="source = 'opening'", amount_vnd=0)),
    ("credit_of_a_payment_is_kept_once", copy("credit", where="source = 'overpaid'")),
    ("credit_payout_ends_once", copy("credit_payout", where="step = 'done_cash'")),
    ("credit_payout_has_a_reference", copy("credit_payout", reference="")),
    ("credit_payout_is_asked_once", copy("credit_payout", where="step = 'asked'")),
    ("credit_payout_is_of_money", copy("credit_payout", reference="x", amount_vnd=0)),
    ("credit_payout_step_is_known", copy("credit_payout", reference="x", step="lost")),
    ("credit_rule_is_known", "UPDATE credit_rule SET spend_on = 'lost'"),
    (
        "credit_says_where_it_came_from",
        copy("credit", where="source = 'opening'", reason=""),
    ),
    (
        "credit_says_where_it_came_from",
        copy("credit", where="source = 'opening'", source="lost"),
    ),
    (
        "credit_use_is_of_its_family",
        "INSERT INTO credit_use (credit_id, facility_id, kind, bill_id, amount_vnd, reference,"
        " happened_at) SELECT c.id, c.facility_id, 'bill', b.id, 1, b.code, now()"
        " FROM credit AS c JOIN bill AS b ON b.beneficiary_id <> c.beneficiary_id LIMIT 1",
    ),
    ("credit_use_names_the_bill_it_pays", copy("credit_use", where="kind = 'payout'", kind="bill")),
    ("credit_use_names_what_took_it", copy("credit_use", reference="")),
    ("credit_use_sign_fits_its_kind", copy("credit_use", where="kind = 'payout'", amount_vnd=0)),
    ("payout_account_bank_has_six_digits", _account(bin="97041")),
    ("payout_account_has_an_owner", _account(name="")),
    ("payout_account_is_confirmed_by_another", _account(confirmed_by=7, confirmed_at=AT, set_by=7)),
    ("payout_account_is_confirmed_by_another", _account(confirmed_by=7, confirmed_at=None)),
    ("payout_account_is_kept", "DELETE FROM payout_account"),
    ("payout_account_is_kept", "UPDATE payout_account SET number = '99990000'"),
    ("payout_account_is_kept", "UPDATE payout_account SET confirmed_at = confirmed_at + '1 day'"),
    ("payout_account_is_one_a_child", copy("payout_account")),
    ("payout_account_number_has_its_form", _account(number="1012 3456")),
    ("payout_by_transfer_names_its_account", _payout(number="")),
    ("payout_is_kept", "DELETE FROM payout"),
    ("payout_is_kept", "TRUNCATE payout"),
    ("payout_is_kept", "UPDATE payout SET amount_vnd = amount_vnd + 1"),
    ("payout_is_kept", "UPDATE payout SET number = '99990000'"),
    ("payout_is_kept", "UPDATE payout SET state = 'released' WHERE state = 'paid'"),
    ("payout_is_kept", "UPDATE payout SET document = 'x' WHERE state = 'paid'"),
    ("payout_is_of_money", _payout(amount_vnd=0)),
    (
        "payout_is_of_one_facility",
        "INSERT INTO payout (facility_id, payout_list_id, beneficiary_id, amount_vnd, way, bin,"
        " number, name, state, document, note) SELECT b.facility_id, p.payout_list_id, b.id, 1,"
        " 'cash', '', '', '', 'withdrawn', '', '' FROM payout AS p"
        " JOIN beneficiary AS b ON b.facility_id <> p.facility_id LIMIT 1",
    ),
    (
        "payout_is_of_one_facility",
        "INSERT INTO payout (facility_id, payout_list_id, beneficiary_id, amount_vnd, way, bin,"
        " number, name, state, document, note) SELECT p.facility_id, p.payout_list_id, b.id, 1,"
        " 'cash', '', '', '', 'withdrawn', '', '' FROM payout AS p"
        " JOIN beneficiary AS b ON b.facility_id <> p.facility_id LIMIT 1",
    ),
    ("payout_list_is_kept", "UPDATE payout_list SET reason = 'x'"),
    ("payout_list_is_kept", "DELETE FROM payout_list"),
    (
        "payout_account_is_of_one_facility",
        "UPDATE payout_account SET replaced_at = now() WHERE replaced_at IS NULL;"
        " INSERT INTO payout_account (facility_id, beneficiary_id, bin, number, name, set_by,"
        " set_at) SELECT f.id, b.id, '970436', '12345678', 'X', 1, now() FROM facility AS f"
        " JOIN beneficiary AS b ON b.facility_id <> f.id LIMIT 1",
    ),
    ("payout_list_has_a_reason", copy("payout_list", reason="")),
    (
        "payout_list_is_released_by_another",
        "UPDATE payout_list SET state = 'released', released_by = prepared_by, released_at = now()"
        " WHERE state = 'draft'",
    ),
    (
        "payout_list_is_released_by_another",
        "UPDATE payout_list SET state = 'released' WHERE state = 'draft'",
    ),
    (
        "payout_list_state_is_known",
        # Who released it is asked first, and knows every state by itself.
        "ALTER TABLE payout_list DROP CONSTRAINT payout_list_is_released_by_another; "
        + copy("payout_list", state="lost"),
    ),
    ("payout_pays_a_family_once", copy("payout", where="state = 'paid'")),
    ("payout_state_is_known", _payout(state="lost")),
    ("payout_that_is_over_says_how", _payout(state="paid")),
    ("payout_that_is_over_says_how", _payout(state="failed", settled_at=AT, settled_by=1)),
    ("payout_that_is_over_says_how", _payout(settled_at=AT)),
    ("payout_waits_on_one_list", _payout(state="listed", payout_list_id=FREE_ID)),
    ("payout_way_is_known", _payout(way="pigeon")),
]
