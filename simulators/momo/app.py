"""MoMo over HTTP: its gateway for merchants, its page for payers, a control for tests.

Run with one worker, since the book is in memory:
`MOMO_CONFIG=momo.json granian --interface asgi simulators.momo.app:app --port 8011`
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.momo.momo import MoMo
from simulators.momo.settings import Settings
from simulators.wallets import counter
from simulators.wallets.book import Book
from simulators.wallets.settings import from_environment

FIRST_NUMBER = 4_088_000_001


@asynccontextmanager
async def open_wallet(_app: Starlette) -> AsyncIterator[dict[str, MoMo]]:
    """Open in the morning and close in the evening."""
    wallet = MoMo(
        browser=httpx.AsyncClient(trust_env=False),
        book=Book(FIRST_NUMBER),
        settings=from_environment("MOMO_CONFIG", Settings),
    )
    yield {"wallet": wallet}
    await wallet.close()


def _momo(request: Request) -> MoMo:
    wallet: MoMo = request.state.wallet
    return wallet


async def _once_at_a_time(request: Request, gateway: counter.Gateway) -> Response:
    """A second call with the same requestId while the first is held: 422 with 7000."""
    momo = _momo(request)
    try:
        told = msgspec.json.decode(await request.body())
    except msgspec.DecodeError:
        return await counter.call(request, gateway)
    members = told if isinstance(told, dict) else {}
    key = (str(members.get("partnerCode")), str(members.get("requestId")))
    if key in momo.held:
        return JSONResponse(momo.still_running(members), status_code=422)
    momo.held.add(key)
    try:
        return await counter.call(request, gateway)
    finally:
        momo.held.discard(key)


async def create(request: Request) -> Response:
    """`/v2/gateway/api/create`."""
    return await _once_at_a_time(request, _momo(request).create)


async def query(request: Request) -> Response:
    """`/v2/gateway/api/query`."""
    return await _once_at_a_time(request, _momo(request).query)


async def refund(request: Request) -> Response:
    """`/v2/gateway/api/refund`."""
    return await _once_at_a_time(request, _momo(request).refund)


async def refund_query(request: Request) -> Response:
    """`/v2/gateway/api/refund/query`."""
    return await _once_at_a_time(request, _momo(request).refund_query)


app = Starlette(
    lifespan=open_wallet,
    routes=[
        Route("/v2/gateway/api/create", create, methods=["POST"]),
        Route("/v2/gateway/api/query", query, methods=["POST"]),
        Route("/v2/gateway/api/refund", refund, methods=["POST"]),
        Route("/v2/gateway/api/refund/query", refund_query, methods=["POST"]),
        *counter.ROUTES,
    ],
    exception_handlers={msgspec.DecodeError: counter.not_understood},
)
