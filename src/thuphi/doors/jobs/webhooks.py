"""The worker's post: what software of neighbours is to be told is signed and sent.

Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,...`. Addresses are
sent to beside each other, one message at a time each: a slow one keeps nobody else waiting.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app
from standardwebhooks.webhooks import Webhook

from thuphi.registers.neighbours import addresses, errors
from thuphi.registers.neighbours.actions import answers, deliveries
from thuphi.registers.neighbours.actions.deliveries import Due
from thuphi.registers.neighbours.rules import DeliveryState, Tried, Trouble, trouble_of

log = structlog.get_logger()

AT_ONCE = 16
TRY_SECONDS = 10
QUIET_SECONDS = 1
AGAIN_SECONDS = 2
ANSWERS_KEPT = timedelta(days=7)
LOG_KEPT = timedelta(days=90)

Told = TypeVar("Told")


@app.periodic(cron="45 19 * * *")  # 02:45 in Việt Nam
@app.task(name="forget_neighbours", queueing_lock="forget_neighbours")
def forget_neighbours(timestamp: int) -> None:
    """Drop answers older than a week and messages that ended three months ago."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while answers.forget_answers(before=at - ANSWERS_KEPT):
        pass
    while deliveries.forget_deliveries(before=at - LOG_KEPT):
        pass


def deliver_until(stop: threading.Event) -> None:
    """Send what waits until told to stop; a database that goes away is waited for."""
    while not stop.is_set():
        try:
            asyncio.run(_Post(stop).work())
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            log.warning("post_interrupted", error=type(error).__name__)
            stop.wait(AGAIN_SECONDS)


class _Post:
    """One worker's round: takes what is due, sends it, writes down how it went."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._at_work: set[asyncio.Task[None]] = set()
        # One thread, so that the post has one connection to the database.
        self._book = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")

    async def work(self) -> None:
        """Until told to stop; what is under way is finished first."""
        try:
            while not self._stop.is_set():
                free = AT_ONCE - len(self._at_work)
                taken = await self._ask(partial(_take, free)) if free else []
                for due in taken:
                    self._at_work.add(asyncio.create_task(self._deliver(due)))
                await self._wait(has_more=bool(taken))
        finally:
            await asyncio.gather(*self._at_work, return_exceptions=True)
            await self._ask(_close)
            self._book.shutdown()

    async def _wait(self, *, has_more: bool) -> None:
        """Until something ended, or for a quiet moment. Raises what a delivery could not handle."""
        if self._at_work:
            done, self._at_work = await asyncio.wait(
                self._at_work,
                timeout=0 if has_more and len(self._at_work) < AT_ONCE else QUIET_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in done:
                task.result()
        elif not has_more:
            await asyncio.sleep(QUIET_SECONDS)

    async def _deliver(self, due: Due) -> None:
        tried = await try_to_send(due)
        state = await self._ask(partial(_note, due, tried))
        log.info("webhook_tried", delivery=due.delivery_id, state=state.value, status=tried.status)

    async def _ask(self, question: Callable[[], Told]) -> Told:
        return await asyncio.get_running_loop().run_in_executor(self._book, question)


def _take(limit: int) -> list[Due]:
    return deliveries.take_due(at=datetime.now(UTC), limit=limit)


def _close() -> None:
    """The connection of the thread that calls."""
    connection.close()


def _note(due: Due, tried: Tried) -> DeliveryState:
    return deliveries.note_try(due=due, tried=tried, at=datetime.now(UTC))


@cache
def _tls() -> ssl.SSLContext:
    """Read once: the certificates of all authorities are many."""
    return httpx.create_ssl_context()


async def try_to_send(due: Due) -> Tried:
    """Send one message once. Never raises: how it went is the answer."""
    began_ns = time.monotonic_ns()
    status, trouble = 0, Trouble.UNREACHABLE
    try:
        async with asyncio.timeout(TRY_SECONDS):
            status = await _send(due, settings.WEBHOOKS_MAY_GO_TO)
        trouble = trouble_of(status)
    except (TimeoutError, httpx.TimeoutException):
        trouble = Trouble.TIMEOUT
    except (errors.AddressNotPlain, errors.AddressNotPublic):
        trouble = Trouble.NOT_PUBLIC
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError, UnicodeError):
        trouble = Trouble.UNREACHABLE
    return Tried(status, trouble, (time.monotonic_ns() - began_ns) // 1_000_000)


async def _send(due: Due, exempt: Collection[str]) -> int:
    """The receiver's status. The name is looked up here, once, and the call goes to that address.

    What the receiver says beside its status is not read. Redirects are not followed.
    """
    target = addresses.target_of(due.url, exempt)
    found = await asyncio.get_running_loop().getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM
    )
    address = addresses.pinned(target, [str(one[4][0]) for one in found])
    at = datetime.now(UTC)
    headers = {
        "host": target.header,
        "content-type": "application/json",
        "user-agent": "ThuPhi-Webhook/1",
        "webhook-id": due.message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(due.secret).sign(due.message_id, at, due.body),
    }
    async with (
        httpx.AsyncClient(
            verify=_tls(), timeout=TRY_SECONDS, follow_redirects=False, trust_env=False
        ) as client,
        client.stream(
            "POST",
            _with_address(due.url, address, target.port),
            content=due.body.encode(),
            headers=headers,
            # The certificate has to be of the name, though the call goes to its address.
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):
        return answer.status_code


def _with_address(url: str, address: str, port: int) -> str:
    parts = urlsplit(url)
    host = f"[{address}]" if ":" in address else address
    return urlunsplit((parts.scheme, f"{host}:{port}", parts.path or "/", parts.query, ""))
