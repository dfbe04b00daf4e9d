"""What the clock does for the offices every morning: boards, reports that are owed, reminders."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.reports import actions as reports

log = structlog.get_logger()


@app.periodic(cron="0 23 * * *")  # 06:00 in Việt Nam
@app.task(name="keep_reports_up", queueing_lock="keep_reports_up")
def keep_reports_up(timestamp: int) -> None:
    """Open boards, write down what is owed for the next month, remind of what is due or late."""
    kept = reports.keep_up(by=SYSTEM, at=datetime.fromtimestamp(timestamp, UTC))
    log.info(
        "reports_kept_up",
        tasks=kept.tasks,
        obligations=kept.obligations,
        reminders=kept.reminders,
    )
