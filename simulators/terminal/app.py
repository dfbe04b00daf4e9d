"""Card terminals over HTTP: sealed nexo for the till, a screen for a person, JSON for tests.

Run with one worker, since everything is in memory:
`TERMINAL_CONFIG=terminal.json granian --interface asgi simulators.terminal.app:app --port 8015`
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.terminal import answers, pages
from simulators.terminal.book import CARDS, Deed, Fault, Screen
from simulators.terminal.cipher import NotSealedRight, opened, sealed
from simulators.terminal.machine import Machine
from simulators.terminal.messages import Message, Outside, Plain
from simulators.terminal.settings import Settings, from_environment

PIN_SHORTEST, PIN_LONGEST, PIN_WRONG = 4, 6, "0000"


class Control(msgspec.Struct, forbid_unknown_fields=True):
    """What a test or a demo wishes; without `poi_id` the first terminal is meant.

    What is absent stays as it is, `null` takes it away.
    """

    poi_id: str = ""
    next: Fault | msgspec.UnsetType | None = msgspec.UNSET
    late_ms: int = 1000
    auto: Deed | msgspec.UnsetType | None = msgspec.UNSET
    """What the payer does by itself with every payment from now on; `null`: a person presses."""
    press: Deed | None = None
    card: str = "napas"


@dataclass
class Shelf:
    """All terminals by their POIID."""

    settings: Settings
    machines: dict[str, Machine]


@asynccontextmanager
async def plug_in(_app: Starlette) -> AsyncIterator[dict[str, Shelf]]:
    """Switch the terminals on."""
    settings = from_environment()
    machines = {one.POIID: Machine(one, settings.card_wait_ms) for one in settings.merchants}
    yield {"shelf": Shelf(settings, machines)}


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.state.shelf
    return shelf


async def nexo(request: Request) -> Response:
    """One sealed message to a terminal, answered when the terminal has an answer."""
    shelf = _shelf(request)
    outside = msgspec.json.decode(await request.body(), type=Outside).SaleToPOIRequest
    head = outside.get("MessageHeader")
    machine = shelf.machines.get(str(head.get("POIID")) if isinstance(head, dict) else "")
    if machine is None:
        return JSONResponse({"error": "no such terminal"}, status_code=404)
    plain = opened(outside, machine.merchant)
    message = msgspec.json.decode(plain, type=Plain).SaleToPOIRequest
    header = message.MessageHeader
    if (header.POIID, header.SaleID) != (machine.merchant.POIID, machine.merchant.SaleID):
        return JSONResponse({"error": "another till or terminal"}, status_code=401)
    return await _answered(shelf, machine, message)


async def _answered(shelf: Shelf, machine: Machine, message: Message) -> Response:
    fault = machine.fault_for(message.MessageHeader.MessageCategory)
    if fault is Fault.DOWN:
        return Response("down", status_code=503)
    body = None if fault is Fault.LOST else await machine.answer(message, fault)
    if fault in (Fault.LOST, Fault.TIMEOUT):
        await asyncio.sleep(shelf.settings.silence_ms / 1000)
        return Response(status_code=504)
    if fault is Fault.LATE:
        await asyncio.sleep(machine.late_ms / 1000)
    if body is None:
        return Response(status_code=200)
    head = answers.answer_header(msgspec.to_builtins(message.MessageHeader))
    plain = msgspec.json.encode({"SaleToPOIResponse": {"MessageHeader": head, **body}})
    hidden = sealed(plain, machine.merchant, is_proof_wrong=fault is Fault.BAD_SIGNATURE)
    return JSONResponse({"SaleToPOIResponse": {"MessageHeader": head, **hidden}})


async def control(request: Request) -> Response:
    """Choose the next fault, let the payer act by itself, or press for the payer."""
    wish = msgspec.json.decode(await request.body(), type=Control)
    machines = _shelf(request).machines
    machine = machines.get(wish.poi_id) if wish.poi_id else next(iter(machines.values()))
    if machine is None or wish.card not in CARDS:
        return JSONResponse({"error": "no such terminal or card"}, status_code=404)
    if wish.next is not msgspec.UNSET:
        machine.fault, machine.late_ms = wish.next, wish.late_ms
    if wish.auto is not msgspec.UNSET:
        machine.auto = wish.auto
    if wish.press is not None:
        machine.press(wish.press, CARDS[wish.card])
    return JSONResponse(
        {
            "screen": machine.screen.value,
            "next": machine.fault.value if machine.fault else None,
            "auto": machine.auto.value if machine.auto else None,
        }
    )


async def ledger(request: Request) -> Response:
    """What the terminals believe they took and gave back, oldest first."""
    told: dict[str, list[dict[str, object]]] = {"payments": [], "refunds": []}
    for machine in _shelf(request).machines.values():
        for one in machine.book.movements:
            row = {**asdict(one), "at": one.at.isoformat(), "poi_id": machine.merchant.POIID}
            told["payments" if one.kind == "payment" else "refunds"].append(row)
    return JSONResponse(told)


async def home(request: Request) -> Response:
    """The list of terminals, or the only one."""
    machines = list(_shelf(request).machines.values())
    if len(machines) == 1:
        return RedirectResponse(f"/t/{machines[0].merchant.POIID}", status_code=303)
    return HTMLResponse(pages.choice(machines))


def _machine(request: Request) -> Machine | None:
    return _shelf(request).machines.get(request.path_params["poi_id"])


async def screen(request: Request) -> Response:
    """One terminal's screen."""
    machine = _machine(request)
    if machine is None:
        return HTMLResponse(pages.unknown(), status_code=404)
    return HTMLResponse(pages.terminal(machine))


