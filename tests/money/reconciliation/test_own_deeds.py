"""A person puts a line beside a deposit, where a machine could only have guessed."""

from __future__ import annotations

import pytest

from tests.money.reconciliation.steps import clearing, matched
from tests.money.statements import files
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.payments.rebuild import differences
from thuphi.money.reconciliation import rebuild
from thuphi.money.reconciliation.actions import deciding
from thuphi.money.reconciliation.actions.own_deeds import pair_own
from thuphi.money.reconciliation.errors import (
    LineIsExplained,
    NotOfThisLine,
    ReasonMissing,
)
from thuphi.money.reconciliation.models import Decision, LineMatch, LineState
from thuphi.money.reconciliation.queries.own import own_near
from thuphi.money.reconciliation.rules import MatchKind, Outcome
from thuphi.money.statements.models import BankLine
from thuphi.money.tills.actions import depositing, handing
from thuphi.money.tills.models import CashDeposit

BANK = f"bank:{ACCOUNT_A}"
DEPOSIT = "clearing:cash_deposit"


@pytest.fixture
def two(world: World, bills: list[Bill]) -> list[CashDeposit]:
    """Two deposits of one sum on one day, and two lines that may be either."""
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    found = [
        depositing.deposit(
            by=world.lan.actor, facility_id=world.a.id, amount_vnd=300_000, account=ACCOUNT_A,
            document=f"GNT {number}", at=AT,
        )
        for number in (15, 16)
    ]  # fmt: skip
    lines = [files.line(1, 300_000, "nop tien mat"), files.line(2, 300_000, "nop them")]
    assert Outcome.MATCHED not in matched(world, lines)
    return found


def line(place: int) -> BankLine:
    return BankLine.objects.order_by("pk")[place]


def pair(world: World, place: int, deposit: CashDeposit, reason: str = "Thủ quỹ nhớ") -> Decision:
    return pair_own(
        by=world.lan.actor, line_id=line(place).pk, kind=MatchKind.DEPOSIT,
        subject_id=deposit.pk, reason=reason, at=AT,
    )  # fmt: skip


def test_both_are_offered_and_each_line_takes_one(world: World, two: list[CashDeposit]) -> None:
    assert [one.members[0][0] for one in own_near(line(0))] == [one.pk for one in two]
    pair(world, 0, two[1])
    assert clearing(world.a.id) == {BANK: 300_000, DEPOSIT: 300_000}
    assert LineState.objects.get(line=line(0)).outcome == "matched"
    assert Decision.objects.get().reason == "Thủ quỹ nhớ"
    two[1].refresh_from_db()
    assert two[1].matched_by == world.lan.user.pk
    assert [one.members[0][0] for one in own_near(line(1))] == [two[0].pk]
    pair(world, 1, two[0])
    assert clearing(world.a.id) == {BANK: 600_000}
    assert differences() == []
    assert rebuild.differences() == []


def test_what_was_put_together_wrongly_is_taken_apart(world: World, two: list[CashDeposit]) -> None:
    pair(world, 0, two[1])
    deciding.undo(by=world.lan.actor, line_id=line(0).pk, reason="Nhầm giấy nộp", at=AT)
    assert clearing(world.a.id) == {DEPOSIT: 600_000}
    pair(world, 0, two[0])
    assert [match.subject_id for match in LineMatch.objects.order_by("pk")] == [
        two[1].pk, two[0].pk,
    ]  # fmt: skip
    assert clearing(world.a.id) == {BANK: 300_000, DEPOSIT: 300_000}
    assert rebuild.differences() == []


def test_a_deposit_that_stands_elsewhere_or_a_line_that_is_explained_is_refused(
    world: World, two: list[CashDeposit]
) -> None:
    pair(world, 0, two[0])
    with pytest.raises(LineIsExplained):
        pair(world, 0, two[1])
    with pytest.raises(NotOfThisLine):
        pair(world, 1, two[0])
    with pytest.raises(ReasonMissing):
        pair(world, 1, two[1], " ")
    with pytest.raises(NotOfThisLine):
        pair_own(
            by=world.lan.actor, line_id=line(1).pk, kind=MatchKind.REFUND, subject_id=two[1].pk,
            reason="x", at=AT,
        )  # fmt: skip
    assert clearing(world.a.id) == {BANK: 300_000, DEPOSIT: 300_000}


def test_neither_a_stranger_nor_a_cashier_puts_together(
    world: World, two: list[CashDeposit]
) -> None:
    for person, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            pair_own(
                by=person.actor, line_id=line(0).pk, kind=MatchKind.DEPOSIT,
                subject_id=two[0].pk, reason="x", at=AT,
            )  # fmt: skip
    assert not LineMatch.objects.exists()
