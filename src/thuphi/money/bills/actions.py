"""Every verb on runs and bills; the only writer of this room's tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.registers.neighbours.actions import deliveries

from . import errors, rules
from .codes import codes_for
from .models import Bill, Charge, CollectionRun, Exemption
from .rules import BillState, ExemptionKind, Period, RunState, ScopeKind
from .telling import of_bills

CHUNK = 5000
"""Bills issued in one transaction: enough to be fast, few enough to see progress."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a new run is to be. `scope_values` are grades or class names; none for the school."""

    name: str
    reason: str
    school_year: str
    opens_on: date
    due_on: date
    scope_kind: ScopeKind = ScopeKind.SCHOOL
    scope_values: Sequence[str] = field(default=())
    allows_part: bool = False


@dataclass(frozen=True, slots=True)
class PlannedCharge:
    """One line to be billed. Amounts are whole đồng."""

    beneficiary_id: int
    fee_item_id: int
    quantity: int
    unit_price_vnd: int
    description: str = ""
    """What families read instead of the item's name; nothing is waived from such a line."""


@transaction.atomic
def create_run(*, by: Actor, facility_id: int, plan: RunPlan, at: datetime) -> CollectionRun:
    """Open a collection run in draft. Raises `RunNameTaken`, `RunEndsBeforeItOpens`."""
    by.require(Permission.RUN_WRITE, facility_id)
    if plan.due_on < plan.opens_on:
        raise errors.RunEndsBeforeItOpens
    try:
        with transaction.atomic():
            run = CollectionRun.objects.create(
                facility_id=facility_id,
                name=plan.name,
                reason=plan.reason,
                school_year=plan.school_year,
                opens_on=plan.opens_on,
                due_on=plan.due_on,
                scope_kind=plan.scope_kind.value,
                scope_values=list(plan.scope_values),
                allows_part=plan.allows_part,
                created_at=at,
            )
    except IntegrityError as error:
        if "run_name_is_unique" in str(error):
            raise errors.RunNameTaken from error
        raise
    events.record("run_created", by=by, subject=f"run:{run.pk}", at=at, facility_id=facility_id)
    return run


def draft_run(by: Actor, run_id: int) -> CollectionRun:
    """A run that is still planned, locked. Raises `RunNotFound`, `RunAlreadyIssued`."""
    run = CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise errors.RunNotFound
    by.require(Permission.RUN_WRITE, run.facility_id)
    if run.state != RunState.DRAFT.value:
        raise errors.RunAlreadyIssued
    return run


@transaction.atomic
def plan_scope(*, by: Actor, run_id: int, items: Sequence[tuple[int, int]], at: datetime) -> int:
    """Plan the same (fee item, quantity) for everybody in the run's scope. Returns lines added."""
    run = draft_run(by, run_id)
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "plan_scope").encode(),
        {
            "run_id": run_id,
            "item_ids": [item for item, _ in items],
            "quantities": [quantity for _, quantity in items],
        },
    )
    events.record(
        "run_planned",
        by=by,
        subject=f"run:{run_id}",
        at=at,
        facility_id=run.facility_id,
        lines=cursor.rowcount,
    )
    return cursor.rowcount


