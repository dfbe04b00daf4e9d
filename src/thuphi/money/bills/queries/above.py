"""What was billed above a ceiling."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from thuphi.ground.kit.sql import statement
from thuphi.money.bills import models


def billed_above(limits: Mapping[int, int]) -> dict[int, int]:
    """By facility: đồng billed above ceilings (đồng a unit by fee item) on bills that live."""
    if not limits:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            statement(models.__file__, "billed_above"),
            {"items": list(limits), "limits": list(limits.values())},
        )
        return {int(row[0]): int(row[1]) for row in cursor.fetchall()}
