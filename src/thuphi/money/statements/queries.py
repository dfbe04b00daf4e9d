"""What was taken in: files, statements, lines, and what is missing between statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from thuphi.ground.statements.profiles import Profile

from . import errors
from .gaps import Gap, Told
from .gaps import gaps as gaps_between
from .models import BankLine, ColumnProfile, LineSeen, Statement, StatementFile
from .rules import StatementKind

LOOKED_BACK = timedelta(days=400)
"""Gaps are looked for within a little more than a year."""


def files(facility_id: int, *, limit: int = 200) -> list[StatementFile]:
    """The files of a facility, the latest first."""
    return list(StatementFile.objects.filter(facility_id=facility_id).order_by("-pk")[:limit])


def file(facility_id: int, file_id: int) -> StatementFile | None:
    """One file, if it is this facility's."""
    return StatementFile.objects.filter(facility_id=facility_id, pk=file_id).first()


def statements(
    facility_id: int, *, file_id: int | None = None, limit: int = 500
) -> list[Statement]:
    """The statements of a facility, or of one of its files, the latest day first."""
    found = Statement.objects.filter(facility_id=facility_id).select_related("file")
    if file_id is not None:
        found = found.filter(file_id=file_id)
    return list(found.order_by("-to_on", "-pk")[:limit])


def statement(facility_id: int, statement_id: int) -> Statement | None:
    """One statement with its file, if it is this facility's."""
    found = Statement.objects.filter(facility_id=facility_id, pk=statement_id)
    return found.select_related("file").first()


def line(facility_id: int, line_id: int) -> BankLine:
    """One line. Raises `LineNotFound`."""
    found = BankLine.objects.filter(facility_id=facility_id, pk=line_id).first()
    if found is None:
        raise errors.LineNotFound
    return found


def sightings(line_id: int) -> list[LineSeen]:
    """In which statements a line stands, the first one first."""
    found = LineSeen.objects.filter(line_id=line_id).select_related("statement__file")
    return list(found.order_by("pk"))


def seen_in(statement_id: int) -> QuerySet[LineSeen]:
    """What stands in a statement, with its lines, in the statement's order."""
    seen = LineSeen.objects.filter(statement_id=statement_id).select_related("line")
    return seen.order_by("place", "pk")


def profiles(facility_id: int) -> list[ColumnProfile]:
    """The column profiles that a facility made."""
    return list(ColumnProfile.objects.filter(facility_id=facility_id).order_by("name"))


def profile(kept: ColumnProfile) -> Profile:
    """A kept column profile as the readers take it."""
    heads = kept.heads if isinstance(kept.heads, dict) else {}
    return Profile(
        kept.name,
        {str(field): tuple(str(word) for word in words) for field, words in heads.items()},
    )


def gaps(facility_id: int, *, until_on: date | None = None) -> list[Gap]:
    """Where statements of the facility's accounts do not follow each other."""
    told = Statement.objects.filter(facility_id=facility_id)
    if until_on is not None:
        told = told.filter(from_on__lte=until_on, to_on__gte=until_on - LOOKED_BACK)
    return gaps_between([told_of(one) for one in told])


def told_of(one: Statement) -> Told:
    """What a statement says of itself, as gaps are looked for in it."""
    return Told(
        one.pk, one.account, StatementKind(one.kind), one.number, one.opening_vnd, one.closing_vnd,
        one.from_on, one.to_on,
    )  # fmt: skip


def repeats(statements: Sequence[Statement]) -> int:
    """How many of these tell under the same number what a statement of another file told."""
    return sum(
        Statement.objects.filter(
            facility_id=one.facility_id, account=one.account, kind=one.kind, number=one.number,
            from_on=one.from_on, to_on=one.to_on,
        ).exclude(file_id=one.file_id).exists()
        for one in statements if one.number
    )  # fmt: skip
