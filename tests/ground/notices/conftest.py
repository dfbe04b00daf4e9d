from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import carriers
from tests.carriers import Carriers


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carriers]:
    """The carriers, at work in a process of their own."""
    with carriers.running(tmp_path_factory.mktemp("messages")) as one:
        yield one
