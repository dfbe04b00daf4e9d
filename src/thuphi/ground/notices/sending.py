"""A letter leaves: taken by one worker, asked once more whether it is wanted, carried, noted."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Case, Value, When

from . import texts
from .errors import LetterRefused
from .models import Letter
from .rules import LEASE, Kind, LetterState, Trouble, Way, wait_after
from .senders.port import Parcel, Post, Told, reference_of
from .senders.reports import Report

log = structlog.get_logger("thuphi.notices")

CODES_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that one worker holds and nobody else."""

    letter_id: int
    facility_id: int | None
    way: Way
    kind: Kind
    to_address: str = field(repr=False)
    template: str
    facts: Mapping[str, str] = field(repr=False)
    about: tuple[str, ...]
    language: str
    tries: int
    not_after: datetime | None


Judge = Callable[[Due, datetime], datetime | None]
"""From when on a letter may leave, or `None` when nobody wants it any more."""


class Round(enum.Enum):
    """How one round of a sender ended."""

    NOTHING = "nothing"
    SENT = "sent"
    STOPPED = "stopped"
    LATER = "later"
    FAILED = "failed"


def send_next(*, post: Post, at: datetime, judge: Judge, report_url: str = "") -> Round:
    """Carry the next letter of a sender's way, if one is due. Codes go before all others.

    Whether it is still wanted is asked after it was taken, right before it leaves.
    """
    due = _take(post.way, at)
    if due is None:
        return Round.NOTHING
    if not _can_be_written(due):
        _close(due, LetterState.FAILED, trouble=Trouble.REFUSED.value)
        return Round.FAILED
    leaves_at = None if _is_too_late(due, at) else judge(due, at)
    if leaves_at is None:
        _close(due, LetterState.STOPPED)
        return Round.STOPPED
    if leaves_at > at:
        Letter.objects.filter(pk=due.letter_id, state=LetterState.WAITING.value).update(
            not_before=leaves_at, tries=due.tries - 1
        )
        return Round.LATER
    rendered = texts.render(due.template, due.facts, way=due.way, language=due.language)
    told = post.send(
        Parcel(
            reference=reference_of(due.letter_id),
            to_address=due.to_address,
            template=due.template,
            facts=texts.spoken(due.facts),
            subject=rendered.subject,
            text=rendered.text,
            report_url=report_url,
        )
    )
    return _note(due, told, at)


def _can_be_written(due: Due) -> bool:
    """Not when it waited while its text was given up, or its facts are not those of the text."""
    try:
        texts.check(due.template, due.facts)
    except LetterRefused as refused:
        log.critical("letter_not_written", letter=due.letter_id, why=type(refused).__name__)
        return False
    return True


def _is_too_late(due: Due, at: datetime) -> bool:
    return due.not_after is not None and at > due.not_after


def _take(way: Way, at: datetime) -> Due | None:
    with transaction.atomic():
        row = (
            Letter.objects.select_for_update(skip_locked=True)
            .filter(way=way.value, state=LetterState.WAITING.value, not_before__lte=at)
            .order_by(
                Case(When(kind=Kind.CODE.value, then=Value(0)), default=Value(1)),
                "not_before",
                "id",
            )
            .first()
        )
        if row is None:
            return None
        row.tries += 1
        # Whoever dies with it in hand does not keep it for ever.
        row.not_before = at + LEASE
        row.save(update_fields=["tries", "not_before"])
    return Due(
        letter_id=row.pk,
        facility_id=row.facility_id,
        way=way,
        kind=Kind(row.kind),
        to_address=row.to_address,
        template=row.template,
        facts=row.facts,
        about=tuple(row.about.split()),
        language=row.language,
        tries=row.tries,
        not_after=row.not_after,
    )


def _note(due: Due, told: Told, at: datetime) -> Round:
    waiting = Letter.objects.filter(pk=due.letter_id, state=LetterState.WAITING.value)
    if told.trouble is None:
        # A report may have come before this: then it stays delivered, and only the cost is new.
        Letter.objects.filter(pk=due.letter_id).update(
            cost_vnd=told.cost_vnd, provider_reference=told.provider_reference
        )
        _close(due, LetterState.SENT, sent_at=at)
        log.info("letter_sent", letter=due.letter_id, way=due.way.value)
        return Round.SENT
    wait = wait_after(told.trouble, due.tries)
    log.warning("letter_not_sent", letter=due.letter_id, way=due.way.value, why=told.trouble.value)
    if wait is None:
        _close(due, LetterState.FAILED, trouble=told.trouble.value)
        return Round.FAILED
    waiting.update(trouble=told.trouble.value, not_before=at + wait)
    return Round.LATER


def _close(
    due: Due, state: LetterState, *, sent_at: datetime | None = None, trouble: str = ""
) -> None:
    """The letter is over, or on its way; a code is forgotten."""
    changes: dict[str, object] = {"state": state.value, "trouble": trouble}
    if sent_at is not None:
        changes["sent_at"] = sent_at
    if due.kind is Kind.CODE:
        changes["facts"] = {}
    Letter.objects.filter(pk=due.letter_id, state=LetterState.WAITING.value).update(**changes)


def report(*, way: Way, told: Report, at: datetime) -> bool:
    """Note what a provider reports of a letter; its signature was checked. Whether it was news."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letter_reported(%s, %s, %s, %s, %s, %s, %s)",
            [
                way.value,
                told.letter_id,
                told.provider_reference,
                told.state.value,
                told.trouble.value if told.trouble else "",
                told.cost_vnd,
                at,
            ],
        )
        return bool(cursor.fetchone()[0])


def forget_codes(*, at: datetime) -> int:
    """Drop the codes of families that are over: their telephone numbers are nobody's business."""
    return (
        Letter.objects.filter(kind=Kind.CODE.value, created_at__lt=at - CODES_KEPT)
        .exclude(state=LetterState.WAITING.value)
        .delete()[0]
    )
