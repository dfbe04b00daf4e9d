"""The order that a notice names, for providers that want to be told whether it is one of ours."""

from __future__ import annotations

import asyncio
from typing import Final

from psycopg.rows import scalar_row

from thuphi.ground.channels.contract import Notice, OrderFault, Outcome
from thuphi.ground.kit.sql import statement

from .merchants import Merchant, Pool

ORDER: Final = statement(__file__, "order")


class OrderBook:
    """Reads attempts, each time anew: one was begun moments ago by a page."""

    def __init__(self, pool: Pool, seconds_max: int) -> None:
        self._pool = pool
        self._seconds_max = seconds_max

    async def fault_of(self, merchant: Merchant, notice: Notice) -> OrderFault | None:
        """What is wrong with the order that a notice names; None when nothing is.

        Raises psycopg's or the pool's error, or `TimeoutError`, when the database does not answer.
        """
        if notice.outcome is Outcome.NOT_OURS:
            return None
        async with (
            asyncio.timeout(self._seconds_max),
            self._pool.connection() as connection,
            connection.cursor(row_factory=scalar_row) as cursor,
        ):
            await cursor.execute(ORDER, [merchant.id, notice.reference.replace("\0", "")])
            amount_vnd = await cursor.fetchone()
        if amount_vnd is None:
            return OrderFault.NOT_FOUND
        return None if amount_vnd == notice.amount_vnd else OrderFault.AMOUNT_DIFFERS
