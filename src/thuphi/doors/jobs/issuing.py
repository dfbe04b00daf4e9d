"""The worker's second duty: to issue runs that were asked for, and to finish broken-off ones."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import structlog
from django.db import OperationalError, connection

from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.money.credits import actions as credits

log = structlog.get_logger()

LOOK_SECONDS = 1


def issue_requested() -> int:
    """Issue every run in state issuing. Returns how many bills came out."""
    issued = 0
    waiting = CollectionRun.objects.filter(state=RunState.ISSUING.value).order_by("pk")
    for run in list(waiting):
        issued += bills.issue_run(by=SYSTEM, run_id=run.pk, at=datetime.now(UTC))
        spent = credits.spend_on_run(by=SYSTEM, run_id=run.pk, at=datetime.now(UTC))
        log.info("run_issued", run=run.pk, bills=issued, from_credit_vnd=spent.amount_vnd)
    return issued


def issue_until(stop: threading.Event) -> None:
    """Look for runs to issue until told to stop; a run that broke off is simply taken up again."""
    while not stop.is_set():
        try:
            issue_requested()
        except OperationalError as error:
            log.warning("issuing_interrupted", error=type(error).__name__)
            connection.close()
        stop.wait(LOOK_SECONDS)
    connection.close()
