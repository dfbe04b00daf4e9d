"""Sends what connectors write: once, in bounded time, to places that may be called."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from time import monotonic_ns
from typing import Final

import httpx
import structlog

from thuphi.ground.channels.contract import Answer, Call

from .addresses import NotPublic, NotResolved, addresses, public_addresses
from .breakers import SECOND_NS, Breakers, LineBusy, LineDown, Places
from .errors import NoReply, NotSent, Why
from .exchange import exchange
from .wire import Place, Watch

log = structlog.get_logger("thuphi.calls")

AT_ONCE_MAX: Final = 4
WAIT_SECONDS: Final = 2
PORTS: Final = {"https": 443, "http": 80}
_NOT_THE_LINES_FAULT: Final = frozenset({Why.NOT_ALLOWED, Why.UNWRITABLE})


class Sender:
    """The way out of this process for calls to providers; one for all its threads.

    A *line* is one merchant's way to one provider. What happens on one never holds up another.
    """

    def __init__(
        self,
        *,
        may_go_to: frozenset[str] = frozenset(),
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], int] = monotonic_ns,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        """`may_go_to` has `host:port` of places that need be neither public nor https."""
        self._may_go_to = may_go_to
        self._tls = tls or httpx.create_ssl_context()
        self._breakers = Breakers(clock)
        self._places = Places(size=AT_ONCE_MAX, wait_seconds=wait_seconds)

    def is_down(self, line: str) -> bool:
        """Whether the line failed again and again lately and is only tried now and then."""
        return self._breakers.is_down(line)

    def send(self, call: Call, *, line: str) -> Answer:
        """Send a call, once. An answer is an answer, whatever its status; nothing is followed.

        Raises `NotSent` when it certainly never arrived, `NoAnswer` when it may have.
        """
        began_ns = monotonic_ns()
        url = self._url(call)
        host = f"{url.host}:{_port(url)}"
        try:
            self._breakers.check(line)
            self._places.take(line)
        except LineDown:
            raise NotSent(Why.DOWN, host) from None
        except LineBusy:
            log.warning("call_not_sent", line=line, host=host, why=Why.BUSY.value)
            raise NotSent(Why.BUSY, host) from None
        try:
            answer = self._try(call, url, line)
        except NoReply as failure:
            if failure.why is not Why.DOWN:
                word = "call_not_sent" if isinstance(failure, NotSent) else "call_not_answered"
                log.warning(
                    word, line=line, host=host, why=failure.why.value, ms=_milliseconds(began_ns)
                )
            raise
        finally:
            self._places.give_back(line)
        log.info(
            "call_answered", line=line, host=host, status=answer.status, ms=_milliseconds(began_ns)
        )
        return answer

    def _try(self, call: Call, url: httpx.URL, line: str) -> Answer:
        """The exchange, and what it says about the line."""
        try:
            is_trial = self._breakers.enter(line)
        except LineDown:
            raise NotSent(Why.DOWN, url.host) from None
        is_failed: bool | None = None
        watch = Watch(call.timeout_seconds)
        try:
            answer = exchange(call, self._place(url, watch), watch, self._tls)
            is_failed = answer.status >= 500
        except NoReply as failure:
            if failure.why not in _NOT_THE_LINES_FAULT:
                is_failed = True
            raise
        finally:
            if is_failed is None:
                self._breakers.left(line, was_trial=is_trial)
            elif is_failed:
                self._breakers.failed(line, was_trial=is_trial)
            else:
                self._breakers.worked(line)
        return answer

    def _url(self, call: Call) -> httpx.URL:
        try:
            url = httpx.URL(call.url)
        except (httpx.InvalidURL, UnicodeError):
            raise NotSent(Why.NOT_ALLOWED) from None
        if url.scheme not in PORTS or not url.host or url.userinfo:
            raise NotSent(Why.NOT_ALLOWED)
        is_known = f"{url.host}:{_port(url)}" in self._may_go_to
        if not is_known and url.scheme != "https":
            raise NotSent(Why.NOT_ALLOWED, url.host)
        return url

    def _place(self, url: httpx.URL, watch: Watch) -> Place:
        host, port = url.raw_host.decode("ascii"), _port(url)
        is_known = f"{url.host}:{port}" in self._may_go_to
        look_up = addresses if is_known else public_addresses
        try:
            found = look_up(host, port, wait_seconds=watch.left_ns() / SECOND_NS)
        except NotResolved:
            raise NotSent(Why.NOT_RESOLVED, host) from None
        except NotPublic:
            raise NotSent(Why.NOT_ALLOWED, host) from None
        return Place(scheme=url.scheme, host=host, port=port, target=url.raw_path, addresses=found)


def _port(url: httpx.URL) -> int:
    return url.port or PORTS[url.scheme]


def _milliseconds(began_ns: int) -> int:
    return (monotonic_ns() - began_ns) // 1_000_000
