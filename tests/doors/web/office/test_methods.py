"""Which facilities have three of four ways ready: the list, its counts and its sheets."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, At, as_worker
from tests.oversight.towns import Payee, register
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.facilities.models import Facility, Level
from thuphi.registers.methods import actions
from thuphi.registers.places import queries as places
from thuphi.registers.places.rules import Level as PlaceLevel
from thuphi.registers.staff.rules import Role

NBSP = "\u00a0"
CHANNELS = {"vnpay": "vnp_HashSecret", "gsma": "apiKey", "nexo": "Passphrase"}


def get_ready(facility_id: int, *channels: str) -> None:
    for channel in channels:
        merchant = actions.register_merchant(
            by=SYSTEM, facility_id=facility_id, channel=channel, slug=f"{channel}-{facility_id}-x",
            account_number="", settings={CHANNELS[channel]: "s-khong-ai-biet"}, at=worlds.AT,
        )  # fmt: skip
        actions.record_contract(
            by=SYSTEM, merchant_id=merchant.pk, number="12/HĐ", from_on=worlds.TODAY,
            until_on=None, evidence="", at=worlds.AT,
        )  # fmt: skip
        actions.record_paid_days({merchant.pk: worlds.TODAY})


@pytest.fixture
def hospital(world: World) -> Payee:
    """A hospital of the same commune with two ways ready."""
    found = register("27100", "Bệnh viện Ví Dụ", world.commune, level=Level.HOSPITAL)
    get_ready(found.facility.pk, "vnpay", "nexo")
    return found


@pytest.fixture
def town(world: World, hospital: Payee) -> World:
    """School A meets what the plans ask, the hospital nearly, school B not at all."""
    get_ready(world.a.id, "vnpay", "gsma", "nexo")
    Facility.objects.filter(pk=world.b.id).update(focal_name="")
    return world


def address(world: World, more: str = "") -> str:
    return f"{OFFICE}dia-ban/{world.province.pk}/phuong-thuc{more}"


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def names(client: Client, where: str) -> list[str]:
    return [row.facility.name for row in client.get(where).context["page"]]


def test_the_furthest_behind_stand_first_and_the_counts_add_up(town: World, at_office: At) -> None:
    client = at_office(town.dung)
    page = text(client, address(town))
    assert "1 trong 3 cơ sở đạt yêu cầu" in page
    assert "2 cơ sở chưa đạt" in page
    assert names(client, address(town)) == [
        "Trường THCS Tư thục Láng Giềng",
        "Bệnh viện Ví Dụ",
        "Trường Tiểu học Ví Dụ",
    ]
    assert client.get(address(town)).context["counts"] == {
        "all": 3, "met": 1, "failing": 2, "three": 1, "module": 2, "focal": 2,
    }  # fmt: skip
    assert "05/10/2026" in page
    assert "khong-ai-biet" not in page


def test_the_list_is_narrowed_to_those_who_fail_or_lack_a_way(town: World, at_office: At) -> None:
    client = at_office(town.dung)
    failing = ["Trường THCS Tư thục Láng Giềng", "Bệnh viện Ví Dụ"]
    assert names(client, address(town, "?loc=chua-dat")) == failing
    assert names(client, address(town, "?thieu=mobile_money")) == failing
    assert names(client, address(town, "?loc=chua-dat&linh-vuc=health")) == ["Bệnh viện Ví Dụ"]
    assert len(names(client, address(town, "?thieu=barter&loc=x&linh-vuc=x&page=9"))) == 3


def test_each_facility_leads_to_its_own_page(town: World, at_office: At) -> None:
    client = at_office(town.dung)
    href = next(
        row.href
        for row in client.get(address(town)).context["page"]
        if row.facility.pk == town.a.id
    )
    assert "3 trong 4 phương thức sẵn sàng" in text(client, href)


def test_the_workbook_and_the_text_hold_the_same_rows(town: World, at_office: At) -> None:
    client = at_office(town.dung)
    answer = client.get(address(town, ".xlsx?loc=chua-dat"))
    assert answer["Content-Disposition"] == 'attachment; filename="phuong-thuc-2026-10-05.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = book.to_python(skip_empty_area=False)[3:]
    assert [(row[0], row[1], row[11]) for row in rows] == [
        ("27002", "Trường THCS Tư thục Láng Giềng", 0.0),
        ("27100", "Bệnh viện Ví Dụ", 2.0),
    ]
    answer = client.get(address(town, ".csv?loc=chua-dat"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[2:]
    assert [line[0] for line in lines] == ["27002", "27100"]
    assert lines[1][3:11] == [
        "Chưa có", "", "Sẵn sàng", "2026-10-05", "Chưa có", "", "Sẵn sàng", "2026-10-05",
    ]  # fmt: skip


def test_no_name_becomes_a_formula(town: World, at_office: At) -> None:
    Facility.objects.filter(pk=town.a.id).update(name="=HYPERLINK(1)")
    client = at_office(town.dung)
    said = client.get(address(town, ".csv")).content.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in said
    sheet = client.get(address(town, ".xlsx")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0)
    assert "=HYPERLINK(1)" in [row[1] for row in book.to_python(skip_empty_area=False)]


def test_a_school_sees_its_own_and_no_other(town: World, at_office: At) -> None:
    client = at_office(town.quan)
    assert names(client, f"{OFFICE}cua-toi/phuong-thuc") == ["Trường THCS Tư thục Láng Giềng"]
    for more in ("", ".xlsx", ".csv"):
        assert client.get(address(town, more)).status_code == 404
        assert client.get(f"{OFFICE}cua-toi/phuong-thuc{more}").status_code == 200


def test_a_cashier_sees_no_list_and_a_stranger_signs_in_first(town: World, at_office: At) -> None:
    for where in (address(town), f"{OFFICE}cua-toi/phuong-thuc"):
        assert at_office(town.minh).get(where).status_code == 403
        assert Client().get(where).status_code == 302


def test_ten_facilities_more_ask_nothing_more(town: World, at_office: At) -> None:
    client = at_office(town.dung)
    client.get(address(town))
    with CaptureQueriesContext(connection) as few:
        client.get(address(town))
    with as_worker():
        for number in range(10):
            register(f"2720{number}", f"Trường {number}", town.commune, level=Level.PRIMARY)
    with CaptureQueriesContext(connection) as many:
        assert len(names(client, address(town))) == 13
    assert len(many) == len(few)


def test_a_ground_without_facilities_says_so(world: World, at_office: At) -> None:
    level = PlaceLevel.PROVINCE.value
    provinces = places.in_force(worlds.TODAY).filter(level=level).exclude(pk=world.province.pk)
    other = provinces.first()
    assert other is not None
    officer = worlds.person("ha", "Lưu Hà", Role.OFFICER, place_id=other.pk)
    page = text(at_office(officer), f"{OFFICE}dia-ban/{other.pk}/phuong-thuc")
    assert "Chưa có cơ sở nào ở đây" in page
