"""A school accountant's month: plan, issue, print, watch money come in, find owners, take cash."""

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
from tests.stories.conftest import PICTURES, Site, faults_of, look_at
from tests.world import Person, World
from thuphi.ground.channels import vietqr
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.payments import actions as payments
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi")
MIDDLES = ("Gia", "Minh", "Khánh", "Bảo", "Ngọc", "Hải", "Phương", "Thùy")
GIVEN = ("An", "Bình", "Châu", "Dương", "Giang", "Hân", "Khôi", "Linh", "Nhi", "Phúc", "Quỳnh")
CLASSES = ("1A", "1B", "2A", "3C", "5B")
PUPILS = 120


@dataclass(frozen=True)
class Town:
    """The site, a school of some size, and its accountant signed in on a wide screen."""

    site: Site
    world: World
    desk: Page

    def go(self, path: str = "") -> Page:
        """Open a page of the desk."""
        self.desk.goto(f"{self.site.address}/ban-lam-viec/{path}")
        return self.desk

    def hear(self, bill: Bill, amount_vnd: int, text: str | None = None) -> None:
        """A bank's notification is in the inbox."""
        world.hear(
            self.world,
            "" if text else bill.code,
            amount_vnd,
            text=text,
            payer_name=bill.payer_name.upper(),
            paid_at=clock.now() - timedelta(minutes=1),
        )


def pupil(number: int) -> NewBeneficiary:
    """One of many invented children."""
    family = FAMILIES[number % len(FAMILIES)]
    return NewBeneficiary(
        code=f"HS{number + 100:04}",
        name=f"{family} {MIDDLES[number // 3 % 8]} {GIVEN[number // 2 % 11]}",
        class_name=CLASSES[number % 5],
        grade=CLASSES[number % 5][0],
        payer_name=f"{family} Thị {GIVEN[(number + 4) % 11]}",
        payer_phone=f"09120{number:05}",
    )


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


@pytest.fixture
def town(site: Site, visitor: Visitor) -> Iterator[Town]:
    """A school with 123 pupils and nothing billed yet."""
    built = world.build()
    payers.enrol_many(
        by=SYSTEM,
        facility_id=built.a.id,
        people=[pupil(number) for number in range(PUPILS)],
        at=clock.now(),
    )
    yield Town(site, built, sign_in(site, visitor(width=1280), built.lan))


def show(town: Town, visitor: Visitor, path: str, name: str) -> None:
    """Save the page in four pictures and let axe walk each."""
    look_at(
        visitor,
        f"{town.site.address}/ban-lam-viec/{path}",
        f"desk-{name}",
        cookies=town.desk.context,
    )


def walk(town: Town, path: str) -> None:
    """Let axe walk a page, without pictures."""
    faults = faults_of(town.go(path))
    assert not faults, f"{path}\n" + "\n".join(faults)


def plan_a_run(town: Town) -> CollectionRun:
    """Tick items, say how many, look at the sum."""
    page = town.go()
    expect(page.get_by_role("heading", name="Bắt đầu từ đây")).to_be_visible()
    page.get_by_role("link", name="Lập đợt thu").first.click()
    page.get_by_label("Tên đợt thu").fill("Thu tháng 10/2026")
    page.get_by_label("Nội dung thu").fill("Các khoản thu tháng 10/2026")
    page.get_by_role("checkbox", name="Tiền ăn bán trú").check()
    page.get_by_label("Số lượng Tiền ăn bán trú").fill("22")
    page.get_by_role("checkbox", name="Quản lý bán trú").check()
    page.get_by_role("checkbox", name="Nước uống").check()
    page.get_by_label("Cho phép nộp nhiều lần").check()
    page.get_by_role("button", name="Xem tổng").click()
    expect(page.get_by_role("button", name="Phát hành 123 giấy báo")).to_be_visible()
    expect(page.get_by_text("101.475.000 đ").first).to_be_visible()
    return CollectionRun.objects.get(name="Thu tháng 10/2026")


def issue(town: Town, run: CollectionRun) -> list[Bill]:
    """Ask for the run to be issued; the worker does it while the page watches."""
    page = town.desk
    page.get_by_role("button", name="Phát hành 123 giấy báo").click()
    expect(page.get_by_text("0 trên 123 giấy báo")).to_be_visible()
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=clock.now())
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=10_000)
    expect(page.get_by_text("Đã phát hành").first).to_be_visible()
    return list(Bill.objects.filter(run=run).order_by("class_name", "id"))


