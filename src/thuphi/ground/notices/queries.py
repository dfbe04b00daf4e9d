"""What was sent, what it cost, and which addresses are wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from .models import Letter
from .rules import DEAD, Kind, LetterState, Way

_DEAD = Q(
    state=LetterState.FAILED.value,
    trouble__in=[trouble.value for trouble in DEAD],
    is_forgiven=False,
)


def letters(
    facility_id: int,
    *,
    states: Collection[LetterState] = (),
    about: Iterable[str] = (),
    since: datetime | None = None,
) -> QuerySet[Letter]:
    """Letters of a facility, the latest first."""
    found = Letter.objects.filter(facility_id=facility_id)
    if states:
        found = found.filter(state__in=[state.value for state in states])
    if since is not None:
        found = found.filter(created_at__gte=since)
    for code in about:
        found = found.filter(about__contains=code)
    return found.order_by("-id")


@dataclass(frozen=True, slots=True)
class WaySums:
    """Letters of one way: how many in each state, and what they cost."""

    way: Way
    states: Mapping[LetterState, int]
    cost_vnd: int

    @property
    def number(self) -> int:
        """All but those that were stopped before they left."""
        return sum(
            number for state, number in self.states.items() if state is not LetterState.STOPPED
        )


def sums(facility_id: int, *, since: datetime) -> list[WaySums]:
    """What a facility has sent since an instant, by way."""
    rows = (
        letters(facility_id, since=since)
        .order_by()
        .values_list("way", "state")
        .annotate(number=Count("id"), cost=Coalesce(Sum("cost_vnd"), 0))
    )
    counts: dict[Way, dict[LetterState, int]] = {}
    costs: dict[Way, int] = {}
    for way, state, number, cost in rows:
        counts.setdefault(Way(way), {})[LetterState(state)] = number
        costs[Way(way)] = costs.get(Way(way), 0) + int(cost)
    return [WaySums(way, counts[way], costs[way]) for way in Way if way in counts]


def dead_addresses(facility_id: int) -> frozenset[tuple[Way, str]]:
    """Ways and addresses that failed for good and were not forgiven by a person."""
    rows = Letter.objects.filter(_DEAD, facility_id=facility_id).values_list("way", "to_address")
    return frozenset((Way(way), address) for way, address in rows.distinct())


def latest_failures(facility_id: int) -> list[Letter]:
    """The latest letter to each address that failed for good, the latest first."""
    found = Letter.objects.filter(_DEAD, facility_id=facility_id)
    newest = found.order_by("way", "to_address", "-id").distinct("way", "to_address")
    return sorted(newest, key=lambda letter: -letter.pk)


def reminded_on(facility_id: int, day: date) -> frozenset[str]:
    """Addresses for which a reminder of this day exists already."""
    rows = Letter.objects.filter(facility_id=facility_id, kind=Kind.REMINDER.value, day=day)
    alive = rows.exclude(state__in=[LetterState.STOPPED.value, LetterState.FAILED.value])
    return frozenset(alive.values_list("to_address", flat=True))
