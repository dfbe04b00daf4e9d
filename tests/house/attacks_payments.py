"""The promises of attempts, baskets, payments and refunds, each with a deed that breaks it."""

from __future__ import annotations

from tests.house.copying import A_PAID, AT, FREE_CODE, FREE_ID, copy

CASES: list[tuple[str, str]] = [
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
    (
        "payment_goes_back_or_to_a_bill",
        "INSERT INTO payment (facility_id, heard_id, identifies_id, bill_id, finding, channel,"
        " method, amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at, receipt_year,"
        " receipt_number) SELECT p.facility_id, p.heard_id, p.id, (SELECT min(b.id) FROM bill AS b"
        " WHERE b.facility_id = p.facility_id), 'exact', p.channel, p.method, p.amount_vnd,"
        " p.amount_vnd, 0, 0, p.paid_at, 2026, 7777 FROM payment AS p"
        " WHERE p.id IN (SELECT payment_id FROM payment_return) ORDER BY p.id LIMIT 1",
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
    ("payment_parts_add_up", copy("payment", where=A_PAID, amount_vnd=1)),
    ("payment_parts_add_up", copy("payment", where=A_PAID, excess_vnd=1)),
]
