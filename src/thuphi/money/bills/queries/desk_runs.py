"""Collection runs as the desk sees them: planned, moving, and collected against due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from thuphi.ground.events.models import Event
from thuphi.ground.kit.sql import statement
from thuphi.money.bills import models
from thuphi.money.bills.models import Bill, Charge, CollectionRun
from thuphi.money.bills.rules import BillState, RunState
from thuphi.registers.payers.rules import natural

from .desk import LIVE, OWING, BillSums, _sum


def runs(facility_id: int) -> QuerySet[CollectionRun]:
    """The runs of a facility, the latest to open first."""
    return CollectionRun.objects.filter(facility_id=facility_id).order_by("-opens_on", "-id")


def moving_runs(facility_id: int) -> list[CollectionRun]:
    """Runs whose bills are being issued at this moment."""
    return list(runs(facility_id).filter(state=RunState.ISSUING.value))


def run_here(run_id: int, facilities: Iterable[int]) -> CollectionRun | None:
    """The run of this number, if it is one of these facilities'."""
    return CollectionRun.objects.filter(pk=run_id, facility_id__in=list(facilities)).first()


def withdrawal_of(run: CollectionRun) -> Event | None:
    """Who gave a run up, when, and why."""
    found = Event.objects.filter(
        subject=f"run:{run.pk}", kind="run_withdrawn", facility_id=run.facility_id
    )
    return found.order_by("-id").first()


def sums_of_runs(run_ids: Sequence[int]) -> dict[int, BillSums]:
    """Due and collected of each of these runs, withdrawn bills left out."""
    rows = (
        Bill.objects.filter(LIVE, run_id__in=run_ids)
        .order_by()
        .values_list("run_id")
        .annotate(number=Count("id"), total=_sum("total_vnd"), paid=_sum("paid_vnd"))
    )
    return {run_id: BillSums(number, total, paid) for run_id, number, total, paid in rows}


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run with what it asks for and what has come in."""

    run: CollectionRun
    sums: BillSums


def runs_still_owed(facility_id: int, limit: int) -> list[RunProgress]:
    """Issued runs on which somebody still owes, the latest to open first."""
    owing = Bill.objects.filter(OWING, facility_id=facility_id, run_id__isnull=False)
    found = list(runs(facility_id).filter(pk__in=owing.order_by().values("run_id"))[:limit])
    of = sums_of_runs([run.pk for run in found])
    return [RunProgress(run, of.get(run.pk, BillSums())) for run in found]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One item of a run's plan: for how many people, how often in all, how much in all."""

    fee_item_id: int
    name: str
    allows_instalments: bool
    people: int
    quantity: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing a run would bring, before exemptions."""

    people: int
    amount_vnd: int
    items: list[PlannedItem]

    @property
    def in_one_sum(self) -> list[str]:
        """The items whose bills are paid in one sum, whatever the run says."""
        return [item.name for item in self.items if not item.allows_instalments]


def plan_of(run_id: int) -> Plan:
    """The plan of a run, summed up by item."""
    charges = Charge.objects.filter(run_id=run_id)
    people = charges.aggregate(number=Count("beneficiary_id", distinct=True))["number"]
    rows = (
        charges.order_by()
        .values_list("fee_item_id", "fee_item__name", "fee_item__allows_instalments")
        .annotate(people=Count("id"), often=Sum("quantity"), amount=Sum("amount_vnd"))
        .order_by("fee_item_id")
    )
    items = [PlannedItem(*row) for row in rows]
    return Plan(people, sum(item.amount_vnd for item in items), items)


@dataclass(frozen=True, slots=True)
class Collected:
    """Due and collected of one class or one item of a run."""

    label: str
    key: str
    sums: BillSums
    unpaid: int = 0
    part_paid: int = 0
    paid: int = 0


def collected_by_class(run_id: int) -> list[Collected]:
    """Due and collected of a run, class by class, the class furthest behind first."""
    rows = (
        Bill.objects.filter(LIVE, run_id=run_id)
        .order_by()
        .values_list("class_name")
        .annotate(
            number=Count("id"),
            total=_sum("total_vnd"),
            collected=_sum("paid_vnd"),
            unpaid=Count("id", filter=Q(state=BillState.OPEN.value)),
            part=Count("id", filter=Q(state=BillState.PART_PAID.value)),
            whole=Count("id", filter=Q(state=BillState.PAID.value)),
        )
    )
    found = [
        Collected(name, name, BillSums(number, total, collected), unpaid, part, whole)
        for name, number, total, collected, unpaid, part, whole in rows
    ]
    return sorted(found, key=lambda one: (-one.sums.remaining_vnd, one.label))


def collected_by_item(run_id: int, facility_id: int) -> list[Collected]:
    """Due and collected of a run, item by item.

    Part payments are counted towards a bill's lines from the top down, so that the items add up to
    exactly what was paid.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement(models.__file__, "collected_by_item"),
            {"run_id": run_id, "facility_id": facility_id},
        )
        rows = cursor.fetchall()
    return [
        Collected(name, str(item_id), BillSums(number, due, collected))
        for item_id, name, number, due, collected in rows
    ]


def classes_to_print(run_id: int) -> list[tuple[str, int]]:
    """Classes of a run with somebody who still owes, and how many notices each needs."""
    rows = (
        Bill.objects.filter(OWING, run_id=run_id)
        .order_by()
        .values_list("class_name")
        .annotate(number=Count("id"))
    )
    return sorted(((name, number) for name, number in rows), key=lambda row: natural(row[0]))


def bills_to_print(run_id: int, class_name: str) -> list[Bill]:
    """The owing bills of a class in a run, by name."""
    return list(
        Bill.objects.filter(OWING, run_id=run_id, class_name=class_name)
        .select_related("beneficiary")
        .order_by("beneficiary__search_key", "id")
    )


def classes_of(run_id: int) -> list[str]:
    """The classes billed in a run."""
    names = Bill.objects.filter(run_id=run_id).order_by().values_list("class_name", flat=True)
    return sorted(set(names.distinct()), key=natural)
