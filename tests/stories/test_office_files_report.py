"""A department moves its tasks on and files its report; the next office sends it back, and it comes
again corrected; the chairman sees the board and who is late."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town
from tests.oversight.towns import pay, register
from tests.stories.conftest import Site, look_at
from tests.world import Person, World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments import actions as payments
from thuphi.oversight.reports import actions as reports
from thuphi.oversight.tasks import actions as tasks
from thuphi.oversight.tasks.rules import PartState

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
SEPTEMBER = datetime(2026, 9, 18, 9, 0, tzinfo=VIETNAM)
LATE = datetime(2026, 9, 23, 9, 0, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Offices:
    """The site over a province with its offices at work."""

    site: Site
    town: Town

    def address(self, name: str, *args: int | str) -> str:
        """A page of the offices."""
        path = reverse(f"office:{name}", args=args, urlconf="tests.doors.web.office.addresses")
        return f"{self.site.address}{path}"


@pytest.fixture
def offices(site: Site) -> Iterator[Offices]:
    """Bắc Ninh with a plan, schools that collect, a board under way and two months of reports."""
    world = worlds.build()
    with transaction.atomic():
        _collect(world)
        town = boards.build(world, until=date(2026, 12, 31))
        _progress(town)
        _report(town)
    yield Offices(site, town)


def _collect(world: World) -> None:
    for number in range(9):
        school = register(f"2710{number}", f"Trường Tiểu học Ví Dụ {number + 2}", world.commune)
        for month in (7, 8, 9):
            for nth in range(4):
                way = "cash" if (number + nth + month) % 4 == 0 else "qr"
                at = datetime(2026, month, 3 + nth * 2, 8, nth, tzinfo=VIETNAM)
                pay(world, school, 180_000 + nth * 60_000, way, at)
    while payments.post_waiting(at=worlds.AT).taken:
        pass


def _progress(town: Town) -> None:
    at = worlds.AT
    move = tasks.update_part
    for task_id, percent in (("BG-K1.1a", 60), ("BG-K3a", 40)):
        part = town.part(task_id, town.education)
        move(
            by=town.thanh.actor, part_id=part.pk, state=PartState.DOING, percent=percent,
            note="Đã chọn nền tảng cho 24 trường.", at=at,
        )  # fmt: skip
    done = town.part("BG-K1.2", town.education)
    move(
        by=town.thanh.actor, part_id=done.pk, state=PartState.DONE, percent=100,
        evidence="Báo cáo 45/BC-SGDĐT ngày 30/9/2026", at=at,
    )  # fmt: skip
    health = town.part("BG-K2.2", town.health)
    move(
        by=town.y.actor, part_id=health.pk, state=PartState.DONE, percent=100,
        evidence="Biên bản 12/BB-SYT", at=at,
    )  # fmt: skip
    tasks.confirm(by=town.y.actor, part_id=health.pk, at=at)
    for task_id in ("BG-K1.1b", "BG-K3a"):
        tasks.set_due(
            by=town.binh.actor, item_id=town.item(task_id).pk, due_on=date(2026, 9, 30), at=at
        )
    tasks.fund(
        by=town.thanh.actor, item_id=town.item("BG-K3a").pk, agency_id=town.education.pk,
        source="Ngân sách tỉnh", amount_vnd=120_000_000, document="QĐ 118/QĐ-UBND", at=at,
    )  # fmt: skip
    tasks.comment(
        by=town.binh.actor, item_id=town.item("BG-K3a").pk, agency_id=town.committee.pk,
        text="Hai sở thống nhất tài liệu tuyên truyền trong tháng 10.", at=at,
    )  # fmt: skip


def _report(town: Town) -> None:
    boards.filed(town.y, town.owed(town.health, 9), LATE)
    first = boards.filed(town.thanh, town.owed(town.education, 9), SEPTEMBER)
    reports.accept(by=town.kien.actor, filing_id=first.pk, at=SEPTEMBER)
    reports.tell(
        by=town.y.actor, plan=town.plan, place=town.world.province, agency_id=town.health.pk,
        text="Phần mềm bệnh viện chưa nối được với ngân hàng.", at=worlds.AT,
    )  # fmt: skip


def sign_in(site: Site, context: BrowserContext, someone: Person) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(someone)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/?next=/van-phong/viec-cua-toi")
    page.locator("input[name=login]").fill(someone.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/van-phong/"))
    return page


def test_a_report_is_written_filed_sent_back_and_corrected(
    offices: Offices, visitor: Visitor
) -> None:
    site, town = offices.site, offices.town
    owed = town.owed(town.education, 10)
    writer = visitor(width=1280, script=False)
    page = sign_in(site, writer, town.thanh)
    expect(page.locator("h1")).to_have_text("Việc của cơ quan tôi")
    for name in ("my_work", "reports", "difficulties"):
        assert writer.request.get(offices.address(name)).ok, name
    look_at(visitor, offices.address("my_work"), "tasks-mine", cookies=writer)
    look_at(visitor, offices.address("reports"), "reports", cookies=writer)
    look_at(visitor, offices.address("report", owed.pk), "report-begin", cookies=writer)
    page.goto(offices.address("report", owed.pk))
    page.get_by_role("button", name="Soạn báo cáo").click()
    expect(page.get_by_text("Đã lập bản nháp")).to_be_visible()
    first = page.locator(".targets-told > li").first
    first.locator("summary").click()
    first.get_by_label("Tử số").fill("1")
    page.get_by_label("Kết quả thực hiện").fill("Đã hướng dẫn 9 trường mở mã VietQR.")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Số báo cáo khác số tính: ghi lý do.")).to_be_visible()
    first = page.locator(".targets-told > li").first
    first.get_by_label("Lý do").fill("Một trường mới ký hợp đồng, chưa có khoản nào.")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    look_at(visitor, offices.address("report", owed.pk), "report-draft", cookies=writer)
    page.get_by_role("button", name="Lưu và xem lại trước khi gửi").click()
    expect(page.get_by_text("Gửi đi thì khóa")).to_be_visible()
    look_at(visitor, page.url, "report-confirm", cookies=writer)
    page.get_by_role("button", name="Gửi tới Sở Khoa học và Công nghệ").click()
    expect(page.get_by_text("Đã gửi tới Sở Khoa học và Công nghệ và khóa.")).to_be_visible()

    reader = visitor(width=1280, script=False)
    other = sign_in(site, reader, town.kien)
    look_at(visitor, offices.address("report", owed.pk), "report-decide", cookies=reader)
    other.goto(offices.address("report", owed.pk))
    other.locator("summary", has_text="Trả lại đơn vị báo cáo").click()
    other.get_by_label("Chỗ cần sửa").fill("Thiếu số của khối trung học.")
    other.get_by_role("button", name="Trả lại").click()
    expect(other.get_by_text("Đã trả lại đơn vị báo cáo.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Thiếu số của khối trung học.").first).to_be_visible()
    page.get_by_label("Lý do sửa").fill("Bổ sung khối trung học.")
    page.get_by_role("button", name="Lập bản sửa").click()
    page.get_by_label("Kết quả thực hiện").fill("Đã hướng dẫn 12 trường, có 3 trường trung học.")
    page.get_by_role("button", name="Lưu và xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi tới Sở Khoa học và Công nghệ").click()
    expect(page.get_by_text("Đã đổi so với bản 1")).to_be_visible()
    look_at(visitor, offices.address("report", owed.pk), "report-filed", cookies=writer)
    look_at(
        visitor, offices.address("reports_watch", town.plan.id), "reports-watch", cookies=reader
    )
    look_at(visitor, offices.address("difficulties"), "difficulties", cookies=reader)


def test_the_board_and_one_task_fit_and_pass_axe(offices: Offices, visitor: Visitor) -> None:
    town = offices.town
    chairman = visitor(width=1280)
    sign_in(offices.site, chairman, town.binh)
    board = offices.address("board", town.plan.id, town.world.province.pk)
    assert chairman.request.get(board).ok
    look_at(visitor, board, "board", cookies=chairman)
    look_at(visitor, f"{board}?xep=co-quan", "board-leads", cookies=chairman)
    task = offices.address("task", town.item("BG-K3a").pk)
    look_at(visitor, task, "task-committee", cookies=chairman)
    department = visitor(width=1280)
    sign_in(offices.site, department, town.thanh)
    look_at(visitor, task, "task", cookies=department)
