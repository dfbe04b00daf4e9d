"""Two schools, and somebody who may let software in."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()
