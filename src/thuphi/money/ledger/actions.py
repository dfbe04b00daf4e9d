"""The only writer of the book. Called by `recipes` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psycopg import Cursor

from thuphi.ground.kit.sql import statement

from .rules import RECIPES

Value = int | str | Sequence[int] | Sequence[str] | None

_RECIPE_ROWS = ", ".join(
    f"('{recipe.name.value}', '{recipe.debit.value}', '{recipe.credit.value}')"
    for recipe in RECIPES.values()
)


def _filled(name: str, rows: str) -> str:
    text = statement(__file__, name)
    return text.replace("{rows}", rows).replace("{recipes}", _RECIPE_ROWS)


def post_rows(
    cursor: Cursor[tuple[object, ...]], rows: str, values: Mapping[str, Value]
) -> int:
    """Open missing accounts, then book every row as one transfer. Returns how many."""
    cursor.execute(_filled("open_accounts", rows).encode(), values, prepare=True)
    cursor.execute(_filled("post_rows", rows).encode(), values, prepare=True)
    return cursor.rowcount
