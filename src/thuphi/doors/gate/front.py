"""The gate and another application behind one address, in one process."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STARTUP: Final = "lifespan.startup"
SHUTDOWN: Final = "lifespan.shutdown"


class StartupFailed(Exception):
    """One of the applications did not start; the message is its own."""


def in_front_of(gate: ASGIApp, other_app: ASGIApp) -> ASGIApp:
    """`/gate/...` goes to the gate and all else to the other; both live and end together."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(scope, receive, send, (gate, other_app))
        elif scope["path"].startswith("/gate/"):
            await gate(scope, receive, send)
        else:
            await other_app(scope, receive, send)

    return app


async def _live(scope: Scope, receive: Receive, send: Send, apps: tuple[ASGIApp, ...]) -> None:
    await receive()
    living: list[_Life] = []
    try:
        for app in apps:
            life = _Life(app, scope)
            await life.start()
            living.append(life)
    except StartupFailed as failure:
        for life in reversed(living):
            await life.end()
        await send({"type": "lifespan.startup.failed", "message": str(failure)})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for life in reversed(living):
        await life.end()
    await send({"type": "lifespan.shutdown.complete"})


class _Life:
    """One application's lifespan. An application that knows of none (Django) just works without."""

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._run(app, dict(scope)))

    async def _run(self, app: ASGIApp, scope: Scope) -> None:
        await app(scope, self._to_app.get, self._from_app.put)

    async def start(self) -> None:
        """Raises `StartupFailed`."""
        answer = await self._ask(STARTUP)
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            raise StartupFailed(answer.get("message", ""))

    async def end(self) -> None:
        """Let it close; it has the time it needs."""
        await self._ask(SHUTDOWN)
        await asyncio.gather(self._task, return_exceptions=True)

    async def _ask(self, word: str) -> Message | None:
        """The application's answer, or None when it ended without one."""
        if self._task.done():
            return None
        await self._to_app.put({"type": word})
        answer = asyncio.ensure_future(self._from_app.get())
        await asyncio.wait({answer, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        return None
