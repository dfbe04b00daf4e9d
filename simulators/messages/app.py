"""The carriers over HTTP and SMTP: gateway, Zalo, mail server, pages of telephones.

Run with one worker, since the book is in memory:
`MESSAGES_CONFIG=messages.json granian --interface asgi simulators.messages.app:app --port 8040`
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.messages import pages
from simulators.messages.book import Book, Fault
from simulators.messages.carriers import Carriers, Refused, ZaloRefused
from simulators.messages.mail import Mailroom
from simulators.messages.settings import from_environment


@dataclass(frozen=True)
class House:
    """All carriers with one book."""

    carriers: Carriers
    mailroom: Mailroom
    book: Book


class Control(msgspec.Struct):
    """What a test or a person asks for."""

    next: str = ""
    times: int = 1
    top_up_vnd: int = 0
    account: str = ""


@asynccontextmanager
async def open_house(_app: Starlette) -> AsyncIterator[dict[str, House]]:
    """From morning to evening."""
    settings, book = from_environment(), Book()
    browser = httpx.AsyncClient(trust_env=False, timeout=settings.timeout_ms / 1000)
    mailroom = Mailroom(settings, book)
    await mailroom.open()
    house = House(Carriers(settings, book, browser), mailroom, book)
    yield {"house": house}
    await house.carriers.close()
    await mailroom.close()


def _house(request: Request) -> House:
    house: House = request.state.house
    return house


async def sms(request: Request) -> Response:
    """POST /v1/messages."""
    said = await _house(request).carriers.sms(
        request.headers.get("authorization", ""), await request.body()
    )
    return JSONResponse(said)


async def zalo(request: Request) -> Response:
    """POST /message/template."""
    try:
        said = await _house(request).carriers.zalo(
            request.headers.get("access_token", ""), await request.body()
        )
    except ZaloRefused as refused:
        said = {"error": refused.error, "message": refused.message}
    return JSONResponse(said)


async def control(request: Request) -> Response:
    """What goes wrong next, and money for an account; `{}` takes all faults back."""
    book = _house(request).book
    if "form" in request.headers.get("content-type", ""):
        async with request.form() as form:
            told = Control(next=str(form.get("next", "")))
        answer: Response = RedirectResponse("/", status_code=303)
    else:
        told = msgspec.json.decode(await request.body(), type=Control)
        answer = JSONResponse({})
    if told.top_up_vnd:
        book.topped_up_vnd[told.account] += told.top_up_vnd
    elif told.next:
        book.faults[Fault(told.next)] += told.times
    else:
        book.faults.clear()
    return answer


def _balances(house: House) -> dict[str, int]:
    carriers = house.carriers
    told = {one.brand: carriers.balance_vnd(one, one.brand) for one in carriers.settings.sms}
    return told | {one.name: carriers.balance_vnd(one, one.name) for one in carriers.settings.zalo}


async def ledger(request: Request) -> Response:
    """All there is, as JSON."""
    house = _house(request)
    return JSONResponse(
        {
            "messages": [asdict(message) for message in house.book.messages],
            "balances": _balances(house),
            "smtp_port": house.mailroom.port,
        }
    )


async def home(request: Request) -> Response:
    """Telephones."""
    house = _house(request)
    waiting = sum(one.status == "sent" for one in house.book.messages)
    arrived = house.book.telephones()
    return HTMLResponse(pages.telephones(arrived, _balances(house), waiting))


async def telephone(request: Request) -> Response:
    """One telephone."""
    address = request.path_params["address"]
    messages = _house(request).book.telephones().get(address, [])
    return HTMLResponse(pages.telephone(address, messages))


async def everything(request: Request) -> Response:
    """All messages."""
    return HTMLResponse(pages.everything(_house(request).book.messages))


async def refused(_request: Request, error: Exception) -> Response:
    """A carrier's no."""
    assert isinstance(error, Refused)
    return JSONResponse({"error": error.error}, status_code=error.status)


async def not_understood(_request: Request, error: Exception) -> Response:
    """Neither a control nor a fault that there is."""
    return JSONResponse({"error": str(error)}, status_code=400)


app = Starlette(
    lifespan=open_house,
    routes=[
        Route("/v1/messages", sms, methods=["POST"]),
        Route("/message/template", zalo, methods=["POST"]),
        Route("/control", control, methods=["POST"]),
        Route("/ledger", ledger),
        Route("/", home),
        Route("/tin", everything),
        Route("/may/{address}", telephone),
    ],
    exception_handlers={
        Refused: refused,
        msgspec.DecodeError: not_understood,
        ValueError: not_understood,
    },
)
