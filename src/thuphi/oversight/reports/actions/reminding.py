"""Offices are reminded before a report is due, and higher ones told when it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.clock import today
from thuphi.oversight.reports.models import Reminder
from thuphi.oversight.reports.queries.owing import Owed, owed
from thuphi.oversight.reports.rules import routes, timely
from thuphi.oversight.reports.rules.timely import Nudge
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places_queries
from thuphi.registers.places.models import Place


@transaction.atomic
def escalate(*, by: Actor, at: datetime) -> int:
    """Say what is to be said about reports by now: each reminder once; returns how many.

    Before the due instant the most urgent reminder; after it every level that has been reached.
    Raises `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REPORT_WRITE)):
        raise NotAllowed(Permission.REPORT_WRITE)
    waiting = [one for one in owed(at=at) if not one.is_done and one.due_on is not None]
    chairmen = _committees({one.place_id for one in waiting}, at)
    said = set(
        Reminder.objects.filter(obligation_id__in=[one.id for one in waiting]).values_list(
            "obligation_id", "nudge"
        )
    )
    new = [
        Reminder(
            obligation_id=one.id, nudge=nudge.value, to_agency_id=to_agency, on=today(at), at=at
        )
        for one in waiting
        for nudge, to_agency in _nudges(one, chairmen)
        if (one.id, nudge.value) not in said
    ]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        events.record("report_reminders_sent", by=by, subject="reports", at=at, count=len(new))
    return len(new)


def _nudges(one: Owed, chairmen: dict[int, int]) -> Iterator[tuple[Nudge, int]]:
    """What is to be said by now about one report, and to whom."""
    if one.due_on is None:
        return
    if one.is_overdue:
        for nudge in timely.late_nudges(one.due_on, today(one.at)):
            if nudge is not Nudge.LATE_CHAIRMAN:
                yield nudge, one.answering_id
            elif one.place_id in chairmen:
                yield nudge, chairmen[one.place_id]
        return
    left = one.working_days_left
    reminder = timely.reminder(left) if left is not None else None
    if reminder is not None and one.window_first_on <= today(one.at):
        yield reminder, one.answering_id


def _committees(place_ids: set[int], at: datetime) -> dict[int, int]:
    """The people's committee that answers now for each province, by the province's id."""
    on = today(at)
    places = {place.pk: place for place in Place.objects.filter(pk__in=place_ids)}
    found: dict[int, int] = {}
    working = Agency.objects.filter(kind=routes.COMMITTEE, valid__contains=on)
    by_place = {one.place_id: one.pk for one in working.order_by("-pk")}
    for key, place in places.items():
        now = place if on in place.valid else places_queries.heir(place, on)
        if now.pk in by_place:
            found[key] = by_place[now.pk]
    return found
