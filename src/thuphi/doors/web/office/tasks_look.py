"""Tasks as pages show them: who leads and in whose place, how far each is, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import NotYours, Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.tasks import queries
from thuphi.oversight.tasks.models import TaskItem
from thuphi.oversight.tasks.queries import Card, Part
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places.rules import Level as PlaceLevel

from . import tasks_words as words
from .frame import Office, place_seen_by

Successions = dict[int, tuple[int, date]]
"""Of each ended office: who follows it, and from which day."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead's part as it is read: who answers now, for whom, and how far it is."""

    part: Part
    name: str
    instead: str
    """`thay Sở Thông tin và Truyền thông từ 01/03/2025`; empty where nobody was succeeded."""
    pill: Pill
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One task on a page."""

    card: Card
    href: str
    group: str
    pill: Pill
    leads: list[Lead]
    supports: list[str]
    unled: list[str]
    """Leads that the plan names and no registered office answers for."""
    days_late: int
    is_mine: bool


def successions() -> Successions:
    """Every office that has been succeeded. One question."""
    ended = Agency.objects.filter(successor__isnull=False)
    return {
        one.pk: (one.successor_id, one.valid.upper)
        for one in ended.only("pk", "successor_id", "valid")
        if one.successor_id is not None
    }


def instead(part: Part, known: Successions) -> str:
    """In whose place an office answers, and since when."""
    if part.answering_id == part.agency_id:
        return ""
    current, since = part.agency_id, None
    while current != part.answering_id and current in known:
        current, since = known[current]
    if since is None:
        return _("thay %(office)s") % {"office": part.agency_name}
    return _("thay %(office)s từ %(day)s") % {
        "office": part.agency_name,
        "day": f"{since:%d/%m/%Y}",
    }


def shown(cards: Iterable[Card], office: Office, known: Successions) -> list[Shown]:
    """Tasks as cards of a page, what is past its day at the top."""
    by_id = {plan.id: plan for plan in plans.plans()}
    made = [_shown(card, by_id[card.plan_id], office, known) for card in cards]
    return sorted(made, key=lambda one: (not one.card.is_overdue, one.card.due_on or date.max))


def _shown(card: Card, plan: Plan, office: Office, known: Successions) -> Shown:
    mine = office.by.agencies
    leads = [
        Lead(
            part,
            part.answering_name,
            instead(part, known),
            words.STATES[part.state],
            part.agency_id in mine,
        )
        for part in card.parts
    ]
    late = (card.on - card.due_on).days if card.is_overdue and card.due_on else 0
    return Shown(
        card=card,
        href=reverse("office:task", args=[card.item_id]),
        group=words.group(card.task.group),
        pill=words.OVERDUE if card.is_overdue else words.STATES[card.state],
        leads=leads,
        supports=list(dict.fromkeys(one.answering_name for one in card.supports)),
        unled=[plan.agency(code).name for code in card.unled],
        days_late=late,
        is_mine=any(one.is_mine for one in leads),
    )


def is_over_the_province(office: Office) -> bool:
    """Whether somebody was given a whole province to look at."""
    return any(root.level == PlaceLevel.PROVINCE.value for root in office.roots)


def item_here(office: Office, item_id: int) -> tuple[TaskItem, Card]:
    """A task that one's office leads or supports, or of a province one sees; or nothing at all."""
    item = TaskItem.objects.select_related("place").filter(pk=item_id).first()
    if item is None:
        raise Http404
    card = queries.card(item_id, office.today)
    mine = office.by.agencies
    offices = {one.agency_id for one in card.parts} | {one.agency_id for one in card.supports}
    if not offices & mine:
        if not is_over_the_province(office):
            raise NotYours
        place_seen_by(office, item.place_id)
    return item, card


def may_steer(office: Office, item: TaskItem) -> bool:
    """Whether one sits in the people's committee of the task's province, which sets days."""
    given = office.by.agencies_where(Permission.TASK_WRITE)
    if not given:
        return False
    committees = Agency.objects.filter(
        pk__in=given,
        kind=AgencyKind.PEOPLES_COMMITTEE.value,
        place_id__in=queries.same_places(item.place),
    )
    return committees.exists()


def own_offices(office: Office, permission: Permission) -> list[Agency]:
    """The offices that one writes for today, by name."""
    working = Agency.objects.filter(
        pk__in=office.by.agencies_where(permission), valid__contains=office.today
    )
    return list(working.order_by("name", "pk"))
