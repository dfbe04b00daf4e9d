"""Planning a run, looking at its sum, having it issued, and seeing where its money is."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Charge, CollectionRun
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.payments import actions as payments


def run_form(world: World, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """A form that plans 22 meals and water for everybody."""
    items = world.a.items
    return {
        "name": "Thu tháng 10/2026",
        "reason": "Các khoản thu tháng 10",
        "opens_on": "2026-10-06",
        "due_on": "21/10/2026",
        "scope_kind": "school",
        f"item_{items['AN'].pk}": "on",
        f"often_{items['AN'].pk}": "22",
        f"item_{items['NU'].pk}": "on",
        f"often_{items['NU'].pk}": "1",
    } | changes


def test_a_run_is_planned_then_shown_then_handed_to_the_worker(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    answer = client.post(reverse("desk_run_new"), run_form(world))
    run = CollectionRun.objects.get(name="Thu tháng 10/2026")
    page = reverse("desk_run", args=[run.pk])
    assert answer["Location"] == page
    assert (run.state, run.due_on.isoformat(), run.allows_part) == ("draft", "2026-10-21", False)
    words = said(client.get(page))
    assert "Người phải nộp 3" in words
    assert "Tổng phải thu 2.025.000 đ" in words
    assert "Tiền ăn bán trú 3 66 1.980.000 đ" in words

    assert client.post(reverse("desk_run_issue", args=[run.pk]))["Location"] == page
    moving = client.get(page)
    assert "0 trên 3 giấy báo" in said(moving)
    assert 'hx-trigger="every 2s"' in moving.content.decode()
    progress = reverse("desk_run_progress", args=[run.pk])
    assert "HX-Refresh" not in client.get(progress)

    with as_worker():
        bills.issue_run(by=SYSTEM, run_id=run.pk, at=NOW)
    done = client.get(progress)
    assert done["HX-Refresh"] == "true"
    assert "hx-trigger" not in done.content.decode()
    assert "Phải thu 2.025.000 đ 3 khoản" in said(client.get(page))


def test_a_run_of_some_classes_bills_those_classes(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(reverse("desk_run_new"), run_form(world, scope_kind="class", classes=["2A"]))
    run = CollectionRun.objects.get()
    assert run.scope_values == ["2A"]
    assert Charge.objects.filter(run=run).count() == 4
    assert "lớp 2A" in said(client.get(reverse("desk_run", args=[run.pk])))


def test_a_run_form_says_what_is_wrong_and_writes_nothing(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    items = world.a.items
    faults = {
        "Chưa có tên đợt thu, ví dụ Thu tháng 10/2026.": {"name": " "},
        "Hạn nộp phải từ ngày bắt đầu thu trở đi.": {"due_on": "2026-10-01"},
        "Ngày này không có. Gõ như 05/09/2026.": {"due_on": "31/02/2026"},
        "Đánh dấu ít nhất một lớp.": {"scope_kind": "class"},
        "Đánh dấu ít nhất một khối.": {"scope_kind": "grade"},
        "Số lượng là số nguyên từ 1.": {f"often_{items['AN'].pk}": "0"},
        "Chưa chọn khoản mục thu nào. Đánh dấu ít nhất một.": {
            f"item_{items['AN'].pk}": "",
            f"item_{items['NU'].pk}": "",
        },
    }
    for fault, change in faults.items():
        answer = client.post(reverse("desk_run_new"), run_form(world, **change))
        assert answer.status_code == 400, fault
        assert fault in said(answer), fault
    assert not CollectionRun.objects.exists()


def test_a_name_that_is_taken_leaves_one_run(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    client.post(reverse("desk_run_new"), run_form(world))
    again = client.post(reverse("desk_run_new"), run_form(world))
    assert again.status_code == 400
    assert "Đã có đợt thu mang tên này. Đặt tên khác." in said(again)
    assert CollectionRun.objects.count() == 1


def test_saved_filters_count_and_totals_follow_them(world: World, at_desk: At) -> None:
    first, second, third = worlds.issued_run(world, allows_part=True, due_on=worlds.TODAY)
    worlds.hear(world, first.code, first.total_vnd + 10_000)
    worlds.hear(world, second.code, 100_000)
    payments.post_waiting(at=NOW)
    bills.cancel_bill(by=world.lan.actor, code=third.code, reason="Chuyển trường", at=NOW)
    client = at_desk(world.lan)
    page = reverse("desk_run", args=[first.run_id])
    words = said(client.get(page))
    assert (
        "Tất cả 3 Còn phải nộp 1 Chưa thu 0 Thu một phần 1 Đã thu 1 Quá hạn 1 Đã hủy 1 Nộp thừa 1"
        in words
    )
    assert "Cộng 3 khoản 1.653.600 đ 926.800 đ 726.800 đ" in words
    expected = {
        "part_paid": ("Trần Gia Bảo", "Cộng 1 khoản 826.800 đ 100.000 đ 726.800 đ"),
        "overdue": ("Trần Gia Bảo", "Cộng 1 khoản 826.800 đ 100.000 đ 726.800 đ"),
        "paid": ("Nguyễn Minh Anh", "Cộng 1 khoản 826.800 đ 826.800 đ 0 đ"),
        "overpaid": ("Nguyễn Minh Anh", "Cộng 1 khoản 826.800 đ 826.800 đ 0 đ"),
        "cancelled": ("Đặng Khánh Chi", "Cộng 1 khoản 0 đ 0 đ 0 đ"),
    }
    for state, (name, totals) in expected.items():
        shown = said(client.get(page, {"state": state}))
        assert name in shown, state
        assert totals in shown, state
    assert "Không có khoản nào khớp" in said(client.get(page, {"state": "open"}))


def test_collected_against_due_by_class_and_item_adds_up(world: World, at_desk: At) -> None:
    first, second, _third = worlds.issued_run(
        world, items=[("AN", 20), ("BT", 1), ("NU", 1)], allows_part=True
    )
    worlds.hear(world, first.code, first.total_vnd)
    worlds.hear(world, second.code, 700_000)
    payments.post_waiting(at=NOW)
    words = said(at_desk(world.lan).get(reverse("desk_standing")))
    assert "Đã thu 1.465.000 đ trên 2.295.000 đ, 63,8 %." in words
    assert "Tiền ăn bán trú 66,6 % 1.200.000 đ trên 1.800.000 đ" in words
    assert "Quản lý bán trú 55,5 % 250.000 đ trên 450.000 đ" in words
    assert "Nước uống 33,3 % 15.000 đ trên 45.000 đ" in words
    assert "Lớp 5B 0,0 % còn 765.000 đ · đã nộp 0, chưa nộp 1, nộp thiếu 0" in words
    assert "Lớp 2A 95,7 % còn 65.000 đ · đã nộp 1, chưa nộp 0, nộp thiếu 1" in words


def test_a_fee_item_is_added_and_a_taken_code_is_named(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    form = {
        "code": "KNS",
        "name": "Kỹ năng sống",
        "unit": "tháng",
        "price_vnd": "1.250.000",
        "ground": "Biên bản thỏa thuận 05/9/2026",
        "is_mandatory": "0",
        "school_year": "2026-2027",
    }
    answer = client.post(reverse("desk_fee_add"), form)
    assert answer["Location"] == f"{reverse('desk_fees')}?year=2026-2027"
    item = FeeItem.objects.get(code="KNS")
    assert (item.price_vnd, item.is_mandatory, item.facility_id) == (1_250_000, False, world.a.id)
    assert "Đã thêm Kỹ năng sống, 1.250.000 đ mỗi tháng." in said(client.get(reverse("desk_fees")))
    again = client.post(reverse("desk_fee_add"), form)
    assert "Năm học 2026-2027 đã có mã KNS." in said(again)
    faults = {
        "Chưa có căn cứ.": {"ground": ""},
        "“1.25” không đọc được thành số đồng.": {"price_vnd": "1.25"},
        "Số tiền không được âm.": {"price_vnd": "-5000"},
        "Năm học gồm hai năm liền nhau": {"school_year": "2026-2028"},
    }
    for fault, change in faults.items():
        wrong = client.post(reverse("desk_fee_add"), form | {"code": "MOI"} | change)
        assert wrong.status_code == 400
        assert fault in said(wrong), fault
    assert not FeeItem.objects.filter(code="MOI").exists()
