"""The worker's duty to the statement: each line beside what it is, as soon as it was taken in."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import psycopg
import structlog
from django.db import DatabaseError, OperationalError, connection
from psycopg import sql

from thuphi.money.reconciliation.actions import reconciling

log = structlog.get_logger()

QUIET_SECONDS = 1
"""How long to wait for a call before looking anyway: calls are lost while a line is cut."""
AGAIN_SECONDS = 2
LOOK_AGAIN_SECONDS = 60
"""How often lines are looked through for what was booked since."""
REFUSED_SECONDS = 300
"""How long a facility is left alone whose lines the database refused to match."""


class _Ear:
    """Listens for the call of new lines on a connection of its own, opened again when it breaks."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self) -> None:
        if self._line is None:
            parameters = connection.get_connection_params()
            for name in ("cursor_factory", "pool", "context", "prepare_threshold"):
                parameters.pop(name, None)
            self._line = psycopg.connect(**parameters, autocommit=True)
            self._line.execute(sql.SQL("LISTEN thuphi_lines"))
        for _ in self._line.notifies(timeout=QUIET_SECONDS, stop_after=1):
            return

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


class _Refused:
    """Facilities whose lines were refused, and until when they are left alone."""

    def __init__(self) -> None:
        self._until: dict[int, int] = {}

    def add(self, facility_id: int) -> None:
        self._until[facility_id] = time.monotonic_ns() + REFUSED_SECONDS * 10**9

    def __contains__(self, facility_id: int) -> bool:
        return self._until.get(facility_id, 0) > time.monotonic_ns()


def reconcile_until(stop: threading.Event) -> None:
    """Match batch after batch until told to stop; survive a database that comes and goes."""
    ear, refused, looked = _Ear(), _Refused(), time.monotonic()
    while not stop.is_set():
        try:
            if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
                looked = time.monotonic()
                reconciling.look_again(at=datetime.now(UTC))
            if not _match_all(stop, refused):
                ear.wait()
        except (OperationalError, psycopg.OperationalError) as error:
            # A lost line, or a deadlock that the database ended: nothing was booked, so try again.
            log.warning("matching_interrupted", error=type(error).__name__)
            ear.close()
            connection.close()
            stop.wait(AGAIN_SECONDS)
    ear.close()
    connection.close()


def _match_all(stop: threading.Event, refused: _Refused) -> int:
    """A batch of each facility that has lines to look at. Returns how many lines were looked at."""
    total = 0
    for facility_id in reconciling.due_facilities():
        if stop.is_set():
            break
        if facility_id in refused:
            continue
        try:
            done = reconciling.reconcile_one(
                facility_id=facility_id, at=datetime.now(UTC), waits=False
            )
        except (OperationalError, psycopg.OperationalError):
            raise
        except (DatabaseError, psycopg.DatabaseError) as error:
            # One facility's lines do not hold up the others.
            log.critical("matching_refused", facility=facility_id, error=type(error).__name__)
            refused.add(facility_id)
            continue
        if done:
            total += done.total()
            log.info("matched", facility=facility_id, lines=done.total())
    return total
