"""Arrears of older runs asked for in a new one (thu bù), each item by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.sql import statement
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills import updating
from thuphi.money.bills.actions import PlannedCharge
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import BillState, RunState
from thuphi.money.ledger import recipes

from . import errors, queries

_NUMBERS = (0, 2, 8, 10, 11)
"""Where whole numbers stand in a row of `rest_by_item`."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What one old bill still asks for one item, whole đồng, and the bill it would go to."""

    bill_id: int
    bill_code: str
    beneficiary_id: int
    pupil_code: str
    name: str
    class_name: str
    is_active: bool
    run_name: str
    fee_item_id: int
    item_name: str
    amount_vnd: int
    to_bill_id: int | None
    to_bill_code: str
    to_bill_state: BillState | None

    @property
    def can_go_on(self) -> bool:
        """Whether it can be asked for in the new run: its bill there was not withdrawn, and who has
        none there is still at the school."""
        if self.to_bill_state is None:
            return self.is_active
        return self.to_bill_state is not BillState.CANCELLED


@dataclass(frozen=True, slots=True)
class Carried:
    """What went on, and what stayed on the old bills."""

    bills: int
    amount_vnd: int
    stayed_vnd: int


def rests(facility_id: int, from_run_ids: Collection[int], to_run_id: int) -> list[Rest]:
    """What is left of these runs, by class and name, an item of a bill at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "rest_by_item"),
            {
                "facility_id": facility_id,
                "run_ids": [run_id for run_id in from_run_ids if run_id != to_run_id],
                "to_run_id": to_run_id,
            },
        )
        rows = cursor.fetchall()
    return [_rest(row) for row in rows]


def _rest(row: Sequence[object]) -> Rest:
    """A row of the question above as a rest."""
    number = [0 if value is None else int(str(value)) for value in (row[i] for i in _NUMBERS)]
    return Rest(
        bill_id=number[0],
        bill_code=str(row[1]),
        beneficiary_id=number[1],
        pupil_code=str(row[3]),
        name=str(row[4]),
        class_name=str(row[5]),
        is_active=bool(row[6]),
        run_name=str(row[7]),
        fee_item_id=number[2],
        item_name=str(row[9]),
        amount_vnd=number[3],
        to_bill_id=number[4] or None,
        to_bill_code=str(row[12] or ""),
        to_bill_state=None if row[13] is None else BillState(str(row[13])),
    )


@transaction.atomic
def carry_arrears(
    *, by: Actor, from_run_ids: Collection[int], to_run_id: int, at: datetime
) -> Carried:
    """Ask in a new run for what older runs have left: credited there, a line of its own here.

    Who has no bill in the new run gets one. What cannot go on (a bill withdrawn there, somebody who
    has left) stays on the old bill. Raises `SameRun`, `RunNotFound`, `RunNotIssued` unless the new
    run's bills are out, `MoneyOnItsWay` of the old bills, `NoArrears`.
    """
    if to_run_id in from_run_ids:
        raise errors.SameRun
    run = updating.run_to_update(by, to_run_id)
    if run.state != RunState.ISSUED.value:
        raise errors.RunNotIssued(run.state)
    known = CollectionRun.objects.filter(pk__in=list(from_run_ids), facility_id=run.facility_id)
    if known.count() != len(set(from_run_ids)):
        raise bill_errors.RunNotFound
    found = rests(run.facility_id, from_run_ids, run.pk)
    going = [rest for rest in found if rest.can_go_on]
    if not going:
        raise errors.NoArrears
    waiting = queries.on_its_way(run.facility_id, bill_ids={rest.bill_id for rest in going})
    if waiting:
        raise errors.MoneyOnItsWay(waiting)
    _bill_newcomers(by, run, [rest for rest in going if rest.to_bill_id is None], at)
    _move(by, run, going, at)
    _keep(run, going, at)
    carried = Carried(
        bills=len({rest.bill_id for rest in going}),
        amount_vnd=sum(rest.amount_vnd for rest in going),
        stayed_vnd=sum(rest.amount_vnd for rest in found if not rest.can_go_on),
    )
    events.record(
        "arrears_carried",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        bills=carried.bills,
        amount_vnd=carried.amount_vnd,
    )
    return carried


def _together(going: Sequence[Rest]) -> dict[tuple[int, int], tuple[int, str]]:
    """What each person owes of each item, with the words that families read."""
    sums: dict[tuple[int, int], int] = {}
    runs: dict[tuple[int, int], list[str]] = {}
    names: dict[int, str] = {}
    for rest in going:
        key = (rest.beneficiary_id, rest.fee_item_id)
        sums[key] = sums.get(key, 0) + rest.amount_vnd
        runs.setdefault(key, []).append(rest.run_name)
        names[rest.fee_item_id] = rest.item_name
    return {key: (sums[key], f"Thu bù {', '.join(runs[key])}: {names[key[1]]}") for key in sums}


def _bill_newcomers(by: Actor, run: CollectionRun, going: Sequence[Rest], at: datetime) -> None:
    if not going:
        return
    charges = [
        PlannedCharge(person, item, 1, amount_vnd, words)
        for (person, item), (amount_vnd, words) in _together(going).items()
    ]
    updating.plan_more(by=by, run=run, charges=charges)
    updating.issue_added(by=by, run=run, at=at)


def _move(by: Actor, run: CollectionRun, going: Sequence[Rest], at: datetime) -> None:
    billed = [rest for rest in going if rest.to_bill_id is not None]
    codes = {rest.beneficiary_id: rest.to_bill_code for rest in billed}
    old = [
        Change(rest.bill_code, rest.fee_item_id, -rest.amount_vnd, f"Chuyển sang {run.name}")
        for rest in going
    ]
    new = [
        Change(codes[person], item, amount_vnd, words)
        for (person, item), (amount_vnd, words) in _together(billed).items()
    ]
    adjustments.adjust(
        by=by,
        facility_id=run.facility_id,
        kind=AdjustmentKind.CARRIED,
        changes=[*old, *new],
        reason=f"Thu bù trong {run.name}",
        paper="",
        at=at,
    )


def _keep(run: CollectionRun, going: Sequence[Rest], at: datetime) -> None:
    recipes.raw_cursor().execute(
        statement(__file__, "keep_arrears").encode(),
        {
            "facility_id": run.facility_id,
            "to_run_id": run.pk,
            "from_bill_ids": [rest.bill_id for rest in going],
            "beneficiary_ids": [rest.beneficiary_id for rest in going],
            "item_ids": [rest.fee_item_id for rest in going],
            "amounts_vnd": [rest.amount_vnd for rest in going],
            "at": at,
        },
    )
