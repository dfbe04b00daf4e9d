"""How a statement of this room is asked: whose book, by which day, in which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from thuphi.ground.kit.sql import statement
from thuphi.money.accounts import rules
from thuphi.money.accounts.rules import EVERY_DAY, Span
from thuphi.money.reconciliation.rules import BooksBy

Value = int | str | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose book, by which day money counts, and in which days."""

    facility_id: int
    by: BooksBy = BooksBy.PAID
    span: Span = EVERY_DAY


def sql(name: str, by: BooksBy = BooksBy.PAID) -> str:
    """A statement of this room, reading transfers on the day that counts."""
    text = statement(rules.__file__, name)
    return text.replace("{dated}", statement(rules.__file__, f"dated_{by.value}"))


def values(asked: Asked) -> Mapping[str, Value]:
    """What every statement is told."""
    return {
        "facility_id": asked.facility_id,
        "from_at": asked.span.from_at,
        "until_at": asked.span.until_at,
    }
