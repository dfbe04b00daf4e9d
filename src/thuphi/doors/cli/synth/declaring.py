"""Months of facilities that collect elsewhere, declared and verified by the departments."""

from __future__ import annotations

from collections.abc import Sequence

from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.registers.facilities.models import Sector

from .planning import Posture
from .registering import Line, Officials, Registered


def declare(
    line: Line,
    found: Sequence[Registered],
    months: Sequence[Month],
    officials: Officials,
    seed: int,
) -> int:
    """Write a verified declaration for each month; nine of ten months, the others are missing.

    Returns how many rows.
    """
    declaring = [one for one in found if one.plan.posture is Posture.DECLARES]
    if not declaring:
        return 0
    values = {
        "facilities": [one.id for one in declaring],
        "people": [
            max(one.plan.people * one.plan.size.billed_permille // 1000, 1) for one in declaring
        ],
        "cashless_from": [one.plan.cashless_from for one in declaring],
        "cashless_to": [one.plan.cashless_to for one in declaring],
        "is_school": [one.plan.size.sector is Sector.EDUCATION for one in declaring],
        "months": [month.first_day_on for month in months],
        "last_place": max(len(months) - 1, 1),
        "by": officials.proposer_id,
        "salt": seed * 1_000_000 + 31,
    }
    rows = 0
    with line.transaction():
        for step in ("declare", "declare_values"):
            rows += line.execute(statement(__file__, step).encode(), values).rowcount
    return rows
