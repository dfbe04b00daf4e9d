"""Taking a request in: who calls, which headers count, and a body that is neither long nor slow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache

from starlette.types import Receive, Scope

from .rates import SECOND_NS


class BodyTooLarge(Exception):
    """More bytes than the gate takes."""


class BodyTooSlow(Exception):
    """The body did not come in within the time for it."""


class CallerGone(Exception):
    """The caller hung up before the body was whole."""


class Patience:
    """Ends the reading of bodies that are late: one look a second instead of a timer for each."""

    def __init__(self, seconds_max: int) -> None:
        self._patience_ns = seconds_max * SECOND_NS
        self._reading: dict[asyncio.Task[object], int] = {}
        self._late: set[asyncio.Task[object]] = set()

    async def watch(self) -> None:
        """Runs as long as the gate is open."""
        while True:
            await asyncio.sleep(1)
            began_ns = time.monotonic_ns() - self._patience_ns
            for task, at_ns in self._reading.items():
                if at_ns > began_ns:
                    break
                if task not in self._late:
                    self._late.add(task)
                    task.cancel()

    async def read_body(self, receive: Receive, bytes_max: int) -> bytes:
        """The raw body. Raises `BodyTooLarge`, `BodyTooSlow` or `CallerGone`."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a body is read within a task")
        self._reading[task] = time.monotonic_ns()
        try:
            message = await receive()
            body: bytes = message.get("body", b"")
            while message.get("more_body", False) and len(body) <= bytes_max:
                message = await receive()
                body += message.get("body", b"")
        except asyncio.CancelledError:
            if task in self._late:
                task.uncancel()
                raise BodyTooSlow from None
            raise
        finally:
            del self._reading[task]
            self._late.discard(task)
        if len(body) > bytes_max:
            raise BodyTooLarge
        if message["type"] == "http.disconnect":
            raise CallerGone
        return body


def is_declared_longer(headers: Mapping[str, str], bytes_max: int) -> bool:
    """Whether the caller itself says that more is coming than the gate takes."""
    declared = headers.get("content-length", "")
    return declared.isdecimal() and (len(declared) > 9 or int(declared) > bytes_max)


def header_map(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers under lower-case names; of a name that comes twice the last one counts."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


_KEPT = frozenset({"content-type", "user-agent", "date"})
_KEPT_PARTS = ("signature", "timestamp", "digest", "request-id")
_SECRET_PARTS = (
    "authorization", "cookie", "api-key", "apikey", "token", "secret", "password", "credential",
    "x-user-",
)  # fmt: skip
"""`X-User-...` holds the payer's own credential, a PIN among them (GSMA Mobile Money)."""


@lru_cache(maxsize=1000)
def _is_kept(name: str) -> bool:
    if any(part in name for part in _SECRET_PARTS):
        return False
    return name in _KEPT or any(part in name for part in _KEPT_PARTS)


def headers_to_keep(headers: Mapping[str, str]) -> dict[str, str]:
    """Those a signature can be checked with again; never one that is itself a shared secret."""
    return {name: value for name, value in headers.items() if _is_kept(name)}


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
