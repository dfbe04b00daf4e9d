"""A father with children in two schools and his own father in hospital: one page for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.doors.web.pay import household
from tests.doors.web.pay.household import ANH, HAN, HUY, PHONE, TU, Household
from tests.stories.conftest import Site, faults_of, look_at
from thuphi.ground.channels import vietqr
from thuphi.ground.kit import clock
from thuphi.ground.notices.models import Letter
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.registers.methods.models import Merchant

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
BOTH_VND = 1_653_600


@dataclass(frozen=True)
class Town:
    """The site, and the family's bills, due in three weeks."""

    site: Site
    home: Household

    @property
    def address(self) -> str:
        """The family's page."""
        return f"{self.site.address}/gia-dinh/"

    def hear(self, code: str, amount_vnd: int, merchant: Merchant | None = None) -> None:
        """A bank tells of money."""
        world.hear(
            self.home.world, code, amount_vnd, merchant=merchant, paid_at=clock.now(),
            payer_name="TRAN THI NAM",
        )  # fmt: skip

    def book(self) -> None:
        """The worker takes what waits."""
        while payments.post_waiting(at=clock.now()).taken:
            pass


@pytest.fixture
def town_of_family(site: Site) -> Iterator[Town]:
    """Everything is billed now."""
    now = clock.now()
    yield Town(site, household.build(due_on=clock.today(now) + timedelta(weeks=3), at=now))


def sign_in(page: Page, town: Town) -> None:
    """The phone, and the code that it is sent."""
    page.goto(town.address)
    page.get_by_label("Số điện thoại đã đăng ký").fill("0912 345 678")
    page.get_by_role("button", name="Nhắn mã cho tôi").click()
    code = Letter.objects.filter(to_address__endswith=PHONE[1:]).latest("id").facts["code"]
    page.get_by_label("Mã 6 số trong tin nhắn").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Xem khoản thu").click()


def open_all(page: Page) -> None:
    """The birth dates of all four."""
    for born in (ANH, HAN, HUY, TU):
        page.get_by_label("Ngày sinh của con").fill(f"{born:%d/%m/%Y}")
        page.get_by_role("button", name="Xem khoản thu").click()


def test_a_family_pays_two_of_one_school_at_once_without_any_script(
    town_of_family: Town, visitor: Visitor, tmp_path: Path
) -> None:
    town, home = town_of_family, town_of_family.home
    page = visitor(script=False).new_page()
    sign_in(page, town)
    expect(page.get_by_text("Nguyễn")).to_have_count(0)
    open_all(page)
    for name in ("Nguyễn Minh Anh", "Nguyễn Gia Hân", "Nguyễn Đức Huy", "Nguyễn Văn Tư"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    school = page.locator("section", has_text="Trường Tiểu học Ví Dụ")
    expect(school.get_by_text("1.653.600 đ")).to_be_visible()
    school.get_by_role("button", name="Trả các khoản đã chọn").click()

    code = page.url.rpartition("/")[2]
    said = read_code(page, tmp_path)
    assert (said.amount_vnd, said.purpose.split()[0]) == (BOTH_VND, code)
    expect(page.get_by_text("Nguyễn Gia Hân").first).to_be_visible()
    town.hear(code, BOTH_VND)
    page.goto(town.address)
    expect(page.get_by_text("Đã nhận tiền, đang ghi nhận.")).to_have_count(2)
    town.book()
    page.reload()
    expect(page.get_by_text("Không còn khoản nào phải trả.")).to_have_count(2)
    assert paid(home.anh, home.han, home.huy, home.tu) == [826_800, 826_800, 0, 0]

    # What is paid for one child is that child's alone.
    town.hear(home.huy.code, 1_200_000, home.world.b.sandbox)
    town.book()
    assert paid(home.huy, home.tu, home.neighbour) == [1_200_000, 0, 0]
    page.reload()
    hospital = page.locator("section", has_text="Bệnh viện Đa khoa Ví Dụ")
    expect(hospital.get_by_text("450.000 đ").first).to_be_visible()
    hospital.get_by_role("link", name="Trả Viện phí").click()
    expect(page.get_by_text("Nguyễn Văn Tư").first).to_be_visible()


def test_years_and_receipts_are_kept_and_signing_out_hides_all(
    town_of_family: Town, visitor: Visitor
) -> None:
    town, home = town_of_family, town_of_family.home
    town.hear(home.anh.code, 826_800)
    town.book()
    context = visitor()
    page = context.new_page()
    sign_in(page, town)
    open_all(page)
    page.get_by_role("link", name="Lịch sử và biên nhận Nguyễn Minh Anh").click()
    expect(page.get_by_role("heading", name="Năm học 2026-2027")).to_be_visible()
    expect(page.get_by_text("Người trả hộ: TRAN THI NAM")).to_be_visible()
    assert faults_of(page) == []
    sheet = context.request.get(page.get_by_role("link", name="PDF").evaluate("link => link.href"))
    assert sheet.body().startswith(b"%PDF-")
    page.get_by_role("link", name="Biên nhận 2026-0000001").click()
    expect(page.get_by_text("Nguyễn Minh Anh").first).to_be_visible()
    receipt = page.url
    page.goto(town.address)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_label("Số điện thoại đã đăng ký")).to_be_visible()
    page.goto(receipt)
    expect(page.get_by_text("Nguyễn M*** A**").first).to_be_visible()
    expect(page.get_by_text("Minh Anh")).to_have_count(0)


def test_the_familys_pages_fit_and_pass_axe(town_of_family: Town, visitor: Visitor) -> None:
    town, home = town_of_family, town_of_family.home
    family = visitor()
    page = family.new_page()
    look_at(visitor, town.address, "family-phone")
    page.goto(town.address)
    page.get_by_label("Số điện thoại đã đăng ký").fill("0977 000 111")
    page.get_by_role("button", name="Nhắn mã cho tôi").click()
    look_at(visitor, f"{town.address}ma", "family-code", cookies=family)
    page.get_by_label("Mã 6 số trong tin nhắn").fill("12")
    page.get_by_role("button", name="Xem khoản thu").click()
    expect(page.get_by_text("Mã không đúng, đã dùng hoặc đã quá 5 phút.")).to_be_visible()
    assert faults_of(page) == []
    sign_in(page, town)
    look_at(visitor, town.address, "family-question", cookies=family)
    open_all(page)
    look_at(visitor, town.address, "family", cookies=family)
    town.hear(home.anh.code, 826_800)
    town.hear(home.huy.code, 1_300_000, home.world.b.sandbox)
    town.book()
    town.hear(home.han.code, 826_800)
    look_at(visitor, town.address, "family-paid", cookies=family)
    past = f"{town.address}lich-su/{home.anh.beneficiary_id}"
    look_at(visitor, past, "family-history", cookies=family)


def paid(*bills: Bill) -> list[int]:
    """What was paid on each, as it is now."""
    return [Bill.objects.get(pk=bill.pk).paid_vnd for bill in bills]


def read_code(page: Page, folder: Path) -> vietqr.VietQR:
    """What a bank's app sees when it is held before the screen."""
    picture = folder / "seen.png"
    page.locator("figure.qr").screenshot(path=picture)
    with Image.open(picture) as image:
        read = zxingcpp.read_barcodes(image.convert("L"))
    return vietqr.decode(read[0].text)
