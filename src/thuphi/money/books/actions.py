"""What a school decides about its lists: columns, names, and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission

from . import rules
from .models import BookFoot, BookLayout
from .rules import BookName, Chosen

LONGEST = 120


@transaction.atomic
def lay_out(
    *, by: Actor, facility_id: int, book: BookName, columns: Sequence[Chosen], at: datetime
) -> BookLayout:
    """Keep which columns a facility reads in a book, in which order and by which names.

    Raises `NoColumns`, `ColumnUnknown`, `ColumnTwice`.
    """
    by.require(Permission.RUN_WRITE, facility_id)
    chosen = rules.checked(rules.SHAPES[book].columns, columns)
    kept, _ = BookLayout.objects.update_or_create(
        facility_id=facility_id,
        book=book.value,
        defaults={
            "columns": [{"key": one.key, "name": one.name} for one in chosen],
            "changed_by": by.user_id,
            "changed_at": at,
        },
    )
    events.record(
        "book_laid_out",
        by=by,
        subject=f"book:{book.value}",
        at=at,
        facility_id=facility_id,
        columns=len(chosen),
    )
    return kept


@transaction.atomic
def lay_out_as_made(*, by: Actor, facility_id: int, book: BookName, at: datetime) -> None:
    """Go back to all columns of a book, in our order and by our names."""
    by.require(Permission.RUN_WRITE, facility_id)
    gone, _ = BookLayout.objects.filter(facility_id=facility_id, book=book.value).delete()
    if gone:
        events.record(
            "book_laid_out",
            by=by,
            subject=f"book:{book.value}",
            at=at,
            facility_id=facility_id,
            columns=len(rules.SHAPES[book].columns),
        )


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands above and below each list on paper; what is empty is left to the pen."""

    unit_above: str = ""
    signed_at: str = ""
    maker: str = ""
    accountant: str = ""
    head_title: str = ""
    head: str = ""


@transaction.atomic
def sign_by(*, by: Actor, facility_id: int, foot: Foot, at: datetime) -> BookFoot:
    """Keep who signs the lists of a facility, and where."""
    by.require(Permission.RUN_WRITE, facility_id)
    told = {
        name: " ".join(str(getattr(foot, name)).split())[:LONGEST]
        for name in ("unit_above", "signed_at", "maker", "accountant", "head_title", "head")
    }
    kept, _ = BookFoot.objects.update_or_create(
        facility_id=facility_id, defaults={**told, "changed_by": by.user_id, "changed_at": at}
    )
    events.record("book_foot_set", by=by, subject="book:foot", at=at, facility_id=facility_id)
    return kept
