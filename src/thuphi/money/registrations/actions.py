"""Every verb on registrations; the only writer of this room's table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.periods import SCHOOL_YEAR_STARTS_IN_MONTH
from thuphi.ground.kit.sql import statement
from thuphi.money.catalogue.models import FeeItem

from . import errors, queries, rules
from .models import Registration


@dataclass(frozen=True, slots=True)
class Saved:
    """How many registrations of a grid began, and how many ended."""

    started: int
    stopped: int


@transaction.atomic
def register(
    *,
    by: Actor,
    facility_id: int,
    beneficiary_id: int,
    fee_item_id: int,
    from_on: date,
    at: datetime,
    quantity: int | None = None,
    percent: int = 100,
    until_on: date | None = None,
) -> Registration:
    """Let one person take an item from a day on, until the item's school year ends or a day named.

    Without a quantity they take as many as each run says. Raises `NotOfThisFacility`,
    `CoefficientOutOfBounds`, `OutsideTheYear`, `RegisteredAlready`.
    """
    by.require(Permission.REGISTRATION_WRITE, facility_id)
    _refuse_strangers(facility_id, [beneficiary_id], [fee_item_id])
    if not (quantity is None or 1 <= quantity <= rules.QUANTITY_MAX):
        raise errors.CoefficientOutOfBounds
    if not 1 <= percent <= rules.PERCENT_MAX:
        raise errors.CoefficientOutOfBounds
    begins, ends = rules.days_of_year(FeeItem.objects.get(pk=fee_item_id).school_year)
    last = ends if until_on is None else until_on
    if not begins <= from_on < last <= ends:
        raise errors.OutsideTheYear
    try:
        with transaction.atomic():
            made = Registration.objects.create(
                facility_id=facility_id,
                beneficiary_id=beneficiary_id,
                fee_item_id=fee_item_id,
                quantity=quantity,
                percent=percent,
                from_on=from_on,
                until_on=last,
            )
    except IntegrityError as error:
        if "registrations_of_an_item_do_not_overlap" in str(error):
            raise errors.RegisteredAlready from error
        raise
    events.record(
        "registered",
        by=by,
        subject=f"beneficiary:{beneficiary_id}",
        at=at,
        facility_id=facility_id,
        fee_item=fee_item_id,
        quantity=quantity,
        percent=percent,
        from_on=from_on.isoformat(),
    )
    return made


@transaction.atomic
def register_many(
    *,
    by: Actor,
    facility_id: int,
    beneficiary_ids: Collection[int],
    item_ids: Collection[int],
    ticked: Collection[tuple[int, int]],
    from_on: date,
    at: datetime,
    seen: str | None = None,
) -> Saved:
    """Save a grid of people and items: who has a tick (person, item) takes the item from the day
    on, who has none no longer does. Ticks outside the grid are left out.

    `seen` is the digest of the registrations that were shown (`queries.digest`). Raises
    `NotOfThisFacility`, `OutsideTheYear`, `RegistrationsMoved`.
    """
    by.require(Permission.REGISTRATION_WRITE, facility_id)
    people, items = sorted(set(beneficiary_ids)), sorted(set(item_ids))
    _refuse_strangers(facility_id, people, items)
    years = FeeItem.objects.filter(pk__in=items).values_list("school_year", flat=True)
    for year in set(years.order_by()):
        begins, ends = rules.days_of_year(year)
        if not begins <= from_on < ends:
            raise errors.OutsideTheYear(year)
    _one_at_a_time(facility_id)
    if seen is not None:
        there = queries.registered_on(facility_id, from_on, item_ids=items, beneficiary_ids=people)
        if queries.digest(there) != seen:
            raise errors.RegistrationsMoved
    within = sorted(set(ticked) & {(person, item) for person in people for item in items})
    values: dict[str, int | date | list[int]] = {
        "facility_id": facility_id,
        "beneficiary_ids": people,
        "item_ids": items,
        "ticked_people": [person for person, _ in within],
        "ticked_items": [item for _, item in within],
        "from_on": from_on,
        "year_begins": SCHOOL_YEAR_STARTS_IN_MONTH,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "stop_unticked"), values)
        stopped = cursor.rowcount
        cursor.execute(statement(__file__, "start_ticked"), values)
        saved = Saved(started=cursor.rowcount, stopped=stopped)
    events.record(
        "registrations_saved",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        started=saved.started,
        stopped=saved.stopped,
        from_on=from_on.isoformat(),
    )
    return saved


@transaction.atomic
def stop(*, by: Actor, registration_id: int, last_on: date, at: datetime) -> Registration:
    """Say on which day somebody takes an item for the last time; a day before it began takes it
    back altogether. Raises `RegistrationNotFound`, `OutsideTheYear` for a day past its end.
    """
    made = Registration.objects.select_for_update().filter(pk=registration_id).first()
    if made is None:
        raise errors.RegistrationNotFound
    by.require(Permission.REGISTRATION_WRITE, made.facility_id)
    until_on = max(made.from_on, last_on + timedelta(days=1))
    if until_on > made.until_on:
        raise errors.OutsideTheYear
    made.until_on = until_on
    made.save(update_fields=["until_on"])
    events.record(
        "registration_stopped",
        by=by,
        subject=f"beneficiary:{made.beneficiary_id}",
        at=at,
        facility_id=made.facility_id,
        fee_item=made.fee_item_id,
        until_on=until_on.isoformat(),
    )
    return made


@transaction.atomic
def copy_year(*, by: Actor, facility_id: int, old_year: str, new_year: str, at: datetime) -> int:
    """Register in a new school year whoever took the item of the same code when the old one ended.

    People who have left and items that are no longer on the list are left out; who is registered in
    the new year already stays as they are. Returns how many. Raises `SameYear`.
    """
    by.require(Permission.REGISTRATION_WRITE, facility_id)
    if old_year == new_year:
        raise errors.SameYear
    _one_at_a_time(facility_id)
    from_on, until_on = rules.days_of_year(new_year)
    _begins, ends = rules.days_of_year(old_year)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "copy_year"),
            {
                "facility_id": facility_id,
                "old_year": old_year,
                "new_year": new_year,
                "last_on": ends - timedelta(days=1),
                "from_on": from_on,
                "until_on": until_on,
            },
        )
        copied = int(cursor.rowcount)
    events.record(
        "registrations_copied",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        copied=copied,
        old_year=old_year,
        new_year=new_year,
    )
    return copied


def _one_at_a_time(facility_id: int) -> None:
    """Two people who save grids of one facility at the same moment do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('registration'), %s)", [facility_id % 2**31]
        )


def _refuse_strangers(
    facility_id: int, beneficiary_ids: Collection[int], item_ids: Collection[int]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "strangers"),
            {
                "facility_id": facility_id,
                "beneficiary_ids": list(beneficiary_ids),
                "item_ids": list(item_ids),
            },
        )
        row = cursor.fetchone()
    if row is None or row[0]:
        raise errors.NotOfThisFacility
