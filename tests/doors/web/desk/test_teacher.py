"""A teacher's desk: her own class and nothing else."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import Canteen
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.closing import actions as closing
from thuphi.money.meals.models import MealTick
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as payer_queries
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff import queries as staff_queries

HERS = {"desk_class"}
NUMBERS = {"int": "1", "str": "x"}


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def canteen(world: World) -> Canteen:
    return canteens.build(world)


@pytest.fixture
def hers(client: Client, canteen: Canteen) -> Client:
    client.force_login(canteen.teacher.user)
    return client


def desk_routes() -> list[tuple[str, str]]:
    """Name and address of every page of the desk, its blanks filled."""
    found: list[tuple[str, str]] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            elif route.startswith("ban-lam-viec/"):
                filled = route
                for converter, blank in one.pattern.converters.items():
                    kind = type(blank).__name__.removesuffix("Converter").lower()
                    for written in (f"<{kind}:{converter}>", f"<{converter}>"):
                        filled = filled.replace(written, NUMBERS.get(kind, "x"))
                found.append((one.name or route, f"/{filled}"))

    walk(get_resolver().url_patterns, "")
    return found


def test_every_page_of_the_desk_but_her_own_is_closed_to_a_teacher(hers: Client) -> None:
    routes = desk_routes()
    assert len(routes) > 40
    open_to_her = {
        name
        for name, address in routes
        for answer in (hers.get(address), hers.post(address))
        if answer.status_code not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    }
    assert open_to_her == HERS


def test_a_teacher_ticks_her_class_in_one_post(hers: Client, canteen: Canteen) -> None:
    address = "/ban-lam-viec/lop-toi/?ngay=2026-10-07"
    page = hers.get(address)
    assert page.status_code == HTTPStatus.OK
    words = page.content.decode()
    assert "Nguyễn Minh Anh" in words
    assert "Đặng Khánh Chi" not in words
    shown = [canteen.child("HS001"), canteen.child("HS002")]
    answer = hers.post(address, {"vang": [shown[0]], "co": shown}, follow=True)
    assert "Đã lưu lớp 2A: 1 ăn, 1 vắng." in answer.content.decode()
    assert MealTick.objects.get().beneficiary_id == shown[0]


def test_another_class_does_not_exist_for_her(hers: Client, canteen: Canteen) -> None:
    assert hers.get("/ban-lam-viec/lop-toi/?lop=5B").status_code == HTTPStatus.NOT_FOUND
    answer = hers.post("/ban-lam-viec/lop-toi/?lop=5B", {"vang": [canteen.child("HS003")]})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not MealTick.objects.exists()


def test_her_page_counts_who_has_paid_without_names_and_amounts(
    hers: Client, canteen: Canteen
) -> None:
    worlds.issued_run(canteen.world, items=[("AN", 22)])
    words = hers.get("/ban-lam-viec/lop-toi/").content.decode()
    assert "0 trên 2 em đã nộp đủ" in words
    assert "660.000" not in words
    assert "Chưa nộp đủ:" not in words
    staff.allow_names(
        by=canteen.world.hoa.actor,
        facility_id=canteen.world.a.id,
        shows_names=True,
        reason="Họp hội đồng 05/9",
        at=worlds.AT,
    )
    words = hers.get("/ban-lam-viec/lop-toi/").content.decode()
    assert "Chưa nộp đủ: Nguyễn Minh Anh, Trần Gia Bảo" in words
    assert "660.000" not in words
    assert "Đặng Khánh Chi" not in words


def test_a_class_is_counted_after_its_run_is_closed(hers: Client, canteen: Canteen) -> None:
    bills = worlds.issued_run(canteen.world, items=[("AN", 22)])
    assert bills[0].run_id is not None
    closing.close_run(by=canteen.world.lan.actor, run_id=bills[0].run_id, at=worlds.AT)
    assert "0 trên 2 em đã nộp đủ" in hers.get("/ban-lam-viec/lop-toi/").content.decode()


def test_a_teacher_whose_class_was_taken_sees_nothing_of_it(hers: Client, canteen: Canteen) -> None:
    (held,) = staff_queries.teachers(canteen.world.a.id)
    staff.end_class(by=SYSTEM, facility_id=canteen.world.a.id, assignment_id=held.pk, at=worlds.AT)
    assert hers.get("/ban-lam-viec/lop-toi/").status_code == HTTPStatus.FORBIDDEN


def test_the_head_says_with_a_reason_what_teachers_see(client: Client, canteen: Canteen) -> None:
    client.force_login(canteen.world.hoa.user)
    address = "/ban-lam-viec/lop-toi/giao-vien"
    words = client.get(address).content.decode()
    assert "Lê Thị Thu" in words
    refused = client.post(address, {"shows_names": "1", "reason": ""})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    done = client.post(address, {"shows_names": "1", "reason": "Họp hội đồng"}, follow=True)
    assert "Vũ Thị Hoa quyết định ngày" in done.content.decode()
    client.force_login(canteen.world.lan.user)
    assert client.get(address).status_code == HTTPStatus.FORBIDDEN


def test_after_the_cut_off_the_page_says_so_and_the_absence_is_late(
    hers: Client, canteen: Canteen
) -> None:
    words = hers.get("/ban-lam-viec/lop-toi/").content.decode()
    assert "Đã quá giờ chốt 08:30 ngày 06/10/2026" in words
    assert "báo muộn: vẫn tính tiền" in words
    sent = {"vang": [canteen.child("HS001")], "co": [canteen.child("HS001")]}
    words = hers.post("/ban-lam-viec/lop-toi/", sent, follow=True).content.decode()
    assert "1 em báo muộn: bếp đã nấu nên vẫn tính tiền." in words
    assert MealTick.objects.get().state == "late"


def test_on_a_sunday_there_is_nothing_to_tick(hers: Client) -> None:
    words = hers.get("/ban-lam-viec/lop-toi/?ngay=2026-10-11").content.decode()
    assert "Ngày này bếp nghỉ" in words
    assert "Lưu lớp" not in words


def test_a_class_of_forty_is_saved_by_one_post_with_the_same_number_of_queries(
    hers: Client, canteen: Canteen, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/ban-lam-viec/lop-toi/?ngay=2026-10-07"
    hers.post(address, {"vang": [], "co": []})
    names = [
        NewBeneficiary(f"X{number:03}", f"Em {number}", class_name="2A", payer_name="Bố")
        for number in range(38)
    ]
    payers.enrol_many(by=SYSTEM, facility_id=canteen.world.a.id, people=names, at=worlds.AT)
    children = payer_queries.by_codes(canteen.world.a.id, [one.code for one in names])
    registrations.register_many(
        by=SYSTEM,
        facility_id=canteen.world.a.id,
        beneficiary_ids=[one.pk for one in children.values()],
        item_ids=[canteen.lunch.fee_item_id],
        ticked=[(one.pk, canteen.lunch.fee_item_id) for one in children.values()],
        from_on=date(2026, 9, 1),
        at=worlds.AT,
    )
    everybody = [one.pk for one in children.values()]
    with CaptureQueriesContext(connection) as small:
        hers.post(address, {"vang": everybody[:1], "co": everybody[:1]})
    with django_assert_num_queries(len(small)):
        hers.post(address, {"vang": everybody[5:20], "co": everybody})
    assert MealTick.objects.filter(state="absent").count() == 15
