"""Plans, who was told of what, and which addresses an accountant has to mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from thuphi.ground.notices import queries as notices
from thuphi.ground.notices.addresses import usable
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import LetterState, Trouble, Way
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState, RunState
from thuphi.registers.facilities.models import Facility
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.payers.rules import natural

from .models import ReminderPlan, Telling
from .reach import written
from .rules import DAYS_MAX, MADE_UP_DAYS, Level, Plan, Quiet

OWING = (BillState.OPEN.value, BillState.PART_PAID.value)
OVER = (LetterState.FAILED.value, LetterState.STOPPED.value)


def plan_of(facility_id: int) -> Plan:
    """The plan of a facility; one that was never set is switched off."""
    row = ReminderPlan.objects.filter(facility_id=facility_id).first()
    return Plan() if row is None else _plan(row)


def _plan(row: ReminderPlan) -> Plan:
    return Plan(
        is_on=row.is_on,
        before_days=row.before_days,
        on_due=row.on_due,
        after_days=row.after_days,
        last_days=row.last_days,
        quiet=Quiet(row.quiet_from, row.quiet_until, row.rests_on_sunday),
        ways=tuple(Way(way) for way in row.ways),
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
    )


def facilities_that_remind() -> list[int]:
    """Facilities whose plan is switched on."""
    rows = ReminderPlan.objects.filter(is_on=True).order_by("facility_id")
    return list(rows.values_list("facility_id", flat=True))


def contact_of(facility: Facility, plan: Plan) -> str:
    """Whom a family calls: the plan's person, else the facility's, else the facility itself."""
    for name, phone in (
        (plan.contact_name, plan.contact_phone),
        (facility.focal_name, facility.focal_phone),
    ):
        if phone:
            return f"{name} {phone}".strip()
    return facility.name


def owing_of_run(run_id: int) -> QuerySet[Bill]:
    """Bills of a run on which something is still to be paid, with their people."""
    found = Bill.objects.filter(run_id=run_id, state__in=OWING)
    return found.select_related("beneficiary").order_by("class_name", "id")


def told_of(bill_ids: Sequence[int]) -> frozenset[int]:
    """Those of these bills of which a notice waits, is on its way, or has arrived."""
    rows = Telling.objects.filter(bill_id__in=bill_ids, level=Level.NOTICE.value)
    return frozenset(rows.exclude(letter__state__in=OVER).values_list("bill_id", flat=True))


def owing_within_reach(facility_id: int, plan: Plan, today: date) -> list[Bill]:
    """Bills of a facility of which somebody may have to be reminded today."""
    found = Bill.objects.filter(
        facility_id=facility_id,
        state__in=OWING,
        due_on__range=(
            today - timedelta(days=DAYS_MAX + MADE_UP_DAYS),
            today + timedelta(days=plan.before_days or 0),
        ),
    ).exclude(run__state=RunState.CLOSED.value)
    return list(found.select_related("beneficiary").order_by("id"))


def levels_told(bill_ids: Sequence[int]) -> dict[int, frozenset[Level]]:
    """What was told of each of these bills."""
    told: dict[int, set[Level]] = defaultdict(set)
    for bill_id, level in Telling.objects.filter(bill_id__in=bill_ids).values_list(
        "bill_id", "level"
    ):
        told[bill_id].add(Level(level))
    return {bill_id: frozenset(levels) for bill_id, levels in told.items()}


@dataclass(frozen=True, slots=True)
class WrongAddress:
    """An address that failed and still stands in the register."""

    letter: Letter
    way: Way
    trouble: Trouble
    people: tuple[Beneficiary, ...]


def wrong_addresses(facility_id: int) -> list[WrongAddress]:
    """What the accountant has to mend; whoever got another number meanwhile is not in it."""
    failed = notices.latest_failures(facility_id)
    if not failed:
        return []
    standing: dict[tuple[Way, str], list[Beneficiary]] = defaultdict(list)
    for person in Beneficiary.objects.filter(facility_id=facility_id, is_active=True):
        for way in Way:
            address = usable(way, written(person, way))
            if address is not None:
                standing[way, address].append(person)
    return [
        WrongAddress(
            letter,
            Way(letter.way),
            Trouble(letter.trouble),
            tuple(standing[Way(letter.way), letter.to_address]),
        )
        for letter in failed
        if (Way(letter.way), letter.to_address) in standing
    ]


def numbers_told(facility_id: int) -> dict[Level, int]:
    """Of how many bills something was told at each level."""
    rows = Telling.objects.filter(facility_id=facility_id).order_by().values_list("level")
    return {Level(level): number for level, number in rows.annotate(number=Count("id"))}


def older_debts(bill_ids: Sequence[int]) -> dict[int, int]:
    """For each of these bills what the same person still owes on bills issued before it, đồng."""
    older = (
        Bill.objects.filter(
            facility_id=OuterRef("facility_id"),
            beneficiary_id=OuterRef("beneficiary_id"),
            state__in=OWING,
            pk__lt=OuterRef("pk"),
        )
        .order_by()
        .values("beneficiary_id")
        .annotate(rest=Sum(F("total_vnd") - F("paid_vnd")))
        .values("rest")
    )
    rows = Bill.objects.filter(pk__in=bill_ids).annotate(debt=Coalesce(Subquery(older), 0))
    return {pk: int(debt) for pk, debt in rows.filter(debt__gt=0).values_list("pk", "debt")}


def standing_of_run(run_id: int) -> dict[LetterState, int]:
    """Where the letters about a run's bills are."""
    about = Telling.objects.filter(bill__run_id=run_id).values("letter_id")
    rows = Letter.objects.filter(pk__in=about).order_by().values_list("state")
    return {LetterState(state): number for state, number in rows.annotate(number=Count("id"))}


def classes_untold(run_id: int) -> list[tuple[str, int]]:
    """Classes of a run with how many bills are to be paid of which no letter tells, by name."""
    owing = list(owing_of_run(run_id))
    told = told_of([bill.pk for bill in owing])
    counts: dict[str, int] = defaultdict(int)
    for bill in owing:
        if bill.pk not in told:
            counts[bill.class_name] += 1
    return sorted(counts.items(), key=lambda pair: natural(pair[0]))
