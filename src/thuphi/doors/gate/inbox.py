"""The queue between a knock and the disk: many knocks, one statement, one commit, then answers."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Final

import structlog
from psycopg import AsyncConnection, AsyncCursor, DataError, Error, IntegrityError
from psycopg.rows import TupleRow

from .answers import Answer
from .columns import Column, ColumnDumper
from .metrics import Metrics
from .rates import SECOND_NS, RateLimit
from .settings import GateSettings
from .writing import Cells, Waiter, write

log = structlog.get_logger("thuphi.gate")

BACK_OFF_SECONDS_MAX: Final = 5
PAUSE_NS: Final = SECOND_NS // 20
DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)


class Inbox:
    """Takes rows in, writes them by the flush, and answers each only after its commit."""

    def __init__(self, settings: GateSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._queue: deque[Waiter] = deque()
        self._arrived = asyncio.Event()
        self._flushers: list[asyncio.Task[None]] = []
        self._connected = 0
        self._is_away = False
        self._is_closing = False
        self._complaints = RateLimit(rate=1, burst=1)
        metrics.queue.set_function(self._queue.__len__)

    @property
    def length(self) -> int:
        """Knocks that have not been taken into a flush yet."""
        return len(self._queue)

    @property
    def is_ready(self) -> bool:
        """Whether at least one flusher has the database."""
        return self._connected > 0 and not self._is_closing

    def hear(self, cells: Cells) -> asyncio.Future[Answer]:
        """RECORDED, REPEATED or OTHERWISE once it is on disk; FULL or BUSY when it is not."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if self._is_away or self._is_closing:
            answer.set_result(Answer.BUSY)
        elif len(self._queue) >= self._settings.queue_max:
            if self._complaints.admits("full"):
                log.error("gate_queue_full", queue=len(self._queue))
            answer.set_result(Answer.FULL)
        else:
            self._queue.append(Waiter(cells, answer))
            self._arrived.set()
        return answer

    def open(self) -> None:
        """Start the flushers; they connect on their own and again whenever the server was away."""
        self._flushers = [
            asyncio.create_task(self._keep_flushing(), name=f"gate-flusher-{number}")
            for number in range(self._settings.flushers)
        ]

    async def close(self) -> None:
        """Take nothing more, write what is queued, and end."""
        self._is_closing = True
        self._arrived.set()
        limit = 2 * self._settings.flush_seconds_max
        _, late = await asyncio.wait(self._flushers, timeout=limit)
        for flusher in late:
            flusher.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._give_up(self._queue)

    async def _keep_flushing(self) -> None:
        """A lost connection is replaced at once; only when that fails are the waiting sent away."""
        failures = 0
        while not self._is_closing:
            try:
                async with await self._connect() as connection:
                    self._connected += 1
                    self._is_away = False
                    failures = 0
                    try:
                        await self._flush_all(connection)
                    finally:
                        self._connected -= 1
            except (Error, OSError, TimeoutError) as error:
                failures += 1
                log.warning("gate_database_away", error=type(error).__name__, failures=failures)
            except Exception as error:  # noqa: BLE001
                # A fault of ours: those of this flush are told to come again, and the flusher goes
                # on, for a gate whose flushers have ended is a gate that nobody hears of.
                failures += 1
                log.error("gate_flusher_fault", error=type(error).__name__)  # noqa: TRY400
            if failures > 1:
                if not self._connected:
                    self._is_away = True
                    self._give_up(self._queue)
                await asyncio.sleep(min(failures - 1, BACK_OFF_SECONDS_MAX))

    async def _connect(self) -> AsyncConnection[TupleRow]:
        async with asyncio.timeout(self._settings.flush_seconds_max):
            connection = await AsyncConnection.connect(
                self._settings.conninfo, autocommit=True, application_name="thuphi gate"
            )
            connection.adapters.register_dumper(Column, ColumnDumper)
            # A promise of durability is ours to keep, whatever the database's default says.
            await connection.execute(DURABLE)
        return connection

    async def _flush_all(self, connection: AsyncConnection[TupleRow]) -> None:
        """Flush until the gate closes and the queue is empty. Raises when the connection fails."""
        cursor = connection.cursor(binary=True)
        queue = self._queue
        used_ns = time.monotonic_ns()
        while True:
            while not queue:
                if self._is_closing:
                    return
                self._arrived.clear()
                await self._arrived.wait()
            async with asyncio.timeout(self._settings.flush_seconds_max):
                if time.monotonic_ns() - used_ns > PAUSE_NS:
                    # After a pause the server may have been restarted: find out before anybody's
                    # knock depends on it. Nothing is taken from the queue until it answers.
                    await cursor.execute("SELECT 1")
                if queue:
                    await self._flush(cursor)
            used_ns = time.monotonic_ns()

    async def _flush(self, cursor: AsyncCursor[TupleRow]) -> None:
        """Write one batch. One row that the database refuses does not take others with it."""
        size = min(len(self._queue), self._settings.flush_rows_max)
        batch = [self._queue.popleft() for _ in range(size)]
        self._metrics.flush_rows.observe(size)
        try:
            await write(cursor, batch)
        except (DataError, IntegrityError) as error:
            log.error("gate_flush_refused", sqlstate=error.sqlstate, rows=size)  # noqa: TRY400
            await self._write_one_by_one(cursor, batch)
        finally:
            self._give_up(batch)

    async def _write_one_by_one(self, cursor: AsyncCursor[TupleRow], batch: list[Waiter]) -> None:
        for waiter in batch:
            if waiter.answer.done():
                continue
            try:
                await write(cursor, [waiter])
            except (DataError, IntegrityError) as error:
                # Only the state's code: the message may quote the row.
                log.error("gate_row_refused", sqlstate=error.sqlstate)  # noqa: TRY400

    @staticmethod
    def _give_up(waiters: deque[Waiter] | list[Waiter]) -> None:
        """Whoever has no answer by now is not on disk for certain, and is told to come again."""
        for waiter in waiters:
            waiter.tell(Answer.BUSY)
        waiters.clear()
