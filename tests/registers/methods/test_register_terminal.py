"""A terminal stands at one counter at a time, and its papers fit what a slip prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import world as worlds
from tests.registers.methods import trials
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.methods import actions, errors, queries
from thuphi.registers.methods.actions import NewTerminal
from thuphi.registers.methods.models import Merchant, Terminal
from thuphi.registers.methods.rules import TERMINAL_STATES, TerminalState

pytestmark = pytest.mark.usefixtures("four_ways")

NEW = NewTerminal(
    poi_id="P400-27001", serial="sn-00012", place="Phòng kế toán", from_on=date(2026, 9, 1),
    tid="12345678", mid="000000012345678",
)  # fmt: skip


@pytest.fixture
def cards(world: World) -> Merchant:
    return trials.register(world, "nexo")


def register(merchant: Merchant, terminal: NewTerminal = NEW) -> Terminal:
    return actions.register_terminal(
        by=SYSTEM, merchant_id=merchant.pk, terminal=terminal, at=worlds.AT
    )


def test_a_registered_terminal_is_at_work(world: World, cards: Merchant) -> None:
    made = register(cards)
    assert (made.serial, made.state, made.facility_id) == ("SN-00012", "in_use", world.a.id)
    assert [one.pk for one in queries.terminals_at_work(world.a.id, worlds.TODAY)] == [made.pk]
    assert queries.terminals_at_work(world.a.id, date(2026, 8, 31)) == []
    event = Event.objects.latest("id")
    assert (event.kind, event.facts) == (
        "terminal_registered",
        {"poi_id": "P400-27001", "serial": "SN-00012"},
    )


def test_a_terminal_needs_a_contract_for_cards(world: World) -> None:
    with pytest.raises(errors.TerminalNeedsCardContract):
        register(world.sepay)
    with pytest.raises(errors.MerchantNotFound):
        register(Merchant(pk=0))


@pytest.mark.parametrize(
    ("part", "wrong"),
    [("poi_id", "P 400"), ("poi_id", ""), ("serial", "số 1"), ("tid", "123456789"),
     ("mid", "0" * 16), ("place", " ")],
)  # fmt: skip
def test_a_wrong_part_is_named(cards: Merchant, part: str, wrong: str) -> None:
    given = {"poi_id": NEW.poi_id, "serial": NEW.serial, "place": NEW.place, part: wrong}
    with pytest.raises(errors.TerminalIncomplete, match=part):
        register(cards, NewTerminal(from_on=NEW.from_on, **given))
    assert not Terminal.objects.exists()


def test_one_serial_number_is_in_one_place_even_at_two_schools(
    world: World, cards: Merchant
) -> None:
    register(cards)
    with pytest.raises(errors.TerminalNameTaken):
        register(cards, replace(NEW, serial="SN-00013"))
    elsewhere = trials.register(world, "nexo", facility_id=world.b.id)
    with pytest.raises(errors.TerminalElsewhere):
        register(elsewhere, replace(NEW, poi_id="P400-27002"))


def test_a_returned_terminal_may_stand_at_another_school_from_that_day(
    world: World, cards: Merchant
) -> None:
    made = register(cards)
    actions.return_terminal(by=SYSTEM, terminal_id=made.pk, on=date(2026, 10, 5), at=worlds.AT)
    assert queries.terminals_at_work(world.a.id, date(2026, 10, 4)) == []
    elsewhere = trials.register(world, "nexo", facility_id=world.b.id)
    with pytest.raises(errors.TerminalElsewhere):
        register(elsewhere, replace(NEW, from_on=date(2026, 10, 4)))
    register(elsewhere, replace(NEW, from_on=date(2026, 10, 5)))
    assert [one.state for one in queries.terminals_of(world.a.id)] == ["returned"]


def test_a_terminal_is_not_returned_before_it_came(cards: Merchant) -> None:
    made = register(cards)
    with pytest.raises(errors.DaysNotInOrder):
        actions.return_terminal(by=SYSTEM, terminal_id=made.pk, on=NEW.from_on, at=worlds.AT)


def test_a_broken_terminal_takes_no_card_until_it_works_again(
    world: World, cards: Merchant
) -> None:
    made = register(cards)
    actions.set_terminal(by=SYSTEM, terminal_id=made.pk, works=False, at=worlds.AT)
    assert queries.terminals_at_work(world.a.id, worlds.TODAY) == []
    actions.set_terminal(by=SYSTEM, terminal_id=made.pk, works=True, at=worlds.AT)
    assert len(queries.terminals_at_work(world.a.id, worlds.TODAY)) == 1


def test_a_terminal_is_moved_to_another_counter(cards: Merchant) -> None:
    made = register(cards)
    actions.move_terminal(by=SYSTEM, terminal_id=made.pk, place="Quầy 2", at=worlds.AT)
    assert Terminal.objects.get(pk=made.pk).place == "Quầy 2"
    with pytest.raises(errors.TerminalIncomplete):
        actions.move_terminal(by=SYSTEM, terminal_id=made.pk, place=" ", at=worlds.AT)


@pytest.mark.parametrize("old", list(TerminalState))
@pytest.mark.parametrize("new", list(TerminalState))
def test_every_move_of_a_terminal(old: TerminalState, new: TerminalState) -> None:
    allowed = {("in_use", "broken"), ("in_use", "returned"), ("broken", "in_use"),
               ("broken", "returned")}  # fmt: skip
    assert TERMINAL_STATES.allows(old, new) == ((old.value, new.value) in allowed)


def test_what_was_returned_stays_returned(cards: Merchant) -> None:
    made = register(cards)
    actions.return_terminal(by=SYSTEM, terminal_id=made.pk, on=worlds.TODAY, at=worlds.AT)
    with pytest.raises(MoveNotAllowed):
        actions.set_terminal(by=SYSTEM, terminal_id=made.pk, works=True, at=worlds.AT)
    with pytest.raises(errors.TerminalNotFound):
        actions.set_terminal(by=SYSTEM, terminal_id=0, works=True, at=worlds.AT)


def test_only_the_register_office_touches_terminals(world: World, cards: Merchant) -> None:
    made = register(cards)
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            actions.register_terminal(
                by=by, merchant_id=cards.pk, terminal=replace(NEW, serial="SN-2"), at=worlds.AT
            )
        with pytest.raises(refusal):
            actions.set_terminal(by=by, terminal_id=made.pk, works=False, at=worlds.AT)
        with pytest.raises(refusal):
            actions.return_terminal(by=by, terminal_id=made.pk, on=worlds.TODAY, at=worlds.AT)
        with pytest.raises(refusal):
            actions.move_terminal(by=by, terminal_id=made.pk, place="x", at=worlds.AT)
    assert Terminal.objects.get(pk=made.pk).state == "in_use"
