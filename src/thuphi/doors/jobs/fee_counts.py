"""The worker's duty to keep the counts of fees by kind up with what was billed and booked."""

from __future__ import annotations

import threading

import psycopg
import structlog
from django.db import OperationalError, connection

from thuphi.money.payments import fees

log = structlog.get_logger()

LOOK_SECONDS = 2
"""Figures of fees may be so old; a busy month is then counted once for all that came meanwhile."""
AGAIN_SECONDS = 5


def count_fees_until(stop: threading.Event) -> None:
    """Count what is stale until told to stop; survive a database that comes and goes."""
    while not stop.is_set():
        try:
            taken = fees.count_stale()
            if taken:
                log.info("fees_counted", stale=taken)
            if taken < fees.BATCH:
                stop.wait(LOOK_SECONDS)
        except (OperationalError, psycopg.OperationalError) as error:
            log.warning("fees_interrupted", error=type(error).__name__)
            connection.close()
            stop.wait(AGAIN_SECONDS)
    connection.close()
