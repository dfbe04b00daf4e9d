"""The department verifies, approves and sends back; one by one, or all that waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import DECLARATION_STATES, State

from .writing import locked, subject


@transaction.atomic
def verify(
    *, by: Actor, declaration_id: int, at: datetime, looked_at: datetime | None = None
) -> Declaration:
    """Say that a declaration was looked into; from now on it counts.

    `looked_at`: when what the person looked at had been submitted. Raises `DeclarationNotFound`,
    `MoveNotAllowed`, `PersonNeeded`, `SecondPersonNeeded`, `SubmittedAgain`.
    """
    found = locked(declaration_id)
    by.require(Permission.DECLARATION_VERIFY, found.facility_id)
    state = DECLARATION_STATES.move(State(found.state), State.VERIFIED)
    _require_another(by, found.submitted_by, found.written_by)
    _require_the_same(found, looked_at)
    found.state, found.verified_by, found.verified_at = state.value, by.user_id, at
    found.save(update_fields=["state", "verified_by", "verified_at"])
    _record("declaration_verified", by, found, at)
    return found


@transaction.atomic
def approve(
    *, by: Actor, declaration_id: int, at: datetime, looked_at: datetime | None = None
) -> Declaration:
    """Approve a verified declaration; from now on nobody changes it.

    `looked_at`: when what the person looked at had been submitted. Raises `DeclarationNotFound`,
    `MoveNotAllowed`, `PersonNeeded`, `SecondPersonNeeded`, `SubmittedAgain`.
    """
    found = locked(declaration_id)
    by.require(Permission.DECLARATION_APPROVE, found.facility_id)
    state = DECLARATION_STATES.move(State(found.state), State.APPROVED)
    _require_another(by, found.verified_by)
    _require_the_same(found, looked_at)
    found.state, found.approved_by, found.approved_at = state.value, by.user_id, at
    found.save(update_fields=["state", "approved_by", "approved_at"])
    _record("declaration_approved", by, found, at)
    return found


@transaction.atomic
def send_back(*, by: Actor, declaration_id: int, reason: str, at: datetime) -> Declaration:
    """Give a declaration back to the facility to be mended; it counts no longer.

    Raises `DeclarationNotFound`, `MoveNotAllowed`, `PersonNeeded`, `ReasonMissing`.
    """
    found = locked(declaration_id)
    by.require(Permission.DECLARATION_VERIFY, found.facility_id)
    state = DECLARATION_STATES.move(State(found.state), State.RETURNED)
    if by.user_id is None:
        raise errors.PersonNeeded
    if not reason.strip():
        raise errors.ReasonMissing
    found.state = state.value
    found.verified_by = found.verified_at = None
    found.returned_by, found.returned_at = by.user_id, at
    found.return_reason = reason.strip()
    found.save()
    _record("declaration_returned", by, found, at, reason=found.return_reason)
    return found


@transaction.atomic
def verify_many(
    *,
    by: Actor,
    declaration_ids: Collection[int],
    at: datetime,
    looked_at: datetime | None = None,
) -> list[int]:
    """Verify those of these declarations that wait and that others wrote and submitted.

    `looked_at`: when the list was looked at; what was submitted later is left. Returns their ids;
    the others are left as they are. Raises `PersonNeeded`.
    """
    found = _locked_of(by, Permission.DECLARATION_VERIFY, declaration_ids, State.SUBMITTED)
    mine = [
        one
        for one in found
        if by.user_id not in (one.submitted_by, one.written_by)
        and _was_there(one.submitted_at, looked_at)
    ]
    return _decided(by, mine, State.VERIFIED, at)


@transaction.atomic
def approve_many(
    *,
    by: Actor,
    declaration_ids: Collection[int],
    at: datetime,
    looked_at: datetime | None = None,
) -> list[int]:
    """Approve those of these declarations that somebody else verified.

    `looked_at`: when the list was looked at; what was verified later is left. Returns their ids;
    the others are left as they are. Raises `PersonNeeded`.
    """
    found = _locked_of(by, Permission.DECLARATION_APPROVE, declaration_ids, State.VERIFIED)
    mine = [
        one
        for one in found
        if one.verified_by != by.user_id and _was_there(one.verified_at, looked_at)
    ]
    return _decided(by, mine, State.APPROVED, at)


def _locked_of(
    by: Actor, permission: Permission, declaration_ids: Collection[int], state: State
) -> list[Declaration]:
    if by.user_id is None:
        raise errors.PersonNeeded
    here = Q() if by.is_everywhere else Q(facility_id__in=by.where(permission))
    by_order = (
        Declaration.objects.select_for_update(no_key=True)
        .filter(here, pk__in=declaration_ids, state=state.value)
        .order_by("pk")
    )
    return list(by_order) if by.may(permission) else []


def _decided(by: Actor, found: list[Declaration], state: State, at: datetime) -> list[int]:
    ids = [one.pk for one in found]
    word = "verified" if state is State.VERIFIED else "approved"
    Declaration.objects.filter(pk__in=ids).update(
        **{"state": state.value, f"{word}_by": by.user_id, f"{word}_at": at}
    )
    for one in found:
        _record(f"declaration_{word}", by, one, at)
    return ids


def _require_another(by: Actor, *before: int | None) -> None:
    if by.user_id is None:
        raise errors.PersonNeeded
    if by.user_id in before:
        raise errors.SecondPersonNeeded


def _require_the_same(found: Declaration, looked_at: datetime | None) -> None:
    if looked_at is not None and looked_at != found.submitted_at:
        raise errors.SubmittedAgain


def _was_there(came_at: datetime | None, looked_at: datetime | None) -> bool:
    return looked_at is None or (came_at is not None and came_at <= looked_at)


def _record(kind: str, by: Actor, found: Declaration, at: datetime, **facts: str) -> None:
    events.record(
        kind,
        by=by,
        subject=subject(found),
        at=at,
        facility_id=found.facility_id,
        month=f"{found.month:%Y-%m}",
        revision=found.revision,
        **facts,
    )