def refuse_strangers(
    facility_id: int, beneficiary_ids: Collection[int], item_ids: Collection[int]
) -> None:
    """Ids come from outside: who is of another facility is not billed and not let off here."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "strangers").encode(),
        {
            "facility_id": facility_id,
            "beneficiary_ids": list(beneficiary_ids),
            "item_ids": list(item_ids),
        },
    )
    row = cursor.fetchone()
    if row is None or row[0]:
        raise errors.NotOfThisFacility


@transaction.atomic
def plan_charges(*, by: Actor, run_id: int, charges: Sequence[PlannedCharge], at: datetime) -> int:
    """Plan charges line by line, as a workbook gives them. Returns how many.

    Raises `NotOfThisFacility`, `ChargePlannedBefore`.
    """
    run = draft_run(by, run_id)
    refuse_strangers(
        run.facility_id,
        {charge.beneficiary_id for charge in charges},
        {charge.fee_item_id for charge in charges},
    )
    try:
        with transaction.atomic():
            recipes.raw_cursor().execute(
                statement(__file__, "plan_charges").encode(),
                {
                    "run_id": run_id,
                    "facility_id": run.facility_id,
                    "beneficiary_ids": [charge.beneficiary_id for charge in charges],
                    "item_ids": [charge.fee_item_id for charge in charges],
                    "quantities": [charge.quantity for charge in charges],
                    "prices_vnd": [charge.unit_price_vnd for charge in charges],
                    "descriptions": [charge.description for charge in charges],
                },
            )
    except UniqueViolation as error:
        raise errors.ChargePlannedBefore from error
    events.record(
        "run_planned",
        by=by,
        subject=f"run:{run_id}",
        at=at,
        facility_id=run.facility_id,
        lines=len(charges),
    )
    return len(charges)


@transaction.atomic
def withdraw_run(*, by: Actor, run_id: int, reason: str, at: datetime) -> CollectionRun:
    """Give up a run that is still a draft: its plan stays to be read, nothing is ever issued.

    Raises `ReasonMissing`, `RunNotFound`, `RunAlreadyIssued` for a run that is no longer a draft.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    run = draft_run(by, run_id)
    run.state = rules.RUN_STATES.move(RunState(run.state), RunState.CANCELLED).value
    run.save(update_fields=["state"])
    events.record(
        "run_withdrawn",
        by=by,
        subject=f"run:{run_id}",
        at=at,
        facility_id=run.facility_id,
        reason=reason.strip(),
    )
    return run


@transaction.atomic
def request_issue(*, by: Actor, run_id: int, at: datetime) -> CollectionRun:
    """Ask for a run's bills to be issued; the worker takes up every run in this state.

    Asking again is harmless. Raises `RunNotFound`, `RunHasNobody`.
    """
    _begin_issue(by, run_id, at)
    return CollectionRun.objects.get(pk=run_id)


