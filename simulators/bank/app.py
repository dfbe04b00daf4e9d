"""The bank over HTTP: pages for a person, JSON for tests and the demo.

Run with one worker, since the book is in memory:
`BANK_CONFIG=bank.json granian --interface asgi simulators.bank.app:app --port 8010`
"""

from __future__ import annotations

import base64
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.bank import book, pages
from simulators.bank.bank import VIETNAM, Bank, Burst, Move, Order, Repeat
from simulators.bank.book import Sent
from simulators.bank.forms import fields
from simulators.bank.refusals import Refused
from simulators.bank.settings import from_environment
from simulators.bank.statements import STATEMENTS, of_account
from simulators.bank.words import Damage

LATEST = 12


@asynccontextmanager
async def open_bank(_app: Starlette) -> AsyncIterator[dict[str, Bank]]:
    """Open the bank in the morning and close it in the evening."""
    browser = httpx.AsyncClient(trust_env=False, follow_redirects=True)
    bank = Bank(
        settings=from_environment(), book=book.opened(datetime.now(VIETNAM)), browser=browser
    )
    yield {"bank": bank}
    await bank.close()


def _bank(request: Request) -> Bank:
    bank: Bank = request.state.bank
    return bank


def _answers(sent: Iterable[Sent]) -> list[dict[str, str | int | bool]]:
    return [asdict(told) for told in sent]


async def pay(request: Request) -> Response:
    """Pay one bill, as `Order` says."""
    order = msgspec.json.decode(await request.body(), type=Order)
    credits, sent = await _bank(request).pay(order)
    references = [credit.bank_reference for credit in credits]
    return JSONResponse(
        {
            "bank_reference": references[0],
            "bank_references": references,
            "amount_vnd": credits[0].amount_vnd,
            "text": credits[0].text,
            "sent": _answers(sent),
        }
    )


async def movement(request: Request) -> Response:
    """Book a subsidy, a fee, cash at the counter or a reversal."""
    moved = _bank(request).move(msgspec.json.decode(await request.body(), type=Move))
    return JSONResponse({"bank_reference": moved.bank_reference, "amount_vnd": moved.amount_vnd})


async def statement(request: Request) -> Response:
    """The statement of one account as a file in one of the forms banks hand out."""
    asked = request.query_params
    form = STATEMENTS.get(asked.get("form", ""))
    if form is None:
        raise Refused(f"Có các mẫu sao kê: {', '.join(STATEMENTS)}.")
    bank = _bank(request)
    wanted = of_account(
        bank.book.movements,
        bin=asked.get("bin", ""),
        account=asked.get("account", ""),
        owner=bank.holder(asked.get("bin", ""), asked.get("account", "")),
        first=int(asked.get("first", "0")),
        last=int(asked["last"]) if "last" in asked else None,
        at=bank.now(),
    )
    file = form(wanted)
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


async def repeat(request: Request) -> Response:
    """Send one notification again."""
    wish = msgspec.json.decode(await request.body(), type=Repeat)
    sent = await _bank(request).repeat(wish)
    return JSONResponse({"bank_reference": wish.bank_reference, "sent": _answers(sent)})


async def burst(request: Request) -> Response:
    """Pay many bills at once and count what was acknowledged."""
    wish = msgspec.json.decode(await request.body(), type=Burst)
    began = time.monotonic_ns()
    sent = await _bank(request).burst(wish)
    acknowledged = [told.bank_reference for told in sent if told.is_acknowledged]
    statuses: dict[str, int] = {}
    for told in sent:
        statuses[str(told.status)] = statuses.get(str(told.status), 0) + 1
    return JSONResponse(
        {
            "sent": len(sent),
            "acknowledged": len(acknowledged),
            "acknowledged_references": acknowledged,
            "statuses": statuses,
            "took_ms": (time.monotonic_ns() - began) // 1_000_000,
        }
    )


async def ledger(request: Request) -> Response:
    """All payments this bank made, oldest first, with what the subscribers answered."""
    kept = _bank(request).book
    return JSONResponse(
        {
            "payments": [
                {
                    **asdict(credit),
                    "paid_at": credit.paid_at.isoformat(),
                    "sent": _answers(kept.sent[reference]),
                }
                for reference, credit in kept.credits.items()
            ],
            "balances": [
                {
                    "bin": bank,
                    "account": account,
                    "balance_vnd": balance_vnd,
                    "movements": sum(
                        (one.bin, one.account) == (bank, account) for one in kept.movements
                    ),
                }
                for (bank, account), balance_vnd in kept.balances_vnd.items()
            ],
        }
    )


async def home(request: Request) -> Response:
    """The first page; `?bill=` opens a bill's QR at once."""
    bill = request.query_params.get("bill", "")
    if bill:
        return await _form_for(_bank(request), _order_for(bill))
    credits = list(_bank(request).book.credits.values())
    return HTMLResponse(pages.home(credits[: -LATEST - 1 : -1]))


