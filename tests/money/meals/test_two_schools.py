"""A connection of one school sees and writes nothing of another school's meals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.money.meals.canteen import MONDAY, Canteen, clock_at
from thuphi.money.meals.actions import setting
from thuphi.money.meals.models import KitchenCount, Meal, MealDay, MealRoll, MealTick

TABLES = (Meal, MealDay, MealRoll, MealTick, KitchenCount)


def test_rows_of_one_school_are_hidden_from_another(
    canteen: Canteen, as_role: Callable[..., None]
) -> None:
    world = canteen.world
    canteen.tick(MONDAY, "HS001", hour=9)
    setting.say_days(
        by=world.lan.actor,
        facility_id=world.a.id,
        first_on=MONDAY,
        last_on=MONDAY,
        is_open=False,
        reason="Nghỉ bão",
        at=clock_at(MONDAY, 10),
    )
    as_role("thuphi_app", world.a.id)
    assert [table.objects.count() > 0 for table in TABLES] == [True] * len(TABLES)
    as_role("thuphi_app", world.b.id)
    assert [table.objects.count() for table in TABLES] == [0] * len(TABLES)
    with pytest.raises(ProgrammingError), transaction.atomic():
        MealDay.objects.create(facility_id=world.a.id, meal_on=MONDAY, is_open=True, reason="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meal_tick SET state = 'eats'")
        assert cursor.rowcount == 0
