"""A reading held against the register of today: who is new, who changed, who is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

from .columns import OfferedItem, Sheet
from .previews import ClassTotal, ItemTotal, Preview, sealed
from .rows import ChargeRow, PupilRow, Reading


@dataclass(frozen=True, slots=True)
class Examined:
    """A preview with what it would take to carry it out."""

    preview: Preview
    people: tuple[NewBeneficiary, ...]
    """Only those who are new or changed."""
    charges: tuple[ChargeRow, ...]


def check(
    reading: Reading,
    known: Mapping[str, Beneficiary],
    *,
    facility_id: int,
    school_year: str,
    workbook_digest: str,
) -> Examined:
    """Compare, note the faults that only the register shows, and add up."""
    people: list[NewBeneficiary] = []
    new = changed = 0
    for pupil in reading.pupils:
        person = known.get(pupil.code)
        if person is None:
            new += 1
            people.append(_enrolled(pupil))
        elif (merged := _merged(pupil, person)) is not None:
            changed += 1
            people.append(merged)
    _note_strangers(reading, known)
    charges = tuple(row for row in reading.charges if row.lines)
    preview = Preview(
        workbook_digest=workbook_digest,
        facility_id=facility_id,
        school_year=school_year,
        pupils_new=new,
        pupils_changed=changed,
        pupils_same=len(reading.pupils) - new - changed,
        billed=len(charges),
        charges=sum(len(row.lines) for row in charges),
        total_vnd=sum(line.amount_vnd for row in charges for line in row.lines),
        items=_by_item(charges),
        classes=_by_class(reading.pupils, charges, known),
        unused_columns=reading.unused_columns,
        faults=reading.faults.in_order(),
        fault_count=reading.faults.count,
    )
    return Examined(preview=sealed(preview), people=tuple(people), charges=charges)


def codes_of(reading: Reading) -> set[str]:
    """Every pupil's code that the register is asked for."""
    return {row.code for row in reading.pupils} | {row.code for row in reading.charges}


def _enrolled(pupil: PupilRow) -> NewBeneficiary:
    return NewBeneficiary(
        code=pupil.code,
        name=pupil.name,
        born_on=pupil.born_on,
        class_name=pupil.class_name,
        grade=pupil.grade,
        payer_name=pupil.payer_name,
        payer_phone=pupil.payer_phone,
        payer_email=pupil.payer_email,
    )


def _merged(pupil: PupilRow, person: Beneficiary) -> NewBeneficiary | None:
    """The person with what the row says; None when that changes nothing.

    A blank optional cell keeps what is known, so that a list without phone numbers loses none.
    """
    merged = NewBeneficiary(
        code=pupil.code,
        name=pupil.name,
        kind=person.kind,
        born_on=pupil.born_on or person.born_on,
        class_name=pupil.class_name,
        grade=pupil.grade or person.grade,
        payer_name=pupil.payer_name,
        payer_phone=pupil.payer_phone or person.payer_phone,
        payer_email=pupil.payer_email or person.payer_email,
    )
    is_same = (
        person.is_active
        and person.left_on is None
        and merged
        == NewBeneficiary(
            code=person.code,
            name=person.name,
            kind=person.kind,
            born_on=person.born_on,
            class_name=person.class_name,
            grade=person.grade,
            payer_name=person.payer_name,
            payer_phone=person.payer_phone,
            payer_email=person.payer_email,
        )
    )
    return None if is_same else merged


def _note_strangers(reading: Reading, known: Mapping[str, Beneficiary]) -> None:
    for row in reading.charges:
        if row.code in reading.pupil_codes:
            continue
        person = known.get(row.code)
        if person is None:
            reason = _(
                "mã “%(code)s” không có trong trang tính “%(sheet)s” và chưa có trong danh bạ"
            ) % {"code": row.code, "sheet": Sheet.PUPILS.value}
        elif not person.is_active:
            reason = _("học sinh mã “%(code)s” đã ngừng theo dõi") % {"code": row.code}
        else:
            continue
        reading.faults.add(Sheet.CHARGES.value, row.row, row.column, reason)


def _by_item(charges: Sequence[ChargeRow]) -> tuple[ItemTotal, ...]:
    sums: dict[OfferedItem, list[int]] = {}
    for row in charges:
        for line in row.lines:
            counted = sums.setdefault(line.item, [0, 0, 0])
            counted[0] += 1
            counted[1] += line.quantity
            counted[2] += line.amount_vnd
    return tuple(
        ItemTotal(item.code, item.name, item.price_vnd, *sums[item])
        for item in sorted(sums, key=lambda item: item.code)
    )


def _by_class(
    pupils: Sequence[PupilRow], charges: Sequence[ChargeRow], known: Mapping[str, Beneficiary]
) -> tuple[ClassTotal, ...]:
    class_of = {code: person.class_name for code, person in known.items()}
    sums: dict[str, list[int]] = {}
    for pupil in pupils:
        class_of[pupil.code] = pupil.class_name
        sums.setdefault(pupil.class_name, [0, 0, 0])[0] += 1
    for row in charges:
        counted = sums.setdefault(class_of.get(row.code, ""), [0, 0, 0])
        counted[1] += 1
        counted[2] += sum(line.amount_vnd for line in row.lines)
    return tuple(ClassTotal(name, *sums[name]) for name in sorted(sums, key=_natural))


def _natural(name: str) -> tuple[int, str]:
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return int(digits or 0), name
