"""Who waits to see that a bill is paid, and telling them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec
import structlog
from psycopg import AsyncConnection, Error

from .metrics import Metrics
from .settings import GateSettings

log = structlog.get_logger("thuphi.gate")

LOOK: Final = b"event: look\ndata: {}\n\n"
"""Something may have been missed: the page asks again how its bill stands."""
CHECK_SECONDS: Final = 30
BACK_OFF_SECONDS_MAX: Final = 5
WAITING_EVENTS_MAX: Final = 100


class TooManyStreams(Exception):
    """The caller's address, or the gate, has as many open streams as it may."""


Stream = asyncio.Queue[bytes]


class Board:
    """The open streams by bill code."""

    def __init__(self, settings: GateSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._by_code: dict[str, set[Stream]] = {}
        self._by_address: Counter[str] = Counter()
        self._streams: set[Stream] = set()
        metrics.streams.set_function(self._streams.__len__)

    @contextmanager
    def stream(self, *, address: str, codes: Sequence[str]) -> Iterator[Stream]:
        """A stream of events for these codes. Raises `TooManyStreams`."""
        if (
            len(self._streams) >= self._settings.streams_max
            or self._by_address[address] >= self._settings.streams_per_address_max
        ):
            raise TooManyStreams
        stream: Stream = asyncio.Queue(WAITING_EVENTS_MAX)
        self._by_address[address] += 1
        self._streams.add(stream)
        for code in codes:
            self._by_code.setdefault(code, set()).add(stream)
        try:
            yield stream
        finally:
            self._leave(stream, address, codes)

    def _leave(self, stream: Stream, address: str, codes: Sequence[str]) -> None:
        self._streams.discard(stream)
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
        for code in set(codes):
            streams = self._by_code[code]
            streams.discard(stream)
            if not streams:
                del self._by_code[code]

    def paid(self, code: str) -> None:
        """Tell everybody who waits for this bill."""
        if code in self._by_code:
            data = msgspec.json.encode({"code": code})
            event = b"event: paid\ndata: " + data + b"\n\n"
            for stream in self._by_code[code]:
                _put(stream, event)

    def look_again(self) -> None:
        """Tell everybody that news may have been missed."""
        for stream in self._streams:
            _put(stream, LOOK)


def _put(stream: Stream, event: bytes) -> None:
    """A stream that nobody reads loses its oldest news first."""
    if stream.full():
        stream.get_nowait()
    stream.put_nowait(event)


class Listener:
    """One connection that hears `thuphi_paid` and comes back by itself when it was cut."""

    def __init__(self, settings: GateSettings, board: Board) -> None:
        self._settings = settings
        self._board = board
        self._task: asyncio.Task[None] | None = None
        self.is_listening = False

    def open(self) -> None:
        """Start listening."""
        self._task = asyncio.create_task(self._keep_listening(), name="gate-listener")

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_listening(self) -> None:
        failures = 0
        was_listening = False
        while True:
            try:
                async with await self._connect() as connection:
                    failures = 0
                    if was_listening:
                        self._board.look_again()
                    self.is_listening = was_listening = True
                    await self._listen(connection)
            except (Error, OSError, TimeoutError) as error:
                failures += 1
                log.warning("gate_listener_away", error=type(error).__name__, failures=failures)
            finally:
                self.is_listening = False
            if failures > 1:
                await asyncio.sleep(min(failures - 1, BACK_OFF_SECONDS_MAX))

    async def _connect(self) -> AsyncConnection[tuple[object, ...]]:
        async with asyncio.timeout(self._settings.flush_seconds_max):
            connection = await AsyncConnection.connect(
                self._settings.conninfo, autocommit=True, application_name="thuphi gate listener"
            )
            await connection.execute("LISTEN thuphi_paid")
        return connection

    async def _listen(self, connection: AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            async for heard in connection.notifies(timeout=CHECK_SECONDS):
                self._board.paid(heard.payload)
            # A quiet line may be a dead one.
            async with asyncio.timeout(self._settings.flush_seconds_max):
                await connection.execute("SELECT 1")
