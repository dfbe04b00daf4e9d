"""State tables."""

from __future__ import annotations

import enum

import pytest

from thuphi.ground.kit.states import MoveNotAllowed, StateTable


class Lamp(enum.Enum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


LAMP = StateTable(
    "lamp",
    {Lamp.OFF: frozenset({Lamp.ON, Lamp.BROKEN}), Lamp.ON: frozenset({Lamp.OFF, Lamp.BROKEN})},
)


def test_a_listed_move_is_made() -> None:
    assert LAMP.move(Lamp.OFF, Lamp.ON) is Lamp.ON


@pytest.mark.parametrize(
    ("old", "new"),
    [(Lamp.BROKEN, Lamp.ON), (Lamp.BROKEN, Lamp.OFF), (Lamp.ON, Lamp.ON), (Lamp.OFF, Lamp.OFF)],
)
def test_any_other_move_is_refused_with_its_facts(old: Lamp, new: Lamp) -> None:
    with pytest.raises(MoveNotAllowed) as refusal:
        LAMP.move(old, new)
    assert (refusal.value.table, refusal.value.old, refusal.value.new) == ("lamp", old, new)
    assert str(refusal.value) == f"lamp: {old.value} -> {new.value}"


def test_a_state_without_moves_is_a_last_one() -> None:
    assert [state for state in Lamp if LAMP.is_last(state)] == [Lamp.BROKEN]


def test_the_diagram_shows_every_move() -> None:
    assert LAMP.mermaid() == (
        "stateDiagram-v2\n"
        "    off --> broken\n"
        "    off --> on\n"
        "    on --> broken\n"
        "    on --> off\n"
        "    broken --> [*]\n"
    )
