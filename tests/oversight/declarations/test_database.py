"""The database is law: what is locked stays, and the pages' role can do its work and no more."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.oversight.declarations.months import (
    LATER,
    PRIVATE_SCHOOL,
    SCHOOL,
    SEPTEMBER,
    approved,
    submitted,
    verified,
    written,
)
from tests.world import Person, World
from thuphi.oversight.declarations import actions, queries
from thuphi.oversight.declarations.actions import Row, Upload
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import BYTES_MAX, DECLARATION_STATES, State


def refusal(deed: str) -> str:
    """The name of the constraint that refuses a deed of raw SQL; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or str(cause)
    return ""


LOCKED = [
    ("declaration_is_kept", "UPDATE declaration SET state = 'returned'"),
    ("declaration_is_kept", "UPDATE declaration SET approved_by = 1"),
    ("declaration_is_kept", "DELETE FROM declaration"),
    ("declared_value_is_of_an_open_declaration", "UPDATE declared_value SET value = value"),
    ("declared_value_is_of_an_open_declaration", "DELETE FROM declared_value"),
    (
        "declared_value_is_of_an_open_declaration",
        "INSERT INTO declared_value (declaration_id, facility_id, item, value)"
        " SELECT id, facility_id, 'digitised_materials', 1 FROM declaration",
    ),
    (
        "declaration_flag_is_of_an_open_declaration",
        "INSERT INTO declaration_flag (declaration_id, facility_id, rule, explanation)"
        " SELECT id, facility_id, 'month_is_over', 'x' FROM declaration",
    ),
    (
        "declaration_evidence_is_of_an_open_declaration",
        "INSERT INTO declaration_evidence (declaration_id, facility_id, words, added_at)"
        " SELECT id, facility_id, 'x', now() FROM declaration",
    ),
]


@pytest.mark.parametrize(("name", "deed"), LOCKED)
def test_an_approved_declaration_refuses_every_change(
    world: World, nga: Person, name: str, deed: str
) -> None:
    approved(world, nga)
    assert refusal(deed) == name


def test_values_of_what_the_department_has_do_not_move(world: World) -> None:
    submitted(world)
    name = "declared_value_is_of_an_open_declaration"
    assert refusal("DELETE FROM declared_value WHERE item = 'pupils'") == name
    assert refusal("UPDATE declaration SET submitted_by = 1") == "declaration_is_kept"


def test_the_database_knows_the_same_moves_as_the_rules(world: World, nga: Person) -> None:
    made = written(world)
    pages = {
        State.DRAFT: "",
        State.SUBMITTED: ", submitted_at = now()",
        State.RETURNED: ", returned_by = 1, returned_at = now(), return_reason = 'x'",
        State.VERIFIED: ", verified_by = 9, verified_at = now()",
        State.APPROVED: ", approved_by = 8, approved_at = now()",
    }
    reach = {
        State.DRAFT: (),
        State.SUBMITTED: (State.SUBMITTED,),
        State.RETURNED: (State.SUBMITTED, State.RETURNED),
        State.VERIFIED: (State.SUBMITTED, State.VERIFIED),
        State.APPROVED: (State.SUBMITTED, State.VERIFIED, State.APPROVED),
    }

    def deed(new: State) -> str:
        gone = (
            ""
            if new in (State.VERIFIED, State.APPROVED)
            else (", verified_by = NULL, verified_at = NULL")
        )
        return f"UPDATE declaration SET state = '{new}'{pages[new]}{gone} WHERE id = {made.pk}"

    for old in State:
        for new in State:
            if old is new:
                continue
            steps = ";".join(map(deed, (*reach[old], new)))
            allowed = DECLARATION_STATES.allows(old, new)
            assert (refusal(steps) == "") == allowed, f"{old} -> {new}: {refusal(steps)}"


