"""The promises of books, insurance, letters and families' sign-in."""

from __future__ import annotations

from tests.house.copying import AT, FREE_ID, copy

A_NOTICE = "kind = 'notice' AND state = 'waiting'"
A_REMINDER = "kind = 'reminder'"
A_NOTICE_SENT = "kind = 'notice' AND state = 'sent'"
ZEROS = "0" * 64
ROW = (
    "handover_id, facility_id, run_id, place, kind, turn, beneficiary_id, bill_id, code, name,"
    " born_on, class_name, bill_code, amount_vnd"
)


def _row(**changed: str) -> str:
    """A row of a hand-over once more, with some columns computed otherwise."""
    told = {name: f"r.{name}" for name in ROW.split(", ")} | {"place": "77"} | changed
    return (
        f"INSERT INTO insurance_row ({ROW}) SELECT {', '.join(told.values())}"
        " FROM insurance_row AS r LIMIT 1"
    )


KEPT = (
    "insurance_handover",
    "insurance_left_out",
    "insurance_row",
    "telling",
)

CASES: list[tuple[str, str]] = [
    ("book_layout_is_one_a_book", copy("book_layout")),
    ("book_layout_is_of_a_known_book", copy("book_layout", book="so-den")),
    ("insurance_handover_is_numbered_once", copy("insurance_handover")),
    ("insurance_handover_counts_from_one", copy("insurance_handover", number=0)),
    ("insurance_handover_holds_names", copy("insurance_handover", number=7, names=0, struck=0)),
    ("insurance_handover_digest_has_its_form", copy("insurance_handover", number=7, digest="x")),
    ("insurance_handover_is_its_rows", copy("insurance_handover", number=7)),
    ("insurance_row_place_is_taken_once", copy("insurance_row", turn=3)),
    ("insurance_name_is_told_once", copy("insurance_row", place=77)),
    ("insurance_row_kind_is_known", copy("insurance_row", place=77, turn=3, kind="lost")),
    ("insurance_turn_counts_from_one", copy("insurance_row", place=77, turn=0)),
    ("insurance_row_is_of_money", copy("insurance_row", place=77, turn=3, amount_vnd=0)),
    ("insurance_turns_follow_each_other", copy("insurance_row", place=77, turn=3)),
    ("insurance_row_is_of_its_bill", copy("insurance_row", place=77, turn=3, bill_code="TF0")),
    ("insurance_strike_is_of_a_break", copy("insurance_row", place=77, turn=2, kind="strike")),
    (
        "insurance_name_is_paid_for",
        _row(
            turn="1",
            amount_vnd="1",
            bill_id="b.id",
            bill_code="b.code",
            beneficiary_id="b.beneficiary_id",
        ).replace(
            " LIMIT 1",
            " JOIN bill AS b ON b.run_id = r.run_id AND b.beneficiary_id <> r.beneficiary_id"
            " LIMIT 1",
        ),
    ),
    (
        "insurance_row_came_with_its_handover",
        # A name that is paid for, put into a hand-over that is over.
        "INSERT INTO insurance_row ("
        + ROW
        + ") SELECT h.id, b.facility_id, b.run_id, 77, 'add', 1,"
        " b.beneficiary_id, b.id, 'x', b.beneficiary_name, NULL, b.class_name, b.code, s.insured"
        " FROM insurance_handover AS h JOIN bill AS b ON b.run_id = h.run_id AND b.state = 'paid'"
        " JOIN LATERAL (SELECT sum(l.amount_vnd) AS insured FROM bill_line AS l JOIN fee_item AS i"
        " ON i.id = l.fee_item_id AND i.kind = 'insurance' WHERE l.bill_id = b.id) AS s"
        " ON s.insured > 0 WHERE NOT EXISTS (SELECT FROM insurance_row AS r"
        " WHERE r.run_id = b.run_id AND r.beneficiary_id = b.beneficiary_id) LIMIT 1",
    ),
    ("insurance_left_out_is_named_once", copy("insurance_left_out")),
    ("insurance_left_out_has_a_reason", copy("insurance_left_out", reason="lost")),
    (
        "insurance_left_out_is_of_its_facility",
        "INSERT INTO insurance_left_out (handover_id, facility_id, beneficiary_id, reason, words)"
        " SELECT o.handover_id, o.facility_id, p.id, 'absent', '' FROM insurance_left_out AS o"
        " JOIN beneficiary AS p ON p.facility_id <> o.facility_id LIMIT 1",
    ),
    ("insurance_note_is_one_a_pupil", copy("insurance_note")),
    ("insurance_note_is_a_reason_to_write", "UPDATE insurance_note SET reason = 'not_paid'"),
    (
        "insurance_note_of_its_own_has_words",
        "UPDATE insurance_note SET reason = 'other', words = ''",
    ),
    (
        "insurance_note_is_of_its_facility",
        "UPDATE insurance_note SET facility_id = facility_id + 1",
    ),
    ("letter_way_is_known", copy("letter", where=A_NOTICE, way="pigeon")),
    ("letter_kind_is_known", copy("letter", where=A_NOTICE, kind="love")),
    ("letter_state_is_known", copy("letter", where=A_NOTICE, state="lost")),
    ("letter_trouble_is_known", copy("letter", where=A_NOTICE, trouble="rain")),
    ("letter_language_is_known", copy("letter", where=A_NOTICE, language="la")),
    ("letter_has_an_address", copy("letter", where=A_NOTICE, to_address="")),
    ("letter_has_a_template", copy("letter", where=A_NOTICE, template="")),
    ("letter_cost_is_not_negative", copy("letter", where=A_NOTICE, cost_vnd=-1)),
    ("letter_of_no_facility_is_a_code", copy("letter", where=A_NOTICE, facility_id=None)),
    ("letter_of_reminder_has_its_day", copy("letter", where=A_REMINDER, day=None)),
    ("letter_of_reminder_has_its_day", copy("letter", where=A_NOTICE, day="2026-10-06")),
    ("letter_sent_has_its_instant", copy("letter", where=A_NOTICE, state="sent")),
    (
        "letter_delivered_has_its_instant",
        copy("letter", where=A_NOTICE, state="delivered", sent_at=AT),
    ),
    ("letter_failed_says_why", copy("letter", where=A_NOTICE, state="failed")),
    (
        "letter_forgets_its_code",
        copy("letter", where=A_NOTICE, kind="code", state="stopped", facts={"code": "1"}),
    ),
    ("letter_reminds_once_a_day", copy("letter", where=A_REMINDER)),
    ("letter_is_kept", f"UPDATE letter SET to_address = 'x' WHERE {A_NOTICE}"),
    ("letter_is_kept", f'UPDATE letter SET facts = \'{{"sum_vnd": "1"}}\' WHERE {A_NOTICE}'),
    ("letter_is_kept", f"UPDATE letter SET state = 'waiting' WHERE {A_NOTICE_SENT}"),
    ("letter_is_kept", "DELETE FROM letter"),
    ("reminder_plan_days_are_in_reach", "UPDATE reminder_plan SET before_days = 61"),
    ("reminder_plan_last_comes_last", "UPDATE reminder_plan SET after_days = 5, last_days = 5"),
    ("reminder_plan_ways_are_known", "UPDATE reminder_plan SET ways = '{pigeon}'"),
    ("reminder_plan_ways_are_known", "UPDATE reminder_plan SET ways = '{}'"),
    ("reminder_plan_phone_is_digits", "UPDATE reminder_plan SET contact_phone = 'x'"),
    ("telling_level_is_known", copy("telling", level="shout")),
    ("telling_is_of_money", copy("telling", amount_vnd=0)),
    ("telling_reminds_once_a_level", copy("telling", where="level = 'before'")),
    (
        "telling_is_of_one_facility",
        copy("telling", where="level = 'notice'", facility_id=FREE_ID),
    ),
    (
        "family_code_has_five_tries",
        copy("family_code", phone="0912345679", asker_key=ZEROS, tries_left=6),
    ),
    ("family_code_has_five_tries", "UPDATE family_code SET tries_left = -1"),
    (
        "family_code_is_kept_as_a_digest",
        copy("family_code", phone="0912345679", asker_key=ZEROS, code_key="123456"),
    ),
    ("family_code_is_of_a_mobile", copy("family_code", phone="02223821234", asker_key=ZEROS)),
    ("family_code_is_of_one_asker", copy("family_code", phone="0912345679")),
    (
        "family_code_lasts_five_minutes",
        "UPDATE family_code SET ends_at = made_at + interval '6 minutes'",
    ),
    ("family_known_is_kept_as_a_digest", copy("family_known", device_key="d")),
    (
        "family_known_lasts_half_a_year",
        "UPDATE family_known SET ends_at = known_at + interval '181 days'",
    ),
    ("family_knows_a_person_once", copy("family_known")),
    ("family_session_is_kept_as_a_digest", copy("family_session", session_key="s")),
    (
        "family_session_lasts_half_an_hour",
        "UPDATE family_session SET ends_at = opened_at + interval '1 hour'",
    ),
]
