"""The board, an office's inbox, and one task with its history, remarks and money."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from thuphi.ground.kit.sql import statement
from thuphi.oversight.plans import answering
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan, Task
from thuphi.oversight.tasks import errors
from thuphi.oversight.tasks.models import (
    TaskComment,
    TaskFunding,
    TaskItem,
    TaskPart,
    TaskStep,
    TaskSupport,
)
from thuphi.oversight.tasks.rules import PartState, together
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one lead has to do, and how far it is."""

    id: int
    agency_id: int
    agency_name: str
    answering_id: int
    """Who answers for the lead on the day: itself or the last of its successors."""
    answering_name: str
    code: str
    state: PartState
    percent: int
    note: str
    evidence: str
    evidence_url: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Support:
    """An office that supports a task, and who answers for it on the day."""

    agency_id: int
    answering_id: int
    answering_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One task on the board."""

    item_id: int
    plan_id: str
    task: Task
    due_on: date | None
    due_is_set: bool
    parts: tuple[Part, ...]
    supports: tuple[Support, ...]
    unled: tuple[str, ...]
    """Codes of leads that no registered office answers for."""
    elsewhere: tuple[tuple[str, str], ...]
    """A part of a lead's work that went to another office by the day: what, and to whom (M114)."""
    funding_vnd: int
    on: date

    @property
    def state(self) -> PartState:
        """Confirmed when every lead has confirmed its part."""
        if self.unled and self.parts:
            return together([*(one.state for one in self.parts), PartState.NOT_STARTED])
        return together([one.state for one in self.parts])

    @property
    def confirmed(self) -> int:
        """How many leads have confirmed."""
        return sum(one.state is PartState.CONFIRMED for one in self.parts)

    @property
    def is_overdue(self) -> bool:
        """Past its day, and not done by all its leads."""
        return (
            self.due_on is not None
            and self.due_on < self.on
            and self.state not in {PartState.DONE, PartState.CONFIRMED}
        )

    @property
    def is_shared(self) -> bool:
        """Led by more than one office."""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class Board:
    """All tasks of a plan in a province on a day, in the order of the plan."""

    cards: tuple[Card, ...]

    @property
    def overdue(self) -> tuple[Card, ...]:
        """Those past their day."""
        return tuple(card for card in self.cards if card.is_overdue)

    def by_group(self) -> dict[str, tuple[Card, ...]]:
        """The plan's groups with their tasks, in the order of the plan."""
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            found.setdefault(card.task.group, []).append(card)
        return {group: tuple(cards) for group, cards in found.items()}

    def by_lead(self) -> dict[tuple[str, int], tuple[Card, ...]]:
        """Name and id of who answers for a lead now, with the tasks; by name."""
        found: dict[tuple[str, int], list[Card]] = {}
        for card in self.cards:
            for key in dict.fromkeys((one.answering_name, one.answering_id) for one in card.parts):
                found.setdefault(key, []).append(card)
        return {key: tuple(found[key]) for key in sorted(found)}


@dataclass(frozen=True, slots=True)
class Inbox:
    """An office's own tasks, with those it shares or supports; nobody else's (M70)."""

    leads: tuple[Card, ...]
    """It alone, or with others; what is past its day first."""
    supports: tuple[Card, ...]


def board(*, plan: Plan, place: Place, on: date) -> Board:
    """The board of a province for a plan. Four SQL statements, whatever its size."""
    items = TaskItem.objects.filter(plan_id=plan.id, place_id__in=same_places(place))
    return Board(_cards({plan.id: plan}, items, on))


def same_places(place: Place) -> list[int]:
    """Ids of the province now, before and after: a board outlives a reform."""
    now = [place.pk]
    now += [one.predecessor_id for one in places.predecessors(place)]
    now += [one.successor_id for one in places.successors(place)]
    return now


