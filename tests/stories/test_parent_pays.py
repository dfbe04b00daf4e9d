"""A parent opens the link of a notice on a phone, pays, and keeps the receipt."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.stories.conftest import Site, faults_of, look_at
from tests.world import World
from thuphi.ground.channels import vietqr
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
LIMIT_BYTES = 60_000


@dataclass(frozen=True)
class Town:
    """The site with the bills of a school, due in a month."""

    site: Site
    world: World
    bills: list[Bill]

    def address(self, bill: Bill) -> str:
        """The link in a notice."""
        return f"{self.site.address}/b/{bill.code}"

    def hear(self, bill: Bill, amount_vnd: int | None = None) -> None:
        """A bank's notification is in the inbox."""
        world.hear(
            self.world,
            bill.code,
            bill.total_vnd if amount_vnd is None else amount_vnd,
            paid_at=world.AT,
        )

    def book(self) -> None:
        """The worker takes what waits, and tells."""
        payments.post_waiting(at=clock.now())


@pytest.fixture
def school(site: Site) -> Iterator[Town]:
    """Bills of three pupils, due in three weeks."""
    built = world.build()
    due_on = clock.today(clock.now()) + timedelta(weeks=3)
    yield Town(site, built, world.issued_run(built, allows_part=True, due_on=due_on))


def test_a_page_turns_to_paid_by_itself(school: Town, visitor: Visitor, tmp_path: Path) -> None:
    bill = school.bills[0]
    context = visitor()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(school.address(bill))

    expect(page.get_by_role("heading", name="Thu tháng 10/2026")).to_be_visible()
    expect(page.get_by_text("Nguyễn M*** A**").first).to_be_visible()
    assert read_code(page, tmp_path).amount_vnd == 826_800

    page.get_by_role("button", name="Chép nội dung chuyển khoản").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{bill.code} THU THANG"

    school.hear(bill)
    school.book()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=5_000)
    expect(page).to_have_title(re.compile("Đã thu"))

    page.get_by_role("link", name="Xem biên nhận").click()
    expect(page.get_by_role("heading", name="Biên nhận thu tiền")).to_be_visible()
    expect(page.get_by_text("Tám trăm hai mươi sáu nghìn tám trăm đồng")).to_be_visible()
    assert faults_of(page) == []
    sheet = page.request.get(f"{page.url}.pdf")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.body().startswith(b"%PDF-")


def test_money_on_its_way_into_the_book_is_told_before_it_is_booked(
    school: Town, visitor: Visitor
) -> None:
    bill = school.bills[0]
    page = visitor().new_page()
    page.goto(school.address(bill))
    school.hear(bill)
    expect(page.get_by_text("Đã nhận tiền, đang ghi nhận").first).to_be_visible(timeout=15_000)
    assert faults_of(page) == []
    school.book()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=5_000)


def test_a_parent_pays_without_any_script(school: Town, visitor: Visitor) -> None:
    bill = school.bills[0]
    page = visitor(script=False).new_page()
    page.goto(school.address(bill))
    expect(page.get_by_text(f"{bill.code} THU THANG")).to_be_visible()
    page.get_by_role("link", name="Tôi đã chuyển tiền").click()
    expect(page.get_by_text("chúng tôi chưa thấy tiền")).to_be_visible()

    school.hear(bill)
    page.get_by_role("link", name="Tôi đã chuyển tiền").click()
    expect(page.get_by_text("Đã nhận tiền, đang ghi nhận").first).to_be_visible()
    school.book()
    page.get_by_role("link", name="Xem lại trạng thái").click()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible()
    page.get_by_role("link", name="Xem biên nhận").click()
    expect(page.get_by_role("heading", name="Biên nhận thu tiền")).to_be_visible()


def test_a_code_on_paper_leads_to_the_bill(school: Town, visitor: Visitor) -> None:
    bill = school.bills[0]
    page = visitor().new_page()
    page.goto(school.site.address)
    page.get_by_label("Mã khoản thu").fill(bill.code.lower())
    page.get_by_label("Ngày sinh").fill("31/12/1999")
    page.get_by_role("button", name="Tìm khoản thu").click()
    expect(page.get_by_text("Mã và thông tin này không khớp.")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_label("Ngày sinh").fill("1/2/2019")
    page.get_by_role("button", name="Tìm khoản thu").click()
    expect(page.get_by_text("Nguyễn Minh Anh").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_pages_of_a_parent_fit_and_pass_axe(school: Town, visitor: Visitor) -> None:
    first, second, third = school.bills
    at = school.site.address
    school.hear(second)
    school.hear(third, 300_000)
    school.book()
    payer = visitor()
    page = payer.new_page()
    page.goto(f"{at}/tra")
    page.get_by_label("Mã khoản thu").fill(second.code)
    page.get_by_label("Ngày sinh").fill("23/11/2019")
    page.get_by_role("button", name="Tìm khoản thu").click()
    receipt = page.get_by_role("link", name="Xem biên nhận").get_attribute("href")

    look_at(visitor, f"{at}/", "home")
    look_at(visitor, f"{at}/tra", "find")
    look_at(visitor, school.address(first), "bill")
    look_at(visitor, school.address(second), "bill-paid")
    look_at(visitor, school.address(third), "bill-part-paid")
    look_at(visitor, f"{at}{receipt}", "receipt", cookies=payer)
    look_at(visitor, f"{at}/kiem-tra?ma={second.code}", "verify")


def test_a_bill_weighs_at_most_60_kilobytes(school: Town, visitor: Visitor) -> None:
    """Everything that a first visit fetches, with heads, as a browser fetches it."""
    address = school.address(school.bills[0])
    fetched: set[str] = set()
    page = visitor().new_page()
    page.on("request", lambda request: fetched.add(request.url))
    page.goto(address)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    weights = {url: wire_bytes(url) for url in sorted(fetched) if "/gate/live/" not in url}
    told = "\n".join(f"{size:7} {urlsplit(url).path}" for url, size in weights.items())
    print(f"\n{told}\n{sum(weights.values()):7} all")
    assert urljoin(address, "/static/thuphi/thuphi.css") in weights
    assert sum(weights.values()) <= LIMIT_BYTES, told


def wire_bytes(url: str) -> int:
    """Bytes of one answer, head and body, to a browser that reads gzip and brotli."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc, timeout=10)
    line.request("GET", parts.path, headers={"Accept-Encoding": "gzip, br"})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, url
    if answer.headers["Content-Encoding"] == "gzip":
        assert gzip.decompress(body)
    line.close()
    return len(body) + len(str(answer.headers).encode())


def read_code(page: Page, folder: Path) -> vietqr.VietQR:
    """What a bank's app sees when it is held before the screen."""
    picture = folder / "seen.png"
    page.locator("figure.qr").screenshot(path=picture)
    with Image.open(picture) as image:
        read = zxingcpp.read_barcodes(image.convert("L"))
    return vietqr.decode(read[0].text)
