"""Every constraint is attacked by raw SQL and answers with its name."""

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

GOOD_PLACE = {
    "id": "30999920220101",
    "code": "'09999'",
    "level": "'commune'",
    "kind": "'Xã'",
    "name": "'A'",
    "full_name": "'Xã A'",
    "search_key": "'xa a'",
    "parent_id": "20021320220101",
    "province_id": "10002420220101",
    "valid": "'[2022-01-01,2023-01-01)'",
    "certainty": "'known'",
    "source": "'x'",
}
GOOD_LINK = {
    "predecessor_id": "10003820220101",
    "successor_id": "10002420250701",
    "kind": "'part'",
    "is_default": "false",
    "source": "'x'",
}


def insert(table: str, row: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())})")


def broken_by(table: str, row: dict[str, str]) -> str | None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        insert(table, row)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name


def test_a_sound_place_and_a_sound_link_are_taken(owned_places: None) -> None:
    insert("place", GOOD_PLACE)
    insert("place_succession", GOOD_LINK)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"level": "'hamlet'"}, "place_id_begins_with_its_level"),
        ({"level": "'district'", "kind": "'Huyện'"}, "place_id_begins_with_its_level"),
        ({"id": "20999920220101"}, "place_id_begins_with_its_level"),
        ({"kind": "'Huyện'"}, "place_kind_fits_its_level"),
        ({"kind": "'Thôn'"}, "place_kind_fits_its_level"),
        ({"parent_id": "30720720220101"}, "place_parent_is_of_a_higher_level"),
        ({"parent_id": "NULL"}, "place_parent_is_of_a_higher_level"),
        ({"province_id": "20021320220101"}, "place_province_is_a_province"),
        ({"province_id": "NULL"}, "place_province_is_a_province"),
        ({"certainty": "'perhaps'"}, "place_certainty_is_known"),
        ({"valid": "'empty'"}, "place_validity_is_not_empty"),
        ({"valid": "'[2022-01-01,2022-01-01)'"}, "place_validity_is_not_empty"),
        ({"valid": "'(,2023-01-01)'"}, "place_validity_is_not_empty"),
        ({"code": "'07684'"}, "place_code_means_one_place_at_a_time"),
    ],
)
def test_a_false_place_is_refused_by_name(
    owned_places: None, change: dict[str, str], name: str
) -> None:
    assert broken_by("place", GOOD_PLACE | change) == name


def test_a_code_may_be_used_again_once_the_former_place_has_ended(owned_places: None) -> None:
    insert("place", GOOD_PLACE)
    again = GOOD_PLACE | {"id": "30999920230101", "valid": "'[2023-01-01,)'"}
    insert("place", again)
    overlapping = again | {"id": "30999920221231", "valid": "'[2022-12-31,2023-01-01)'"}
    assert broken_by("place", overlapping) == "place_code_means_one_place_at_a_time"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "'half'", "is_default": "true"}, "place_succession_kind_is_known"),
        ({"kind": "'whole'"}, "place_succession_of_the_whole_is_the_default"),
        ({"successor_id": "10003820220101"}, "place_succession_leads_to_another_place"),
        ({"predecessor_id": "10002420220101"}, "place_succession_is_said_once"),
        (
            {
                "predecessor_id": "10002420220101",
                "successor_id": "10009120250701",
                "is_default": "true",
            },
            "place_has_one_default_successor",
        ),
    ],
)
def test_a_false_link_is_refused_by_name(
    owned_places: None, change: dict[str, str], name: str
) -> None:
    assert broken_by("place_succession", GOOD_LINK | change) == name
