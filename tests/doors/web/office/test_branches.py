"""The page of a province, commune or district: exact figures, links to what they are made of."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, At, as_worker
from tests.oversight.towns import Payee, commune, pay, post, province, register
from tests.world import World, person
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.registers.facilities.models import Level
from thuphi.registers.places import queries as places
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role

NBSP = "\u00a0"


@pytest.fixture
def hospital(world: World) -> Payee:
    """A hospital of the same commune, where most pay in cash."""
    found = register("27100", "Bệnh viện Ví Dụ", world.commune, level=Level.HOSPITAL)
    pay(world, found, 700_000, "cash")
    pay(world, found, 300_000, "card")
    return found


@pytest.fixture
def paid(world: World, hospital: Payee) -> World:
    """School A: three payments without cash, one in cash. The hospital: one of each."""
    for bill in worlds.issued_run(world):
        worlds.hear(world, bill.code, bill.total_vnd)
    pay(world, Payee(world.a.facility, world.a.sandbox), 200_000, "cash")
    post()
    return world


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def test_a_province_answers_in_three_sentences(paid: World, at_office: At) -> None:
    client = at_office(paid.dung)
    assert client.get(OFFICE).url == f"{OFFICE}dia-ban/{paid.province.pk}"
    page = text(client, f"{OFFICE}dia-ban/{paid.province.pk}")
    # 4 of 6 payments; 2.780.400 of 3.680.400 đồng.
    assert ">66,6 %</a> số lần nộp" in page
    assert ">75,5 %</a> số tiền" in page
    assert "đạt mốc 50 %." in page
    assert ">200.000 đ</a>" in page  # what the hospital lacks
    assert "Tiền mặt còn" in page
    assert "900.000 đ" in page
    assert "2.780.400 đ trên 3.680.400 đ" in page
    assert "300.000 đ trên 1.000.000 đ" in page
    assert "2.480.400 đ trên 2.680.400 đ" in page
    assert "1 trên 1 đơn vị có giao dịch đạt mốc 50 %" in page
    assert "02223800100" in page
    assert "Nguyễn Minh Anh" not in page


def test_the_facilities_below_add_up_to_the_figure(paid: World, at_office: At) -> None:
    client = at_office(paid.dung)
    answer = client.get(f"{OFFICE}dia-ban/{paid.province.pk}/co-so")
    rows, total = answer.context["rows"], answer.context["total"]
    assert [(row.name, row.measure.value.part, row.measure.value.whole) for row in rows] == [
        ("Bệnh viện Ví Dụ", 300_000, 1_000_000),
        ("Trường Tiểu học Ví Dụ", 2_480_400, 2_680_400),
        ("Trường THCS Tư thục Láng Giềng", 0, 0),
    ]
    assert (total.value.part, total.value.whole) == (2_780_400, 3_680_400)
    health = client.get(f"{OFFICE}dia-ban/{paid.province.pk}/co-so?linh-vuc=health")
    assert [row.name for row in health.context["rows"]] == ["Bệnh viện Ví Dụ"]
    for link in (row.made_of for row in rows):
        assert client.get(link).status_code == 200


def test_a_commune_page_lists_its_facilities(paid: World, at_office: At) -> None:
    page = text(at_office(paid.dung), f"{OFFICE}dia-ban/{paid.commune.pk}")
    assert "1 trên 2 cơ sở có giao dịch đạt mốc 50 %" in page
    assert "1 cơ sở chưa có giao dịch" in page


def test_a_workbook_holds_parts_wholes_and_their_sum(paid: World, at_office: At) -> None:
    answer = at_office(paid.dung).get(f"{OFFICE}dia-ban/{paid.province.pk}/co-so.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    lines = rows.to_python()
    assert lines[-1] == ["Cộng", "", 4, 6, f"66,6{NBSP}%", 2780400, 3680400, f"75,5{NBSP}%", 900000]
    assert [line[0] for line in lines[3:-1]] == [
        "Bệnh viện Ví Dụ",
        "Trường Tiểu học Ví Dụ",
        "Trường THCS Tư thục Láng Giềng",
    ]


def test_an_officer_of_one_province_finds_no_other(paid: World, at_office: At) -> None:
    with as_worker():
        thanh_hoa = province("38")
        other = person("oanh", "Lê Thị Oanh", Role.OFFICER, place_id=thanh_hoa.pk)
    client = at_office(other)
    assert "chưa có giao dịch nào ở đây" in text(client, f"{OFFICE}dia-ban/{thanh_hoa.pk}")
    for tail in (
        f"{paid.province.pk}",
        f"{paid.commune.pk}/co-so",
        f"{paid.province.pk}/co-so.xlsx",
    ):
        assert client.get(f"{OFFICE}dia-ban/{tail}").status_code == 404
    assert client.get(f"{OFFICE}dia-ban/19999999999999").status_code == 404
    assert at_office(paid.dung).get(f"{OFFICE}dia-ban/{thanh_hoa.pk}").status_code == 404


def test_an_officer_of_a_commune_does_not_see_the_province(paid: World, at_office: At) -> None:
    with as_worker():
        ward = person("phuong", "Vũ Minh Phương", Role.OFFICER, place_id=paid.commune.pk)
    client = at_office(ward)
    assert client.get(OFFICE).url == f"{OFFICE}dia-ban/{paid.commune.pk}"
    assert "75,5 %" in text(client, f"{OFFICE}dia-ban/{paid.commune.pk}")
    assert client.get(f"{OFFICE}dia-ban/{paid.province.pk}").status_code == 404


def test_people_of_a_school_see_no_unit_at_all(paid: World, at_office: At) -> None:
    for someone in (paid.lan, paid.hoa):
        client = at_office(someone)
        assert client.get(OFFICE).url == f"{OFFICE}don-vi/{paid.a.id}"
        assert client.get(f"{OFFICE}dia-ban/{paid.province.pk}").status_code == 404
        assert client.get(f"{OFFICE}dia-ban/{paid.commune.pk}").status_code == 404
    assert at_office(paid.minh).get(OFFICE).status_code == 403


def test_somebody_with_two_schools_sees_both_together_and_no_third(
    paid: World, at_office: At
) -> None:
    with as_worker():
        head = person("thanh", "Ngô Văn Thành", Role.HEAD, facility_id=paid.a.id)
        for_both = {"user_id": head.user.pk, "role": Role.HEAD, "at": worlds.AT}
        staff.assign(by=SYSTEM, facility_id=paid.b.id, **for_both)
    client = at_office(head)
    assert client.get(OFFICE).url == f"{OFFICE}cua-toi"
    page = text(client, f"{OFFICE}cua-toi")
    assert "2.480.400 đ trên 2.680.400 đ" in page
    assert "Bệnh viện Ví Dụ" not in page
    rows = client.get(f"{OFFICE}cua-toi/co-so").context["rows"]
    assert [row.name for row in rows] == [paid.a.facility.name, paid.b.facility.name]
    assert client.get(f"{OFFICE}cua-toi/co-so.xlsx").status_code == 200


def test_nobody_comes_in_without_signing_in(world: World) -> None:
    answer = Client().get(f"{OFFICE}dia-ban/{world.province.pk}")
    assert answer.status_code == 302
    assert "/tai-khoan/" in answer.url


def test_years_gone_by_are_shown_by_their_own_units_and_by_those_of_today(
    world: World, at_office: At
) -> None:
    then = date(2022, 10, 31)
    bac_giang = province("24", then)
    district = next(one for one in places.children(bac_giang, then) if "Yên Thế" in one.name)
    old_commune = places.children(district, then)[0]
    school = register("24001", "Trường cũ", old_commune, valid_from=date(2022, 1, 1))
    pay(world, school, 500_000, "cash", datetime(2022, 10, 3, 9, tzinfo=VIETNAM))
    post()
    client = at_office(world.dung)
    months = "tu=2022-10&den=2022-10"
    old = text(client, f"{OFFICE}dia-ban/{bac_giang.pk}?{months}")
    assert "thôi hoạt động từ 01/07/2025" in old
    assert "Huyện Yên Thế" in old
    assert "0 trên 1 đơn vị có giao dịch đạt mốc 50 %" in old
    assert old_commune.full_name in text(client, f"{OFFICE}dia-ban/{district.pk}?{months}")
    new = text(client, f"{OFFICE}dia-ban/{world.province.pk}?{months}")
    assert "Đơn vị này có từ 01/07/2025" in new
    assert "Tỉnh Bắc Giang" in new
    assert "Huyện Yên Thế" not in new
    assert places.heir(old_commune, worlds.TODAY).full_name in new


@pytest.mark.parametrize(
    "query", ["tu=&den=", "tu=x&den=2026-13", "tu=2026-09&den=2026-01", "den=2999-01", "tu=0001-01"]
)
def test_months_that_cannot_be_read_harm_nothing(world: World, at_office: At, query: str) -> None:
    client = at_office(world.dung)
    assert client.get(f"{OFFICE}dia-ban/{world.province.pk}?{query}").status_code == 200


def test_the_number_of_questions_does_not_grow_with_the_town(paid: World, at_office: At) -> None:
    addresses = [
        f"{OFFICE}dia-ban/{paid.province.pk}",
        f"{OFFICE}dia-ban/{paid.province.pk}/co-so",
        f"{OFFICE}dia-ban/{paid.commune.pk}",
    ]
    client = at_office(paid.dung)
    before = [questions(client, address) for address in addresses]
    with as_worker():
        for number, name in enumerate(["Xã Tân Chi", "Phường Bắc Giang", "Phường Kinh Bắc"]):
            more = register(f"2720{number}", f"Trường {number}", commune(name, paid.province))
            pay(paid, more, 10_000, "cash")
            pay(paid, more, 10_000, "web")
        post()
    assert [questions(client, address) for address in addresses] == before
    assert max(before) <= 20


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)
