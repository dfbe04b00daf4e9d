"""How often may be asked and guessed. Counted before it is looked at; names hold no phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thuphi.ground.tries import actions as tries

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of one name in a stretch of time."""

    name: str
    most: int
    lasts: timedelta


def asking(phone_key: str, network: str) -> tuple[Limit, ...]:
    """Codes that may be sent to one phone, and asked for from one address.

    Whole streets share one address on mobile networks.
    """
    return (
        Limit(f"family:ask:{network}", 30, QUARTER),
        Limit(f"family:ask:{phone_key}", 3, QUARTER),
        Limit(f"family:day:{phone_key}", 8, DAY),
    )


def entering(network: str) -> tuple[Limit, ...]:
    """Wrong codes from one address; a code itself has five tries."""
    return (Limit(f"family:enter:{network}", 60, QUARTER),)


def proving(phone_key: str, network: str) -> tuple[Limit, ...]:
    """Wrong birth dates behind one phone. Pupils of a class are born on some 365 days, so a month
    has a limit too.
    """
    return (
        Limit(f"family:fact:{network}", 60, QUARTER),
        Limit(f"family:fact:{phone_key}", 5, QUARTER),
        Limit(f"family:factday:{phone_key}", 10, DAY),
        Limit(f"family:factmonth:{phone_key}", 20, MONTH),
    )


def is_spent(limits: Sequence[Limit], at: datetime) -> bool:
    """Count one more on every limit; whether one of them was over already."""
    counted = [tries.spend(name=one.name, lasts=one.lasts, at=at) > one.most for one in limits]
    return any(counted)


def give_back(limits: Sequence[Limit], at: datetime) -> None:
    """It was right and does not count."""
    for one in limits:
        tries.give_back(name=one.name, at=at)
