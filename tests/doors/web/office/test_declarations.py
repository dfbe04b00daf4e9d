"""A department's declarations: how complete a month is, and one, many, or a whole workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.office.conftest import At, as_worker
from tests.doors.web.office.declared import (
    HOME,
    HOSPITAL,
    SCHOOL,
    SEPTEMBER,
    filled,
    said,
    sheet,
    submitted,
    text,
    without,
)
from tests.oversight.towns import Payee, province, register
from tests.world import Person, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.declarations import actions
from thuphi.oversight.declarations.actions import Upload
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Item
from thuphi.registers.places import queries as places
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform, NewUse
from thuphi.registers.platforms.models import PlatformUse
from thuphi.registers.platforms.rules import Category
from thuphi.registers.staff.rules import Role

SYSTEM_PERSON = replace(SYSTEM, user_id=9_999)


def page_of(declaration_id: int) -> str:
    return reverse("office:declaration", args=[declaration_id])


def deed(name: str, declaration_id: int) -> str:
    return reverse(f"office:declaration_{name}", args=[declaration_id])


def state_of(declaration_id: int) -> str:
    with as_worker():
        return str(Declaration.objects.get(pk=declaration_id).state)


def test_the_month_says_who_is_booked_declared_and_missing(
    world: World, hospital: Payee, waiting: int, at_office: At
) -> None:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO month_count (facility_id, month, method, payments, value_vnd)"
            " VALUES (%s, '2026-09-01', 'qr', 12, 3600000)",
            [hospital.id],
        )
    client = at_office(world.dung)
    page = text(client, HOME)
    assert "Kê khai tháng 09/2026" in page
    assert '<span class="bad">1</span> trong 3 cơ sở chưa có số của tháng.' in page
    assert "Lấy từ sổ</dt><dd>1</dd>" in page
    assert "Phải kê khai</dt><dd>2</dd>" in page
    assert "Trường Tiểu học Ví Dụ" in page
    missing = text(client, f"{HOME}?muc=con-thieu")
    assert "Trường THCS Tư thục Láng Giềng" in missing
    assert 'href="tel:02223821234"' in missing
    assert "Bệnh viện Ví Dụ" not in missing
    everyone = text(client, f"{HOME}?muc=tat-ca&thang=2026-09")
    for name in ("Bệnh viện Ví Dụ", "Trường Tiểu học Ví Dụ", "Trường THCS Tư thục Láng Giềng"):
        assert name in everyone
    assert "Kê khai" in text(client, f"/van-phong/dia-ban/{world.province.pk}").split("<main")[0]


@pytest.mark.parametrize("odd", ["?thang=khong&muc=gi&page=x", "?thang=1999-01", "?thang=2099-01"])
def test_nonsense_in_the_address_narrows_nothing(world: World, at_office: At, odd: str) -> None:
    assert at_office(world.dung).get(HOME + odd).status_code == 200


def test_one_verifies_and_another_approves(
    world: World, waiting: int, second: Person, at_office: At
) -> None:
    client = at_office(world.dung)
    page = text(client, page_of(waiting))
    assert "Trường Tiểu học Ví Dụ" in page
    assert "27.000.000 đ / 30.000.000 đ = <b>90,0 %</b>" in page
    assert client.post(deed("verify", waiting)).status_code == 302
    assert "người khác phải quyết định" in text(client, page_of(waiting))
    assert client.post(deed("approve", waiting)).status_code == 302
    assert state_of(waiting) == "verified"
    other = at_office(second)
    assert "Duyệt và khóa" in text(other, page_of(waiting))
    assert other.post(deed("approve", waiting)).status_code == 302
    page = text(other, page_of(waiting))
    assert "Đã duyệt và khóa." in page
    assert "Hoàng Trung Dũng" in page
    assert "Lý Thị Sáu" in page
    assert state_of(waiting) == "approved"
    other.post(deed("approve", waiting))
    assert "vừa được người khác xử lý" in text(other, page_of(waiting))


def test_it_is_sent_back_with_a_reason_and_not_without(
    world: World, waiting: int, at_office: At
) -> None:
    client = at_office(world.dung)
    answer = client.post(deed("send_back", waiting), {"reason": "  "})
    assert answer.status_code == 400
    assert "Chưa có lý do." in said(answer.content)
    assert state_of(waiting) == "submitted"
    answer = client.post(deed("send_back", waiting), {"reason": "Thiếu tiền ăn."})
    assert answer.status_code == 302
    assert "Thiếu tiền ăn." in text(client, page_of(waiting))
    assert state_of(waiting) == "returned"


def shown_at(client: Client, address: str) -> str:
    """What a page says of the moment it shows."""
    return str(client.get(address).context["looked_at"])


def sent_again(world: World, declaration_id: int, at: datetime) -> None:
    """Sent back by another, and submitted with other values."""
    actions.send_back(by=SYSTEM_PERSON, declaration_id=declaration_id, reason="Sửa", at=at)
    actions.save(
        by=world.lan.actor,
        facility_id=world.a.id,
        month=SEPTEMBER,
        values={**SCHOOL, Item.QR_COUNT: 81},
        at=at,
    )
    actions.submit(by=world.lan.actor, declaration_id=declaration_id, at=at)


def test_what_was_submitted_again_is_not_decided_from_a_page_of_before(
    world: World, waiting: int, second: Person, at_office: At
) -> None:
    client = at_office(world.dung)
    before = {"looked_at": shown_at(client, page_of(waiting))}
    with as_worker():
        sent_again(world, waiting, worlds.AT + timedelta(minutes=1))
    assert client.post(deed("verify", waiting), before).status_code == 302
    assert state_of(waiting) == "submitted"
    assert "vừa được người khác xử lý" in text(client, page_of(waiting))
    now = {"looked_at": shown_at(client, page_of(waiting))}
    client.post(deed("verify", waiting), now)
    assert state_of(waiting) == "verified"
    other = at_office(second)
    other.post(deed("approve", waiting), before)
    assert state_of(waiting) == "verified"
    other.post(deed("approve", waiting), now)
    assert state_of(waiting) == "approved"


def test_what_came_after_the_list_was_shown_is_not_verified_with_it(
    world: World, waiting: int, at_office: At
) -> None:
    client = at_office(world.dung)
    before = {"looked_at": shown_at(client, HOME)}
    with as_worker():
        sent_again(world, waiting, worlds.AT + timedelta(minutes=1))
    client.post(f"{HOME}/xac-minh", before)
    assert state_of(waiting) == "submitted"
    client.post(f"{HOME}/xac-minh", {"looked_at": (worlds.AT + timedelta(hours=1)).isoformat()})
    assert state_of(waiting) == "verified"


def test_flags_stand_with_their_explanation(world: World, at_office: At) -> None:
    odd = without(SCHOOL, Item.ACCEPTS_ON)
    found = submitted(world.lan, world.a.id, odd, used_is_accepted__accepts_on="Dùng máy mượn")
    client = at_office(world.dung)
    page = text(client, page_of(found))
    assert "<b>Có thu thì đã nhận.</b>" in page
    assert "“Dùng máy mượn”" in page
    listed = text(client, HOME)
    assert "Xác minh 1 bản" not in listed
    assert 'class="pill warn"' in listed


def test_all_without_flags_are_verified_then_approved_together(
    world: World, hospital: Payee, waiting: int, second: Person, at_office: At
) -> None:
    doctor = worlds.person("thu", "Phạm Thị Thu", Role.ACCOUNTANT, facility_id=hospital.id)
    other = submitted(doctor, hospital.id, HOSPITAL)
    odd = without(SCHOOL, Item.ACCEPTS_ON)
    odd = without(odd, Item.LESSONS_TOTAL_PRIMARY, Item.LESSONS_ONLINE_PRIMARY)
    odd |= {
        Item.TUITION_COLLECTED_VND: 9_000_000, Item.TUITION_CASHLESS_VND: 1_000_000,
        Item.LESSONS_TOTAL_LOWER_SECONDARY: 900, Item.LESSONS_ONLINE_LOWER_SECONDARY: 0,
    }  # fmt: skip
    flagged = submitted(world.quan, world.b.id, odd, used_is_accepted__accepts_on="Máy mượn")
    client = at_office(world.dung)
    assert "Xác minh 2 bản không có chỗ khác thường" in text(client, HOME)
    assert client.post(f"{HOME}/xac-minh").status_code == 302
    assert [state_of(one) for one in (waiting, other, flagged)] == [
        "verified", "verified", "submitted",
    ]  # fmt: skip
    assert "Duyệt 2 bản" not in text(client, f"{HOME}?muc=cho-duyet")
    assert client.post(f"{HOME}/duyet").status_code == 302
    assert state_of(waiting) == "verified"
    last = at_office(second)
    assert "Duyệt 2 bản không có chỗ khác thường" in text(last, f"{HOME}?muc=cho-duyet")
    assert last.post(f"{HOME}/duyet").status_code == 302
    assert [state_of(one) for one in (waiting, other, flagged)] == [
        "approved", "approved", "submitted",
    ]  # fmt: skip


@pytest.fixture
def use(world: World) -> int:
    """A platform that school A says it uses."""
    made = platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Lớp Học Số", vendor="Ví Dụ Tech", is_vietnamese=True,
            categories=[Category.LMS_ONLINE], source="QĐ 186/QĐ-BTTTT",
        ),
        at=worlds.AT,
    )  # fmt: skip
    said_use = NewUse(
        platform_id=made.pk, category=Category.LMS_ONLINE, from_on=worlds.TODAY,
        evidence="Hợp đồng 12/HĐ",
    )  # fmt: skip
    return int(
        platforms.declare_use(
            by=world.lan.actor, facility_id=world.a.id, use=said_use, at=worlds.AT
        ).pk
    )


def test_a_platform_is_verified_or_refused_with_a_reason(
    world: World, use: int, at_office: At
) -> None:
    client = at_office(world.dung)
    assert "1 nền tảng số chờ xác minh" in text(client, HOME)
    page = text(client, f"{HOME}/nen-tang")
    assert "Lớp Học Số · Ví Dụ Tech" in page
    assert "Hợp đồng 12/HĐ" in page
    decide = reverse("office:declaration_use", args=[use])
    client.post(decide, {"do": "refuse", "reason": ""})
    assert "Chưa có lý do từ chối." in text(client, f"{HOME}/nen-tang")
    assert client.post(decide, {"do": "verify"}).status_code == 302
    with as_worker():
        assert PlatformUse.objects.get().state == "verified"
    assert "Không có nền tảng nào chờ" in text(client, f"{HOME}/nen-tang")
    assert client.post(decide, {"do": "verify"}).status_code == 302
    assert client.post(reverse("office:declaration_use", args=[9999])).status_code == 404


def test_evidence_is_handed_out_to_the_branch_alone(world: World, at_office: At) -> None:
    kept = actions.save(
        by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, values=SCHOOL, at=worlds.AT
    )
    proof = actions.add_evidence(
        by=world.lan.actor, declaration_id=kept.pk, words="Biên bản",
        upload=Upload("b.pdf", b"%PDF-1.7"), at=worlds.AT,
    )  # fmt: skip
    actions.submit(by=world.lan.actor, declaration_id=kept.pk, at=worlds.AT)
    address = reverse("office:declaration_proof", args=[kept.pk, proof.pk])
    client = at_office(world.dung)
    assert "b.pdf" in text(client, page_of(kept.pk))
    assert client.get(address).content == b"%PDF-1.7"
    assert client.get(reverse("office:declaration_proof", args=[kept.pk, 999])).status_code == 404


def test_another_branch_and_a_school_see_nothing(
    world: World, waiting: int, use: int, at_office: At
) -> None:
    elsewhere = province("38")
    far = worlds.person("xa", "Trần Văn Xa", Role.OFFICER, place_id=elsewhere.pk)
    client = at_office(far)
    assert "Chưa có cơ sở nào ở đây" in text(client, HOME)
    assert client.get(page_of(waiting)).status_code == 404
    for name in ("verify", "approve", "send_back"):
        assert client.post(deed(name, waiting), {"reason": "x"}).status_code == 404
    decide = reverse("office:declaration_use", args=[use])
    assert client.post(decide, {"do": "verify"}).status_code == 404
    content = filled({"27001": SCHOOL})
    answer = client.post(f"{HOME}/tep", {"workbook": sheet(content)})
    assert "không có cơ sở mã “27001”" in said(answer.content)
    for person in (world.lan, world.minh):
        assert at_office(person).get(HOME).status_code == 403
    assert Client().get(HOME).status_code == 302
    assert state_of(waiting) == "submitted"


def test_the_page_asks_as_much_for_forty_facilities_as_for_three(
    world: World, waiting: int, at_office: At
) -> None:
    client = at_office(world.dung)
    client.get(HOME)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{HOME}?muc=con-thieu")
    with as_worker():
        communes = list(places.in_force(worlds.TODAY).filter(province=world.province)[:5])
        for number in range(40):
            register(f"28{number:03}", f"Trường số {number}", communes[number % 5])
    with CaptureQueriesContext(connection) as many:
        client.get(f"{HOME}?muc=con-thieu")
    assert len(many) == len(few) <= 16
