from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.money.bills.models import Bill


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A, 660.000 đồng each, that may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
