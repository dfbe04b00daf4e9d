"""The grounds of plans, kept for some seconds: many pages stand on one look at the register.

A ground holds facilities and sums, no person, and is the same for everybody; whoever asks here may
see its place already. What a person's own rows decide is kept by the facilities they may see.
Every page says of which moment its figures are: an earlier look is never shown as a fresh one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from thuphi.oversight.indicators.queries import shares, verdicts
from thuphi.oversight.indicators.queries.verdicts import Ground, RuleFinding
from thuphi.oversight.indicators.rules import Flow, Point, Span, Verdict, judge
from thuphi.oversight.plans.rules import Plan, Target
from thuphi.registers.places.models import Place

LIVES_SECONDS = 15
KEPT = 8

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the months it was read from."""

    verdict: Verdict
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Seen:
    """A ground, the moment at which it was looked at, and what has been read from it since."""

    ground: Ground
    at: datetime
    """Whatever was known by then is in it."""
    _judged: dict[str, Judged] = field(default_factory=dict, repr=False, compare=False)
    _findings: dict[frozenset[int], dict[str, RuleFinding]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def judge(self, target: Target) -> Judged:
        """One target: its months are counted once, for the verdict and for the drawing."""
        found = self._judged.get(target.id)
        if found is None:
            points = verdicts.series(self.ground, target.id)
            figure = verdicts.figure(self.ground, target.id)
            found = Judged(judge(target, figure, self.ground.as_of, points), points)
            self._judged[target.id] = found
        return found

    def findings(self, facilities: frozenset[int]) -> dict[str, RuleFinding]:
        """The plan's rules for each facility, as who may see the rows of these facilities finds."""
        found = self._findings.get(facilities)
        if found is None:
            found = self._findings[facilities] = verdicts.rule_findings(self.ground)
        return found


@dataclass(frozen=True, slots=True)
class Key:
    """What a ground is of. The plan is compared besides: another may be adopted by its id."""

    database: str
    plan_id: str
    place_id: int
    as_of: date
    on: date
    window: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Flows:
    """The money below a unit, month by month, and the moment at which it was looked at."""

    flows: list[Flow]
    at: datetime


@dataclass(slots=True)
class _Place(Generic[Kept]):
    """Where one thing is kept; who holds the lock is looking."""

    lock: Lock = field(default_factory=Lock)
    seen: Kept | None = None
    since: float = 0.0


class Shelf(Generic[Kept]):
    """A few things for a short time, looked at once each however many ask at once."""

    def __init__(
        self,
        *,
        kept: int = KEPT,
        lives_seconds: int = LIVES_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept = kept
        self._lives_seconds = lives_seconds
        self._clock = clock
        self._lock = Lock()
        self._places: OrderedDict[Hashable, _Place[Kept]] = OrderedDict()

    def get(
        self, key: Hashable, look: Callable[[], Kept], fits: Callable[[Kept], bool] = bool
    ) -> Kept:
        """What is kept, if it fits and is young enough; else what `look` sees now."""
        place = self._place(key)
        with place.lock:
            now = self._clock()
            seen = place.seen
            if seen is None or not fits(seen) or self._is_old(place, now):
                # Its age counts from before the look: nothing in it is older than that.
                place.seen = seen = look()
                place.since = now
            return seen

    def _place(self, key: Hashable) -> _Place[Kept]:
        with self._lock:
            now = self._clock()
            for other in [one for one, at in self._places.items() if self._is_old(at, now)]:
                if other != key and not self._places[other].lock.locked():
                    del self._places[other]
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._kept:
                self._places.popitem(last=False)
            return place

    def _is_old(self, place: _Place[Kept], now: float) -> bool:
        return now - place.since > self._lives_seconds


_GROUNDS: Shelf[Seen] = Shelf()
_FLOWS: Shelf[Flows] = Shelf()


def seen(*, plan: Plan, place: Place, as_of: date, on: date, at: datetime) -> Seen:
    """The ground of a plan below a unit, at most some seconds old; `at` is the moment of asking.

    Rows that are not committed yet are nobody else's: a ground seen within a transaction is not
    kept.
    """

    def look() -> Seen:
        return Seen(verdicts.ground(plan=plan, place=place, as_of=as_of, on=on), at)

    if connection.in_atomic_block:
        return look()
    key = Key(str(connection.settings_dict["NAME"]), plan.id, place.pk, as_of, on)
    return _GROUNDS.get(key, look, lambda kept: kept.ground.plan is plan)


def flows(place: Place, unit_ids: Collection[int], on: date, span: Span, *, at: datetime) -> Flows:
    """What came in below a unit, at most some seconds old; `unit_ids` are the units of the day."""

    def look() -> Flows:
        return Flows(shares.flows_below(unit_ids, on, span), at)

    if connection.in_atomic_block:
        return look()
    return _FLOWS.get((str(connection.settings_dict["NAME"]), place.pk, on, span), look)
