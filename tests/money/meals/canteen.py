"""School A with a canteen: who is registered, what is billed, who looks after class 2A."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from tests import world as worlds
from tests.world import Person, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.meals.actions import setting, ticking
from thuphi.money.meals.models import Meal
from thuphi.money.meals.rules import Settling
from thuphi.money.registrations import actions as registrations
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff import queries as staff_queries

START_ON = date(2026, 9, 1)
MONDAY = date(2026, 10, 5)


def clock_at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day in Việt Nam."""
    return datetime.combine(day, time(hour, minute, tzinfo=VIETNAM))


@dataclass(frozen=True, slots=True)
class Canteen:
    """The lunch of school A, and the teacher of 2A."""

    world: World
    lunch: Meal
    teacher: Person

    def child(self, code: str) -> int:
        """A child's number by their code."""
        return self.world.a.pupils[code].pk

    def tick(
        self, day: date, *codes: str, hour: int = 7, class_name: str = "2A"
    ) -> ticking.SavedClass:
        """Class 2A is saved on a day with these children absent."""
        everybody = [one.pk for one in self.world.a.pupils.values()]
        return ticking.save_class(
            by=self.world.lan.actor,
            facility_id=self.world.a.id,
            class_name=class_name,
            meal_on=day,
            absent=[self.child(code) for code in codes],
            shown=everybody,
            at=clock_at(day, hour),
        )


def teacher_of(world: World, class_name: str, username: str = "thu") -> Person:
    """Somebody who looks after one class of school A."""
    user = staff.create_login(
        by=SYSTEM, username=username, password=None, full_name="Lê Thị Thu", at=worlds.AT
    )
    staff.give_class(
        by=SYSTEM, facility_id=world.a.id, user_id=user.pk, class_name=class_name, at=worlds.AT
    )
    return Person(user=user, actor=staff_queries.actor_for(user))


def build(
    world: World,
    *,
    settling: Settling = Settling.CREDIT,
    codes: Sequence[str] = ("HS001", "HS002", "HS003"),
    percents: Mapping[str, int] | None = None,
) -> Canteen:
    """Lunch for these children of school A, from the first of September."""
    item = world.a.items["AN"]
    lunch = setting.set_meal(
        by=world.lan.actor,
        facility_id=world.a.id,
        fee_item_id=item.pk,
        settling=settling,
        at=worlds.AT,
    )
    for code in codes:
        registrations.register(
            by=world.lan.actor,
            facility_id=world.a.id,
            beneficiary_id=world.a.pupils[code].pk,
            fee_item_id=item.pk,
            percent=(percents or {}).get(code, 100),
            from_on=START_ON,
            at=worlds.AT,
        )
    return Canteen(world, lunch, teacher_of(world, "2A"))
