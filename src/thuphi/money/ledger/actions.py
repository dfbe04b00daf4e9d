"""The only writer of the book. Called by `recipes` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from psycopg import Cursor
from psycopg.errors import NotNullViolation

from thuphi.ground.kit.sql import statement

from .rules import RECIPES

Value = int | str | Sequence[int] | Sequence[str] | None

_RECIPE_ROWS = ", ".join(
    f"('{recipe.name.value}', '{recipe.debit.value}', '{recipe.credit.value}')"
    for recipe in RECIPES.values()
)


def _filled(name: str, rows: str) -> str:
    text = statement(__file__, name)
    corrects = "r.corrects_id" if "corrects_id" in rows else "NULL::bigint"
    text = text.replace("{corrects}", corrects)
    return text.replace("{rows}", rows).replace("{recipes}", _RECIPE_ROWS)


def post_rows(
    cursor: Cursor[tuple[object, ...]],
    rows: str,
    values: Mapping[str, Value],
    *,
    is_prepared: bool = True,
) -> int:
    """Book every row as one transfer, opening accounts that are missing. Returns how many."""
    book = _filled("post_rows", rows).encode()
    try:
        with transaction.atomic():
            cursor.execute(book, values, prepare=is_prepared)
    except NotNullViolation:
        # Accounts are opened once and used for years, so it is cheaper to try first.
        cursor.execute(_filled("open_accounts", rows).encode(), values, prepare=is_prepared)
        cursor.execute(book, values, prepare=is_prepared)
    return cursor.rowcount
