"""What a family of one school may choose between on a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.registers.methods import trials
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods import actions, queries
from thuphi.registers.methods.rules import BorneBy, FeeTerms, WhyNot, is_neutral

pytestmark = pytest.mark.usefixtures("four_ways")


def labels(world: World, amount_vnd: int = 1_250_000, on: date = worlds.TODAY) -> list[str]:
    return [one.label for one in queries.offers_of(world.a.id, on, amount_vnd)]


@pytest.fixture
def ways(world: World) -> World:
    """School A with a wallet that costs, two free ones and a card contract."""
    wallet = trials.register(world, "momo")
    trials.register(world, "vnpay")
    trials.register(world, "gsma", operator="Viettel")
    trials.register(world, "nexo")
    actions.set_fee(
        by=SYSTEM,
        merchant_id=wallet.pk,
        terms=FeeTerms(flat_vnd=1_100, borne_by=BorneBy.PAYER),
        from_on=date(2026, 9, 1),
        at=worlds.AT,
    )
    return world


def test_all_ways_in_the_neutral_order(ways: World) -> None:
    found = queries.offers_of(ways.a.id, worlds.TODAY, 1_250_000)
    assert [(one.label, one.cost_vnd, one.takes) for one in found] == [
        ("Chuyển khoản VietQR", 0, "ngay"),
        ("Mobile Money Viettel", 0, "1–2 phút"),
        ("Thẻ tại máy POS", 0, "ngay"),
        ("VNPAY", 0, "1–2 phút"),
        ("Ví MoMo", 1_100, "1–2 phút"),
    ]
    assert is_neutral(found) == []


def test_a_fee_of_another_day_is_not_shown(ways: World) -> None:
    (wallet,) = [
        one
        for one in queries.offers_of(ways.a.id, date(2026, 8, 31), 1_250_000)
        if one.channel == "momo"
    ]
    assert wallet.fee_vnd == 0


def test_watchers_of_one_account_are_one_way(world: World) -> None:
    actions.point_at_account(by=SYSTEM, merchant_id=world.sepay.pk, at=worlds.AT)
    (only,) = queries.offers_of(world.a.id, worlds.TODAY, 100_000)
    assert (only.label, only.takes) == ("Chuyển khoản VietQR", "ngay")
    assert only.merchant_id == world.a.sandbox.pk


def test_an_account_that_nobody_watches_can_be_paid_into_and_takes_a_day(world: World) -> None:
    for merchant in (world.a.sandbox, world.sepay):
        actions.deactivate_merchant(by=SYSTEM, merchant_id=merchant.pk, at=worlds.AT)
    (only,) = queries.offers_of(world.a.id, worlds.TODAY, 100_000)
    assert (only.merchant_id, only.takes) == (None, "trong ngày làm việc")


def test_an_ended_contract_takes_the_way_off_the_list(ways: World) -> None:
    wallet = next(one for one in queries.merchants_of(ways.a.id) if one.channel == "momo")
    actions.record_contract(
        by=SYSTEM, merchant_id=wallet.pk, number="1", from_on=date(2026, 9, 1),
        until_on=date(2026, 10, 5), evidence="", at=worlds.AT,
    )  # fmt: skip
    assert "Ví MoMo" in labels(ways, on=date(2026, 10, 4))
    assert "Ví MoMo" not in labels(ways, on=date(2026, 10, 5))


def test_the_limits_of_the_channel_are_those_of_the_offer(ways: World) -> None:
    found = {one.channel: one for one in queries.offers_of(ways.a.id, worlds.TODAY, 4_999)}
    assert found["vnpay"].why_not is WhyNot.TOO_SMALL
    assert found["momo"].is_usable


def test_a_provider_that_is_down_says_so_and_the_others_work(ways: World) -> None:
    down = next(one.pk for one in queries.merchants_of(ways.a.id) if one.channel == "vnpay")
    found = queries.offers_of(ways.a.id, worlds.TODAY, 100_000, down={down})
    assert [one.channel for one in found if one.is_down] == ["vnpay"]


def test_four_questions_however_many_ways(ways: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.offers_of(ways.a.id, worlds.TODAY, 1_250_000)
    assert len(asked) == 4


def test_another_schools_ways_are_not_among_them(ways: World) -> None:
    assert [one.label for one in queries.offers_of(ways.b.id, worlds.TODAY, 100_000)] == [
        "Chuyển khoản VietQR"
    ]
