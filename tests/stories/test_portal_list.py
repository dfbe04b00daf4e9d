"""An accountant brings the national portal's list to the desk: looks, mends, takes it in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from tests import world as worlds
from tests.stories.conftest import PICTURES, Site, faults_of, look_at
from tests.stories.test_accountant_month import sign_in
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.payments import actions as payments
from thuphi.registers.methods import actions as methods

pytestmark = [pytest.mark.browser]

HEADS = "Mã khoản thu;Số tiền;Thời gian;Mã giao dịch;Người nộp"


def file_of(*rows: str) -> FilePayload:
    """What the portal gives, as a file on the accountant's disk."""
    content = "\n".join([HEADS, *rows]).encode()
    return {"name": "cong-thang-10.csv", "mimeType": "text/csv", "buffer": content}


def test_a_list_is_looked_at_mended_and_taken_in(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    world = worlds.build()
    methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="portal", slug="vidu-dvcqg",
        account_number="", settings={}, at=worlds.AT,
    )  # fmt: skip
    now = clock.now()
    first, second, _third = worlds.issued_run(world, items=[("AN", 22)])
    day = f"{now.astimezone(clock.VIETNAM):%d/%m/%Y} 00:00"
    good = f"{first.code};660.000;{day};G22.1;Nguyễn Văn Bình"
    page = sign_in(site, visitor(width=1280), world.lan)
    page.goto(f"{site.address}/ban-lam-viec/tien-vao")
    page.get_by_role("link", name="Danh sách từ Cổng").click()
    look_at(visitor, page.url, "desk-paid-list", cookies=page.context)

    page.get_by_label("Tệp danh sách").set_input_files(
        file_of(good, f"{second.code};660,5;{day};G22.2;Trần Thị Cúc", f"HS002;1;{day};G22.3;")
    )
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("2 dòng cần sửa; chưa ghi gì")).to_be_visible()
    assert faults_of(page) == []
    page.screenshot(path=PICTURES / "desk-paid-list-faults.png", full_page=True)

    mended = file_of(good, f"{second.code};660.000;{day};G22.2;Trần Thị Cúc")
    page.get_by_label("Tệp danh sách").set_input_files(mended)
    page.get_by_role("button", name="Chỉ xem trước").click()
    expect(page.get_by_text("1.320.000 đ")).to_be_visible()
    assert faults_of(page) == []
    page.screenshot(path=PICTURES / "desk-paid-list-seen.png", full_page=True)

    page.get_by_label("Tệp danh sách").set_input_files(mended)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Đã ghi 2 giao dịch mới; 0 đã có từ trước.")).to_be_visible()
    payments.post_waiting(at=clock.now())
    for bill in (first, second):
        bill.refresh_from_db()
        assert bill.state == "paid"
