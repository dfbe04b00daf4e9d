"""A month's declaration without script: typed on a phone, refused, explained, sent; one officer
verifies, another approves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.oversight.towns import register
from tests.stories.conftest import Site, look_at
from tests.world import Person
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators.rules import months_back
from thuphi.registers.facilities.models import Level
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform
from thuphi.registers.platforms.rules import Category
from thuphi.registers.staff.rules import Role

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

TYPED = {
    "qr_count": "80", "qr_vnd": "24.000.000", "web_count": "0", "web_vnd": "0",
    "mobile_money_count": "10", "mobile_money_vnd": "3.000.000", "card_count": "0",
    "card_vnd": "0", "cash_count": "10", "cash_vnd": "3.000.000", "pupils": "320",
    "lessons_total_primary": "1000", "lessons_online_primary": "1200",
}  # fmt: skip


def sign_in(site: Site, context: BrowserContext, person: Person, to: str) -> Page:
    """Through the form, as people do."""
    password = world.give_password(person)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/?next={to}")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**{to}**")
    return page


def test_a_month_is_declared_verified_and_approved(site: Site, visitor: Visitor) -> None:
    made = world.build()
    register("27100", "Bệnh viện Đa khoa Ví Dụ", made.commune, level=Level.HOSPITAL)
    platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Lớp Học Số", vendor="Công ty Ví Dụ", is_vietnamese=True,
            categories=[Category.LMS_ONLINE], source="QĐ 186/QĐ-BTTTT",
        ),
        at=world.AT,
    )  # fmt: skip
    second = world.person("sau", "Lý Thị Sáu", Role.OFFICER, place_id=made.province.pk)
    last = months_back(Month.of(clock.today(clock.now())), 1)
    home = f"/ban-lam-viec/ke-khai/{made.a.id}"

    lan = sign_in(site, visitor(width=390, script=False), made.lan, "/ban-lam-viec/")
    lan.get_by_role("link", name="Kê khai tháng").first.click()
    look_at(visitor, f"{site.address}{home}", "desk-declare", cookies=lan.context)
    lan.get_by_role("link", name=f"Kê khai tháng {last.label}").click()
    for name, value in TYPED.items():
        lan.locator(f"[name={name}]").fill(value)
    lan.locator("[name=online_teaching]").select_option(label="Có")
    lan.get_by_role("button", name="Lưu nháp").click()
    expect(lan.get_by_text("Đã lưu nháp, chưa gửi.")).to_be_visible()
    expect(lan.get_by_text("27.000.000 đ / 30.000.000 đ")).to_be_visible()
    month = lan.url
    lan.get_by_role("button", name="Lưu và gửi").click()
    expect(lan.get_by_text("xem lại hai số")).to_be_visible()
    look_at(visitor, month, "desk-declare-month", cookies=lan.context)
    lan.locator("[name=lessons_online_primary]").fill("120")
    for flag in lan.get_by_label("Giải thích").all():
        flag.fill("Máy của ngân hàng, mượn từ đầu năm")
    lan.get_by_text("Thêm minh chứng").click()
    lan.get_by_role("button", name="Lưu và gửi").click()
    expect(lan.get_by_text("chờ xác minh.")).to_be_visible()
    look_at(visitor, month, "desk-declare-sent", cookies=lan.context)

    lan.goto(f"{site.address}{home}/nen-tang")
    lan.get_by_label("Nền tảng", exact=True).select_option(label="Lớp Học Số · Công ty Ví Dụ")
    lan.get_by_label("Minh chứng").fill("Hợp đồng 12/HĐ")
    lan.get_by_role("button", name="Khai nền tảng").click()
    expect(lan.get_by_text("Đã khai nền tảng")).to_be_visible()
    look_at(visitor, lan.url, "desk-platforms", cookies=lan.context)
    look_at(visitor, f"{site.address}{home}/tep", "desk-declare-book", cookies=lan.context)

    dung = sign_in(site, visitor(width=1280, script=False), made.dung, "/van-phong/ke-khai")
    expect(dung.get_by_text("trong 3 cơ sở chưa có số của tháng.")).to_be_visible()
    look_at(visitor, dung.url, "office-declarations", cookies=dung.context)
    look_at(
        visitor, f"{dung.url}?muc=con-thieu", "office-declarations-missing", cookies=dung.context
    )
    dung.get_by_role("link", name="Trường Tiểu học Ví Dụ").click()
    one = dung.url
    look_at(visitor, one, "office-declaration", cookies=dung.context)
    dung.get_by_role("button", name="Xác minh").click()
    expect(dung.get_by_text("Số này được tính")).to_be_visible()
    dung.goto(f"{site.address}/van-phong/ke-khai/nen-tang")
    look_at(visitor, dung.url, "office-platforms", cookies=dung.context)
    dung.get_by_role("button", name="Xác minh").click()
    expect(dung.get_by_text("Không có nền tảng nào chờ")).to_be_visible()

    sau = sign_in(site, visitor(width=390, script=False), second, "/van-phong/ke-khai")
    sau.goto(one)
    sau.get_by_role("button", name="Duyệt và khóa").click()
    expect(sau.get_by_text("Đã duyệt và khóa.")).to_be_visible()

    lan.goto(month)
    expect(lan.get_by_text("Số này đã tính vào tỷ lệ chung")).to_be_visible()
    lan.locator("summary", has_text="Lập bản mới").click()
    lan.get_by_role("button", name="Lập bản mới").click()
    expect(lan.get_by_text("Bản 2, thay bản đã duyệt trước.")).to_be_visible()
