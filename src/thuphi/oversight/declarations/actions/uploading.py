"""A department hands in the declarations of many facilities at once, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.oversight.declarations import errors, queries
from thuphi.oversight.declarations.models import (
    Declaration,
    DeclarationFlag,
    DeclaredValue,
)
from thuphi.oversight.declarations.rules import (
    OPEN,
    Fault,
    Severity,
    State,
    Values,
    judge,
)

from .writing import flag

_ROOM = errors.__file__


@dataclass(frozen=True, slots=True)
class Row:
    """One facility's values of the month, with one word on all that is unusual in them."""

    facility_id: int
    values: Values
    explanation: str = ""


@transaction.atomic
def submit_many(*, by: Actor, month: Month, rows: Sequence[Row], at: datetime) -> int:
    """Write and submit the declarations of many facilities for a month; all of them, or none.

    Whoever uploads has submitted: another person verifies. Returns how many. Raises
    `FacilityTwice`, `RowsRefused` with everything that is wrong with any row, and
    `DeclarationNotOpen` when somebody else began one of them at the same time.
    """
    if not (by.may(Permission.DECLARE) or by.may(Permission.DECLARATION_VERIFY)):
        raise NotAllowed(Permission.DECLARE)
    ids = sorted(row.facility_id for row in rows)
    if len(set(ids)) != len(ids):
        raise errors.FacilityTwice
    newest = _newest_locked(ids, month)
    judged = _judged(by, month, rows, newest, at)
    begun = _begin([pk for pk in ids if pk not in newest], by, month, at)
    declarations = {**{pk: one.pk for pk, one in newest.items()}, **begun}
    DeclaredValue.objects.filter(declaration_id__in=declarations.values()).delete()
    DeclarationFlag.objects.filter(declaration_id__in=declarations.values()).delete()
    _write(declarations, rows)
    _flag(declarations, rows, judged)
    Declaration.objects.filter(pk__in=declarations.values()).update(
        state=State.SUBMITTED.value,
        written_by=by.user_id,
        written_at=at,
        submitted_by=by.user_id,
        submitted_at=at,
    )
    for row in rows:
        events.record(
            "declaration_uploaded",
            by=by,
            subject=f"declaration:{declarations[row.facility_id]}",
            at=at,
            facility_id=row.facility_id,
            month=str(month),
            flags=len(judged[row.facility_id]),
        )
    return len(rows)


def _newest_locked(facility_ids: Sequence[int], month: Month) -> dict[int, Declaration]:
    rows = (
        Declaration.objects.select_for_update(no_key=True)
        .filter(facility_id__in=facility_ids, month=month.first_day_on)
        .order_by("pk")
    )
    return {row.facility_id: row for row in sorted(rows, key=lambda row: row.revision)}


def _judged(
    by: Actor,
    month: Month,
    rows: Sequence[Row],
    newest: Mapping[int, Declaration],
    at: datetime,
) -> dict[int, tuple[Fault, ...]]:
    known = queries.contexts([row.facility_id for row in rows], month, today(at))
    allowed = by.where(Permission.DECLARE) | by.where(Permission.DECLARATION_VERIFY)
    strangers = {
        row.facility_id
        for row in rows
        if row.facility_id not in known or not (by.is_everywhere or row.facility_id in allowed)
    }
    closed = {pk for pk, one in newest.items() if State(one.state) not in OPEN} - strangers
    judged = {
        row.facility_id: judge(row.values, known[row.facility_id])
        for row in rows
        if row.facility_id not in strangers
    }
    standing = {row.facility_id: _in_the_way(row, judged.get(row.facility_id, ())) for row in rows}
    faulty = {pk: faults for pk, faults in standing.items() if faults}
    if strangers or closed or faulty:
        raise errors.RowsRefused(
            faults=faulty, closed=frozenset(closed), strangers=frozenset(strangers)
        )
    return judged


def _in_the_way(row: Row, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    is_explained = bool(row.explanation.strip())
    return tuple(fault for fault in faults if fault.severity is Severity.REFUSE or not is_explained)


def _begin(facility_ids: Sequence[int], by: Actor, month: Month, at: datetime) -> dict[int, int]:
    drafts = [
        Declaration(
            facility_id=pk,
            month=month.first_day_on,
            revision=1,
            written_by=by.user_id,
            written_at=at,
        )
        for pk in facility_ids
    ]
    try:
        with transaction.atomic():
            made = Declaration.objects.bulk_create(drafts)
    except IntegrityError as error:
        if "declaration_revision_is_one" in str(error):
            raise errors.DeclarationNotOpen from error
        raise
    return {one.facility_id: one.pk for one in made}


def _write(declarations: Mapping[int, int], rows: Sequence[Row]) -> None:
    written = [(row.facility_id, item, value) for row in rows for item, value in row.values.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "write_many"),
            {
                "declarations": [declarations[facility_id] for facility_id, _, _ in written],
                "facilities": [facility_id for facility_id, _, _ in written],
                "items": [item.value for _, item, _ in written],
                "values": [value for _, _, value in written],
            },
        )


def _flag(
    declarations: Mapping[int, int],
    rows: Sequence[Row],
    judged: Mapping[int, tuple[Fault, ...]],
) -> None:
    DeclarationFlag.objects.bulk_create(
        [
            flag(declarations[row.facility_id], row.facility_id, fault, row.explanation.strip())
            for row in rows
            for fault in judged[row.facility_id]
        ]
    )
