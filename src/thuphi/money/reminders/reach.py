"""By which way and at which address each family is reached, and who is not."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from thuphi.ground.notices import queries as notices
from thuphi.ground.notices.addresses import usable
from thuphi.ground.notices.rules import Way
from thuphi.money.bills.models import Bill
from thuphi.registers.payers.models import Beneficiary


class Why(enum.Enum):
    """Why a family is not reached by any of the ways that were chosen."""

    NO_ADDRESS = "no_address"
    """No mobile number and no mail address is known."""
    WRONG_ADDRESS = "wrong_address"
    """What is known has failed, and nobody has mended it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A bill whose family is written to."""

    bill: Bill
    way: Way
    address: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """A bill whose family gets paper."""

    bill: Bill
    why: Why


@dataclass(frozen=True, slots=True)
class Reach:
    """All bills, told apart."""

    reached: tuple[Reached, ...]
    unreached: tuple[Unreached, ...]

    def by_way(self) -> dict[Way, int]:
        """How many letters each way would carry."""
        counts: dict[Way, int] = {}
        for one in self.reached:
            counts[one.way] = counts.get(one.way, 0) + 1
        return counts


def reach(facility_id: int, bills: Sequence[Bill], ways: Sequence[Way]) -> Reach:
    """The first way in this order that reaches each family; bills come with their beneficiary."""
    dead = notices.dead_addresses(facility_id)
    reached: list[Reached] = []
    unreached: list[Unreached] = []
    for bill in bills:
        there = [
            (way, address)
            for way in ways
            if (address := usable(way, written(bill.beneficiary, way))) is not None
        ]
        living = next((pair for pair in there if pair not in dead), None)
        if living is not None:
            reached.append(Reached(bill, *living))
        else:
            unreached.append(Unreached(bill, Why.WRONG_ADDRESS if there else Why.NO_ADDRESS))
    return Reach(tuple(reached), tuple(unreached))


def written(person: Beneficiary, way: Way) -> str:
    """The payer's address for a way, as the register has it."""
    return person.payer_email if way is Way.MAIL else person.payer_phone
