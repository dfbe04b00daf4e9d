"""Two schools, and channels of all four ways."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.registers.methods import trials
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


@pytest.fixture
def four_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register knows trial channels for web, Mobile Money and cards."""
    trials.use(monkeypatch)
