"""Keeping an uploaded workbook, and carrying it out: pupils, run and charges, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import PlannedCharge, RunPlan
from thuphi.money.bills.models import UploadedWorkbook
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as people

from . import errors, queries
from .checking import Examined
from .previews import Preview, to_json
from .rows import ChargeRow
from .states import UPLOAD_STATES, UploadState

CHARGES_AT_ONCE = 25_000
"""Charges handed on together: memory stays small, and progress can be told."""

Progress = Callable[[int, int], None]
"""Told (steps done, steps there are); a step is a row read or a charge written."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a confirmed workbook did."""

    run_id: int | None
    created: int
    updated: int
    charges: int
    total_vnd: int


@transaction.atomic
def keep_upload(
    *,
    by: Actor,
    facility_id: int,
    school_year: str,
    file_name: str,
    workbook: bytes,
    at: datetime,
    progress: Progress | None = None,
) -> UploadedWorkbook:
    """Keep a workbook with its preview until somebody confirms it. Raises `FileRefused`.

    Of one with faults only the faults are kept; its names and numbers are not.
    """
    preview = queries.preview(
        by=by,
        facility_id=facility_id,
        school_year=school_year,
        workbook=workbook,
        progress=progress,
    )
    state = UploadState.WAITING if preview.is_clean else UploadState.FAULTY
    upload = UploadedWorkbook.objects.create(
        facility_id=facility_id,
        school_year=school_year,
        file_name=file_name[:200],
        digest=preview.workbook_digest,
        content=workbook if state is UploadState.WAITING else b"",
        preview=to_json(preview),
        state=state.value,
        uploaded_by=by.user_id,
        uploaded_at=at,
    )
    events.record(
        "workbook_uploaded",
        by=by,
        subject=f"upload:{upload.pk}",
        at=at,
        facility_id=facility_id,
        faults=preview.fault_count,
    )
    return upload


@transaction.atomic
def confirm_upload(
    *,
    by: Actor,
    upload_id: int,
    digest: str,
    plan: RunPlan | None,
    at: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Carry out a kept workbook once; its bytes are dropped with that.

    `digest` is the preview's. Raises `UploadNotFound`, `AlreadyConfirmed`, and as `confirm`.
    """
    upload = UploadedWorkbook.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None:
        raise errors.UploadNotFound
    by.require(Permission.PEOPLE_WRITE, upload.facility_id)
    if upload.state == UploadState.CONFIRMED.value:
        raise errors.AlreadyConfirmed(upload.run_id)
    state = UPLOAD_STATES.move(UploadState(upload.state), UploadState.CONFIRMED)
    imported = confirm(
        by=by,
        facility_id=upload.facility_id,
        school_year=upload.school_year,
        workbook=bytes(upload.content),
        digest=digest,
        plan=plan,
        at=at,
        progress=progress,
    )
    upload.state = state.value
    upload.content = b""
    upload.run_id = imported.run_id
    upload.save(update_fields=["state", "content", "run"])
    return imported


@transaction.atomic
def confirm(
    *,
    by: Actor,
    facility_id: int,
    school_year: str,
    workbook: bytes,
    digest: str,
    plan: RunPlan | None,
    at: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Enrol the pupils, open the run and plan the charges of a workbook: all, or nothing.

    The workbook is examined again first; what it does now must be what `digest` stands for.
    Raises `FileRefused`, `WorkbookHasFaults`, `PreviewIsStale`, `RunPlanMissing`, `RunNameTaken`.
    """
    by.require(Permission.PEOPLE_WRITE, facility_id)
    steps = _Steps(progress)
    examined = queries.examine(
        facility_id=facility_id, school_year=school_year, workbook=workbook, progress=steps.reading
    )
    _agree(examined.preview, digest, plan)
    enrolled = payers.enrol_many(by=by, facility_id=facility_id, people=examined.people, at=at)
    run_id = None
    if plan is not None and examined.charges:
        run_id = bills.create_run(by=by, facility_id=facility_id, plan=plan, at=at).pk
        _plan(by, facility_id, run_id, examined, at, steps)
    events.record(
        "workbook_imported",
        by=by,
        subject=f"workbook:{examined.preview.workbook_digest}",
        at=at,
        facility_id=facility_id,
        run=run_id,
        created=enrolled.created,
        updated=enrolled.updated,
        charges=examined.preview.charges,
        total_vnd=examined.preview.total_vnd,
    )
    return Imported(
        run_id=run_id,
        created=enrolled.created,
        updated=enrolled.updated,
        charges=examined.preview.charges,
        total_vnd=examined.preview.total_vnd,
    )


@transaction.atomic
def forget_uploads(*, by: Actor, before: datetime, at: datetime) -> int:
    """Drop uploads that nobody confirmed, with the bytes they kept. Returns how many."""
    old = UploadedWorkbook.objects.filter(uploaded_at__lt=before).exclude(
        state=UploadState.CONFIRMED.value
    )
    for facility_id in old.values_list("facility_id", flat=True).distinct().order_by():
        by.require(Permission.PEOPLE_WRITE, facility_id)
    forgotten, _models = old.delete()
    if forgotten:
        events.record("uploads_forgotten", by=by, subject="uploads", at=at, uploads=forgotten)
    return forgotten


class _Steps:
    """Joins reading and writing into one count, for one bar."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._rows = 0

    def reading(self, done: int, expected: int) -> None:
        self._rows = expected
        if self._progress:
            self._progress(done, expected)

    def writing(self, done: int, expected: int) -> None:
        if self._progress:
            self._progress(self._rows + done, self._rows + expected)


def _agree(preview: Preview, digest: str, plan: RunPlan | None) -> None:
    if not preview.is_clean:
        raise errors.WorkbookHasFaults(preview)
    if preview.digest != digest:
        raise errors.PreviewIsStale(preview)
    if preview.charges and (plan is None or plan.school_year != preview.school_year):
        raise errors.RunPlanMissing


def _plan(
    by: Actor, facility_id: int, run_id: int, examined: Examined, at: datetime, steps: _Steps
) -> None:
    # Asked again, not taken from the check: the new ones have only now got their rows.
    known = people.by_codes(facility_id, [row.code for row in examined.charges])
    ids = {code: person.pk for code, person in known.items()}
    if any(row.code not in ids for row in examined.charges):
        raise errors.PreviewIsStale(examined.preview)
    done = 0
    for charges in _slices(examined.charges, ids):
        done += bills.plan_charges(by=by, run_id=run_id, charges=charges, at=at)
        steps.writing(done, examined.preview.charges)


def _slices(rows: Sequence[ChargeRow], ids: dict[str, int]) -> Iterator[list[PlannedCharge]]:
    ready: list[PlannedCharge] = []
    for row in rows:
        ready.extend(
            PlannedCharge(ids[row.code], line.item.id, line.quantity, line.unit_price_vnd)
            for line in row.lines
        )
        if len(ready) >= CHARGES_AT_ONCE:
            yield ready
            ready = []
    if ready:
        yield ready
