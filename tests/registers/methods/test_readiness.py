"""Three of four, each with a contract in force and a real payment not long ago."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.registers.methods import trials
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods import actions, queries
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import MethodState, Way, best, state_of

pytestmark = pytest.mark.usefixtures("four_ways")

ON = worlds.TODAY
FRESH, STALE = ON - timedelta(days=90), ON - timedelta(days=91)


def contract(merchant: Merchant, until_on: date | None = None) -> None:
    actions.record_contract(
        by=SYSTEM, merchant_id=merchant.pk, number="12/HĐ", from_on=date(2025, 9, 1),
        until_on=until_on, evidence="Tủ 3", at=worlds.AT,
    )  # fmt: skip


def get_ready(world: World, *channels: str, paid_on: date = ON) -> None:
    for channel in channels:
        merchant = trials.register(world, channel)
        contract(merchant)
        actions.record_paid_days({merchant.pk: paid_on})


def states(world: World, on: date = ON) -> dict[Way, MethodState]:
    found = queries.readiness([world.a.id], on)[world.a.id]
    return {way: one.state for way, one in found.methods.items()}


def test_a_way_goes_from_nothing_to_ready_and_lapses(world: World) -> None:
    assert states(world) == dict.fromkeys(Way, MethodState.NONE)
    contract(world.sepay)
    assert states(world)[Way.QR] is MethodState.CONTRACTED
    actions.record_paid_days({world.sepay.pk: FRESH})
    assert states(world)[Way.QR] is MethodState.READY
    assert states(world, ON + timedelta(days=1))[Way.QR] is MethodState.LAPSED


def test_an_ended_contract_does_not_count(world: World) -> None:
    contract(world.sepay, until_on=ON)
    assert states(world)[Way.QR] is MethodState.NONE
    assert states(world, ON - timedelta(days=1))[Way.QR] is MethodState.CONTRACTED
    actions.record_paid_days({world.sepay.pk: ON})
    assert states(world)[Way.QR] is MethodState.LAPSED


def test_three_pass_and_two_fail(world: World) -> None:
    get_ready(world, "vnpay", "gsma")
    found = queries.readiness([world.a.id], ON)[world.a.id]
    assert (found.ready_count, found.has_three_methods, found.is_met) == (2, False, False)
    get_ready(world, "nexo", paid_on=FRESH)
    found = queries.readiness([world.a.id], ON)[world.a.id]
    assert (found.ready_count, found.has_three_methods, found.is_met) == (3, True, True)
    assert found.methods[Way.CARD].last_paid_on == FRESH
    assert [one.facility_id for one in queries.those_who_fail([world.a.id, world.b.id], ON)] == [
        world.b.id
    ]


def test_without_a_focal_point_a_facility_fails(world: World) -> None:
    get_ready(world, "vnpay", "gsma", "nexo")
    Facility.objects.filter(pk=world.a.id).update(focal_phone="")
    found = queries.readiness([world.a.id], ON)[world.a.id]
    assert found.has_three_methods
    assert not found.has_focal_point
    assert not found.is_met


def test_the_module_is_a_web_provider_or_the_bills_own_page_with_a_watched_account(
    world: World,
) -> None:
    get_ready(world, "gsma", "nexo")
    assert not queries.readiness([world.a.id], ON)[world.a.id].is_module_ready
    contract(world.sepay)
    actions.record_paid_days({world.sepay.pk: ON})
    assert queries.readiness([world.a.id], ON)[world.a.id].is_module_ready
    actions.deactivate_merchant(by=SYSTEM, merchant_id=world.sepay.pk, at=worlds.AT)
    assert not queries.readiness([world.a.id], ON)[world.a.id].is_module_ready
    get_ready(world, "vnpay")
    assert queries.readiness([world.a.id], ON)[world.a.id].is_module_ready


def test_the_statement_and_the_rule_agree_on_every_case(world: World) -> None:
    cases = itertools.product(
        (True, False), (None, ON, ON + timedelta(days=1)), (None, FRESH, STALE, ON)
    )
    merchant = world.sepay
    for is_active, until_on, paid_on in cases:
        for has_contract in (True, False):
            Merchant.objects.filter(pk=merchant.pk).update(
                is_active=is_active,
                contract_number="1" if has_contract else "",
                contract_valid=(date(2025, 9, 1), until_on) if has_contract else None,
                last_paid_on=paid_on,
            )
            expected = state_of(
                is_active=is_active,
                is_contract_in_force=has_contract and (until_on is None or until_on > ON),
                last_paid_on=paid_on,
                on=ON,
            )
            found = states(world)[Way.QR]
            assert found is expected, (is_active, until_on, paid_on, has_contract)


def test_a_way_is_as_far_as_the_furthest_of_its_merchants(world: World) -> None:
    contract(world.a.sandbox)
    contract(world.sepay)
    actions.record_paid_days({world.sepay.pk: STALE})
    assert states(world)[Way.QR] is best([MethodState.CONTRACTED, MethodState.LAPSED])
    assert states(world)[Way.QR] is MethodState.CONTRACTED
    assert best([]) is MethodState.NONE


def test_three_thousand_facilities_are_one_statement(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO facility SELECT (jsonb_populate_record(f, jsonb_build_object("
            "'id', 100000 + n, 'code', 'S' || n))).* FROM facility AS f,"
            " generate_series(1, 3000) AS n WHERE f.id = %s",
            [world.a.id],
        )
        cursor.execute(
            "INSERT INTO merchant (channel, slug, facility_id, account_number, shares_account,"
            " settings, sealed, is_active, contract_number, contract_valid, last_paid_on)"
            " SELECT c, 'ss-' || n || '-' || c, 100000 + n, '', false, '{}', '', true, 'x',"
            " '[2025-01-01,)', %s FROM generate_series(1, 3000) AS n,"
            " unnest(ARRAY['sepay', 'vnpay', 'gsma', 'nexo']) AS c WHERE c = 'sepay' OR n %% 2 = 0",
            [ON],
        )
    ids = range(100_001, 103_001)
    with CaptureQueriesContext(connection) as asked:
        found = queries.readiness(ids, ON)
    assert len(asked) == 1
    assert len(found) == 3_000
    assert [found[100_001].ready_count, found[100_002].ready_count] == [1, 4]


def test_a_school_learns_nothing_of_another(world: World, as_role: Callable[..., None]) -> None:
    get_ready(world, "vnpay")
    as_role("thuphi_app", world.b.id)
    assert states(world) == dict.fromkeys(Way, MethodState.NONE)
    as_role("thuphi_app", world.a.id)
    assert states(world)[Way.WEB] is MethodState.READY


def test_a_facility_that_is_not_there_is_not_answered_for(world: World) -> None:
    assert queries.readiness([0], ON) == {}
    assert queries.readiness([], ON) == {}
