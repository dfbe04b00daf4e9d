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
from django.db import OperationalError, connection
from psycopg import sql

from thuphi.ground.calls.sender import AT_ONCE_MAX, Sender
from thuphi.ground.channels.contract import Answer, Call
from thuphi.money.attempts import actions as attempts
from thuphi.money.errands import actions as errands
from thuphi.money.refunds import actions as refunds

log = structlog.get_logger()

AT_ONCE = 128
"""Steps under way at once; most of their time is spent waiting for somebody else's computer."""
AT_ONCE_A_CHANNEL = 48
"""Of these, steps of one channel: all merchants of a provider hang when it hangs."""
QUIET_SECONDS = 1
AGAIN_SECONDS = 2


class _LettingGo:
    """The sender, which holds no connection to the database while it waits for a provider."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def send(self, call: Call, *, line: str) -> Answer:
        """As the sender. Raises `NotSent`, `NoAnswer`."""
        connection.close()
        return self._sender.send(call, line=line)


class _Desk:
    """The steps under way: no line has more than its share, so that none slows the others."""

    def __init__(self, sender: Sender) -> None:
        self._sender = _LettingGo(sender)
        self._pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="errand")
        self._lock = threading.Lock()
        self._under_way: Counter[tuple[str, int]] = Counter()

    @property
    def room(self) -> int:
        """How many more steps may begin now."""
        with self._lock:
            return AT_ONCE - self._under_way.total()

    @property
    def full_lines(self) -> list[int]:
        """Merchants for whom no more steps may begin now."""
        with self._lock:
            return [one for (_, one), steps in self._under_way.items() if steps >= AT_ONCE_MAX]

    @property
    def full_channels(self) -> list[str]:
        """Channels of which no more steps may begin now."""
        steps: Counter[str] = Counter()
        with self._lock:
            for (channel, _), number in self._under_way.items():
                steps[channel] += number
        return [channel for channel, number in steps.items() if number >= AT_ONCE_A_CHANNEL]

    def begin(self, channel: str, merchant_id: int, step: Callable[[], None]) -> None:
        """Take a step on a thread of its own."""
        line = (channel, merchant_id)
        with self._lock:
            self._under_way[line] += 1
        self._pool.submit(self._take, line, step)

    def _take(self, line: tuple[str, int], step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001
            # A fault of ours, or a database that went away: the lease ends, and it is asked after.
            log.error("errand_broke", merchant=line[1], error=type(error).__name__)  # noqa: TRY400
        finally:
            connection.close()
            with self._lock:
                self._under_way[line] -= 1
                if not self._under_way[line]:
                    del self._under_way[line]

    def take_due(self) -> int:
        """Begin what is due and has room. Returns how many steps.

        One is claimed at a time: of many that are due together, those that their line has no room
        for stay unclaimed, and neither wait nor are refused as busy.
        """
        begun = 0
        while self.room > 0 and (taken := self._begin_attempt() + self._begin_refund()):
            begun += taken
        return begun

    def _begin_attempt(self) -> int:
        found = attempts.claim_due(
            at=datetime.now(UTC),
            limit=1,
            except_merchants=self.full_lines,
            except_channels=self.full_channels,
        )
        for due in found:
            self.begin(due.attempt.channel, due.attempt.merchant_id, partial(self._attempt, due))
        return len(found)

    def _begin_refund(self) -> int:
        found = refunds.claim_due(
            at=datetime.now(UTC),
            limit=1,
            except_merchants=self.full_lines,
            except_channels=self.full_channels,
        )
        for due in found:
            self.begin(due.refund.channel, due.refund.merchant_id, partial(self._refund, due))
        return len(found)

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
        except Exception as error:  # noqa: BLE001
            # Whatever it is, the worker goes on: without it nobody can pay on the web.
            known = isinstance(error, OperationalError | psycopg.OperationalError)
            (log.warning if known else log.critical)(
                "errands_interrupted", error=type(error).__name__
            )
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
