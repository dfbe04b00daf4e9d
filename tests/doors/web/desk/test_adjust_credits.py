"""What families have left over, at the desk."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.seen import post_all
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.credits import queries
from thuphi.money.credits.rules import SpendOn


def bills_with_credit(world: World) -> list[Bill]:
    """Three bills, of which the first was overpaid by 40.000."""
    bills = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    worlds.hear(world, bills[0].code, 700_000)
    post_all()
    return bills


def test_families_stand_with_what_they_have_left_the_most_first(world: World, at_desk: At) -> None:
    bills = bills_with_credit(world)
    worlds.hear(world, bills[2].code, 900_000)
    post_all()
    page = said(at_desk(world.lan).get(reverse("desk_credits")))
    assert "Đang giữ hộ 280.000 đ Số gia đình 2" in page
    assert page.index("Đặng Khánh Chi") < page.index("Nguyễn Minh Anh")
    assert "Trần Gia Bảo" not in page


def test_a_family_is_found_by_name_also_without_credit(world: World, at_desk: At) -> None:
    bills_with_credit(world)
    page = said(at_desk(world.lan).get(reverse("desk_credits") + "?q=gia bao"))
    assert "Trần Gia Bảo" in page


def test_what_a_family_had_before_is_written_down_and_spent(world: World, at_desk: At) -> None:
    bills = bills_with_credit(world)
    child = bills[1].beneficiary_id
    lan = at_desk(world.lan)
    page = reverse("desk_credit", args=[child])
    answer = lan.post(
        reverse("desk_credit_open", args=[child]),
        {"amount_vnd": "100.000", "reason": "Sổ cũ năm 2025-2026", "fee_item": "", "is_cash": "on"},
    )
    assert answer["Location"] == page
    shown = said(lan.get(page))
    assert "Đã ghi số dư 100.000 đ của Trần Gia Bảo." in shown
    assert "Số dư mang sang tiền mặt — Sổ cũ năm 2025-2026 100.000 đ 100.000 đ" in shown
    lan.post(reverse("desk_credit_spend", args=[bills[1].code]))
    shown = said(lan.get(page))
    assert "Đã trừ 100.000 đ số dư vào khoản Thu tháng 10/2026." in shown
    assert "Trừ vào khoản thu" in shown
    with as_worker():
        bills[1].refresh_from_db()
        assert (bills[1].paid_vnd, bills[1].state) == (100_000, "part_paid")
    lan.post(reverse("desk_credit_spend", args=[bills[1].code]))
    assert "Không trừ được gì" in said(lan.get(page))


def test_an_opening_credit_of_nothing_or_without_a_reason_is_refused(
    world: World, at_desk: At
) -> None:
    child = world.a.pupils["HS001"].pk
    lan = at_desk(world.lan)
    address = reverse("desk_credit_open", args=[child])
    for typed, words in (
        ({"amount_vnd": "0", "reason": "x"}, "Số tiền phải lớn hơn 0."),
        ({"amount_vnd": "1.000"}, "Chưa ghi lấy từ đâu"),
    ):
        answer = lan.post(address, typed)
        assert answer.status_code == 400
        assert words in said(answer)
    assert queries.balances(world.a.id) == {}


def test_the_rule_is_set_and_shown(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    lan.post(reverse("desk_credit_rule"), {"spend_on": "same_item"})
    assert queries.rule_of(world.a.id) is SpendOn.SAME_ITEM
    page = said(lan.get(reverse("desk_credits")))
    assert "Chỉ trừ vào đúng khoản mục đã thừa" in page
    assert lan.post(reverse("desk_credit_rule"), {"spend_on": "x"}).status_code == 400


def test_a_cashier_looks_and_changes_nothing(world: World, at_desk: At) -> None:
    bills = bills_with_credit(world)
    minh = at_desk(world.minh)
    assert minh.get(reverse("desk_credits")).status_code == 200
    page = said(minh.get(reverse("desk_credit", args=[bills[0].beneficiary_id])))
    assert "Ghi số dư mang sang" not in page
    assert minh.post(reverse("desk_credit_spend", args=[bills[0].code])).status_code == 403
    assert minh.post(reverse("desk_credit_rule"), {"spend_on": "nothing"}).status_code == 403
