from __future__ import annotations

import pytest

from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import Canteen
from tests.world import World


@pytest.fixture
def canteen(world: World) -> Canteen:
    """School A with lunch for its three pupils, billed in advance, surplus given back."""
    return canteens.build(world)
