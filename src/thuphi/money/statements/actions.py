"""Taking in what a bank's file says: whole or not at all, and each line once."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from psycopg import Cursor

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.statements import reading
from thuphi.ground.statements.contract import ReadFile, ReadStatement, Unreadable
from thuphi.ground.statements.profiles import DAYS, Field, Profile
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import AccountState

from . import errors, queries, taking
from .gaps import Gap
from .models import ColumnProfile, Statement, StatementFile
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


def take_file(
    *,
    by: Actor,
    facility_id: int,
    name: str,
    content: bytes,
    profile_id: int | None = None,
    at: datetime,
) -> Taken:
    """Take in a file of a bank: read, checked and written, whole or not at all.

    With `profile_id` a sheet is read by that profile alone; else by those of the facility first and
    then by those that everybody has. Raises `StatementRefused` with every fault, `AccountNotOurs`,
    `NoStatements`, `ProfileNotFound`.
    """
    by.require(Permission.RECONCILE, facility_id)
    before = known_file(facility_id, content)
    if before is not None:
        return Taken(before.pk, before.lines, is_known=True)
    read = read_file(
        facility_id=facility_id, name=name, content=content, profile_id=profile_id, at=at
    )
    return take_read(by=by, facility_id=facility_id, name=name, content=content, read=read, at=at)


def read_file(
    *, facility_id: int, name: str, content: bytes, profile_id: int | None = None, at: datetime
) -> ReadFile:
    """What a file says, read by the facility's own profiles first. Writes nothing.

    Raises `StatementRefused` with every fault, `ProfileNotFound`.
    """
    profiles = _profiles(facility_id, profile_id)
    try:
        return reading.read(name, content, profiles=profiles, today=today(at))
    except Unreadable as error:
        raise errors.StatementRefused(error.faults) from error


def keep_profile(
    *, by: Actor, facility_id: int, name: str, heads: Mapping[str, Sequence[str]], at: datetime
) -> ColumnProfile:
    """Remember what the columns of a bank's sheet mean; the same name takes the place of the old.

    Raises `ProfileIncomplete` without a name, a day, and a way to know what came and what went.
    """
    by.require(Permission.RECONCILE, facility_id)
    fields = {field for field, words in heads.items() if words}
    has_day = bool(fields & {day.value for day in DAYS})
    has_amount = Field.CREDIT.value in fields or Field.AMOUNT.value in fields
    label = " ".join(name.split())
    if not (label and has_day and has_amount):
        raise errors.ProfileIncomplete
    kept, _ = ColumnProfile.objects.update_or_create(
        facility_id=facility_id,
        name=label,
        defaults={
            "heads": {field: list(words) for field, words in heads.items() if words},
            "made_by": by.user_id,
            "made_at": at,
        },
    )
    events.record(
        "column_profile_kept",
        by=by,
        subject=f"column_profile:{kept.pk}",
        at=at,
        facility_id=facility_id,
    )
    return kept


def _profiles(facility_id: int, profile_id: int | None) -> list[Profile]:
    """The facility's profiles, or the wanted one. Raises `ProfileNotFound`."""
    found = queries.profiles(facility_id)
    if profile_id is not None:
        found = [one for one in found if one.pk == profile_id]
        if not found:
            raise errors.ProfileNotFound
    return [queries.profile(one) for one in found]


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
    teller = f"{read.format}/{read.profile}"
    plans = {
        account: taking.plan(cursor, facility_id, account, teller, standings)
        for account, standings in _by_account(told).items()
    }
    file = StatementFile.objects.create(
        facility_id=facility_id, source=Source.BANK.value, name=name, format=read.format,
        profile=read.profile, sha256=hashlib.sha256(content).digest(), size_bytes=len(content),
        lines=sum(len(one.lines) for one in told),
        new_lines=sum(len(one.fresh) for one in plans.values()),
        taken_by=by.user_id, taken_at=at,
    )  # fmt: skip
    statements = Statement.objects.bulk_create(
        [_statement(file, place, one) for place, one in enumerate(told)]
    )
    for account, planned in plans.items():
        ids = [one.pk for one in statements]
        taking.write(cursor, facility_id, account, planned, ids, at)
    events.record(
        "statement_taken", by=by, subject=f"statement_file:{file.pk}", at=at,
        facility_id=facility_id, lines=file.lines, new_lines=file.new_lines,
    )  # fmt: skip
    repeats = queries.repeats(statements) + len(read.statements) - len(told)
    return Taken(
        file.pk, file.lines, file.new_lines, file.lines - file.new_lines,
        gaps=_gaps_beside(statements), repeats=repeats,
    )  # fmt: skip


def _gaps_beside(statements: Sequence[Statement]) -> tuple[Gap, ...]:
    """What is missing just before or after these statements."""
    ids = {one.pk for one in statements}
    found = queries.gaps(statements[0].facility_id)
    return tuple(gap for gap in found if {gap.before_id, gap.after_id} & ids)


def _by_account(told: Sequence[ReadStatement]) -> dict[str, list[Standing]]:
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for place, one in enumerate(told):
        found[one.account] += [Standing(place, line) for line in one.lines]
    return dict(sorted(found.items()))


def _with_our_accounts(facility_id: int, told: Sequence[ReadStatement]) -> list[ReadStatement]:
    """The statements under the numbers as the facility has them. Raises `AccountNotOurs`."""
    ours = {
        _bare(one.number): one.number
        for one in facilities.accounts_of(facility_id)
        if one.state in _EVER_OURS
    }
    for one in told:
        if _bare(one.account) not in ours:
            raise errors.AccountNotOurs(one.account)
    return [replace(one, account=ours[_bare(one.account)]) for one in told]


def _bare(account: str) -> str:
    """A number without the signs that banks put between its digits."""
    return re.sub(r"[\s.\-]+", "", account).upper()


def _without_repeats(told: Sequence[ReadStatement]) -> list[ReadStatement]:
    """Each statement once, also when a file has the very same one twice."""
    found: list[ReadStatement] = []
    for one in told:
        if not one.number or one not in found:
            found.append(one)
    return found


def _lock_accounts(facility_id: int, accounts: Sequence[str]) -> Cursor[tuple[object, ...]]:
    """Wait for whoever takes in lines of these accounts at this moment."""
    connection.ensure_connection()
    cursor = Cursor(connection.connection)
    for account in accounts:
        cursor.execute(
            b"SELECT pg_advisory_xact_lock(%(lock)s, hashtext(%(account)s))",
            {"lock": ACCOUNT_LOCK, "account": f"{facility_id}:{account}"},
        )
    return cursor


def _statement(file: StatementFile, place: int, told: ReadStatement) -> Statement:
    days = [line.booked_on for line in told.lines]
    return Statement(
        facility_id=file.facility_id, file=file, place=place, account=told.account,
        kind=StatementKind(told.kind).value, number=told.number,
        opening_vnd=told.opening_vnd, closing_vnd=told.closing_vnd,
        in_vnd=told.in_vnd, out_vnd=told.out_vnd,
        from_on=min([told.from_on, *days]), to_on=max([told.to_on, *days]),
    )  # fmt: skip
