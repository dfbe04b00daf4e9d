"""SQL statements kept one to a file, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def statement(room_file: str, name: str) -> str:
    """The text of `sql/<name>.sql` beside the module `room_file` (pass `__file__`)."""
    return (Path(room_file).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
