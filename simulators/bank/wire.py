"""Kept-open HTTP/1.1 connections to the subscribers, light enough to be a load by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class NoAnswer(Exception):
    """The other side was not there, hung up, kept silent or did not speak HTTP."""


@dataclass(slots=True)
class Wire:
    """Idle connections by address; one that was closed by the other side is not used again."""

    idle: dict[tuple[str, int], list[Ends]] = field(default_factory=dict)

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_ms: int
    ) -> tuple[int, str]:
        """Status and text of the answer. Raises `NoAnswer`; it never sends twice by itself."""
        try:
            async with asyncio.timeout(timeout_ms / 1000):
                return await self._exchange(urlsplit(url), headers, body)
        except (OSError, EOFError, ValueError, IndexError, asyncio.LimitOverrunError) as error:
            raise NoAnswer(type(error).__name__) from error

    async def _exchange(
        self, url: SplitResult, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str]:
        is_secret = url.scheme == "https"
        address = (url.hostname or "", url.port or (443 if is_secret else 80))
        ends = self._idle_ends(address) or await asyncio.open_connection(
            *address, ssl=is_secret or None
        )
        reader, writer = ends
        is_reusable = False
        try:
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            lines = [f"POST {target} HTTP/1.1", f"Host: {url.netloc}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            lines += [f"Content-Length: {len(body)}", "", ""]
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()
            status, told = await self._head(reader)
            answer = await self._body(reader, status, told)
            is_reusable = told.get("connection", "").lower() != "close"
        finally:
            if is_reusable:
                self.idle.setdefault(address, []).append(ends)
            else:
                writer.close()
        return status, answer.decode(errors="replace")

    def _idle_ends(self, address: tuple[str, int]) -> Ends | None:
        waiting = self.idle.get(address, [])
        while waiting:
            reader, writer = waiting.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        return None

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            told[name.strip().lower()] = value.strip()
        return int(lines[0].split(" ")[1]), told

    async def _body(
        self, reader: asyncio.StreamReader, status: int, told: Mapping[str, str]
    ) -> bytes:
        if told.get("transfer-encoding", "").lower() != "chunked":
            if "content-length" not in told and status != 204:
                return await reader.read()
            return await reader.readexactly(int(told.get("content-length", "0")))
        parts = []
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readuntil(b"\r\n")
        await reader.readuntil(b"\r\n")
        return b"".join(parts)

    def close(self) -> None:
        """Hang up everywhere."""
        for waiting in self.idle.values():
            for _, writer in waiting:
                writer.close()
        self.idle.clear()
