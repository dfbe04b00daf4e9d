"""One world for each test."""

from __future__ import annotations

import pytest

from tests import world
from tests.world import World


@pytest.fixture
def scene(db: None) -> World:
    """Two schools and five people."""
    return world.build()
