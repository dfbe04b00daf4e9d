from __future__ import annotations

from collections import Counter

import pytest

from tests.money.seen import Moved, last_transfer, number, rows, transfers
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.tills import errors
from thuphi.money.tills.actions import depositing, handing
from thuphi.money.tills.models import CashDeposit
from thuphi.money.tills.queries.holdings import cash_vnd, fund_vnd


def deposit(world: World, amount_vnd: int, document: str = "GNT 15") -> CashDeposit:
    return depositing.deposit(
        by=world.lan.actor,
        facility_id=world.a.id,
        amount_vnd=amount_vnd,
        account=ACCOUNT_A,
        document=document,
        at=AT,
    )


@pytest.fixture
def fund(world: World, bills: list[Bill]) -> int:
    """660.000 đồng in the fund, and as much in Minh's hands."""
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    take(world.minh.actor, bills[1], 660_000, "K2")
    return 660_000


def test_cash_of_the_fund_goes_to_the_bank_and_waits_for_its_statement(
    world: World, fund: int
) -> None:
    before = last_transfer()
    made = deposit(world, 600_000)
    assert transfers(world.a.id, before) == Counter(
        [
            Moved(
                "bank_cash",
                "clearing:cash_deposit",
                "cash:",
                600_000,
                f"deposit:{made.pk}",
                "2026-10-05 08:00:00",
            )
        ]
    )
    assert (fund_vnd(world.a.id), cash_vnd(world.a.id)) == (60_000, 720_000)
    assert made.matched_at is None
    found = depositing.match_deposit(
        by=world.lan.actor, deposit_id=made.pk, bank_reference="FT26279", at=AT
    )
    assert (found.bank_reference, found.matched_by) == ("FT26279", world.lan.user.pk)
    with pytest.raises(errors.AlreadyMatched):
        depositing.match_deposit(
            by=world.lan.actor, deposit_id=made.pk, bank_reference="FT26280", at=AT
        )


def test_what_collectors_hold_is_not_deposited(world: World, fund: int) -> None:
    with pytest.raises(errors.AboveFund) as refused:
        deposit(world, 660_001)
    assert refused.value.fund_vnd == fund
    assert number("SELECT count(*) FROM cash_deposit") == 0
    assert number("SELECT count(*) FROM transfer WHERE recipe = 'bank_cash'") == 0


def test_a_slip_of_the_bank_is_written_down_once(world: World, fund: int) -> None:
    deposit(world, 1_000)
    with pytest.raises(errors.DocumentUsed):
        deposit(world, 1_000, " GNT  15 ")
    assert rows("SELECT document, amount_vnd FROM cash_deposit") == [("GNT 15", 1_000)]


def test_a_deposit_is_of_some_money_and_names_its_slip(world: World, fund: int) -> None:
    with pytest.raises(errors.AmountNotPositive):
        deposit(world, 0)
    with pytest.raises(errors.DocumentMissing):
        deposit(world, 1, "  ")


def test_strangers_and_heads_deposit_nothing(world: World, fund: int) -> None:
    made = deposit(world, 1_000)
    for somebody, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            depositing.match_deposit(
                by=somebody.actor, deposit_id=made.pk, bank_reference="FT1", at=AT
            )
