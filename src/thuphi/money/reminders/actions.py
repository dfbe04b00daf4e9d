"""Every verb on plans and tellings; the only writer of this room's tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.notices import actions as notices
from thuphi.ground.notices import queries as letters
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.rules import Kind, Way
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility

from . import errors, queries
from .models import ReminderPlan, Telling
from .reach import Reach, Reached, reach
from .rules import DAYS_MAX, Level, Plan, level_on, next_waking

NOTICE_LASTS: Final = timedelta(days=7)
REMINDER_LASTS: Final = timedelta(hours=14)
_PHONE: Final = re.compile(r"\+?[0-9 .]{3,20}")
_ORDER: Final = (Level.BEFORE, Level.DUE, Level.AFTER, Level.LAST)


@transaction.atomic
def set_plan(*, by: Actor, facility_id: int, plan: Plan, at: datetime) -> None:
    """Say when, how and by which ways a facility reminds.

    Raises `errors.NoWayChosen`, `errors.DaysOutOfReach`, `errors.ContactPhoneWrong`.
    """
    by.require(Permission.NOTICE_SEND, facility_id)
    if not plan.ways:
        raise errors.NoWayChosen
    days = (plan.before_days, plan.after_days, plan.last_days)
    if any(one is not None and not 1 <= one <= DAYS_MAX for one in days):
        raise errors.DaysOutOfReach
    if plan.after_days and plan.last_days and plan.last_days <= plan.after_days:
        raise errors.DaysOutOfReach
    if plan.contact_phone and not _PHONE.fullmatch(plan.contact_phone):
        raise errors.ContactPhoneWrong
    ReminderPlan.objects.update_or_create(
        facility_id=facility_id,
        defaults={
            "is_on": plan.is_on,
            "before_days": plan.before_days,
            "on_due": plan.on_due,
            "after_days": plan.after_days,
            "last_days": plan.last_days,
            "quiet_from": plan.quiet.begins,
            "quiet_until": plan.quiet.ends,
            "rests_on_sunday": plan.quiet.rests_on_sunday,
            "ways": [way.value for way in plan.ways],
            "contact_name": plan.contact_name,
            "contact_phone": plan.contact_phone,
            "set_by": by.user_id,
            "set_at": at,
        },
    )
    events.record(
        "reminder_plan_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        is_on=plan.is_on,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What telling a run would do now."""

    reach: Reach
    told_before: int

    @property
    def letters(self) -> int:
        """How many letters would leave."""
        return len(self.reach.reached)


def _run(by: Actor, run_id: int) -> CollectionRun:
    run = CollectionRun.objects.select_related("facility").filter(pk=run_id).first()
    if run is None or not (by.is_everywhere or run.facility_id in by.facilities):
        raise errors.RunNotFound
    by.require(Permission.NOTICE_SEND, run.facility_id)
    if run.state not in (RunState.ISSUED.value, RunState.CLOSED.value):
        raise errors.RunNotIssued
    return run


def look_at_run(*, by: Actor, run_id: int, ways: Sequence[Way]) -> Look:
    """Who would be told of a run's bills by which way, and who cannot be reached.

    Families of whose bill a letter waits, is under way or has arrived are not told again.
    Raises `errors.RunNotFound`, `errors.RunNotIssued`.
    """
    run = _run(by, run_id)
    owing = list(queries.owing_of_run(run.pk))
    told = queries.told_of([bill.pk for bill in owing])
    still = [bill for bill in owing if bill.pk not in told]
    return Look(reach(run.facility_id, still, ways), len(told))


@transaction.atomic
def tell_run(
    *, by: Actor, run_id: int, ways: Sequence[Way], expected: int, site: str, at: datetime
) -> Look:
    """Write to every family of a run that still owes and was not told: its bill, with a link.

    `expected` is the number of letters that the person saw and agreed to pay for.
    Raises `errors.RunNotFound`, `errors.RunNotIssued`, `errors.NoWayChosen`, `errors.PlanChanged`.
    """
    if not ways:
        raise errors.NoWayChosen
    CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    looked = look_at_run(by=by, run_id=run_id, ways=ways)
    if looked.letters != expected:
        raise errors.PlanChanged(looked.letters)
    run = _run(by, run_id)
    plan = queries.plan_of(run.facility_id)
    not_before = next_waking(plan.quiet, at)
    contact = queries.contact_of(run.facility, plan)
    made = [
        Letter(
            way=one.way,
            kind=Kind.NOTICE,
            to_address=one.address,
            template="notice",
            facts=facts_of([one.bill], run.facility, contact=contact, site=site),
            about=one.bill.code,
            facility_id=run.facility_id,
            not_before=not_before,
            not_after=not_before + NOTICE_LASTS,
        )
        for one in looked.reach.reached
    ]
    numbers = notices.queue(letters=made, at=at)
    _keep(
        [(one.bill, Level.NOTICE, n) for one, n in zip(looked.reach.reached, numbers, strict=True)],
        by=by,
        at=at,
    )
    events.record(
        "run_told",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        letters=len(numbers),
        unreached=len(looked.reach.unreached),
    )
    return looked


