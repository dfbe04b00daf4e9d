"""Of which nature a charge is, and which of several ceilings holds. No database."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class Nature(enum.Enum):
    """Whether a family may refuse it."""

    MANDATORY = "mandatory"
    """Bắt buộc theo quy định."""
    VOLUNTARY = "voluntary"
    """Tự nguyện: whoever registers."""
    AGREED = "agreed"
    """Thỏa thuận với phụ huynh, biên bản lưu tại trường."""

    @property
    def needs_agreement(self) -> bool:
        """Whether the parents' agreement has to be on file."""
        return self is not Nature.MANDATORY


@dataclass(frozen=True, slots=True)
class Ceiling:
    """So much at most, whole đồng a unit, on this ground."""

    id: int
    code: str
    name: str
    place_id: int
    level: str
    area: str
    nature: Nature
    unit: str
    max_vnd: int
    ground: str
    ground_on: date


def holding(found: Iterable[Ceiling]) -> dict[str, Ceiling]:
    """The one ceiling that holds for each code, of all that fit a school on a day.

    In each place the most exact counts (level and area, then level, then area, then neither); of
    several places the lowest, since a commune may set less than its province, never more.
    """
    exact: dict[tuple[str, int], Ceiling] = {}
    for one in found:
        key = (one.code, one.place_id)
        if key not in exact or _exactness(one) > _exactness(exact[key]):
            exact[key] = one
    lowest: dict[str, Ceiling] = {}
    for one in exact.values():
        if one.code not in lowest or one.max_vnd < lowest[one.code].max_vnd:
            lowest[one.code] = one
    return lowest


def _exactness(one: Ceiling) -> tuple[bool, bool]:
    return bool(one.level), bool(one.area)
