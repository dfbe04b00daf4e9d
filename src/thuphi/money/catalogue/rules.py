"""What kind of charge an item is, and how its name tells. No database.

The plans count tuition and hospital fees by themselves (Decision 1813/QĐ-TTg and the provinces'
plans after it); everything else a school collects is told apart from them.
"""

from __future__ import annotations

import enum

from thuphi.ground.kit.fold import search_key


class FeeKind(enum.StrEnum):
    """What an item is collected for. The order is that in which a part of a bill is shared out."""

    TUITION = "tuition"
    """Học phí."""
    HOSPITAL_FEE = "hospital_fee"
    """Viện phí: what a health facility charges for its services."""
    MEAL = "meal"
    """Tiền ăn."""
    BOARDING = "boarding"
    """Bán trú, nội trú: care and lodging beside lessons."""
    INSURANCE = "insurance"
    """Bảo hiểm: collected on behalf of somebody else."""
    OTHER = "other"
    """Khoản khác."""


_WORDS = (
    ("bao hiem", FeeKind.INSURANCE),
    ("bhyt", FeeKind.INSURANCE),
    ("hoc phi", FeeKind.TUITION),
    ("tien an", FeeKind.MEAL),
    ("suat an", FeeKind.MEAL),
    ("bua an", FeeKind.MEAL),
    ("ban tru", FeeKind.BOARDING),
    ("noi tru", FeeKind.BOARDING),
)
"""Looked for from the top: a meal of boarders (tiền ăn bán trú) is a meal."""


def kind_by_name(name: str, *, is_health: bool) -> FeeKind:
    """The kind that an item's name tells, written with or without marks.

    A health facility's items are hospital fees, whatever they are called, but for meals and
    insurance.
    """
    folded = f" {search_key(name)} "
    for words, kind in _WORDS:
        if f" {words} " in folded:
            if is_health and kind in {FeeKind.TUITION, FeeKind.BOARDING}:
                break
            return kind
    return FeeKind.HOSPITAL_FEE if is_health else FeeKind.OTHER
