from place_days import LAST_OLD, NEW, OLD

from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import branch_ids, children


def test_a_province_holds_itself_and_all_below(bac_giang: Place, bac_ninh: Place) -> None:
    assert len(branch_ids(bac_giang, OLD)) == 1 + 10 + 209
    assert len(branch_ids(bac_giang, LAST_OLD)) == 1 + 10 + 192
    assert len(branch_ids(bac_ninh, NEW)) == 1 + 99


def test_a_district_holds_its_communes_and_a_commune_itself(bac_giang: Place) -> None:
    district = children(bac_giang, OLD)[0]
    assert district.full_name == "Thành phố Bắc Giang"
    below = children(district, OLD)
    assert branch_ids(district, OLD) == {district.pk, *(commune.pk for commune in below)}
    assert branch_ids(below[0], OLD) == {below[0].pk}


def test_a_place_out_of_force_holds_nothing(bac_giang: Place, bac_ninh: Place) -> None:
    assert branch_ids(bac_giang, NEW) == frozenset()
    assert branch_ids(bac_ninh, OLD) == frozenset()
