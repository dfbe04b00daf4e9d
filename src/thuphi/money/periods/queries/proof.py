"""Whether what was sealed is still as it was."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from thuphi.ground.events.models import Event
from thuphi.money.periods.models import PeriodClosing, Seal

from .reading import ask

CLOSED = "period_closed"
"""The kind of event that every closing leaves, with its seal's number and hash."""
NAMED_MOST = 20
"""So many transfers are named; the rest is counted by whoever looks further."""


class Fault(enum.Enum):
    """What is wrong with a seal."""

    GONE = "gone"
    """Transfers under it are not in the book any more."""
    CHANGED = "changed"
    """Transfers under it are not as they were."""
    MEMBERS = "members"
    """More or fewer transfers lie under it than were sealed."""
    BROKEN = "broken"
    """Its hash is not that of its closing and its transfers: the closing, the report, a row's hash
    or the seal itself was changed."""
    CHAIN = "chain"
    """It does not carry the hash of the seal before, or that seal is missing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One seal counted again."""

    seal: Seal
    faults: tuple[Fault, ...]
    gone: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def seals(facility_id: int) -> list[Seal]:
    """The seals of a facility in order, each with its closing."""
    found = Seal.objects.filter(facility_id=facility_id)
    return list(found.select_related("closing").order_by("number"))


def facilities() -> list[int]:
    """Every facility that has closed anything, also one whose seals are gone."""
    found = set(Seal.objects.values_list("facility_id", flat=True).distinct())
    found |= set(PeriodClosing.objects.values_list("facility_id", flat=True).distinct())
    told = Event.objects.filter(kind=CLOSED, facility_id__isnull=False)
    return sorted(found | {int(one) for one in told.values_list("facility_id", flat=True) if one})


@dataclass(frozen=True, slots=True)
class Lost:
    """A closing of which the record of events or the book tells, and whose seal is not there."""

    until_on: str
    number: int | None
    """The seal's number; None for a closing that never had one."""


def lost(facility_id: int) -> list[Lost]:
    """Closings without their seals: the last seals of a chain leave no broken link behind them."""
    kept = {(one.number, bytes(one.sha256).hex()) for one in seals(facility_id)}
    told = Event.objects.filter(kind=CLOSED, facility_id=facility_id).order_by("id")
    found = [
        Lost(str(facts.get("to_on", "")), int(str(facts.get("seal", 0))))
        for facts in told.values_list("facts", flat=True)
        if (facts.get("seal"), facts.get("sha256")) not in kept
    ]
    sealed = Seal.objects.filter(facility_id=facility_id).values("closing_id")
    bare = PeriodClosing.objects.filter(facility_id=facility_id).exclude(pk__in=sealed)
    return found + [Lost(f"{one.to_on:%Y-%m-%d}", None) for one in bare.order_by("pk")]


def verify(facility_id: int) -> Iterator[Proof]:
    """Count every seal of a facility again, one question each."""
    for seal in seals(facility_id):
        yield prove(seal)


def prove(seal: Seal) -> Proof:
    """Count one seal again from the book."""
    (found,) = ask("verify", {"seal_id": seal.pk, "most": NAMED_MOST}, _Counted)
    faults = [
        fault
        for fault, is_so in (
            (Fault.GONE, bool(found.gone)),
            (Fault.CHANGED, bool(found.changed)),
            (Fault.MEMBERS, found.members_differ),
            (Fault.BROKEN, found.is_broken),
            (Fault.CHAIN, not found.is_chained),
        )
        if is_so
    ]
    return Proof(seal, tuple(faults), tuple(found.gone), tuple(found.changed))


@dataclass(frozen=True, slots=True)
class _Counted:
    is_chained: bool
    is_same: bool
    is_same_as_kept: bool
    transfers: int
    sealed_transfers: int
    is_other_range: bool
    is_same_amount: bool
    gone: list[int]
    changed: list[int]

    @property
    def members_differ(self) -> bool:
        is_other_sum = not (self.is_same_amount or self.gone or self.changed)
        return self.transfers != self.sealed_transfers or self.is_other_range or is_other_sum

    @property
    def is_broken(self) -> bool:
        """The hash is wrong, and neither rows nor their number say why."""
        if self.members_differ:
            return False
        return not self.is_same_as_kept if self.gone or self.changed else not self.is_same
