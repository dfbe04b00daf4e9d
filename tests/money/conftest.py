from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """The two schools and five people, in a transaction that is rolled back."""
    return worlds.build()
