"""Hand names over, and write down why others are left out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills.models import CollectionRun
from thuphi.registers.payers.models import Beneficiary

from . import errors, queries, rules
from .models import InsuranceHandover, InsuranceLeftOut, InsuranceNote, InsuranceRow
from .rules import LeftOut, Name, Person, RowKind, Standing


@transaction.atomic
def hand_over(
    *, by: Actor, run_id: int, strikes: bool, seen: str, at: datetime
) -> InsuranceHandover:
    """Freeze the names of all who have paid and were not handed over yet, with who is left out and
    why. `strikes` also takes back names whose money is not there any more. `seen` is the digest of
    the list that the person agreed to.

    Raises `RunNotFound`, `NamesUnexplained`, `NothingToHandOver`, `ListChanged`.
    """
    run = _run(by, run_id)
    roster = queries.roster(run)
    unexplained = roster.counts[Standing.UNEXPLAINED]
    if unexplained:
        raise errors.NamesUnexplained(unexplained)
    names = rules.to_tell(roster.people, strikes=strikes)
    if not names:
        raise errors.NothingToHandOver
    digest = rules.digest(names)
    if digest != seen:
        raise errors.ListChanged
    added = [one for one in names if one.kind is RowKind.ADD]
    handover = InsuranceHandover.objects.create(
        facility_id=run.facility_id,
        run=run,
        number=InsuranceHandover.objects.filter(run=run).count() + 1,
        names=len(added),
        struck=len(names) - len(added),
        amount_vnd=sum(one.amount_vnd for one in added),
        digest=digest,
        handed_by=by.user_id,
        handed_at=at,
    )
    people = {one.beneficiary_id: one for one in roster.people}
    InsuranceRow.objects.bulk_create(
        [_row(handover, one, people[one.beneficiary_id]) for one in names]
    )
    InsuranceLeftOut.objects.bulk_create(
        [
            InsuranceLeftOut(
                handover=handover,
                facility_id=run.facility_id,
                beneficiary_id=one.beneficiary_id,
                reason=one.reason.value,
                words=one.words,
            )
            for one in roster.standing(Standing.EXPLAINED)
            if one.reason is not None
        ]
    )
    events.record(
        "insurance_handed_over",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        number=handover.number,
        names=handover.names,
        struck=handover.struck,
        digest=digest,
    )
    return handover


def _row(handover: InsuranceHandover, name: Name, person: Person) -> InsuranceRow:
    return InsuranceRow(
        handover=handover,
        facility_id=handover.facility_id,
        run_id=handover.run_id,
        place=name.place,
        kind=name.kind.value,
        turn=person.turn + 1,
        beneficiary_id=name.beneficiary_id,
        bill_id=name.bill_id,
        code=name.code,
        name=name.name,
        born_on=name.born_on,
        class_name=name.class_name,
        bill_code=name.bill_code,
        amount_vnd=name.amount_vnd,
    )


@transaction.atomic
def note(
    *,
    by: Actor,
    run_id: int,
    beneficiary_ids: Collection[int],
    reason: LeftOut,
    words: str,
    at: datetime,
) -> int:
    """Write down why these pupils do not take part. Returns how many.

    Raises `RunNotFound`, `ReasonNotForNotes`, `WordsMissing`, `PupilNotHere`.
    """
    run = _run(by, run_id)
    if reason not in rules.NOTED:
        raise errors.ReasonNotForNotes
    said = " ".join(words.split())
    if reason is LeftOut.OTHER and not said:
        raise errors.WordsMissing
    wanted = set(beneficiary_ids)
    here = Beneficiary.objects.filter(pk__in=wanted, facility_id=run.facility_id)
    if here.count() != len(wanted):
        raise errors.PupilNotHere
    for pupil_id in sorted(wanted):
        InsuranceNote.objects.update_or_create(
            run=run,
            beneficiary_id=pupil_id,
            defaults={
                "facility_id": run.facility_id,
                "reason": reason.value,
                "words": said,
                "noted_by": by.user_id,
                "noted_at": at,
            },
        )
    events.record(
        "insurance_reason_noted",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        pupils=len(wanted),
        reason=reason.value,
    )
    return len(wanted)


@transaction.atomic
def take_note_back(*, by: Actor, run_id: int, beneficiary_id: int, at: datetime) -> None:
    """A written reason does not hold any more."""
    run = _run(by, run_id)
    gone, _ = InsuranceNote.objects.filter(run=run, beneficiary_id=beneficiary_id).delete()
    if gone:
        events.record(
            "insurance_reason_taken_back",
            by=by,
            subject=f"run:{run.pk}",
            at=at,
            facility_id=run.facility_id,
            beneficiary_id=beneficiary_id,
        )


def _run(by: Actor, run_id: int) -> CollectionRun:
    """The run, locked, so that deeds on one run's list come one after the other."""
    run = CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise errors.RunNotFound
    by.require(Permission.INSURANCE_WRITE, run.facility_id)
    return run
