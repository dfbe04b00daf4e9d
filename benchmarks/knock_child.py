"""A small caller for machines without wrk: many connections, on each one request at a time."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path


class Caller(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends the next."""

    sent = 0
    acknowledged = 0

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self._requests = requests
        self._until = until
        self._transport: asyncio.Transport | None = None
        self._answer = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Count a whole answer."""
        self._answer += data
        head, _, body = self._answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if not length or len(body) < int(length):
            return
        Caller.acknowledged += head.startswith(b"HTTP/1.1 200")
        self._answer = b""
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        """End."""
        if not self.ended.done():
            self.ended.set_result(None)

    def _next(self) -> None:
        request = next(self._requests, None)
        assert self._transport is not None
        if request is None or time.monotonic() > self._until:
            self._transport.close()
            return
        Caller.sent += 1
        self._transport.write(request)


def _prepared(path: str) -> list[bytes]:
    requests = []
    for line in Path(path).read_text("utf-8").splitlines():
        address, stamp, digest, body = line.split("\t")
        requests.append(
            f"POST {address} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
            f"x-sandbox-timestamp: {stamp}\r\nx-sandbox-signature: {digest}\r\n"
            f"content-length: {len(body.encode())}\r\n\r\n{body}".encode()
        )
    return requests


async def _call(path: str, port: int, seconds: int, connections: int) -> int:
    requests = iter(_prepared(path))
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    callers = []
    for _ in range(connections):
        _, caller = await loop.create_connection(
            lambda: Caller(requests, began + seconds), "127.0.0.1", port
        )
        callers.append(caller)
    await asyncio.gather(*(caller.ended for caller in callers))
    return int((time.monotonic() - began) * 1_000_000)


if __name__ == "__main__":
    microseconds = asyncio.run(
        _call(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    )
    sys.stdout.write(f"{Caller.sent} {Caller.acknowledged} {microseconds}\n")
