"""Where each pupil stands in a run of insurance, and what was handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import BillLine, CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.money.catalogue.rules import FeeKind
from thuphi.registers.payers.rules import natural

from . import rules
from .models import InsuranceHandover, InsuranceLeftOut, InsuranceRow
from .rules import LeftOut, Name, Person, RowKind, Standing


def runs_with_insurance(facility_id: int) -> list[CollectionRun]:
    """The runs of a facility that ask for insurance and are out, the latest first."""
    lines = BillLine.objects.filter(
        facility_id=facility_id, fee_item__kind=FeeKind.INSURANCE.value
    ).values("bill__run_id")
    found = CollectionRun.objects.filter(facility_id=facility_id, pk__in=lines).exclude(
        state__in=[RunState.DRAFT.value, RunState.CANCELLED.value]
    )
    return list(found.order_by("-opens_on", "-id"))


def run_here(run_id: int, facilities: Collection[int]) -> CollectionRun | None:
    """The run of this number, if it is one of these facilities'."""
    return CollectionRun.objects.filter(pk=run_id, facility_id__in=list(facilities)).first()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody whom a run of insurance concerns, by class and name."""

    people: Sequence[Person]

    def standing(self, standing: Standing) -> list[Person]:
        """Those who stand so."""
        return [one for one in self.people if one.standing is standing]

    @property
    def counts(self) -> Counter[Standing]:
        """How many stand where."""
        return Counter(one.standing for one in self.people)

    @property
    def reasons(self) -> Counter[LeftOut]:
        """How many of those on no list are left out for which reason."""
        return Counter(
            one.reason for one in self.standing(Standing.EXPLAINED) if one.reason is not None
        )


def roster(run: CollectionRun) -> Roster:
    """Where each pupil stands in a run; one question however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "people"), {"run_id": run.pk, "facility_id": run.facility_id}
        )
        found = [_person(row) for row in cursor.fetchall()]
    return Roster(sorted(found, key=_place))


def _person(row: tuple[object, ...]) -> Person:
    reason = row[15]
    return Person(
        beneficiary_id=int(str(row[0])),
        code=str(row[1]),
        name=str(row[2]),
        born_on=_day(row[3]),
        class_name=str(row[4]),
        bill_id=None if row[5] is None else int(str(row[5])),
        bill_code=str(row[6]),
        insured_vnd=int(str(row[7])),
        rest_vnd=int(str(row[8])),
        paid_vnd=int(str(row[9])),
        is_paid=bool(row[10]),
        is_billed=bool(row[11]),
        is_handed_over=bool(row[12]),
        turn=int(str(row[13])),
        told_vnd=int(str(row[14])),
        note=None if reason is None else LeftOut(str(reason)),
        words=str(row[16]),
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _place(one: Person) -> tuple[list[tuple[int, int, str]], str, str, int]:
    name = search_key(one.name)
    return natural(one.class_name), name.rsplit(" ", 1)[-1], name, one.beneficiary_id


def handovers(run: CollectionRun) -> list[InsuranceHandover]:
    """What was handed over of a run, the first first."""
    return list(
        InsuranceHandover.objects.filter(run_id=run.pk, facility_id=run.facility_id).order_by(
            "number"
        )
    )


def handover_here(
    run_id: int, number: int, facilities: Collection[int]
) -> InsuranceHandover | None:
    """The hand-over of this number, if it is one of these facilities'."""
    return (
        InsuranceHandover.objects.select_related("run", "facility")
        .filter(run_id=run_id, number=number, facility_id__in=list(facilities))
        .first()
    )


def names_of(handover: InsuranceHandover) -> list[Name]:
    """The rows of a hand-over as they were handed over."""
    found = InsuranceRow.objects.filter(handover_id=handover.pk).order_by("place")
    return [
        Name(
            place=row.place,
            kind=RowKind(row.kind),
            beneficiary_id=row.beneficiary_id,
            code=row.code,
            name=row.name,
            born_on=row.born_on,
            class_name=row.class_name,
            bill_id=row.bill_id,
            bill_code=row.bill_code,
            amount_vnd=row.amount_vnd,
        )
        for row in found
    ]


def is_as_handed_over(handover: InsuranceHandover, names: Sequence[Name]) -> bool:
    """Whether the rows still come to the number that was written down on that day."""
    return rules.digest(names) == handover.digest


def left_out_of(handover: InsuranceHandover) -> list[InsuranceLeftOut]:
    """Who was not on a hand-over, and why, as it was known on that day."""
    found = InsuranceLeftOut.objects.filter(handover_id=handover.pk)
    return list(found.select_related("beneficiary").order_by("pk"))
