"""payOS over HTTP: its API for merchants, its page for payers, JSON for tests.

Run with one worker, since the book is in memory:
`PAYOS_CONFIG=payos.json granian --interface asgi simulators.payos.app:app --port 8013`
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.payos import messages, pages
from simulators.payos.book import VIETNAM, Link
from simulators.payos.faults import Fault, Refused, Where, Wish
from simulators.payos.payos import PayOS, SaysNo, opened
from simulators.payos.settings import Merchant, from_environment

LATEST = 20


@asynccontextmanager
async def open_payos(_app: Starlette) -> AsyncIterator[dict[str, PayOS]]:
    """From morning to evening."""
    payos = opened(from_environment())
    yield {"payos": payos}
    await payos.close()


def _payos(request: Request) -> PayOS:
    payos: PayOS = request.state.payos
    return payos


def _now() -> datetime:
    return datetime.now(VIETNAM)


Answering = Callable[[PayOS, Merchant, Request], Awaitable[messages.Data]]


def _api(answering: Answering) -> Callable[[Request], Awaitable[Response]]:
    """An address of the API: who calls, what is answered, and what goes wrong with it."""

    async def endpoint(request: Request) -> Response:
        payos = _payos(request)
        wish = payos.mischief.take(Where.API)
        fault = wish.next if wish else None
        if fault is Fault.DOWN:
            return HTMLResponse("<h1>503 Service Unavailable</h1>", status_code=503)
        headers = request.headers
        merchant = payos.merchant(headers.get("x-client-id", ""), headers.get("x-api-key", ""))
        data = await answering(payos, merchant, request)
        if fault is Fault.UNKNOWN_WORD and "status" in data:
            data["status"] = "REVIEWING"
        if fault is Fault.WRONG_AMOUNT and isinstance(data.get("amount"), int):
            data["amount"] = int(str(data["amount"])) - 1_000
        body = messages.signed(merchant, data)
        if fault is Fault.BAD_SIGNATURE:
            body["signature"] = "0" * 64
        if fault is Fault.TIMEOUT:
            await asyncio.sleep(payos.settings.hang_ms / 1000)
        if fault is Fault.LATE and wish:
            await asyncio.sleep(wish.seconds)
        return Response(messages.compact(body), media_type="application/json")

    return endpoint


@_api
async def make(payos: PayOS, merchant: Merchant, request: Request) -> messages.Data:
    """POST /v2/payment-requests."""
    link = payos.make(merchant, await request.body(), _now())
    public_url = payos.settings.public_url or str(request.base_url).rstrip("/")
    return messages.made(link, public_url, _now())


@_api
async def look(payos: PayOS, merchant: Merchant, request: Request) -> messages.Data:
    """GET /v2/payment-requests/{id or orderCode}."""
    return messages.told(payos.find(merchant, request.path_params["name"]), _now())


@_api
async def cancel(payos: PayOS, merchant: Merchant, request: Request) -> messages.Data:
    """POST /v2/payment-requests/{id or orderCode}/cancel."""
    link = payos.find(merchant, request.path_params["name"])
    body = msgspec.json.decode(await request.body() or b"{}", type=dict[str, object])
    payos.end(link, str(body.get("cancellationReason") or ""), _now())
    return messages.told(link, _now())


@_api
async def confirm_webhook(payos: PayOS, merchant: Merchant, request: Request) -> messages.Data:
    """POST /confirm-webhook: the address is called at once with a signed sample."""
    body = msgspec.json.decode(await request.body(), type=dict[str, str])
    url = body.get("webhookUrl", "")
    status = await payos.post(url, messages.sample(merchant))
    if not 200 <= status < 300:
        raise SaysNo("20", "Webhook URL invalid.", 400)
    payos.notify_urls[merchant.client_id] = url
    return {"webhookUrl": url}


async def home(request: Request) -> Response:
    """The latest links."""
    links = list(_payos(request).book.links.values())
    return HTMLResponse(pages.home(links[: -LATEST - 1 : -1], _now()))


def _link(request: Request) -> Link:
    link = _payos(request).book.links.get(request.path_params["id"])
    if link is None:
        raise Refused("Không có đơn thanh toán này.")
    return link


async def checkout(request: Request) -> Response:
    """The hosted page."""
    return HTMLResponse(pages.checkout(_link(request), _now()))


async def act(request: Request) -> Response:
    """What the payer pressed; then back to the merchant, as payOS does."""
    payos, link = _payos(request), _link(request)
    typed = dict(parse_qsl((await request.body()).decode()))
    deed, amount = typed.get("deed", ""), typed.get("amount", "")
    if deed == "cancel":
        payos.end(link, "Người mua hủy", _now())
    elif deed == "pay":
        payos.pay(link, link.amount_vnd - link.paid_vnd, _now())
    elif deed == "pay_other" and amount.isascii() and amount.isdigit() and len(amount) <= 12:
        payos.pay(link, int(amount), _now())
    else:
        raise Refused("Số tiền phải là số nguyên, ví dụ 1250000.")
    told = {
        "code": "00",
        "id": link.id,
        "cancel": "true" if deed == "cancel" else "false",
        "status": link.status(_now()),
        "orderCode": link.order_code,
    }
    url = link.cancel_url if deed == "cancel" else link.return_url
    return RedirectResponse(f"{url}{'&' if '?' in url else '?'}{urlencode(told)}", status_code=303)


async def control(request: Request) -> Response:
    """What to do wrong next: JSON from a test, a form from a person."""
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        _payos(request).mischief.plan(msgspec.json.decode(raw, type=Wish))
        return JSONResponse({"ok": True})
    _payos(request).mischief.plan(msgspec.convert(dict(parse_qsl(raw.decode())), type=Wish))
    return RedirectResponse("/", status_code=303)


async def ledger(request: Request) -> Response:
    """All that this payOS believes."""
    now = _now()
    payments = [
        {
            "id": link.id,
            "order_code": link.order_code,
            "amount_vnd": link.amount_vnd,
            "paid_vnd": link.paid_vnd,
            "status": link.status(now),
            "description": link.description,
            "credits": [
                {**asdict(credit), "paid_at": credit.paid_at.isoformat()} for credit in link.credits
            ],
            "sent": [asdict(sent) for sent in link.sent],
        }
        for link in _payos(request).book.links.values()
    ]
    return JSONResponse({"payments": payments, "refunds": []})


async def say_no(_request: Request, error: Exception) -> Response:
    """A refusal of the API, without data and without a signature."""
    if not isinstance(error, SaysNo):
        raise error
    body = {"code": error.code, "desc": error.desc, "data": None}
    return Response(messages.compact(body), error.status, media_type="application/json")


async def refuse(_request: Request, error: Exception) -> Response:
    """A page that says why nothing was done."""
    return HTMLResponse(pages.refused(str(error)), status_code=422)


async def not_understood(_request: Request, error: Exception) -> Response:
    """JSON of another form."""
    return JSONResponse({"code": "20", "desc": str(error), "data": None}, status_code=400)


app = Starlette(
    lifespan=open_payos,
    routes=[
        Route("/v2/payment-requests", make, methods=["POST"]),
        Route("/v2/payment-requests/{name}", look),
        Route("/v2/payment-requests/{name}/cancel", cancel, methods=["POST"]),
        Route("/confirm-webhook", confirm_webhook, methods=["POST"]),
        Route("/", home),
        Route("/web/{id}", checkout),
        Route("/web/{id}", act, methods=["POST"]),
        Route("/control", control, methods=["POST"]),
        Route("/ledger", ledger),
    ],
    exception_handlers={
        SaysNo: say_no,
        Refused: refuse,
        msgspec.DecodeError: not_understood,
        msgspec.ValidationError: not_understood,
    },
)
