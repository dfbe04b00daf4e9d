"""Which rows a provider pays over in one sum, and what a settlement without a number is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.money import dong
from thuphi.ground.statements.contract import ReadSettlement, ReadSettlementRow

from .faults import Faults, ProviderFault
from .profiles import ProviderProfile


@dataclass(frozen=True, slots=True)
class Told:
    """A row, and what it says of the settlement it belongs to."""

    row: ReadSettlementRow
    has_hour: bool
    settlement: str
    settled_on: date | None


def settlements(
    profile: ProviderProfile, told: Sequence[Told], faults: Faults
) -> tuple[ReadSettlement, ...]:
    """Rows by the provider's number of the settlement, else by the day on which it pays, else by
    the day of the payment: a terminal's bank pays each day's batch."""
    groups: defaultdict[tuple[str, date | None], list[Told]] = defaultdict(list)
    for one in told:
        paid_on = today(one.row.paid_at) if one.row.paid_at else None
        if one.settlement:
            groups[one.settlement, None].append(one)
        elif (day := one.settled_on or paid_on) is not None:
            groups[_name(profile, one, day), day].append(one)
        else:
            faults.add(ProviderFault.DAY_MISSING, f"dòng {one.row.place}")
    found = [
        _settlement(profile, reference, day, rows, faults)
        for (reference, day), rows in groups.items()
    ]
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: (one.settled_on, one.reference)))


def _name(profile: ProviderProfile, one: Told, day: date) -> str:
    mid = one.row.raw.get("mid", "") if profile.channel == "nexo" else ""
    return f"{day:%Y-%m-%d}-{mid}" if mid else f"{day:%Y-%m-%d}"


def _settlement(
    profile: ProviderProfile, reference: str, day: date | None, told: list[Told], faults: Faults
) -> ReadSettlement | None:
    if day is None:
        days = sorted({one.settled_on for one in told if one.settled_on})
        paid = [today(one.row.paid_at) for one in told if one.row.paid_at]
        if len(days) > 1:
            first, second = (f"{one:%d/%m/%Y}" for one in days[:2])
            faults.add(ProviderFault.DAYS_DIFFER, reference=reference, first=first, second=second)
        if not days and not paid:
            faults.add(ProviderFault.DAY_MISSING, f"dòng {told[0].row.place}")
            return None
        day = days[0] if days else max(paid)
    rows = _told_once(told, faults)
    fee = sum(one.fee_vnd for one in rows)
    if fee < 0:
        faults.add(ProviderFault.FEE_NEGATIVE, reference=reference, fee=dong(fee))
    return ReadSettlement(profile.channel, reference, day, tuple(rows))


def _told_once(told: list[Told], faults: Faults) -> list[ReadSettlementRow]:
    """Each number once for each kind; two refunds of one payment are told apart by a count."""
    seen: dict[tuple[str, str], int] = {}
    parts: defaultdict[str, int] = defaultdict(int)
    rows = []
    for one in told:
        row, key = one.row, (one.row.kind, one.row.provider_reference)
        if key in seen and row.kind == "refund":
            parts[row.provider_reference] += 1
            count = parts[row.provider_reference] + 1
            row = replace(row, provider_reference=f"{row.provider_reference}#{count}")
        elif key in seen:
            faults.add(
                ProviderFault.TWICE,
                f"dòng {row.place}",
                reference=row.provider_reference,
                first=seen[key],
            )
        seen.setdefault(key, row.place)
        rows.append(row)
    return rows