def _keep(told: Sequence[tuple[Bill, Level, int]], *, by: Actor, at: datetime) -> None:
    Telling.objects.bulk_create(
        Telling(
            facility_id=bill.facility_id,
            bill=bill,
            level=level.value,
            letter_id=number,
            amount_vnd=bill.remaining_vnd,
            told_at=at,
            told_by=by.user_id,
        )
        for bill, level, number in told
    )


def facts_of(
    bills: Sequence[Bill], facility: Facility, *, contact: str, site: str
) -> dict[str, str]:
    """What a letter says of one bill, or of several of one family."""
    names = list(dict.fromkeys(bill.beneficiary_name for bill in bills))
    is_one = len(bills) == 1
    root = site.rstrip("/")
    return {
        "facility": facility.name,
        "pupil": ", ".join(names),
        "reason": bills[0].reason if is_one else f"{len(bills)} khoản",
        "sum_vnd": str(sum(bill.remaining_vnd for bill in bills)),
        "due_on": min(bill.due_on for bill in bills).isoformat(),
        "link": f"{root}/b/{bills[0].code}" if is_one else f"{root}/gia-dinh/",
        "contact": contact,
    }


@transaction.atomic
def remind(*, by: Actor, facility_id: int, site: str, at: datetime) -> int:
    """Lay out today's reminders of one facility: one letter a family a day, none in quiet hours,
    each level once for a bill. Returns how many letters. Safe to be run twice.
    """
    by.require(Permission.NOTICE_SEND, facility_id)
    # Two that remind at once would both find nobody reminded yet.
    ReminderPlan.objects.select_for_update().filter(facility_id=facility_id).first()
    plan = queries.plan_of(facility_id)
    today = clock.today(at)
    wakes_at = next_waking(plan.quiet, at)
    if not plan.is_on or clock.today(wakes_at) != today:
        return 0
    facility = facilities.facility(facility_id)
    contact = queries.contact_of(facility, plan)
    families = _to_remind(facility_id, plan, today)
    made: list[Letter] = []
    for (way, address), due in families:
        level = max((level for _bill, level in due), key=_ORDER.index)
        bills = [bill for bill, _level in due]
        made.append(
            Letter(
                way=way,
                kind=Kind.REMINDER,
                to_address=address,
                template=f"reminder_{level.value}",
                facts=facts_of(bills, facility, contact=contact, site=site),
                about=" ".join(bill.code for bill in bills),
                facility_id=facility_id,
                not_before=wakes_at,
                not_after=wakes_at + REMINDER_LASTS,
                day=today,
            )
        )
    numbers = notices.queue(letters=made, at=at)
    _keep(
        [
            (bill, level, number)
            for (_to, due), number in zip(families, numbers, strict=True)
            for bill, level in due
        ],
        by=by,
        at=at,
    )
    return len(numbers)


Family = tuple[tuple[Way, str], list[tuple[Bill, Level]]]


def _to_remind(facility_id: int, plan: Plan, today: date) -> list[Family]:
    bills = queries.owing_within_reach(facility_id, plan, today)
    told = queries.levels_told([bill.pk for bill in bills])
    due = {
        bill.pk: level
        for bill in bills
        if (
            level := level_on(
                plan, due_on=bill.due_on, today=today, told=told.get(bill.pk, frozenset())
            )
        )
    }
    reached: tuple[Reached, ...] = reach(
        facility_id, [bill for bill in bills if bill.pk in due], plan.ways
    ).reached
    before = letters.reminded_on(facility_id, today)
    families: dict[tuple[Way, str], list[tuple[Bill, Level]]] = defaultdict(list)
    for one in reached:
        if one.address not in before:
            families[one.way, one.address].append((one.bill, due[one.bill.pk]))
    return list(families.items())
