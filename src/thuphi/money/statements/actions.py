"""Taking in what a bank's file says: whole or not at all, and each line once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from psycopg import Cursor

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.statements.contract import ReadFile, ReadStatement
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import AccountState

from . import errors, queries, taking
from .gaps import Gap
from .models import Statement, StatementFile
from .rules import Source, StatementKind
from .taking import Standing

ACCOUNT_LOCK = 77_105
"""The first half of the advisory lock of an account whose lines are being told apart."""
_EVER_OURS = (AccountState.APPROVED.value, AccountState.RETIRED.value)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought."""

    file_id: int
    lines: int = 0
    new_lines: int = 0
    confirmed_lines: int = 0
    is_known: bool = False
    """These very bytes were taken in before, and nothing was written."""
    gaps: tuple[Gap, ...] = ()
    """What is missing just before or after this file's statements."""
    repeats: int = 0
    """How many of its statements had been told before under the same number."""


def known_file(facility_id: int, content: bytes) -> StatementFile | None:
    """The file of these very bytes, if it was taken in before."""
    digest = hashlib.sha256(content).digest()
    return StatementFile.objects.filter(facility_id=facility_id, sha256=digest).first()


@transaction.atomic
def take_read(
    *, by: Actor, facility_id: int, name: str, content: bytes, read: ReadFile, at: datetime
) -> Taken:
    """Take in a file that was read: its statements and lines, whole or not at all.

    A line that another file told is confirmed, not doubled. Raises `NoStatements`,
    `AccountNotOurs`.
    """
    by.require(Permission.RECONCILE, facility_id)
    before = known_file(facility_id, content)
    if before is not None:
        return Taken(before.pk, before.lines, is_known=True)
    if not read.statements:
        raise errors.NoStatements
    told = _without_repeats(_with_our_accounts(facility_id, read.statements))
    cursor = _lock_accounts(facility_id, sorted({one.account for one in told}))
    before = known_file(facility_id, content)
    if before is not None:
        return Taken(before.pk, before.lines, is_known=True)
    lines = sum(len(one.lines) for one in told)
    file_id = _file_id(cursor)
    statements = [_statement(facility_id, file_id, place, one) for place, one in enumerate(told)]
    new = _write(cursor, _file(file_id, by, facility_id, name, content, read, at), statements, told)
    events.record(
        "statement_taken", by=by, subject=f"statement_file:{file_id}", at=at,
        facility_id=facility_id, lines=lines, new_lines=new,
    )  # fmt: skip
    accounts = {one.account for one in told}
    ids = {one.pk for one in statements}
    return Taken(
        file_id, lines, new, lines - new,
        gaps=tuple(
            gap for gap in queries.gaps(facility_id)
            if gap.account in accounts and {gap.before_id, gap.after_id} & ids
        ),
        repeats=queries.repeats(statements) + len(read.statements) - len(told),
    )  # fmt: skip


def _write(
    cursor: Cursor[tuple[object, ...]],
    file: StatementFile,
    statements: Sequence[Statement],
    told: Sequence[ReadStatement],
) -> int:
    """Write file, statements and lines; the number of new lines.

    The file's row says how many lines were new, and is written once and for ever: so its number is
    drawn first, and what hangs on it is checked when all is there.
    """
    cursor.execute(b"SET CONSTRAINTS ALL DEFERRED")
    file.new_lines = 0
    by_account: defaultdict[str, list[Standing]] = defaultdict(list)
    for place, one in enumerate(told):
        by_account[one.account] += [Standing(place, line) for line in one.lines]
    teller = f"{file.format}/{file.profile}"
    plans = {
        account: taking.plan(cursor, file.facility_id, account, teller, standings)
        for account, standings in sorted(by_account.items())
    }
    file.new_lines = sum(len(plan.fresh) for plan in plans.values())
    file.save(force_insert=True)
    Statement.objects.bulk_create(statements)
    ids = [one.pk for one in statements]
    for account, plan in plans.items():
        taking.write(cursor, file.facility_id, account, plan, ids, file.taken_at)
    return file.new_lines
