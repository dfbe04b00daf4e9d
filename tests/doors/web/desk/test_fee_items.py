"""Saying a fee item anew, and taking it off the list."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.money.bills.models import BillLine
from thuphi.money.catalogue.models import FeeItem

LIST = "/ban-lam-viec/khoan-thu?year=2026-2027"
FORM = {
    "name": "Tiền ăn bán trú",
    "unit": "ngày",
    "price_vnd": "32.500",
    "ground": "Thỏa thuận 06/10/2026",
    "is_mandatory": "1",
}


def test_an_item_is_changed_and_a_bill_that_is_out_keeps_its_price(
    world: World, at_desk: At
) -> None:
    bill = worlds.issued_run(world, items=[("AN", 20)])[0]
    item = world.a.items["AN"]
    lan = at_desk(world.lan)
    page = reverse("desk_fee_change", args=[item.pk])
    shown = lan.get(page).content.decode()
    assert 'value="30.000"' in shown
    assert 'value="Thỏa thuận 05/9/2026"' in shown
    assert page in lan.get(reverse("desk_fees")).content.decode()

    assert lan.post(page, FORM)["Location"] == LIST
    words = said(lan.get(LIST))
    assert "Đã sửa Tiền ăn bán trú, 32.500 đ mỗi ngày. Khoản đã phát hành giữ giá cũ." in words
    item.refresh_from_db()
    assert (item.code, item.price_vnd, item.unit, item.is_mandatory) == ("AN", 32_500, "ngày", True)
    with as_worker():
        bill.refresh_from_db()
        line = BillLine.objects.get(bill=bill)
    assert (bill.total_vnd, line.unit_price_vnd) == (600_000, 30_000)
    assert "600.000 đ" in said(lan.get(reverse("desk_bill", args=[bill.code])))


def test_an_item_is_said_to_be_paid_in_one_sum_and_in_parts_again(
    world: World, at_desk: At
) -> None:
    run = worlds.planned_run(world, items=[("AN", 20), ("NU", 1)], allows_part=True)
    item = world.a.items["AN"]
    lan = at_desk(world.lan)
    page = reverse("desk_fee_change", args=[item.pk])
    ticked = 'name="allows_instalments" aria-describedby="id_allows_instalments_helptext" '
    ticked += 'id="id_allows_instalments" checked'
    for address in (page, reverse("desk_fee_add")):
        assert ticked in lan.get(address).content.decode()
    assert "Cho phép trả nhiều lần" in said(lan.get(page))
    draft = reverse("desk_run", args=[run.pk])
    assert "Nộp nhiều lần Được" in said(lan.get(draft))
    assert "trừ giấy báo có" not in said(lan.get(draft))

    lan.post(page, FORM)
    assert FeeItem.objects.get(pk=item.pk).allows_instalments is False
    assert ticked not in lan.get(page).content.decode()
    assert "Bắt buộc nộp một lần" in said(lan.get(LIST))
    assert "bắt buộc · nộp một lần" in said(lan.get(reverse("desk_run_new")))
    assert "Nộp nhiều lần Được trừ giấy báo có Tiền ăn bán trú" in said(lan.get(draft))

    lan.post(page, FORM | {"allows_instalments": "on"})
    assert FeeItem.objects.get(pk=item.pk).allows_instalments is True


def test_an_item_is_added_with_or_without_instalments(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    new = FORM | {"code": "BOI", "school_year": "2026-2027"}
    lan.post(reverse("desk_fee_add"), new)
    lan.post(reverse("desk_fee_add"), new | {"code": "KNS", "allows_instalments": "on"})
    kept = dict(
        FeeItem.objects.filter(code__in=["BOI", "KNS"]).values_list("code", "allows_instalments")
    )
    assert kept == {"BOI": False, "KNS": True}


def test_a_change_says_what_is_wrong_and_changes_nothing(world: World, at_desk: At) -> None:
    page = reverse("desk_fee_change", args=[world.a.items["AN"].pk])
    faults = {
        "Chưa có tên.": {"name": ""},
        "Chưa có đơn vị tính": {"unit": " "},
        "Chưa có căn cứ.": {"ground": ""},
        "Số tiền không được âm.": {"price_vnd": "-1"},
        "không đọc được thành số đồng": {"price_vnd": "32,5"},
    }
    lan = at_desk(world.lan)
    for fault, change in faults.items():
        wrong = lan.post(page, FORM | change)
        assert wrong.status_code == 400, fault
        assert fault in said(wrong), fault
    assert FeeItem.objects.get(pk=world.a.items["AN"].pk).price_vnd == 30_000


def test_a_retired_item_is_chosen_for_no_new_run_and_stays_on_the_list(
    world: World, at_desk: At
) -> None:
    item = world.a.items["AN"]
    lan = at_desk(world.lan)
    address = reverse("desk_fee_retire", args=[item.pk])
    assert lan.post(address)["Location"] == LIST
    words = said(lan.get(LIST))
    assert "Đã ngừng thu Tiền ăn bán trú." in words
    assert "Tiền ăn bán trú AN · đã ngừng thu" in words
    assert "Tiền ăn bán trú" not in said(lan.get(reverse("desk_run_new")))
    lan.post(address)
    assert "Tiền ăn bán trú đã ngừng thu từ trước." in said(lan.get(LIST))
    change = reverse("desk_fee_change", args=[item.pk])
    assert lan.post(change, FORM)["Location"] == LIST
    assert "đã ngừng thu nên không sửa được" in said(lan.get(LIST))
    item.refresh_from_db()
    assert (item.is_active, item.price_vnd) == (False, 30_000)


def test_a_head_reads_the_list_without_a_way_to_change_it(world: World, at_desk: At) -> None:
    answer = at_desk(world.hoa).get(reverse("desk_fees"))
    assert "Tiền ăn bán trú" in said(answer)
    change = reverse("desk_fee_change", args=[world.a.items["AN"].pk])
    assert change not in answer.content.decode()


def test_the_kind_of_a_fee_is_told_by_its_name_or_by_the_desk(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    new = {**FORM, "name": "Học phí", "code": "HP", "school_year": "2026-2027", "kind": ""}
    lan.post(reverse("desk_fee_add"), new)
    item = FeeItem.objects.get(facility_id=world.a.id, code="HP")
    assert item.kind == "tuition"
    page = reverse("desk_fee_change", args=[item.pk])
    assert '<option value="tuition" selected>Học phí</option>' in lan.get(page).content.decode()
    lan.post(page, {**FORM, "name": "Học phí"})
    item.refresh_from_db()
    assert item.kind == "tuition"
    lan.post(page, {**FORM, "name": "Học phí", "kind": "boarding"})
    item.refresh_from_db()
    assert item.kind == "boarding"
    assert lan.post(page, {**FORM, "kind": "gift"}).status_code == 400
