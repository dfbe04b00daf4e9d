"""The worker's letters: what waits is carried, way by way, and the clock lays out reminders."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Final

import psycopg
import structlog
from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app

from thuphi.ground.calls.sender import Sender
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices import sending
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.senders.opened import posts
from thuphi.ground.notices.senders.port import Post
from thuphi.ground.notices.senders.settings import senders_here
from thuphi.ground.notices.sending import Round
from thuphi.money.reminders import actions as reminders
from thuphi.money.reminders import queries
from thuphi.money.reminders.judging import judge

log = structlog.get_logger()

QUIET_SECONDS: Final = 1
AGAIN_SECONDS: Final = 2


@app.periodic(cron="0 1 * * *")  # 08:00 in Việt Nam
@app.task(name="remind_families", queueing_lock="remind_families")
def remind_families(timestamp: int) -> None:
    """Lay out the day's reminders of every facility that reminds, and forget codes of yesterday."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for facility_id in queries.facilities_that_remind():
        laid_out = reminders.remind(
            by=SYSTEM, facility_id=facility_id, site=str(settings.SITE_URL), at=at
        )
        log.info("families_reminded", facility=facility_id, letters=laid_out)
    sending.forget_codes(at=at)


def report_url(way: Way) -> str:
    """Where a provider tells that a letter of this way arrived; signed, so it holds no secret."""
    return f"{str(settings.SITE_URL).rstrip('/')}/bao-phat/{way.value}"


def send_letters_until(stop: threading.Event) -> None:
    """Carry letters until told to stop, each way for itself: a slow one keeps no other waiting."""
    sender = Sender(may_go_to=settings.CALLS_MAY_GO_TO)
    opened = posts(senders_here(), sender)
    log.info("letters_leave_by", ways=[post.way.value for post in opened])
    working = [
        threading.Thread(target=_send_until, args=(stop, post), name=f"letters-{post.way.value}")
        for post in opened
    ]
    for one in working:
        one.start()
    stop.wait()
    for one in working:
        one.join()


def _send_until(stop: threading.Event, post: Post) -> None:
    url = report_url(post.way)
    while not stop.is_set():
        try:
            ended = sending.send_next(post=post, at=datetime.now(UTC), judge=judge, report_url=url)
            if ended is Round.NOTHING:
                stop.wait(QUIET_SECONDS)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            log.warning("letters_interrupted", error=type(error).__name__)
            connection.close()
            stop.wait(AGAIN_SECONDS)
        except (IntegrityError, DataError) as error:
            # One letter cannot be noted: it rests for its lease, the others go on.
            log.critical("letter_refused", way=post.way.value, error=type(error).__name__)
            stop.wait(QUIET_SECONDS)
    connection.close()
