"""An upload waits with its bytes, is carried out once, and is forgotten when nobody confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.world import AT, SCHOOL_YEAR, World
from thuphi.ground.kit.actor import SYSTEM, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills.models import Charge, CollectionRun, UploadedWorkbook
from thuphi.money.bills.workbook import actions, errors, queries
from thuphi.money.bills.workbook.previews import from_json
from thuphi.money.bills.workbook.states import UPLOAD_STATES, UploadState

from .books import NAM, PLAN, book, preview

GOOD = book([NAM], [("HS010", 22)])
FAULTY = book([NAM], [("HS010", -1)])


def keep(world: World, workbook: bytes = GOOD) -> UploadedWorkbook:
    return actions.keep_upload(
        by=world.lan.actor,
        facility_id=world.a.id,
        school_year=SCHOOL_YEAR,
        file_name="thang-11.xlsx",
        workbook=workbook,
        at=AT,
    )


def carry_out(world: World, kept: UploadedWorkbook) -> actions.Imported:
    return actions.confirm_upload(
        by=world.lan.actor,
        upload_id=kept.pk,
        digest=from_json(kept.preview).digest,
        plan=PLAN,
        at=AT,
    )


def test_a_readable_workbook_waits_with_its_bytes_and_its_preview(scene: World) -> None:
    kept = UploadedWorkbook.objects.get(pk=keep(scene).pk)
    assert bytes(kept.content) == GOOD
    assert (kept.state, kept.uploaded_by, kept.uploaded_at) == ("waiting", scene.lan.user.pk, AT)
    assert from_json(kept.preview) == preview(scene, GOOD)
    assert not CollectionRun.objects.exists()


def test_of_a_workbook_with_faults_only_the_faults_are_kept(scene: World) -> None:
    kept = UploadedWorkbook.objects.get(pk=keep(scene, FAULTY).pk)
    assert (kept.state, bytes(kept.content)) == ("faulty", b"")
    assert from_json(kept.preview).fault_count == 1
    with pytest.raises(MoveNotAllowed):
        carry_out(scene, kept)


def test_a_file_that_is_none_is_not_kept(scene: World) -> None:
    with pytest.raises(errors.FileRefused):
        keep(scene, b"Ma,Ten\n1,2\n")
    assert not UploadedWorkbook.objects.exists()


def test_an_upload_is_carried_out_once_and_its_bytes_are_dropped(scene: World) -> None:
    kept = keep(scene)
    done = carry_out(scene, kept)
    with pytest.raises(errors.AlreadyConfirmed) as refused:
        carry_out(scene, kept)
    assert refused.value.run_id == done.run_id
    assert Charge.objects.count() == 1
    now = UploadedWorkbook.objects.get(pk=kept.pk)
    assert (now.state, bytes(now.content), now.run_id) == ("confirmed", b"", done.run_id)


def test_another_school_cannot_confirm_or_see_an_upload(
    scene: World, as_role: Callable[..., None]
) -> None:
    kept = keep(scene)
    with pytest.raises(NotYours):
        actions.confirm_upload(by=scene.quan.actor, upload_id=kept.pk, digest="", plan=PLAN, at=AT)
    as_role("thuphi_app", scene.b.id)
    with pytest.raises(errors.UploadNotFound):
        queries.upload(kept.pk)
    with pytest.raises(errors.UploadNotFound):
        actions.confirm_upload(by=scene.quan.actor, upload_id=kept.pk, digest="", plan=PLAN, at=AT)


def test_uploads_that_nobody_confirmed_are_forgotten(scene: World) -> None:
    old, faulty, done = keep(scene), keep(scene, FAULTY), keep(scene)
    carry_out(scene, done)
    assert actions.forget_uploads(by=SYSTEM, before=AT, at=AT) == 0
    late = AT + timedelta(days=1)
    assert actions.forget_uploads(by=SYSTEM, before=late, at=late) == 2
    assert list(UploadedWorkbook.objects.values_list("pk", flat=True)) == [done.pk]
    assert {old.pk, faulty.pk}.isdisjoint({done.pk})


def test_every_move_of_an_upload_is_in_the_table() -> None:
    allowed = {(a, b) for a in UploadState for b in UploadState if _moves(a, b)}
    assert allowed == {(UploadState.WAITING, UploadState.CONFIRMED)}


def _moves(a: UploadState, b: UploadState) -> bool:
    try:
        UPLOAD_STATES.move(a, b)
    except MoveNotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'lost', content = ''", "upload_state_is_known"),
        ("digest = 'abc'", "upload_digest_has_its_form"),
        ("content = ''", "upload_is_kept_only_while_it_waits"),
        ("state = 'confirmed'", "upload_is_kept_only_while_it_waits"),
        ("run_id = %(run)s", "upload_has_a_run_once_confirmed"),
    ],
)
def test_the_database_holds_an_upload_to_its_form(
    scene: World, change: str, constraint: str
) -> None:
    done = carry_out(scene, keep(scene))
    kept = keep(scene)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE uploaded_workbook SET {change} WHERE id = %(id)s",
            {"id": kept.pk, "run": done.run_id},
        )
