"""A favour says who grants it, how much and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.registers.methods import actions, errors, queries
from thuphi.registers.methods.actions import NewIncentive
from thuphi.registers.methods.models import Incentive
from thuphi.registers.methods.rules import IncentiveKind, Way

WAIVED = NewIncentive(
    kind=IncentiveKind.FEE_WAIVED, granted_by="VietinBank", wording="Miễn phí đến hết năm 2026.",
    from_on=date(2026, 9, 1), until_on=date(2027, 1, 1), way=Way.QR,
)  # fmt: skip
CUT = replace(WAIVED, kind=IncentiveKind.DISCOUNT, percent=5, wording="Giảm 5 %, tối đa 50.000 đ.")


def offer(world: World, incentive: NewIncentive = WAIVED) -> Incentive:
    return actions.offer_incentive(
        by=SYSTEM, facility_id=world.a.id, incentive=incentive, at=worlds.AT
    )


def test_a_favour_is_shown_while_it_lasts(world: World) -> None:
    offer(world)
    for on, shown in (
        (date(2026, 8, 31), ""),
        (date(2026, 9, 1), "Miễn phí đến hết năm 2026."),
        (date(2026, 12, 31), "Miễn phí đến hết năm 2026."),
        (date(2027, 1, 1), ""),
    ):
        (found,) = queries.offers_of(world.a.id, on, 100_000)
        assert found.incentive == shown
    (found,) = queries.offers_of(world.a.id, worlds.TODAY, 100_000)
    assert [(one.from_on, one.until_on) for one in found.incentives] == [
        (date(2026, 9, 1), date(2027, 1, 1))
    ]
    assert Event.objects.latest("id").kind == "method_incentive_offered"


def test_what_is_over_leaves_the_list_of_the_desk(world: World) -> None:
    offer(world)
    assert len(queries.incentives_of(world.a.id, date(2026, 8, 1))) == 1
    assert len(queries.incentives_of(world.a.id, date(2026, 12, 31))) == 1
    assert queries.incentives_of(world.a.id, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        replace(WAIVED, granted_by=" "),
        replace(WAIVED, wording=""),
        replace(WAIVED, way=None),
        replace(WAIVED, percent=5),
        replace(CUT, percent=None),
        replace(CUT, amount_vnd=1_000),
        replace(CUT, percent=0),
        replace(CUT, percent=101),
        replace(CUT, percent=None, amount_vnd=0),
        replace(WAIVED, percent=5, amount_vnd=1_000),
    ],
)
def test_half_a_favour_is_refused(world: World, wrong: NewIncentive) -> None:
    with pytest.raises(errors.IncentiveIncomplete):
        offer(world, wrong)
    assert not Incentive.objects.exists()


def test_a_favour_is_of_one_provider_or_of_a_way_and_of_ones_own_provider(world: World) -> None:
    with pytest.raises(errors.IncentiveIncomplete):
        offer(world, replace(WAIVED, merchant_id=world.sepay.pk))
    with pytest.raises(errors.MerchantNotFound):
        offer(world, replace(WAIVED, way=None, merchant_id=world.b.sandbox.pk))
    assert offer(world, replace(WAIVED, way=None, merchant_id=world.sepay.pk)).method == ""


def test_a_favour_is_ended_early(world: World) -> None:
    made = offer(world)
    actions.end_incentive(by=SYSTEM, incentive_id=made.pk, on=date(2026, 10, 5), at=worlds.AT)
    (found,) = queries.offers_of(world.a.id, worlds.TODAY, 100_000)
    assert found.incentives == ()
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_incentive(by=SYSTEM, incentive_id=made.pk, on=date(2026, 9, 1), at=worlds.AT)
    with pytest.raises(errors.IncentiveNotFound):
        actions.end_incentive(by=SYSTEM, incentive_id=0, on=worlds.TODAY, at=worlds.AT)


def test_only_the_register_office_tells_of_favours(world: World) -> None:
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            actions.offer_incentive(by=by, facility_id=world.a.id, incentive=WAIVED, at=worlds.AT)
