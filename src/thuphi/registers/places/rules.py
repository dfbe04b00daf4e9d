"""What the levels and kinds of units mean, without a database."""

from datetime import date
from enum import StrEnum
from typing import NewType, assert_never

PlaceId = NewType("PlaceId", int)

REFORM_ON = date(2025, 7, 1)
"""Districts and towns (thị trấn) ended, new communes began: Resolution 202/2025/QH15."""


class Level(StrEnum):
    """Where a unit stands in the tree."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Kind(StrEnum):
    """What a unit is officially called."""

    PROVINCE = "Tỉnh"
    CITY = "Thành phố"
    TOWN = "Thị xã"
    RURAL_DISTRICT = "Huyện"
    RURAL_COMMUNE = "Xã"
    WARD = "Phường"
    TOWNSHIP = "Thị trấn"
    SPECIAL_ZONE = "Đặc khu"


class Certainty(StrEnum):
    """How well a unit's days are known.

    Known: a resolution gives them. Opening: the unit is older than the register, which opens on
    1/1/2022. Assumed: one of the days is the best known one and was not read in a resolution.
    """

    KNOWN = "known"
    OPENING = "opening"
    ASSUMED = "assumed"


class Share(StrEnum):
    """How much of a unit went over into its successor."""

    WHOLE = "whole"
    PART = "part"


KINDS: dict[Level, frozenset[Kind]] = {
    Level.PROVINCE: frozenset({Kind.PROVINCE, Kind.CITY}),
    Level.DISTRICT: frozenset({Kind.CITY, Kind.TOWN, Kind.RURAL_DISTRICT}),
    Level.COMMUNE: frozenset({Kind.RURAL_COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}),
}


def is_urban(*, kind: Kind, on: date) -> bool:
    """Whether a commune of this kind counts as urban: wards, and townships until the reform."""
    match kind:
        case Kind.WARD:
            return True
        case Kind.TOWNSHIP:
            return on < REFORM_ON
        case Kind.RURAL_COMMUNE | Kind.SPECIAL_ZONE:
            return False
        case Kind.PROVINCE | Kind.CITY | Kind.TOWN | Kind.RURAL_DISTRICT:
            raise ValueError(f"{kind} is no kind of commune")
        case _:
            assert_never(kind)