async def _typed(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl((await request.body()).decode(errors="replace")))


async def press(request: Request) -> Response:
    """A key of the terminal, or a card."""
    machine = _machine(request)
    if machine is None:
        return HTMLResponse(pages.unknown(), status_code=404)
    typed = await _typed(request)
    _press(machine, typed)
    await asyncio.sleep(0.01)
    return RedirectResponse(f"/t/{machine.merchant.POIID}", status_code=303)


def _press(machine: Machine, typed: Mapping[str, str]) -> None:
    deed = typed.get("deed", "")
    if machine.asked is None:
        if deed == "ready":
            machine.screen = Screen.READY
        return
    if typed.get("card") in CARDS and machine.screen is Screen.CARD:
        machine.asked.card, machine.screen = CARDS[typed["card"]], Screen.PIN
    elif deed in ("cancel", "decline"):
        machine.press(Deed(deed))
    elif machine.screen is Screen.PIN:
        _press_pin(machine, typed.get("digit", ""), deed)


def _press_pin(machine: Machine, digit: str, deed: str) -> None:
    if digit in tuple("0123456789"):
        machine.pin = (machine.pin + digit)[:PIN_LONGEST]
    elif deed == "clear":
        machine.pin = ""
    elif deed == "enter" and len(machine.pin) >= PIN_SHORTEST:
        machine.press(Deed.WRONG_PIN if machine.pin == PIN_WRONG else Deed.APPROVE)


async def choose_fault(request: Request) -> Response:
    """What goes wrong with the next message, from the page."""
    machine = _machine(request)
    if machine is None:
        return HTMLResponse(pages.unknown(), status_code=404)
    chosen = (await _typed(request)).get("fault", "")
    machine.fault = Fault(chosen) if chosen in {one.value for one in Fault} else None
    return RedirectResponse(f"/t/{machine.merchant.POIID}", status_code=303)


async def not_believed(_request: Request, error: Exception) -> Response:
    """The message was not sealed with our key."""
    return JSONResponse({"error": str(error)}, status_code=401)


async def not_understood(_request: Request, error: Exception) -> Response:
    """The JSON did not have the documented form."""
    return JSONResponse({"error": str(error)}, status_code=400)


app = Starlette(
    lifespan=plug_in,
    routes=[
        Route("/", home),
        Route("/nexo", nexo, methods=["POST"]),
        Route("/t/{poi_id}", screen),
        Route("/t/{poi_id}/press", press, methods=["POST"]),
        Route("/t/{poi_id}/fault", choose_fault, methods=["POST"]),
        Route("/control", control, methods=["POST"]),
        Route("/ledger", ledger),
    ],
    exception_handlers={NotSealedRight: not_believed, msgspec.DecodeError: not_understood},
)
