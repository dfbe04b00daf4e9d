"""A teacher ticks a class of forty with one thumb and no script; the accountant reads the kitchen's
number and settles the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import Canteen, clock_at
from tests.stories.conftest import Site, look_at
from tests.world import Person
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.meals.actions import setting, ticking
from thuphi.money.meals.models import MealSettlement, MealTick
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as payer_queries
from thuphi.registers.payers.actions import NewBeneficiary

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi")
MIDDLES = ("Minh", "Thị Ngọc", "Gia", "Khánh")
GIVEN = ("Anh", "Bảo", "Châu", "Dũng", "Giang", "Hà", "Khôi", "Linh", "My", "Quỳnh", "Thảo", "Vy")


def sign_in(site: Site, context: BrowserContext, person: Person, goes_to: str) -> Page:
    """Through the form, as people do."""
    password = worlds.give_password(person)
    page = context.new_page()
    page.goto(f"{site.address}/tai-khoan/login/?next={goes_to}")
    page.locator("input[name=login]").fill(person.user.username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**{goes_to}")
    return page


def forty(canteen: Canteen) -> None:
    """Class 2A has forty children, all registered for lunch."""
    names = [
        NewBeneficiary(
            f"HS1{number:02}",
            f"{FAMILIES[number % 10]} {MIDDLES[number % 4]} {GIVEN[number % 12]}",
            class_name="2A",
            grade="2",
            payer_name="Nguyễn Văn Bình",
        )
        for number in range(38)
    ]
    school = canteen.world.a.id
    payers.enrol_many(by=SYSTEM, facility_id=school, people=names, at=worlds.AT)
    children = payer_queries.by_codes(school, [one.code for one in names]).values()
    registrations.register_many(
        by=SYSTEM,
        facility_id=school,
        beneficiary_ids=[one.pk for one in children],
        item_ids=[canteen.lunch.fee_item_id],
        ticked=[(one.pk, canteen.lunch.fee_item_id) for one in children],
        from_on=canteens.START_ON,
        at=worlds.AT,
    )


def school_day(after: date, step: int) -> date:
    """The next day of the week with meals, going forward or back."""
    day = after + timedelta(days=step)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def test_forty_children_are_ticked_with_one_thumb(site: Site, visitor: Visitor) -> None:
    canteen = canteens.build(worlds.build())
    forty(canteen)
    worlds.issued_run(canteen.world, items=[("AN", 22)])
    today = clock.today(clock.now())
    ahead, behind = school_day(today, 1), school_day(today, -1)
    hers = f"/ban-lam-viec/lop-toi/?ngay={ahead}"
    page = sign_in(site, visitor(width=390, script=False), canteen.teacher, hers)
    rows = page.locator(".kids li label")
    assert rows.count() == 40
    for number in range(40):
        box = rows.nth(number).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 300
    for name in ("Nguyễn Minh Anh", "Lê Gia Châu", "Phạm Khánh Dũng"):
        page.locator(".kids label", has_text=name).first.tap()
    expect(page.get_by_role("button", name="Lưu lớp")).to_be_in_viewport()
    page.get_by_role("button", name="Lưu lớp").tap()
    expect(page.get_by_text("Đã lưu lớp 2A: 37 ăn, 3 vắng.")).to_be_visible()
    assert MealTick.objects.filter(meal_on=ahead, state="absent").count() == 3
    look_at(visitor, f"{site.address}{hers}", "teacher-class", cookies=page.context)

    late = f"{site.address}/ban-lam-viec/lop-toi/?ngay={behind}"
    page.goto(late)
    expect(page.get_by_text("Em vắng báo từ bây giờ ghi là báo muộn")).to_be_visible()
    page.locator(".kids label", has_text="Trần Gia Bảo").first.tap()
    page.get_by_role("button", name="Lưu lớp").tap()
    expect(page.get_by_text("1 em báo muộn: bếp đã nấu nên vẫn tính tiền.")).to_be_visible()
    look_at(visitor, late, "teacher-class-late", cookies=page.context)


def test_the_accountant_reads_the_kitchen_and_settles_the_month(
    site: Site, visitor: Visitor
) -> None:
    canteen = canteens.build(worlds.build())
    forty(canteen)
    today = clock.today(clock.now())
    month = Month.of(today.replace(day=1) - timedelta(days=1))
    due_on = month.next.first_day_on - timedelta(days=1)
    worlds.issued_run(
        canteen.world, items=[("AN", 22)], due_on=due_on, at=clock_at(month.first_day_on, 7)
    )
    behind = school_day(today, -1)
    school_a = canteen.world.a
    for day, hour in ((behind, 7), (behind, 9), (school_day(month.first_day_on, 1), 7)):
        ticking.save_class(
            by=canteen.world.lan.actor,
            facility_id=school_a.id,
            class_name="2A",
            meal_on=day,
            absent=[canteen.child("HS001" if hour == 7 else "HS002")],
            shown=[canteen.child("HS001" if hour == 7 else "HS002")],
            at=clock_at(day, hour),
        )
    setting.say_days(
        by=canteen.world.lan.actor,
        facility_id=school_a.id,
        first_on=due_on - timedelta(days=9),
        last_on=due_on - timedelta(days=8),
        is_open=False,
        reason="Nghỉ bão",
        at=worlds.AT,
    )
    desk = f"{site.address}/ban-lam-viec/bua-an"
    lan = sign_in(
        site,
        visitor(width=1280, script=False),
        canteen.world.lan,
        f"/ban-lam-viec/bua-an/?ngay={behind}",
    )
    expect(lan.get_by_text("1 báo muộn, vẫn nấu")).to_be_visible()
    look_at(visitor, lan.url, "meals-kitchen", cookies=lan.context)
    look_at(visitor, f"{desk}/lop?lop=2A&ngay={behind}", "meals-class", cookies=lan.context)
    look_at(visitor, f"{desk}/lich?thang={month}", "meals-calendar", cookies=lan.context)
    look_at(visitor, f"{desk}/cai-dat", "meals-settings", cookies=lan.context)
    child = f"{desk}/sua/{canteen.child('HS001')}?ngay={behind}"
    look_at(visitor, child, "meals-correct", cookies=lan.context)
    lan.goto(f"{desk}/thang?thang={month}")
    look_at(visitor, lan.url, "meals-month", cookies=lan.context)
    lan.get_by_role("button", name="Quyết toán tháng").click()
    expect(lan.get_by_text(f"Đã quyết toán tháng {month.label}.")).to_be_visible()
    assert MealSettlement.objects.count() == 1
    look_at(visitor, lan.url, "meals-month-done", cookies=lan.context)
    hoa = sign_in(
        site, visitor(width=390, script=False), canteen.world.hoa, "/ban-lam-viec/lop-toi/giao-vien"
    )
    look_at(visitor, hoa.url, "teacher-allow", cookies=hoa.context)
