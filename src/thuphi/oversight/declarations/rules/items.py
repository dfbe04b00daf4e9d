"""What a facility declares: the items, their units, and whom each is asked of. No database."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from thuphi.money.payments.rules import Method
from thuphi.registers.facilities.models import Level, Ownership, Sector


class Unit(enum.StrEnum):
    """How a value is to be read. Every value is a whole number."""

    COUNT = "count"
    VND = "vnd"
    YES_NO = "yes_no"
    """1 is yes, 0 is no."""
    DAY = "day"
    """Written as 20260930."""
    LESSONS = "lessons"
    RECORDS = "records"
    """0 on paper, 1 partly electronic, 2 without paper."""


class Item(enum.StrEnum):
    """The items of a monthly declaration (M17, M53, M61 to M67)."""

    QR_COUNT = "qr_count"
    QR_VND = "qr_vnd"
    WEB_COUNT = "web_count"
    WEB_VND = "web_vnd"
    MOBILE_MONEY_COUNT = "mobile_money_count"
    MOBILE_MONEY_VND = "mobile_money_vnd"
    CARD_COUNT = "card_count"
    CARD_VND = "card_vnd"
    CASH_COUNT = "cash_count"
    CASH_VND = "cash_vnd"
    HOSPITAL_FEE_DUE_VND = "hospital_fee_due_vnd"
    HOSPITAL_FEE_CASHLESS_VND = "hospital_fee_cashless_vnd"
    TUITION_COLLECTED_VND = "tuition_collected_vnd"
    TUITION_CASHLESS_VND = "tuition_cashless_vnd"
    EQUIPPED_ON = "equipped_on"
    ACCEPTS_ON = "accepts_on"
    ONLINE_TEACHING = "online_teaching"
    LESSONS_TOTAL_PRIMARY = "lessons_total_primary"
    LESSONS_ONLINE_PRIMARY = "lessons_online_primary"
    LESSONS_TOTAL_LOWER_SECONDARY = "lessons_total_lower_secondary"
    LESSONS_ONLINE_LOWER_SECONDARY = "lessons_online_lower_secondary"
    LESSONS_TOTAL_UPPER_SECONDARY = "lessons_total_upper_secondary"
    LESSONS_ONLINE_UPPER_SECONDARY = "lessons_online_upper_secondary"
    ONLINE_HOMEWORK = "online_homework"
    DIGITISED_MATERIALS = "digitised_materials"
    PUPILS = "pupils"
    PUPILS_WITH_E_TRANSCRIPT = "pupils_with_e_transcript"
    PORTAL_TUITION = "portal_tuition"
    PORTAL_TUITION_ON = "portal_tuition_on"
    EMR_STATE = "emr_state"
    EMR_PAPERLESS_ON = "emr_paperless_on"
    TELEHEALTH_SESSIONS = "telehealth_sessions"

    @property
    def unit(self) -> Unit:
        """How its value is to be read."""
        return _UNITS.get(self, Unit.VND if self.value.endswith("_vnd") else Unit.COUNT)


_UNITS = {
    Item.EQUIPPED_ON: Unit.DAY,
    Item.ACCEPTS_ON: Unit.DAY,
    Item.PORTAL_TUITION_ON: Unit.DAY,
    Item.EMR_PAPERLESS_ON: Unit.DAY,
    Item.ONLINE_TEACHING: Unit.YES_NO,
    Item.ONLINE_HOMEWORK: Unit.YES_NO,
    Item.PORTAL_TUITION: Unit.YES_NO,
    Item.EMR_STATE: Unit.RECORDS,
    Item.LESSONS_TOTAL_PRIMARY: Unit.LESSONS,
    Item.LESSONS_ONLINE_PRIMARY: Unit.LESSONS,
    Item.LESSONS_TOTAL_LOWER_SECONDARY: Unit.LESSONS,
    Item.LESSONS_ONLINE_LOWER_SECONDARY: Unit.LESSONS,
    Item.LESSONS_TOTAL_UPPER_SECONDARY: Unit.LESSONS,
    Item.LESSONS_ONLINE_UPPER_SECONDARY: Unit.LESSONS,
}

Values = Mapping[Item, int]
"""A declaration's values; an item that is missing was not declared."""

