"""The accountant's pages of meals: the kitchen's number, the calendar, the month."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus

import pytest
from django.test import Client

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import Canteen
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.money.meals.models import (
    CouponReturn,
    Meal,
    MealDay,
    MealRule,
    MealSettlement,
    MealTick,
)
from thuphi.money.meals.rules import Settling
from thuphi.registers.payers.models import Beneficiary

DESK = "/ban-lam-viec/bua-an/"
PAGES = ("", "lich", "cai-dat", "thang", "lop?lop=2A")


@pytest.fixture
def canteen(world: World) -> Canteen:
    return canteens.build(world)


@pytest.fixture
def lan(client: Client, canteen: Canteen) -> Client:
    client.force_login(canteen.world.lan.user)
    return client


@pytest.fixture
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """October is over."""
    now = datetime(2026, 11, 2, 9, 0, tzinfo=clock.VIETNAM)
    monkeypatch.setattr(clock, "now", lambda: now)


def words_of(client: Client, address: str) -> str:
    answer = client.get(f"{DESK}{address}")
    assert answer.status_code == HTTPStatus.OK, address
    return answer.content.decode()


def test_the_kitchen_reads_portions_by_class_with_late_changes_beside_them(
    lan: Client, canteen: Canteen
) -> None:
    day = date(2026, 10, 6)
    canteen.tick(day, "HS001", hour=7)
    canteen.tick(day, "HS001", "HS002", hour=9)
    words = words_of(lan, "")
    assert '<span class="portions">2</span>' in words
    assert "chốt lúc 08:30" in words
    assert "1 báo muộn" in words
    assert "Chưa chấm: 5B" in words


def test_before_the_cut_off_the_number_is_not_final(lan: Client, canteen: Canteen) -> None:
    words = words_of(lan, "?ngay=2026-10-07")
    assert '<span class="portions">3</span>' in words
    assert "chưa chốt" in words
    assert canteen.lunch.fee_item.name in words


def test_a_day_that_is_none_does_not_exist(lan: Client) -> None:
    assert lan.get(f"{DESK}?ngay=hom-qua").status_code == HTTPStatus.NOT_FOUND


def test_the_accountant_ticks_a_class_and_sets_a_child_right(lan: Client, canteen: Canteen) -> None:
    both = [canteen.child("HS001"), canteen.child("HS002")]
    address = f"{DESK}lop?lop=2A&ngay=2026-10-06"
    answer = lan.post(address, {"vang": both[:1], "co": both}, follow=True)
    assert "Đã lưu lớp 2A: 1 ăn, 1 vắng." in answer.content.decode()
    assert MealTick.objects.get().state == "late"
    correct = f"{DESK}sua/{both[0]}?ngay=2026-10-06"
    refused = lan.post(correct, {"state": "absent", "reason": ""})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    done = lan.post(correct, {"state": "absent", "reason": "Cấp cứu"}, follow=True)
    assert "Đã sửa ngày ăn của Nguyễn Minh Anh." in done.content.decode()
    assert MealTick.objects.get().state == "absent"


def test_two_children_of_one_name_are_told_apart(lan: Client, canteen: Canteen) -> None:
    Beneficiary.objects.filter(pk=canteen.child("HS002")).update(name="Nguyễn Minh Anh")
    words = words_of(lan, "lop?lop=2A")
    assert "<small>HS001</small>" in words
    assert "<small>HS002</small>" in words


def test_a_holiday_is_written_into_the_calendar(lan: Client, canteen: Canteen) -> None:
    sent = {
        "is_open": "0",
        "first_on": "2026-11-20",
        "last_on": "2026-11-22",
        "class_name": "",
        "reason": "Nghỉ lễ 20/11",
    }
    answer = lan.post(f"{DESK}lich", sent, follow=True)
    words = answer.content.decode()
    assert "Đã ghi 1 ngày." in words
    assert "nghỉ: Nghỉ lễ 20/11" in words
    assert MealDay.objects.get().facility_id == canteen.world.a.id
    back = {**sent, "first_on": "2026-11-22", "last_on": "2026-11-20"}
    refused = lan.post(f"{DESK}lich", back)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Ngày cuối phải từ ngày đầu trở đi." in refused.content.decode()


def test_the_week_and_the_cut_off_are_set(lan: Client) -> None:
    sent = {"weekdays": ["0", "1", "2", "3", "4", "5"], "cutoff": "16:00", "days_before": "1"}
    answer = lan.post(f"{DESK}cai-dat", sent, follow=True)
    assert "Đã ghi ngày ăn và giờ chốt." in answer.content.decode()
    rule = MealRule.objects.get()
    assert (rule.weekdays, rule.cutoff_minute, rule.cutoff_days_before) == (0b111111, 960, 1)
    refused = lan.post(f"{DESK}cai-dat", {"cutoff": "25:99", "days_before": "1"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST


def test_an_item_becomes_a_meal(lan: Client, canteen: Canteen) -> None:
    item = canteen.world.a.items["NU"]
    sent = {"item": str(item.pk), "settling": "postpaid"}
    answer = lan.post(f"{DESK}cai-dat/bua", sent, follow=True)
    assert "Đã ghi bữa ăn." in answer.content.decode()
    assert Meal.objects.get(fee_item=item).settling == "postpaid"
    stranger = {"item": str(canteen.world.b.items["HP"].pk), "settling": "postpaid"}
    assert lan.post(f"{DESK}cai-dat/bua", stranger).status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.usefixtures("in_november")
def test_a_month_is_looked_at_and_settled(lan: Client, canteen: Canteen) -> None:
    worlds.issued_run(canteen.world, items=[("AN", 22)])
    canteen.tick(date(2026, 10, 6), "HS001")
    words = words_of(lan, "thang")
    assert "30.000" in words
    assert "Còn 43 lượt chưa chấm" in words
    seen = words.split('name="seen" value="')[1].split('"')[0]
    asked = {"seen": seen, "reason": "Quyết toán tháng 10", "paper": ""}
    canteen.tick(date(2026, 10, 7), "HS002")
    stale = lan.post(f"{DESK}thang?thang=2026-10", asked)
    assert "vừa thay đổi" in stale.content.decode()
    assert not MealSettlement.objects.exists()
    fresh = stale.content.decode().split('name="seen" value="')[1].split('"')[0]
    done = lan.post(f"{DESK}thang?thang=2026-10", {**asked, "seen": fresh}, follow=True)
    assert "Đã quyết toán tháng 10/2026." in done.content.decode()
    assert sorted(Bill.objects.values_list("total_vnd", flat=True)) == [630_000, 630_000, 660_000]


@pytest.mark.usefixtures("in_november")
def test_a_leavers_coupons_are_given_back_from_the_settled_month(
    client: Client, world: World
) -> None:
    canteen = canteens.build(world, settling=Settling.COUPONS)
    worlds.issued_run(world, items=[("AN", 22)])
    canteen.tick(date(2026, 10, 6), "HS001")
    client.force_login(world.lan.user)
    seen = words_of(client, "thang").split('name="seen" value="')[1].split('"')[0]
    client.post(f"{DESK}thang?thang=2026-10", {"seen": seen, "reason": "Quyết toán"})
    words = words_of(client, "thang?thang=2026-10")
    assert "Trả lại phiếu thừa của em thôi ăn" in words
    sent = {"child": str(canteen.child("HS001")), "reason": "Chuyển trường"}
    back = f"{DESK}thang/{canteen.lunch.pk}/tra-phieu?thang=2026-10"
    answer = client.post(back, sent, follow=True)
    assert "Đã trả lại 30.000" in answer.content.decode()
    assert CouponReturn.objects.get().amount_vnd == 30_000
    again = client.post(back, sent, follow=True)
    assert "không còn phiếu thừa" in again.content.decode()


@pytest.mark.usefixtures("in_november")
def test_a_month_that_runs_still_is_only_shown(lan: Client, canteen: Canteen) -> None:
    worlds.issued_run(canteen.world, items=[("AN", 22)])
    words = words_of(lan, "thang?thang=2026-11")
    assert "Tháng chưa hết" in words
    assert "Quyết toán như bảng trên" not in words


def test_another_school_sees_nothing_of_it(client: Client, canteen: Canteen) -> None:
    canteen.tick(date(2026, 10, 6), "HS001")
    client.force_login(canteen.world.quan.user)
    for page in PAGES[:-1]:
        assert "Nguyễn Minh Anh" not in words_of(client, page)
    assert client.get(f"{DESK}lop?lop=2A").status_code == HTTPStatus.NOT_FOUND
    child = canteen.child("HS001")
    assert client.get(f"{DESK}sua/{child}").status_code == HTTPStatus.NOT_FOUND
    sent = {"state": "eats", "reason": "x"}
    assert client.post(f"{DESK}sua/{child}", sent).status_code == HTTPStatus.NOT_FOUND
    assert MealTick.objects.get().state == "absent"


@pytest.mark.parametrize("someone", ["minh", "hoa"])
def test_who_has_nothing_to_do_with_meals_is_kept_out(
    client: Client, canteen: Canteen, someone: str
) -> None:
    client.force_login(getattr(canteen.world, someone).user)
    for page in PAGES:
        assert client.get(f"{DESK}{page}").status_code == HTTPStatus.FORBIDDEN, page
