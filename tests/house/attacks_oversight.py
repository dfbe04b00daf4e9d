"""The promises of the rooms that oversight works with, each with a deed that breaks it."""

from __future__ import annotations

import hashlib

from tests.house.copying import FREE_ID, copy

_OPEN = "state = 'returned'"
_LOCKED = "state = 'approved'"
_OF_LOCKED = "declaration_id IN (SELECT id FROM declaration WHERE state = 'approved')"
_LARGE = "convert_to(repeat('x', 5000001), 'UTF8')"

KEPT = ("plan_profile",)
"""Tables that nobody changes."""

_OF_NOTHING = hashlib.sha256(b"").hexdigest()

CASES: list[tuple[str, str]] = [
    ("fee_item_kind_is_known", copy("fee_item", code="X1", kind="gift")),
    ("fee_count_is_one_a_kind", copy("fee_count")),
    ("fee_count_kind_is_known", copy("fee_count", kind="gift")),
    ("fee_count_paid_is_part_of_due", "UPDATE fee_count SET due_vnd = due_paid_vnd - 1"),
    ("fee_count_paid_is_part_of_due", "UPDATE fee_count SET due_cashless_vnd = due_paid_vnd + 1"),
    ("fee_count_paid_is_part_of_due", "UPDATE fee_count SET due_cashless_vnd = -1"),
    (
        "fee_count_cashless_is_part_of_collected",
        "UPDATE fee_count SET cashless_vnd = 1 + collected_vnd",
    ),
    ("fee_count_cashless_is_part_of_collected", "UPDATE fee_count SET cashless_vnd = -1"),
    (
        "plan_profile_has_a_text",
        copy(
            "plan_profile",
            text="",
            sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
    ),
    ("plan_profile_id_has_its_form", copy("plan_profile", plan_id="bg2022")),
    ("plan_profile_is_adopted_by_somebody", copy("plan_profile", adopted_by="")),
    ("plan_profile_sha256_is_of_its_text", copy("plan_profile", text="x")),
    ("platform_categories_are_known", "UPDATE platform SET categories = '{LOST}'"),
    ("platform_categories_are_known", "UPDATE platform SET categories = '{}'"),
    ("platform_has_a_name_and_a_vendor", copy("platform", name="")),
    ("platform_has_a_name_and_a_vendor", copy("platform", vendor="")),
    ("platform_has_a_source", copy("platform", name="Khác", source="")),
    ("platform_is_there_once", copy("platform")),
    ("platform_is_listed_once_at_a_time", copy("platform_listing")),
    ("platform_listing_code_is_plain", copy("platform_listing", list_code="Quyết định")),
    ("platform_listing_has_a_source", copy("platform_listing", source="")),
    ("platform_listing_valid_is_not_empty", copy("platform_listing", valid="empty")),
    ("platform_is_used_once_at_a_time", copy("platform_use")),
    ("platform_use_category_is_known", copy("platform_use", category="LOST")),
    ("platform_use_ended_has_an_end", copy("platform_use", state="ended")),
    ("platform_use_has_evidence", copy("platform_use", evidence="")),
    ("platform_use_is_decided_by_somebody", copy("platform_use", decided_by=None)),
    ("platform_use_is_decided_by_somebody", copy("platform_use", state="declared")),
    ("platform_use_is_kept", "UPDATE platform_use SET evidence = 'x'"),
    ("platform_use_is_kept", "UPDATE platform_use SET state = 'declared', decided_by = NULL"),
    ("platform_use_is_kept", "DELETE FROM platform_use"),
    ("platform_use_is_of_its_platform", copy("platform_use", category="PHR")),
    ("platform_use_is_refused_for_a_reason", copy("platform_use", state="refused")),
    ("platform_use_needs_two_persons", copy("platform_use", declared_by=7, decided_by=7)),
    ("platform_use_state_is_known", copy("platform_use", state="lost")),
    ("platform_use_valid_is_not_empty", copy("platform_use", valid="empty")),
    ("declaration_begins_as_a_draft", copy("declaration", revision=2)),
    ("declaration_begins_as_a_draft", copy("declaration", revision=2, state="draft")),
    (
        "declaration_is_approved_by_another",
        copy("declaration", where=_LOCKED, revision=2, verified_by=FREE_ID, approved_by=FREE_ID),
    ),
    ("declaration_is_approved_by_somebody", copy("declaration", revision=2, approved_by=1)),
    ("declaration_is_kept", "UPDATE declaration SET revision = 9"),
    ("declaration_is_kept", "UPDATE declaration SET month = '2026-01-01'"),
    ("declaration_is_kept", f"UPDATE declaration SET approved_by = 1 WHERE {_LOCKED}"),
    ("declaration_is_kept", "DELETE FROM declaration"),
    ("declaration_is_returned_for_a_reason", copy("declaration", revision=2, return_reason="")),
    ("declaration_is_returned_for_a_reason", copy("declaration", revision=2, returned_by=None)),
    (
        "declaration_is_verified_by_another",
        copy("declaration", where=_LOCKED, revision=2, submitted_by=FREE_ID, verified_by=FREE_ID),
    ),
    ("declaration_is_verified_by_somebody", copy("declaration", revision=2, verified_by=FREE_ID)),
    (
        "declaration_is_verified_by_somebody",
        copy("declaration", where=_LOCKED, revision=2, verified_by=None),
    ),
    ("declaration_month_is_a_first_day", copy("declaration", month="2026-09-02")),
    ("declaration_revision_counts_from_one", copy("declaration", revision=0)),
    ("declaration_revision_is_one", copy("declaration")),
    ("declaration_state_is_known", copy("declaration", revision=2, state="lost")),
    ("declaration_was_submitted", copy("declaration", revision=2, submitted_at=None)),
    (
        "declared_value_day_is_a_day",
        copy("declared_value", where="item = 'equipped_on'", value=20260230),
    ),
    ("declared_value_is_not_negative", copy("declared_value", item="card_vnd", value=-1)),
    (
        "declared_value_is_of_an_open_declaration",
        copy("declared_value", where=_OF_LOCKED, item="digitised_materials"),
    ),
    ("declared_value_is_of_an_open_declaration", f"DELETE FROM declared_value WHERE {_OF_LOCKED}"),
    ("declared_value_is_of_an_open_declaration", "UPDATE declared_value SET value = 1"),
    (
        "declared_value_is_of_an_open_declaration",
        copy("declared_value", item="digitised_materials", facility_id=FREE_ID),
    ),
    ("declared_value_is_one_an_item", copy("declared_value")),
    ("declared_value_is_yes_or_no", copy("declared_value", item="online_homework", value=2)),
    ("declared_value_item_is_known", copy("declared_value", item="lost")),
    ("declared_value_records_are_known", copy("declared_value", item="emr_state", value=3)),
    ("declaration_flag_is_explained", copy("declaration_flag", explanation="")),
    (
        "declaration_flag_is_of_an_open_declaration",
        copy("declaration_flag", where=_OF_LOCKED, rule="month_is_over"),
    ),
    ("declaration_flag_is_of_an_open_declaration", "UPDATE declaration_flag SET explanation = 'x'"),
    ("declaration_flag_is_one_a_rule", copy("declaration_flag")),
    ("declaration_flag_rule_is_known", copy("declaration_flag", rule="lost")),
    ("declaration_evidence_has_its_digest", copy("declaration_evidence", digest="\\x00")),
    (
        "declaration_evidence_is_not_large",
        "INSERT INTO declaration_evidence"
        " (declaration_id, facility_id, kind, content, digest, added_at)"
        f" SELECT id, facility_id, 'pdf', {_LARGE}, sha256({_LARGE}), now() FROM declaration"
        f" WHERE {_OPEN}",
    ),
    (
        "declaration_evidence_is_of_an_open_declaration",
        copy("declaration_evidence", where=_OF_LOCKED),
    ),
    (
        "declaration_evidence_is_of_an_open_declaration",
        "UPDATE declaration_evidence SET words = 'x'",
    ),
    ("declaration_evidence_item_is_known", copy("declaration_evidence", item="lost")),
    ("declaration_evidence_kind_is_known", copy("declaration_evidence", kind="exe")),
    (
        "declaration_evidence_says_something",
        copy("declaration_evidence", words="", kind="", file_name="", content=None, digest=None),
    ),
]