COUNT_OF: dict[Method, Item] = {
    Method.QR: Item.QR_COUNT,
    Method.WEB: Item.WEB_COUNT,
    Method.MOBILE_MONEY: Item.MOBILE_MONEY_COUNT,
    Method.CARD: Item.CARD_COUNT,
    Method.CASH: Item.CASH_COUNT,
}
VALUE_OF: dict[Method, Item] = {
    Method.QR: Item.QR_VND,
    Method.WEB: Item.WEB_VND,
    Method.MOBILE_MONEY: Item.MOBILE_MONEY_VND,
    Method.CARD: Item.CARD_VND,
    Method.CASH: Item.CASH_VND,
}
CASHLESS = tuple(method for method in Method if method is not Method.CASH)

LESSONS: dict[Level, tuple[Item, Item]] = {
    Level.PRIMARY: (Item.LESSONS_TOTAL_PRIMARY, Item.LESSONS_ONLINE_PRIMARY),
    Level.LOWER_SECONDARY: (
        Item.LESSONS_TOTAL_LOWER_SECONDARY,
        Item.LESSONS_ONLINE_LOWER_SECONDARY,
    ),
    Level.UPPER_SECONDARY: (
        Item.LESSONS_TOTAL_UPPER_SECONDARY,
        Item.LESSONS_ONLINE_UPPER_SECONDARY,
    ),
}
"""Lessons of the level's curriculum, and those of them that were held online (M64)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides which items a facility is asked for."""

    sector: Sector
    level: Level
    ownership: Ownership


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that a facility is asked for; a mandatory one may be 0, but not left out."""

    item: Item
    is_mandatory: bool


_HIGHER = frozenset({Level.COLLEGE, Level.UNIVERSITY})
_GENERAL = frozenset(
    {Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY, Level.MULTI_LEVEL}
)
_WITH_BEDS = frozenset({Level.HOSPITAL, Level.HEALTH_CENTRE})


@cache
def asked_of(kind: Kind) -> tuple[Asked, ...]:
    """The items a facility of this kind is asked for, in the order of the form."""
    mandatory = {*COUNT_OF.values(), *VALUE_OF.values()}
    optional = {Item.EQUIPPED_ON, Item.ACCEPTS_ON}
    if kind.sector is Sector.HEALTH:
        mandatory |= {Item.HOSPITAL_FEE_DUE_VND, Item.HOSPITAL_FEE_CASHLESS_VND}
        optional.add(Item.TELEHEALTH_SESSIONS)
        if kind.level in _WITH_BEDS:
            mandatory.add(Item.EMR_STATE)
            optional.add(Item.EMR_PAPERLESS_ON)
    else:
        _ask_school(kind, mandatory, optional)
    return tuple(
        Asked(item, item in mandatory) for item in Item if item in mandatory or item in optional
    )


def _ask_school(kind: Kind, mandatory: set[Item], optional: set[Item]) -> None:
    # Public schools below the colleges levy no tuition since the school year 2025-2026.
    levies = kind.ownership is Ownership.PRIVATE or kind.level in _HIGHER
    tuition = {Item.TUITION_COLLECTED_VND, Item.TUITION_CASHLESS_VND}
    (mandatory if levies else optional).update(tuition)
    optional.add(Item.DIGITISED_MATERIALS)
    if kind.level in _HIGHER:
        mandatory.add(Item.PORTAL_TUITION)
        optional.add(Item.PORTAL_TUITION_ON)
        return
    mandatory.add(Item.PUPILS)
    if kind.level in _GENERAL:
        mandatory.add(Item.ONLINE_TEACHING)
        optional |= {Item.ONLINE_HOMEWORK, Item.PUPILS_WITH_E_TRANSCRIPT}
    if kind.level in LESSONS:
        mandatory.update(LESSONS[kind.level])
    elif kind.level is Level.MULTI_LEVEL:
        optional.update(item for pair in LESSONS.values() for item in pair)


def day_value(day: date) -> int:
    """A day as it is kept: 20260930."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(value: int) -> date | None:
    """The day that is kept so; None when there is no such day."""
    try:
        return date(value // 10_000, value // 100 % 100, value % 100)
    except ValueError:
        return None


def written_day(value: int) -> str:
    """The same as people write it: 30/09/2026."""
    return f"{value % 100:02}/{value // 100 % 100:02}/{value // 10_000}"
