from datetime import date

import pytest

from thuphi.registers.places.actions import load_places
from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import place_on
from thuphi.registers.places.rules import Level

OLD = date(2022, 6, 1)
LAST_OLD = date(2025, 6, 30)
NEW = date(2025, 7, 1)


@pytest.fixture
def places(db: None) -> None:
    load_places()


@pytest.fixture
def bac_giang(places: None) -> Place:
    return place_on(code="24", level=Level.PROVINCE, on=OLD)


@pytest.fixture
def bac_ninh(places: None) -> Place:
    return place_on(code="24", level=Level.PROVINCE, on=NEW)
