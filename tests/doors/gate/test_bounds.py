"""Bodies and hearsay are looked at before an application behind the gate keeps either."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Scope, Send

from thuphi.doors.gate.bounds import bounded

UPLOADS = "/nhap-excel/"


class Keeper:
    """As Django: takes the whole body first, then answers."""

    def __init__(self) -> None:
        self.kept = 0
        self.scope: Scope = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        while True:
            message = await receive()
            self.kept += len(message.get("body", b""))
            if not message.get("more_body", False):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask(
    app: Keeper,
    pieces: list[bytes],
    *,
    path: str = "/",
    headers: list[tuple[bytes, bytes]] | None = None,
    client: str = "203.0.113.9",
    trusted: frozenset[str] = frozenset(),
    stalls: bool = False,
) -> tuple[int, int]:
    """The answer's status, and how many pieces were taken in."""
    sent: list[Message] = []
    left = list(pieces)

    async def receive() -> Message:
        if stalls and len(left) == 1:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "path": path,
        "headers": headers or [],
        "client": (client, 5000),
        "method": "POST",
    }
    within = bounded(
        app,
        trusted_proxies=trusted,
        uploads_at=("/khac/", UPLOADS),
        upload_bytes_max=21_000_000,
        piece_seconds_max=0.05,
    )

    async def whole() -> None:
        await within(scope, receive, send)

    asyncio.run(whole())
    return int(sent[0]["status"]), len(pieces) - len(left)


MEGABYTE = b"x" * 1_000_000


def test_a_form_is_handed_on_whole() -> None:
    app = Keeper()
    assert ask(app, [b"a" * 1000, b"b" * 500]) == (200, 2)
    assert app.kept == 1500


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    app = Keeper()
    headers = [(b"content-length", b"21000001")]
    assert ask(app, [MEGABYTE], path=UPLOADS, headers=headers) == (413, 0)
    assert app.scope == {}


def test_a_body_that_hides_its_size_is_cut_off() -> None:
    assert ask(Keeper(), [MEGABYTE] * 30, path=UPLOADS) == (413, 22)


def test_large_bodies_are_for_the_upload_page_only() -> None:
    assert ask(Keeper(), [MEGABYTE] * 3, path=UPLOADS) == (200, 3)
    assert ask(Keeper(), [MEGABYTE] * 3, path="/tra") == (413, 3)


def test_a_sender_that_stops_in_the_middle_is_sent_away() -> None:
    assert ask(Keeper(), [b"a", b"b", b"c"], stalls=True) == (408, 2)


def test_a_strangers_word_about_himself_is_not_believed() -> None:
    app = Keeper()
    said = [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-proto", b"https"), (b"a", b"b")]
    ask(app, [b""], headers=said)
    assert (app.scope["client"][0], app.scope["headers"]) == ("203.0.113.9", [(b"a", b"b")])


def test_a_trusted_proxys_word_is_believed() -> None:
    app = Keeper()
    said = [(b"x-forwarded-for", b"10.0.0.1, 198.51.100.1"), (b"x-forwarded-proto", b"https")]
    ask(app, [b""], headers=said, client="127.0.0.1", trusted=frozenset({"127.0.0.1"}))
    assert app.scope["client"][0] == "198.51.100.1"
    assert app.scope["headers"] == said
