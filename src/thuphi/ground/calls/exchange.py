"""One HTTP request and its answer."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Final

import httpcore

from thuphi.ground.channels.contract import Answer, Call
from thuphi.ground.kit import clock

from .errors import NoAnswer, NotSent, Why
from .wire import Place, Watch, Wire

ANSWER_BYTES_MAX: Final = 1_000_000
_OUR_HEADERS: Final = {
    "user-agent": "ThuPhi",
    "accept": "*/*",
    # An answer is read as it comes, so it has to come as it is.
    "accept-encoding": "identity",
    "connection": "close",
}


def exchange(call: Call, place: Place, watch: Watch, tls: ssl.SSLContext) -> Answer:
    """Send a call once and read what comes back. Raises `NotSent`, `NoAnswer`."""
    url = httpcore.URL(
        scheme=place.scheme.encode(),
        host=place.host.encode(),
        port=place.port,
        target=place.target,
    )
    is_without_body = call.method in ("GET", "HEAD") and not call.body
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=tls, max_connections=1, network_backend=Wire(place, watch)
            ) as pool,
            pool.stream(
                call.method,
                url,
                headers=_headers(call.headers),
                content=None if is_without_body else call.body,
            ) as response,
        ):
            body = _body(response, place)
            return Answer(
                status=response.status,
                headers={
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                },
                body=body,
                at=clock.now(),
            )
    except httpcore.LocalProtocolError:
        if watch.has_begun:
            raise NoAnswer(Why.CUT, place.name) from None
        raise NotSent(Why.UNWRITABLE, place.name) from None
    except httpcore.TimeoutException:
        if watch.has_begun:
            raise NoAnswer(Why.TIMED_OUT, place.name) from None
        raise NotSent(Why.NOT_CONNECTED, place.name) from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise NoAnswer(Why.CUT, place.name) from None


def _headers(given: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name in given}
    ours = {name: value for name, value in _OUR_HEADERS.items() if name not in names}
    return [(name.encode(), value.encode()) for name, value in {**ours, **given}.items()]


def _body(response: httpcore.Response, place: Place) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_stream():
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise NoAnswer(Why.TOO_LARGE, place.name)
        parts.append(part)
    return b"".join(parts)
