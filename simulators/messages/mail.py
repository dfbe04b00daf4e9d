"""A mail server that keeps what it gets: RFC 5321 as far as a sender of letters needs it."""

from __future__ import annotations

import asyncio
import base64
import email
import re
import ssl
from email.policy import default

from simulators.messages.book import Book, Fault
from simulators.messages.settings import Settings

LINE_SECONDS = 60
PATH = re.compile(rb"(?:FROM|TO):\s*<([^>]*)>", re.IGNORECASE)
BYTES_MAX = 1_000_000


def certificate(settings: Settings) -> ssl.SSLContext | None:
    """What STARTTLS shows, if anything."""
    if not settings.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    return context


class Mailroom:
    """The server; one `_Caller` for each connection."""

    def __init__(self, settings: Settings, book: Book) -> None:
        self.settings = settings
        self.book = book
        self.tls = certificate(settings)
        self.port = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(
            self._called, "127.0.0.1", self.settings.smtp_port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(LINE_SECONDS):
                await _Caller(self, reader, writer).serve()
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class _Caller:
    """One connection: who it is, from whom, to whom."""

    def __init__(
        self, room: Mailroom, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._room = room
        self._reader = reader
        self._writer = writer
        self._is_secure = False
        self._is_known = not room.settings.smtp_user
        self._from = ""
        self._to: list[str] = []

    async def serve(self) -> None:
        """Word by word until QUIT."""
        if self._room.book.goes_wrong(Fault.DOWN):
            await self._say("421 out of service")
            return
        await self._say("220 mail.vidu.vn")
        while line := await self._reader.readline():
            word, _, rest = line.strip().partition(b" ")
            if word.upper() == b"QUIT":
                await self._say("221 bye")
                return
            await self._obey(word.upper(), rest)

    async def _obey(self, word: bytes, rest: bytes) -> None:
        match word:
            case b"EHLO":
                offers = ["mail.vidu.vn", "8BITMIME", "SMTPUTF8"]
                if self._room.tls is not None and not self._is_secure:
                    offers.append("STARTTLS")
                if self._room.settings.smtp_user:
                    offers.append("AUTH PLAIN")
                lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
                await self._say("\r\n".join(lines))
            case b"HELO" | b"NOOP" | b"RSET":
                await self._say("250 ok")
            case b"STARTTLS" if self._room.tls is not None:
                await self._say("220 go ahead")
                await self._writer.start_tls(self._room.tls)
                self._is_secure = True
            case b"AUTH":
                await self._authenticate(rest)
            case b"MAIL" if not self._is_known:
                await self._say("530 5.7.0 authentication required")
            case b"MAIL" if path := PATH.match(rest):
                self._from, self._to = path[1].decode(), []
                await self._say("250 ok")
            case b"RCPT" if path := PATH.match(rest):
                await self._recipient(path[1].decode())
            case b"DATA" if self._to:
                await self._data()
            case _:
                await self._say("503 bad sequence")

    async def _authenticate(self, rest: bytes) -> None:
        settings = self._room.settings
        _, _, told = rest.partition(b" ")
        expected = f"\0{settings.smtp_user}\0{settings.smtp_password}".encode()
        self._is_known = base64.b64decode(told) == expected
        await self._say("235 welcome" if self._is_known else "535 5.7.8 who?")

    async def _recipient(self, address: str) -> None:
        if address in self._room.settings.unknown_mail:
            await self._say("550 5.1.1 no such mailbox")
            return
        self._to.append(address)
        await self._say("250 ok")

    async def _data(self) -> None:
        await self._say("354 go on")
        raw = bytearray()
        while (line := await self._reader.readline()) != b".\r\n":
            raw += line.removeprefix(b".")
            if not line or len(raw) > BYTES_MAX:
                await self._say("552 too large")
                return
        letter = email.message_from_bytes(bytes(raw), policy=default)
        body = letter.get_body(("plain",))
        for address in self._to:
            self._room.book.add(
                way="mail",
                to=address,
                sender=self._from,
                subject=str(letter["Subject"]),
                text=body.get_content() if body is not None else "",
                reference=str(letter["Message-ID"]),
            ).status = "delivered"
        if self._room.book.goes_wrong(Fault.TIMEOUT):
            self._writer.close()
            return
        await self._say("250 2.0.0 taken")

    async def _say(self, words: str) -> None:
        self._writer.write(f"{words}\r\n".encode())
        await self._writer.drain()
