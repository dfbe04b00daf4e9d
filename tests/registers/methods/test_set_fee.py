"""One price list at a time; a new one ends the old."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, NotYours
from thuphi.registers.methods import actions, errors, queries
from thuphi.registers.methods.models import MethodFee
from thuphi.registers.methods.rules import BorneBy, FeeTerms

FIRST_ON, NEXT_ON = date(2026, 9, 1), date(2026, 11, 1)
TERMS = FeeTerms(1_100, 110, 2_000, 50_000, BorneBy.PAYER)


def put(
    world: World,
    terms: FeeTerms = TERMS,
    from_on: date = FIRST_ON,
    until_on: date | None = None,
    by: Actor = SYSTEM,
) -> MethodFee:
    return actions.set_fee(
        by=by, merchant_id=world.sepay.pk, terms=terms, from_on=from_on, until_on=until_on,
        at=worlds.AT,
    )  # fmt: skip


def spans(world: World) -> list[tuple[date, date | None]]:
    found = sorted(queries.fees_of(world.a.id), key=lambda fee: fee.valid.lower)
    return [(one.valid.lower, one.valid.upper) for one in found]


def test_a_new_fee_ends_the_old_one_on_its_first_day(world: World) -> None:
    put(world)
    put(world, FeeTerms(), NEXT_ON)
    assert spans(world) == [(FIRST_ON, NEXT_ON), (NEXT_ON, None)]
    event = Event.objects.latest("id")
    assert (event.kind, event.facts["flat_vnd"], event.facts["maximum_vnd"]) == (
        "method_fee_set",
        0,
        None,
    )


def test_the_terms_come_back_as_they_were_set(world: World) -> None:
    assert queries.terms_of(MethodFee.objects.get(pk=put(world).pk)) == TERMS


def test_a_fee_does_not_begin_before_or_with_another(world: World) -> None:
    put(world, from_on=NEXT_ON)
    for from_on in (FIRST_ON, NEXT_ON):
        with pytest.raises(errors.FeeOverlaps):
            put(world, from_on=from_on)
    assert spans(world) == [(NEXT_ON, None)]


@pytest.mark.parametrize(
    "terms",
    [
        FeeTerms(flat_vnd=-1),
        FeeTerms(basis_points=10_001),
        FeeTerms(basis_points=-1),
        FeeTerms(minimum_vnd=-1),
        FeeTerms(minimum_vnd=2, maximum_vnd=1),
        FeeTerms(flat_vnd=10**15 + 1),
    ],
)
def test_an_impossible_fee_is_refused(world: World, terms: FeeTerms) -> None:
    with pytest.raises(errors.FeeImpossible):
        put(world, terms)
    assert spans(world) == []


def test_a_fee_is_ended_on_a_day_within_it(world: World) -> None:
    fee = put(world)
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_fee(by=SYSTEM, fee_id=fee.pk, on=FIRST_ON, at=worlds.AT)
    actions.end_fee(by=SYSTEM, fee_id=fee.pk, on=NEXT_ON, at=worlds.AT)
    assert spans(world) == [(FIRST_ON, NEXT_ON)]
    with pytest.raises(errors.DaysNotInOrder):
        actions.end_fee(by=SYSTEM, fee_id=fee.pk, on=date(2026, 12, 1), at=worlds.AT)
    with pytest.raises(errors.FeeNotFound):
        actions.end_fee(by=SYSTEM, fee_id=0, on=NEXT_ON, at=worlds.AT)


def test_days_the_wrong_way_are_refused(world: World) -> None:
    with pytest.raises(errors.DaysNotInOrder):
        put(world, until_on=FIRST_ON)


def test_only_the_register_office_sets_fees(world: World) -> None:
    fee = put(world)
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            put(world, by=by, from_on=NEXT_ON)
        with pytest.raises(refusal):
            actions.end_fee(by=by, fee_id=fee.pk, on=NEXT_ON, at=worlds.AT)
    assert spans(world) == [(FIRST_ON, None)]
