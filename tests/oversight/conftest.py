"""The world of all tests, with money to count."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Two schools of one commune of Bắc Ninh."""
    return worlds.build()
