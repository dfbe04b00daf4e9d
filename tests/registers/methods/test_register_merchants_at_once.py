"""Two providers are registered at the same moment, on real connections with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from tests import world as worlds
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods.actions import register_merchant
from thuphi.registers.methods.queries import merchants_of

GIVEN = {"sepay": "secret", "casso": "key", "payos": "checksumKey"}


def test_merchants_that_come_at_once_learn_of_each_other(town: str) -> None:
    world = worlds.build()
    start = Barrier(len(GIVEN))

    def register(channel: str) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            register_merchant(
                by=SYSTEM,
                facility_id=world.a.id,
                channel=channel,
                slug=f"cung-luc-{channel}",
                account_number="7700112233",
                settings={GIVEN[channel]: "s"},
                at=worlds.AT,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(len(GIVEN)) as pool:
        list(pool.map(register, GIVEN))
    watching = [one for one in merchants_of(world.a.id) if one.account_number == "7700112233"]
    assert [one.shares_account for one in watching] == [True, True, True]