def _order_for(link_code_or_qr: str) -> Order:
    if link_code_or_qr.strip().startswith("000201"):
        return Order(qr=link_code_or_qr)
    return Order(bill_url=link_code_or_qr)


async def _form_for(bank: Bank, order: Order) -> Response:
    invitation = await bank.look_at(order)
    return HTMLResponse(
        pages.transfer_form(invitation, bank.holder(invitation.bin, invitation.account))
    )


async def _typed(request: Request) -> Mapping[str, bytes]:
    return fields(request.headers.get("content-type", ""), await request.body())


async def read(request: Request) -> Response:
    """Show what a bill's QR asks for."""
    typed = await _typed(request)
    if typed.get("picture"):
        order = Order(picture=base64.b64encode(typed["picture"]).decode())
    else:
        order = _order_for(typed.get("bill", b"").decode(errors="replace"))
    return await _form_for(_bank(request), order)


def _number(typed: Mapping[str, bytes], name: str, label: str) -> int | None:
    text = typed.get(name, b"").decode(errors="replace")
    plain = "".join(text.split()).replace(".", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 13):
        raise Refused(f"{label} phải là số nguyên, ví dụ 20 hoặc 1.250.000.")
    return int(plain)


async def _ordered(bank: Bank, typed: Mapping[str, bytes], deed: str) -> Order:
    qr = typed.get("qr", b"").decode(errors="replace")
    text = typed.get("text", b"").decode(errors="replace")
    payer_name = typed.get("payer", b"").decode(errors="replace")
    amount_vnd = _number(typed, "amount", "Số tiền")
    invitation = await bank.look_at(Order(qr=qr))
    exact_vnd = invitation.amount_vnd or amount_vnd
    order = Order(qr=qr, amount_vnd=exact_vnd, payer_name=payer_name)
    replaced = msgspec.structs.replace
    match deed:
        case "as_typed":
            return replaced(order, amount_vnd=amount_vnd, text=text)
        case "exact":
            return order
        case "short" | "over":
            change_vnd = 1_000 if deed == "over" else -1_000
            return replaced(order, amount_vnd=(exact_vnd or 0) + change_vnd)
        case "twice":
            return replaced(order, times=2)
        case "late":
            delay = _number(typed, "delay", "Số giây trễ") or 0
            return replaced(order, delay_seconds=delay)
    try:
        return replaced(order, damage=Damage(deed))
    except ValueError as error:
        raise Refused("Không hiểu nút vừa bấm.") from error


async def transfer(request: Request) -> Response:
    """Do what the pressed button says, then show the receipt under its own address."""
    typed = await _typed(request)
    deed = typed.get("deed", b"as_typed").decode(errors="replace")
    if deed == "cancel":
        return HTMLResponse(pages.cancelled())
    bank = _bank(request)
    credits, _ = await bank.pay(await _ordered(bank, typed, deed))
    return RedirectResponse(f"/transfer/{credits[-1].bank_reference}", status_code=303)


async def transfer_done(request: Request) -> Response:
    """The receipt of one transfer."""
    kept = _bank(request).book
    credit = kept.find(request.path_params["bank_reference"])
    return HTMLResponse(pages.transfer_done(credit, kept.sent[credit.bank_reference]))


async def again(request: Request) -> Response:
    """Repeat a notification from the receipt."""
    typed = await _typed(request)
    deed = typed.get("deed", b"same").decode(errors="replace")
    wish = Repeat(
        bank_reference=typed.get("bank_reference", b"").decode(errors="replace"),
        change_body=deed == "change_body",
        bad_signature=deed == "bad_signature",
    )
    await _bank(request).repeat(wish)
    return RedirectResponse(f"/transfer/{wish.bank_reference}", status_code=303)


JSON_PATHS = ("/pay", "/notify/repeat", "/burst", "/movement", "/statement")


async def say_no(request: Request, error: Exception) -> Response:
    """A refusal in the form of the question: JSON or page."""
    if request.url.path in JSON_PATHS:
        return JSONResponse({"error": str(error)}, status_code=422)
    return HTMLResponse(pages.refused(str(error)), status_code=422)


async def not_understood(_request: Request, error: Exception) -> Response:
    """The JSON did not have the documented form."""
    return JSONResponse({"error": f"Yêu cầu không đúng mẫu: {error}"}, status_code=400)


app = Starlette(
    lifespan=open_bank,
    routes=[
        Route("/", home),
        Route("/read", read, methods=["POST"]),
        Route("/transfer", transfer, methods=["POST"]),
        Route("/transfer/{bank_reference}", transfer_done),
        Route("/again", again, methods=["POST"]),
        Route("/pay", pay, methods=["POST"]),
        Route("/notify/repeat", repeat, methods=["POST"]),
        Route("/burst", burst, methods=["POST"]),
        Route("/ledger", ledger),
        Route("/movement", movement, methods=["POST"]),
        Route("/statement", statement),
    ],
    exception_handlers={Refused: say_no, msgspec.DecodeError: not_understood},
)
