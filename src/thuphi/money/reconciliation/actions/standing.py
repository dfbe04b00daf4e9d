"""What stands beside a line, and how the line stands then: written down and booked.

The road of everybody who matches: the worker, a settlement, a person. All of it happens in the
caller's transaction, who has locked the lines (`lock`) before anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.money.reconciliation import rules
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome

Json = Mapping[str, str | int | Sequence[str]]


@dataclass(frozen=True, slots=True)
class NewMatch:
    """A part of a line's money, and what it is."""

    line_id: int
    facility_id: int
    kind: MatchKind
    subject_id: int
    amount_vnd: int
    how: How
    made_by: int | None = None
    """Null for the worker."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line stands from now on."""

    line_id: int
    outcome: Outcome
    confirmed: Confirmed
    payment_id: int | None = None
    """The payment that the line itself brought, when no notification had."""
    tried: Sequence[Json] = ()
    suggestions: Sequence[Json] = ()
    is_due: bool = False
    """Whether the worker is to look at it once more."""


def lock(line_ids: Sequence[int]) -> None:
    """Wait for whoever is at work on these lines, and keep them until the transaction ends."""
    recipes.raw_cursor().execute(
        b"SELECT 1 FROM line_state WHERE line_id = ANY (%(ids)s::bigint[])"
        b" ORDER BY line_id FOR UPDATE",
        {"ids": list(line_ids)},
    )


@transaction.atomic
def stand(matches: Sequence[NewMatch], *, at: datetime) -> list[int]:
    """Put these beside their lines, and book what came: it is on the account, and clears.

    Returns the ids of the matches, in their order. Raises `IntegrityError` where more would stand
    beside a line, or for a payment, than there is.
    """
    if not matches:
        return []
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(rules.__file__, "stand").encode(),
        {"matches": msgspec.json.encode(matches).decode(), "at": at},
        prepare=False,
    )
    ids = [int(str(row[0])) for row in cursor.fetchall()]
    recipes.book(cursor, statement(rules.__file__, "rows_to_settle"), {"ids": ids})
    return ids


@transaction.atomic
def part(match_ids: Sequence[int], *, undone_by: int | None, reason: str, at: datetime) -> None:
    """Take these away from their lines again, and turn round what they booked.

    What was said to have come waits for its line again. The lines are to be looked at by a person.
    """
    if not match_ids:
        return
    cursor = recipes.raw_cursor()
    cursor.execute(
        b"INSERT INTO line_match_undone (match_id, facility_id, reason, undone_by, undone_at)"
        b" SELECT m.id, m.facility_id, %(reason)s, %(undone_by)s, %(at)s FROM line_match AS m"
        b" WHERE m.id = ANY (%(ids)s::bigint[]) ORDER BY m.id",
        {"ids": list(match_ids), "reason": reason, "undone_by": undone_by, "at": at},
    )
    recipes.book(
        cursor,
        statement(rules.__file__, "rows_to_unsettle"),
        {"ids": list(match_ids), "at": at.isoformat()},
    )


def say(standings: Sequence[Standing], *, at: datetime) -> None:
    """Write down how lines stand. What is left of them follows from their matches by itself."""
    if not standings:
        return
    recipes.raw_cursor().execute(
        statement(rules.__file__, "say").encode(),
        {"standings": msgspec.json.encode(standings).decode(), "at": at},
        prepare=False,
    )
