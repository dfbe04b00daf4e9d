"""An officer of the province opens the figures, sees where cash still is, and follows it down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.oversight.towns import Payee, commune, pay, register
from tests.stories.conftest import Site, faults_of, look_at
from tests.world import Person, World
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.payments import actions as payments
from thuphi.oversight.indicators.rules import months_back
from thuphi.registers.facilities.models import Level
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

COMMUNES = (
    "Phường Kinh Bắc", "Phường Bắc Giang", "Phường Từ Sơn", "Phường Vũ Ninh", "Xã Tân Chi",
    "Xã Yên Phong", "Xã Gia Bình", "Xã Lương Tài", "Xã Lục Ngạn",
)  # fmt: skip
KINDS = (
    ("Trường Tiểu học", Level.PRIMARY),
    ("Trường THCS", Level.LOWER_SECONDARY),
    ("Trạm Y tế", Level.COMMUNE_STATION),
)
PAYER = "TRAN THI MAU"
METHODS = ("qr", "qr", "web", "card", "mobile_money", "qr")


@dataclass(frozen=True)
class Province:
    """The site over a province with a year of money."""

    site: Site
    world: World

    def address(self, path: str = "") -> str:
        """A page of the offices."""
        return f"{self.site.address}/van-phong/{path}"


def sign_in(site: Site, context: BrowserContext, person: Person) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(person)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/van-phong/"))
    return page


def a_year_of_money(world: World, payee: Payee, number: int, now: datetime) -> None:
    """Each month some payments, the longer ago the more of them in cash."""
    this_month = Month.of(clock.today(now))
    for back in range(12):
        month = months_back(this_month, back)
        for nth in range(4 + number % 3):
            on = month.first_day_on + timedelta(days=(nth * 5 + number) % 20)
            at = datetime(on.year, on.month, on.day, 8, 15 + nth, tzinfo=clock.VIETNAM)
            is_cash = (nth * 37 + number * 23) % 100 < 14 + number % 7 * 9 + back * 4
            way = "cash" if is_cash else METHODS[(nth + number) % 6]
            pay(world, payee, 150_000 + (nth * 7 + number * 13) % 19 * 55_000, way, min(at, now))


def school_month(world: World, now: datetime) -> None:
    """School A bills seventy pupils; of each seven four pay by QR and two at the desk."""
    payers.enrol_many(
        by=SYSTEM,
        facility_id=world.a.id,
        people=[
            NewBeneficiary(
                f"HS1{n:03}", f"Nguyễn Văn Mẫu {n}", class_name=f"{n % 5 + 1}A",
                payer_name="Trần Thị Mẫu", payer_phone=f"09120{n:05}",
            )
            for n in range(70)
        ],
        at=now,
    )  # fmt: skip
    made = worlds.issued_run(world, at=now, due_on=clock.today(now), name="Thu đầu năm học")
    for n, bill in enumerate(made):
        if n % 7 < 4:
            at = now - timedelta(days=n % 4, minutes=n)
            worlds.hear(world, bill.code, bill.total_vnd, paid_at=at, payer_name=PAYER)
        elif n % 7 < 6:
            payments.take_cash(
                by=world.minh.actor, code=bill.code, amount_vnd=bill.total_vnd, key=str(n),
                payer_name="", at=now,
            )  # fmt: skip


@pytest.fixture
def province(site: Site) -> Iterator[Province]:
    """Nine communes with three facilities each, a hospital, and a school with bills."""
    world = worlds.build()
    now = clock.now()
    with transaction.atomic():
        for number, (name, (kind, level)) in enumerate(
            (name, kind) for name in COMMUNES for kind in KINDS
        ):
            where = commune(name, world.province)
            school = register(f"28{number:03}", f"{kind} {where.name}", where, level=level)
            a_year_of_money(world, school, number, now)
        hospital = register(
            "28900", "Bệnh viện Đa khoa Kinh Bắc", world.commune, level=Level.HOSPITAL
        )
        for nth in range(24):
            way = "card" if nth % 3 == 0 else "cash"
            pay(world, hospital, 180_000 + nth * 5_000, way, now - timedelta(hours=nth))
        school_month(world, now)
    while payments.post_waiting(at=now).taken:
        pass
    yield Province(site, world)


def test_an_officer_finds_the_cash_in_three_clicks(province: Province, visitor: Visitor) -> None:
    page = sign_in(province.site, visitor(width=1280), province.world.dung)
    page.wait_for_url(re.compile(r"/van-phong/dia-ban/\d+$"))
    expect(page.get_by_role("heading", name="Tỉnh Bắc Ninh", level=1)).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("số tiền không dùng tiền mặt")
    expect(page.locator(".lead")).to_contain_text("nhiều nhất ở Trường Tiểu học Ví Dụ")
    assert faults_of(page) == []

    told = page.locator(".lead a").last.inner_text()
    page.locator(".lead a").last.click()
    expect(page.get_by_role("heading", name="Từng lần nộp")).to_be_visible()
    expect(page.locator(".figures")).to_contain_text(told)
    assert PAYER not in page.content()
    assert "Mẫu" not in page.content()
    page.get_by_role("link", name="Trường Tiểu học Ví Dụ").first.click()
    expect(page.get_by_text("Dòng tiền mặt lớn nhất còn lại")).to_be_visible()


def test_the_months_are_chosen_without_any_script(province: Province, visitor: Visitor) -> None:
    page = sign_in(province.site, visitor(script=False), province.world.dung)
    earlier = months_back(Month.of(clock.today(clock.now())), 2)
    page.get_by_label("Từ tháng").select_option(str(earlier))
    page.get_by_label("Đến tháng").select_option(str(earlier))
    page.get_by_role("button", name="Xem").click()
    expect(page.locator(".lead")).to_contain_text(f"Tháng {earlier.label}")
    page.goto(province.address(f"dia-ban/{province.world.province.pk}?tu=2022-10&den=2022-10"))
    expect(page.get_by_text("Đơn vị này có từ 01/07/2025")).to_be_visible()
    page.get_by_role("link", name="Tỉnh Bắc Giang").click()
    expect(page.get_by_text("thôi hoạt động từ 01/07/2025")).to_be_visible()


def test_the_pages_of_an_office_fit_and_pass_axe(province: Province, visitor: Visitor) -> None:
    officer = visitor(width=1280)
    sign_in(province.site, officer, province.world.dung)
    root, ward = province.world.province.pk, province.world.commune.pk
    pages = {
        "office-province": f"dia-ban/{root}",
        "office-facilities": f"dia-ban/{root}/co-so",
        "office-commune": f"dia-ban/{ward}",
        "office-facility": f"don-vi/{province.world.a.id}",
        "office-payments": f"don-vi/{province.world.a.id}/tien-vao",
        "office-2022": f"dia-ban/{root}?tu=2022-10&den=2022-10",
    }
    p = officer.new_page(); p.goto(province.address(pages["office-province"])); p.emulate_media(media="print"); p.set_viewport_size({"width":760,"height":1000}); p.screenshot(path="/tmp/print.png", full_page=True)
    for name, path in pages.items():
        assert officer.request.get(province.address(path)).ok
        look_at(visitor, province.address(path), name, cookies=officer)
