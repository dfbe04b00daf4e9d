"""The public's figures are counted afresh every hour."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from procrastinate.contrib.django import app

from thuphi.oversight.indicators import publishing

log = structlog.get_logger()


@app.periodic(cron="7 * * * *")
@app.task(name="publish_figures", queueing_lock="publish_figures")
def publish_figures(timestamp: int) -> None:
    """Lay down what the public may see; small numbers are left out before a page can read them."""
    index = publishing.publish(at=datetime.fromtimestamp(timestamp, UTC))
    log.info("figures_published", plans=len(index))
