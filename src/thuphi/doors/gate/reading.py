"""Taking a request in: who calls, which headers count, and a body that is neither long nor slow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from starlette.types import Receive, Scope


class BodyTooLarge(Exception):
    """More bytes than the gate takes."""


class BodyTooSlow(Exception):
    """The body did not come in within the time for it."""


class CallerGone(Exception):
    """The caller hung up before the body was whole."""


async def read_body(
    receive: Receive, headers: Mapping[str, str], *, bytes_max: int, seconds_max: int
) -> bytes:
    """The raw body. Raises `BodyTooLarge`, `BodyTooSlow` or `CallerGone`."""
    declared = headers.get("content-length", "")
    if (
        declared.isascii()
        and declared.isdigit()
        and (len(declared) > 9 or int(declared) > bytes_max)
    ):
        raise BodyTooLarge
    try:
        async with asyncio.timeout(seconds_max):
            return await _whole_body(receive, bytes_max)
    except TimeoutError as error:
        raise BodyTooSlow from error


async def _whole_body(receive: Receive, bytes_max: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerGone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > bytes_max:
            raise BodyTooLarge
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def header_map(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers under lower-case names; of a name that comes twice the last one counts."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


_KEPT = frozenset({"content-type", "user-agent", "date"})
_KEPT_PARTS = ("signature", "timestamp", "digest", "request-id")


def headers_to_keep(headers: Mapping[str, str]) -> dict[str, str]:
    """Those a signature can be checked with again; never one that is itself a shared secret."""
    return {
        name: value
        for name, value in headers.items()
        if name in _KEPT or any(part in name for part in _KEPT_PARTS)
    }


def caller_address(scope: Scope, trusted_proxies: frozenset[str]) -> str:
    """The address that calls; behind a trusted proxy, the one that the proxy saw."""
    client: tuple[str, int] | None = scope.get("client")
    address = client[0] if client else "local"
    if address in trusted_proxies:
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                forwarded: str = value.decode("latin-1").rpartition(",")[2].strip()
                address = forwarded or address
    return address
