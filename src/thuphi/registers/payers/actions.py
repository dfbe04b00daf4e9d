"""Every verb on beneficiaries; the only writer of this room's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement

from . import errors, rules
from .models import Beneficiary, BeneficiaryKind


@dataclass(frozen=True, slots=True)
class NewBeneficiary:
    """A pupil or patient as a list gives them. Without a payer's name they pay in their own."""

    code: str
    name: str
    kind: str = BeneficiaryKind.PUPIL.value
    born_on: date | None = None
    class_name: str = ""
    grade: str = ""
    payer_name: str = ""
    payer_phone: str = ""
    payer_email: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many people of a list were new and how many were known before."""

    created: int
    updated: int


@transaction.atomic
def enrol(*, by: Actor, facility_id: int, person: NewBeneficiary, at: datetime) -> Beneficiary:
    """Enrol one new pupil or patient.

    Raises `CodeMissing`, `NameMissing`, `PhoneNotDigits`, `CodeTaken`.
    """
    by.require(Permission.PEOPLE_WRITE, facility_id)
    tidy = _tidy(person)
    # Writing first also notices who comes at the same moment; the refusal takes the writing back.
    if not _write(facility_id, [tidy]):
        raise errors.CodeTaken(tidy.code)
    beneficiary = Beneficiary.objects.get(facility_id=facility_id, code=tidy.code)
    events.record(
        "enrolled",
        by=by,
        subject=f"beneficiary:{beneficiary.pk}",
        at=at,
        facility_id=facility_id,
    )
    return beneficiary


@transaction.atomic
def leave(*, by: Actor, beneficiary_id: int, left_on: date, at: datetime) -> Beneficiary:
    """A pupil leaves: lists from that day on go without them, older ones keep them.

    Raises `BeneficiaryNotFound`.
    """
    found = Beneficiary.objects.select_for_update().filter(pk=beneficiary_id).first()
    if found is None:
        raise errors.BeneficiaryNotFound
    by.require(Permission.PEOPLE_WRITE, found.facility_id)
    if found.is_active or found.left_on != left_on:
        found.is_active, found.left_on = False, left_on
        found.save(update_fields=["is_active", "left_on"])
        events.record(
            "pupil_left", by=by, subject=f"beneficiary:{beneficiary_id}", at=at,
            facility_id=found.facility_id, left_on=left_on.isoformat(),
        )  # fmt: skip
    return found


@transaction.atomic
def change_payer(
    *, by: Actor, beneficiary_id: int, payer_name: str, phone: str, email: str, at: datetime
) -> Beneficiary:
    """Say anew who pays for a pupil or patient and how they are reached.

    Raises `BeneficiaryNotFound` also for somebody who has left, `PhoneNotDigits`.
    """
    found = Beneficiary.objects.select_for_update().filter(pk=beneficiary_id).first()
    if found is None or not found.is_active:
        raise errors.BeneficiaryNotFound
    by.require(Permission.PEOPLE_WRITE, found.facility_id)
    tidy = _tidy(
        NewBeneficiary(
            found.code, found.name, kind=found.kind, born_on=found.born_on,
            class_name=found.class_name, grade=found.grade, payer_name=payer_name,
            payer_phone=phone, payer_email=email.strip(),
        )
    )  # fmt: skip
    _write(found.facility_id, [tidy])
    events.record(
        "payer_changed", by=by, subject=f"beneficiary:{beneficiary_id}", at=at,
        facility_id=found.facility_id,
    )  # fmt: skip
    found.refresh_from_db()
    return found


@transaction.atomic
def enrol_many(
    *, by: Actor, facility_id: int, people: Sequence[NewBeneficiary], at: datetime
) -> Enrolled:
    """Enrol a whole list: new codes are added, known ones brought up to date; all or nothing.

    Raises `CodeMissing`, `NameMissing`, `PhoneNotDigits`, `CodeTwice`, each naming the code.
    """
    by.require(Permission.PEOPLE_WRITE, facility_id)
    tidy = [_tidy(person) for person in people]
    seen: set[str] = set()
    for person in tidy:
        if person.code in seen:
            raise errors.CodeTwice(person.code)
        seen.add(person.code)
    created = _write(facility_id, tidy)
    enrolled = Enrolled(created=created, updated=len(tidy) - created)
    events.record(
        "list_enrolled",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        created=enrolled.created,
        updated=enrolled.updated,
    )
    return enrolled


def _tidy(person: NewBeneficiary) -> NewBeneficiary:
    """The same person with single spaces and a plain phone number."""
    code, name = person.code.strip(), " ".join(person.name.split())
    if not code:
        raise errors.CodeMissing(person.name)
    if not name:
        raise errors.NameMissing(code)
    phone = rules.phone(person.payer_phone)
    if phone is None:
        raise errors.PhoneNotDigits(code)
    return replace(
        person,
        code=code,
        name=name,
        kind=BeneficiaryKind(person.kind).value,
        class_name=person.class_name.strip(),
        grade=person.grade.strip(),
        payer_name=" ".join(person.payer_name.split()) or name,
        payer_phone=phone,
        payer_email=person.payer_email.strip(),
    )


def _write(facility_id: int, people: Sequence[NewBeneficiary]) -> int:
    """Write the list in one statement; how many were new."""
    values: dict[str, int | list[str] | list[date | None]] = {
        "facility_id": facility_id,
        "kind": [one.kind for one in people],
        "code": [one.code for one in people],
        "name": [one.name for one in people],
        "search_key": [
            rules.key_of(
                name=one.name,
                code=one.code,
                class_name=one.class_name,
                payer_name=one.payer_name,
            )
            for one in people
        ],
        "born_on": [one.born_on for one in people],
        "class_name": [one.class_name for one in people],
        "grade": [one.grade for one in people],
        "payer_name": [one.payer_name for one in people],
        "payer_phone": [one.payer_phone for one in people],
        "payer_email": [one.payer_email for one in people],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "enrol"), values)
        return sum(1 for (is_new,) in cursor.fetchall() if is_new)
