"""Keeping a school's sheet, remembering what its heads mean, saving what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import PlannedCharge, RunPlan
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as people

from . import errors
from .matching import Matched
from .models import SchoolSheet, SheetMapping
from .queries import Said, look_at
from .reading import read
from .states import SHEET_STATES, SheetState

CHARGES_AT_ONCE = 25_000


@dataclass(frozen=True, slots=True)
class SaidHeads:
    """What a person said of one set of heads."""

    signature: str
    heads: Sequence[str]
    columns: Mapping[int, Said]


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a sheet did."""

    run_id: int | None
    created: int
    updated: int
    charges: int
    total_vnd: int


@transaction.atomic
def keep(
    *,
    by: Actor,
    facility_id: int,
    school_year: str,
    file_name: str,
    content: bytes,
    at: datetime,
) -> SchoolSheet:
    """Keep a sheet until somebody saves what it says. Raises `FileRefused` for one that is none."""
    by.require(Permission.PEOPLE_WRITE, facility_id)
    found = read(content, file_name=file_name)
    kept = SchoolSheet.objects.create(
        facility_id=facility_id,
        school_year=school_year,
        file_name=file_name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        state=SheetState.WAITING.value,
        uploaded_by=by.user_id,
        uploaded_at=at,
    )
    events.record(
        "sheet_kept",
        by=by,
        subject=f"sheet:{kept.pk}",
        at=at,
        facility_id=facility_id,
        pupils=len(found.pupils),
        faults=found.fault_count,
    )
    return kept


@transaction.atomic
def remember(*, by: Actor, facility_id: int, heads: Sequence[SaidHeads], at: datetime) -> None:
    """Remember what columns mean to this school; the next sheet with these heads is read so."""
    by.require(Permission.PEOPLE_WRITE, facility_id)
    for one in heads:
        SheetMapping.objects.update_or_create(
            facility_id=facility_id,
            signature=one.signature,
            defaults={
                "heads": list(one.heads),
                "meanings": msgspec.to_builtins(
                    {str(index): said for index, said in one.columns.items()}
                ),
                "saved_by": by.user_id,
                "saved_at": at,
            },
        )
    events.record(
        "sheet_columns_said",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        layouts=len(heads),
    )


@transaction.atomic
def save(
    *,
    by: Actor,
    sheet_id: int,
    digest: str,
    plan: RunPlan | None,
    ground: str = "",
    at: datetime,
) -> Saved:
    """Write what a sheet says: pupils, items new to the list, and a draft run; all, or nothing.

    The sheet is read again; what it does now must be what `digest` stands for. `ground` is the
    resolution or agreement that new items rest on. Raises `SheetNotFound`, `SheetSavedBefore`,
    `SheetHasFaults`, `SheetIsStale`, `RunPlanMissing`, `GroundMissing`, `RunNameTaken`.
    """
    kept = SchoolSheet.objects.select_for_update().filter(pk=sheet_id).first()
    if kept is None:
        raise errors.SheetNotFound
    by.require(Permission.PEOPLE_WRITE, kept.facility_id)
    if kept.state == SheetState.SAVED.value:
        raise errors.SheetSavedBefore(kept.run_id)
    matched = look_at(kept).matched
    _agree(matched, digest, plan, ground)
    enrolled = payers.enrol_many(by=by, facility_id=kept.facility_id, people=matched.people, at=at)
    run_id = None
    if plan is not None and matched.lines:
        ids = _item_ids(by, kept, matched, ground, at)
        run_id = bills.create_run(by=by, facility_id=kept.facility_id, plan=plan, at=at).pk
        _plan(by, kept.facility_id, run_id, matched, ids, at)
    kept.state = SHEET_STATES.move(SheetState.WAITING, SheetState.SAVED).value
    kept.content = b""
    kept.run_id = run_id
    kept.save(update_fields=["state", "content", "run"])
    saved = Saved(run_id, enrolled.created, enrolled.updated, len(matched.lines), matched.total_vnd)
    events.record(
        "sheet_saved",
        by=by,
        subject=f"sheet:{kept.pk}",
        at=at,
        facility_id=kept.facility_id,
        run=run_id,
        created=saved.created,
        updated=saved.updated,
        charges=saved.charges,
        total_vnd=saved.total_vnd,
    )
    return saved


@transaction.atomic
def forget(*, by: Actor, before: datetime, at: datetime) -> int:
    """Drop sheets that nobody saved, with the bytes they kept. Returns how many."""
    old = SchoolSheet.objects.filter(uploaded_at__lt=before, state=SheetState.WAITING.value)
    for facility_id in old.values_list("facility_id", flat=True).distinct().order_by():
        by.require(Permission.PEOPLE_WRITE, facility_id)
    forgotten, _models = old.delete()
    if forgotten:
        events.record("sheets_forgotten", by=by, subject="sheets", at=at, sheets=forgotten)
    return forgotten


def _agree(matched: Matched, digest: str, plan: RunPlan | None, ground: str) -> None:
    if matched.fault_count:
        raise errors.SheetHasFaults
    if matched.digest != digest:
        raise errors.SheetIsStale
    if matched.lines and plan is None:
        raise errors.RunPlanMissing
    if matched.new_items and not ground.strip():
        raise errors.GroundMissing


def _item_ids(
    by: Actor, kept: SchoolSheet, matched: Matched, ground: str, at: datetime
) -> dict[str, int]:
    """The number of every item by its head; those new to the list are put on it."""
    ids: dict[str, int] = {}
    for one in matched.items:
        ids[one.head] = (
            one.item.id
            if one.item is not None
            else _added(by, kept, one.head, one.price_vnd, ground, at)
        )
    return ids


def _added(
    by: Actor, kept: SchoolSheet, name: str, price_vnd: int, ground: str, at: datetime
) -> int:
    # A code nobody chose must not meet one that somebody did.
    mark = hashlib.sha256(f"{kept.school_year} {name}".encode()).hexdigest()[:4].upper()
    return catalogue.add_fee_item(
        by=by,
        facility_id=kept.facility_id,
        item=NewFeeItem(
            code=f"K{mark}",
            name=name,
            unit="lần",
            price_vnd=price_vnd,
            ground=ground,
            is_mandatory=False,
            school_year=kept.school_year,
        ),
        at=at,
    ).pk


def _plan(
    by: Actor,
    facility_id: int,
    run_id: int,
    matched: Matched,
    item_ids: Mapping[str, int],
    at: datetime,
) -> None:
    # Asked again, not taken from the reading: the new ones have only now got their rows.
    known = people.by_codes(facility_id, {line.code for line in matched.lines})
    charges = [
        PlannedCharge(known[line.code].pk, item_ids[line.head], line.quantity, line.unit_price_vnd)
        for line in matched.lines
    ]
    for first in range(0, len(charges), CHARGES_AT_ONCE):
        bills.plan_charges(
            by=by, run_id=run_id, charges=charges[first : first + CHARGES_AT_ONCE], at=at
        )
