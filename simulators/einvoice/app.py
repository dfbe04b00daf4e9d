"""A provider of e-invoices over HTTP: its interface for units, a page, a control for tests.

Run with one worker, since the book is in memory:
`EINVOICE_CONFIG=einvoice.json granian --interface asgi simulators.einvoice.app:app --port 8017`
"""

from __future__ import annotations

import html
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from simulators.einvoice.provider import Faults, Provider
from simulators.einvoice.settings import Settings, Unit


@asynccontextmanager
async def open_provider(_app: Starlette) -> AsyncIterator[dict[str, Provider]]:
    """Open with the units that the file names."""
    settings = msgspec.json.decode(Path(os.environ["EINVOICE_CONFIG"]).read_bytes(), type=Settings)
    yield {"provider": Provider(settings)}


def _provider(request: Request) -> Provider:
    provider: Provider = request.state.provider
    return provider


async def _unit(request: Request) -> Unit | None:
    provider = _provider(request)
    unit = provider.unit(request.headers.get("x-tax-code", ""))
    signature = request.headers.get("x-signature", "")
    body = await request.body()
    if unit and provider.is_signed(unit, request.method, request.url.path, body, signature):
        return unit
    return None


def _stranger() -> Response:
    return JSONResponse({"status": "refused", "reason": "Sai chữ ký hoặc mã số thuế"}, 401)


async def issue(request: Request) -> Response:
    """`POST /api/v1/invoices`."""
    unit = await _unit(request)
    if unit is None:
        return _stranger()
    provider = _provider(request)
    status, told = provider.issue(unit, await request.body())
    faults = provider.faults
    if faults.drop:
        faults.drop = False
        return Response(b"", 503)
    if faults.garble:
        faults.garble = False
        return Response(b"<html>502 Bad Gateway</html>", 502)
    return JSONResponse(told, status)


async def look_up(request: Request) -> Response:
    """`GET /api/v1/invoices/{ref}`."""
    unit = await _unit(request)
    if unit is None:
        return _stranger()
    status, told = _provider(request).look_up(unit, request.path_params["ref"])
    return JSONResponse(told, status)


async def control(request: Request) -> Response:
    """For tests: what goes wrong next."""
    provider = _provider(request)
    told = msgspec.json.decode(await request.body(), type=dict[str, str | int | bool])
    provider.faults = Faults(
        refuse=str(told.get("refuse", "")),
        delay=int(told.get("delay", 0)),
        drop=bool(told.get("drop", False)),
        garble=bool(told.get("garble", False)),
    )
    return JSONResponse({"status": "ok"})


async def page(request: Request) -> Response:
    """Every invoice, for people."""
    provider = _provider(request)
    rows = "".join(
        f"<tr><td>{html.escape(kept.order.serial)}</td><td>{kept.number}</td>"
        f"<td>{html.escape(kept.order.buyer)}</td><td>{kept.order.total:,}</td></tr>"
        for kept in provider.kept.values()
    )
    return HTMLResponse(
        "<!doctype html><html lang=vi><meta charset=utf-8><title>Hóa đơn điện tử</title>"
        "<h1>Nhà cung cấp hóa đơn điện tử (mô phỏng)</h1><table><tr><th>Ký hiệu<th>Số"
        f"<th>Người nộp<th>Tổng (đ)</tr>{rows}</table></html>"
    )


async def ledger(request: Request) -> Response:
    """Every invoice, for tests."""
    kept = _provider(request).kept.values()
    return JSONResponse(
        [{"ref": one.order.ref, "serial": one.order.serial, "number": one.number} for one in kept]
    )


app = Starlette(
    routes=[
        Route("/", page),
        Route("/ledger", ledger),
        Route("/api/v1/invoices", issue, methods=["POST"]),
        Route("/api/v1/invoices/{ref}", look_up),
        Route("/control", control, methods=["POST"]),
    ],
    lifespan=open_provider,
)
