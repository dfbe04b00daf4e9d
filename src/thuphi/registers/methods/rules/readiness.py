"""Which ways of paying are ready: a contract in force, a real payment not long ago (M22, M23)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .ways import Way

FRESH_DAYS = 90
"""A payment proves for so many days that the way works."""

METHODS_NEEDED = 3
"""Of the four ways (Bắc Giang plan III.1.2 and III.2.2, An Giang plan IV.1.2 and IV.2.2)."""


class MethodState(enum.Enum):
    """How far a facility is with one way of paying."""

    NONE = "none"
    """No contract that holds today."""
    LAPSED = "lapsed"
    """It worked once: since then the contract ended, or nobody has paid for more than 90 days."""
    CONTRACTED = "contracted"
    """The contract holds; the first payment has not come yet."""
    READY = "ready"


RANKS = (MethodState.NONE, MethodState.LAPSED, MethodState.CONTRACTED, MethodState.READY)
"""From the worst to the best; `sql/readiness.sql` counts in the same order from 0."""


@dataclass(frozen=True, slots=True)
class MethodReadiness:
    """One way of paying of a facility, with the day of its latest payment as evidence."""

    way: Way
    state: MethodState
    last_paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the plans ask of one facility, by the register's own evidence."""

    facility_id: int
    methods: Mapping[Way, MethodReadiness]
    has_account: bool
    """An account that two persons agreed on."""
    has_focal_point: bool
    """A named person with a phone (M47)."""

    def is_ready(self, way: Way) -> bool:
        """Whether families can pay this way today, by the evidence."""
        return self.methods[way].state is MethodState.READY

    @property
    def ready_count(self) -> int:
        """How many of the four are ready."""
        return sum(self.is_ready(way) for way in Way)

    @property
    def has_three_methods(self) -> bool:
        """At least three of the four (M22)."""
        return self.ready_count >= METHODS_NEEDED

    @property
    def is_module_ready(self) -> bool:
        """A bill can be paid to its end on the web (M30, M31).

        Through a web provider, or on the bill's own page by a QR into the approved account that a
        provider watches.
        """
        return self.is_ready(Way.WEB) or (self.has_account and self.is_ready(Way.QR))

    @property
    def is_met(self) -> bool:
        """All three: the methods, the module and the focal point."""
        return self.has_three_methods and self.is_module_ready and self.has_focal_point


def state_of(
    *, is_active: bool, is_contract_in_force: bool, last_paid_on: date | None, on: date
) -> MethodState:
    """How far one merchant is on a day. A payment counts for 90 days after its own."""
    if is_active and is_contract_in_force:
        if last_paid_on is None:
            return MethodState.CONTRACTED
        if (on - last_paid_on).days <= FRESH_DAYS:
            return MethodState.READY
    return MethodState.NONE if last_paid_on is None else MethodState.LAPSED


def best(states: Iterable[MethodState]) -> MethodState:
    """A way is as far as the furthest of its merchants."""
    return max(states, key=RANKS.index, default=MethodState.NONE)
