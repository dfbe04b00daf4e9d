"""ZaloPay over HTTP: its gateway for merchants, its page for payers, a control for tests.

Run with one worker, since the book is in memory:
`ZALOPAY_CONFIG=zalopay.json granian --interface asgi simulators.zalopay.app:app --port 8012`
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulators.wallets import counter
from simulators.wallets.book import Book
from simulators.wallets.settings import from_environment
from simulators.zalopay.settings import Settings
from simulators.zalopay.zalopay import ZaloPay

FIRST_NUMBER = 260_105_000_000_001


@asynccontextmanager
async def open_wallet(_app: Starlette) -> AsyncIterator[dict[str, ZaloPay]]:
    """Open in the morning and close in the evening."""
    wallet = ZaloPay(
        browser=httpx.AsyncClient(trust_env=False),
        book=Book(FIRST_NUMBER),
        settings=from_environment("ZALOPAY_CONFIG", Settings),
    )
    yield {"wallet": wallet}
    await wallet.close()


def _zalopay(request: Request) -> ZaloPay:
    wallet: ZaloPay = request.state.wallet
    return wallet


async def create(request: Request) -> Response:
    """`/v2/create`."""
    return await counter.call(request, _zalopay(request).create)


async def query(request: Request) -> Response:
    """`/v2/query`."""
    return await counter.call(request, _zalopay(request).query)


async def refund(request: Request) -> Response:
    """`/v2/refund`."""
    return await counter.call(request, _zalopay(request).refund)


async def query_refund(request: Request) -> Response:
    """`/v2/query_refund`."""
    return await counter.call(request, _zalopay(request).query_refund)


app = Starlette(
    lifespan=open_wallet,
    routes=[
        Route("/v2/create", create, methods=["POST"]),
        Route("/v2/query", query, methods=["POST"]),
        Route("/v2/refund", refund, methods=["POST"]),
        Route("/v2/query_refund", query_refund, methods=["POST"]),
        *counter.ROUTES,
    ],
    exception_handlers={msgspec.DecodeError: counter.not_understood},
)
