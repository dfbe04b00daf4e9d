"""A month's declaration of each kind of facility in which nothing is wrong."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.world import Person, World
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Context, Item, Kind
from thuphi.registers.facilities.models import Level, Ownership, Sector

SEPTEMBER = Month(2026, 9)
PRIMARY = Kind(Sector.EDUCATION, Level.PRIMARY, Ownership.PUBLIC)
PRIVATE = Kind(Sector.EDUCATION, Level.LOWER_SECONDARY, Ownership.PRIVATE)
COLLEGE = Kind(Sector.EDUCATION, Level.COLLEGE, Ownership.PUBLIC)
HOSPITAL = Kind(Sector.HEALTH, Level.HOSPITAL, Ownership.PUBLIC)
STATION = Kind(Sector.HEALTH, Level.COMMUNE_STATION, Ownership.PUBLIC)

MONEY = {
    Item.QR_COUNT: 40,
    Item.QR_VND: 12_000_000,
    Item.WEB_COUNT: 0,
    Item.WEB_VND: 0,
    Item.MOBILE_MONEY_COUNT: 2,
    Item.MOBILE_MONEY_VND: 600_000,
    Item.CARD_COUNT: 0,
    Item.CARD_VND: 0,
    Item.CASH_COUNT: 10,
    Item.CASH_VND: 3_000_000,
    Item.EQUIPPED_ON: 20240105,
    Item.ACCEPTS_ON: 20240201,
}
LESSONS = {
    Item.ONLINE_TEACHING: 1,
    Item.LESSONS_TOTAL_PRIMARY: 400,
    Item.LESSONS_ONLINE_PRIMARY: 40,
    Item.PUPILS: 350,
    Item.PUPILS_WITH_E_TRANSCRIPT: 350,
}
SCHOOL = {**MONEY, **LESSONS}
WARD = {
    **MONEY,
    Item.HOSPITAL_FEE_DUE_VND: 20_000_000,
    Item.HOSPITAL_FEE_CASHLESS_VND: 12_000_000,
    Item.EMR_STATE: 1,
    Item.TELEHEALTH_SESSIONS: 3,
}
PRIVATE_SCHOOL = {
    **MONEY,
    Item.ONLINE_TEACHING: 0,
    Item.LESSONS_TOTAL_LOWER_SECONDARY: 500,
    Item.LESSONS_ONLINE_LOWER_SECONDARY: 0,
    Item.PUPILS: 200,
    Item.TUITION_COLLECTED_VND: 15_000_000,
    Item.TUITION_CASHLESS_VND: 12_000_000,
}

LATER = worlds.AT + timedelta(hours=1)


def known(kind: Kind = PRIMARY, **changed: object) -> Context:
    """A facility that stood in September 2026, looked at on 5 October, with nothing else known."""
    facts: dict[str, object] = {
        "kind": kind,
        "month": SEPTEMBER,
        "today": date(2026, 10, 5),
        "stood_in_month": True,
        **changed,
    }
    return Context(**facts)  # type: ignore[arg-type]


def written(world: World, month: Month = SEPTEMBER, **changed: int) -> Declaration:
    """School A has written its declaration of a month."""
    values = {**SCHOOL, **{Item(name): value for name, value in changed.items()}}
    return actions.save(
        by=world.lan.actor, facility_id=world.a.id, month=month, values=values, at=worlds.AT
    )


def submitted(world: World, month: Month = SEPTEMBER, **changed: int) -> Declaration:
    """School A has handed in its declaration of a month."""
    found = written(world, month, **changed)
    return actions.submit(by=world.lan.actor, declaration_id=found.pk, at=LATER)


def verified(world: World, month: Month = SEPTEMBER, **changed: int) -> Declaration:
    """An officer has verified it."""
    found = submitted(world, month, **changed)
    return actions.verify(by=world.dung.actor, declaration_id=found.pk, at=LATER)


def approved(world: World, nga: Person, month: Month = SEPTEMBER, **changed: int) -> Declaration:
    """Another officer has approved it."""
    found = verified(world, month, **changed)
    return actions.approve(by=nga.actor, declaration_id=found.pk, at=LATER)
