"""Statement of one fee item: due, changed, let off, collected, still owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from .asking import sql


@dataclass(frozen=True, slots=True)
class ItemSums:
    """Of one class, one month, or all; đồng."""

    people: int = 0
    charged_vnd: int = 0
    adjusted_vnd: int = 0
    """Debit lines less credit lines written after the bills were out."""
    waived_vnd: int = 0
    collected_vnd: int = 0

    @property
    def due_vnd(self) -> int:
        """What is asked for after all changes."""
        return self.charged_vnd + self.adjusted_vnd - self.waived_vnd

    @property
    def rest_vnd(self) -> int:
        """What is still owed."""
        return self.due_vnd - self.collected_vnd


@dataclass(frozen=True, slots=True)
class ItemAccount:
    """A fee item by class and by the month in which the bills were issued."""

    whole: ItemSums
    classes: Sequence[tuple[str, ItemSums]]
    months: Sequence[tuple[date, ItemSums]]


def item(facility_id: int, item_id: int) -> ItemAccount:
    """The statement of one fee item, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(sql("item"), {"facility_id": facility_id, "item_id": item_id})
        found = cursor.fetchall()
    whole = ItemSums()
    classes: list[tuple[str, ItemSums]] = []
    months: list[tuple[date, ItemSums]] = []
    for class_name, month, _is_of_month, people, *vnd in found:
        sums = ItemSums(people, *(int(one or 0) for one in vnd))
        if class_name is not None:
            classes.append((class_name, sums))
        elif month is not None:
            months.append((month, sums))
        else:
            whole = sums
    return ItemAccount(whole, classes, months)
