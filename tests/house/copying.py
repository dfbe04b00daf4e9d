"""How a deed of raw SQL repeats a row."""

from __future__ import annotations

import json

Fact = str | int | bool | None | dict[str, str]

FREE_ID = 999_999_999
FREE_CODE = "TF0000000000"
A_PAID = "finding = 'exact' AND channel = 'sandbox'"
AT = "2026-10-06T00:00Z"


def copy(table: str, *, where: str = "true", **changed: Fact) -> str:
    """SQL that inserts one row of a table again, with a free id and some columns changed."""
    patch = json.dumps({"id": FREE_ID, **changed}, ensure_ascii=False).replace("'", "''")
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, '{patch}')).* FROM {table} AS r "
        f"WHERE {where} ORDER BY 1 LIMIT 1"
    )
