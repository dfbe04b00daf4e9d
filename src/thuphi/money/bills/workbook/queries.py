"""What a workbook would do, and which workbooks wait. Nothing is written here."""

from __future__ import annotations

import hashlib
from datetime import date

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills.models import UploadedWorkbook
from thuphi.money.catalogue import queries as catalogue
from thuphi.registers.payers import queries as payers

from . import errors
from .checking import Examined, check, codes_of
from .columns import OfferedItem
from .previews import Preview
from .reading import read
from .tables import Progress


def preview(
    *,
    by: Actor,
    facility_id: int,
    school_year: str,
    workbook: bytes,
    progress: Progress | None = None,
) -> Preview:
    """What confirming a workbook would do today, with every fault. Raises `FileRefused`."""
    by.require(Permission.PEOPLE_WRITE, facility_id)
    return examine(
        facility_id=facility_id, school_year=school_year, workbook=workbook, progress=progress
    ).preview


def examine(
    *,
    facility_id: int,
    school_year: str,
    workbook: bytes,
    progress: Progress | None = None,
) -> Examined:
    """Read a workbook and hold it against catalogue and register. Raises `FileRefused`."""
    reading = read(
        workbook,
        items=offered_items(facility_id, school_year),
        # A pupil is born before the school year ends; a later day is a slip of the keyboard.
        born_before=date(int(school_year[-4:]), 8, 1),
        progress=progress,
    )
    return check(
        reading,
        payers.by_codes(facility_id, codes_of(reading)),
        facility_id=facility_id,
        school_year=school_year,
        workbook_digest=hashlib.sha256(workbook).hexdigest(),
    )


def offered_items(facility_id: int, school_year: str) -> list[OfferedItem]:
    """The fee items that the workbook of a school year has columns for."""
    return [
        OfferedItem(
            id=item.pk, code=item.code, name=item.name, unit=item.unit, price_vnd=item.price_vnd
        )
        for item in catalogue.items(facility_id, school_year)
    ]


def upload(upload_id: int) -> UploadedWorkbook:
    """An uploaded workbook without its bytes. Raises `UploadNotFound`."""
    found = UploadedWorkbook.objects.defer("content").filter(pk=upload_id).first()
    if found is None:
        raise errors.UploadNotFound
    return found
