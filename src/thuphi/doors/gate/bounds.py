"""What an application behind the gate is handed: no more bytes than it takes, no endless sender,
and no word about who calls from anybody but a trusted proxy.

Django stores a body whole before it looks at who sent it, so this has to come before it.
"""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from thuphi.ground.channels.contract import Reply

from .answers import send_reply
from .reading import BodyTooLarge, BodyTooSlow, caller_address, header_map, is_declared_longer

FORM_BYTES_MAX: Final = 2_000_000
PIECE_SECONDS_MAX: Final = 15
BODY_SECONDS_MAX: Final = 300

HEARSAY: Final = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
)
"""What a proxy says about the caller; anybody else could say it too."""


def _words(status: int, text: str) -> Reply:
    return Reply(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")


LARGE: Final = _words(
    413, "Tệp lớn quá, chưa ghi gì. Tệp Excel nhiều nhất 20 MB: tách thành nhiều tệp.\n"
)
SLOW: Final = _words(408, "Gửi lên chậm quá nên đã ngắt, chưa ghi gì. Kiểm tra mạng rồi gửi lại.\n")


def bounded(
    app: ASGIApp,
    *,
    trusted_proxies: frozenset[str] = frozenset(),
    uploads_at: tuple[str, ...] = (),
    upload_bytes_max: int = FORM_BYTES_MAX,
    piece_seconds_max: float = PIECE_SECONDS_MAX,
    body_seconds_max: float = BODY_SECONDS_MAX,
) -> ASGIApp:
    """The same application, refusing with 413 and 408 before a body has been stored.

    Only below the paths `uploads_at` may a body be larger than a form.
    """

    async def bounds(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        is_upload = scope["path"].startswith(uploads_at)
        bytes_max = upload_bytes_max if is_upload else FORM_BYTES_MAX
        if is_declared_longer(header_map(scope["headers"]), bytes_max):
            await send_reply(send, LARGE)
            return
        body = _Body(receive, bytes_max, piece_seconds_max, body_seconds_max)
        try:
            await app(_as_it_is(scope, trusted_proxies), body.receive, send)
        except BodyTooLarge:
            await send_reply(send, LARGE)
        except BodyTooSlow:
            await send_reply(send, SLOW)

    return bounds


def _as_it_is(scope: Scope, trusted_proxies: frozenset[str]) -> Scope:
    """The request with its caller's own address, and only what a trusted proxy says of it."""
    client = scope.get("client")
    if client is not None and client[0] in trusted_proxies:
        return {**scope, "client": (caller_address(scope, trusted_proxies), 0)}
    headers = [pair for pair in scope["headers"] if pair[0] not in HEARSAY]
    return {**scope, "headers": headers}


class _Body:
    """Hands a body on, piece by piece, until there is too much of it or it takes too long."""

    def __init__(
        self, receive: Receive, bytes_max: int, piece_seconds: float, body_seconds: float
    ) -> None:
        self._receive = receive
        self._left = bytes_max
        self._piece_seconds = piece_seconds
        self._ends_at = asyncio.get_running_loop().time() + body_seconds
        self._is_whole = False

    async def receive(self) -> Message:
        """The next message. Raises `BodyTooLarge` or `BodyTooSlow`; waits in peace for the end."""
        if self._is_whole:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(now + self._piece_seconds, self._ends_at)):
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlow from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise BodyTooLarge
        self._is_whole = not message.get("more_body", False)
        return message
