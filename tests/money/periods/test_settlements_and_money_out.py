"""What providers announce, what they keep, and what left: on its way, missing, explained."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.money.periods.conftest import (
    DAY,
    MORNING,
    booked_when_it_happened,
    close_day,
    morning_after,
    paid_by,
    settlement,
    statement,
)
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.periods import actions
from thuphi.money.periods.queries.closed import figures_of
from thuphi.money.periods.queries.ready import check
from thuphi.money.periods.rules import Item, Need, PeriodKind, Unready
from thuphi.money.reconciliation.actions import settling
from thuphi.registers.methods.models import Merchant

ANNOUNCED = DAY + timedelta(days=1)


def ready(world: World, at: datetime, until_on: date = DAY) -> Unready:
    return check(world.a.id, until_on, at=at)


def needs(items: tuple[Item, ...]) -> list[tuple[Need, int]]:
    return [(one.need, one.amount_vnd) for one in items]


@pytest.fixture
def wallet(proven: World, bills: list[Bill], vnpay: Merchant) -> World:
    """100.000 đồng by VNPAY on 5 October, beside what is proven."""
    paid_by(proven, vnpay, bills[1], 100_000)
    booked_when_it_happened()
    return proven


def test_a_providers_payment_may_take_three_working_days(wallet: World) -> None:
    assert needs(ready(wallet, MORNING).on_way) == [(Need.PAYMENT_UNSEEN, 100_000)]
    thursday = morning_after(DAY + timedelta(days=2))
    assert ready(wallet, thursday).missing == ()
    friday = morning_after(DAY + timedelta(days=3))
    assert needs(ready(wallet, friday).missing) == [(Need.PAYMENT_UNSEEN, 100_000)]


def test_what_a_settlement_announces_is_missing_once_as_the_settlement(
    wallet: World, bills: list[Bill]
) -> None:
    made = settlement(wallet, "vnpay", ANNOUNCED, [100_000], fee_vnd=1_100)
    friday = morning_after(DAY + timedelta(days=3))
    unready = ready(wallet, friday, ANNOUNCED)
    assert unready.missing[0].need is Need.NO_STATEMENT
    assert needs(unready.on_way) == [
        (Need.PAYMENT_UNSEEN, 100_000),
        (Need.SETTLEMENT_UNSEEN, 98_900),
    ]
    assert unready.on_way[0].note == made.reference
    late = ready(wallet, morning_after(ANNOUNCED + timedelta(days=3)), ANNOUNCED)
    assert (Need.SETTLEMENT_UNSEEN, 98_900) in needs(late.missing)
    assert needs(late.explained) == [(Need.PAYMENT_UNSEEN, 100_000)]


def test_a_settlement_on_the_account_leaves_nothing_and_its_fee_is_told(wallet: World) -> None:
    settlement(wallet, "vnpay", DAY, [100_000], fee_vnd=1_100)
    statement(wallet.a.id, DAY, [(98_900, "VNPAY TT")], opening_vnd=1_660_000)
    settling.match_lines(facility_id=wallet.a.id, line_ids=None, at=MORNING)
    booked_when_it_happened()
    assert ready(wallet, MORNING).missing == ()
    figures = figures_of(close_day(wallet).closing)
    row = next(one for one in figures.channels if one.channel == "vnpay")
    assert (row.in_vnd, row.settled_vnd, row.fee_vnd, row.closing_vnd) == (
        100_000, 98_900, 1_100, 0,
    )  # fmt: skip
    assert row.rest_vnd == 0


def test_a_row_of_a_settlement_that_nobody_knows_is_named(wallet: World) -> None:
    settlement(wallet, "vnpay", DAY, [100_000, 50_000], fee_vnd=0)
    statement(wallet.a.id, DAY, [(150_000, "VNPAY TT")], opening_vnd=1_660_000)
    settling.match_lines(facility_id=wallet.a.id, line_ids=None, at=MORNING)
    booked_when_it_happened()
    assert needs(ready(wallet, MORNING).missing) == [(Need.SETTLEMENT_ROW_STRANGE, -50_000)]
    done = actions.close(
        by=SYSTEM, facility_id=wallet.a.id, kind=PeriodKind.DAY, until_on=DAY, at=MORNING,
        reasons={Need.SETTLEMENT_ROW_STRANGE: "Đã hỏi VNPAY"},
    )  # fmt: skip
    row = next(one for one in figures_of(done.closing).channels if one.channel == "vnpay")
    assert (row.closing_vnd, row.missing_vnd, row.rest_vnd) == (-50_000, -50_000, 0)