def inbox(*, agency_ids: Collection[int], on: date) -> Inbox:
    """The tasks of these offices, with what went over to them by succession."""
    mine = agencies.with_forebears(agency_ids)
    led = TaskPart.objects.filter(agency_id__in=mine).values("item_id")
    supported = TaskSupport.objects.filter(agency_id__in=mine).values("item_id")
    items = TaskItem.objects.filter(Q(pk__in=led) | Q(pk__in=supported))
    by_plan = {one.id: one for one in plans.plans()}
    cards = _cards(by_plan, items, on)
    leading = [card for card in cards if any(one.agency_id in mine for one in card.parts)]
    others = [card for card in cards if card not in leading]
    return Inbox(
        tuple(sorted(leading, key=lambda card: (not card.is_overdue, card.due_on or date.max))),
        tuple(others),
    )


def card(item_id: int, on: date) -> Card:
    """One task on the board. Raises `TaskNotFound`."""
    items = TaskItem.objects.filter(pk=item_id)
    found = _cards({one.id: one for one in plans.plans()}, items, on)
    if not found:
        raise errors.TaskNotFound
    return found[0]


def _cards(by_plan: dict[str, Plan], items: Iterable[TaskItem], on: date) -> tuple[Card, ...]:
    rows = list(items)
    ids = [row.pk for row in rows]
    parts, supports = _parts(ids, on)
    money: dict[int, int] = {}
    for given in TaskFunding.objects.filter(item_id__in=ids, struck_at__isnull=True):
        money[given.item_id] = money.get(given.item_id, 0) + given.amount_vnd
    order = {
        (plan.id, task.id): (number, task)
        for plan in by_plan.values()
        for number, task in enumerate(plan.tasks)
    }
    known = [row for row in rows if (row.plan_id, row.task_id) in order]
    known.sort(key=lambda row: (row.plan_id, order[row.plan_id, row.task_id][0], row.pk))
    made = []
    for row in known:
        task = order[row.plan_id, row.task_id][1]
        led = {one.code for one in parts.get(row.pk, [])}
        made.append(
            Card(
                item_id=row.pk,
                plan_id=row.plan_id,
                task=task,
                due_on=row.due_on,
                due_is_set=row.due_is_set,
                parts=tuple(parts.get(row.pk, [])),
                supports=tuple(supports.get(row.pk, [])),
                unled=tuple(code for code in task.leads if code not in led),
                elsewhere=_elsewhere(by_plan[row.plan_id], task, on),
                funding_vnd=money.get(row.pk, 0),
                on=on,
            )
        )
    return tuple(made)


def _elsewhere(plan: Plan, task: Task, on: date) -> tuple[tuple[str, str], ...]:
    return tuple(
        (what, agency.name)
        for code in task.leads
        for what, agency in answering.parts_on(plan, code, on)
    )


def _parts(ids: list[int], on: date) -> tuple[dict[int, list[Part]], dict[int, list[Support]]]:
    """The parts and the supporting offices of tasks. One SQL statement."""
    parts: dict[int, list[Part]] = {}
    supports: dict[int, list[Support]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "parts"), {"items": ids, "on": on})
        for row in cursor.fetchall():
            if row[1] is None:
                supports.setdefault(row[0], []).append(Support(row[2], row[4], row[5]))
                continue
            parts.setdefault(row[0], []).append(
                Part(
                    id=row[1],
                    agency_id=row[2],
                    agency_name=row[3],
                    answering_id=row[4],
                    answering_name=row[5],
                    code=row[6],
                    state=PartState(row[7]),
                    percent=row[8],
                    note=row[9],
                    evidence=row[10],
                    evidence_url=row[11],
                    updated_at=row[12],
                )
            )
    return parts, supports


def history(item_id: int) -> list[TaskStep]:
    """What became of the parts of a task, the newest first."""
    steps = TaskStep.objects.filter(part__item_id=item_id).select_related("agency")
    return list(steps.order_by("-pk"))


def comments(item_id: int) -> list[TaskComment]:
    """Remarks on a task, the oldest first."""
    rows = TaskComment.objects.filter(item_id=item_id).select_related("agency")
    return list(rows.order_by("pk"))


def funding(item_id: int) -> list[TaskFunding]:
    """Money for a task, struck rows too, the oldest first."""
    rows = TaskFunding.objects.filter(item_id=item_id).select_related("agency")
    return list(rows.order_by("pk"))
