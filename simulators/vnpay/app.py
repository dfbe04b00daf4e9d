"""VNPAY over HTTP: a payment page for payers, calls for merchants, JSON for tests and the demo.

Run with one worker, since the book is in memory:
`VNPAY_CONFIG=vnpay.json granian --interface asgi simulators.vnpay.app:app --port 8011`
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.vnpay import pages, transactions
from simulators.vnpay.book import Payment, Refused
from simulators.vnpay.faults import Event, Fault, Wish
from simulators.vnpay.gateway import Gateway
from simulators.vnpay.settings import from_environment

LATEST = 30


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A payer's whole visit in one call: the address of the page and what was done there."""

    url: str
    deed: str = "pay"
    bank_code: str = ""


@asynccontextmanager
async def open_gateway(_app: Starlette) -> AsyncIterator[dict[str, Gateway]]:
    """Open in the morning, close in the evening."""
    browser = httpx.AsyncClient(trust_env=False)
    gateway = Gateway(settings=from_environment(), browser=browser)
    yield {"gateway": gateway}
    await gateway.close()


def _gateway(request: Request) -> Gateway:
    gateway: Gateway = request.state.gateway
    return gateway


async def _typed(request: Request) -> dict[str, str]:
    body = (await request.body()).decode(errors="replace")
    return dict(parse_qsl(body, keep_blank_values=True))


async def page(request: Request) -> Response:
    """The payment page that a merchant's signed address opens."""
    gateway = _gateway(request)
    if gateway.faults.take(Event.PAGE):
        return HTMLResponse(pages.refused("Cổng thanh toán đang bảo trì."), status_code=503)
    return HTMLResponse(pages.pay(gateway.open_page(dict(request.query_params))))


async def pay(request: Request) -> Response:
    """Do what the pressed button says and send the browser back to the merchant."""
    gateway, typed = _gateway(request), await _typed(request)
    payment = gateway.book.find(typed.get("terminal", ""), typed.get("reference", ""))
    url = gateway.decide(payment, typed.get("deed", ""), typed.get("bank", ""))
    return RedirectResponse(url, status_code=303)


async def visit(request: Request) -> Response:
    """The same in one JSON call."""
    gateway = _gateway(request)
    deed = msgspec.json.decode(await request.body(), type=Deed)
    payment = gateway.open_page(dict(parse_qsl(urlsplit(deed.url).query)))
    url = gateway.decide(payment, deed.deed, deed.bank_code)
    return JSONResponse(
        {
            "reference": payment.reference,
            "transaction_no": payment.transaction_no,
            "return_url": url,
        }
    )


async def transaction(request: Request) -> Response:
    """querydr or refund."""
    told = msgspec.json.decode(await request.body(), type=dict[str, str])
    try:
        return JSONResponse(await transactions.answer(_gateway(request), told))
    except transactions.Down:
        return HTMLResponse(pages.refused("Cổng thanh toán đang bảo trì."), status_code=503)
    except transactions.Silence:
        return Response(status_code=504)


async def control(request: Request) -> Response:
    """Say what shall go wrong next."""
    gateway = _gateway(request)
    gateway.faults.wish(msgspec.json.decode(await request.body(), type=Wish))
    return JSONResponse({"waiting": [wish.next.value for wish in gateway.faults.waiting]})


async def fault(request: Request) -> Response:
    """The same by a button."""
    typed = await _typed(request)
    try:
        wish = Wish(next=Fault(typed.get("next", "")))
    except ValueError as error:
        raise Refused("Không hiểu nút vừa bấm.") from error
    _gateway(request).faults.wish(wish)
    return RedirectResponse("/", status_code=303)


async def again(request: Request) -> Response:
    """Repeat a notification."""
    gateway, typed = _gateway(request), await _typed(request)
    payment = gateway.book.find(typed.get("terminal", ""), typed.get("reference", ""))
    await gateway.notify_again(payment)
    return RedirectResponse("/", status_code=303)


async def home(request: Request) -> Response:
    """The payments, latest first."""
    gateway = _gateway(request)
    payments = list(gateway.book.payments.values())[: -LATEST - 1 : -1]
    waiting = [wish.next.value for wish in gateway.faults.waiting]
    return HTMLResponse(pages.home(payments, waiting))


async def ledger(request: Request) -> Response:
    """Everything that this gateway believes, oldest first."""
    payments = _gateway(request).book.payments.values()
    return JSONResponse(
        {
            "payments": [_line(payment) for payment in payments],
            "refunds": [
                {
                    "reference": payment.reference,
                    **asdict(refund),
                    "asked_at": refund.asked_at.isoformat(),
                }
                for payment in payments
                for refund in payment.refunds
            ],
        }
    )


def _line(payment: Payment) -> dict[str, object]:
    return {
        "terminal": payment.merchant.vnp_TmnCode,
        "reference": payment.reference,
        "amount_vnd": payment.amount_vnd,
        "is_paid": payment.is_paid,
        "response": payment.response,
        "status": payment.status,
        "transaction_no": payment.transaction_no,
        "bank_code": payment.bank_code,
        "refunded_vnd": payment.refunded_vnd,
        "sent": [asdict(sent) for sent in payment.sent],
    }


JSON_PATHS = ("/pay", "/control", "/merchant_webapi/api/transaction")


async def say_no(request: Request, error: Exception) -> Response:
    """A refusal in the form of the question: JSON or page."""
    if request.url.path in JSON_PATHS:
        return JSONResponse({"error": str(error)}, status_code=422)
    return HTMLResponse(pages.refused(str(error)), status_code=422)


async def not_understood(request: Request, error: Exception) -> Response:
    """The JSON did not have the documented form."""
    if request.url.path == "/merchant_webapi/api/transaction":
        return JSONResponse({"vnp_ResponseCode": "03", "vnp_Message": "Invalid data format"})
    return JSONResponse({"error": f"Yêu cầu không đúng mẫu: {error}"}, status_code=400)


app = Starlette(
    lifespan=open_gateway,
    routes=[
        Route("/", home),
        Route("/paymentv2/vpcpay.html", page),
        Route("/paymentv2/pay", pay, methods=["POST"]),
        Route("/merchant_webapi/api/transaction", transaction, methods=["POST"]),
        Route("/pay", visit, methods=["POST"]),
        Route("/control", control, methods=["POST"]),
        Route("/fault", fault, methods=["POST"]),
        Route("/again", again, methods=["POST"]),
        Route("/ledger", ledger),
    ],
    exception_handlers={Refused: say_no, msgspec.DecodeError: not_understood},
)
