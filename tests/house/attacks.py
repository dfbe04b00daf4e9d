"""One deed of raw SQL, or more, for every named constraint of the database.

A new constraint fails `test_constraints` until it has a case here.
"""

from __future__ import annotations

from tests.house import attacks_oversight, attacks_reports
from tests.house.copying import AT, FREE_ID, copy

FREE_CODE = "TF0000000000"
PROVINCE = "id = 10002420250701"
WARD = "id = 30918720250701"
KEPT = (
    "attempt_step", "basket", "basket_line", "bill_line", "event", "heard", "heard_otherwise",
    "payment", "payment_return", "transfer", *attacks_oversight.KEPT,
    *attacks_reports.KEPT,
)  # fmt: skip
"""Tables that nobody changes."""


A_PAID = "finding = 'exact' AND channel = 'sandbox'"
CASES: list[tuple[str, str]] = [
    ("agency_does_not_succeed_itself", copy("agency", name="Khác", successor_id=FREE_ID)),
    ("agency_has_a_name", copy("agency", name="")),
    ("agency_kind_is_known", copy("agency", kind="guild")),
    ("agency_name_is_unique_in_its_place", copy("agency")),
    ("agency_valid_is_not_empty", copy("agency", valid="empty")),
    ("api_key_digest_is_a_sha256", copy("api_key", prefix="0123456789ab", digest="\\x00")),
    ("api_key_has_a_name", copy("api_key", name="")),
    ("api_key_prefix_has_its_form", copy("api_key", prefix="0123456789AB")),
    ("api_key_prefix_is_unique", copy("api_key")),
    ("api_key_scopes_are_known", "UPDATE api_key SET scopes = '{}'"),
    ("api_key_scopes_are_known", "UPDATE api_key SET scopes = '{bills:read,all}'"),
    ("kept_answer_has_a_key", copy("kept_answer", key="")),
    ("kept_answer_hash_is_a_sha256", copy("kept_answer", key="2", request_hash="\\x00")),
    ("kept_answer_is_of_a_deed", copy("kept_answer", key="2", status=422)),
    ("kept_answer_is_one_a_key", copy("kept_answer")),
    ("webhook_events_are_known", "UPDATE webhook_endpoint SET events = '{}'"),
    ("webhook_events_are_known", "UPDATE webhook_endpoint SET events = '{bill.lost}'"),
    ("webhook_is_disabled_for_a_reason", copy("webhook_endpoint", disabled_reason="gone")),
    ("webhook_is_disabled_for_a_reason", copy("webhook_endpoint", is_active=False)),
    ("webhook_removed_is_not_active", copy("webhook_endpoint", closed_at="2026-10-06T00:00Z")),
    ("webhook_url_has_its_form", copy("webhook_endpoint", url="ftp://example.vn")),
    ("delivery_body_is_not_large", copy("webhook_delivery", message_id="2", body="x" * 65_537)),
    ("delivery_event_is_known", copy("webhook_delivery", message_id="2", event="bill.lost")),
    ("delivery_message_is_sent_once", copy("webhook_delivery")),
    ("delivery_state_fits_its_next_try", "UPDATE webhook_delivery SET next_try_at = NULL"),
    ("delivery_state_fits_its_next_try", "UPDATE webhook_delivery SET state = 'delivered'"),
    ("delivery_state_fits_its_next_try", "UPDATE webhook_delivery SET state = 'lost'"),
    ("delivery_tries_count_up", copy("webhook_delivery", message_id="2", tries=-1)),
    ("attempt_has_a_reference", copy("attempt", state="refused", closed_at=AT, reference="")),
    ("attempt_is_closed_when_it_ends", copy("attempt", state="refused", reference="x")),
    (
        "attempt_is_confirmed_by_what_was_heard",
        copy("attempt", state="refused", closed_at=AT, reference="x", heard_id=1),
    ),
    ("attempt_is_for_money", copy("attempt", code=FREE_CODE, reference="x", amount_vnd=0)),
    ("attempt_is_one_at_a_time", copy("attempt", reference="x")),
    (
        "attempt_is_of_its_merchant",
        copy("attempt", code=FREE_CODE, reference="x", merchant_id=FREE_ID),
    ),
    (
        "attempt_is_of_its_merchant",
        copy("attempt", code=FREE_CODE, reference="x", extra={"endpoint": "https://x"}),
    ),
    ("attempt_only_rises", "UPDATE attempt SET amount_vnd = amount_vnd + 1"),
    (
        "attempt_only_rises",
        "UPDATE attempt SET state = 'refused', closed_at = now();"
        " UPDATE attempt SET state = 'pending', closed_at = NULL",
    ),
    ("attempt_reference_is_used_once", copy("attempt", code=FREE_CODE)),
    ("attempt_state_is_known", copy("attempt", state="lost", closed_at=AT, reference="x")),
    ("attempt_step_deed_is_known", copy("attempt_step", deed="lost")),
    ("basket_code_has_its_form", copy("basket", code="TF1")),
    ("basket_code_is_unique", copy("basket")),
    ("basket_holds_money", copy("basket", code=FREE_CODE, amount_vnd=0)),
    ("basket_holds_a_bill_once", copy("basket_line", place=7)),
    (
        "basket_is_its_lines",
        "INSERT INTO basket_line (basket_id, facility_id, bill_id, place, amount_vnd)"
        " SELECT k.id, k.facility_id, b.id, 7, 1 FROM basket AS k"
        " JOIN bill AS b ON b.facility_id <> k.facility_id LIMIT 1",
    ),
    ("basket_line_holds_money", copy("basket_line", place=7, amount_vnd=0)),
    ("basket_place_is_taken_once", copy("basket_line")),
    ("line_trouble_is_trouble", "UPDATE line_trouble SET failures = 0"),
    ("month_count_refunds_are_not_negative", "UPDATE month_count SET refunds = -1"),
    (
        "payment_goes_back_or_to_a_bill",
        "INSERT INTO payment (facility_id, heard_id, identifies_id, bill_id, finding, channel,"
        " method, amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at, receipt_year,"
        " receipt_number) SELECT p.facility_id, p.heard_id, p.id, (SELECT min(b.id) FROM bill AS b"
        " WHERE b.facility_id = p.facility_id), 'exact', p.channel, p.method, p.amount_vnd,"
        " p.amount_vnd, 0, 0, p.paid_at, 2026, 7777 FROM payment AS p"
        " WHERE p.id IN (SELECT payment_id FROM payment_return)",
    ),
    ("payment_part_counts_from_nought", copy("payment", where=A_PAID, part=-1)),
    (
        "payment_return_is_never_too_much",
        copy("payment_return", refund_id=FREE_ID, from_bill_vnd=10**12),
    ),
    ("payment_return_is_of_one_facility", copy("payment_return", refund_id=1, facility_id=-1)),
    (
        "payment_return_is_of_some_money",
        copy(
            "payment_return",
            refund_id=1,
            from_bill_vnd=0,
            from_credit_vnd=0,
            from_unidentified_vnd=0,
        ),
    ),
    ("payment_return_is_told_once", copy("payment_return")),
    ("payment_return_kind_is_known", copy("payment_return", refund_id=1, kind="lost")),
    ("payment_return_leaves_by_one_account", copy("payment_return", refund_id=1, out_of="bank")),
    ("payment_return_leaves_by_one_account", copy("payment_return", refund_id=1, kind="done")),
    (
        "refund_above_the_limit_has_two_persons",
        "UPDATE refund SET approved_by = asked_by",
    ),
    ("refund_by_hand_has_a_document", "UPDATE refund SET handed_over_at = now()"),
    ("refund_by_transfer_names_its_account", copy("refund", reference="x", payee_name="")),
    ("refund_has_a_reason", copy("refund", reference="x", reason="")),
    ("refund_is_kept", "UPDATE refund SET amount_vnd = 1"),
    ("refund_is_kept", "UPDATE refund SET state = 'withdrawn'"),
    ("refund_is_kept", "UPDATE refund SET alone_limit_vnd = 10000000"),
    ("refund_is_of_its_payment", copy("refund", reference="x", merchant_id=FREE_ID)),
    ("refund_is_of_its_payment", copy("refund", reference="x", alone_limit_vnd=10**9)),
    ("refund_is_kept", "DELETE FROM refund"),
    ("refund_is_never_above_payment", copy("refund", reference="x", alone_limit_vnd=0)),
    ("refund_is_of_money", copy("refund", reference="x", amount_vnd=0)),
    ("refund_limit_is_not_negative", "UPDATE refund_limit SET alone_vnd = -1"),
    ("refund_reference_is_used_once", copy("refund")),
    ("refund_state_is_known", copy("refund", reference="x", state="lost")),
    ("refund_verdict_is_known", copy("refund", reference="x", verdict="lost")),
    ("refund_way_is_known", copy("refund", reference="x", way="lost")),
    ("bank_credit_is_booked_once", copy("bank_credit")),
    ("beneficiary_code_is_unique_in_facility", copy("beneficiary")),
    ("beneficiary_has_a_code", copy("beneficiary", code="")),
    ("beneficiary_has_a_name", copy("beneficiary", name="")),
    ("beneficiary_has_a_payer_name", copy("beneficiary", payer_name="")),
    ("beneficiary_kind_is_known", copy("beneficiary", kind="guest")),
    ("beneficiary_phone_is_digits", copy("beneficiary", payer_phone="0912 345 678")),
    ("account_bin_has_six_digits", copy("beneficiary_account", bin="97041")),
    ("account_has_a_name", copy("beneficiary_account", name="")),
    ("account_is_decided_by_somebody", copy("beneficiary_account", decided_by=None)),
    ("account_is_decided_by_somebody", copy("beneficiary_account", state="proposed")),
    (
        "account_needs_two_persons",
        "UPDATE beneficiary_account SET decided_by = proposed_by",
    ),
    ("account_number_fits_a_qr", copy("beneficiary_account", number="1234 5678")),
    ("account_state_is_known", copy("beneficiary_account", state="lent")),
    ("facility_has_one_approved_account", copy("beneficiary_account")),
    (
        "facility_has_one_proposed_account",
        "INSERT INTO beneficiary_account (facility_id, bin, number, name, state, proposed_by,"
        " proposed_at) SELECT facility_id, bin, number, name, 'proposed', 1, now()"
        " FROM beneficiary_account, generate_series(1, 2)",
    ),
    ("bill_code_has_its_form", copy("bill", code="TF000000000I", run_id=None)),
    ("bill_code_is_unique", copy("bill", run_id=None)),
    (
        "bill_external_reference_is_not_empty",
        copy("bill", code=FREE_CODE, run_id=None, external_reference=""),
    ),
    (
        "bill_external_reference_is_unique",
        copy(
            "bill",
            where="external_reference IS NOT NULL",
            code=FREE_CODE,
        ),
    ),
    ("bill_identity_is_kept", "UPDATE bill SET external_reference = 'x'"),
    ("bill_identity_is_kept", "UPDATE bill SET code = code"),
    ("bill_identity_is_kept", "UPDATE bill SET reason = 'khác'"),
    ("bill_identity_is_kept", "DELETE FROM bill"),
    ("bill_identity_is_kept", "TRUNCATE bill CASCADE"),
    ("bill_names_the_beneficiary", copy("bill", beneficiary_name="")),
    ("bill_names_the_payer", copy("bill", payer_name="")),
    ("bill_names_the_payer", "UPDATE bill SET payer_name = ''"),
    ("bill_names_the_reason", copy("bill", reason="")),
    ("bill_state_fits_its_money", "UPDATE bill SET paid_vnd = total_vnd + 1"),
    ("bill_state_fits_its_money", "UPDATE bill SET state = 'cancelled' WHERE paid_vnd > 0"),
    ("bill_state_fits_its_money", "UPDATE bill SET state = 'lost'"),
    (
        "bill_total_is_not_negative",
        copy("bill", where="state = 'paid'", total_vnd=-1, paid_vnd=-1),
    ),
    ("bill_total_is_its_lines", copy("bill", code=FREE_CODE, run_id=None)),
    ("bill_total_is_its_lines", copy("bill_line", where="amount_vnd > 0")),
    (
        "bill_is_paid_by_payments",
        "SELECT set_config('thuphi.facilities', string_agg(id::text, ','), true) FROM facility;"
        " SET LOCAL ROLE thuphi_app;"
        " UPDATE bill SET paid_vnd = paid_vnd - 1, state = 'part_paid', closed_at = NULL"
        " WHERE state = 'paid'",
    ),
    ("bill_line_change_has_a_reason", copy("bill_line", kind="debit")),
    ("bill_line_kind_is_known", copy("bill_line", kind="gift", reason="x")),
    ("bill_line_sign_fits_its_kind", copy("bill_line", amount_vnd=-1)),
    (
        "bill_line_sign_fits_its_kind",
        copy("bill_line", kind="exemption", amount_vnd=1, reason="x"),
    ),
    ("run_bills_a_beneficiary_once", copy("bill", code=FREE_CODE)),
    ("charge_amount_is_not_negative", copy("charge", unit_price_vnd=-1, amount_vnd=-1)),
    ("charge_amount_is_quantity_times_price", copy("charge", quantity=2)),
    ("charge_is_planned_once", copy("charge")),
    ("charge_quantity_is_positive", copy("charge", quantity=0, amount_vnd=0)),
    ("run_ends_after_it_opens", copy("collection_run", due_on="2020-01-01")),
    ("run_has_a_name", copy("collection_run", name="")),
    ("run_has_a_reason", copy("collection_run", reason="")),
    ("run_name_is_unique", copy("collection_run")),
    ("run_scope_is_known", copy("collection_run", scope_kind="friends")),
    ("run_state_is_known", copy("collection_run", state="lost")),
    ("event_has_a_kind", copy("event", kind="")),
    ("event_has_an_actor", copy("event", actor="")),
    ("exemption_has_a_reason", copy("exemption", reason="")),
    ("exemption_is_one_to_a_hundred_percent", copy("exemption", percent=0)),
    ("exemption_is_one_to_a_hundred_percent", copy("exemption", percent=101)),
    ("exemption_lasts_a_day_or_more", copy("exemption", until_on="2026-09-01")),
    ("exemptions_of_an_item_do_not_overlap", copy("exemption", from_on="2027-05-31")),
    ("facility_code_key", copy("facility")),
    ("facility_has_a_code", copy("facility", code="")),
    ("facility_has_a_name", copy("facility", name="")),
    ("facility_level_is_known", copy("facility", level="kitchen")),
    ("facility_ownership_is_known", copy("facility", ownership="shared")),
    ("facility_sector_is_known", copy("facility", sector="sport")),
    ("facility_tier_is_known", copy("facility", tier="moon")),
    ("facility_area_is_known", copy("facility_area", area="sea")),
    ("facility_area_valid_is_not_empty", copy("facility_area", valid="empty")),
    ("facility_has_one_area_class_at_a_time", copy("facility_area", area="rural")),
    ("facility_place_valid_is_not_empty", copy("facility_place", valid="empty")),
    ("facility_is_in_one_place_at_a_time", copy("facility_place", valid="[2026-01-01,)")),
    ("fee_item_code_is_unique", copy("fee_item")),
    ("fee_item_has_a_code", copy("fee_item", code="")),
    ("fee_item_has_a_ground", copy("fee_item", ground="")),
    ("fee_item_has_a_name", copy("fee_item", name="")),
    ("fee_item_has_a_unit", copy("fee_item", unit="")),
    ("fee_item_price_is_not_negative", copy("fee_item", price_vnd=-1)),
    ("fee_item_school_year_is_two_years", copy("fee_item", school_year="2026")),
    ("heard_amount_is_not_negative", copy("heard", amount_vnd=-1)),
    ("heard_has_a_provider_reference", copy("heard", provider_reference="")),
    ("heard_method_is_known", copy("heard", method="barter")),
    ("heard_reference_is_heard_once", copy("heard")),
    ("ledger_account_is_append_only", "DELETE FROM ledger_account"),
    ("ledger_account_is_append_only", "UPDATE ledger_account SET debit_vnd = debit_vnd + 1"),
    ("ledger_account_is_append_only", "TRUNCATE ledger_account"),
    ("ledger_account_is_unique", copy("ledger_account")),
    ("ledger_account_kind_is_known", copy("ledger_account", kind="sock")),
    ("ledger_account_sums_are_not_negative", copy("ledger_account", debit_vnd=-1)),
    ("merchant_has_a_channel", copy("merchant", channel="")),
    ("merchant_contract_has_number_and_days", "UPDATE merchant SET contract_number = 'x'"),
    (
        "merchant_contract_has_number_and_days",
        "UPDATE merchant SET contract_valid = '[2026-01-01,)', contract_number = ''",
    ),
    (
        "merchant_contract_is_not_empty",
        "UPDATE merchant SET contract_valid = 'empty', contract_number = 'x'",
    ),
    (
        "merchant_secrets_are_not_open",
        """UPDATE merchant SET settings = '{"key": "x"}', secret_names = '{key}'""",
    ),
    ("merchant_slug_is_plain", copy("merchant", slug="Ví dụ")),
    ("merchant_slug_is_unique", copy("merchant")),
    ("method_fee_is_at_most_the_amount", copy("method_fee", basis_points=10_001)),
    ("method_fee_is_at_most_the_amount", copy("method_fee", basis_points=-1)),
    ("method_fee_is_borne_by_somebody", copy("method_fee", borne_by="nobody")),
    ("method_fee_is_of_its_merchants_facility", copy("method_fee", facility_id=FREE_ID)),
    ("method_fee_is_one_at_a_time", copy("method_fee", valid="[2026-12-31,)")),
    (
        "method_fee_maximum_is_not_below_minimum",
        copy("method_fee", minimum_vnd=2, maximum_vnd=1),
    ),
    ("method_fee_sums_are_not_negative", copy("method_fee", flat_vnd=-1)),
    ("method_fee_sums_are_not_negative", copy("method_fee", minimum_vnd=-1)),
    ("method_fee_valid_is_not_empty", copy("method_fee", valid="empty")),
    ("method_incentive_has_its_words", copy("method_incentive", wording="")),
    ("method_incentive_has_its_words", copy("method_incentive", granted_by="")),
    (
        "method_incentive_is_of_a_merchant_or_a_method",
        copy("method_incentive", merchant_id=None, method=""),
    ),
    (
        "method_incentive_is_of_a_merchant_or_a_method",
        copy("method_incentive", merchant_id=None, method="barter"),
    ),
    (
        "method_incentive_is_of_its_merchants_facility",
        copy("method_incentive", facility_id=FREE_ID),
    ),
    ("method_incentive_says_how_much", copy("method_incentive", kind="discount")),
    ("method_incentive_says_how_much", copy("method_incentive", percent=5)),
    (
        "method_incentive_says_how_much",
        copy("method_incentive", kind="discount", percent=101),
    ),
    ("method_incentive_valid_is_not_empty", copy("method_incentive", valid="empty")),
    ("month_count_is_not_negative", copy("month_count", payments=-1)),
    ("month_count_is_one_a_method", copy("month_count")),
    ("heard_is_booked_once", copy("payment", receipt_number=FREE_ID, where=A_PAID)),
    ("payment_amounts_are_not_negative", copy("payment", where=A_PAID, amount_vnd=0)),
    ("payment_finding_fits_its_bill", copy("payment", where=A_PAID, bill_id=None)),
    ("payment_finding_fits_its_bill", copy("payment", where="finding = 'unknown'", bill_id=1)),
    ("payment_finding_is_known", copy("payment", where="finding = 'unknown'", finding="odd")),
    ("payment_on_a_bill_has_a_receipt", copy("payment", where=A_PAID, receipt_number=None)),
    (
        "payment_on_a_bill_has_a_receipt",
        copy("payment", where="finding = 'unknown'", receipt_number=1, receipt_year=2026),
    ),
    (
        "payment_is_of_one_facility",
        copy("payment", where=A_PAID, heard_id=FREE_ID, receipt_number=FREE_ID),
    ),
    (
        "payment_is_of_one_facility",
        copy("payment", where="finding = 'unknown'", facility_id=FREE_ID, heard_id=FREE_ID),
    ),
    (
        "payment_owner_is_found_once",
        "INSERT INTO payment (facility_id, heard_id, identifies_id, finding, channel, method,"
        " amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at)"
        " SELECT facility_id, heard_id, id, 'unknown', channel, method, amount_vnd, 0, 0,"
        " amount_vnd, paid_at FROM payment, generate_series(1, 2) WHERE finding = 'unknown'",
    ),
    ("payment_parts_add_up", copy("payment", where=A_PAID, amount_vnd=1)),
    ("payment_parts_add_up", copy("payment", where=A_PAID, excess_vnd=1)),
    (
        "receipt_number_is_unique",
        copy("payment", where=A_PAID, heard_id=FREE_ID),
    ),
    ("receipt_series_counts_on", "UPDATE receipt_series SET last_number = last_number"),
    ("receipt_series_counts_on", "UPDATE receipt_series SET last_number = last_number - 1"),
    ("receipt_series_counts_on", "UPDATE receipt_series SET year = 2027"),
    ("receipt_series_counts_on", "DELETE FROM receipt_series"),
    ("receipt_series_counts_on", "TRUNCATE receipt_series"),
    ("receipt_series_counts_up", copy("receipt_series", year=1999, last_number=-1)),
    ("receipt_series_is_one_a_year", copy("receipt_series")),
    ("place_certainty_is_known", copy("place", where=PROVINCE, certainty="rumour")),
    (
        "place_code_means_one_place_at_a_time",
        copy("place", where=PROVINCE, id=10002420250702),
    ),
    ("place_id_begins_with_its_level", copy("place", where=PROVINCE, id=30002420250701)),
    ("place_kind_fits_its_level", f"UPDATE place SET kind = 'Xã' WHERE {PROVINCE}"),
    (
        "place_parent_is_of_a_higher_level",
        copy("place", where=WARD, id=30918720250702, parent_id=30918720250701),
    ),
    (
        "place_province_is_a_province",
        copy("place", where=WARD, id=30918720250702, province_id=20025620220101),
    ),
    (
        "place_validity_is_not_empty",
        copy("place", where=PROVINCE, id=10002420250702, valid="empty"),
    ),
    ("place_succession_is_said_once", copy("place_succession", kind="part", is_default=False)),
    ("place_succession_kind_is_known", copy("place_succession", kind="half")),
    (
        "place_succession_leads_to_another_place",
        "UPDATE place_succession SET successor_id = predecessor_id",
    ),
    (
        "place_succession_of_the_whole_is_the_default",
        copy("place_succession", kind="whole", is_default=False),
    ),
    (
        "place_has_one_default_successor",
        copy("place_succession", where="is_default", successor_id=30918720250701),
    ),
    ("assignment_is_given_once", copy("staff_assignment")),
    ("assignment_is_over_one_branch", copy("staff_assignment", facility_id=None, place_id=None)),
    ("assignment_is_over_one_branch", copy("staff_assignment", facility_id=1, place_id=1)),
    ("assignment_role_is_known", copy("staff_assignment", role="king")),
    ("staff_user_username_key", copy("staff_user")),
    ("terminal_has_a_place", copy("terminal", place="")),
    ("terminal_is_of_its_merchants_facility", copy("terminal", facility_id=FREE_ID)),
    ("terminal_mid_fits_a_slip", copy("terminal", mid="0" * 16)),
    ("terminal_poi_id_is_plain", copy("terminal", poi_id="P 400")),
    ("terminal_poi_id_means_one_at_a_time", copy("terminal", serial="SN-0002")),
    (
        "terminal_returned_has_an_end",
        copy("terminal", serial="SN-0002", poi_id="P400-2", state="returned"),
    ),
    ("terminal_serial_is_in_one_place_at_a_time", copy("terminal", poi_id="P400-2")),
    ("terminal_serial_is_plain", copy("terminal", serial="số 1")),
    ("terminal_state_is_known", copy("terminal", state="lost")),
    ("terminal_tid_fits_a_slip", copy("terminal", tid="123456789")),
    ("terminal_valid_is_not_empty", copy("terminal", valid="empty")),
    ("transfer_accounts_are_of_its_facility", copy("transfer", facility_id=FREE_ID)),
    ("transfer_accounts_are_of_its_facility", copy("transfer", debit_account_id=FREE_ID)),
    (
        "transfer_accounts_are_of_its_facility",
        "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
        " amount_vnd, reference, happened_at)"
        " SELECT one.facility_id, 'pay', one.id, other.id, 1, 'x', now()"
        " FROM ledger_account AS one JOIN ledger_account AS other"
        " ON other.facility_id <> one.facility_id LIMIT 1",
    ),
    ("transfer_amount_is_positive", copy("transfer", amount_vnd=0)),
    (
        "transfer_is_between_two_accounts",
        "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
        " amount_vnd, reference, happened_at)"
        " SELECT facility_id, 'pay', id, id, 1, 'x', now() FROM ledger_account LIMIT 1",
    ),
    ("transfer_names_its_recipe", copy("transfer", recipe="")),
    ("transfer_names_its_reference", copy("transfer", reference="")),
    ("upload_digest_has_its_form", copy("uploaded_workbook", digest="12")),
    (
        "upload_has_a_run_once_confirmed",
        "UPDATE uploaded_workbook SET run_id = 1 WHERE state = 'waiting'",
    ),
    (
        "upload_is_kept_only_while_it_waits",
        "UPDATE uploaded_workbook SET content = '' WHERE state = 'waiting'",
    ),
    (
        "upload_is_kept_only_while_it_waits",
        "UPDATE uploaded_workbook SET content = 'x' WHERE state = 'confirmed'",
    ),
    (
        "upload_state_is_known",
        "UPDATE uploaded_workbook SET state = 'lost', content = '', run_id = NULL",
    ),
    *attacks_oversight.CASES,
    *attacks_reports.CASES,
    *(
        (f"{table}_is_append_only", deed)
        for table in KEPT
        for deed in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")
    ),
]
