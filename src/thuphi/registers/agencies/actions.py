"""Every verb on agencies; the only writer of this room's table."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission

from . import errors
from .models import Agency, AgencyKind


@transaction.atomic
def found_agency(
    *,
    by: Actor,
    name: str,
    kind: AgencyKind,
    place_id: int | None,
    valid_from: date,
    at: datetime,
    phone: str = "",
) -> Agency:
    """Register an office from its founding day on; no place means the whole country.

    Raises `AgencyNameMissing`, `AgencyNameTaken`, `NotAllowed`.
    """
    _require_everywhere(by)
    if not name.strip():
        raise errors.AgencyNameMissing
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                name=name.strip(),
                kind=AgencyKind(kind).value,
                place_id=place_id,
                phone=phone.strip(),
                valid=(valid_from, None),
            )
    except IntegrityError as error:
        if "agency_name_is_unique_in_its_place" in str(error):
            raise errors.AgencyNameTaken(name) from error
        raise
    events.record("agency_founded", by=by, subject=f"agency:{agency.pk}", at=at)
    return agency


@transaction.atomic
def succeed(*, by: Actor, agency_id: int, successor_id: int, on: date, at: datetime) -> Agency:
    """End an agency: from this day on its work is its successor's. Returns the ended one.

    Raises `AgencyNotFound`, `AgencyEndedAlready`, `SuccessorNotThere`, `NotAllowed`.
    """
    _require_everywhere(by)
    pair = Agency.objects.select_for_update().filter(pk__in=[agency_id, successor_id])
    found = {agency.pk: agency for agency in pair.order_by("pk")}
    if agency_id not in found or successor_id not in found:
        raise errors.AgencyNotFound
    ended, successor = found[agency_id], found[successor_id]
    if ended.successor_id is not None:
        raise errors.AgencyEndedAlready
    if agency_id == successor_id or on not in successor.valid or on <= ended.valid.lower:
        raise errors.SuccessorNotThere
    ended.valid = (ended.valid.lower, on)
    ended.successor = successor
    ended.save(update_fields=["valid", "successor"])
    events.record(
        "agency_succeeded",
        by=by,
        subject=f"agency:{agency_id}",
        at=at,
        successor_id=successor_id,
        on=on.isoformat(),
    )
    ended.refresh_from_db()
    return ended


def _require_everywhere(by: Actor) -> None:
    """Agencies belong to no facility, so only somebody who may act everywhere keeps them."""
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
