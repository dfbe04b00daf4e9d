"""The gate as one ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from thuphi.ground.channels.contract import Connector
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit import billcode

from .answers import plain, send_reply
from .inbox import Inbox
from .knocking import KnockDoor
from .live import Board, Listener
from .merchants import MerchantBook, Pool
from .metrics import Metrics
from .orders import OrderBook
from .reading import Patience
from .settings import GateSettings
from .streaming import LiveDoor

NEAR: Final = frozenset({"127.0.0.1", "::1"})
FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip")
METHODS: Final = frozenset({"POST", "GET", "PUT"})
"""VNPAY comes by GET, a mobile-money operator by PUT, all others by POST."""
OTHER_METHOD: Final = plain(405, "method_not_allowed")


def create_gate(
    settings: GateSettings, *, connectors: Mapping[str, Connector] = CONNECTORS
) -> ASGIApp:
    """A gate that opens with its lifespan and, when that ends, writes what it still holds."""
    return Gate(settings, connectors)


class Gate:
    """Routes a knock straight to its door and everything else through Starlette."""

    def __init__(self, settings: GateSettings, connectors: Mapping[str, Connector]) -> None:
        self._settings = settings
        self._connectors = connectors
        self._knock: KnockDoor | None = None
        self._rest = Starlette(lifespan=self._open)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and self._knock is not None:
            path: str = scope["path"]
            if _is_knock(path):
                if scope["method"] in METHODS:
                    await self._knock(scope, receive, send)
                else:
                    await send_reply(send, OTHER_METHOD)
                return
        await self._rest(scope, receive, send)

    @asynccontextmanager
    async def _open(self, app: Starlette) -> AsyncIterator[None]:
        settings = self._settings
        metrics = Metrics(frozenset(self._connectors))
        pool: Pool = AsyncConnectionPool(
            settings.conninfo,
            min_size=1,
            max_size=2,
            timeout=settings.flush_seconds_max,
            open=False,
            check=AsyncConnectionPool.check_connection,
            kwargs={"autocommit": True, "application_name": "thuphi gate merchants"},
        )
        inbox = Inbox(settings, metrics)
        patience = Patience(settings.request_seconds_max)
        board = Board(settings, metrics)
        listener = Listener(settings, board)
        async with AsyncExitStack() as stack:
            await pool.open(wait=False)
            stack.push_async_callback(pool.close)
            listener.open()
            stack.push_async_callback(listener.close)
            watching = asyncio.create_task(patience.watch(), name="gate-patience")
            stack.callback(watching.cancel)
            inbox.open()
            stack.push_async_callback(inbox.close)
            app.router.routes[:] = _routes(settings, inbox, board, listener, metrics)
            self._knock = KnockDoor(
                settings=settings,
                connectors=self._connectors,
                find_codes=billcode.find,
                merchants=MerchantBook(pool, settings.master_secret),
                orders=OrderBook(pool, settings.flush_seconds_max),
                inbox=inbox,
                metrics=metrics,
                patience=patience,
            )
            yield


def _is_knock(path: str) -> bool:
    if not path.startswith("/gate/") or path.startswith("/gate/live/"):
        return False
    slashes = path.count("/")
    return slashes == 3 or (slashes == 4 and not path.endswith("/"))


def _routes(
    settings: GateSettings, inbox: Inbox, board: Board, listener: Listener, metrics: Metrics
) -> list[Route]:
    live = LiveDoor(settings, board)

    async def health(_: Request) -> Response:
        is_well = inbox.is_ready and listener.is_listening
        state = "ok" if is_well else "database_away"
        return JSONResponse({"state": state, "queue": inbox.length}, 200 if is_well else 503)

    async def figures(request: Request) -> Response:
        """For the same machine only; a call that a proxy passed on comes from elsewhere."""
        is_near = request.client is not None and request.client.host in NEAR
        if not is_near or any(name in request.headers for name in FORWARDED):
            return JSONResponse({"error": "not_found"}, 404)
        return Response(metrics.page(), media_type="text/plain; version=0.0.4")

    return [
        Route("/gate/health", health, methods=["GET"]),
        Route("/gate/metrics", figures, methods=["GET"]),
        Route("/gate/live", live, methods=["GET"]),
        Route("/gate/live/{code}", live, methods=["GET"]),
    ]
