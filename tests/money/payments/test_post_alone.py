from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction

from tests import world as worlds
from tests.world import AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions
from thuphi.money.payments.models import HeardSetAside, Payment
from thuphi.money.payments.rebuild import differences


def test_one_that_the_database_refuses_does_not_keep_its_neighbours_waiting(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "CREATE FUNCTION no_thirteen() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE check_violation; END'"
        )
        cursor.execute(
            "CREATE TRIGGER no_thirteen BEFORE INSERT ON payment FOR EACH ROW"
            " WHEN (NEW.amount_vnd = 13) EXECUTE FUNCTION no_thirteen()"
        )
        cursor.execute("SET ROLE thuphi_worker")
    poison = worlds.hear(world, bills[0].code, 13)
    good = worlds.hear(world, bills[1].code, bills[1].total_vnd)
    with pytest.raises(psycopg.errors.CheckViolation), transaction.atomic():
        actions.post_waiting(at=AT)
    assert [actions.post_alone(at=AT) for _ in range(3)] == [1, 1, 0]
    assert Payment.objects.get(heard_id=good).finding == "exact"
    assert list(HeardSetAside.objects.values_list("heard_id", flat=True)) == [poison]
    assert [one.subject for one in differences()] == [f"heard:{poison}"]
