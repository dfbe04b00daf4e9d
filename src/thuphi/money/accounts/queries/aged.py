"""Aged receivables (tuổi nợ): what is still owed, by how long it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from thuphi.money.accounts.rules import Age, AgedBy

from .asking import sql


@dataclass(frozen=True, slots=True)
class Debt:
    """So many bills, and so much that is still owed on them."""

    bills: int = 0
    rest_vnd: int = 0

    def __add__(self, other: Debt) -> Debt:
        return Debt(self.bills + other.bills, self.rest_vnd + other.rest_vnd)


@dataclass(frozen=True, slots=True)
class AgedRow:
    """One class, run or item."""

    name: str
    """The class, run or item; empty for bills of no class or no run."""
    id: int | None
    """Of the run or item."""
    of: Mapping[Age, Debt] = field(default_factory=dict)

    @property
    def whole(self) -> Debt:
        """Of every age."""
        return sum(self.of.values(), Debt())


@dataclass(frozen=True, slots=True)
class Aged:
    """All that is owed on a day, by age."""

    rows: Sequence[AgedRow]

    @property
    def of(self) -> dict[Age, Debt]:
        """The sum of each age."""
        sums: dict[Age, Debt] = defaultdict(Debt)
        for row in self.rows:
            for age, debt in row.of.items():
                sums[age] += debt
        return dict(sums)

    @property
    def whole(self) -> Debt:
        """All that is owed."""
        return sum((one.whole for one in self.rows), Debt())


def aged(facility_id: int, by: AgedBy, today: date) -> Aged:
    """What families owe as the bills stand now, aged on a day; in one question."""
    statement = sql("aged_items" if by is AgedBy.ITEM else "aged")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"facility_id": facility_id, "today": today})
        found = [one[1:] for one in cursor.fetchall() if one[0] == by.value]
    rows: dict[tuple[str, int | None, str], dict[Age, Debt]] = {}
    for class_name, number, name, age, bills, rest_vnd in found:
        rows.setdefault((class_name, number, name), {})[Age(age)] = Debt(bills, rest_vnd)
    return Aged([AgedRow(key[0] or key[2], key[1], of) for key, of in rows.items()])
