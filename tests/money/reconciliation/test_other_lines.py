"""Cash paid in, refunds, payouts and what the bank takes back, each found on the statement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.payouts import test_payouts as payouts
from tests.money.reconciliation.steps import clearing, matched, state, taken
from tests.money.seen import balances, post_all
from tests.money.statements import files
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.payouts import actions as payout_actions
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.models import LineMatch
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.tills.actions import depositing, handing
from thuphi.money.tills.models import CashDeposit

BANK = f"bank:{ACCOUNT_A}"
THIRTEENTH = date(2026, 10, 13)


@pytest.fixture
def deposit(world: World, bills: list[Bill]) -> CashDeposit:
    """600.000 đồng of the fund paid in under the slip GNT 0015."""
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    return depositing.deposit(
        by=world.lan.actor, facility_id=world.a.id, amount_vnd=600_000, account=ACCOUNT_A,
        document="GNT 0015", at=AT,
    )  # fmt: skip


def test_cash_paid_in_is_found_by_the_number_of_its_slip(
    world: World, deposit: CashDeposit
) -> None:
    line = files.line(1, 600_000, "NOP TM GNT-0015 TRUONG", reference="FT26278000111")
    assert matched(world, [line]) == {Outcome.MATCHED: 1}
    deposit.refresh_from_db()
    assert (deposit.bank_reference, deposit.matched_at) == ("FT26278000111", AT)
    assert LineMatch.objects.get().how == "document"
    assert clearing(world.a.id) == {BANK: 600_000}
    assert differences() == []


def test_cash_paid_in_without_a_number_is_found_when_only_one_fits(
    world: World, deposit: CashDeposit
) -> None:
    assert matched(world, [files.line(1, 600_000, "nop tien mat")]) == {Outcome.MATCHED: 1}
    assert LineMatch.objects.get().how == "only_one"


def test_two_lines_that_fit_one_slip_are_a_persons(world: World, deposit: CashDeposit) -> None:
    lines = [files.line(1, 600_000, "nop tien mat"), files.line(2, 600_000, "nop them")]
    assert Outcome.MATCHED not in matched(world, lines)
    assert clearing(world.a.id) == {"clearing:cash_deposit": 600_000}


def test_cash_paid_in_a_week_ago_is_not_found_by_its_sum(
    world: World, deposit: CashDeposit
) -> None:
    line = files.line(1, 600_000, "nop tien mat", on=THIRTEENTH)
    assert Outcome.MATCHED not in matched(world, [line])


def test_bank_fees_and_salaries_are_no_business_of_the_book(world: World) -> None:
    lines = [files.line(1, -5_500, "Phi SMS"), files.line(2, -95_000_000, "Luong T10")]
    assert matched(world, lines) == {Outcome.NOT_OURS: 2}
    assert (state(0).confirmed, clearing(world.a.id)) == ("by_itself", {})


def paid_out(world: World) -> list[int]:
    """146.000 đồng paid out to two families on the 13th by the transfer UNC 0012."""
    for code in ("HS001", "HS002"):
        credits.open_credit(
            by=world.lan.actor, facility_id=world.a.id, beneficiary_id=world.a.pupils[code].pk,
            amount_vnd=96_000, fee_item_id=None, is_cashless=True, reason="x", at=AT,
        )  # fmt: skip
    payouts.with_accounts(world)
    found = payouts.released(world)
    ids = payouts.ids(found)
    payout_actions.settle(
        by=world.lan.actor, list_id=found.pk, payout_ids=ids, document="UNC 0012",
        at=payouts.LATER,
    )  # fmt: skip
    return ids


def test_payouts_are_found_by_their_references(world: World) -> None:
    first, second = paid_out(world)
    lines = [
        files.line(1, -50_000, f"CT DI TFCT{second} tra tien an", on=THIRTEENTH),
        files.line(2, -96_000, f"CT DI TFCT{first} tra tien an", on=THIRTEENTH),
    ]
    assert matched(world, lines) == {Outcome.MATCHED: 2}
    assert set(LineMatch.objects.values_list("kind", "subject_id", "how")) == {
        ("payout", first, "document"), ("payout", second, "document"),
    }  # fmt: skip
    assert balances(world.a.id)[BANK] == -146_000


def test_one_transfer_for_a_whole_list_stands_beside_all_its_payouts(world: World) -> None:
    ids = paid_out(world)
    line = files.line(1, -146_000, "chi theo UNC-0012", on=THIRTEENTH)
    assert matched(world, [line]) == {Outcome.MATCHED: 1}
    assert sorted(LineMatch.objects.values_list("subject_id", flat=True)) == ids


def test_what_a_bank_takes_back_under_the_same_reference_cancels_an_unmatched_line(
    world: World,
) -> None:
    came = files.line(1, 700_000, "nham", reference="FT26278555000")
    back = files.line(2, -700_000, "hoan", reference="FT26278555000", is_reversal=True)
    assert matched(world, [came, back]) == {Outcome.REVERSED: 2}
    assert clearing(world.a.id) == {}
    assert (state(0).left_vnd, state(1).left_vnd) == (0, 0)


def test_a_matched_payment_that_the_bank_takes_back_is_owed_again(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278555000")
    post_all()
    matched(world, [files.line(1, 660_000, "x", reference="FT26278555000")])
    back = files.line(1, -660_000, "thu hoi FT26278555000", on=date(2026, 10, 7))
    assert matched(world, [back], at=AT + timedelta(days=2)) == {Outcome.REVERSED: 1}
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("open", 0)
    assert clearing(world.a.id) == {}
    assert state(0).outcome == "reversed"
    assert differences() == []


def test_a_reversal_that_names_nothing_is_a_persons(world: World) -> None:
    lines = [
        files.line(1, 700_000, "a"), files.line(2, -700_000, "b", is_reversal=True),
        files.line(3, 9_000, "c", is_reversal=True),
    ]  # fmt: skip
    done = matched(world, lines)
    assert (state(1).outcome, state(2).outcome) == ("to_look_at", "to_look_at")
    assert done.total() == 3
    assert state(1).tried == [{"how": "reversal", "why": "booked"}]


def test_a_credit_that_takes_a_debit_back_pays_no_bill(world: World, bills: list[Bill]) -> None:
    line = files.line(1, 660_000, bills[0].code, is_reversal=True)
    assert matched(world, [line]) == {Outcome.TO_LOOK_AT: 1}
    assert not Payment.objects.exists()


def test_matching_deposits_again_changes_nothing(world: World, deposit: CashDeposit) -> None:
    line = files.line(1, 600_000, "GNT 0015")
    matched(world, [line])
    taken(world, [line])
    assert reconciling.reconcile_all(facility_id=None, at=AT) == {}
