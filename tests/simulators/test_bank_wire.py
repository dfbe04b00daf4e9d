"""The bank's wire: kept open, and honest about silence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from simulators.bank.wire import NoAnswer, Wire

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def _posted(serve: Serve, *, times: int, timeout_ms: int = 2_000) -> list[tuple[int, str]]:
    async def conversation() -> list[tuple[int, str]]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await serve(reader, writer)
            except asyncio.IncompleteReadError:
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        wire = Wire()
        told = []
        try:
            for _ in range(times):
                url = f"http://{host}:{port}/gate?x=1"
                told.append(await wire.post(url, headers={}, body=b"ab", timeout_ms=timeout_ms))
                await asyncio.sleep(0.01)
        finally:
            wire.close()
            server.close()
        return told

    return asyncio.run(conversation())


def test_one_connection_carries_many_notifications() -> None:
    opened = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"POST /gate?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
            assert await reader.readexactly(2) == b"ab"
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

    assert _posted(serve, times=3) == [(200, "ok")] * 3
    assert len(opened) == 1


def test_a_connection_that_the_other_side_closed_is_opened_anew() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\nab")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    assert _posted(serve, times=3) == [(204, "")] * 3


def test_a_chunked_answer_is_put_together() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\nab")
        writer.write(b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n")
        writer.write(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")

    assert _posted(serve, times=1) == [(500, "abcde")]


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\nab")
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nall of it")

    assert _posted(serve, times=2) == [(200, "all of it")] * 2


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", b"?\r\n\r\n"]
)
def test_half_an_answer_is_no_answer(said: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\nab")
        writer.write(said)

    with pytest.raises(NoAnswer):
        _posted(serve, times=1)


def test_silence_is_no_answer() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)

    with pytest.raises(NoAnswer, match="TimeoutError"):
        _posted(serve, times=1, timeout_ms=50)


def test_a_closed_door_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="ConnectionRefusedError"):
        asyncio.run(Wire().post("http://127.0.0.1:1/", headers={}, body=b"", timeout_ms=500))
