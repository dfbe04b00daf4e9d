"""The registered offices that answer for an agency of a plan, below a place, on a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.oversight.towns import commune, province
from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.plans import queries
from thuphi.oversight.plans.errors import AgencyUnknown
from thuphi.oversight.plans.shelf import shipped
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

BG = {one.id: one for one in shipped()}["BG2022"]
NAT = shipped()[0]
THEN, NOW = date(2022, 6, 1), date(2026, 10, 5)
REFORM_ON = date(2025, 7, 1)


@pytest.fixture
def old(db: None) -> Place:
    """Bắc Giang as it was."""
    return province("24", THEN)


@pytest.fixture
def new(db: None) -> Place:
    """Bắc Ninh as it is."""
    return province("24", NOW)


def found(name: str, kind: AgencyKind, place: Place | None, since: date = date(2022, 1, 1)) -> int:
    """Register an office."""
    return agencies.found_agency(
        by=SYSTEM,
        name=name,
        kind=kind,
        place_id=place.pk if place else None,
        valid_from=since,
        at=worlds.AT,
    ).pk


def names(code: str, place: Place | None, on: date) -> list[str]:
    return [one.name for one in queries.agencies_for(BG, code, place, on)]


def test_the_province_of_a_plan_is_the_one_of_its_day_and_then_its_heir(old: Place) -> None:
    then, now = queries.province_of(BG, THEN), queries.province_of(BG, NOW)
    assert then is not None
    assert then.full_name == "Tỉnh Bắc Giang"
    assert now is not None
    assert now.full_name == "Tỉnh Bắc Ninh"
    assert queries.province_of(NAT, NOW) is None
    before = queries.province_of(BG, date(2020, 1, 1))
    assert before is not None
    assert before.pk == old.pk


def test_a_department_answers_in_its_own_province(old: Place, new: Place) -> None:
    found("Sở Y tế tỉnh Bắc Giang", AgencyKind.HEALTH_DEPARTMENT, old)
    found("Sở Y tế tỉnh Thanh Hóa", AgencyKind.HEALTH_DEPARTMENT, province("38", THEN))
    assert names("SYT", old, THEN) == ["Sở Y tế tỉnh Bắc Giang"]
    assert names("SYT", None, THEN) == ["Sở Y tế tỉnh Bắc Giang", "Sở Y tế tỉnh Thanh Hóa"]
    assert names("SGDDT", old, THEN) == []


def test_an_office_founded_in_a_province_of_old_is_found_in_its_heir(
    old: Place, new: Place
) -> None:
    found("Sở Y tế", AgencyKind.HEALTH_DEPARTMENT, old)
    assert names("SYT", new, NOW) == ["Sở Y tế"]
    assert names("SYT", old, NOW) == ["Sở Y tế"]


def test_the_successor_is_found_from_its_day(old: Place, new: Place) -> None:
    before = found("Sở Thông tin và Truyền thông", AgencyKind.INFORMATION_DEPARTMENT, old)
    after = found("Sở Khoa học và Công nghệ", AgencyKind.SCIENCE_DEPARTMENT, old)
    agencies.succeed(
        by=SYSTEM, agency_id=before, successor_id=after, on=date(2025, 3, 1), at=worlds.AT
    )
    assert names("STTTT", old, date(2025, 2, 28)) == ["Sở Thông tin và Truyền thông"]
    assert names("STTTT", old, date(2025, 3, 1)) == ["Sở Khoa học và Công nghệ"]
    assert names("STTTT", new, NOW) == ["Sở Khoa học và Công nghệ"]


def test_committees_are_told_apart_by_their_level(old: Place, new: Place) -> None:
    district = places.children(old, THEN)[0]
    ward = commune("Bắc Giang", new, NOW)
    found("UBND tỉnh", AgencyKind.PEOPLES_COMMITTEE, old)
    found("UBND huyện", AgencyKind.PEOPLES_COMMITTEE, district)
    found("UBND phường", AgencyKind.PEOPLES_COMMITTEE, ward, REFORM_ON)
    assert names("UBND_TINH", old, THEN) == ["UBND tỉnh"]
    assert names("UBND_HUYEN", old, THEN) == ["UBND huyện"]
    assert names("UBND_HUYEN", new, NOW) == ["UBND phường"]
    assert names("UBND_HUYEN", ward, NOW) == ["UBND phường"]
    assert names("UBND_TINH", ward, NOW) == ["UBND tỉnh"]


def test_offices_of_the_country_answer_where_none_is_nearer(old: Place) -> None:
    found("Ngân hàng A", AgencyKind.BANK, None)
    found("Trung gian B", AgencyKind.INTERMEDIARY, None)
    assert names("TCTD_TGTT", old, THEN) == ["Ngân hàng A", "Trung gian B"]
    found("Ngân hàng A, chi nhánh Bắc Giang", AgencyKind.BANK, old)
    assert names("TCTD_TGTT", old, THEN) == ["Ngân hàng A, chi nhánh Bắc Giang"]


def test_of_ministries_only_the_named_one_answers(old: Place) -> None:
    for name in ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", "Bộ Y tế"):
        found(name, AgencyKind.MINISTRY, None)
    then = queries.agencies_for(NAT, "BTTTT", old, THEN)
    now = queries.agencies_for(NAT, "BTTTT", old, NOW)
    assert [one.name for one in then] == ["Bộ Thông tin và Truyền thông"]
    assert [one.name for one in now] == ["Bộ Khoa học và Công nghệ"]


def test_a_group_without_an_office_has_none(old: Place) -> None:
    assert names("CSGD", old, THEN) == []
    with pytest.raises(AgencyUnknown):
        queries.agencies_for(BG, "SXD", old, THEN)
