"""The one verb: to record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thuphi.ground.kit.actor import Actor

from .models import Event


def record(
    kind: str,
    *,
    by: Actor,
    subject: str,
    at: datetime,
    facility_id: int | None = None,
    **facts: str | int | bool | Mapping[str, str | int] | None,
) -> None:
    """Write down that something happened; part of the deed's own transaction."""
    Event.objects.create(
        kind=kind,
        at=at,
        actor=by.name,
        user_id=by.user_id,
        facility_id=facility_id,
        subject=subject,
        facts=facts,
    )
