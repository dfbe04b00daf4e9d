"""Changes to bills that are out, as the accountant makes them: typed, looked at, saved."""

from __future__ import annotations

from collections.abc import Mapping

from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.seen import post_all
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments.models import Adjustment
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.credits import queries as credits

WHY = {"reason": "Nghỉ ăn 2 ngày", "paper": "Sổ ăn tháng 10"}


def hidden(page: str, name: str) -> str:
    """What a hidden field of the page holds."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def look_and_save(client: Client, address: str, typed: Mapping[str, object]) -> str:
    """Look at what was typed, then save just that; where it led."""
    looked = client.post(address, typed)
    assert looked.status_code == 200, said(looked)
    assert not Adjustment.objects.exists()
    seen = hidden(looked.content.decode(), "seen")
    saved = client.post(address, {**typed, "seen": seen, "step": "save"})
    assert saved.status_code == 302, said(saved)
    return str(saved["Location"])


def paid_bill(world: World) -> Bill:
    """The first pupil's bill of 660.000, paid by transfer."""
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    worlds.hear(world, bill.code, 660_000)
    post_all()
    return bill


def test_a_bill_is_looked_at_before_it_is_changed_and_the_family_has_the_rest(
    world: World, at_desk: At
) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    address = reverse("desk_adjust_bill", args=[bill.code])
    assert "phải thu 660.000 đ, đã thu 660.000 đ" in said(lan.get(address))
    typed = {"way": "down", f"item_{world.a.items['AN'].pk}": "60.000", **WHY}
    looked = said(lan.post(address, typed))
    assert "Nguyễn Minh Anh " in looked and "660.000 đ 600.000 đ 660.000 đ 60.000 đ 0 đ" in looked
    deed = lan.get(look_and_save(lan, address, typed))
    assert (
        "Đã điều chỉnh 1 khoản. Giảm 60.000 đ. 60.000 đ đã nộp nay là số dư của gia đình."
        in said(deed)
    )
    assert credits.balances(world.a.id) == {bill.beneficiary_id: 60_000}
    page = said(lan.get(reverse("desk_adjustments")))
    assert "Nghỉ ăn 2 ngày" in page
    assert "Điều chỉnh khác" in page


