"""The clock: what runs at which hour. Each task is safe to run twice."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.workbook import actions as workbooks
from thuphi.money.payments.rebuild import differences
from thuphi.money.reconciliation import rebuild as reconciled
from thuphi.money.sheets import actions as sheets

from . import letters, minutes, publishing, reporting

log = structlog.get_logger()

LOOK_SECONDS = 1
AGAIN_SECONDS = 5
KEPT_HOURS = 24
"""How long an uploaded workbook waits to be confirmed before its names are dropped."""
ALSO = (
    publishing.publish_figures,
    reporting.keep_reports_up,
    letters.remind_families,
    minutes.keep_kitchen_numbers,
    minutes.look_for_proofs,
)
"""What other files give the clock to run; naming them here is what makes it know them."""


@app.periodic(cron="30 19 * * *")  # 02:30 in Việt Nam
@app.task(name="compare_with_recount", queueing_lock="compare_with_recount")
def compare_with_recount(timestamp: int) -> None:  # noqa: ARG001
    """Count everything again by night; a difference is an error in the log, which is watched."""
    for difference in (*differences(), *reconciled.differences()):
        log.error("projection_differs", difference=str(difference))


@app.periodic(cron="15 * * * *")
@app.task(name="forget_uploads", queueing_lock="forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Drop workbooks that nobody confirmed, with the names in them."""
    at = datetime.fromtimestamp(timestamp, UTC)
    before = at - timedelta(hours=KEPT_HOURS)
    dropped = workbooks.forget_uploads(by=SYSTEM, before=before, at=at)
    dropped += sheets.forget(by=SYSTEM, before=before, at=at)
    log.info("uploads_forgotten", uploads=dropped)


def keep_hours(stop: threading.Event) -> None:
    """Run what is due by the clock until told to stop; a database that goes away is waited for."""
    while not stop.is_set():
        try:
            asyncio.run(_keep_hours(stop))
        except (ConnectorException, psycopg.OperationalError, PoolTimeout) as error:
            log.warning("clock_interrupted", error=type(error).__name__)
            stop.wait(AGAIN_SECONDS)


async def _keep_hours(stop: threading.Event) -> None:
    clock = app.with_connector(DjangoConnector().get_worker_connector())
    async with clock.open_async():
        work = asyncio.create_task(
            clock.run_worker_async(install_signal_handlers=False, concurrency=1)
        )
        while not (stop.is_set() or work.done()):
            await asyncio.sleep(LOOK_SECONDS)
        if not work.done():
            work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