def issue_run(
    *,
    by: Actor,
    run_id: int,
    at: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Issue every bill of a run that is not out yet, chunk by chunk; may be taken up again.

    Running it twice, or after a crash, makes no second bill: a beneficiary is billed once a run.
    `progress` is told (issued, expected) after each chunk. Returns how many bills were issued now.
    Raises `RunNotFound`, `RunHasNobody`.
    """
    expected = _begin_issue(by, run_id, at)
    issued_now = 0
    while chunk := issue_chunk(by, run_id, at):
        issued_now += chunk
        if progress:
            progress(CollectionRun.objects.get(pk=run_id).bills_issued, expected)
    _end_issue(by, run_id, at, issued_now)
    return issued_now


@transaction.atomic
def _begin_issue(by: Actor, run_id: int, at: datetime) -> int:
    run = CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise errors.RunNotFound
    by.require(Permission.RUN_WRITE, run.facility_id)
    expected = Charge.objects.filter(run_id=run_id).values("beneficiary_id").distinct().count()
    if not expected:
        raise errors.RunHasNobody
    if run.state != RunState.ISSUING.value:
        run.state = rules.RUN_STATES.move(RunState(run.state), RunState.ISSUING).value
        events.record(
            "run_issue_begun", by=by, subject=f"run:{run_id}", at=at, facility_id=run.facility_id
        )
    run.bills_expected = expected
    run.save(update_fields=["state", "bills_expected"])
    return expected


@transaction.atomic
def issue_chunk(by: Actor, run_id: int, at: datetime, due_on: date | None = None) -> int:
    """Issue the next bills of a run that is being issued or brought up to date; how many."""
    run = CollectionRun.objects.select_for_update().get(pk=run_id)
    by.require(Permission.RUN_WRITE, run.facility_id)
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "next_unbilled").encode(), {"run_id": run_id, "limit": CHUNK}
    )
    beneficiaries = [int(str(row[0])) for row in cursor.fetchall()]
    if not beneficiaries:
        return 0
    cursor.execute(
        b"SELECT nextval('bill_number') FROM generate_series(1, %(count)s)",
        {"count": len(beneficiaries)},
    )
    bill_ids = [int(str(row[0])) for row in cursor.fetchall()]
    codes = codes_for(bill_ids)
    cursor.execute(
        statement(__file__, "issue").encode(),
        {
            "beneficiary_ids": beneficiaries,
            "bill_ids": bill_ids,
            "codes": codes,
            "run_id": run_id,
            "opens_on": run.opens_on,
            "due_on": due_on or run.due_on,
            "reason": run.reason,
            "allows_part": run.allows_part,
            "issued_at": at,
        },
    )
    recipes.book(
        cursor,
        statement(__file__, "rows_to_issue"),
        {"bill_ids": bill_ids, "codes": codes, "issued_at": at.isoformat()},
    )
    run.bills_issued = Bill.objects.filter(run_id=run_id).count()
    run.save(update_fields=["bills_issued"])
    return len(bill_ids)


@transaction.atomic
def _end_issue(by: Actor, run_id: int, at: datetime, issued_now: int) -> None:
    run = CollectionRun.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.ISSUING.value:
        run.state = rules.RUN_STATES.move(RunState.ISSUING, RunState.ISSUED).value
    run.bills_issued = Bill.objects.filter(run_id=run_id).count()
    run.save(update_fields=["state", "bills_issued"])
    events.record(
        "run_issued",
        by=by,
        subject=f"run:{run_id}",
        at=at,
        facility_id=run.facility_id,
        bills=issued_now,
    )


@transaction.atomic
def cancel_bill(*, by: Actor, code: str, reason: str, at: datetime) -> Bill:
    """Withdraw a bill on which no money has come in; its transfers are reversed, never erased.

    Raises `BillNotFound`, `MoneyHasComeIn`, `ReasonMissing`, `MoveNotAllowed`.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    bill = Bill.objects.select_for_update().filter(code=code).first()
    if bill is None:
        raise errors.BillNotFound
    by.require(Permission.BILL_CANCEL, bill.facility_id)
    if bill.paid_vnd:
        raise errors.MoneyHasComeIn
    bill.state = rules.BILL_STATES.move(BillState(bill.state), BillState.CANCELLED).value
    bill.closed_at = at
    bill.save(update_fields=["state", "closed_at"])
    recipes.book(
        recipes.raw_cursor(),
        statement(__file__, "rows_to_cancel"),
        {"bill_ids": [bill.pk], "at": at.isoformat()},
    )
    events.record(
        "bill_cancelled",
        by=by,
        subject=bill.code,
        at=at,
        facility_id=bill.facility_id,
        reason=reason,
        amount_vnd=bill.total_vnd,
    )
    deliveries.queue(of_bills([bill], at=at), at=at)
    return bill


@transaction.atomic
def exempt(
    *,
    by: Actor,
    facility_id: int,
    beneficiary_id: int,
    fee_item_id: int,
    percent: int,
    reason: str,
    from_on: date,
    until_on: date,
    at: datetime,
    kind: ExemptionKind = ExemptionKind.OTHER,
    period: Period = Period.DAYS,
    paper: str = "",
) -> Exemption:
    """Let a pupil or patient pay less for an item; runs that open within those days honour it.
    `paper` is the number and date of the decision or certificate.

    Raises `ReasonMissing`, `ExemptionNotAPart`, `ExemptionEndsBeforeItBegins`, `NotOfThisFacility`,
    `ExemptedAlready`.
    """
    by.require(Permission.EXEMPT, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if not 1 <= percent <= 100:
        raise errors.ExemptionNotAPart
    if until_on <= from_on:
        raise errors.ExemptionEndsBeforeItBegins
    refuse_strangers(facility_id, [beneficiary_id], [fee_item_id])
    try:
        with transaction.atomic():
            exemption = Exemption.objects.create(
                facility_id=facility_id,
                beneficiary_id=beneficiary_id,
                fee_item_id=fee_item_id,
                percent=percent,
                reason=reason,
                kind=kind.value,
                period=period.value,
                paper=paper.strip(),
                from_on=from_on,
                until_on=until_on,
            )
    except IntegrityError as error:
        if "exemptions_of_an_item_do_not_overlap" in str(error):
            raise errors.ExemptedAlready from error
        raise
    events.record(
        "exempted",
        by=by,
        subject=f"beneficiary:{beneficiary_id}",
        at=at,
        facility_id=facility_id,
        percent=percent,
        reason=reason,
    )
    return exemption
