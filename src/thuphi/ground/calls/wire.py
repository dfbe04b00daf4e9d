"""The connection under one call: within one time, to addresses that were looked at before.

The signatures are httpcore's; its own time-outs are for single steps and are not used.
"""
# ruff: noqa: ARG002

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic_ns
from typing import Final

import httpcore

from .breakers import SECOND_NS
from .errors import NotSent, Why

CONNECT_NS_MAX: Final = 5 * SECOND_NS


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes: its parts, and the addresses that stand for the host."""

    scheme: str
    host: str
    port: int
    target: bytes
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        """Host and port, which is all that logs may know of an address."""
        return f"{self.host}:{self.port}"


class Watch:
    """The one time for all of a call, and whether any byte of it has left."""

    def __init__(self, seconds: int) -> None:
        self._ends_ns = monotonic_ns() + seconds * SECOND_NS
        self.has_begun = False

    def left_ns(self) -> int:
        """Raises httpcore's `TimeoutException` when nothing is left."""
        left = self._ends_ns - monotonic_ns()
        if left <= 0:
            raise httpcore.TimeoutException
        return left


class _Stream(httpcore.NetworkStream):
    """A connection on which every step ends with the call's own time."""

    def __init__(self, stream: httpcore.NetworkStream, watch: Watch, host: str) -> None:
        self._stream = stream
        self._watch = watch
        self._host = host

    def read(self, max_bytes: int, timeout: object = None) -> bytes:
        return self._stream.read(max_bytes, self._watch.left_ns() / SECOND_NS)

    def write(self, buffer: bytes, timeout: object = None) -> None:
        left_ns = self._watch.left_ns()
        self._watch.has_begun = True
        self._stream.write(buffer, left_ns / SECOND_NS)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: object = None,
    ) -> httpcore.NetworkStream:
        left_ns = min(self._watch.left_ns(), CONNECT_NS_MAX)
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, left_ns / SECOND_NS)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise NotSent(Why.NO_TLS, self._host) from None
        return _Stream(stream, self._watch, self._host)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class Wire(httpcore.NetworkBackend):
    """Connects to the addresses that were looked at, and never asks for the name again."""

    def __init__(self, place: Place, watch: Watch) -> None:
        self._place = place
        self._watch = watch
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: object = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        ends_ns = monotonic_ns() + min(self._watch.left_ns(), CONNECT_NS_MAX)
        for address in self._place.addresses:
            left_ns = ends_ns - monotonic_ns()
            if left_ns <= 0:
                break
            try:
                stream = self._backend.connect_tcp(address, port, timeout=left_ns / SECOND_NS)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Stream(stream, self._watch, self._place.name)
        raise NotSent(Why.NOT_CONNECTED, self._place.name)
