"""What every wallet serves besides its gateway: the payer's pages, the control and the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.wallets.book import Payment, State
from simulators.wallets.faults import Fault, Where, Wish
from simulators.wallets.pages import Pages
from simulators.wallets.wallet import Wallet

LATEST = 12
PIN_LENGTH = 6
DOWN = "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"
DEEDS = {
    "pay": State.PAID,
    "refuse": State.REFUSED,
    "no_funds": State.NO_FUNDS,
    "expire": State.EXPIRED,
}

Members = Mapping[str, object]
Gateway = Callable[[Members, str, Wish | None], tuple[int, Members]]
"""The merchant's members, our own address and a fault; an HTTP number and the answer."""


def _wallet(request: Request) -> Wallet:
    wallet: Wallet = request.state.wallet
    return wallet


def _pages(request: Request) -> Pages:
    wallet = _wallet(request)
    return Pages(wallet.NAME, wallet.COLOUR)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


async def _members(request: Request) -> Members:
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return await _form(request)
    told = msgspec.json.decode(await request.body())
    return told if isinstance(told, dict) else {}


async def call(request: Request, gateway: Gateway) -> Response:
    """Carry out a merchant's call, with the fault that waits for calls."""
    wallet = _wallet(request)
    fault = wallet.faults.take(Where.CALL)
    kind = fault.next if fault else None
    if fault and kind is Fault.DOWN:
        return HTMLResponse(DOWN, status_code=503)
    try:
        members = await _members(request)
    except msgspec.DecodeError:
        return JSONResponse({"message": "Bad format request."}, status_code=400)
    status, answer = gateway(members, str(request.base_url).rstrip("/"), fault)
    if fault and kind is Fault.TIMEOUT:
        await asyncio.sleep(fault.seconds or wallet.common.silence_seconds)
    if fault and kind is Fault.LATE:
        await asyncio.sleep(fault.seconds or 1)
    return JSONResponse(answer, status_code=status)


async def home(request: Request) -> Response:
    """The latest orders, and what shall go wrong."""
    wallet = _wallet(request)
    latest = list(wallet.book.payments.values())[: -LATEST - 1 : -1]
    return HTMLResponse(_pages(request).home(latest, wallet.faults.listed()))


async def show(request: Request) -> Response:
    """The page to pay on."""
    payment = _wallet(request).book.by_token(request.path_params["token"])
    if payment is None:
        return HTMLResponse(_pages(request).not_found(), status_code=404)
    return _shown(request, payment)


def _shown(request: Request, payment: Payment, sentence: str = "") -> Response:
    if not _wallet(request).is_open(payment):
        return HTMLResponse(_pages(request).ended(payment))
    status = 422 if sentence else 200
    return HTMLResponse(_pages(request).pay(payment, sentence), status_code=status)


async def pay(request: Request) -> Response:
    """Do what the pressed button says and send the payer back."""
    wallet = _wallet(request)
    payment = wallet.book.by_token(request.path_params["token"])
    if payment is None:
        return HTMLResponse(_pages(request).not_found(), status_code=404)
    typed = await _form(request)
    state = DEEDS.get(typed.get("deed", "pay"))
    pin = typed.get("pin", "")
    if state is None:
        return _shown(request, payment, "Không hiểu nút vừa bấm.")
    if state is State.PAID and not (len(pin) == PIN_LENGTH and pin.isascii() and pin.isdigit()):
        return _shown(request, payment, "Mã PIN phải có đúng 6 chữ số. Xin nhập lại.")
    if not wallet.is_open(payment):
        return _shown(request, payment)
    await wallet.finish(payment, state)
    return RedirectResponse(wallet.return_address(payment), status_code=303)


async def control(request: Request) -> Response:
    """Let the next thing go wrong, as `Wish` says."""
    faults = _wallet(request).faults
    faults.wish(msgspec.json.decode(await request.body(), type=Wish))
    return JSONResponse({"waiting": faults.listed()})


async def press(request: Request) -> Response:
    """The same from a button."""
    typed = await _form(request)
    try:
        fault = Fault(typed["next"]) if typed.get("next") else None
    except ValueError:
        fault = None
    _wallet(request).faults.wish(Wish(next=fault, seconds=5))
    return RedirectResponse("/", status_code=303)


async def ledger(request: Request) -> Response:
    """Everything the wallet believes."""
    book = _wallet(request).book
    payments = [{**asdict(one), "state": one.state.value} for one in book.payments.values()]
    refunds = [{**asdict(one), "state": one.state.value} for one in book.refunds.values()]
    return JSONResponse(
        {"payments": payments, "refunds": refunds, "sent": [asdict(one) for one in book.sent]}
    )


async def not_understood(_request: Request, error: Exception) -> Response:
    """The JSON did not have the documented form."""
    return JSONResponse({"error": f"Yêu cầu không đúng mẫu: {error}"}, status_code=400)


ROUTES = [
    Route("/", home),
    Route("/pay/{token}", show),
    Route("/pay/{token}", pay, methods=["POST"]),
    Route("/control", control, methods=["POST"]),
    Route("/faults", press, methods=["POST"]),
    Route("/ledger", ledger),
]
