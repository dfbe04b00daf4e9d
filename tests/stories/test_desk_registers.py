"""The desk's registers without script: an account by two people, an exemption, a draft given up,
a price said anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.stories.conftest import Site, look_at
from tests.world import Person

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]


def sign_in(site: Site, context: BrowserContext, person: Person) -> Page:
    """Through the form, as people do."""
    password = world.give_password(person)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page


def test_two_people_change_where_families_pay(site: Site, visitor: Visitor) -> None:
    made = world.build()
    lan = sign_in(site, visitor(width=1280, script=False), made.lan)
    lan.get_by_role("link", name="Tài khoản nhận tiền").click()
    address = lan.url
    lan.get_by_role("button", name="Gửi đề nghị").click()
    expect(lan.get_by_text("Chưa chọn ngân hàng.")).to_be_visible()
    look_at(visitor, address, "desk-account", cookies=lan.context)
    lan.get_by_label("Ngân hàng", exact=True).select_option("970436")
    lan.get_by_label("Số tài khoản", exact=True).fill("1018 888 999")
    lan.get_by_label("Chủ tài khoản").fill("TRUONG TIEU HOC VI DU")
    lan.get_by_role("button", name="Gửi đề nghị").click()
    expect(lan.get_by_text("Bạn là người đề nghị nên không tự duyệt được.")).to_be_visible()

    hoa = sign_in(site, visitor(width=390, script=False), made.hoa)
    hoa.get_by_role("link", name="Xem đề nghị").click()
    look_at(visitor, address, "desk-account-waiting", cookies=hoa.context)
    hoa.get_by_role("button", name="Duyệt tài khoản này").click()
    expect(hoa.get_by_text("hiện số 1018888999")).to_be_visible()
    for link in hoa.locator(".rail .where a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_an_exemption_a_price_and_a_draft_need_no_script(site: Site, visitor: Visitor) -> None:
    made = world.build()
    run = world.planned_run(made)
    lan = sign_in(site, visitor(width=1280, script=False), made.lan)
    desk = f"{site.address}/ban-lam-viec"
    pupil = f"{desk}/hoc-sinh/{made.a.pupils['HS001'].pk}"
    lan.goto(pupil)
    lan.get_by_text("Thêm miễn giảm").click()
    lan.get_by_label("Khoản mục thu").select_option(label="Tiền ăn bán trú · 2026-2027")
    lan.get_by_label("Giảm bao nhiêu phần trăm").fill("50")
    lan.get_by_label("Lý do miễn giảm").fill("Hộ cận nghèo")
    lan.get_by_role("button", name="Ghi miễn giảm").click()
    expect(lan.get_by_text("Đang áp dụng")).to_be_visible()
    look_at(visitor, pupil, "desk-pupil", cookies=lan.context)

    lan.goto(f"{desk}/khoan-thu")
    lan.get_by_role("link", name="Nước uống").click()
    look_at(visitor, lan.url, "desk-fee-change", cookies=lan.context)
    lan.get_by_label("Đơn giá").fill("18.000")
    lan.get_by_role("button", name="Ghi thay đổi").click()
    expect(lan.get_by_text("Đã sửa Nước uống")).to_be_visible()

    lan.goto(f"{desk}/dot-thu/{run.pk}")
    lan.get_by_text("Hủy đợt thu này").click()
    lan.get_by_label("Lý do hủy").fill("Nhầm khối")
    lan.get_by_role("button", name="Hủy đợt thu").click()
    expect(lan.get_by_text("Đợt này đã hủy trước khi phát hành")).to_be_visible()
    look_at(visitor, lan.url, "desk-run-withdrawn", cookies=lan.context)
