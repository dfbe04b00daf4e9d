"""The worker's duty towards providers of e-invoices: to send what was asked, to ask after it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import psycopg
import structlog
from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, connection

from thuphi.ground.calls.sender import Sender
from thuphi.money.invoices import actions
from thuphi.money.invoices.sending import take_step

log = structlog.get_logger()

AT_ONCE = 20
QUIET_SECONDS = 2
AGAIN_SECONDS = 5


def send_invoices_until(stop: threading.Event) -> None:
    """Take every due step until told to stop; a database that goes away is waited for."""
    sender = Sender(may_go_to=settings.CALLS_MAY_GO_TO)
    while not stop.is_set():
        try:
            taken = send_due(sender)
        except (OperationalError, psycopg.OperationalError) as error:
            log.warning("invoices_interrupted", error=type(error).__name__)
            connection.close()
            stop.wait(AGAIN_SECONDS)
            continue
        if not taken:
            stop.wait(QUIET_SECONDS)


def send_due(sender: Sender) -> int:
    """Take the steps that are due now. Returns how many."""
    due = actions.claim_due(at=datetime.now(UTC), limit=AT_ONCE)
    for one in due:
        try:
            take_step(one, way=sender, at=datetime.now(UTC))
        except (IntegrityError, DataError) as error:
            # One invoice cannot be noted: it rests for its lease, the others go on.
            log.critical("invoice_refused", invoice=one.invoice.pk, error=type(error).__name__)
    return len(due)
