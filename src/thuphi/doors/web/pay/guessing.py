"""How often a second fact may be guessed: a few times for a bill, more for an address.

Three digits of a phone are a thousand possibilities, so a bill has a limit for the day as well.

A guess is counted before it is looked at, so a hundred guesses at once are a hundred guesses. A
page that only shows or takes a payment never asks here: when this is out of order, guessing stops
and paying goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

from thuphi.ground.kit import clock
from thuphi.ground.kit.network import network_of
from thuphi.ground.tries import actions as tries

WINDOW = timedelta(minutes=15)
DAY = timedelta(days=1)
WRONG_PER_BILL = 5
WRONG_PER_BILL_AND_DAY = 20
WRONG_PER_ADDRESS = 60
"""Whole streets share one address on mobile networks."""


class TooManyGuesses(Exception):
    """The bill, or the address, has had its wrong guesses for now."""


@dataclass(frozen=True, slots=True)
class _Counter:
    name: str
    most: int
    lasts: timedelta


def take(request: HttpRequest, code: str) -> None:
    """Spend one guess. Raises `TooManyGuesses`."""
    for counter in _counters(request, code):
        if tries.spend(name=counter.name, lasts=counter.lasts, at=clock.now()) > counter.most:
            raise TooManyGuesses


def give_back(request: HttpRequest, code: str) -> None:
    """The guess was right and does not count."""
    for counter in _counters(request, code):
        tries.give_back(name=counter.name, at=clock.now())


def _counters(request: HttpRequest, code: str) -> tuple[_Counter, ...]:
    return (
        _Counter(f"guess:address:{_network(request)}", WRONG_PER_ADDRESS, WINDOW),
        _Counter(f"guess:bill:{code}", WRONG_PER_BILL, WINDOW),
        _Counter(f"guess:day:{code}", WRONG_PER_BILL_AND_DAY, DAY),
    )


def _network(request: HttpRequest) -> str:
    """Who asks; behind a trusted proxy the address that the proxy saw (`doors/gate/bounds.py`)."""
    return network_of(request.META.get("REMOTE_ADDR", ""))
