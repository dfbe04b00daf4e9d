"""Bắc Giang in 2022, small: some districts with schools, health stations and a hospital, and a
year of money below the plan of that year. Everything happens through the actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests import world as worlds
from tests.oversight.towns import Payee, pay, province, register
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments import actions as payments
from thuphi.registers.facilities.models import Level
from thuphi.registers.methods import actions as methods
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform, NewUse
from thuphi.registers.platforms.rules import Category
from thuphi.registers.staff.queries import actor_for

THEN = date(2022, 1, 1)
"""The first day of the register and of the plan."""
AS_OF = date(2022, 11, 14)
"""A day in the year of the plan."""

WAYS = ("qr", "web", "card", "qr", "mobile_money")
KINDS = (
    ("Trường Tiểu học", Level.PRIMARY),
    ("Trường THCS", Level.LOWER_SECONDARY),
    ("Trường Mầm non", Level.PRESCHOOL),
    ("Trạm Y tế", Level.COMMUNE_STATION),
)


@dataclass(frozen=True, slots=True)
class BacGiang:
    """The province that was, its districts, and who takes money there."""

    place: Place
    districts: Sequence[Place]
    schools: Sequence[Payee]
    stations: Sequence[Payee]
    hospital: Payee


def build(world: World, *, districts: int = 10, months: Sequence[int] = range(1, 12)) -> BacGiang:
    """Each district has a commune with three schools and a station; the capital has the hospital.

    Cash gets rarer month by month, and the later districts are behind the earlier ones.
    """
    then = province("24", THEN)
    found = places.children(then, THEN)[:districts]
    schools, stations = _facilities(found, first=0)
    capital = places.children(found[0], THEN)[1]
    hospital = register(
        "22900", "Bệnh viện Đa khoa tỉnh", capital, level=Level.HOSPITAL, valid_from=THEN
    )
    made = BacGiang(then, found, schools, stations, hospital)
    for number, one in enumerate([*schools, *stations, hospital]):
        _equip(one, number)
        _collect(world, one, number, months)
    _use_platforms(world, made)
    _book()
    return made


def more(world: World, made: BacGiang, *, districts: int) -> None:
    """More districts, with a month of money."""
    first = len(made.districts)
    found = places.children(made.place, THEN)[first : first + districts]
    schools, stations = _facilities(found, first=first)
    for number, one in enumerate([*schools, *stations]):
        _equip(one, number)
        _collect(world, one, number, [9])
    _book()


def _facilities(districts: Sequence[Place], *, first: int) -> tuple[list[Payee], list[Payee]]:
    schools: list[Payee] = []
    stations: list[Payee] = []
    for number, district in enumerate(districts, start=first):
        where = places.children(district, THEN)[0]
        for kind, (called, level) in enumerate(KINDS):
            code = f"22{number:02}{kind}"
            one = register(code, f"{called} {where.name}", where, level=level, valid_from=THEN)
            (stations if level is Level.COMMUNE_STATION else schools).append(one)
    return schools, stations


def _book() -> None:
    while payments.post_waiting(at=worlds.AT).taken:
        pass


def _equip(one: Payee, number: int) -> None:
    """Every other has a contract since spring; each ninth has none."""
    if number % 9 == 8:
        return
    methods.record_contract(
        by=SYSTEM,
        merchant_id=one.merchant.pk,
        number=f"HĐ-{number}",
        from_on=date(2022, 2 + number % 4, 1),
        until_on=date(2030, 1, 1),
        evidence="tủ hồ sơ",
        at=worlds.AT,
    )


def _collect(world: World, one: Payee, number: int, months: Sequence[int]) -> None:
    """Three to five payments a month; the hospital takes more and mostly cash. Each eleventh is
    silent: it collects elsewhere and tells nobody."""
    if number % 11 == 10:
        return
    is_hospital = one.facility.level == Level.HOSPITAL
    for month in months:
        for nth in range(8 if is_hospital else 3 + number % 3):
            at = datetime(2022, month, 3 + nth * 2 + number % 5, 8, nth, tzinfo=VIETNAM)
            share = 35 if is_hospital else 78 - number % 13 * 4
            is_cashless = (nth * 41 + number * 29 + month * 7) % 100 < share * (4 + month) // 15
            amount = 2_450_000 if is_hospital else 180_000 + (nth + number) % 7 * 60_000
            pay(world, one, amount, WAYS[(nth + number) % 5] if is_cashless else "cash", at)


def _use_platforms(world: World, made: BacGiang) -> None:
    """Four of five schools use a platform; the hospital and a third of the stations another."""
    dung = actor_for(world.dung.user)
    for name, category, users in (
        ("vnEdu", Category.SCHOOL_ADMIN, [o for n, o in enumerate(made.schools) if n % 5]),
        ("VNPT HIS", Category.HOSPITAL_MGMT, [made.hospital, *made.stations[::3]]),
    ):
        platform = platforms.register_platform(
            by=SYSTEM,
            platform=NewPlatform(
                name=name, vendor="VNPT", is_vietnamese=True, categories=[category], source="QĐ 186"
            ),
            at=worlds.AT,
        )
        for number, one in enumerate(users):
            use = platforms.declare_use(
                by=SYSTEM,
                facility_id=one.id,
                use=NewUse(
                    platform_id=platform.pk,
                    category=category,
                    from_on=date(2022, 1 + number % 8, 5),
                    evidence="hợp đồng",
                ),
                at=worlds.AT,
            )
            platforms.decide_use(by=dung, use_id=use.pk, approve=True, at=worlds.AT)
