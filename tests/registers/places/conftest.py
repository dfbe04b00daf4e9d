from collections.abc import Callable

import pytest
from place_days import NEW, OLD

from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import place_on
from thuphi.registers.places.rules import Level


@pytest.fixture
def places(db: None) -> None:
    """The register as every fresh database has it: the shipped file is loaded."""


@pytest.fixture
def owned_places(db: None, as_role: Callable[..., None]) -> None:
    """The same in the hands of the tables' owner, since no other role may write them."""
    as_role("none")


@pytest.fixture
def bac_giang(places: None) -> Place:
    return place_on(code="24", level=Level.PROVINCE, on=OLD)


@pytest.fixture
def bac_ninh(places: None) -> Place:
    return place_on(code="24", level=Level.PROVINCE, on=NEW)
