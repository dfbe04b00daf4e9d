"""The worker's duty towards providers: to start, ask, cancel and send back what is due."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import psycopg
import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from psycopg import sql

from thuphi.ground.calls.sender import AT_ONCE_MAX, Sender
from thuphi.money.attempts import actions as attempts
from thuphi.money.errands import actions as errands
from thuphi.money.refunds import actions as refunds

log = structlog.get_logger()

AT_ONCE = 32
"""Steps under way at once; most of their time is spent waiting for somebody else's computer."""
QUIET_SECONDS = 1
AGAIN_SECONDS = 2


class _Desk:
    """The steps under way: no line has more than its share, so that none slows the others."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="errand")
        self._lock = threading.Lock()
        self._under_way: Counter[int] = Counter()

    @property
    def room(self) -> int:
        """How many more steps may begin now."""
        with self._lock:
            return AT_ONCE - self._under_way.total()

    @property
    def full_lines(self) -> list[int]:
        """Merchants for whom no more steps may begin now."""
        with self._lock:
            return [one for one, steps in self._under_way.items() if steps >= AT_ONCE_MAX]

    def begin(self, merchant_id: int, step: Callable[[], None]) -> None:
        """Take a step on a thread of its own."""
        with self._lock:
            self._under_way[merchant_id] += 1
        self._pool.submit(self._take, merchant_id, step)

    def _take(self, merchant_id: int, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001
            # A fault of ours, or a database that went away: the lease ends, and it is asked after.
            log.error("errand_broke", merchant=merchant_id, error=type(error).__name__)  # noqa: TRY400
        finally:
            connection.close()
            with self._lock:
                self._under_way[merchant_id] -= 1
                if not self._under_way[merchant_id]:
                    del self._under_way[merchant_id]

    def take_due(self) -> int:
        """Begin what is due and has room."""
        at = datetime.now(UTC)
        room = self.room
        if room <= 0:
            return 0
        found = attempts.claim_due(at=at, limit=room, except_merchants=self.full_lines)
        for due in found:
            self.begin(due.attempt.merchant_id, partial(self._attempt, due))
        owed = refunds.claim_due(at=at, limit=max(room - len(found), 1))
        for one in owed:
            self.begin(one.refund.merchant_id, partial(self._refund, one))
        return len(found) + len(owed)

    def _attempt(self, due: attempts.Due) -> None:
        errands.take_attempt_step(due, sender=self._sender)

    def _refund(self, due: refunds.Due) -> None:
        errands.take_refund_step(due, sender=self._sender)

    def close(self) -> None:
        """Begin nothing more. What is under way is left: its lease brings it back."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def run_errands_until(stop: threading.Event) -> None:
    """Take step after step until told to stop; survive a database that comes and goes."""
    desk = _Desk(Sender(may_go_to=settings.CALLS_MAY_GO_TO))
    line: psycopg.Connection[tuple[object, ...]] | None = None
    while not stop.is_set():
        try:
            if line is None:
                line = _listen()
            if not desk.take_due():
                for _ in line.notifies(timeout=QUIET_SECONDS, stop_after=1):
                    break
        except (OperationalError, psycopg.OperationalError, DatabaseError) as error:
            log.warning("errands_interrupted", error=type(error).__name__)
            if line is not None:
                line.close()
                line = None
            connection.close()
            stop.wait(AGAIN_SECONDS)
    desk.close()
    if line is not None:
        line.close()
    connection.close()


def _listen() -> psycopg.Connection[tuple[object, ...]]:
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "pool", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    line = psycopg.connect(**parameters, autocommit=True)
    line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(attempts.CALL)))
    return line
