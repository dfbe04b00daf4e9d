"""The world of all tests, and a second officer over the province."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import Person, World
from thuphi.registers.staff.rules import Role


@pytest.fixture
def nga(world: World) -> Person:
    """Officer over the province, beside Dũng."""
    return worlds.person("nga", "Trịnh Thu Nga", Role.OFFICER, place_id=world.province.pk)
