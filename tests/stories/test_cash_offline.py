"""Cash on a weak line: the network is cut, answers are lost, and every payment is booked once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests import world as worlds
from tests.stories.conftest import PICTURES, Site, look_at
from tests.world import Person, World
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.tills.actions import books
from thuphi.money.tills.models import HandOver, ReceiptSlip

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
SECONDS = 1000
SENT_TO = "**/quy/thu-theo-lop/gui"
MONTHS = ("Thu tháng 9/2026", "Thu tháng 10/2026", "Thu tháng 11/2026")


@dataclass(frozen=True)
class Counter:
    """A school in which class 2A owes six bills of 660.000 đồng."""

    site: Site
    world: World
    bills: list[Bill]

    @property
    def href(self) -> str:
        """The page of the class."""
        return f"{self.site.address}/ban-lam-viec/quy/thu-theo-lop?class_name=2A"


@pytest.fixture
def counter(town: str, site: Site) -> Iterator[Counter]:
    """The site, its people and three runs for class 2A."""
    world = worlds.build()
    bills = [
        bill
        for name in MONTHS
        for bill in worlds.issued_run(
            world, items=[("AN", 22)], classes=["2A"], name=name, allows_part=True
        )
    ]
    yield Counter(site, world, bills)


def sign_in(counter: Counter, context: BrowserContext, person: Person) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(person)
    page = context.new_page()
    page.goto(f"{counter.site.address}/tai-khoan/login/")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page


def open_class(counter: Counter, page: Page) -> None:
    """The list of the class, ready to be ticked."""
    page.goto(counter.href)
    expect(page.locator(".till-row")).to_have_count(6)


def key_five(page: Page) -> None:
    """Four pay in full, the fifth 160.000 đồng; one save."""
    rows = page.locator(".till-row")
    for place in range(4):
        rows.nth(place).locator("[data-tick]").check()
    rows.nth(4).locator("[data-amount]").fill("160.000")
    expect(page.locator("[data-till-sum]")).to_have_text("2.800.000\u00a0đ")
    page.get_by_role("button", name="Ghi các khoản đã thu").click()


def expect_unsent(page: Page, number: int) -> None:
    expect(page.locator("[data-till-title]")).to_contain_text(f"{number} khoản chưa gửi")
    expect(page.locator("[data-kept]")).to_have_count(number)


def expect_all_sent(page: Page) -> None:
    expect(page.locator("#till_queue")).to_be_hidden(timeout=30 * SECONDS)


def exactly_five() -> None:
    found = list(Payment.objects.order_by("receipt_number"))
    assert [one.receipt_number for one in found] == [1, 2, 3, 4, 5]
    assert sorted(one.amount_vnd for one in found) == [160_000, *[660_000] * 4]
    assert len({one.bill_id for one in found}) == 5


def test_five_payments_keyed_without_a_network_are_five_receipts_when_it_is_back(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    open_class(counter, page)
    context.set_offline(True)
    key_five(page)
    expect_unsent(page, 5)
    expect(page.locator(".till-row").first).to_contain_text("chưa gửi")
    expect(page.locator("[data-till-why]")).to_contain_text("Mất mạng")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "till-offline-390-light.png", full_page=True)
    assert Payment.objects.count() == 0
    context.set_offline(False)
    expect_all_sent(page)
    expect(page.locator(".till-row").first).to_contain_text("đã ghi, biên nhận")
    exactly_five()
    page.reload()
    expect(page.locator(".till-row")).to_have_count(2)
    exactly_five()


def test_when_the_answer_to_the_first_sending_is_lost_nothing_is_booked_twice(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    open_class(counter, page)
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(SENT_TO, lose_the_first_answer)
    key_five(page)
    expect(page.locator("[data-till-why]")).to_contain_text("Mất mạng")
    expect_unsent(page, 5)
    assert lost == [200]
    exactly_five()
    expect_all_sent(page)
    exactly_five()


def test_cut_lost_and_closed_the_entries_wait_for_the_same_person(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    open_class(counter, page)
    context.set_offline(True)
    key_five(page)
    expect_unsent(page, 5)
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    other = sign_in(counter, context, counter.world.lan)
    other.goto(counter.href)
    expect(other.locator("[data-till-why]")).to_contain_text("của người khác")
    assert Payment.objects.count() == 0
    context.clear_cookies()
    again = sign_in(counter, context, counter.world.minh)
    again.goto(counter.href)
    expect_all_sent(again)
    exactly_five()
    assert {one.taken_by for one in Payment.objects.all()} == {counter.world.minh.user.pk}


def test_a_session_that_ended_meanwhile_keeps_the_entries(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    open_class(counter, page)
    context.clear_cookies()
    key_five(page)
    expect_unsent(page, 5)
    expect(page.locator("[data-till-why]")).to_contain_text("đăng nhập lại")
    sign_in(counter, context, counter.world.minh)
    page.get_by_role("button", name="Gửi ngay").click()
    expect_all_sent(page)
    exactly_five()


def test_what_was_paid_by_transfer_meanwhile_is_named_and_the_others_are_booked(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    open_class(counter, page)
    code = page.locator(".till-row").first.get_attribute("data-code")
    context.set_offline(True)
    key_five(page)
    expect_unsent(page, 5)
    worlds.hear(counter.world, code or "", 660_000)
    payments.post_waiting(at=clock.now())
    context.set_offline(False)
    expect(page.locator("[data-till-title]")).to_have_text(re.compile("^1 khoản không ghi được$"))
    expect(page.locator("[data-kept]")).to_contain_text("Đã thu đủ hoặc đã hủy")
    assert Payment.objects.filter(channel="cash").count() == 4
    page.get_by_role("button", name="Đã trả lại tiền, bỏ dòng này").click()
    expect_all_sent(page)
    assert Payment.objects.filter(channel="cash").count() == 4


def test_with_the_network_a_class_is_all_or_none(counter: Counter, visitor: Visitor) -> None:
    page = sign_in(counter, visitor(), counter.world.minh)
    open_class(counter, page)
    rows = page.locator(".till-row")
    rows.nth(0).locator("[data-tick]").check()
    rows.nth(1).locator("[data-amount]").fill("999.000")
    page.get_by_role("button", name="Ghi các khoản đã thu").click()
    expect(rows.nth(1)).to_contain_text("Chỉ còn 660.000")
    expect(rows.nth(0).locator("[data-tick]")).to_be_checked()
    expect(page.locator("#till_queue")).to_be_hidden()
    assert Payment.objects.count() == 0
    rows.nth(1).locator("[data-amount]").fill("60.000")
    page.get_by_role("button", name="Ghi các khoản đã thu").click()
    expect(rows.nth(1)).to_contain_text("đã ghi, biên nhận")
    # The rest of the second is taken with a key of its own.
    rows.nth(1).locator("[data-tick]").check()
    page.get_by_role("button", name="Ghi các khoản đã thu").click()
    expect(page.locator(".till-row.is-done")).to_have_count(2)
    assert sorted(one.amount_vnd for one in Payment.objects.all()) == [60_000, 600_000, 660_000]


def test_without_script_a_class_is_taken_by_its_form(counter: Counter, visitor: Visitor) -> None:
    page = sign_in(counter, visitor(script=False), counter.world.minh)
    open_class(counter, page)
    rows = page.locator(".till-row")
    rows.nth(0).locator("[data-tick]").check()
    rows.nth(1).locator("[data-amount]").fill("160.000")
    page.get_by_role("button", name="Ghi các khoản đã thu").click()
    expect(page.get_by_text("Đã thu 2 khoản, 820.000")).to_be_visible()
    assert sorted(one.amount_vnd for one in Payment.objects.all()) == [160_000, 660_000]


def test_one_person_at_the_counter_without_a_network_is_kept_and_sent(
    counter: Counter, visitor: Visitor
) -> None:
    context = visitor()
    page = sign_in(counter, context, counter.world.minh)
    page.goto(f"{counter.site.address}/ban-lam-viec/quay/{counter.bills[0].code}")
    context.set_offline(True)
    page.get_by_role("button", name=re.compile("Thu 660.000")).click()
    expect_unsent(page, 1)
    context.set_offline(False)
    expect_all_sent(page)
    assert [one.amount_vnd for one in Payment.objects.all()] == [660_000]


def test_a_day_of_cash_from_the_class_to_the_bank(counter: Counter, visitor: Visitor) -> None:
    world = counter.world
    books.give_book(
        by=world.lan.actor, facility_id=world.a.id, series="AA/26K", first_number=101,
        last_number=150, holder_id=world.minh.user.pk, at=clock.now(),
    )  # fmt: skip
    minh = sign_in(counter, visitor(), world.minh)
    look(visitor, counter, minh, "quy/thu-theo-lop", "till-classes")
    open_class(counter, minh)
    minh.get_by_label("Quyển biên lai giấy").select_option(index=1)
    key_five(minh)
    expect(minh.locator(".till-row").nth(4)).to_contain_text("đã ghi, biên nhận")
    assert list(ReceiptSlip.objects.order_by("number").values_list("number", flat=True)) == [
        101, 102, 103, 104, 105,
    ]  # fmt: skip
    look(visitor, counter, minh, "quy/thu-theo-lop?class_name=2A", "till-class")
    minh.goto(f"{counter.site.address}/ban-lam-viec/quy/ban-giao")
    minh.get_by_label("500.000").fill("5")
    minh.get_by_label("100.000").fill("2")
    expect(minh.locator("[data-till-less]")).to_contain_text("100.000")
    look(visitor, counter, minh, "quy/ban-giao", "till-count")
    minh.get_by_label("Lý do chênh lệch").fill("Giữ 100.000 đ tiền lẻ để thối")
    minh.get_by_role("button", name="Ký giao").click()
    lan = sign_in(counter, visitor(width=1280), world.lan)
    look(visitor, counter, lan, "quy/ban-giao", "till-handover")
    lan.goto(f"{counter.site.address}/ban-lam-viec/quy/ban-giao")
    lan.get_by_role("button", name=re.compile("Đã đếm đủ, ký nhận 2.700.000")).click()
    expect(lan.get_by_text("Đã ký nhận 2.700.000")).to_be_visible()
    assert HandOver.objects.get().state == "received"
    lan.goto(f"{counter.site.address}/ban-lam-viec/quy/nop-ngan-hang")
    lan.get_by_label("Số tiền nộp").fill("2.500.000")
    lan.get_by_label("Số giấy nộp tiền").fill("GNT 15")
    lan.get_by_role("button", name="Đã nộp vào ngân hàng").click()
    look(visitor, counter, lan, "quy/nop-ngan-hang", "till-deposits")
    look(visitor, counter, lan, "quy/so-quy", "till-day")
    look(visitor, counter, lan, "quy/bien-lai", "till-books")
    lan.goto(f"{counter.site.address}/ban-lam-viec/quy/so-quy")
    expect(lan.get_by_text("khớp sổ cái")).to_be_visible()
    lan.goto(f"{counter.site.address}/ban-lam-viec/quy/bien-lai")
    lan.get_by_role("link", name="AA/26K").click()
    look(visitor, counter, lan, lan.url.partition("/ban-lam-viec/")[2], "till-book")


def look(visitor: Visitor, counter: Counter, page: Page, path: str, name: str) -> None:
    """Four pictures and axe, with the session of whoever is signed in at this page."""
    address = f"{counter.site.address}/ban-lam-viec/{path}"
    look_at(visitor, address, name, cookies=page.context)
