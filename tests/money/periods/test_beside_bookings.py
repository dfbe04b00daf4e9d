"""A closing while others book and close: nothing is lost, nothing is sealed twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
from django.db import connection

from tests import databases
from tests import world as worlds
from tests.money.periods.conftest import morning_after
from tests.money.seen import number, rows
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.periods import actions, errors
from thuphi.money.periods.models import Seal
from thuphi.money.periods.queries.proof import verify
from thuphi.money.periods.rules import Need, PeriodKind

WRITERS, EACH, CLOSERS = 3, 60, 2


def close(world: World, until_on: date) -> Seal | None:
    """Close until a day, as on the morning after; nothing when another was first."""
    try:
        return actions.close(
            by=SYSTEM, facility_id=world.a.id, kind=PeriodKind.DAY, until_on=until_on,
            at=morning_after(until_on), reasons={Need.NO_STATEMENT: "Kho bạc"},
        ).seal  # fmt: skip
    except errors.AlreadyClosed:
        return None


def test_a_closing_beside_bookings_loses_nothing_and_seals_nothing_twice(town: str) -> None:
    world = worlds.build()
    today = clock.today(clock.now())
    start = threading.Barrier(WRITERS + CLOSERS)

    def write(writer: int) -> None:
        start.wait()
        for place in range(EACH):
            at = clock.now()
            posting = Posting(world.a.id, 1 + writer * EACH + place, "TF0000000132", at)
            recipes.issue(posting, fee_item="AN")
        connection.close()

    def shut() -> int:
        start.wait()
        made = sum(close(world, today + timedelta(days=day)) is not None for day in range(12))
        connection.close()
        return made

    with ThreadPoolExecutor(WRITERS + CLOSERS) as pool:
        writing = [pool.submit(write, writer) for writer in range(WRITERS)]
        closing = [pool.submit(shut) for _ in range(CLOSERS)]
        for one in writing:
            one.result(timeout=60)
        made = sum(one.result(timeout=60) for one in closing)
    last = close(world, today + timedelta(days=20))
    assert last is not None
    assert last.number == made + 1
    booked = WRITERS * EACH
    assert number("SELECT count(*) FROM sealed_transfer") == booked
    assert number("SELECT count(DISTINCT transfer_id) FROM sealed_transfer") == booked
    assert number("SELECT sum(amount_vnd) FROM period_seal") == booked * (booked + 1) // 2
    assert all(one.holds for one in verify(world.a.id))


def test_what_was_booked_but_not_committed_falls_to_the_next_seal(town: str) -> None:
    world = worlds.build()
    today = clock.today(clock.now())
    recipes.issue(Posting(world.a.id, 1, "TF0000000132", clock.now()), fee_item="AN")
    with psycopg.connect(databases.address(town, "thuphi_worker")) as slow:
        slow.execute(
            "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
            " amount_vnd, reference, happened_at) SELECT facility_id, recipe, debit_account_id,"
            " credit_account_id, 2, reference, happened_at FROM transfer"
        )
        first = close(world, today)
        slow.commit()
    second = close(world, today + timedelta(days=1))
    assert first is not None
    assert second is not None
    assert (first.amount_vnd, second.amount_vnd) == (1, 2)
    assert rows("SELECT count(*) FROM sealed_transfer") == [(2,)]
    assert all(one.holds for one in verify(world.a.id))
