"""Two people, or a person and the worker, at one payment at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.seen import number, post_all, rows, wait_until_blocked
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, errors, fees, owners, returning
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences

TOTAL = 660_000


@pytest.fixture
def world(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A that may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def paid(world: World, code: str, amount_vnd: int = TOTAL) -> int:
    heard = worlds.hear(world, code, amount_vnd)
    post_all()
    return Payment.objects.get(heard_id=heard).pk


def undo(payment_id: int) -> Payment:
    return owners.unidentify(by=SYSTEM, payment_id=payment_id, reason="Nhầm", at=AT)


def beside(first: Callable[[], object], second: Callable[[], object]) -> object:
    """The second begins before the first has committed; what it comes to."""
    held = Held()
    with threads(2) as start:
        one = start(held.around(first))
        assert held.is_done.wait(20)
        other = start(second)
        wait_until_blocked()
        held.is_let_go.set()
        one.result()
        return other.result()


def all_is_well() -> None:
    fees.count_all_stale()
    assert differences() == []
    assert number("SELECT sum(debit_vnd - credit_vnd) FROM ledger_account") == 0


def test_of_two_people_who_undo_one_payment_one_does(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, bills[0].code)
    with pytest.raises(errors.ToldSince):
        beside(lambda: undo(wrong), lambda: undo(wrong))
    assert number("SELECT count(*) FROM payment") == 2
    all_is_well()


def test_a_refund_and_an_undoing_meet_and_one_of_them_has_the_money(
    world: World, bills: list[Bill]
) -> None:
    wrong, other = paid(world, bills[0].code), paid(world, bills[1].code)

    def set_aside(payment_id: int, refund_id: int) -> None:
        returning.set_aside(payment_id=payment_id, refund_id=refund_id, amount_vnd=TOTAL, at=AT)

    with pytest.raises(errors.ReturnTooMuch):
        beside(lambda: undo(wrong), lambda: set_aside(wrong, 1))
    with pytest.raises(errors.OwnerHasSpent):
        beside(lambda: set_aside(other, 2), lambda: undo(other))
    all_is_well()


def test_money_is_split_or_given_but_not_both(world: World, bills: list[Bill]) -> None:
    whole = paid(world, "", 10_000)
    parts = [(bills[0].code, 4_000), (bills[1].code, 6_000)]

    def split() -> list[Payment]:
        return owners.give_split(by=SYSTEM, payment_id=whole, parts=parts, at=AT)

    def give() -> Payment:
        return actions.identify(by=SYSTEM, payment_id=whole, code=bills[2].code, at=AT)

    with pytest.raises(errors.OwnerAlreadyFound):
        beside(split, give)
    assert rows("SELECT paid_vnd FROM bill ORDER BY id") == [(4_000,), (6_000,), (0,)]
    all_is_well()


def test_money_is_given_to_a_family_or_is_not_ours(world: World, bills: list[Bill]) -> None:
    lost = paid(world, "", 10_000)
    family = bills[0].beneficiary_id
    with pytest.raises(errors.OwnerAlreadyFound):
        beside(
            lambda: owners.disown(by=SYSTEM, payment_id=lost, reason="x", at=AT),
            lambda: owners.give_credit(by=SYSTEM, payment_id=lost, beneficiary_id=family, at=AT),
        )
    assert number("SELECT count(*) FROM credit") == 0
    all_is_well()


def test_a_payment_is_charged_back_once_by_two(world: World, bills: list[Bill]) -> None:
    lost = paid(world, "", 10_000)

    def charge() -> object:
        return owners.charge_back(
            by=SYSTEM, payment_id=lost, amount_vnd=10_000, account="0011", reason="x", at=AT
        )

    with pytest.raises(errors.ReturnTooMuch):
        beside(charge, charge)
    assert number("SELECT count(*) FROM charge_back") == 1
    all_is_well()


def test_the_worker_books_beside_a_person_who_undoes(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, bills[0].code)
    worlds.hear(world, bills[0].code, 100_000)
    beside(lambda: undo(wrong), lambda: actions.post_waiting(at=AT))
    assert rows("SELECT paid_vnd, state FROM bill ORDER BY id LIMIT 1") == [(100_000, "part_paid")]
    assert rows("SELECT finding FROM payment ORDER BY id") == [("exact",), ("unknown",), ("part",)]
    all_is_well()
