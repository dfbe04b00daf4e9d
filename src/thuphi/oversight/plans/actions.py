"""The one deed on plans: to adopt one. The only writer of this room's table."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission

from . import reading
from .models import PlanProfile


@transaction.atomic
def adopt(*, by: Actor, text: str, at: datetime) -> PlanProfile:
    """Put a plan into force here, as the text says it; an earlier adoption of it stays on record.

    The same text as the one in force is not adopted twice. Raises `PlanUnreadable`, `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.PLAN_ADOPT)):
        raise NotAllowed(Permission.PLAN_ADOPT)
    plan = reading.read(text, name="")
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    newest = PlanProfile.objects.filter(plan_id=plan.id).order_by("-id").first()
    if newest is not None and newest.sha256 == sha256:
        return newest
    adopted = PlanProfile.objects.create(
        plan_id=plan.id, sha256=sha256, text=text, adopted_at=at, adopted_by=by.name
    )
    events.record("plan_adopted", by=by, subject=f"plan:{plan.id}", at=at, sha256=sha256)
    return adopted
