"""At the counter a card and a phone; then money goes back by the way it came, by two people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.stories.conftest import Site, faults_of, look_at
from tests.stories.counter import Counter, counter_of
from tests.world import Person
from thuphi.money.bills.models import Bill

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
SECONDS = 1000


def sign_in(site: Site, context: BrowserContext, person: Person) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(person)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page


def at_the_counter(page: Page, site: Site, bill: Bill) -> None:
    """A code is typed or scanned."""
    page.goto(f"{site.address}/ban-lam-viec/quay")
    page.get_by_label("Ai đến nộp?").fill(bill.code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=bill.beneficiary_name)).to_be_visible()


def test_a_cashier_collects_and_two_people_give_back(
    town: str, site: Site, visitor: Visitor, tmp_path: Path
) -> None:
    world = worlds.build()
    first, second, third = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    with counter_of(world, site, town, tmp_path) as counter:
        minh = sign_in(site, visitor(width=1280), world.minh)
        by_card(minh, site, visitor, first, counter)
        by_phone(minh, site, visitor, second, counter)
        a_wrong_pin_and_a_silent_machine(minh, site, visitor, third, counter)
        lan = sign_in(site, visitor(width=1280), world.lan)
        another_amount(minh, lan, site, visitor, third, counter)
        ask_back(lan, site, visitor, first)
        hoa = sign_in(site, visitor(width=390), world.hoa)
        agree(hoa, site, visitor)
        assert [one["amount_vnd"] for one in counter.machine.ledger()["refunds"]] == [660_000]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.paid_vnd) == ("open", 0)
    third.refresh_from_db()
    assert (second.state, second.paid_vnd) == ("paid", 660_000)
    assert (third.state, third.paid_vnd) == ("paid", 660_000)


def by_card(page: Page, site: Site, visitor: Visitor, bill: Bill, counter: Counter) -> None:
    """The amount goes to the terminal, the payer holds a card to it."""
    at_the_counter(page, site, bill)
    look_at(visitor, page.url, "desk-counter", cookies=page.context)
    page.get_by_role("link", name="Quẹt thẻ").click()
    look_at(visitor, page.url, "desk-collect-card", cookies=page.context)
    page.get_by_role("button", name="Gửi sang máy POS").click()
    expect(page.get_by_role("heading", name="Mời người nộp quẹt thẻ")).to_be_visible()
    look_at(visitor, page.url, "desk-collect-waiting", cookies=page.context)
    counter.machine.pay()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=20 * SECONDS)
    expect(page.get_by_role("link", name="In biên nhận")).to_be_visible()
    look_at(visitor, page.url, "desk-collect-paid", cookies=page.context)


def by_phone(page: Page, site: Site, visitor: Visitor, bill: Bill, counter: Counter) -> None:
    """The payer's phone asks for the PIN."""
    at_the_counter(page, site, bill)
    page.get_by_role("link", name="Mobile Money").click()
    look_at(visitor, page.url, "desk-collect-mobile", cookies=page.context)
    page.get_by_label("Số điện thoại có tài khoản Mobile Money").fill("0901 234 567")
    page.get_by_role("button", name="Gửi yêu cầu tới điện thoại").click()
    waiting = page.get_by_role("heading", name="Mời người nộp xác nhận trên điện thoại")
    expect(waiting).to_be_visible()
    assert faults_of(page) == []
    counter.phones.answer()
    expect(page.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=40 * SECONDS)


def a_wrong_pin_and_a_silent_machine(
    page: Page, site: Site, visitor: Visitor, bill: Bill, counter: Counter
) -> None:
    """Refused may be tried again; no answer may not."""
    at_the_counter(page, site, bill)
    page.get_by_role("link", name="Quẹt thẻ").click()
    page.get_by_label("Số tiền thu").fill("160.000")
    page.get_by_role("button", name="Gửi sang máy POS").click()
    counter.machine.pay("wrong_pin")
    expect(page.get_by_text("Mã PIN sai.")).to_be_visible(timeout=20 * SECONDS)
    look_at(visitor, page.url, "desk-collect-refused", cookies=page.context)
    page.get_by_role("link", name="Thử lại").click()
    counter.machine.control(next="unreachable_host")
    page.get_by_role("button", name="Gửi sang máy POS").click()
    unclear = page.get_by_role("heading", name="Chưa rõ — KHÔNG quẹt lại")
    expect(unclear).to_be_visible(timeout=20 * SECONDS)
    look_at(visitor, page.url, "desk-collect-unclear", cookies=page.context)
    page.get_by_role("link", name="Xem lần trả").click()
    expect(page.get_by_text("Nhà cung cấp trả lời")).to_be_visible()
    look_at(visitor, page.url, "desk-attempt", cookies=page.context)
    look_at(visitor, f"{site.address}/ban-lam-viec/lan-tra", "desk-attempts", cookies=page.context)


