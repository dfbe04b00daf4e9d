"""One flush as statements: the rows of `heard`, and what a repeat is answered.

When a function here returns, everything it told is committed: each statement runs outside a
transaction block, so it is its own transaction, in one journey to the server instead of three.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, NewType

from psycopg import AsyncCursor
from psycopg.rows import TupleRow

from thuphi.ground.kit.sql import statement

from . import columns
from .answers import Answer
from .columns import Column

Cells = NewType("Cells", tuple[bytes, ...])
"""One knock as a row of `heard`, in the order of `HEARD`."""

HEARD: Final = (
    columns.TEXT, columns.BIGINT, columns.BIGINT, columns.TEXT, columns.TEXT, columns.BIGINT,
    columns.TIMESTAMPTZ, columns.TEXT, columns.TEXT, columns.BOOLEAN, columns.TEXT, columns.TEXT,
    columns.TEXT, columns.TEXT, columns.TEXT, columns.TEXT, columns.TEXT, columns.TEXT,
    columns.TEXT, columns.BYTEA, columns.TEXT, columns.BYTEA,
)  # fmt: skip
CHANNEL, MERCHANT, KEY_CELL, RAW, HEADERS, BODY_HASH = 0, 1, 3, 19, 20, 21
KEY: Final = (columns.TEXT, columns.BIGINT, columns.TEXT)
OTHERWISE: Final = (columns.BIGINT, columns.BYTEA, columns.TEXT, columns.BYTEA)
HINT: Final = (columns.BIGINT,)

HEAR: Final = statement(__file__, "hear")
HEARD_BEFORE: Final = statement(__file__, "heard_before")
HEAR_OTHERWISE: Final = statement(__file__, "hear_otherwise")
HINT_AGAIN: Final = statement(__file__, "hint_again")

Key = tuple[bytes, bytes, bytes]


class Waiter:
    """One knock that waits for the disk."""

    __slots__ = ("answer", "cells", "key")

    def __init__(self, cells: Cells, answer: asyncio.Future[Answer]) -> None:
        self.cells = cells
        self.key: Key = (cells[CHANNEL], cells[MERCHANT], cells[KEY_CELL])
        self.answer = answer

    def tell(self, answer: Answer) -> None:
        """The first answer counts."""
        if not self.answer.done():
            self.answer.set_result(answer)


async def write(cursor: AsyncCursor[TupleRow], batch: Sequence[Waiter]) -> None:
    """Put a batch on disk and tell each waiter what became of it. Raises psycopg's errors."""
    first: dict[Key, Waiter] = {}
    for waiter in batch:
        first.setdefault(waiter.key, waiter)
    # Always the same order, or two flushers could each wait for a row of the other.
    keys = sorted(first)
    await cursor.execute(HEAR, _columns(HEARD, (first[key].cells for key in keys)), prepare=True)
    new = first.keys() if cursor.rowcount == len(keys) else await _keys(cursor)
    repeats = []
    for waiter in batch:
        lead = first[waiter.key]
        if waiter.key not in new:
            repeats.append(waiter)
        elif waiter is lead:
            waiter.tell(Answer.RECORDED)
        elif waiter.cells[BODY_HASH] == lead.cells[BODY_HASH]:
            waiter.tell(Answer.REPEATED)
        else:
            repeats.append(waiter)
    if repeats:
        await _write_repeats(cursor, repeats)


async def _keys(cursor: AsyncCursor[TupleRow]) -> set[Key]:
    return {_key(*row[:3]) for row in await cursor.fetchall()}


async def _write_repeats(cursor: AsyncCursor[TupleRow], repeats: Sequence[Waiter]) -> None:
    keys = sorted({waiter.key for waiter in repeats})
    await cursor.execute(HEARD_BEFORE, _columns(KEY, keys), prepare=True)
    rows = await cursor.fetchall()
    before = {_key(*row[3:]): (row[0], columns.raw(row[1])) for row in rows}
    hints = {_key(*row[3:]): (columns.bigint(row[0]),) for row in rows if row[2]}
    otherwise: dict[tuple[Key, bytes], tuple[bytes, ...]] = {}
    for waiter in repeats:
        heard_id, body_hash = before[waiter.key]
        cells = waiter.cells
        # A hint is never booked, so it cannot contradict an earlier one.
        if cells[BODY_HASH] != body_hash and waiter.key not in hints:
            otherwise[waiter.key, cells[BODY_HASH]] = (
                columns.bigint(heard_id),
                cells[RAW],
                cells[HEADERS],
                cells[BODY_HASH],
            )
    if otherwise:
        parameters = _columns(OTHERWISE, otherwise.values())
        await cursor.execute(HEAR_OTHERWISE, parameters, prepare=True)
    if hints:
        await cursor.execute(HINT_AGAIN, _columns(HINT, hints.values()), prepare=True)
    for waiter in repeats:
        is_otherwise = (waiter.key, waiter.cells[BODY_HASH]) in otherwise
        waiter.tell(Answer.OTHERWISE if is_otherwise else Answer.REPEATED)


def _columns(kinds: Sequence[int], rows: Iterable[Sequence[bytes]]) -> list[Column]:
    return [Column(kind, cells) for kind, cells in zip(kinds, zip(*rows, strict=True), strict=True)]


def _key(channel: str, merchant_id: int, reference: str) -> Key:
    return columns.text(channel), columns.bigint(merchant_id), columns.text(reference)
