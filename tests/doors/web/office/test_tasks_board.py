"""The board of a plan's tasks, and an office's own work."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town, said
from tests.doors.web.office.conftest import At, as_worker
from tests.oversight.reports.offices import found
from tests.world import World
from thuphi.oversight.tasks import actions
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.staff.rules import Role


@pytest.fixture
def town(world: World) -> Town:
    """Bắc Ninh of 2026 with a plan, its board and its reports."""
    return boards.build(world)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def board_of(town: Town) -> str:
    return reverse("office:board", args=[town.plan.id, town.world.province.pk])


def part_done(town: Town, task_id: str = "BG-K2.2") -> int:
    """The health department's part of a task, done with its evidence."""
    part = town.part(task_id, town.health)
    actions.update_part(
        by=town.y.actor, part_id=part.pk, state=PartState.DONE, percent=100,
        evidence="Biên bản 12/BB-SYT", at=worlds.AT,
    )  # fmt: skip
    return int(part.pk)


def test_the_board_counts_in_a_sentence_and_puts_what_is_overdue_first(
    town: Town, at_office: At
) -> None:
    actions.confirm(by=town.y.actor, part_id=part_done(town), at=worlds.AT)
    part_done(town, "BG-K2.1")
    started = town.part("BG-K1.1c", town.education)
    actions.update_part(
        by=town.thanh.actor, part_id=started.pk, state=PartState.DOING, percent=35, at=worlds.AT
    )
    late = town.item("BG-K1.1c")
    actions.set_due(by=town.binh.actor, item_id=late.pk, due_on=date(2026, 9, 30), at=worlds.AT)
    page = text(at_office(town.binh), board_of(town))
    assert "21 nhiệm vụ: 1 đã xác nhận, 1 xong, chờ xác nhận, 1 đang làm, 18 chưa làm." in page
    assert ">1 quá hạn.</a>" in page
    assert "quá hạn 5 ngày" in page
    assert 'Hạn <b class="num">30/09/2026</b>' in page
    assert "35 %" in page
    late_only = text(at_office(town.binh), f"{board_of(town)}?loc=qua-han&xep=nhom")
    assert late_only.count("<article") == 1


def test_a_successor_stands_with_whom_it_follows_and_since_when(town: Town, at_office: At) -> None:
    page = text(at_office(town.binh), f"{board_of(town)}?xep=co-quan")
    assert "thay Sở Thông tin và Truyền thông từ 01/03/2026" in page
    assert "<h2>Sở Khoa học và Công nghệ" in page
    assert "chưa có trong danh bạ cơ quan" in page


def test_money_of_a_task_stands_on_its_card_and_struck_money_does_not(
    town: Town, at_office: At
) -> None:
    item = town.item("BG-K3a")
    for amount_vnd in (120_000_000, 5_000_000):
        row = actions.fund(
            by=town.thanh.actor, item_id=item.pk, agency_id=town.education.pk,
            source="Ngân sách tỉnh", amount_vnd=amount_vnd, at=worlds.AT,
        )  # fmt: skip
    actions.strike_funding(
        by=town.thanh.actor, funding_id=row.pk, reason="Ghi hai lần", at=worlds.AT
    )
    page = text(at_office(town.binh), board_of(town))
    assert 'Kinh phí <b class="num">120.000.000 đ</b>' in page


def test_an_office_without_a_province_sees_its_own_work_and_not_the_board(
    town: Town, at_office: At
) -> None:
    client = at_office(town.y)
    assert client.get(board_of(town)).status_code == 404
    assert client.get("/van-phong/nhiem-vu")["Location"] == "/van-phong/viec-cua-toi"
    part_done(town)
    page = text(client, "/van-phong/viec-cua-toi")
    assert "1 phần việc đã xong, chờ xác nhận." in page
    assert "Nhiệm vụ cơ quan tôi chủ trì" in page
    assert "Sở Y tế" in page
    assert "Nhiệm vụ" in page.split("<main")[0]
    assert "Tỷ lệ" not in page.split("<main")[0]


def test_the_inbox_begins_with_reports_that_are_late(town: Town, at_office: At) -> None:
    page = text(at_office(town.thanh), "/van-phong/viec-cua-toi")
    assert "2 báo cáo quá hạn hoặc bị trả lại." in page
    assert page.index("Báo cáo tháng 9/2026") < page.index("Nhiệm vụ cơ quan tôi chủ trì")
    assert "quá hạn 16 ngày" in page


def test_what_one_supports_stands_below_what_one_leads(town: Town, at_office: At) -> None:
    page = text(at_office(town.xa), "/van-phong/viec-cua-toi")
    assert "Nhiệm vụ cơ quan tôi phối hợp" in page
    assert page.index("chủ trì") < page.index("phối hợp")


def test_who_works_in_no_office_is_told_so(town: Town, at_office: At) -> None:
    for address in ("/van-phong/viec-cua-toi", board_of(town), "/van-phong/bao-cao"):
        page = text(at_office(town.world.dung), address)
        assert "Tài khoản này chưa thuộc cơ quan nào" in page
    rail = page.split("<main")[0]
    assert "Nhiệm vụ" not in rail


def test_one_board_opens_at_once_and_other_addresses_are_not_there(
    town: Town, at_office: At
) -> None:
    client = at_office(town.binh)
    assert client.get("/van-phong/nhiem-vu")["Location"] == board_of(town)
    assert client.get(f"/van-phong/nhiem-vu/XX2022/{town.world.province.pk}").status_code == 404
    assert client.get(f"/van-phong/nhiem-vu/BN2026/{town.world.commune.pk}").status_code == 404
    assert "Bảng này chưa mở" in text(
        client, reverse("office:board", args=["TH2022", town.world.province.pk])
    )


def test_a_school_and_a_stranger_see_no_board(town: Town, at_office: At) -> None:
    assert at_office(town.world.minh).get(board_of(town)).status_code == 403
    assert at_office(town.world.lan).get(board_of(town)).status_code == 404
    assert Client().get(board_of(town)).status_code == 302


def test_the_board_asks_as_much_for_many_parts_as_for_few(town: Town, at_office: At) -> None:
    client = at_office(town.binh)
    client.get(board_of(town))
    with CaptureQueriesContext(connection) as few:
        client.get(board_of(town))
    with as_worker():
        for number in range(6):
            office = found(
                f"Sở Ví Dụ {number}",
                AgencyKind.EDUCATION_DEPARTMENT,
                town.world.province,
                boards.SINCE,
            )
            boards.clerk(f"vd{number}", "Người Ví Dụ", Role.OFFICER, office)
            for task_id in ("BG-K1.2", "BG-K3a", "BG-K2.1"):
                actions.give(
                    by=town.binh.actor, item_id=town.item(task_id).pk, agency_id=office.pk,
                    at=worlds.AT,
                )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(board_of(town))
    assert len(many) == len(few) <= 22
