"""The clock of the kitchens: each minute the numbers whose hour has come are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from thuphi.money.meals.actions import ticking

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name="keep_kitchen_numbers", queueing_lock="keep_kitchen_numbers")
def keep_kitchen_numbers(timestamp: int) -> None:
    """Keep the kitchen's number of every school past its cut-off."""
    kept = ticking.freeze_due(at=datetime.fromtimestamp(timestamp, UTC))
    if kept:
        log.info("kitchen_numbers_kept", classes=kept)
