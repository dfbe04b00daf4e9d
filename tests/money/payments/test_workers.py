"""Several people and workers at once, with real commits; each guard also switched off."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from tests import databases
from tests import world as worlds
from tests.money.aside import IS_LARGE, Held, switch_off, threads
from tests.money.seen import (
    balances,
    number,
    post_all,
    receipt_numbers,
    rows,
    wait_until_blocked,
)
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.sql import statement
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.errors import MoneyHasComeIn
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, errors
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import Promise, differences
from thuphi.money.payments.rules import Finding
from thuphi.registers.methods import actions as methods
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

TOTAL = 660_000


@pytest.fixture
def world(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A that may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def owner(query: str) -> None:
    """Change the database as only its owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(query)
        cursor.execute("SET ROLE thuphi_worker")


def hear_many(world: World, pupils: int, notices: int) -> list[Bill]:
    """A class whose bills are each paid by many small notices, all of them waiting."""
    crowd = [NewBeneficiary(f"D{n:03}", f"Học sinh {n}", class_name="1D") for n in range(pupils)]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT)
    found = worlds.issued_run(world, items=[("AN", 22)], classes=["1D"], allows_part=True)
    to = world.a.sandbox
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH new AS (INSERT INTO heard (channel, merchant_id, facility_id, method, outcome,"
            " provider_reference, amount_vnd, paid_at, codes, account, raw, body_hash)"
            " SELECT 'sandbox', %s, %s, 'qr', 'confirmed', 'MANY' || n, 1 + n %% 3, %s,"
            " ARRAY[(%s::text[])[1 + n %% %s]], %s, '', '' FROM generate_series(1, %s) AS n"
            " RETURNING id) INSERT INTO heard_waiting SELECT id FROM new",
            [to.pk, to.facility_id, AT, [one.code for one in found], pupils,
             to.account_number, notices],
        )  # fmt: skip
    return found


def test_workers_at_one_queue_book_everything_once(world: World) -> None:
    notices = 2_000 if IS_LARGE else 300
    hear_many(world, 20, notices)
    theirs = worlds.issued_run(world, school=world.b)[0]
    for _ in range(20):
        worlds.hear(world, theirs.code, 1_000, merchant=world.b.sandbox)

    def work() -> int:
        booked = 0
        while number("SELECT count(*) FROM heard_waiting"):
            booked += actions.post_waiting(at=AT, limit=7).taken
        return booked

    with threads(4) as start:
        workers = [start(work) for _ in range(4)]
        assert sum(worker.result() for worker in workers) == notices + 20
    assert number("SELECT count(*) FROM payment") == notices + 20
    assert receipt_numbers(world.a.id) == list(range(1, notices + 1))
    assert receipt_numbers(world.b.id) == list(range(1, 21))
    assert differences() == []


def test_receipt_numbers_have_no_gap_under_roll_backs_and_eight_writers(world: World) -> None:
    issues = 10_000 if IS_LARGE else 1_000
    hear_many(world, 40, issues)

    def write(seed: int) -> int:
        dice, undone = random.Random(seed), 0
        for _ in range(issues // 8):
            with transaction.atomic():
                actions.post_waiting(at=AT, limit=1)
                if dice.random() < 0.3:
                    transaction.set_rollback(True)
                    undone += 1
        return undone

    with threads(8) as start:
        writers = [start(partial(write, seed)) for seed in range(8)]
        undone = sum(writer.result() for writer in writers)
    assert 0.25 * issues < undone < 0.35 * issues
    assert receipt_numbers(world.a.id) == list(range(1, issues // 8 * 8 - undone + 1))
    post_all()
    assert receipt_numbers(world.a.id) == list(range(1, issues + 1))
    assert differences() == []


COUNTED_ON = """    INSERT INTO receipt_series (facility_id, year, last_number)
    SELECT facility_id,"""


def test_negative_control_a_number_read_without_the_counters_lock_is_given_twice(
    world: World, bills: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner("DROP INDEX receipt_number_is_unique")
    text = statement(actions.__file__, "book")
    begin = text.index(COUNTED_ON)
    end = text.index("RETURNING facility_id, year, last_number", begin)
    read = """
        SELECT facility_id, 2026 AS year, count(*) + (
            SELECT coalesce(max(p.receipt_number), 0) FROM payment AS p
            WHERE p.facility_id = judged.facility_id) AS last_number
        FROM judged WHERE is_on_bill GROUP BY facility_id
    """
    switch_off(
        monkeypatch, "book", text[begin:end] + "RETURNING facility_id, year, last_number", read
    )
    for bill in bills[:2]:
        worlds.hear(world, bill.code, TOTAL)
    both_have_a_number(world)
    assert receipt_numbers(world.a.id) == [1, 1]
    assert Promise.RECEIPTS in {one.promise for one in differences()}


def both_have_a_number(world: World) -> None:
    """Two workers, the second of which begins before the first has committed."""
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: actions.post_waiting(at=AT, limit=1)))
        assert held.is_done.wait(20)
        second = start(lambda: actions.post_waiting(at=AT, limit=1))
        wait_until_blocked()
        held.is_let_go.set()
        assert (first.result().taken, second.result().taken) == (1, 1)


def test_a_second_worker_waits_for_the_number_of_the_first(world: World, bills: list[Bill]) -> None:
    for bill in bills[:2]:
        worlds.hear(world, bill.code, TOTAL)
    both_have_a_number(world)
    assert receipt_numbers(world.a.id) == [1, 2]
    assert differences() == []


def test_many_repeats_of_one_key_take_cash_once(world: World, bills: list[Bill]) -> None:
    repeats = 1_000 if IS_LARGE else 50

    def take() -> int:
        return actions.take_cash(
            by=world.minh.actor,
            code=bills[0].code,
            amount_vnd=100_000,
            key="K1",
            payer_name="",
            at=AT,
        ).pk

    with threads(8) as start:
        taken = [start(take) for _ in range(repeats)]
        assert len({one.result() for one in taken}) == 1
    assert rows("SELECT amount_vnd, receipt_number FROM payment") == [(100_000, 1)]
    assert differences() == []


def test_one_key_for_two_bills_at_once_takes_cash_for_one(world: World, bills: list[Bill]) -> None:
    held = Held()

    def take(bill: Bill) -> Payment:
        return actions.take_cash(
            by=SYSTEM, code=bill.code, amount_vnd=TOTAL, key="K1", payer_name="", at=AT
        )

    with threads(2) as start:
        first = start(held.around(lambda: take(bills[0])))
        assert held.is_done.wait(20)
        second = start(lambda: take(bills[1]))
        wait_until_blocked()
        held.is_let_go.set()
        assert first.result().bill_id == bills[0].pk
        with pytest.raises(errors.KeyUsedOtherwise):
            second.result()
    assert number("SELECT count(*) FROM payment") == 1


def two_people_find_an_owner(world: World, one: Bill, other: Bill) -> tuple[Payment, Payment]:
    """The second begins before the first has committed. Raises what the second is refused with."""
    worlds.hear(world, "", TOTAL)
    post_all()
    unknown = Payment.objects.get()
    held = Held()

    def give(bill: Bill) -> Payment:
        return actions.identify(by=SYSTEM, payment_id=unknown.pk, code=bill.code, at=AT)

    with threads(2) as start:
        first = start(held.around(lambda: give(one)))
        assert held.is_done.wait(20)
        second = start(lambda: give(other))
        wait_until_blocked()
        held.is_let_go.set()
        return first.result(), second.result()


@pytest.mark.parametrize("other", [0, 1])
def test_of_two_people_who_find_an_owner_exactly_one_wins(
    world: World, bills: list[Bill], other: int
) -> None:
    with pytest.raises(errors.OwnerAlreadyFound):
        two_people_find_an_owner(world, bills[0], bills[other])
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [TOTAL, 0, 0]
    assert "unidentified" not in balances(world.a.id)
    assert receipt_numbers(world.a.id) == [1]
    assert differences() == []


def test_negative_control_without_the_constraint_money_has_two_owners(
    world: World, bills: list[Bill]
) -> None:
    owner("DROP INDEX payment_owner_is_found_once")
    owner("ALTER TABLE payment DISABLE TRIGGER payment_goes_back_or_to_a_bill")
    two_people_find_an_owner(world, bills[0], bills[1])
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [TOTAL, TOTAL, 0]
    assert balances(world.a.id)["unidentified"] == TOTAL


def a_late_notice_meets_a_withdrawal(world: World, bill: Bill) -> None:
    """The bill is withdrawn, not yet committed, when a worker judges money for it."""
    worlds.hear(world, bill.code, TOTAL)
    held = Held()
    with threads(2) as start:
        cancelled = start(
            held.around(
                lambda: bill_actions.cancel_bill(
                    by=SYSTEM, code=bill.code, reason="Chuyển trường", at=AT
                )
            )
        )
        assert held.is_done.wait(20)
        posted = start(lambda: actions.post_waiting(at=AT))
        wait_until_blocked()
        held.is_let_go.set()
        cancelled.result()
        assert posted.result().taken == 1


def test_money_for_a_bill_that_is_just_being_withdrawn_waits_for_its_owner(
    world: World, bills: list[Bill]
) -> None:
    a_late_notice_meets_a_withdrawal(world, bills[0])
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("cancelled", 0)
    assert Payment.objects.get().finding == "closed"
    assert balances(world.a.id)["unidentified"] == -TOTAL
    assert differences() == []


def test_negative_control_without_the_lock_a_withdrawn_bill_is_paid(
    world: World, bills: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off(monkeypatch, "book", "FOR UPDATE OF b")
    a_late_notice_meets_a_withdrawal(world, bills[0])
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("paid", TOTAL)
    assert Payment.objects.get().finding == "exact"
    assert balances(world.a.id)["receivable"] == TOTAL, "two bills are owed, one is booked"
    assert Promise.RECEIVABLE in {one.promise for one in differences()}


def test_a_bill_that_is_just_being_paid_is_not_withdrawn(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[0].code, 1)
    held = Held()
    with threads(2) as start:
        posted = start(held.around(lambda: actions.post_waiting(at=AT)))
        assert held.is_done.wait(20)
        cancelled = start(
            lambda: bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nhầm", at=AT)
        )
        wait_until_blocked()
        held.is_let_go.set()
        assert posted.result().taken == 1
        with pytest.raises(MoneyHasComeIn):
            cancelled.result()
    assert differences() == []


def test_negative_control_without_the_running_sum_one_batch_pays_a_bill_twice(
    world: World, bills: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off(monkeypatch, "book", "coalesce(sum(t.amount_vnd)", "coalesce(sum(0)")
    for _ in range(2):
        worlds.hear(world, bills[0].code, TOTAL)
    with pytest.raises(psycopg.errors.CheckViolation, match="bill_state_fits_its_money"):
        actions.post_waiting(at=AT)
    assert number("SELECT count(*) FROM payment") == 0, "the database itself refuses"
    owner("ALTER TABLE bill DROP CONSTRAINT bill_state_fits_its_money")
    assert actions.post_waiting(at=AT).findings == Counter({Finding.EXACT: 2})
    bills[0].refresh_from_db()
    assert bills[0].paid_vnd == 2 * TOTAL
    assert balances(world.a.id)["receivable"] == TOTAL, "two bills are owed, one is booked"


PEEK = "SELECT heard_id FROM heard_waiting ORDER BY heard_id LIMIT %(limit)s"


def test_negative_control_without_the_taking_two_workers_book_the_same(
    world: World, bills: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    take = statement(actions.__file__, "take")
    switch_off(monkeypatch, "take", take, PEEK)
    worlds.hear(world, bills[0].code, 1_000)
    with pytest.raises(UniqueViolation, match="heard_is_booked_once"):
        both_have_a_number(world)
    owner("DROP INDEX heard_is_booked_once")
    assert number("SELECT count(*) FROM payment") == 1, "the database itself refuses"
    both_have_a_number(world)
    assert number("SELECT count(*) FROM payment") == 3
    assert number("SELECT count(*) FROM heard") == 1


def two_providers_tell_of_one_credit(world: World, bill: Bill) -> None:
    """The second is taken before the first is committed."""
    rival = methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="casso",
        slug="vidu-casso",
        account_number=ACCOUNT_A,
        settings={"key": "casso-secret-of-the-tests"},
        at=AT,
    )
    worlds.hear(world, bill.code, TOTAL, bank_reference="FT26278001")
    worlds.hear(world, bill.code, TOTAL, bank_reference="FT26278001", merchant=rival)
    both_have_a_number(world)


def test_one_credit_told_by_two_providers_at_once_is_booked_once(
    world: World, bills: list[Bill]
) -> None:
    two_providers_tell_of_one_credit(world, bills[0])
    assert rows("SELECT finding FROM payment ORDER BY id") == [("exact",), ("duplicate",)]
    assert differences() == []


def test_negative_control_without_the_claim_one_credit_is_booked_twice(
    world: World, bills: list[Bill]
) -> None:
    owner("ALTER TABLE bank_credit DROP CONSTRAINT bank_credit_is_booked_once")
    two_providers_tell_of_one_credit(world, bills[0])
    assert rows("SELECT finding FROM payment ORDER BY id") == [("exact",), ("over",)]


def test_each_bill_that_moved_is_called_out_once_after_the_commit(
    world: World, bills: list[Bill], town: str
) -> None:
    with psycopg.connect(databases.address(town), autocommit=True) as listener:
        listener.execute("LISTEN thuphi_paid")
        for bill in (bills[0], bills[0], bills[1]):
            worlds.hear(world, bill.code, 1_000)
        worlds.hear(world, "", 1_000)
        with transaction.atomic():
            actions.post_waiting(at=AT)
            assert list(listener.notifies(timeout=0)) == []
        called = [one.payload for one in listener.notifies(timeout=5, stop_after=2)]
        assert sorted(called) == sorted(bill.code for bill in bills[:2])
        assert list(listener.notifies(timeout=0)) == []
