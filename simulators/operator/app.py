"""The operator over HTTP: GSMA's API for schools, pages for payers, JSON for tests.

Run with one worker, since the book is in memory:
`OPERATOR_CONFIG=operator.json granian --interface asgi simulators.operator.app:app --port 8030`
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from urllib.parse import parse_qsl

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.operator import bills, pages, server
from simulators.operator.book import Book, Request
from simulators.operator.faults import Fault, Refused, SaysNo
from simulators.operator.operator import Operator
from simulators.operator.settings import Merchant, from_environment

LATEST = 20


@asynccontextmanager
async def open_operator(_app: Starlette) -> AsyncIterator[dict[str, Operator]]:
    """From morning to evening."""
    settings = from_environment()
    browser = httpx.AsyncClient(trust_env=False, timeout=settings.timeout_ms / 1000)
    operator = Operator(settings, Book(settings.balance_vnd), browser)
    yield {"operator": operator}
    await operator.close()


def _operator(http: Http) -> Operator:
    operator: Operator = http.state.operator
    return operator


Answering = Callable[[Operator, Merchant, Http], Awaitable[Response]]


def _for_merchants(answering: Answering) -> Callable[[Http], Awaitable[Response]]:
    """An address of the API: open, asked by a merchant under contract."""

    async def endpoint(http: Http) -> Response:
        operator = _operator(http)
        operator.check_open()
        merchant = server.caller(operator.settings, http.headers)
        return await answering(operator, merchant, http)

    return endpoint


@_for_merchants
async def merchantpay(operator: Operator, merchant: Merchant, http: Http) -> Response:
    """POST /transactions/type/merchantpay."""
    request = await operator.ask_for_money(merchant, http.headers, await http.body())
    return JSONResponse(server.state_of(request, operator.stamp()), status_code=202)


@_for_merchants
async def reversals(operator: Operator, merchant: Merchant, http: Http) -> Response:
    """POST /transactions/{ref}/reversals."""
    original = http.path_params["reference"]
    request = await operator.ask_for_reversal(merchant, http.headers, await http.body(), original)
    said = server.state_of(request, operator.stamp())
    # What was decided is told to whoever asks; the request itself is only accepted.
    return JSONResponse(
        {name: said[name] for name in ("serverCorrelationId", "notificationMethod", "pollLimit")}
        | {"status": "pending"},
        status_code=202,
    )


@_for_merchants
async def requeststate(operator: Operator, merchant: Merchant, http: Http) -> Response:
    """GET /requeststates/{serverCorrelationId}."""
    request = _theirs(merchant, operator.book.requests.get(http.path_params["reference"]))
    return JSONResponse(server.state_of(request, operator.stamp()))


@_for_merchants
async def responses(operator: Operator, merchant: Merchant, http: Http) -> Response:
    """GET /responses/{clientCorrelationId}."""
    request = _theirs(merchant, operator.book.by_correlation.get(http.path_params["reference"]))
    return JSONResponse(server.link_of(request))


@_for_merchants
async def transaction(operator: Operator, merchant: Merchant, http: Http) -> Response:
    """GET /transactions/{transactionReference}."""
    found = operator.book.transactions.get(http.path_params["reference"])
    if found is None or found.organisation_id != merchant.organisation_id:
        raise SaysNo("identification", "identifierError")
    return JSONResponse(found.message())


def _theirs(merchant: Merchant, request: Request | None) -> Request:
    if request is None or request.organisation_id != merchant.organisation_id:
        raise SaysNo("identification", "identifierError")
    return request


async def heartbeat(http: Http) -> Response:
    """GET /heartbeat."""
    is_down = _operator(http).next_fault is Fault.DOWN
    return JSONResponse({"serviceStatus": "unavailable" if is_down else "available", "delay": 0})


async def home(http: Http) -> Response:
    """The list of requests."""
    operator = _operator(http)
    asked = [one for one in operator.book.requests.values() if one.kind == "merchantpay"]
    return HTMLResponse(pages.home(asked[: -LATEST - 1 : -1], operator.next_fault))


async def _typed(http: Http) -> dict[str, str]:
    return dict(parse_qsl((await http.body()).decode(errors="replace")))


def _merchant(operator: Operator, organisation_id: str) -> Merchant:
    merchant = operator.settings.merchant(organisation_id)
    if merchant is None:
        raise Refused("Không có đơn vị này.")
    return merchant


async def show(http: Http) -> Response:
    """The phone's screen of one request."""
    operator = _operator(http)
    request = operator.book.request(http.path_params["server_id"])
    merchant = _merchant(operator, request.organisation_id)
    if request.status == "pending":
        return HTMLResponse(pages.prompt(request, merchant))
    return HTMLResponse(pages.outcome(request, merchant))


async def answer(http: Http) -> Response:
    """The payer's PIN, or a no."""
    operator = _operator(http)
    request = operator.book.request(http.path_params["server_id"])
    typed = await _typed(http)
    deed = typed.get("deed", "pay")
    try:
        if deed == "decline":
            operator.decline(request)
        else:
            ordered = Fault.NONE if deed == "pay" else Fault(deed)
            operator.confirm(request, typed.get("pin", ""), ordered)
    except ValueError as error:
        raise Refused("Không hiểu nút vừa bấm.") from error
    except Refused as no:
        if request.status != "pending":
            raise
        merchant = _merchant(operator, request.organisation_id)
        return HTMLResponse(pages.prompt(request, merchant, str(no)), status_code=422)
    return RedirectResponse(f"/requests/{request.server_id}", status_code=303)


