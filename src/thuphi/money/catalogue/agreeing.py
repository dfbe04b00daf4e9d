"""Verbs on what the department calls an item, and on the parents' agreement to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.files import BYTES_MAX, FileKind, kind_of, plain_name

from . import errors
from .models import FeeAgreement, FeeItem

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting: of those asked so many agreed; the scan may follow."""

    agreed_on: date
    number: str
    asked: int
    agreed: int
    file_name: str = ""
    content: bytes = b""


@transaction.atomic
def set_statistic_code(*, by: Actor, item_id: int, code: str, at: datetime) -> FeeItem:
    """Say by which code the department counts an item; empty takes it away.

    Raises `FeeItemNotFound`, `StatisticCodeNotPlain`.
    """
    item = FeeItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise errors.FeeItemNotFound
    by.require(Permission.FEE_WRITE, item.facility_id)
    wanted = code.strip().upper()
    if wanted and not _CODE.fullmatch(wanted):
        raise errors.StatisticCodeNotPlain
    if wanted != item.statistic_code:
        item.statistic_code = wanted
        item.save(update_fields=["statistic_code"])
        events.record(
            "fee_item_coded", by=by, subject=f"fee_item:{item.pk}", at=at,
            facility_id=item.facility_id, code=wanted,
        )  # fmt: skip
    return item


@transaction.atomic
def file_agreement(*, by: Actor, item_id: int, minutes: Minutes, at: datetime) -> FeeAgreement:
    """Put the parents' agreement to an item on file; a newer one stands before the older.

    Raises `FeeItemNotFound`, `AgreementIncomplete`, `ScanNotKept`.
    """
    item = FeeItem.objects.filter(pk=item_id).first()
    if item is None:
        raise errors.FeeItemNotFound
    by.require(Permission.FEE_WRITE, item.facility_id)
    if not minutes.number.strip():
        raise errors.AgreementIncomplete("number")
    if minutes.asked <= 0:
        raise errors.AgreementIncomplete("asked")
    if not 0 <= minutes.agreed <= minutes.asked:
        raise errors.AgreementIncomplete("agreed")
    name = ""
    if minutes.content:
        kind = kind_of(minutes.content)
        if kind is None or kind is FileKind.XLSX or len(minutes.content) > BYTES_MAX:
            raise errors.ScanNotKept
        name = plain_name(minutes.file_name, kind)
    made = FeeAgreement.objects.create(
        facility_id=item.facility_id, fee_item=item, agreed_on=minutes.agreed_on,
        minutes=minutes.number.strip(), asked=minutes.asked, agreed=minutes.agreed,
        file_name=name, content=minutes.content, filed_by=by.user_id or 0, filed_at=at,
    )  # fmt: skip
    events.record(
        "fee_agreement_filed", by=by, subject=f"fee_item:{item.pk}", at=at,
        facility_id=item.facility_id, agreement=made.pk, asked=made.asked, agreed=made.agreed,
    )  # fmt: skip
    return made
