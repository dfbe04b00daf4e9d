"""The promises of runs that are closed, of cash, of school sheets and of proofs of accounts."""

from __future__ import annotations

from tests.house.copying import AT, FREE_ID, copy

GIVEN = "state = 'given'"
VOID = "state = 'void'"
USED = "state = 'used'"

KEPT = (
    "carried_arrear",
    "closed_bill",
    "receipt_slip",
)

CASES: list[tuple[str, str]] = [
    (
        "exemption_never_lasts_longer",
        "UPDATE exemption SET until_on = until_on + 1",
    ),
    (
        "registration_is_of_one_facility",
        "INSERT INTO registration (facility_id, beneficiary_id, fee_item_id, percent, from_on,"
        " until_on) SELECT i.facility_id, b.id, i.id, 100, '2031-01-01', '2031-02-01'"
        " FROM fee_item AS i JOIN beneficiary AS b ON b.facility_id <> i.facility_id LIMIT 1",
    ),
    (
        "run_item_is_of_one_facility",
        "INSERT INTO run_item (facility_id, run_id, fee_item_id, quantity, unit_price_vnd,"
        " is_by_registration, is_billed) SELECT i.facility_id, r.id, i.id, 1, 1, false, false"
        " FROM fee_item AS i JOIN collection_run AS r ON r.facility_id <> i.facility_id LIMIT 1",
    ),
    (
        "carried_arrear_is_of_one_facility",
        "INSERT INTO carried_arrear (facility_id, from_bill_id, to_bill_id, fee_item_id,"
        " amount_vnd, carried_at) SELECT c.facility_id, c.from_bill_id, b.id, c.fee_item_id, 1,"
        " now() FROM carried_arrear AS c JOIN bill AS b ON b.facility_id <> c.facility_id LIMIT 1",
    ),
    (
        "arrear_goes_to_another_bill",
        "INSERT INTO carried_arrear (facility_id, from_bill_id, to_bill_id, fee_item_id,"
        f" amount_vnd, carried_at) SELECT facility_id, from_bill_id, from_bill_id, fee_item_id, 1,"
        f" '{AT}' FROM carried_arrear LIMIT 1",
    ),
    ("arrear_is_of_money", copy("carried_arrear", amount_vnd=0)),
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
    ("cash_deposit_is_kept", "UPDATE cash_deposit SET amount_vnd = 1"),
    ("cash_deposit_is_kept", "DELETE FROM cash_deposit"),
    (
        "cash_deposit_is_kept",
        copy("cash_deposit", document="X", matched_at="2026-10-06T00:00Z", bank_reference="F"),
    ),
    (
        "cash_deposit_is_kept",
        "UPDATE cash_deposit SET matched_at = now(), bank_reference = 'FT1';"
        " UPDATE cash_deposit SET bank_reference = 'FT2'",
    ),
    ("cash_deposit_is_matched_by_a_statement", "UPDATE cash_deposit SET matched_at = now()"),
    ("cash_deposit_is_of_some_money", copy("cash_deposit", document="X", amount_vnd=0)),
    ("cash_deposit_is_out_of_the_fund", copy("cash_deposit", document="X", amount_vnd=5_001)),
    ("cash_deposit_is_written_down_once", copy("cash_deposit")),
    ("cash_deposit_names_its_slip", copy("cash_deposit", document="")),
    (
        "hand_over_difference_has_a_reason",
        "INSERT INTO hand_over (facility_id, given_by, given_at, held_vnd, pieces, counted_vnd,"
        " amount_vnd, state) SELECT facility_id, given_by, given_at, held_vnd,"
        " '{0,0,0,0,0,0,1,0,0,0,0}', 5000, 5000, 'given' FROM hand_over WHERE state = 'given'",
    ),
    (
        "hand_over_has_two_persons",
        "UPDATE hand_over SET state = 'received', received_by = given_by, closed_at = now()"
        " WHERE state = 'given'",
    ),
    (
        "hand_over_has_two_persons",
        "UPDATE hand_over SET state = 'lost', closed_at = now(), answer = 'x'"
        " WHERE state = 'given'",
    ),
    ("hand_over_is_kept", "DELETE FROM hand_over"),
    ("hand_over_is_kept", "UPDATE hand_over SET amount_vnd = 1"),
    ("hand_over_is_kept", "UPDATE hand_over SET state = 'refused' WHERE state = 'received'"),
    ("hand_over_is_kept", copy("hand_over", where="state = 'received'")),
    ("hand_over_is_of_what_is_held", copy("hand_over", where=GIVEN, given_by=FREE_ID)),
    ("hand_over_is_one_at_a_time", copy("hand_over", where=GIVEN)),
    (
        "hand_over_is_the_sum_of_its_notes",
        copy("hand_over", where=GIVEN, given_by=FREE_ID, counted_vnd=11_000, reason="x"),
    ),
    ("hand_over_is_what_was_counted_and_held", copy("hand_over", where=GIVEN, amount_vnd=9_999)),
    (
        "hand_over_that_failed_has_a_reason",
        "UPDATE hand_over SET state = 'withdrawn', closed_at = now() WHERE state = 'given'",
    ),
    ("receipt_book_counts_up", copy("receipt_book", series="Z", first_number=0)),
    ("receipt_book_counts_up", copy("receipt_book", series="Z", last_number=0)),
    ("receipt_book_has_a_series", copy("receipt_book", series="")),
    ("receipt_book_is_kept", "UPDATE receipt_book SET holder_id = holder_id + 1"),
    ("receipt_book_is_kept", "DELETE FROM receipt_book"),
    ("receipt_books_of_a_series_do_not_overlap", copy("receipt_book", first_number=50)),
    (
        "receipt_slip_has_a_payment_or_a_reason",
        copy("receipt_slip", where=VOID, number=9, reason=""),
    ),
    (
        "receipt_slip_is_of_cash_of_its_holder",
        "INSERT INTO receipt_slip (facility_id, book_id, number, state, payment_id, written_at)"
        " SELECT s.facility_id, s.book_id, 9, 'used', p.id, now() FROM receipt_slip AS s"
        " JOIN payment AS p ON p.facility_id = s.facility_id AND p.channel <> 'cash' LIMIT 1",
    ),
    ("receipt_slip_is_of_its_book", copy("receipt_slip", where=VOID, number=51)),
    ("receipt_slip_is_one_a_payment", copy("receipt_slip", where=USED, number=9)),
    ("receipt_slip_number_is_used_once", copy("receipt_slip", where=VOID)),
    ("receipt_slip_state_is_known", copy("receipt_slip", where=VOID, number=9, state="torn")),
    ("school_sheet_digest_has_its_form", copy("school_sheet", digest="x")),
    (
        "school_sheet_has_a_run_once_saved",
        "UPDATE school_sheet SET run_id = (SELECT min(r.id) FROM"
        " collection_run AS r WHERE r.facility_id = school_sheet.facility_id)",
    ),
    (
        "school_sheet_is_kept_only_while_it_waits",
        "UPDATE school_sheet SET content = '' WHERE state = 'waiting'",
    ),
    (
        "school_sheet_is_of_one_facility",
        "UPDATE school_sheet SET state = 'saved', content = '',"
        " run_id = (SELECT min(r.id) FROM collection_run AS r"
        " WHERE r.facility_id <> school_sheet.facility_id)",
    ),
    ("school_sheet_state_is_known", copy("school_sheet", state="lost", content="\\x")),
    ("sheet_mapping_is_one_a_layout", copy("sheet_mapping")),
    ("sheet_mapping_signature_has_its_form", copy("sheet_mapping", signature="x")),
    ("account_proof_ends_once", "UPDATE account_proof SET text = 'XACMINH999999'"),
    ("account_proof_is_asked_once_at_a_time", copy("account_proof", text="XACMINH999999")),
    (
        "account_proof_is_closed_when_it_ends",
        copy("account_proof", text="XACMINH999999", state="withdrawn"),
    ),
    ("account_proof_is_of_a_thousand_dong", "UPDATE account_proof SET amount_vnd = 1"),
    (
        "account_proof_is_of_its_account",
        "UPDATE account_proof SET account_id = (SELECT min(a.id) FROM"
        " beneficiary_account AS a WHERE a.facility_id <> account_proof.facility_id)",
    ),
    ("account_proof_is_open_for_a_while", "UPDATE account_proof SET asked_until = asked_at"),
    (
        "account_proof_is_refused_for_a_reason",
        "UPDATE account_proof SET state = 'refused', closed_at = now()",
    ),
    (
        "account_proof_is_seen_by_money",
        "UPDATE account_proof SET state = 'seen', closed_at = now(),"
        " heard_id = (SELECT min(id) FROM heard)",
    ),
    (
        "account_proof_refusal_is_known",
        copy(
            "account_proof",
            text="XACMINH999999",
            state="refused",
            closed_at=AT,
            heard_id=1,
            refusal="lost",
        ),
    ),
    (
        "account_proof_state_is_known",
        copy("account_proof", text="XACMINH999999", state="lost", closed_at=AT),
    ),
    (
        "account_proof_text_has_its_form",
        copy("account_proof", text="x", state="withdrawn", closed_at=AT),
    ),
    ("account_proof_text_is_unique", copy("account_proof", state="withdrawn", closed_at=AT)),
]