async def counter(http: Http) -> Response:
    """The counter for bills."""
    return HTMLResponse(pages.counter(_operator(http).settings.merchants))


async def bills_of(http: Http) -> Response:
    """The bills of a code."""
    operator = _operator(http)
    merchant = _merchant(operator, http.query_params.get("organisation", ""))
    consumer = http.query_params.get("consumer", "")
    found = await bills.ask(operator, merchant, consumer)
    return HTMLResponse(pages.bills(merchant, consumer, found))


async def bills_pay(http: Http) -> Response:
    """Pay a bill from the counter."""
    operator = _operator(http)
    typed = await _typed(http)
    if typed.get("pin", "") != operator.settings.pin:
        raise Refused("PIN sai. Nhập lại PIN gồm 4 chữ số.")
    wish = bills.Wish(
        organisation_id=typed.get("organisation", ""),
        consumer=typed.get("consumer", ""),
        phone=typed.get("phone", ""),
        bill=typed.get("bill", ""),
    )
    return HTMLResponse(pages.posted(await bills.pay(operator, wish)))


async def pay_bill(http: Http) -> Response:
    """The same by JSON, with a fault."""
    wish = msgspec.json.decode(await http.body(), type=bills.Wish)
    return JSONResponse([asdict(one) for one in await bills.pay(_operator(http), wish)])


async def control(http: Http) -> Response:
    """`{"next": "<fault>"}`, or a form with the same."""
    operator, body = _operator(http), await http.body()
    if http.headers.get("content-type", "").startswith("application/json"):
        wished = msgspec.json.decode(body, type=dict[str, str]).get("next", "")
    else:
        wished = dict(parse_qsl(body.decode(errors="replace"))).get("next", "")
    try:
        operator.next_fault = Fault(wished)
    except ValueError as error:
        raise Refused("Không có sự cố này.") from error
    if http.headers.get("content-type", "").startswith("application/json"):
        return JSONResponse({"next": operator.next_fault.value})
    return RedirectResponse("/", status_code=303)


async def ledger(http: Http) -> Response:
    """Everything this operator believes."""
    operator = _operator(http)
    moved = [
        {
            "reference": one.their_reference,
            "transaction": one.reference,
            "kind": one.kind,
            "amount_vnd": one.amount_vnd,
            "status": one.status,
            "phone": one.phone,
            "organisation_id": one.organisation_id,
            "original": one.original,
            "bill": one.bill,
            "reversed_vnd": one.reversed_vnd,
        }
        for one in operator.book.transactions.values()
    ]
    return JSONResponse(
        {
            "payments": [one for one in moved if one["kind"] != "reversal"],
            "refunds": [one for one in moved if one["kind"] == "reversal"],
            "requests": [
                {
                    "server_id": one.server_id,
                    "correlation_id": one.correlation_id,
                    "kind": one.kind,
                    "reference": one.reference,
                    "amount_vnd": one.amount_vnd,
                    "status": one.status,
                    "metadata": one.metadata,
                }
                for one in operator.book.requests.values()
            ],
            "told": [asdict(one) for one in operator.told],
            "wallets": operator.book.wallets_vnd,
        }
    )


async def say_no_in_gsma(http: Http, error: Exception) -> Response:
    """An error object."""
    assert isinstance(error, SaysNo)
    return JSONResponse(error.message(_operator(http).stamp()), status_code=error.status)


async def say_no(http: Http, error: Exception) -> Response:
    """A sentence, as JSON for tests and as a page for people."""
    if http.headers.get("content-type", "").startswith("application/json"):
        return JSONResponse({"error": str(error)}, status_code=422)
    return HTMLResponse(pages.refused(str(error)), status_code=422)


async def not_understood(_http: Http, error: Exception) -> Response:
    """The JSON did not have the documented form."""
    return JSONResponse({"error": f"Yêu cầu không đúng mẫu: {error}"}, status_code=400)


app = Starlette(
    lifespan=open_operator,
    routes=[
        Route("/", home),
        Route("/requests/{server_id}", show, methods=["GET"]),
        Route("/requests/{server_id}", answer, methods=["POST"]),
        Route("/bills", counter),
        Route("/bills/of", bills_of),
        Route("/bills/pay", bills_pay, methods=["POST"]),
        Route("/pay-bill", pay_bill, methods=["POST"]),
        Route("/control", control, methods=["POST"]),
        Route("/ledger", ledger),
        Route("/mm/transactions/type/merchantpay", merchantpay, methods=["POST"]),
        Route("/mm/transactions/{reference}/reversals", reversals, methods=["POST"]),
        Route("/mm/transactions/{reference}", transaction),
        Route("/mm/requeststates/{reference}", requeststate),
        Route("/mm/responses/{reference}", responses),
        Route("/mm/heartbeat", heartbeat),
    ],
    exception_handlers={
        SaysNo: say_no_in_gsma,
        Refused: say_no,
        msgspec.DecodeError: not_understood,
    },
)
