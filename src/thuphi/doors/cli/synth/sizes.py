"""How many schools and pupils four provinces have said they have, and what is invented beside it.

Published: schools and pupils by level of the school year 2025-2026, as the provinces' education
departments told the press (vietnam.vn and thongtin.vietnam.vn, read in 2026). Invented: whatever is
marked so, above all everything about health facilities, of which no list was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thuphi.registers.facilities.models import Level, Sector, Tier


@dataclass(frozen=True, slots=True)
class Size:
    """So many facilities of a level, and so many people in all of them together."""

    level: Level
    facilities: int
    people: int
    """Pupils; at a health facility the patients on its list, of whom some come each month."""
    tier: Tier = Tier.COMMUNE
    sector: Sector = Sector.EDUCATION
    billed_permille: int = 1000
    """How many of a thousand get a bill in a month."""
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class ProvinceSize:
    """A province of today."""

    code: str
    name: str
    schools: tuple[Size, ...]
    hospitals: int
    centres: int

    def with_health(self, communes: int) -> tuple[Size, ...]:
        """Its schools, and invented health facilities: one station for each commune."""
        return (
            *self.schools,
            _health(Level.HOSPITAL, Tier.PROVINCE, self.hospitals, 12_000),
            _health(Level.HEALTH_CENTRE, Tier.DISTRICT, self.centres, 6_000),
            _health(Level.COMMUNE_STATION, Tier.COMMUNE, communes, 1_200),
        )


def _health(level: Level, tier: Tier, facilities: int, patients: int) -> Size:
    return Size(
        level, facilities, facilities * patients, tier, Sector.HEALTH, billed_permille=250,
        is_invented=True,
    )  # fmt: skip


_PRE, _ONE, _TWO, _THREE = (
    Level.PRESCHOOL,
    Level.PRIMARY,
    Level.LOWER_SECONDARY,
    Level.UPPER_SECONDARY,
)
PROVINCES: Mapping[str, ProvinceSize] = {
    # 2,001 schools in all: the 23 that no level was told of are taken for continuing education.
    "thanh-hoa": ProvinceSize(
        "38", "Thanh Hóa",
        (
            Size(_PRE, 678, 215_000),
            Size(_ONE, 588, 350_600),
            Size(_TWO, 607, 257_900),
            Size(_THREE, 105, 108_862, Tier.PROVINCE),
            Size(Level.CONTINUING, 23, 9_200, Tier.PROVINCE, is_invented=True),
        ),
        hospitals=34, centres=27,
    ),
    # 1,221 schools and 910,563 pupils in all; how they are spread over levels is invented.
    "bac-ninh": ProvinceSize(
        "24", "Bắc Ninh",
        (
            Size(_PRE, 452, 211_600, is_invented=True),
            Size(_ONE, 342, 322_400, is_invented=True),
            Size(_TWO, 325, 252_300, is_invented=True),
            Size(_THREE, 102, 124_263, Tier.PROVINCE, is_invented=True),
        ),
        hospitals=29, centres=17,
    ),
    # 1,237 schools: 255 teach two levels; the 31 of no told level are taken for continuing.
    "hung-yen": ProvinceSize(
        "33", "Hưng Yên",
        (
            Size(_PRE, 496, 164_689),
            Size(_ONE, 197, 150_000, is_invented=True),
            Size(_TWO, 187, 110_000, is_invented=True),
            Size(Level.MULTI_LEVEL, 255, 200_232, is_invented=True),
            Size(_THREE, 71, 96_193, Tier.PROVINCE, is_invented=True),
            Size(Level.CONTINUING, 31, 12_000, Tier.PROVINCE, is_invented=True),
        ),
        hospitals=27, centres=18,
    ),
    # 1,355 schools and 700,134 pupils in class; how the schools are spread over levels is invented.
    "an-giang": ProvinceSize(
        "91", "An Giang",
        (
            Size(_PRE, 372, 78_201),
            Size(_ONE, 560, 294_525),
            Size(_TWO, 310, 214_577),
            Size(_THREE, 84, 95_864, Tier.PROVINCE),
            Size(Level.CONTINUING, 29, 16_967, Tier.PROVINCE),
        ),
        hospitals=31, centres=26,
    ),
}  # fmt: skip
