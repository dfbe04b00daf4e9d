"""The chairman opens the plan, sees what is behind, and follows a figure down to a facility."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.oversight import bac_giang
from tests.oversight.bac_giang import BacGiang
from tests.stories.conftest import Site, faults_of, look_at
from tests.world import Person, World, person
from thuphi.ground.kit import clock
from thuphi.oversight.indicators import publishing
from thuphi.registers.staff.rules import Role

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
DAY = "?ngay=2022-11-14"


@dataclass(frozen=True)
class Year:
    """The site over a province with the year of its plan."""

    site: Site
    world: World
    province: BacGiang
    chairman: Person

    def address(self, path: str = "") -> str:
        """A page below the plan."""
        return f"{self.site.address}/van-phong/ke-hoach{path}"


@pytest.fixture
def year(site: Site) -> Iterator[Year]:
    """Ten districts of Bắc Giang in 2022, and the chairman of what they have become."""
    world = worlds.build()
    with transaction.atomic():
        province = bac_giang.build(world)
    who = person("binh", "Trần Thanh Bình", Role.CHAIRMAN, place_id=world.province.pk)
    yield Year(site, world, province, who)


def sign_in(site: Site, context: BrowserContext, someone: Person) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(someone)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/")
    page.locator("input[name=login]").fill(someone.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/van-phong/"))
    return page


def test_the_chairman_follows_a_figure_down_to_a_facility(year: Year, visitor: Visitor) -> None:
    """Without any script: the plan, the figure, the facility it is made of, its payments."""
    page = sign_in(year.site, visitor(width=1280, script=False), year.chairman)
    page.get_by_role("link", name="Kế hoạch").click()
    page.get_by_role("link", name="Kế hoạch 2022 của Bắc Giang").click()
    page.get_by_role("link", name="Tỉnh Bắc Giang khi đó").click()
    expect(page.get_by_role("heading", name="Tỉnh Bắc Giang", level=1)).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("Cách đích xa nhất là")
    told = page.locator(".lead a.bad").first.inner_text()
    page.locator(".lead a.bad").first.click()
    expect(page.locator("tfoot")).to_contain_text(told)
    page.get_by_role("link", name="Bệnh viện Đa khoa tỉnh").click()
    expect(page.get_by_role("heading", name="Bệnh viện Đa khoa tỉnh", level=1)).to_be_visible()
    expect(page.get_by_text("điều kế hoạch yêu cầu")).to_be_visible()


def test_the_map_leads_to_a_district_and_another_target(year: Year, visitor: Visitor) -> None:
    page = sign_in(year.site, visitor(width=1280), year.chairman)
    page.goto(year.address(f"/BG2022/{year.province.place.pk}{DAY}"))
    page.get_by_label("Chỉ tiêu", exact=True).select_option("BG-T1")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator(".map")).to_be_visible()
    page.locator(".map").get_by_role("link", name="Huyện Yên Thế").click()
    expect(page.get_by_role("heading", name="Huyện Yên Thế", level=1)).to_be_visible()
    assert "ngay=2022-11-14" in page.url
    assert faults_of(page) == []


def test_the_pages_of_a_plan_fit_and_pass_axe(year: Year, visitor: Visitor) -> None:
    chairman = visitor(width=1280)
    sign_in(year.site, chairman, year.chairman)
    place, today = year.province.place.pk, year.world.province.pk
    pages = {
        "plans": "",
        "chairman": f"/BG2022/{place}{DAY}",
        "chairman-commune": f"/BG2022/{year.province.districts[0].pk}{DAY}",
        "chairman-today": f"/BG2022/{today}{DAY}",
        "chairman-ended": f"/TH2022/{today}",
        "target": f"/BG2022/{place}/chi-tieu/BG-T8{DAY}",
        "target-facilities": f"/BG2022/{place}/chi-tieu/BG-T8/co-so{DAY}",
        "target-rule": f"/BG2022/{place}/yeu-cau/BG-R1{DAY}",
    }
    for name, path in pages.items():
        assert chairman.request.get(year.address(path)).ok, path
        look_at(visitor, year.address(path), name, cookies=chairman)


def test_the_public_sees_the_figures_without_small_numbers(year: Year, visitor: Visitor) -> None:
    publishing.publish(at=clock.now())
    address = f"{year.site.address}/so-lieu"
    page = visitor().new_page()
    page.goto(f"{address}?ke-hoach=BG2022")
    expect(page.get_by_role("heading", name="Số liệu công khai")).to_be_visible()
    page.get_by_role("link", name="Trường học dùng nền tảng số").click()
    expect(page.locator("#don-vi")).to_contain_text("gộp chung")
    look_at(visitor, f"{address}?ke-hoach=BG2022&chi-tieu=BG-T1", "figures")
    look_at(visitor, f"{address}?ke-hoach=TH2022", "figures-empty")
