"""A facility writes its declaration of a month, and submits it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import errors, queries
from thuphi.oversight.declarations.models import (
    Declaration,
    DeclarationFlag,
    DeclaredValue,
)
from thuphi.oversight.declarations.rules import (
    DECLARATION_STATES,
    OPEN,
    Fault,
    Rule,
    State,
    Values,
    judge,
    refusals,
    unexplained,
)

UNFIT = frozenset({Rule.VALUE_NOT_NEGATIVE, Rule.VALUE_IN_ITS_RANGE, Rule.ITEM_IS_ASKED_FOR})
"""What not even a draft holds."""

EXPLANATION_MAX = 1000


@transaction.atomic
def save(*, by: Actor, facility_id: int, month: Month, values: Values, at: datetime) -> Declaration:
    """Write a facility's values of a month as a draft; what was written before goes.

    One that was sent back becomes a draft again. Raises `FacilityNotFound`, `ValuesUnfit`,
    `DeclarationNotOpen` while the department has it and `DeclarationLocked` once it is approved.
    """
    by.require(Permission.DECLARE, facility_id)
    known = queries.context(facility_id, month, today(at))
    unfit = tuple(fault for fault in judge(values, known) if fault.rule in UNFIT)
    if unfit:
        raise errors.ValuesUnfit(unfit)
    found = _open_revision(by, facility_id, month, at)
    DeclaredValue.objects.filter(declaration=found).delete()
    _write(found, values)
    events.record(
        "declaration_saved",
        by=by,
        subject=subject(found),
        at=at,
        facility_id=facility_id,
        month=str(month),
        revision=found.revision,
        values=len(values),
    )
    return found


def _open_revision(by: Actor, facility_id: int, month: Month, at: datetime) -> Declaration:
    found = newest_locked(facility_id, month)
    if found is None:
        try:
            with transaction.atomic():
                return Declaration.objects.create(
                    facility_id=facility_id,
                    month=month.first_day_on,
                    revision=1,
                    written_by=by.user_id,
                    written_at=at,
                )
        except IntegrityError as error:
            if "declaration_revision_is_one" in str(error):
                raise errors.DeclarationNotOpen from error
            raise
    if found.state == State.APPROVED.value:
        raise errors.DeclarationLocked
    if State(found.state) not in OPEN:
        raise errors.DeclarationNotOpen
    if found.state == State.RETURNED.value:
        found.state = DECLARATION_STATES.move(State.RETURNED, State.DRAFT).value
    found.written_by, found.written_at = by.user_id, at
    found.save(update_fields=["state", "written_by", "written_at"])
    return found


@transaction.atomic
def submit(
    *,
    by: Actor,
    declaration_id: int,
    at: datetime,
    explanations: Mapping[str, str] | None = None,
) -> Declaration:
    """Hand a declaration to the department, with a word on everything unusual in it.

    `explanations` are by the key of the flag. Raises `DeclarationNotFound`, `DeclarationNotOpen`,
    `RulesBroken` for what nothing explains away, `ExplanationMissing`.
    """
    found = locked(declaration_id)
    by.require(Permission.DECLARE, found.facility_id)
    if State(found.state) not in OPEN:
        raise errors.DeclarationNotOpen
    month = Month.of(found.month)
    known = queries.context(found.facility_id, month, today(at))
    faults = judge(queries.values_of([found.pk])[found.pk], known)
    told = {key: words.strip() for key, words in (explanations or {}).items() if words.strip()}
    if refusals(faults):
        raise errors.RulesBroken(refusals(faults))
    if unexplained(faults, frozenset(told)):
        raise errors.ExplanationMissing(unexplained(faults, frozenset(told)))
    DeclarationFlag.objects.filter(declaration=found).delete()
    DeclarationFlag.objects.bulk_create(
        [flag(found.pk, found.facility_id, one, told[one.key]) for one in faults]
    )
    found.state = DECLARATION_STATES.move(State(found.state), State.SUBMITTED).value
    found.submitted_by, found.submitted_at = by.user_id, at
    found.save(update_fields=["state", "submitted_by", "submitted_at"])
    events.record(
        "declaration_submitted",
        by=by,
        subject=subject(found),
        at=at,
        facility_id=found.facility_id,
        month=str(month),
        revision=found.revision,
        flags=len(faults),
    )
    return found


@transaction.atomic
def reopen(*, by: Actor, facility_id: int, month: Month, at: datetime) -> Declaration:
    """Begin the next revision of an approved declaration, with the same values; the old one stays
    and counts until the new one is verified.

    Raises `DeclarationNotFound`, `NotApproved`.
    """
    by.require(Permission.DECLARE, facility_id)
    old = newest_locked(facility_id, month)
    if old is None:
        raise errors.DeclarationNotFound
    if old.state != State.APPROVED.value:
        raise errors.NotApproved
    try:
        with transaction.atomic():
            new = Declaration.objects.create(
                facility_id=facility_id,
                month=old.month,
                revision=old.revision + 1,
                written_by=by.user_id,
                written_at=at,
            )
    except IntegrityError as error:
        if "declaration_revision_is_one" in str(error):
            raise errors.NotApproved from error
        raise
    _write(new, queries.values_of([old.pk])[old.pk])
    events.record(
        "declaration_reopened",
        by=by,
        subject=subject(new),
        at=at,
        facility_id=facility_id,
        month=str(month),
        revision=new.revision,
    )
    return new


def _write(declaration: Declaration, values: Values) -> None:
    DeclaredValue.objects.bulk_create(
        [
            DeclaredValue(
                declaration=declaration,
                facility_id=declaration.facility_id,
                item=item.value,
                value=value,
            )
            for item, value in values.items()
        ]
    )


def flag(declaration_id: int, facility_id: int, fault: Fault, explanation: str) -> DeclarationFlag:
    """A flag with its explanation, ready to be kept beside a declaration."""
    return DeclarationFlag(
        declaration_id=declaration_id,
        facility_id=facility_id,
        rule=fault.rule.value,
        item="" if fault.item is None else fault.item.value,
        facts=dict(fault.facts),
        explanation=explanation[:EXPLANATION_MAX],
    )


def newest_locked(facility_id: int, month: Month) -> Declaration | None:
    """The newest revision of a month, held until the end of the transaction."""
    return (
        Declaration.objects.select_for_update(no_key=True)
        .filter(facility_id=facility_id, month=month.first_day_on)
        .order_by("-revision")
        .first()
    )


def locked(declaration_id: int) -> Declaration:
    """A declaration, held until the end of the transaction. Raises `DeclarationNotFound`."""
    found = Declaration.objects.select_for_update(no_key=True).filter(pk=declaration_id).first()
    if found is None:
        raise errors.DeclarationNotFound
    return found


def subject(declaration: Declaration) -> str:
    """Under which name events tell of a declaration."""
    return f"declaration:{declaration.pk}"