def test_a_later_revision_follows_an_approved_one_and_begins_as_a_draft(world: World) -> None:
    verified(world)
    insert = (
        "INSERT INTO declaration (facility_id, month, revision, state, written_at, submitted_at)"
        " SELECT facility_id, month, {revision}, '{state}', now(), now() FROM declaration"
    )
    for revision, state in ((2, "draft"), (3, "draft")):
        deed = insert.format(revision=revision, state=state)
        assert refusal(deed) == "declaration_begins_as_a_draft"
    other_month = insert.replace("month, {revision}", "date '2026-01-01', 1", 1)
    assert refusal(other_month.format(state="submitted")) == "declaration_begins_as_a_draft"
    assert refusal(other_month.format(state="draft")) == ""


def test_a_value_is_of_its_declarations_facility(world: World) -> None:
    written(world)
    deed = (
        f"INSERT INTO declared_value (declaration_id, facility_id, item, value)"
        f" SELECT id, {world.b.id}, 'digitised_materials', 1 FROM declaration"
    )
    assert refusal(deed) == "declared_value_is_of_an_open_declaration"


def test_a_day_that_is_none_is_not_kept(world: World) -> None:
    made = written(world)
    for value in (20260230, 20261301, 20250229, 20260100, 5):
        deed = (
            f"DELETE FROM declared_value WHERE item = 'accepts_on';"
            f" INSERT INTO declared_value (declaration_id, facility_id, item, value)"
            f" VALUES ({made.pk}, {world.a.id}, 'accepts_on', {value})"
        )
        assert refusal(deed) == "declared_value_day_is_a_day"
    assert refusal(deed.replace(", 5)", ", 20240229)")) == ""


def test_a_file_is_not_larger_than_five_megabytes_and_is_its_digest(world: World) -> None:
    made = written(world)
    insert = (
        "INSERT INTO declaration_evidence"
        " (declaration_id, facility_id, kind, content, digest, added_at)"
        f" VALUES ({made.pk}, {world.a.id}, 'pdf', {{content}}, sha256({{digest}}), now())"
    )
    large = f"convert_to(repeat('x', {BYTES_MAX + 1}), 'UTF8')"
    assert refusal(insert.format(content=large, digest=large)) == (
        "declaration_evidence_is_not_large"
    )
    assert refusal(insert.format(content="'x'::bytea", digest="'y'::bytea")) == (
        "declaration_evidence_has_its_digest"
    )
    assert refusal(insert.format(content="'x'::bytea", digest="'x'::bytea")) == ""


def test_people_at_their_pages_can_do_all_of_it(
    world: World, nga: Person, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    made = written(world)
    proof = actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, upload=Upload("a.pdf", b"%PDF-1")
    )
    actions.remove_evidence(by=world.lan.actor, evidence_id=proof.pk, at=LATER)
    written(world, qr_vnd=39_000)
    actions.submit(
        by=world.lan.actor, declaration_id=made.pk, at=LATER,
        explanations={"average_is_plausible:qr_vnd": "Thu lẻ"},
    )  # fmt: skip
    as_role("thuphi_app", world.a.id, world.b.id)
    actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason="Xem lại", at=LATER)
    rows = [Row(world.a.id, SCHOOL), Row(world.b.id, PRIVATE_SCHOOL)]
    actions.submit_many(by=world.dung.actor, month=SEPTEMBER, rows=rows, at=LATER)
    ids = [waiting.declaration_id for waiting in queries.inbox()]
    assert len(actions.verify_many(by=nga.actor, declaration_ids=ids, at=LATER)) == 2
    assert len(actions.approve_many(by=world.dung.actor, declaration_ids=ids, at=LATER)) == 2
    actions.reopen(by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, at=LATER)


def test_pages_see_nothing_of_another_school(world: World, as_role: Callable[..., None]) -> None:
    verified(world)
    as_role("thuphi_app", world.b.id)
    assert not Declaration.objects.exists()
    assert queries.history(world.a.id, SEPTEMBER) == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM declared_now")
        assert cursor.fetchone() == (0,)
    as_role("thuphi_app", world.a.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM declared_now")
        assert cursor.fetchone() == (len(SCHOOL),)
