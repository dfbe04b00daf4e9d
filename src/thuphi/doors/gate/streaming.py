"""Server-sent events over HTTP: `GET /gate/live/<bill code>` and `GET /gate/live?codes=A,B`."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from thuphi.ground.kit.network import network_of

from .answers import NOT_FOUND, TOO_MANY, send_reply
from .live import LOOK, Board, Stream, TooManyStreams
from .rates import SECOND_NS
from .reading import caller_address
from .settings import GateSettings

CODE: Final = re.compile(r"TF[0-9A-HJKMNP-TV-Z]{10}")
CODES_MAX: Final = 20
HELLO: Final = b"retry: 3000\nid: 1\n\n"
"""The id makes a browser that comes back say so, in `Last-Event-ID`."""
KEEP: Final = b": keep\n\n"
HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveDoor:
    """An ASGI endpoint that keeps a page told until it leaves, at most for an hour."""

    def __init__(self, settings: GateSettings, board: Board) -> None:
        self._settings = settings
        self._board = board

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for live news."""
        codes = _codes(scope)
        if not codes:
            await send_reply(send, NOT_FOUND)
            return
        address = network_of(caller_address(scope, self._settings.trusted_proxies))
        try:
            with self._board.stream(address=address, codes=codes) as stream:
                if any(name == b"last-event-id" for name, _ in scope["headers"]):
                    stream.put_nowait(LOOK)
                await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                await self._tell(stream, receive, send)
        except TooManyStreams:
            await send_reply(send, TOO_MANY)

    async def _tell(self, stream: Stream, receive: Receive, send: Send) -> None:
        ends_ns = time.monotonic_ns() + self._settings.stream_seconds_max * SECOND_NS
        leaving = asyncio.create_task(_hang_up(receive))
        try:
            await _part(send, HELLO)
            news = asyncio.create_task(stream.get())
            try:
                while not leaving.done() and time.monotonic_ns() < ends_ns:
                    await asyncio.wait(
                        {leaving, news},
                        timeout=self._settings.stream_keep_seconds,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                    if news.done():
                        await _part(send, news.result())
                        news = asyncio.create_task(stream.get())
                    elif not leaving.done():
                        await _part(send, KEEP)
            finally:
                news.cancel()
        finally:
            leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _codes(scope: Scope) -> tuple[str, ...]:
    """The bill codes asked for, or none if any of them is not one."""
    path: str = scope["path"]
    name = path.removeprefix("/gate/live").strip("/")
    if name:
        codes = [name]
    else:
        query: bytes = scope.get("query_string", b"")
        codes = ",".join(parse_qs(query.decode("latin-1")).get("codes", [])).split(",")
    upper = tuple(dict.fromkeys(code.upper() for code in codes))
    if len(upper) > CODES_MAX or not all(CODE.fullmatch(code) for code in upper):
        return ()
    return upper


async def _part(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
