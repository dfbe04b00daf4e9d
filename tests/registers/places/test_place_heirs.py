from datetime import date

import pytest
from place_days import LAST_OLD, NEW, OLD

from thuphi.registers.places.errors import PlaceNotInForce
from thuphi.registers.places.models import Place, PlaceSuccession
from thuphi.registers.places.queries import (
    forebears,
    heir,
    heirs,
    place_on,
    predecessors,
    successors,
)
from thuphi.registers.places.rules import Level


def district(code: str) -> Place:
    return place_on(code=code, level=Level.DISTRICT, on=OLD)


def commune(code: str, on: date = OLD) -> Place:
    return place_on(code=code, level=Level.COMMUNE, on=on)


def names(places: list[Place]) -> list[str]:
    return [place.full_name for place in places]


def test_two_provinces_went_over_into_one(bac_giang: Place, bac_ninh: Place) -> None:
    assert [link.successor for link in successors(bac_giang)] == [bac_ninh]
    assert [link.predecessor.name for link in predecessors(bac_ninh)] == ["Bắc Giang", "Bắc Ninh"]
    assert names(forebears(bac_ninh, OLD)) == ["Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"]


def test_a_place_is_its_own_heir_while_it_lasts(bac_giang: Place) -> None:
    assert heirs(bac_giang, LAST_OLD) == [bac_giang]
    assert heir(bac_giang, LAST_OLD) == bac_giang


def test_a_commune_is_followed_over_several_changes(places: None) -> None:
    lao_ho = commune("07684")
    assert names(heirs(lao_ho, date(2024, 12, 31))) == ["Xã Lão Hộ"]
    assert names(heirs(lao_ho, date(2025, 1, 1))) == ["Phường Tân An"]
    today = heir(lao_ho, NEW)
    assert (today.full_name, today.reference) == ("Phường Tân An", "07682@2025-07-01")
    assert names(forebears(today, OLD)) == [
        "Thị trấn Tân An",
        "Xã Lão Hộ",
        "Xã Quỳnh Sơn",
        "Xã Trí Yên",
        "Xã Lãng Sơn",
    ]


def test_of_a_split_commune_one_part_is_the_default(places: None) -> None:
    parts = PlaceSuccession.objects.filter(kind="part", is_default=True)
    split = Place.objects.filter(id__in=parts.values("predecessor_id"))
    assert len(split) == 16
    for place in split:
        links = successors(place)
        assert [link.is_default for link in links] == [True] + [False] * (len(links) - 1)
        assert heir(place, NEW) == links[0].successor
        assert len(heirs(place, NEW)) == len(links)


def test_a_district_that_gave_a_part_away_goes_on(places: None) -> None:
    luc_ngan = district("219")
    assert names(heirs(luc_ngan, date(2024, 12, 31))) == ["Huyện Lục Ngạn"]
    assert names(heirs(luc_ngan, date(2025, 1, 1))) == ["Huyện Lục Ngạn", "Thị xã Chũ"]
    assert heir(luc_ngan, date(2025, 1, 1)) == luc_ngan


def test_a_district_that_took_another_in_remembers_it(places: None) -> None:
    city = district("213")
    assert names(heirs(district("221"), date(2024, 6, 1))) == ["Huyện Yên Dũng"]
    assert heirs(district("221"), date(2025, 1, 1)) == [city]
    assert names(forebears(city, date(2024, 6, 1))) == ["Thành phố Bắc Giang", "Huyện Yên Dũng"]


def test_a_district_has_no_heir_after_the_reform(places: None) -> None:
    assert heirs(district("219"), NEW) == []
    with pytest.raises(PlaceNotInForce):
        heir(district("219"), NEW)
