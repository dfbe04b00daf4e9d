"""Statements that we know, to be written and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from thuphi.ground.statements.contract import ReadLine

ACCOUNT = "0123499999"


@dataclass(frozen=True)
class Move:
    """One movement as we know it."""

    on: date
    is_in: bool
    vnd: int
    text: str
    reference: str
    name: str = ""
    account: str = ""
    is_reversal: bool = False


@dataclass(frozen=True)
class Known:
    """One statement as we know it."""

    moves: tuple[Move, ...]
    opening_vnd: int = 25_000_000
    account: str = ACCOUNT
    number: int = 5

    @property
    def closing_vnd(self) -> int:
        return self.opening_vnd + sum(one.vnd if one.is_in else -one.vnd for one in self.moves)

    @property
    def balances(self) -> list[int]:
        held = self.opening_vnd
        found = []
        for one in self.moves:
            held += one.vnd if one.is_in else -one.vnd
            found.append(held)
        return found


def moves(count: int, day: date = date(2026, 1, 5)) -> tuple[Move, ...]:
    """Some movements that differ from each other."""
    return tuple(
        Move(
            on=day + timedelta(days=number // 10),
            is_in=number % 4 != 3,
            vnd=100_000 + number * 1_000,
            text=f"TF003NQK8NR{number % 10} HOC PHI {number}",
            reference=f"FT26005{number:08d}",
            name=f"NGUYEN VAN {chr(65 + number % 26)}",
            account=f"{987_000_000 + number}",
        )
        for number in range(count)
    )


def told(lines: Sequence[ReadLine]) -> list[object]:
    """What of lines every format tells."""
    return [
        (one.booked_on, one.is_in, one.amount_vnd, one.text, one.bank_reference) for one in lines
    ]


def expected(known: Known) -> list[object]:
    """The same of what was written."""
    return [(one.on, one.is_in, one.vnd, one.text, one.reference) for one in known.moves]
