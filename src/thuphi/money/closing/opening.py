"""Debts that families had in the program used before: a run of their own, to be issued or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import today
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import PlannedCharge, RunPlan
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.payers.models import Beneficiary

from . import errors

NAME = "Nợ đầu kỳ"


@dataclass(frozen=True, slots=True)
class OpeningDebt:
    """What one person still owes of one item, whole đồng, for what (such as a month)."""

    beneficiary_id: int
    fee_item_id: int
    amount_vnd: int
    words: str = ""


@transaction.atomic
def open_debts(
    *,
    by: Actor,
    facility_id: int,
    debts: Sequence[OpeningDebt],
    school_year: str,
    due_on: date,
    at: datetime,
    name: str = NAME,
) -> CollectionRun:
    """Plan a run of debts from before, in draft; no exemption is taken from them again.

    Raises `NoDebts`, `RunNameTaken`, `RunEndsBeforeItOpens`, `NotOfThisFacility`, and
    `ChargePlannedBefore` for one person and item named twice.
    """
    if not debts:
        raise errors.NoDebts
    people = {debt.beneficiary_id for debt in debts}
    codes = Beneficiary.objects.filter(pk__in=people, facility_id=facility_id).order_by("code")
    run = bills.create_run(
        by=by,
        facility_id=facility_id,
        plan=RunPlan(
            name=name,
            reason=name,
            school_year=school_year,
            opens_on=min(today(at), due_on),
            due_on=due_on,
            scope_kind=ScopeKind.PUPILS,
            scope_values=tuple(codes.values_list("code", flat=True)),
            allows_part=True,
        ),
        at=at,
    )
    names = dict(
        FeeItem.objects.filter(pk__in={debt.fee_item_id for debt in debts}).values_list(
            "pk", "name"
        )
    )
    bills.plan_charges(
        by=by,
        run_id=run.pk,
        charges=[
            PlannedCharge(
                debt.beneficiary_id,
                debt.fee_item_id,
                1,
                debt.amount_vnd,
                f"{name}: {debt.words or names.get(debt.fee_item_id, '')}",
            )
            for debt in debts
        ],
        at=at,
    )
    return run
