"""Taking in a provider's settlement file: all of it or nothing, and each settlement once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.contract import Fault, ReadFile, ReadSettlement, Unreadable
from thuphi.ground.statements.providers.faults import ProviderFault
from thuphi.ground.statements.providers.reading import read_settlements

from .errors import StatementsRefused
from .models import Settlement, SettlementRow, StatementFile
from .rules import Source

NAME_MAX = 200
PAID_LATER_MAX = timedelta(days=45)
"""A provider tells the day on which it will pay; further away is a wrong year."""


@dataclass(frozen=True, slots=True)
class TakenOne:
    """One settlement of a file, and whether it was new."""

    id: int
    channel: str
    reference: str
    settled_on: date
    rows: int
    gross_vnd: int
    fee_vnd: int
    net_vnd: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class TakenSettlement:
    """What a file came to. `is_known` says that the very same file was taken in before."""

    file_id: int
    settlements: tuple[TakenOne, ...]
    rows: int
    new_rows: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class ToldOtherwise:
    """A settlement that an earlier file told with other figures."""

    channel: str
    reference: str
    file_before: str
    rows_before: int
    net_before_vnd: int
    rows: int
    net_vnd: int


class SettlementRefused(StatementsRefused):
    """Settlements that stand otherwise in an earlier file; nothing was taken in."""

    def __init__(self, differ: Sequence[ToldOtherwise]) -> None:
        super().__init__(", ".join(one.reference for one in differ))
        self.differ = tuple(differ)


def look(name: str, content: bytes, *, channel: str = "", at: datetime) -> ReadFile:
    """What a file says, without taking it in. Raises `Unreadable`, also for days yet to come."""
    found = read_settlements(name, content, channel=channel)
    last = today(at) + PAID_LATER_MAX
    late = [one for one in found.settlements if one.settled_on > last]
    if late:
        raise Unreadable(
            tuple(
                Fault(
                    ProviderFault.FUTURE.value,
                    f"dòng {one.rows[0].place}",
                    {"day": f"{one.settled_on:%d/%m/%Y}"},
                )
                for one in late
            )
        )
    return found


@transaction.atomic
def take_settlements(
    *, by: Actor, facility_id: int, name: str, content: bytes, channel: str = "", at: datetime
) -> TakenSettlement:
    """Keep every settlement of a file, or none of them.

    The same file again, or a settlement told again with the same figures, changes nothing. Raises
    `Unreadable`, and `SettlementRefused` where a settlement was told otherwise before.
    """
    by.require(Permission.RECONCILE, facility_id)
    found = look(name, content, channel=channel, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('settlements'), %s)", [facility_id % 2**31]
        )
    digest = hashlib.sha256(content).digest()
    known = StatementFile.objects.filter(facility_id=facility_id, sha256=digest).first()
    before = _before(facility_id, found)
    fresh = [one for one in found.settlements if _key(one) not in before]
    _refuse_told_otherwise(found, before)
    file = known or StatementFile.objects.create(
        facility_id=facility_id,
        source=Source.PROVIDER.value,
        name=name[:NAME_MAX] or found.profile,
        format=found.format,
        profile=found.profile,
        sha256=digest,
        size_bytes=len(content),
        lines=sum(len(one.rows) for one in found.settlements),
        new_lines=sum(len(one.rows) for one in fresh),
        taken_by=by.user_id,
        taken_at=at,
    )
    written = {_key(one): _write(file, one) for one in fresh}
    _write_rows(facility_id, [(written[_key(one)], one) for one in fresh])
    taken = tuple(
        _taken(written.get(_key(one)) or before[_key(one)], one, is_new=_key(one) in written)
        for one in found.settlements
    )
    rows = sum(one.rows for one in taken)
    new_rows = sum(one.rows for one in taken if one.is_new)
    if known is None:
        events.record(
            "settlements_taken_in",
            by=by,
            subject=f"statement_file:{file.pk}",
            at=at,
            facility_id=facility_id,
            channel=found.format,
            settlements=len(taken),
            rows=rows,
            new_rows=new_rows,
            digest=digest.hex(),
        )
    return TakenSettlement(file.pk, taken, rows, new_rows, is_known=known is not None)


def would_take(
    *, by: Actor, facility_id: int, name: str, content: bytes, channel: str = "", at: datetime
) -> TakenSettlement:
    """What taking a file in would come to; nothing is written. Raises as `take_settlements`."""
    with transaction.atomic():
        taken = take_settlements(
            by=by, facility_id=facility_id, name=name, content=content, channel=channel, at=at
        )
        transaction.set_rollback(True)
    return taken


def _key(one: ReadSettlement) -> tuple[str, str]:
    return one.channel, one.reference


def _before(facility_id: int, found: ReadFile) -> dict[tuple[str, str], Settlement]:
    told = Settlement.objects.filter(
        facility_id=facility_id,
        channel=found.format,
        reference__in=[one.reference for one in found.settlements],
    ).select_related("file")
    return {(one.channel, one.reference): one for one in told}


Figures = Mapping[tuple[str, str], tuple[int, int]]


def _figures(one: ReadSettlement) -> Figures:
    return {(row.kind, row.provider_reference): (row.gross_vnd, row.fee_vnd) for row in one.rows}


def _refuse_told_otherwise(found: ReadFile, before: Mapping[tuple[str, str], Settlement]) -> None:
    rows_before: dict[int, dict[tuple[str, str], tuple[int, int]]] = {}
    for row in SettlementRow.objects.filter(
        settlement_id__in=[one.pk for one in before.values()]
    ).values_list("settlement_id", "kind", "provider_reference", "gross_vnd", "fee_vnd"):
        rows_before.setdefault(row[0], {})[row[1], row[2]] = (row[3], row[4])
    differ = []
    for one in found.settlements:
        first = before.get(_key(one))
        if first is None:
            continue
        told = rows_before.get(first.pk, {})
        if first.settled_on != one.settled_on or told != _figures(one):
            differ.append(
                ToldOtherwise(
                    channel=one.channel,
                    reference=one.reference,
                    file_before=first.file.name,
                    rows_before=len(told),
                    net_before_vnd=first.net_vnd,
                    rows=len(one.rows),
                    net_vnd=sum(row.net_vnd for row in one.rows),
                )
            )
    if differ:
        raise SettlementRefused(differ)


def _write(file: StatementFile, one: ReadSettlement) -> Settlement:
    gross_vnd = sum(row.gross_vnd for row in one.rows)
    fee_vnd = sum(row.fee_vnd for row in one.rows)
    return Settlement.objects.create(
        facility_id=file.facility_id,
        file=file,
        channel=one.channel,
        reference=one.reference,
        settled_on=one.settled_on,
        gross_vnd=gross_vnd,
        fee_vnd=fee_vnd,
        net_vnd=gross_vnd - fee_vnd,
    )


def _write_rows(facility_id: int, told: Sequence[tuple[Settlement, ReadSettlement]]) -> None:
    each = [(settlement.pk, row) for settlement, one in told for row in one.rows]
    if not each:
        return
    rows = [row for _, row in each]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "write_settlement_rows"),
            {
                "facility_id": facility_id,
                "settlement_ids": [settlement_id for settlement_id, _ in each],
                "places": [row.place for row in rows],
                "kinds": [row.kind for row in rows],
                "theirs": [row.provider_reference for row in rows],
                "ours": [row.our_reference for row in rows],
                "texts": [row.text for row in rows],
                "paid": [row.paid_at for row in rows],
                "gross": [row.gross_vnd for row in rows],
                "fees": [row.fee_vnd for row in rows],
                "raws": [json.dumps(dict(row.raw), ensure_ascii=False) for row in rows],
            },
        )
        # The worker looks at new rows at once.
        cursor.execute("SELECT pg_notify('thuphi_lines', '')")


def _taken(kept: Settlement, one: ReadSettlement, *, is_new: bool) -> TakenOne:
    return TakenOne(
        id=kept.pk,
        channel=kept.channel,
        reference=kept.reference,
        settled_on=kept.settled_on,
        rows=len(one.rows),
        gross_vnd=kept.gross_vnd,
        fee_vnd=kept.fee_vnd,
        net_vnd=kept.net_vnd,
        is_new=is_new,
    )
