"""What each kind of invented facility charges, in which months, and how many take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from thuphi.money.catalogue.rules import FeeKind
from thuphi.registers.facilities.models import Level, Ownership

ALL_YEAR = frozenset(range(1, 13))
IN_CLASS = ALL_YEAR - {6, 7, 8}
WHEN_INSURED = frozenset({1, 10})
FREE_FROM = date(2025, 9, 1)
"""Public schools charge no tuition from the school year 2025-2026 on (Decree 238/2025/NĐ-CP)."""


@dataclass(frozen=True, slots=True)
class Fee:
    """One item of a list: a price in đồng, how many of it, and how many of a thousand take it."""

    code: str
    name: str
    unit: str
    price_vnd: int
    kind: FeeKind
    takers_permille: int = 1000
    quantity: tuple[int, int] = (1, 1)
    months: frozenset[int] = IN_CLASS
    until: date | None = None
    """From this month on nobody is charged for it."""
    is_mandatory: bool = False

    @property
    def months_mask(self) -> int:
        """The months as bits, January the first."""
        return sum(1 << (month - 1) for month in self.months)


_MEAL = Fee("AN", "Tiền ăn bán trú", "suất", 28_000, FeeKind.MEAL, 950, (15, 22))
_CARE = Fee("BT", "Chăm sóc bán trú", "tháng", 165_000, FeeKind.BOARDING, 900)
_WATER = Fee("NU", "Nước uống", "tháng", 16_000, FeeKind.OTHER)
_SKILLS = Fee("KN", "Kỹ năng sống", "tháng", 60_000, FeeKind.OTHER, 400)
_INSURED = Fee(
    "BH", "Bảo hiểm y tế học sinh", "kỳ", 170_775, FeeKind.INSURANCE, 900, months=WHEN_INSURED,
    is_mandatory=True,
)  # fmt: skip


def _tuition(public_vnd: int, private_vnd: int) -> Mapping[Ownership, Fee]:
    def fee(price_vnd: int, until: date | None) -> Fee:
        return Fee(
            "HP", "Học phí", "tháng", price_vnd, FeeKind.TUITION, until=until, is_mandatory=True
        )

    return {
        Ownership.PUBLIC: fee(public_vnd, FREE_FROM),
        Ownership.PRIVATE: fee(private_vnd, None),
    }


def _health(*fees: tuple[str, str, str, int, FeeKind, int, tuple[int, int]]) -> tuple[Fee, ...]:
    return tuple(Fee(*facts, months=ALL_YEAR, is_mandatory=True) for facts in fees)


_SICK = FeeKind.HOSPITAL_FEE
_HEALTH: Mapping[Level, tuple[Fee, ...]] = {
    Level.HOSPITAL: _health(
        ("KB", "Khám bệnh", "lượt", 42_100, _SICK, 1000, (1, 1)),
        ("XN", "Xét nghiệm", "lần", 97_000, _SICK, 600, (1, 3)),
        ("DV", "Dịch vụ kỹ thuật", "lần", 250_000, _SICK, 300, (1, 4)),
        ("AN", "Suất ăn người bệnh", "suất", 35_000, FeeKind.MEAL, 120, (1, 14)),
    ),
    Level.HEALTH_CENTRE: _health(
        ("KB", "Khám bệnh", "lượt", 36_500, _SICK, 1000, (1, 1)),
        ("XN", "Xét nghiệm", "lần", 68_000, _SICK, 450, (1, 2)),
    ),
    Level.COMMUNE_STATION: _health(
        ("KB", "Khám bệnh", "lượt", 30_100, _SICK, 1000, (1, 1)),
        ("TH", "Thuốc", "đơn", 45_000, _SICK, 300, (1, 1)),
    ),
}


def fees_of(level: Level, ownership: Ownership) -> tuple[Fee, ...]:
    """The list of a facility; the first item is on every bill."""
    if level in _HEALTH:
        return _HEALTH[level]
    if level is Level.PRESCHOOL:
        return (_WATER, _tuition(90_000, 1_250_000)[ownership], _MEAL, _CARE)
    if level is Level.PRIMARY:
        if ownership is Ownership.PRIVATE:
            return (_tuition(0, 2_100_000)[ownership], _MEAL, _CARE, _INSURED)
        return (
            _WATER,
            replace(_MEAL, takers_permille=550),
            replace(_CARE, takers_permille=550),
            _INSURED,
        )
    if level is Level.CONTINUING:
        return (_WATER, _tuition(180_000, 900_000)[ownership])
    return (_WATER, _tuition(75_000, 1_650_000)[ownership], _SKILLS, _INSURED)
