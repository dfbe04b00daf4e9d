"""Credit comes into being: brought along, or let go by a bill that needs less. And the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Min

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits import errors
from thuphi.money.credits.models import Credit, CreditRule
from thuphi.money.credits.rules import Source, SpendOn
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.registers.payers.models import Beneficiary

ROOM = str(Path(__file__).parent)
"""Statements of the room stand beside this package."""


@dataclass(frozen=True, slots=True)
class Release:
    """Money on a bill that needs it no longer: of which item, and whether it came without cash."""

    bill_id: int
    fee_item_id: int
    amount_vnd: int
    is_cashless: bool


OPENING_LASTS = timedelta(days=90)
"""So long after its first run a school may bring credits along from its earlier books."""


@transaction.atomic
def open_credit(
    *,
    by: Actor,
    facility_id: int,
    beneficiary_id: int,
    amount_vnd: int,
    fee_item_id: int | None,
    is_cashless: bool,
    reason: str,
    at: datetime,
) -> Credit:
    """Write down a credit that the family had in the program used before.

    Only while a school moves in: later a credit comes from money that was paid, or not at all.
    Raises `AmountNotPositive`, `ReasonMissing`, `NotOfThisFacility`, `OpeningOver`.
    """
    by.require(Permission.ADJUST, facility_id)
    first_out = CollectionRun.objects.filter(
        facility_id=facility_id, state__in=[RunState.ISSUED.value, RunState.CLOSED.value]
    ).aggregate(at=Min("created_at"))["at"]
    if first_out is not None and at - first_out > OPENING_LASTS:
        raise errors.OpeningOver
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    if not reason.strip():
        raise errors.ReasonMissing
    is_here = Beneficiary.objects.filter(pk=beneficiary_id, facility_id=facility_id).exists()
    item_here = (
        fee_item_id is None
        or FeeItem.objects.filter(pk=fee_item_id, facility_id=facility_id).exists()
    )
    if not is_here or not item_here:
        raise errors.NotOfThisFacility
    lot = Credit.objects.create(
        facility_id=facility_id,
        beneficiary_id=beneficiary_id,
        fee_item_id=fee_item_id,
        source=Source.OPENING.value,
        amount_vnd=amount_vnd,
        is_cashless=is_cashless,
        reason=reason.strip(),
        happened_at=at,
    )
    recipes.open_credit(
        Posting(facility_id, amount_vnd, f"credit:{lot.pk}", at), beneficiary=str(beneficiary_id)
    )
    events.record(
        "credit_opened",
        by=by,
        subject=f"beneficiary:{beneficiary_id}",
        at=at,
        facility_id=facility_id,
        amount_vnd=amount_vnd,
        reason=reason.strip(),
    )
    return lot


def release_in(*, releases: Sequence[Release], reason: str, at: datetime) -> list[int]:
    """Write what bills let go as lots of their families; returns their ids.

    Part of the deed that changes the bills, which stand locked and books it with its own rows.
    """
    if not releases:
        return []
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(ROOM, "release").encode(),
        {
            "bill_ids": [one.bill_id for one in releases],
            "item_ids": [one.fee_item_id for one in releases],
            "amounts_vnd": [one.amount_vnd for one in releases],
            "cashless": [one.is_cashless for one in releases],
            "reason": reason,
            "at": at,
        },
    )
    return [int(str(row[0])) for row in cursor.fetchall()]


@transaction.atomic
def set_rule(*, by: Actor, facility_id: int, spend_on: SpendOn, at: datetime) -> None:
    """Say what credits may pay from now on; what they paid before stays paid."""
    by.require(Permission.ADJUST, facility_id)
    CreditRule.objects.update_or_create(
        facility_id=facility_id, defaults={"spend_on": spend_on.value}
    )
    events.record(
        "credit_rule_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        spend_on=spend_on.value,
    )
