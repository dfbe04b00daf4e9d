"""Who may be knocked for: merchants by channel and name, read rarely, their secrets opened once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.seal import unseal
from thuphi.ground.kit.sql import statement

from . import columns
from .rates import SECOND_NS

QUERY: Final = statement(__file__, "merchant")
KNOWN_NS: Final = 10 * SECOND_NS
UNKNOWN_NS: Final = 2 * SECOND_NS
KNOWN_MAX: Final = 20_000
UNKNOWN_MAX: Final = 5_000
SLUG_LENGTH_MAX: Final = 100

V = TypeVar("V")
Pool = AsyncConnectionPool[AsyncConnection[tuple[int, int, str, bytes | None]]]


@dataclass(frozen=True, slots=True)
class Merchant:
    """One facility's account with one provider."""

    id: int
    facility_id: int
    channel: str
    slug: str
    settings: Mapping[str, str] = field(repr=False)
    """What the connector needs, secrets among it."""
    cells: tuple[bytes, bytes, bytes] = field(repr=False)
    """Channel, id and facility as cells of a row."""
    name: str
    """Channel and slug."""


class MerchantBook:
    """Remembers merchants for 10 seconds and their absence for 2."""

    def __init__(self, pool: Pool, master_secret: bytes) -> None:
        self._pool = pool
        self._secret = master_secret
        self._known: dict[tuple[str, str], tuple[int, Merchant]] = {}
        self._unknown: dict[tuple[str, str], int] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[Merchant | None]] = {}

    def remembered(self, channel: str, slug: str) -> Merchant | None:
        """The merchant if it was looked up lately and exists."""
        entry = self._known.get((channel, slug))
        return entry[1] if entry and entry[0] > time.monotonic_ns() else None

    async def find(self, channel: str, slug: str) -> Merchant | None:
        """The active merchant, or None.

        Raises psycopg's or the pool's error when the database is away, and `SealBroken`.
        """
        if (merchant := self.remembered(channel, slug)) is not None:
            return merchant
        key = (channel, slug)
        if self._unknown.get(key, 0) > time.monotonic_ns() or not _is_slug(slug):
            return None
        if (asking := self._asking.get(key)) is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(key))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(asking)

    async def _ask(self, key: tuple[str, str]) -> Merchant | None:
        async with self._pool.connection() as connection:
            row = await (await connection.execute(QUERY, key)).fetchone()
        now = time.monotonic_ns()
        if row is None:
            self._known.pop(key, None)
            _make_room(self._unknown, UNKNOWN_MAX)
            self._unknown[key] = now + UNKNOWN_NS
            return None
        merchant_id, facility_id, settings, sealed = row
        connector = CONNECTORS.get(key[0])
        secret = connector.SECRETS if connector is not None else ()
        # A secret that lies open was put there past the register, and is not believed.
        opened = {
            name: value
            for name, value in msgspec.json.decode(settings, type=dict[str, str]).items()
            if name not in secret
        }
        if sealed:
            opened |= unseal(self._secret, sealed)
        cells = columns.text(key[0]), columns.bigint(merchant_id), columns.bigint(facility_id)
        merchant = Merchant(
            merchant_id, facility_id, *key, settings=opened, cells=cells, name="/".join(key)
        )
        _make_room(self._known, KNOWN_MAX)
        self._known[key] = (now + KNOWN_NS, merchant)
        return merchant


def _is_slug(slug: str) -> bool:
    return bool(slug) and len(slug) <= SLUG_LENGTH_MAX and slug.isascii() and slug.isprintable()


def _make_room(book: dict[tuple[str, str], V], size_max: int) -> None:
    while len(book) >= size_max:
        del book[next(iter(book))]
