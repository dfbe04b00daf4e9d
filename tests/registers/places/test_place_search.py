from place_days import NEW, OLD

from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import search


def names(places: list[Place]) -> list[str]:
    return [place.full_name for place in places]


def test_accents_and_case_do_not_matter(bac_ninh: Place) -> None:
    plain = search(name="  TU SON ", province=bac_ninh, on=NEW)
    assert names(plain) == ["Phường Từ Sơn"]
    assert search(name="Từ Sơn", province=bac_ninh, on=NEW) == plain


def test_the_kind_may_be_typed_with_the_name(bac_ninh: Place) -> None:
    assert names(search(name="phuong tu son", province=bac_ninh, on=NEW)) == ["Phường Từ Sơn"]
    assert search(name="xa tu son", province=bac_ninh, on=NEW) == []


def test_the_exact_name_stands_first(bac_giang: Place) -> None:
    found = search(name="bac giang", province=bac_giang, on=OLD)
    assert names(found)[0] == "Thành phố Bắc Giang"


def test_only_units_of_the_province_and_the_day_are_found(
    bac_giang: Place, bac_ninh: Place
) -> None:
    assert names(search(name="yen dung", province=bac_giang, on=OLD)) == ["Huyện Yên Dũng"]
    assert names(search(name="yen dung", province=bac_ninh, on=NEW)) == ["Phường Yên Dũng"]
    assert search(name="rach gia", province=bac_ninh, on=NEW) == []


def test_no_more_than_the_limit_and_nothing_for_nothing(bac_ninh: Place) -> None:
    assert len(search(name="xa", province=bac_ninh, on=NEW, limit=5)) == 5
    assert search(name="  ", province=bac_ninh, on=NEW) == []
    assert search(name="100%", province=bac_ninh, on=NEW) == []
