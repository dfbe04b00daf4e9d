"""The promises of statements and matches, each with a deed that breaks it."""

from __future__ import annotations

from tests.house.copying import copy

CASES: list[tuple[str, str]] = [
    ("bank_line_direction_is_known", copy("bank_line", direction="up")),
    ("bank_line_is_append_only", "UPDATE bank_line SET amount_vnd = 1"),
    ("bank_line_is_append_only", "DELETE FROM bank_line"),
    ("bank_line_is_kept_once", copy("bank_line")),
    ("bank_line_is_of_money", copy("bank_line", amount_vnd=0)),
    ("bank_line_names_its_account", copy("bank_line", account="")),
    ("column_profile_has_a_name", copy("column_profile", name="")),
    ("column_profile_name_is_used_once", copy("column_profile")),
    ("decision_deed_is_known", copy("reconciliation_decision", deed="lost")),
    ("decision_has_a_reason", copy("reconciliation_decision", reason="")),
    ("decision_is_about_something", copy("reconciliation_decision", line_id=None)),
    (
        "line_is_seen_in_its_account",
        "INSERT INTO line_seen (facility_id, line_id,"
        " statement_id, place) SELECT -1, n.line_id, s.id, 9 FROM line_seen AS n"
        " JOIN statement AS s ON s.id <> n.statement_id LIMIT 1",
    ),
    (
        "line_match_goes_the_same_way",
        "INSERT INTO line_match (facility_id, line_id, kind,"
        " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'payment', p.id, 1,"
        " 'code', now() FROM bank_line AS l, payment AS p WHERE l.direction = 'out' AND"
        " p.facility_id = l.facility_id AND p.identifies_id IS NULL LIMIT 1",
    ),
    ("line_match_how_is_known", copy("line_match", how="lost")),
    ("line_match_is_append_only", "UPDATE line_match SET amount_vnd = 1"),
    ("line_match_is_of_money", copy("line_match", amount_vnd=0)),
    ("line_match_is_of_one_facility", copy("line_match", facility_id=-1)),
    (
        "line_match_is_within_its_subject",
        "INSERT INTO line_match (facility_id, line_id, kind,"
        " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'deposit', d.id,"
        " d.amount_vnd + 1, 'document', now() FROM bank_line AS l, cash_deposit AS d"
        " WHERE l.direction = 'in' AND d.facility_id = l.facility_id LIMIT 1",
    ),
    ("line_match_kind_is_known", copy("line_match", kind="lost")),
    ("line_match_by_a_person_has_a_reason", copy("line_match", how="person")),
    (
        "line_match_undone_has_a_reason",
        "INSERT INTO line_match_undone (match_id, facility_id,"
        " reason, undone_at) SELECT id, facility_id, '', now() FROM line_match"
        " WHERE kind = 'payment' LIMIT 1",
    ),
    ("line_match_undone_is_append_only", "DELETE FROM line_match_undone"),
    (
        "line_match_undone_is_of_one_facility",
        "INSERT INTO line_match_undone (match_id,"
        " facility_id, reason, undone_at) SELECT id, -1, 'x', now() FROM line_match"
        " WHERE kind = 'payment' LIMIT 1",
    ),
    ("line_seen_is_append_only", "DELETE FROM line_seen"),
    ("line_stands_once_in_a_statement", copy("line_seen")),
    ("line_state_confirmed_is_known", "UPDATE line_state SET confirmed = 'lost'"),
    (
        "line_state_is_matched_as_a_whole",
        "UPDATE line_state SET outcome = 'matched' WHERE left_vnd > 0",
    ),
    (
        "line_state_left_is_not_negative",
        "INSERT INTO line_match (facility_id, line_id, kind,"
        " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'payment', p.id,"
        " p.applied_vnd, 'code', now() FROM bank_line AS l, payment AS p WHERE l.direction = 'in'"
        " AND p.facility_id = l.facility_id AND p.identifies_id IS NULL AND p.applied_vnd >"
        " l.amount_vnd AND NOT EXISTS (SELECT FROM line_match AS m WHERE m.subject_id = p.id"
        " AND m.kind = 'payment') LIMIT 1",
    ),
    ("line_state_outcome_is_known", "UPDATE line_state SET outcome = 'lost'"),
    (
        "payment_stands_beside_one_line",
        "INSERT INTO line_match (facility_id, line_id, kind,"
        " subject_id, amount_vnd, how, made_at) SELECT m.facility_id, l.id, 'payment',"
        " m.subject_id, 1, 'code', now() FROM line_match AS m, bank_line AS l"
        " WHERE m.kind = 'payment' AND"
        " l.direction = 'in' AND l.id <> m.line_id AND l.facility_id = m.facility_id LIMIT 1",
    ),
    ("reconciliation_decision_is_append_only", "UPDATE reconciliation_decision SET reason = 'x'"),
    ("reconciliation_rule_is_known", "UPDATE reconciliation_rule SET books_by = 'lost'"),
    ("statement_adds_up", copy("statement", place=9, opening_vnd=1, closing_vnd=1)),
    ("statement_days_are_in_order", copy("statement", place=9, from_on="2030-01-01")),
    ("statement_file_counts_its_lines", copy("statement_file", sha256="\\x01", new_lines=99)),
    ("statement_file_has_a_name", copy("statement_file", sha256="\\x01", name="")),
    ("statement_file_is_append_only", "DELETE FROM statement_file"),
    ("statement_file_is_taken_once", copy("statement_file")),
    ("statement_file_source_is_known", copy("statement_file", sha256="\\x01", source="lost")),
    ("statement_has_its_place", copy("statement")),
    ("statement_is_append_only", "UPDATE statement SET number = 'x'"),
    ("statement_is_of_its_file", copy("statement", place=9, facility_id=-1)),
    ("statement_kind_is_known", copy("statement", place=9, kind="lost")),
    ("statement_names_its_account", copy("statement", place=9, account="")),
]
