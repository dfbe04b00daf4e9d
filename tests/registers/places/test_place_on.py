from datetime import date

import pytest
from place_days import LAST_OLD, NEW, OLD

from thuphi.registers.places.errors import PlaceNotThere
from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import children, communes, place_on, provinces
from thuphi.registers.places.rules import Level


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("24", LAST_OLD, "Bắc Giang"),
        ("24", NEW, "Bắc Ninh"),
        ("27", LAST_OLD, "Bắc Ninh"),
        ("91", LAST_OLD, "Kiên Giang"),
        ("91", NEW, "An Giang"),
        ("89", LAST_OLD, "An Giang"),
        ("38", LAST_OLD, "Thanh Hóa"),
        ("38", NEW, "Thanh Hóa"),
    ],
)
def test_a_code_used_again_is_told_apart_by_the_day(
    places: None, code: str, on: date, name: str
) -> None:
    assert place_on(code=code, level=Level.PROVINCE, on=on).name == name


def test_a_place_ends_before_its_last_day_and_begins_on_its_first(places: None) -> None:
    before = place_on(code="222", level=Level.DISTRICT, on=date(2024, 1, 31))
    after = place_on(code="222", level=Level.DISTRICT, on=date(2024, 2, 1))
    assert (before.full_name, before.reference) == ("Huyện Việt Yên", "222@2022-01-01")
    assert (after.full_name, after.reference) == ("Thị xã Việt Yên", "222@2024-02-01")


@pytest.mark.parametrize(
    ("code", "level", "on"),
    [
        ("27", Level.PROVINCE, NEW),
        ("221", Level.DISTRICT, date(2025, 1, 1)),
        ("24", Level.PROVINCE, date(2021, 12, 31)),
        ("24", Level.DISTRICT, OLD),
    ],
)
def test_a_unit_that_was_not_in_force_is_not_there(
    places: None, code: str, level: Level, on: date
) -> None:
    with pytest.raises(PlaceNotThere):
        place_on(code=code, level=level, on=on)


def test_seven_provinces_became_four(places: None) -> None:
    assert [p.code for p in provinces(LAST_OLD)] == ["24", "27", "33", "34", "38", "89", "91"]
    assert [p.code for p in provinces(NEW)] == ["24", "33", "38", "91"]


def test_children_were_districts_and_are_communes_now(bac_giang: Place, bac_ninh: Place) -> None:
    assert [len(children(bac_giang, OLD)), len(children(bac_ninh, NEW))] == [10, 99]
    assert {child.level for child in children(bac_giang, OLD)} == {"district"}
    assert {child.level for child in children(bac_ninh, NEW)} == {"commune"}
    assert children(bac_giang, NEW) == []


def test_a_province_that_stays_changes_its_children_with_the_day(places: None) -> None:
    thanh_hoa = place_on(code="38", level=Level.PROVINCE, on=OLD)
    assert [len(children(thanh_hoa, day)) for day in (OLD, LAST_OLD, NEW)] == [27, 26, 166]
    assert [len(communes(thanh_hoa, day)) for day in (OLD, LAST_OLD, NEW)] == [559, 547, 166]
