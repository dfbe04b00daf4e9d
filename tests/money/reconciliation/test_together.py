"""Imports, matching workers and bookings of notifications beside each other, with real commits."""

from __future__ import annotations

import random
import threading
import time
from functools import partial

import pytest

from tests import world as worlds
from tests.money.aside import IS_LARGE, threads
from tests.money.reconciliation.steps import clearing, matched
from tests.money.seen import number, post_all, receipt_numbers
from tests.money.statements import files
from tests.world import ACCOUNT_A, AT, World
from thuphi.doors.jobs import reconciling as job
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.contract import ReadLine
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.rebuild import differences as payment_differences
from thuphi.money.reconciliation import rebuild
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.models import LineMatch
from thuphi.money.statements import actions as statements
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

PUPILS = 400 if IS_LARGE else 80
TOTAL = 660_000


@pytest.fixture
def world(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


@pytest.fixture
def crowd(world: World) -> list[Bill]:
    """A class whose families all pay."""
    people = [NewBeneficiary(f"D{n:03}", f"Học sinh {n}", class_name="1D") for n in range(PUPILS)]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=people, at=AT)
    return worlds.issued_run(world, items=[("AN", 22)], classes=["1D"], allows_part=True)


def lines_of(bills: list[Bill]) -> list[ReadLine]:
    """A credit for each bill: half of them under a reference, all with the code."""
    return [
        files.line(
            place + 1, TOTAL, f"CT DEN {bill.code}",
            reference=f"FT26278{place:09}" if place % 2 else "",
        )
        for place, bill in enumerate(bills)
    ]  # fmt: skip


def hear(world: World, bills: list[Bill]) -> None:
    """The notifications of the same money."""
    for place, bill in enumerate(bills):
        worlds.hear(
            world, bill.code, TOTAL, bank_reference=f"FT26278{place:09}" if place % 2 else ""
        )


def take(world: World, lines: list[ReadLine], name: str) -> int:
    read = files.read(lines)
    taken = statements.take_read(
        by=SYSTEM, facility_id=world.a.id, name=name, content=name.encode(), read=read, at=AT
    )
    return taken.new_lines


def test_money_told_of_and_on_the_statement_at_once_is_booked_once(
    world: World, crowd: list[Bill]
) -> None:
    lines = lines_of(crowd)
    dice = random.Random(7)
    half = sorted(dice.sample(range(PUPILS), PUPILS // 2))
    begun = threading.Barrier(4)

    def tell() -> None:
        begun.wait(20)
        for place in half:
            worlds.hear(
                world, crowd[place].code, TOTAL,
                bank_reference=lines[place].bank_reference,
            )  # fmt: skip
            payments.post_waiting(at=AT, limit=5)

    def bring() -> None:
        begun.wait(20)
        for start in range(0, PUPILS, 20):
            take(world, lines[start : start + 20], f"file {start}")

    def match() -> None:
        begun.wait(20)
        until = time.monotonic() + 6
        while time.monotonic() < until:
            reconciling.reconcile(facility_id=None, at=AT, limit=10)

    with threads(4) as begin:
        for one in [begin(tell), begin(bring), begin(match), begin(match)]:
            one.result()
    post_all()
    reconciling.reconcile_all(facility_id=None, at=AT)
    assert number("SELECT count(*) FROM line_state WHERE outcome LIKE 'matched%%'") == PUPILS
    assert number("SELECT count(*) FROM line_match") == PUPILS
    assert clearing(world.a.id) == {f"bank:{ACCOUNT_A}": PUPILS * TOTAL}
    assert number("SELECT sum(paid_vnd) FROM bill") == PUPILS * TOTAL
    assert receipt_numbers(world.a.id) == list(range(1, PUPILS + 1))
    assert rebuild.differences() == []
    assert payment_differences() == []


def test_two_imports_of_one_day_at_once_bring_its_lines_once(
    world: World, crowd: list[Bill]
) -> None:
    lines = lines_of(crowd)
    parts = [lines, lines[::-1], lines[: PUPILS // 2], lines[PUPILS // 3 :]]
    with threads(4) as begin:
        taken = [
            begin(partial(take, world, part, f"file {name}")) for name, part in enumerate(parts)
        ]
        assert sum(one.result() for one in taken) == PUPILS
    assert number("SELECT count(*) FROM bank_line") == PUPILS


def test_the_same_file_twice_at_once_is_taken_once(world: World, crowd: list[Bill]) -> None:
    lines = lines_of(crowd)
    with threads(2) as begin:
        taken = [begin(partial(take, world, lines, "one")) for _ in range(2)]
        assert sorted(one.result() for one in taken) == [0, PUPILS]
    assert number("SELECT count(*) FROM statement_file") == 1


def test_the_worker_matches_what_was_taken_in(world: World, crowd: list[Bill]) -> None:
    hear(world, crowd[: PUPILS // 2])
    post_all()
    stop = threading.Event()
    with threads(2) as begin:
        worker = begin(partial(job.reconcile_until, stop))
        take(world, lines_of(crowd), "day")
        until = time.monotonic() + 20
        while time.monotonic() < until and number("SELECT count(*) FROM line_state WHERE is_due"):
            time.sleep(0.1)
        stop.set()
        worker.result()
    assert number("SELECT count(*) FROM line_state WHERE outcome = 'matched'") == PUPILS
    assert rebuild.differences() == []


def test_a_payment_that_a_person_takes_at_the_same_moment_is_matched_once(
    world: World, crowd: list[Bill]
) -> None:
    """Without the lock on payments both would stand beside it: the trigger refuses the second."""
    hear(world, crowd[:1])
    post_all()
    first, *_ = lines_of(crowd)
    matched(world, [first])
    again = files.line(9, TOTAL, f"lan hai {crowd[0].code}", reference="FT99999999")
    assert "matched" not in {one.value for one in matched(world, [again])}
    assert LineMatch.objects.count() == 1
