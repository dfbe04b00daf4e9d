"""The gate and another application behind one address."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from thuphi.doors.gate.front import in_front_of


class Recorder:
    """An application that writes down what it was asked."""

    def __init__(self, fails: str = "") -> None:
        self.asked: list[str] = []
        self.fails = fails

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            self.asked.append(scope["path"])
            return
        while True:
            word = (await receive())["type"]
            self.asked.append(word)
            if self.fails:
                await send({"type": f"{word}.failed", "message": self.fails})
                return
            await send({"type": f"{word}.complete"})
            if word == "lifespan.shutdown":
                return


async def without_lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    """As Django: it can only handle HTTP."""
    if scope["type"] == "lifespan":
        raise ValueError("Django can only handle ASGI/HTTP connections, not lifespan.")


async def _live(app: ASGIApp) -> list[Message]:
    words = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    told: list[Message] = []

    async def receive() -> Message:
        return next(words)

    async def send(message: Message) -> None:
        told.append(message)

    await app({"type": "lifespan", "state": {}}, receive, send)
    return told


COMPLETE = [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]


def test_only_the_gates_paths_go_to_the_gate() -> None:
    gate, other = Recorder(), Recorder()
    app = in_front_of(gate, other)

    async def nothing() -> Message:
        return {}

    async def ignore(_: Message) -> None:
        return None

    for path in ("/gate/sandbox/a", "/gate/health", "/", "/gates", "/bills/gate/x", "/gate"):
        asyncio.run(_call(app, path, nothing, ignore))
    assert gate.asked == ["/gate/sandbox/a", "/gate/health"]
    assert other.asked == ["/", "/gates", "/bills/gate/x", "/gate"]


async def _call(app: ASGIApp, path: str, receive: Receive, send: Send) -> None:
    await app({"type": "http", "path": path}, receive, send)


def test_both_live_and_end_together() -> None:
    gate, other = Recorder(), Recorder()
    assert asyncio.run(_live(in_front_of(gate, other))) == COMPLETE
    assert gate.asked == other.asked == ["lifespan.startup", "lifespan.shutdown"]


def test_an_application_without_a_lifespan_is_no_fault() -> None:
    gate = Recorder()
    assert asyncio.run(_live(in_front_of(gate, without_lifespan))) == COMPLETE
    assert gate.asked == ["lifespan.startup", "lifespan.shutdown"]


def test_when_one_does_not_start_the_other_is_closed_again() -> None:
    gate, other = Recorder(), Recorder(fails="no database")
    assert asyncio.run(_live(in_front_of(gate, other))) == [
        {"type": "lifespan.startup.failed", "message": "no database"}
    ]
    assert gate.asked == ["lifespan.startup", "lifespan.shutdown"]
