"""The one verb: to close a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec
from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, Permission

from . import errors
from .models import PeriodClosing, Seal
from .queries.reading import sql
from .queries.ready import closed_through, gather
from .rules import (
    EXPLAINED_HERE,
    Need,
    PeriodKind,
    Unready,
    end_of,
    first_of_month,
    last_of_month,
)

REASON_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Closed:
    """A closing and the seal that was put on it."""

    closing: PeriodClosing
    seal: Seal


@transaction.atomic
def close(
    *,
    by: Actor,
    facility_id: int,
    kind: PeriodKind,
    until_on: date,
    at: datetime,
    pieces: Sequence[int] | None = None,
    reasons: Mapping[Need, str] | None = None,
) -> Closed:
    """Close a month, or all days since the last closing until a day, and seal what was booked.

    `pieces` is the cash counted note by note; `reasons` explain what only the closer can explain.
    Raises `NotOver`, `AlreadyClosed`, `GapBefore`, `NotAMonthsEnd`, `CountUnreadable`, `NotReady`.
    """
    by.require(Permission.PERIOD_CLOSE, facility_id)
    if until_on >= clock.today(at):
        raise errors.NotOver(until_on)
    if kind is PeriodKind.MONTH and until_on != last_of_month(until_on):
        raise errors.NotAMonthsEnd
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('periods'), %s)", [facility_id % 2**31]
        )
    _refuse_closed(facility_id, kind, until_on)
    found = gather(facility_id, until_on, at=at, kind=kind, pieces=pieces)
    given = _given(reasons or {})
    unexplained = [one for one in found.unready.missing if one.need not in given]
    if unexplained:
        left = replace(found.unready, missing=tuple(unexplained))
        raise errors.NotReady(left)
    used = {one.need for one in found.unready.missing}
    figures = replace(
        found.figures, reasons={need: why for need, why in given.items() if need in used}
    )
    closing = PeriodClosing.objects.create(
        facility_id=facility_id,
        kind=kind.value,
        from_on=found.unready.from_on,
        to_on=until_on,
        closed_by=by.user_id,
        closed_at=at,
        cash_vnd=figures.cash.closing_vnd,
        counted_vnd=found.counted_vnd,
        pieces=None if pieces is None else list(pieces),
        cash_reason=figures.reasons.get(Need.CASH_DIFFERS, ""),
        figures=msgspec.to_builtins(figures),
    )
    seal = _seal(closing)
    _tell(by, closing, seal, found.unready)
    return Closed(closing, seal)


def _refuse_closed(facility_id: int, kind: PeriodKind, until_on: date) -> None:
    match kind:
        case PeriodKind.DAY:
            last = closed_through(facility_id)
            if last is not None and until_on <= last:
                raise errors.AlreadyClosed(until_on)
        case PeriodKind.MONTH:
            same = PeriodClosing.objects.filter(facility_id=facility_id, kind=kind.value)
            if same.filter(to_on=until_on).exists():
                raise errors.AlreadyClosed(until_on)
            last = closed_through(facility_id, before=until_on)
            if last is not None and first_of_month(until_on) > last + timedelta(days=1):
                raise errors.GapBefore(last + timedelta(days=1))


def _given(reasons: Mapping[Need, str]) -> dict[Need, str]:
    """The reasons that say something, about what may be explained here."""
    told = {need: " ".join(why.split())[:REASON_LONGEST] for need, why in reasons.items()}
    return {need: why for need, why in told.items() if why and need in EXPLAINED_HERE}


def _seal(closing: PeriodClosing) -> Seal:
    with connection.cursor() as cursor:
        cursor.execute(
            sql("seal"),
            {
                "facility_id": closing.facility_id,
                "closing_id": closing.pk,
                "booked_before": end_of(closing.to_on),
            },
        )
        (seal_id,) = cursor.fetchone()
    return Seal.objects.get(pk=seal_id)


def _tell(by: Actor, closing: PeriodClosing, seal: Seal, unready: Unready) -> None:
    events.record(
        "period_closed",
        by=by,
        subject=f"period:{closing.pk}",
        at=closing.closed_at,
        facility_id=closing.facility_id,
        span=closing.kind,
        from_on=f"{closing.from_on:%Y-%m-%d}",
        to_on=f"{closing.to_on:%Y-%m-%d}",
        seal=seal.number,
        transfers=seal.transfers,
        sha256=bytes(seal.sha256).hex(),
        explained=len(unready.missing) + len(unready.explained),
    )
