"""Verbs on kept answers: the same request twice is one deed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from thuphi.registers.neighbours import errors
from thuphi.registers.neighbours.models import KeptAnswer

from .keys import Caller

DROPPED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    body: bytes


def request_hash(*, method: str, path: str, body: bytes) -> bytes:
    """SHA-256 over all that makes two requests the same."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).digest()


def answer_before(*, caller: Caller, key: str, request_hash: bytes) -> Answer | None:
    """What the same request was answered before; None lets the caller do it now.

    Call it within the transaction of the deed: until its end nobody else works on this key.
    Raises `AnotherRequest`, `AtWork`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"kept_answer:{caller.key_id}:{key}"],
        )
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise errors.AtWork
    kept = KeptAnswer.objects.filter(api_key_id=caller.key_id, key=key).first()
    if kept is None:
        return None
    if bytes(kept.request_hash) != request_hash:
        raise errors.AnotherRequest
    return Answer(kept.status, bytes(kept.body))


def keep_answer(
    *, caller: Caller, key: str, request_hash: bytes, answer: Answer, at: datetime
) -> None:
    """Keep what a deed was answered, in the deed's own transaction."""
    KeptAnswer.objects.create(
        api_key_id=caller.key_id,
        facility_id=caller.facility_id,
        key=key,
        request_hash=request_hash,
        status=answer.status,
        body=answer.body,
        created_at=at,
    )


def forget_answers(*, before: datetime) -> int:
    """Drop a part of the answers older than this; returns how many, 0 when none is left."""
    old = KeptAnswer.objects.filter(created_at__lt=before).order_by("created_at")
    dropped, _ = KeptAnswer.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:DROPPED_AT_ONCE])
    ).delete()
    return dropped
