"""Every verb on letters; the only writer of this room's table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from thuphi.ground.kit.sql import statement

from . import models, texts
from .addresses import mended
from .rules import Kind, LetterState, Way


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be sent: to whom, by what, and the facts its template speaks of."""

    way: Way
    kind: Kind
    to_address: str
    template: str
    facts: Mapping[str, str]
    about: str = ""
    """Codes of the bills it speaks of, with spaces between them."""
    facility_id: int | None = None
    language: str = "vi"
    not_before: datetime | None = None
    not_after: datetime | None = None
    day: date | None = None
    """For reminders: the day it is meant for."""


def queue(*, letters: Sequence[Letter], at: datetime) -> list[int]:
    """Lay letters out to be sent; part of the deed's own transaction. Returns their numbers.

    Raises `errors.AddressUnusable`, `errors.TemplateUnknown`, `errors.FactsMissing`: nothing that
    cannot be written is ever queued.
    """
    if not letters:
        return []
    for letter in letters:
        texts.check(letter.template, letter.facts)
    addresses = [mended(letter.way, letter.to_address) for letter in letters]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('letter_id_seq') FROM generate_series(1, %s)", [len(letters)]
        )
        ids = [int(row[0]) for row in cursor.fetchall()]
        rows = [
            {
                "id": number,
                "facility_id": letter.facility_id,
                "way": letter.way.value,
                "kind": letter.kind.value,
                "to_address": address,
                "template": letter.template,
                "facts": dict(letter.facts),
                "about": letter.about,
                "language": letter.language,
                "day": letter.day and letter.day.isoformat(),
                "not_before": letter.not_before and letter.not_before.isoformat(),
                "not_after": letter.not_after and letter.not_after.isoformat(),
            }
            for number, letter, address in zip(ids, letters, addresses, strict=True)
        ]
        # No RETURNING: whoever queues a code for a family may not read it again.
        cursor.execute(statement(__file__, "queue"), {"letters": json.dumps(rows), "at": at})
    return ids


def stop_about(*, about: Sequence[str], at: datetime) -> int:
    """Stop every waiting letter that speaks of one of these bills. Returns how many."""
    if not about:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "stop_about"), {"about": list(about), "at": at})
        return int(cursor.rowcount)


def forgive(*, facility_id: int, address: str) -> int:
    """A person says that an address that failed is right: it is used again. Returns how many."""
    return models.Letter.objects.filter(
        facility_id=facility_id,
        to_address=address,
        state=LetterState.FAILED.value,
        is_forgiven=False,
    ).update(is_forgiven=True)
