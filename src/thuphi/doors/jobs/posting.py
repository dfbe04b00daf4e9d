"""The worker's first duty: to book what the gate has heard, as soon as it is heard."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import psycopg
import structlog
from django.db import DataError, IntegrityError, OperationalError, connection
from psycopg import sql

from thuphi.money.payments import actions as payments

log = structlog.get_logger()

QUIET_SECONDS = 1
"""How long to wait for a call before looking anyway: calls are lost while a line is cut."""
AGAIN_SECONDS = 2


class _Ear:
    """Listens for the gate's call on a connection of its own, opened again when it breaks."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self) -> None:
        if self._line is None:
            parameters = connection.get_connection_params()
            parameters.pop("cursor_factory", None)
            parameters.pop("pool", None)
            parameters.pop("context", None)
            parameters.pop("prepare_threshold", None)
            self._line = psycopg.connect(**parameters, autocommit=True)
            self._line.execute(sql.SQL("LISTEN thuphi_heard"))
        for _ in self._line.notifies(timeout=QUIET_SECONDS, stop_after=1):
            return

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def post_until(stop: threading.Event) -> None:
    """Book batch after batch until told to stop; survive a database that comes and goes."""
    ear = _Ear()
    while not stop.is_set():
        try:
            booked = payments.post_waiting(at=datetime.now(UTC))
            if booked.taken:
                log.info("booked", payments=booked.taken)
            else:
                ear.wait()
        except (IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError) as error:
            # One of the batch cannot be booked: find it, so that the others do not wait for it.
            log.critical("booking_refused", error=type(error).__name__)
            for _ in range(payments.BATCH):
                if not payments.post_alone(at=datetime.now(UTC)):
                    break
        except (OperationalError, psycopg.OperationalError) as error:
            # A lost line, or a deadlock that the database ended: nothing was booked, so try again.
            log.warning("booking_interrupted", error=type(error).__name__)
            ear.close()
            connection.close()
            stop.wait(AGAIN_SECONDS)
    ear.close()
    connection.close()


def post_all() -> int:
    """Book everything that waits now. Returns how many notifications were taken."""
    total = 0
    while (booked := payments.post_waiting(at=datetime.now(UTC))).taken:
        total += booked.taken
    return total
