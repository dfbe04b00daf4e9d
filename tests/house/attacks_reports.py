"""The promises of the boards of tasks and of reports, each with a deed that breaks it."""

from __future__ import annotations

from tests.house.copying import AT, copy

KEPT = ("filing_source", "filing_step", "report_reminder", "task_comment", "task_step")
"""Tables that nobody changes."""

A_CORRECTION = {"number": 7, "corrects_id": 1, "correction_reason": "x"}
CASES: list[tuple[str, str]] = [
    ("difficulty_is_answered_in_words", copy("difficulty", where="state = 'open'", answer="x")),
    ("difficulty_is_kept", "UPDATE difficulty SET text = 'x'"),
    ("difficulty_is_kept", "UPDATE difficulty SET answer = 'x' WHERE state = 'answered'"),
    ("difficulty_is_kept", "DELETE FROM difficulty"),
    (
        "difficulty_is_told_by_one",
        copy("difficulty", where="facility_id IS NOT NULL", agency_id=1),
    ),
    ("difficulty_is_told_in_words", copy("difficulty", text="")),
    (
        "filing_begins_as_a_draft",
        "INSERT INTO filing (obligation_id, agency_id, number, state, data_on, drafted_at,"
        " changed_at) SELECT o.id, a.id, 1, 'draft', now(), now(), now() FROM obligation AS o"
        " JOIN agency AS a ON a.id <> o.agency_id WHERE NOT EXISTS"
        " (SELECT FROM filing AS f WHERE f.obligation_id = o.id) LIMIT 1",
    ),
    ("filing_correction_names_the_old_one", copy("filing", number=2, corrects_id=None)),
    ("filing_is_frozen", "UPDATE filing SET results = 'x' WHERE state <> 'draft'"),
    ("filing_is_frozen", "UPDATE filing SET state = 'draft' WHERE state = 'returned'"),
    ("filing_is_frozen", "DELETE FROM filing"),
    (
        "filing_is_late_after_its_due_instant",
        copy("filing", where="filed_at <= due_at", is_late=True),
    ),
    (
        "filing_is_one_draft_at_a_time",
        copy("filing", where="state = 'draft'", **A_CORRECTION),
    ),
    ("filing_number_is_used_once", copy("filing", where="state = 'superseded'")),
    ("filing_says_who_filed_it_and_when", copy("filing", where="state = 'filed'", results="")),
    ("filing_stands_alone", copy("filing", where="state = 'filed'", **A_CORRECTION)),
    ("filing_state_is_known", copy("filing", where="state = 'superseded'", state="lost")),
    (
        "filing_under_way_is_held_by_an_office",
        copy("filing", where="state = 'filed'", holder_id=None),
    ),
    ("filing_figure_comparator_is_known", copy("filing_figure", comparator="lt")),
    ("filing_figure_counts_from_nought", copy("filing_figure", target_id="X", facilities=-1)),
    (
        "filing_figure_differs_for_a_reason",
        copy("filing_figure", where="reason = ''", target_id="X", whole=999_999_999),
    ),
    (
        "filing_figure_is_frozen",
        copy(
            "filing_figure",
            where="filing_id IN (SELECT id FROM filing WHERE state <> 'draft')",
            target_id="X",
        ),
    ),
    (
        "filing_figure_is_frozen",
        "UPDATE filing_figure SET reason = 'x' WHERE filing_id IN"
        " (SELECT id FROM filing WHERE state <> 'draft')",
    ),
    ("filing_figure_is_of_a_target", copy("filing_figure", target_id="")),
    ("filing_figure_is_one_a_target", copy("filing_figure")),
    (
        "filing_figure_part_is_within_its_whole",
        copy("filing_figure", target_id="X", part=5, whole=1, reason="x"),
    ),
    (
        "filing_source_is_another_report",
        "INSERT INTO filing_source (filing_id, obligation_id, source_id)"
        " SELECT f.id, o.id, f.id FROM filing AS f CROSS JOIN obligation AS o LIMIT 1",
    ),
    ("filing_source_is_named_once", copy("filing_source")),
    (
        "filing_source_is_of_a_draft",
        "INSERT INTO filing_source (filing_id, obligation_id) SELECT f.id, o.id FROM filing AS f"
        " CROSS JOIN obligation AS o WHERE f.state = 'filed' AND NOT EXISTS (SELECT FROM"
        " filing_source AS s WHERE s.filing_id = f.id AND s.obligation_id = o.id) LIMIT 1",
    ),
    (
        "filing_step_back_has_a_reason",
        copy("filing_step", where="deed = 'returned'", number=9, reason=""),
    ),
    ("filing_step_deed_is_known", copy("filing_step", number=9, deed="lost")),
    (
        "filing_step_goes_somewhere",
        copy("filing_step", where="deed = 'filed'", number=9, to_agency_id=None),
    ),
    (
        "filing_step_is_by_its_holder",
        copy(
            "filing_step",
            where="filing_id IN (SELECT id FROM filing WHERE state = 'superseded')",
            number=9,
        ),
    ),
    ("filing_step_is_somebodys", copy("filing_step", number=9, by="")),
    ("filing_step_number_begins_at_one", copy("filing_step", number=0)),
    ("filing_step_number_is_used_once", copy("filing_step")),
    ("obligation_has_its_due_instant", copy("obligation", due_at=None)),
    ("obligation_is_kept", "UPDATE obligation SET duty_id = 'x'"),
    ("obligation_is_kept", "DELETE FROM obligation"),
    ("obligation_is_of_a_duty", copy("obligation", duty_id="")),
    ("obligation_is_owed_once", copy("obligation")),
    ("obligation_period_is_in_order", copy("obligation", period_last_on="2000-01-01")),
    ("obligation_periodicity_is_known", copy("obligation", periodicity="weekly")),
    ("obligation_window_is_in_order", copy("obligation", window_last_on="2000-01-01")),
    ("report_reminder_is_of_a_known_kind", copy("report_reminder", nudge="shout")),
    ("report_reminder_is_said_once", copy("report_reminder")),
    ("task_comment_is_not_empty", copy("task_comment", text="")),
    ("task_comment_is_somebodys", copy("task_comment", by="")),
    ("task_funding_has_a_source", copy("task_funding", source="")),
    ("task_funding_is_kept", "UPDATE task_funding SET amount_vnd = amount_vnd + 1"),
    (
        "task_funding_is_kept",
        "UPDATE task_funding SET struck_reason = 'x' WHERE struck_at IS NOT NULL",
    ),
    ("task_funding_is_kept", "DELETE FROM task_funding"),
    ("task_funding_is_of_some_money", copy("task_funding", amount_vnd=0)),
    (
        "task_funding_is_struck_for_a_reason",
        copy("task_funding", where="struck_at IS NULL", struck_at=AT),
    ),
    ("task_item_is_of_a_plan", copy("task_item", task_id="")),
    ("task_item_is_on_the_board_once", copy("task_item")),
    ("task_item_set_due_is_a_day", copy("task_item", task_id="X", due_is_set=True, due_on=None)),
    (
        "task_part_evidence_is_a_web_address",
        copy("task_part", evidence_url="javascript:alert(1)"),
    ),
    (
        "task_part_is_confirmed_with_evidence",
        copy("task_part", where="state = 'confirmed'", evidence=""),
    ),
    ("task_part_is_kept", "UPDATE task_part SET code = 'X'"),
    (
        "task_part_is_kept",
        "UPDATE task_part SET state = 'confirmed', percent = 100, evidence = 'x'"
        " WHERE state = 'not_started'",
    ),
    ("task_part_is_kept", "DELETE FROM task_part"),
    ("task_part_is_one_a_lead", copy("task_part")),
    (
        "task_part_percent_fits_its_state",
        copy("task_part", where="state = 'not_started'", percent=5),
    ),
    ("task_step_is_somebodys", copy("task_step", by="")),
    ("task_step_states_are_known", copy("task_step", new_state="lost")),
    ("task_support_is_named_once", copy("task_support")),
]
