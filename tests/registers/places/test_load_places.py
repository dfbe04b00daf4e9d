import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thuphi.registers.places.actions import LoadedPlaces, load_places
from thuphi.registers.places.errors import PlacesMissingFromFile
from thuphi.registers.places.models import Place, PlaceSuccession


def snapshot() -> list[object]:
    links = PlaceSuccession.objects.order_by("id").values_list()
    return [*Place.objects.order_by("id").values_list(), *links]


def test_the_first_load_brings_every_place_and_link(owned_places: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM place_succession")
        cursor.execute("DELETE FROM place")
    assert load_places() == LoadedPlaces(
        places=2363,
        successions=1819,
        places_written=2363,
        successions_written=1819,
        successions_dropped=0,
    )
    assert Place.objects.count() == 2363
    assert PlaceSuccession.objects.count() == 1819


def test_a_second_load_changes_nothing(owned_places: None) -> None:
    before = snapshot()
    assert load_places() == LoadedPlaces(
        places=2363,
        successions=1819,
        places_written=0,
        successions_written=0,
        successions_dropped=0,
    )
    assert snapshot() == before


def test_a_load_mends_a_row_that_differs_and_keeps_its_id(owned_places: None) -> None:
    before = snapshot()
    Place.objects.filter(code="07684").update(name="Lao Ho", search_key="")
    loaded = load_places()
    assert (loaded.places_written, loaded.successions_written) == (1, 0)
    assert snapshot() == before


def test_a_load_takes_out_a_link_that_is_not_shipped(owned_places: None) -> None:
    communes = Place.objects.filter(level="commune").order_by("id")
    ids = list(communes.values_list("id", flat=True)[:2])
    PlaceSuccession.objects.create(
        predecessor_id=ids[0], successor_id=ids[1], kind="part", is_default=False, source="x"
    )
    assert load_places().successions_dropped == 1
    assert PlaceSuccession.objects.count() == 1819


def test_a_registered_place_that_is_not_shipped_stops_the_load(owned_places: None) -> None:
    Place.objects.create(
        id=10009920220101,
        code="99",
        level="province",
        kind="Tỉnh",
        name="Không có",
        full_name="Tỉnh Không có",
        search_key="tinh khong co",
        valid=("2022-01-01", None),
        certainty="known",
        source="x",
    )
    before = snapshot()
    with pytest.raises(PlacesMissingFromFile, match="10009920220101"):
        load_places()
    assert snapshot() == before


def test_a_load_asks_a_fixed_number_of_questions(owned_places: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        load_places()
    statements = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 4
