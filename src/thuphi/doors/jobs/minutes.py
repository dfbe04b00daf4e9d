"""What the clock does each minute: kitchens' numbers are kept, proofs of accounts looked for."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.meals.actions import ticking
from thuphi.money.proofs import actions as proofs

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name="keep_kitchen_numbers", queueing_lock="keep_kitchen_numbers")
def keep_kitchen_numbers(timestamp: int) -> None:
    """Keep the kitchen's number of every school past its cut-off."""
    kept = ticking.freeze_due(at=datetime.fromtimestamp(timestamp, UTC))
    if kept:
        log.info("kitchen_numbers_kept", classes=kept)


@app.periodic(cron="* * * * *")
@app.task(name="look_for_proofs", queueing_lock="look_for_proofs")
def look_for_proofs(timestamp: int) -> None:
    """Look whether the thousand đồng of a school's proof has come."""
    proofs.look_everywhere(by=SYSTEM, at=datetime.fromtimestamp(timestamp, UTC))
