from dataclasses import replace
from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.registers.payers import errors
from thuphi.registers.payers.actions import NewBeneficiary, enrol
from thuphi.registers.payers.models import Beneficiary

EM = NewBeneficiary(
    code=" HS010 ",
    name="Phan  Đức   Em",
    born_on=date(2018, 3, 4),
    class_name="3C",
    grade="3",
    payer_name="Phan Thị  Giang",
    payer_phone="+84 912.000-111",
)


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def enrolled(world: World, person: NewBeneficiary = EM) -> Beneficiary:
    return enrol(by=world.lan.actor, facility_id=world.a.id, person=person, at=worlds.AT)


def test_a_pupil_is_written_down_tidily(world: World) -> None:
    em = enrolled(world)
    assert (em.code, em.name, em.payer_name) == ("HS010", "Phan Đức Em", "Phan Thị Giang")
    assert (em.payer_phone, em.born_on, em.kind) == ("0912000111", date(2018, 3, 4), "pupil")
    assert em.search_key == "phan duc em hs010 3c phan thi giang"
    assert em.is_active


def test_the_record_names_nobody(world: World) -> None:
    em = enrolled(world)
    event = Event.objects.get(kind="enrolled")
    assert (event.subject, event.facts) == (f"beneficiary:{em.pk}", {})


def test_who_has_no_payer_pays_in_their_own_name(world: World) -> None:
    assert enrolled(world, replace(EM, payer_name=" ")).payer_name == "Phan Đức Em"


def test_a_code_is_given_once_and_the_first_stays(world: World) -> None:
    with pytest.raises(errors.CodeTaken, match="HS001"):
        enrolled(world, replace(EM, code="HS001"))
    assert Beneficiary.objects.get(facility_id=world.a.id, code="HS001").name == "Nguyễn Minh Anh"


@pytest.mark.parametrize(
    ("person", "refusal", "named"),
    [
        (replace(EM, code=" "), errors.CodeMissing, "Phan"),
        (replace(EM, name=" "), errors.NameMissing, "HS010"),
        (replace(EM, payer_phone="12345"), errors.PhoneNotDigits, "HS010"),
        (replace(EM, payer_phone="09abc45678"), errors.PhoneNotDigits, "HS010"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    world: World, person: NewBeneficiary, refusal: type[errors.EnrolmentRefused], named: str
) -> None:
    with pytest.raises(refusal, match=named):
        enrolled(world, person)
    assert Beneficiary.objects.filter(facility_id=world.a.id).count() == 3


def test_a_cashier_enrols_nobody_and_to_a_stranger_the_school_does_not_exist(
    world: World,
) -> None:
    for by, refusal in ((world.minh.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            enrol(by=by, facility_id=world.a.id, person=EM, at=worlds.AT)
