from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.registers.payers import errors
from thuphi.registers.payers.actions import Enrolled, NewBeneficiary, enrol_many
from thuphi.registers.payers.models import Beneficiary


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def many(count: int, *, offset: int = 0) -> list[NewBeneficiary]:
    return [
        NewBeneficiary(
            code=f"P{number:06}",
            name=f"Học Sinh Số {number}",
            born_on=date(2010, 1, 1) + timedelta(days=number % 3000),
            class_name=f"{number % 12 + 1}A",
            grade=str(number % 12 + 1),
            payer_name=f"Phụ Huynh Số {number}",
            payer_phone=f"09{number:08}",
        )
        for number in range(offset, offset + count)
    ]


def enrolled(world: World, people: list[NewBeneficiary]) -> Enrolled:
    return enrol_many(by=world.lan.actor, facility_id=world.a.id, people=people, at=worlds.AT)


def test_five_thousand_twice_are_updated_not_created(world: World) -> None:
    people = many(5_000)
    assert enrolled(world, people) == Enrolled(created=5_000, updated=0)
    before = list(Beneficiary.objects.order_by("pk").values_list())
    assert enrolled(world, people) == Enrolled(created=0, updated=5_000)
    assert list(Beneficiary.objects.order_by("pk").values_list()) == before


def test_a_list_takes_two_statements_whatever_its_length(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        enrolled(world, many(500))
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 2


def test_a_known_code_is_brought_up_to_date_and_keeps_its_id(world: World) -> None:
    anh = world.a.pupils["HS001"]
    Beneficiary.objects.filter(pk=anh.pk).update(is_active=False, left_on=worlds.TODAY)
    moved = replace(worlds.PUPILS_A[0], class_name="3A", grade="3", born_on=None)
    assert enrolled(world, [moved, *many(2)]) == Enrolled(created=2, updated=1)
    fresh = Beneficiary.objects.get(facility_id=world.a.id, code="HS001")
    assert (fresh.pk, fresh.class_name, fresh.born_on) == (anh.pk, "3A", None)
    assert fresh.is_active
    assert fresh.left_on is None
    assert "3a" in fresh.search_key.split()


def test_the_same_code_in_another_school_is_another_pupil(world: World) -> None:
    enrolled(world, [replace(worlds.PUPILS_A[0], name="Nguyễn Minh Ánh")])
    other = Beneficiary.objects.get(facility_id=world.b.id, code="HS001")
    assert other.name == "Lê Hải Đăng"


def test_one_code_twice_in_a_list_is_refused_as_a_whole(world: World) -> None:
    with pytest.raises(errors.CodeTwice, match="P000007"):
        enrolled(world, [*many(10), replace(many(1)[0], code=" P000007")])
    assert Beneficiary.objects.filter(facility_id=world.a.id).count() == 3
    assert not Event.objects.filter(kind="list_enrolled", facts__created=10).exists()


def test_one_wrong_phone_refuses_the_whole_list(world: World) -> None:
    with pytest.raises(errors.PhoneNotDigits, match="P000003"):
        enrolled(world, [*many(3), replace(many(1, offset=3)[0], payer_phone="không có")])
    assert Beneficiary.objects.filter(facility_id=world.a.id).count() == 3


def test_an_empty_list_changes_nothing(world: World) -> None:
    assert enrolled(world, []) == Enrolled(created=0, updated=0)


def test_the_record_holds_counts_only(world: World) -> None:
    enrolled(world, [*many(4), worlds.PUPILS_A[0]])
    event = Event.objects.filter(kind="list_enrolled").latest("pk")
    assert event.facts == {"created": 4, "updated": 1}


def test_a_cashier_enrols_nobody_and_to_a_stranger_the_school_does_not_exist(
    world: World,
) -> None:
    for by, refusal in ((world.minh.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            enrol_many(by=by, facility_id=world.a.id, people=many(1), at=worlds.AT)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=st.lists(st.integers(0, 30), unique=True, max_size=20),
    second=st.lists(st.integers(0, 30), unique=True, max_size=20),
)
def test_after_any_two_lists_everybody_named_is_there_once(
    world: World, first: list[int], second: list[int]
) -> None:
    Beneficiary.objects.filter(facility_id=world.a.id, code__startswith="P").delete()
    known = many(31)
    enrolled(world, [known[number] for number in first])
    outcome = enrolled(world, [known[number] for number in second])
    assert outcome.updated == len(set(first) & set(second))
    assert outcome.created == len(set(second) - set(first))
    codes = Beneficiary.objects.filter(facility_id=world.a.id, code__startswith="P")
    assert sorted(codes.values_list("code", flat=True)) == sorted(
        f"P{number:06}" for number in set(first) | set(second)
    )
