"""For tests/house: rows of the tables of statements and reconciliation, and deeds that break them.

`build(world)` goes into a file of its own (tests/house/statement_tables.py), called by
every_table.build at its end. CASES go into tests/house/attacks_statements.py. settlement, settlement_row and settled_row get their rows by D's.
"""

from __future__ import annotations

from tests.house.copying import copy
from tests.money.statements import files
from tests.world import AT as NOW
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.contract import ReadFile
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import reconciling, standing
from thuphi.money.reconciliation.models import Decision, LineMatch, ReconciliationRule
from thuphi.money.reconciliation.rules import Deed
from thuphi.money.statements import actions
from thuphi.money.statements.models import BankLine, ColumnProfile


def build(world: World) -> None:
    """A statement of school A: a line beside its payment, one undone, one unknown, a bank fee."""
    paid = Payment.objects.select_related("bill").filter(
        facility_id=world.a.id, finding="exact", channel="sandbox"
    )[0]
    code = paid.bill.code if paid.bill is not None else ""
    read = files.read(
        [
            files.line(1, paid.amount_vnd, f"CT {code}", reference="FTHOUSE0000001"),
            files.line(2, 77_000, "khong ro", reference="FTHOUSE0000002"),
            files.line(3, -5_500, "phi"),
        ]
    )
    actions.take_read(
        by=SYSTEM, facility_id=world.a.id, name="a.xml", content=b"a", read=read, at=NOW
    )
    back = files.line(4, -77_000, "hoan", reference="FTHOUSE0000002", is_reversal=True)
    actions.take_read(
        by=SYSTEM, facility_id=world.a.id, name="b.xml", content=b"b",
        read=ReadFile("mt940", (files.statement([back], number="2"),)), at=NOW,
    )  # fmt: skip
    reconciling.reconcile_all(facility_id=world.a.id, at=NOW)
    undone = LineMatch.objects.filter(kind="reversal").order_by("pk")[0]
    standing.part([undone.pk], undone_by=world.lan.user.pk, reason="nhầm", at=NOW)
    Decision.objects.create(
        facility_id=world.a.id, line_id=BankLine.objects.order_by("pk")[1].pk,
        deed=Deed.NOTE.value, reason="hỏi ngân hàng", decided_by=world.lan.user.pk, decided_at=NOW,
    )  # fmt: skip
    ReconciliationRule.objects.create(facility_id=world.a.id, books_by="paid", changed_at=NOW)
    ColumnProfile.objects.create(
        facility_id=world.a.id, name="Vietcombank", heads={"credit": ["Ghi có"]}, made_at=NOW
    )



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
    ("line_is_seen_in_its_account", "INSERT INTO line_seen (facility_id, line_id,"
     " statement_id, place) SELECT -1, n.line_id, s.id, 9 FROM line_seen AS n JOIN statement AS s"
     " ON s.id <> n.statement_id LIMIT 1"),
    ("line_match_goes_the_same_way", "INSERT INTO line_match (facility_id, line_id, kind,"
     " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'payment', p.id, 1,"
     " 'code', now() FROM bank_line AS l, payment AS p WHERE l.direction = 'out' AND"
     " p.facility_id = l.facility_id AND p.identifies_id IS NULL LIMIT 1"),
    ("line_match_how_is_known", copy("line_match", how="lost")),
    ("line_match_is_append_only", "UPDATE line_match SET amount_vnd = 1"),
    ("line_match_is_of_money", copy("line_match", amount_vnd=0)),
    ("line_match_is_of_one_facility", copy("line_match", facility_id=-1)),
    ("line_match_is_within_its_subject", "INSERT INTO line_match (facility_id, line_id, kind,"
     " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'deposit', d.id,"
     " d.amount_vnd + 1, 'document', now() FROM bank_line AS l, cash_deposit AS d"
     " WHERE l.direction = 'in' AND d.facility_id = l.facility_id LIMIT 1"),
    ("line_match_kind_is_known", copy("line_match", kind="lost")),
    ("line_match_by_a_person_has_a_reason", copy("line_match", how="person")),
    ("line_match_undone_has_a_reason", "INSERT INTO line_match_undone (match_id, facility_id,"
     " reason, undone_at) SELECT id, facility_id, '', now() FROM line_match WHERE kind = 'payment'"
     " LIMIT 1"),
    ("line_match_undone_is_append_only", "DELETE FROM line_match_undone"),
    ("line_match_undone_is_of_one_facility", "INSERT INTO line_match_undone (match_id,"
     " facility_id, reason, undone_at) SELECT id, -1, 'x', now() FROM line_match"
     " WHERE kind = 'payment' LIMIT 1"),
    ("line_seen_is_append_only", "DELETE FROM line_seen"),
    ("line_stands_once_in_a_statement", copy("line_seen")),
    ("line_state_confirmed_is_known", "UPDATE line_state SET confirmed = 'lost'"),
    ("line_state_is_matched_as_a_whole",
     "UPDATE line_state SET outcome = 'matched' WHERE left_vnd > 0"),
    ("line_state_left_is_not_negative", "INSERT INTO line_match (facility_id, line_id, kind,"
     " subject_id, amount_vnd, how, made_at) SELECT l.facility_id, l.id, 'payment', p.id,"
     " p.applied_vnd, 'code', now() FROM bank_line AS l, payment AS p WHERE l.direction = 'in'"
     " AND p.facility_id = l.facility_id AND p.identifies_id IS NULL AND p.applied_vnd >"
     " l.amount_vnd AND NOT EXISTS (SELECT FROM line_match AS m WHERE m.subject_id = p.id"
     " AND m.kind = 'payment') LIMIT 1"),
    ("line_state_outcome_is_known", "UPDATE line_state SET outcome = 'lost'"),
    ("payment_stands_beside_one_line", "INSERT INTO line_match (facility_id, line_id, kind,"
     " subject_id, amount_vnd, how, made_at) SELECT m.facility_id, l.id, 'payment', m.subject_id,"
     " 1, 'code', now() FROM line_match AS m, bank_line AS l WHERE m.kind = 'payment' AND"
     " l.direction = 'in' AND l.id <> m.line_id AND l.facility_id = m.facility_id LIMIT 1"),
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

WRITTEN_BY_PAGES_TOO = {
    "statement_file", "statement", "bank_line", "line_seen", "settlement", "settlement_row",
    "column_profile", "line_match", "line_match_undone", "reconciliation_decision",
    "reconciliation_rule",
}  # fmt: skip
"""For test_what_pages_may_write.WRITTEN_BY_PAGES."""
PAGES_HAVE_NO_RIGHT_TO = [
    "UPDATE line_state SET left_vnd = 0",
    "INSERT INTO line_state SELECT * FROM line_state",
    "UPDATE bank_line SET text = 'x'",
    "UPDATE line_match SET amount_vnd = 1",
    "INSERT INTO settled_row SELECT * FROM settled_row",
]
PAGES_ARE_REFUSED_BY_ROW_SECURITY = [copy("line_match", how="code")]
SECURITY_DEFINER = []
"""line_match_subject is not SECURITY DEFINER; it is called by triggers alone (EXECUTE revoked)."""
