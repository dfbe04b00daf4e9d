from datetime import date

import pytest

from tests import world as worlds
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.registers.agencies import errors
from thuphi.registers.agencies.actions import found_agency
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.agencies.queries import agencies_in, agency, of_kind
from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import place_on
from thuphi.registers.places.rules import Level

FOUNDED_ON = date(2025, 7, 1)
NAME = "Sở Giáo dục và Đào tạo tỉnh Bắc Ninh"


@pytest.fixture
def province(db: None) -> Place:
    return place_on(code="24", level=Level.PROVINCE, on=worlds.TODAY)


def found(province: Place, name: str = NAME) -> Agency:
    return found_agency(
        by=SYSTEM,
        name=name,
        kind=AgencyKind.EDUCATION_DEPARTMENT,
        place_id=province.pk,
        valid_from=FOUNDED_ON,
        at=worlds.AT,
        phone="02223824242",
    )


def test_an_agency_works_from_its_founding_day_on(province: Place) -> None:
    made = found(province)
    assert agencies_in([province.pk], FOUNDED_ON) == [made]
    assert agencies_in([province.pk], date(2025, 6, 30)) == []
    assert of_kind(AgencyKind.EDUCATION_DEPARTMENT, worlds.TODAY) == [made]
    assert of_kind(AgencyKind.BANK, worlds.TODAY) == []
    assert agency(made.pk).phone == "02223824242"


def test_the_founding_is_recorded(province: Place) -> None:
    made = found(province)
    event = Event.objects.get(kind="agency_founded")
    assert (event.subject, event.actor, event.at) == (f"agency:{made.pk}", "system", worlds.AT)


def test_a_name_is_given_once_in_a_place(province: Place) -> None:
    found(province)
    with pytest.raises(errors.AgencyNameTaken, match="Sở Giáo dục"):
        found(province)
    assert Agency.objects.count() == 1


def test_a_name_is_given_once_in_the_whole_country_too(db: None) -> None:
    def ministry() -> Agency:
        return found_agency(
            by=SYSTEM,
            name="Bộ Tài chính",
            kind=AgencyKind.MINISTRY,
            place_id=None,
            valid_from=FOUNDED_ON,
            at=worlds.AT,
        )

    assert ministry().place is None
    with pytest.raises(errors.AgencyNameTaken):
        ministry()
    assert Agency.objects.count() == 1


def test_an_agency_without_a_name_is_refused(province: Place) -> None:
    with pytest.raises(errors.AgencyNameMissing):
        found(province, name="  ")


def test_an_accountant_founds_no_agency(db: None) -> None:
    world = worlds.build()
    with pytest.raises(NotAllowed):
        found_agency(
            by=world.lan.actor,
            name=NAME,
            kind=AgencyKind.BANK,
            place_id=None,
            valid_from=FOUNDED_ON,
            at=worlds.AT,
        )
    assert Agency.objects.count() == 0


def test_an_unknown_agency_is_not_found(db: None) -> None:
    with pytest.raises(errors.AgencyNotFound):
        agency(1)