def test_another_item_of_the_school_may_be_added(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    typed = {"way": "up", f"item_{world.a.items['NU'].pk}": "15.000", **WHY}
    look_and_save(lan, reverse("desk_adjust_bill", args=[bill.code]), typed)
    bill.refresh_from_db()
    assert (bill.total_vnd, bill.paid_vnd, bill.state) == (675_000, 660_000, "part_paid")


def test_what_cannot_be_done_is_said_with_its_mend_and_nothing_is_saved(
    world: World, at_desk: At
) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    address = reverse("desk_adjust_bill", args=[bill.code])
    item = f"item_{world.a.items['AN'].pk}"
    answer = lan.post(address, {"way": "down", item: "700.000", **WHY})
    assert answer.status_code == 400
    assert (
        f"Khoản {bill.code}: Tiền ăn bán trú chỉ còn 660.000 đ, không giảm hơn được. "
        "Ghi lại số tiền nhỏ hơn." in said(answer)
    )
    for typed, words in (
        ({item: "60.000", "reason": "x"}, "Chưa có số và ngày của văn bản."),
        ({item: "sáu mươi", **WHY}, "“sáu mươi” không đọc được thành số đồng."),
        (WHY, "Chưa ghi số tiền nào."),
    ):
        answer = lan.post(address, {"way": "down", **typed})
        assert answer.status_code == 400
        assert words in said(answer)
    assert not Adjustment.objects.exists()


def test_a_bill_that_changed_meanwhile_is_shown_again(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    lan = at_desk(world.lan)
    address = reverse("desk_adjust_bill", args=[bill.code])
    typed = {"way": "down", f"item_{world.a.items['AN'].pk}": "60.000", **WHY}
    seen = hidden(lan.post(address, typed).content.decode(), "seen")
    with as_worker():
        worlds.hear(world, bill.code, 660_000)
        post_all()
    again = lan.post(address, {**typed, "seen": seen, "step": "save"})
    assert again.status_code == 200
    assert "Số tiền vừa đổi từ lúc bạn xem. Xem lại rồi ghi." in said(again)
    assert not Adjustment.objects.exists()


def test_what_was_typed_comes_back_to_be_mended(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    item = f"item_{world.a.items['AN'].pk}"
    answer = lan.post(
        reverse("desk_adjust_bill", args=[bill.code]),
        {"way": "up", item: "60.000", "step": "mend", **WHY},
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'name="{item}" value="60.000"' in page
    assert 'value="up" id="way-up" checked' in page


def test_a_price_is_cut_for_everybody_of_a_run(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    typed = {
        "fee_item": world.a.items["AN"].pk,
        "new_price_vnd": "28.000",
        "runs": [bill.run_id],
        "reason": "Giá suất ăn giảm",
        "paper": "Biên bản 02/11/2026",
    }
    look_and_save(lan, reverse("desk_adjust_price"), typed)
    deed = Adjustment.objects.get()
    assert (deed.kind, deed.bills, deed.credited_vnd, deed.released_vnd) == (
        "price_cut",
        3,
        132_000,
        44_000,
    )
    answer = lan.post(reverse("desk_adjust_price"), typed)
    assert answer.status_code == 400
    assert "Không khoản nào của các đợt này đang tính giá cao hơn giá mới." in said(answer)


def test_a_class_is_changed_by_ticks_and_by_amounts_of_its_own(world: World, at_desk: At) -> None:
    bills = worlds.issued_run(world, items=[("AN", 22)])
    lan = at_desk(world.lan)
    address = (
        reverse("desk_adjust_many")
        + f"?run={bills[0].run_id}&class=2A&item={world.a.items['AN'].pk}"
    )
    page = said(lan.get(address))
    assert "Nguyễn Minh Anh" in page and "Đặng Khánh Chi" not in page
    typed = {
        "way": "down",
        "each": "60.000",
        f"tick_{bills[0].pk}": "on",
        f"bill_{bills[1].pk}": "90.000",
        **WHY,
    }
    look_and_save(lan, address, typed)
    totals = list(Bill.objects.order_by("id").values_list("total_vnd", flat=True))
    assert totals == [600_000, 570_000, 660_000]


def test_a_late_exemption_is_listed_and_applied_once(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    right = bill_actions.exempt(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=bill.beneficiary_id,
        fee_item_id=world.a.items["AN"].pk,
        percent=50,
        reason="Hộ nghèo",
        from_on=bill.due_on.replace(day=1),
        until_on=bill.due_on,
        at=worlds.AT,
    )
    lan = at_desk(world.lan)
    page = said(lan.get(reverse("desk_adjust_exemptions")))
    assert "Nguyễn Minh Anh 2A Tiền ăn bán trú 50 % Hộ nghèo 330.000 đ" in page
    address = reverse("desk_adjust_exemption", args=[right.pk])
    look_and_save(lan, address, {"paper": "GCN hộ nghèo 12"})
    assert Adjustment.objects.get().kind == "late_exemption"
    assert "Không có gì để giảm" in said(lan.get(address))
    assert "Không còn miễn giảm nào chưa tính" in said(lan.get(reverse("desk_adjust_exemptions")))


def test_a_leaver_keeps_what_was_used(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    found = said(lan.get(reverse("desk_adjust_leavers") + "?q=minh anh"))
    assert "Nguyễn Minh Anh" in found
    address = reverse("desk_adjust_leaver", args=[bill.beneficiary_id])
    assert "660.000" in lan.get(address).content.decode()
    typed = {
        f"keep_{bill.pk}_{world.a.items['AN'].pk}": "300.000",
        "left_on": "2026-10-06",
        "reason": "Chuyển trường",
        "paper": "Đơn 05/10/2026",
    }
    look_and_save(lan, address, typed)
    bill.refresh_from_db()
    assert (bill.total_vnd, bill.paid_vnd) == (300_000, 300_000)
    assert Adjustment.objects.get().kind == "leaver"


def test_another_school_sees_nothing_of_it(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    where = look_and_save(
        lan,
        reverse("desk_adjust_bill", args=[bill.code]),
        {"way": "down", f"item_{world.a.items['AN'].pk}": "60.000", **WHY},
    )
    quan = at_desk(world.quan)
    assert quan.get(where).status_code == 404
    assert quan.get(reverse("desk_adjust_bill", args=[bill.code])).status_code == 404
    assert quan.get(reverse("desk_credit", args=[bill.beneficiary_id])).status_code == 404
    assert "Chưa có điều chỉnh nào" in said(quan.get(reverse("desk_adjustments")))


def test_a_cashier_sees_deeds_and_changes_nothing(world: World, at_desk: At) -> None:
    bill = paid_bill(world)
    minh = at_desk(world.minh)
    assert minh.get(reverse("desk_adjustments")).status_code == 200
    assert minh.get(reverse("desk_adjust_bill", args=[bill.code])).status_code == 403
    assert minh.get(reverse("desk_adjust_price")).status_code == 403


def test_the_bill_page_says_what_changed_and_what_became_of_the_money(
    world: World, at_desk: At
) -> None:
    bill = paid_bill(world)
    lan = at_desk(world.lan)
    address = reverse("desk_bill", args=[bill.code])
    assert "Điều chỉnh và số dư" not in said(lan.get(address))
    look_and_save(
        lan,
        reverse("desk_adjust_bill", args=[bill.code]),
        {"way": "down", f"item_{world.a.items['AN'].pk}": "60.000", **WHY},
    )
    page = said(lan.get(address))
    assert "Tiền ăn bán trú: -60.000 đ Nghỉ ăn 2 ngày" in page
    assert "Đã nộp, nay là số dư của gia đình 60.000 đ" in page
    assert "Điều chỉnh giảm" in page
    assert "Phần đã nộp thành số dư" in page
