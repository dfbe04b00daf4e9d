"""How the statements of this room are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from django.db import connection

from thuphi.ground.kit.sql import statement
from thuphi.money.periods import models
from thuphi.money.periods.rules import end_of, start_of

Value = int | str | bool | date | datetime | None
Row = TypeVar("Row")


@cache
def sql(name: str) -> str:
    """A statement, with the texts that hashes are made of where it names them."""
    text = statement(models.__file__, name)
    for part in ("row_text", "head_text"):
        text = text.replace(f"{{{part}}}", statement(models.__file__, part).strip())
    return text


def ask(name: str, values: Mapping[str, Value], row: Callable[..., Row]) -> list[Row]:
    """Every row of a statement, each as what `row` makes of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql(name), values)
        return [row(*one) for one in cursor.fetchall()]


def days(facility_id: int, from_on: date, until_on: date) -> dict[str, Value]:
    """Some days of a facility, as the statements name them; both days belong to it."""
    return {
        "facility_id": facility_id,
        "from_on": from_on,
        "until_on": until_on,
        "start_at": start_of(from_on),
        "end_at": end_of(until_on),
    }
