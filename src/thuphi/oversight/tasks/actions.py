"""Every verb on tasks; the only writer of this room's tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan, Task
from thuphi.oversight.tasks import errors
from thuphi.oversight.tasks.models import (
    TaskComment,
    TaskFunding,
    TaskItem,
    TaskPart,
    TaskStep,
)
from thuphi.oversight.tasks.queries import same_places
from thuphi.oversight.tasks.rules import PART_STATES, PartState, percent_fits
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place


@transaction.atomic
def open_board(*, by: Actor, plan: Plan, place: Place, at: datetime) -> int:
    """Put every task of a plan on a province's board, with its leads of today; returns how many
    are new.

    Safe to run twice: what is there stays, and whoever follows a lead takes its part over. Raises
    `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.TASK_WRITE)):
        raise NotAllowed(Permission.TASK_WRITE)
    facts: dict[str, str | int | datetime | list[int] | list[str] | list[date | None]] = {
        "plan_id": plan.id,
        "place_id": place.pk,
        "same_places": same_places(place),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "open_board"),
            {
                **facts,
                "task_ids": [task.id for task in plan.tasks],
                "dues": [task.due_on for task in plan.tasks],
            },
        )
        opened: int = cursor.rowcount
        offices = _offices(plan, place, today(at))
        leads = _pairs(((task, task.leads) for task in plan.tasks), offices)
        cursor.execute(statement(__file__, "give_parts"), {**facts, **leads})
        given: int = cursor.rowcount
        supports = _pairs(((task, task.supports) for task in plan.tasks), offices)
        cursor.execute(statement(__file__, "name_supports"), {**facts, **supports})
    if opened or given:
        events.record(
            "task_board_opened",
            by=by,
            subject=f"plan:{plan.id}",
            at=at,
            opened=opened,
            given=given,
        )
    return opened


def _offices(plan: Plan, place: Place, on: date) -> dict[str, list[Agency]]:
    """The registered offices of each code that leads or supports a task."""
    codes = {code for task in plan.tasks for code in (*task.leads, *task.supports)}
    here = place if on in place.valid or on < place.valid.lower else places.heir(place, on)
    return {code: plans.agencies_for(plan, code, here, on) for code in codes}


def _pairs(
    named: Iterable[tuple[Task, tuple[str, ...]]], offices: dict[str, list[Agency]]
) -> dict[str, list[str] | list[int]]:
    """Three lists of one length: task, code and office."""
    rows = [
        (task.id, code, office.pk)
        for task, codes in named
        for code in codes
        for office in offices[code]
    ]
    return {
        "task_ids": [row[0] for row in rows],
        "codes": [row[1] for row in rows],
        "agency_ids": [row[2] for row in rows],
    }


@transaction.atomic
def update_part(
    *,
    by: Actor,
    part_id: int,
    state: PartState,
    percent: int,
    at: datetime,
    note: str = "",
    evidence: str | None = None,
    evidence_url: str | None = None,
) -> TaskPart:
    """Say how far a lead's own part is; evidence that is not handed in stays as it is.

    Raises `PartNotFound`, `MoveRefused`, `PercentUnfit`, `EvidenceMissing`,
    `EvidenceAddressUnfit`, `TextMissing` (reopening says why), `NotYours`, `NotAllowed`.
    """
    part = _own_part(by, part_id)
    old = PartState(part.state)
    if not PART_STATES.allows(old, state):
        raise errors.MoveRefused(old.value, state.value)
    if not percent_fits(state, percent):
        raise errors.PercentUnfit
    if old in {PartState.DONE, PartState.CONFIRMED} and state is PartState.DOING:
        _said(note)
    if evidence is not None:
        part.evidence = evidence.strip()
    if evidence_url is not None:
        part.evidence_url = _address(evidence_url)
    if state is PartState.CONFIRMED and not part.evidence:
        raise errors.EvidenceMissing
    part.state, part.percent, part.note, part.updated_at = state.value, percent, note.strip(), at
    part.save(update_fields=["state", "percent", "note", "evidence", "evidence_url", "updated_at"])
    _step(part, old, by, at)
    return part


@transaction.atomic
def confirm(*, by: Actor, part_id: int, at: datetime, evidence: str | None = None) -> TaskPart:
    """A lead stands by its own part, which is done; the task is done when all leads have (M69).

    Raises `PartNotFound`, `MoveRefused`, `EvidenceMissing`, `NotYours`, `NotAllowed`.
    """
    return update_part(
        by=by,
        part_id=part_id,
        state=PartState.CONFIRMED,
        percent=100,
        evidence=evidence,
        at=at,
    )


def _own_part(by: Actor, part_id: int) -> TaskPart:
    """The part, locked, for somebody of its lead."""
    part = TaskPart.objects.select_for_update().filter(pk=part_id).first()
    if part is None:
        raise errors.PartNotFound
    by.require_agency(Permission.TASK_WRITE, part.agency_id)
    return part


def _address(written: str) -> str:
    url = written.strip()
    if url and not url.startswith(("https://", "http://")):
        raise errors.EvidenceAddressUnfit
    return url


def _said(text: str) -> str:
    if not text.strip():
        raise errors.TextMissing
    return text.strip()


def _step(part: TaskPart, old: PartState, by: Actor, at: datetime) -> None:
    """What became of a part, kept for ever, and told as an event."""
    TaskStep.objects.create(
        part=part,
        agency_id=part.agency_id,
        old_state=old.value,
        new_state=part.state,
        percent=part.percent,
        note=part.note,
        by=by.name,
        user_id=by.user_id,
        at=at,
    )
    events.record(
        "task_part_updated",
        by=by,
        subject=f"task_item:{part.item_id}",
        at=at,
        agency_id=part.agency_id,
        old=old.value,
        new=part.state,
        percent=part.percent,
    )


@transaction.atomic
def give(*, by: Actor, item_id: int, agency_id: int, at: datetime) -> TaskPart:
    """Give a task to a further lead, by the people's committee of the province.

    Raises `TaskNotFound`, `LeadsAlready`, `NotAllowed`.
    """
    item = _item(item_id)
    _require_committee(by, item)
    if TaskPart.objects.filter(item=item, agency_id=agency_id).exists():
        raise errors.LeadsAlready
    part = TaskPart.objects.create(
        item=item,
        agency_id=agency_id,
        code="",
        state=PartState.NOT_STARTED.value,
        percent=0,
        note="",
        evidence="",
        evidence_url="",
        updated_at=at,
    )
    _tell("task_given", by, item, at, agency_id=agency_id)
    return part


@transaction.atomic
def set_due(*, by: Actor, item_id: int, due_on: date, at: datetime) -> TaskItem:
    """Set the last day in time of a task, by the people's committee of the province.

    Raises `TaskNotFound`, `NotAllowed`.
    """
    item = _item(item_id)
    _require_committee(by, item)
    item.due_on, item.due_is_set = due_on, True
    item.save(update_fields=["due_on", "due_is_set"])
    _tell("task_due_set", by, item, at, due_on=due_on.isoformat())
    return item


@transaction.atomic
def comment(*, by: Actor, item_id: int, agency_id: int, text: str, at: datetime) -> TaskComment:
    """Remark on a task, for an office. Raises `TaskNotFound`, `TextMissing`, `NotYours`,
    `NotAllowed`.
    """
    by.require_agency(Permission.TASK_WRITE, agency_id)
    item = _item(item_id)
    made = TaskComment.objects.create(
        item=item, agency_id=agency_id, text=_said(text), by=by.name, user_id=by.user_id, at=at
    )
    _tell("task_commented", by, item, at, agency_id=agency_id)
    return made


@transaction.atomic
def fund(
    *,
    by: Actor,
    item_id: int,
    agency_id: int,
    source: str,
    amount_vnd: int,
    at: datetime,
    document: str = "",
) -> TaskFunding:
    """Write down money for a task: from which source, how much in đồng (M111).

    Raises `TaskNotFound`, `TextMissing`, `AmountNotPositive`, `NotYours`, `NotAllowed`.
    """
    by.require_agency(Permission.TASK_WRITE, agency_id)
    item = _item(item_id)
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    made = TaskFunding.objects.create(
        item=item,
        agency_id=agency_id,
        source=_said(source),
        amount_vnd=amount_vnd,
        document=document.strip(),
        by=by.name,
        at=at,
        struck_reason="",
    )
    _tell("task_funded", by, item, at, agency_id=agency_id, amount_vnd=amount_vnd)
    return made


@transaction.atomic
def strike_funding(*, by: Actor, funding_id: int, reason: str, at: datetime) -> TaskFunding:
    """Strike a wrong row of money, with a reason; it stays to be read.

    Raises `FundingNotFound`, `StruckAlready`, `TextMissing`, `NotYours`, `NotAllowed`.
    """
    row = TaskFunding.objects.select_for_update().filter(pk=funding_id).first()
    if row is None:
        raise errors.FundingNotFound
    by.require_agency(Permission.TASK_WRITE, row.agency_id)
    if row.struck_at is not None:
        raise errors.StruckAlready
    row.struck_reason, row.struck_at = _said(reason), at
    row.save(update_fields=["struck_reason", "struck_at"])
    events.record(
        "task_funding_struck",
        by=by,
        subject=f"task_item:{row.item_id}",
        at=at,
        amount_vnd=row.amount_vnd,
        reason=row.struck_reason,
    )
    return row


def _item(item_id: int) -> TaskItem:
    found = TaskItem.objects.select_related("place").filter(pk=item_id).first()
    if found is None:
        raise errors.TaskNotFound
    return found


def _require_committee(by: Actor, item: TaskItem) -> None:
    """Somebody of the province's people's committee, or who acts everywhere."""
    if by.is_everywhere and by.may(Permission.TASK_WRITE):
        return
    committees = Agency.objects.filter(
        pk__in=by.agencies_where(Permission.TASK_WRITE),
        kind=AgencyKind.PEOPLES_COMMITTEE.value,
        place_id__in=same_places(item.place),
    )
    if not committees.exists():
        raise NotAllowed(Permission.TASK_WRITE)


def _tell(kind: str, by: Actor, item: TaskItem, at: datetime, **facts: str | int) -> None:
    events.record(kind, by=by, subject=f"task_item:{item.pk}", at=at, facility_id=None, **facts)
