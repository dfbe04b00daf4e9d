"""What a school's sheet says and what saving it would do. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills.workbook.columns import OfferedItem
from thuphi.money.bills.workbook.queries import offered_items
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

from . import errors
from .found import Found
from .heads import Meaning
from .matching import Known, Matched, match
from .models import SchoolSheet, SheetMapping
from .reading import read


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of one column; `item` is a fee item's code, or `+` for a new one."""

    meaning: Meaning
    item: str = ""


SaidOf = Mapping[str, Mapping[int, Said]]
"""By the signature of the heads and the column's place from 0."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet as it was understood, with what saving it would do."""

    found: Found
    matched: Matched
    items: tuple[OfferedItem, ...]
    said: SaidOf


def sheet(sheet_id: int) -> SchoolSheet:
    """A sheet without its bytes. Raises `SheetNotFound`."""
    found = SchoolSheet.objects.defer("content").filter(pk=sheet_id).first()
    if found is None:
        raise errors.SheetNotFound
    return found


def said_here(facility_id: int) -> dict[str, dict[int, Said]]:
    """What people of a school have said of heads so far."""
    rows = SheetMapping.objects.filter(facility_id=facility_id).values_list("signature", "meanings")
    return {
        signature: {
            int(index): said
            for index, said in msgspec.convert(meanings, dict[str, Said]).items()
            if index.isdigit()
        }
        for signature, meanings in rows
    }


def look(*, by: Actor, sheet_id: int) -> Looked:
    """Read a waiting sheet and hold it against the lists of today.

    Raises `SheetNotFound`, `SheetSavedBefore`, `FileRefused`.
    """
    kept = SchoolSheet.objects.filter(pk=sheet_id).first()
    if kept is None:
        raise errors.SheetNotFound
    by.require(Permission.PEOPLE_WRITE, kept.facility_id)
    if not kept.content:
        raise errors.SheetSavedBefore(kept.run_id)
    return look_at(kept)


def look_at(kept: SchoolSheet) -> Looked:
    """The same of a sheet that is at hand."""
    said = said_here(kept.facility_id)
    found = read(
        bytes(kept.content),
        file_name=kept.file_name,
        said={
            signature: {index: one.meaning for index, one in columns.items()}
            for signature, columns in said.items()
        },
    )
    items = tuple(offered_items(kept.facility_id, kept.school_year))
    matched = match(
        found,
        known=_known(kept.facility_id),
        items=items,
        chosen={
            signature: {index: one.item for index, one in columns.items() if one.item}
            for signature, columns in said.items()
        },
    )
    return Looked(found, matched, items, said)


def _known(facility_id: int) -> list[Known]:
    return [
        Known(
            code=one.code,
            name=one.name,
            class_name=one.class_name,
            payer_phone=one.payer_phone,
            is_active=one.is_active and one.left_on is None,
            person=NewBeneficiary(
                code=one.code,
                name=one.name,
                kind=one.kind,
                born_on=one.born_on,
                class_name=one.class_name,
                grade=one.grade,
                payer_name=one.payer_name,
                payer_phone=one.payer_phone,
                payer_email=one.payer_email,
            ),
        )
        for one in Beneficiary.objects.filter(facility_id=facility_id).iterator(chunk_size=5000)
    ]