def another_amount(
    cashier: Page, lan: Page, site: Site, visitor: Visitor, bill: Bill, counter: Counter
) -> None:
    """The accountant finds that no money came; the next card is charged too much, and she takes it
    as it came."""
    desk = f"{site.address}/ban-lam-viec"
    lan.goto(f"{desk}/lan-tra?state=unknown")
    lan.get_by_role("link", name=bill.beneficiary_name).click()
    lan.get_by_text("Không có tiền").first.click()
    lan.get_by_label("Lý do").fill("Phiếu máy in và sao kê không có")
    lan.get_by_role("button", name="Không có tiền").click()
    expect(lan.get_by_text("Khoản này thu lại được ngay.")).to_be_visible()
    cashier.goto(f"{desk}/quay/{bill.code}/the")
    counter.machine.control(next="wrong_amount")
    cashier.get_by_role("button", name="Gửi sang máy POS").click()
    counter.machine.pay()
    person = cashier.get_by_text("Kế toán phải xem lần trả này trước khi thu lại.")
    expect(person).to_be_visible(timeout=20 * SECONDS)
    lan.goto(f"{desk}/")
    lan.get_by_role("link", name="Lần trả cần người xem").click()
    lan.get_by_role("link", name=bill.beneficiary_name).click()
    expect(lan.get_by_text("661.000 đ").first).to_be_visible()
    look_at(visitor, lan.url, "desk-attempt-differs", cookies=lan.context)
    lan.get_by_label("Lý do").first.fill("Phiếu máy in số 12: 661.000 đ")
    lan.get_by_role("button", name="Nhận 661.000 đ").click()
    expect(lan.get_by_text("biên nhận")).to_be_visible(timeout=20 * SECONDS)
    expect(cashier.get_by_role("heading", name="Đã thu")).to_be_visible(timeout=20 * SECONDS)
    lan.goto(f"{desk}/tra-lai")
    expect(lan.get_by_text("Trả lại 1.000 đ")).to_be_visible()


def ask_back(page: Page, site: Site, visitor: Visitor, bill: Bill) -> None:
    """From the payment's page: how much, why."""
    page.goto(f"{site.address}/ban-lam-viec/khoan/{bill.code}")
    look_at(visitor, page.url, "desk-bill-attempts", cookies=page.context)
    page.get_by_role("link", name="Trả lại", exact=True).first.click()
    look_at(visitor, page.url, "desk-refund-ask", cookies=page.context)
    page.get_by_label("Lý do trả lại").fill("Con chuyển trường từ 01/10")
    page.get_by_role("button", name="Đề nghị trả lại").click()
    expect(page.get_by_text("Bạn là người đề nghị nên không tự duyệt được.")).to_be_visible()


def agree(page: Page, site: Site, visitor: Visitor) -> None:
    """The head finds it on the first page, looks, agrees; it goes back to the card."""
    look_at(visitor, page.url, "desk-home-waiting", cookies=page.context)
    page.get_by_role("link", name="Đề nghị trả lại tiền chờ duyệt").click()
    look_at(visitor, page.url, "desk-refunds", cookies=page.context)
    page.get_by_role("link", name="Nguyễn Minh Anh").click()
    look_at(visitor, page.url, "desk-refund", cookies=page.context)
    page.get_by_role("button", name="Duyệt trả lại 660.000 đ").click()
    expect(page.get_by_text("Đã duyệt trả lại 660.000 đ.")).to_be_visible()
    expect(page.get_by_text("Xong lúc")).to_be_visible(timeout=20 * SECONDS)
    expect(page.get_by_text("Tiền đã rời trường.")).to_be_visible()
    look_at(visitor, page.url, "desk-refund-done", cookies=page.context)