def test_an_accountants_month(town: Town, visitor: Visitor, tmp_path: Path) -> None:
    show(town, visitor, "", "start")
    run = plan_a_run(town)
    show(town, visitor, "dot-thu/moi", "run-new")
    walk(town, f"dot-thu/{run.pk}")
    issued = issue(town, run)

    for bill in issued[:70]:
        town.hear(bill, bill.total_vnd)
    town.hear(issued[70], 300_000)
    town.hear(issued[71], issued[71].total_vnd + 50_000)
    lost = issued[72]
    town.hear(lost, lost.total_vnd, text=f"{lost.beneficiary_name} nop tien thang 10")
    payments.post_waiting(at=clock.now())
    show(town, visitor, f"dot-thu/{run.pk}", "run")
    show(town, visitor, f"dot-thu/da-thu?run={run.pk}", "standing")
    show(town, visitor, "tien-vao", "payments")
    walk(town, "hoc-sinh")
    walk(town, "khoan-thu")
    walk(town, "dot-thu")
    walk(town, "khoan-thu/them")
    show(town, visitor, f"khoan/{issued[70].code}", "bill")
    walk(town, f"dot-thu/{run.pk}/giay-bao")
    show(town, visitor, f"dot-thu/{run.pk}/giay-bao/in?class=5B", "notices-print")
    show(town, visitor, "", "home")

    find_the_owner(town, visitor, lost)
    take_cash(town, visitor, issued[80])
    sheets_fit_four_notices(town, run, tmp_path)


def find_the_owner(town: Town, visitor: Visitor, lost: Bill) -> None:
    """Money without a code: open it, search the child, look, confirm."""
    page = town.go()
    page.get_by_role("link", name="825.000 đ").first.click()
    assert faults_of(page) == []
    page.get_by_role("link", name=lost.payer_name.upper()).first.click()
    show(town, visitor, page.url.split("/ban-lam-viec/")[1], "workbench-money")
    page.locator("summary", has_text="Gán khoản khác").click()
    page.get_by_label("Mã khoản thu hoặc tên không dấu").fill(lost.code)
    page.get_by_label("Mã khoản thu hoặc tên không dấu").press("Enter")
    found = page.locator(".take").first
    expect(found).to_contain_text(lost.beneficiary_name)
    expect(found.get_by_text("thu đủ", exact=True)).to_be_visible()
    found.get_by_role("button", name="Gạch").click()
    expect(page.get_by_text(f"Đã gạch 825.000 đ cho {lost.beneficiary_name}")).to_be_visible()
    lost.refresh_from_db()
    assert lost.state == "paid"


def take_cash(town: Town, visitor: Visitor, bill: Bill) -> None:
    """At the counter: a code, one button, a receipt, the next person."""
    walk(town, "quay?q=tran+gia")
    page = town.go("quay")
    page.keyboard.type(bill.code.lower())
    page.keyboard.press("Enter")
    show(town, visitor, f"quay/{bill.code}", "cash-bill")
    page.get_by_role("button", name="Thu 825.000 đ tiền mặt").click()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible()
    assert faults_of(page) == []
    expect(page.get_by_role("link", name="In biên nhận")).to_be_visible()
    bill.refresh_from_db()
    assert bill.state == "paid"


def sheets_fit_four_notices(town: Town, run: CollectionRun, folder: Path) -> None:
    """As many A4 sheets as a class needs, four families on each, nothing cut, codes readable."""
    page = town.go(f"dot-thu/{run.pk}/giay-bao/in?class=5B")
    slips = page.locator(".slip").count()
    printed = page.pdf(path=folder / "notices.pdf", prefer_css_page_size=True)
    assert slips > 4
    assert printed.count(b"/Type /Page\n") == -(-slips // 4)
    page.set_viewport_size({"width": 749, "height": 1077})
    page.emulate_media(media="print")
    cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    assert page.locator(".slip").evaluate_all(cut) == 0
    picture = PICTURES / "desk-notices-paper.png"
    page.screenshot(path=picture)
    read = [vietqr.decode(code.text) for code in zxingcpp.read_barcodes(Image.open(picture))]
    assert len(read) == 4
    owed = set(Bill.objects.filter(run=run, class_name="5B").values_list("code", flat=True))
    assert {code.bill for code in read} <= owed
    assert {code.account for code in read} == {world.ACCOUNT_A}
    assert {code.amount_vnd for code in read} == {825_000}
