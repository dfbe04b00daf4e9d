"""Planning a run from the register: mandatory items for all, the others for who takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger import recipes

from .actions import draft_run, refuse_strangers
from .models import CollectionRun


@transaction.atomic
def plan_from_registrations(
    *,
    by: Actor,
    run_id: int,
    item_ids: Sequence[int],
    at: datetime,
    quantities: Mapping[int, int] | None = None,
    measured: Mapping[int, Mapping[int, int]] | None = None,
) -> int:
    """Plan items as the register stands today, or on the day the run opens if that is still to
    come. Returns lines added.

    A mandatory item is planned for everybody in the run's scope, any other only for those who are
    registered for it, each at their own coefficient (a price rounded down to a whole đồng).
    `quantities` says how many of an item for who has no number of their own (one, if not said).
    `measured` gives an item's number for each person, as counted (days eaten): who is not in it, or
    has nought, is not billed for that item. What is planned already stays as it is.

    Raises `RunNotFound`, `RunAlreadyIssued`, `NotOfThisFacility`.
    """
    run = draft_run(by, run_id)
    counted = measured or {}
    people = {person for of_item in counted.values() for person in of_item}
    refuse_strangers(run.facility_id, people, {*item_ids, *counted})
    by_rule = [item for item in dict.fromkeys(item_ids) if item not in counted]
    values = _rules_of(run, by_rule, quantities or {}, max(run.opens_on, today(at)))
    cursor = recipes.raw_cursor()
    wanted = statement(__file__, "wanted")
    cursor.execute((wanted + statement(__file__, "plan_wanted")).encode(), values)
    lines = cursor.rowcount
    if counted:
        each = [
            (person, item, quantity)
            for item, of_item in counted.items()
            for person, quantity in of_item.items()
        ]
        values |= {
            "measured_people": [person for person, _, _ in each],
            "measured_items": [item for _, item, _ in each],
            "measured_quantities": [quantity for _, _, quantity in each],
        }
        cursor.execute((wanted + statement(__file__, "plan_measured")).encode(), values)
        lines += cursor.rowcount
    events.record(
        "run_planned",
        by=by,
        subject=f"run:{run_id}",
        at=at,
        facility_id=run.facility_id,
        lines=lines,
        from_register=True,
    )
    return lines


def _rules_of(
    run: CollectionRun, item_ids: Sequence[int], quantities: Mapping[int, int], on: date
) -> dict[str, object]:
    items = FeeItem.objects.filter(pk__in=item_ids, is_active=True).order_by("pk")
    return {
        "run_id": run.pk,
        "facility_id": run.facility_id,
        "on": on,
        "item_ids": [item.pk for item in items],
        "quantities": [quantities.get(item.pk, 1) for item in items],
        "prices_vnd": [item.price_vnd for item in items],
        "by_registration": [not item.is_mandatory for item in items],
        "added": [],
        "left_out": [],
    }
