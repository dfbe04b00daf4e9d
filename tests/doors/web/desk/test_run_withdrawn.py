"""Giving up a draft."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.money.bills.models import CollectionRun


def test_a_draft_is_given_up_with_a_reason_and_stays_to_be_read(world: World, at_desk: At) -> None:
    run = worlds.planned_run(world)
    lan = at_desk(world.lan)
    page, address = reverse("desk_run", args=[run.pk]), reverse("desk_run_withdraw", args=[run.pk])
    without = lan.post(address, {"reason": " "})
    assert without.status_code == 400
    assert "Chưa có lý do." in said(without)
    assert CollectionRun.objects.get(pk=run.pk).state == "draft"

    assert lan.post(address, {"reason": "Nhầm khối"})["Location"] == page
    words = said(lan.get(page))
    assert "Đã hủy đợt thu. Không có giấy báo nào được phát hành." in words
    assert "Nguyễn Thị Lan hủy lúc 09:30 06/10/2026. Lý do: Nhầm khối" in words
    assert "Tổng phải thu 2.480.400 đ" in words
    assert "Phát hành 3 giấy báo" not in words
    assert "Hủy đợt thu này" not in words
    assert "31/10/2026 0 đ 0 đ — Đã hủy" in said(lan.get(reverse("desk_runs")))
    assert "Bắt đầu từ đây" in said(lan.get(reverse("desk_home")))

    lan.post(reverse("desk_run_issue", args=[run.pk]))
    assert "Đợt này đã hủy nên không phát hành được." in said(lan.get(page))
    assert CollectionRun.objects.get(pk=run.pk).state == "cancelled"


def test_an_issued_run_is_not_given_up(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world)[0]
    lan = at_desk(world.lan)
    page = reverse("desk_run", args=[bill.run_id])
    assert "Hủy đợt thu này" not in said(lan.get(page))
    for reason in ("Nhầm", ""):
        answer = lan.post(reverse("desk_run_withdraw", args=[bill.run_id]), {"reason": reason})
        assert answer["Location"] == page
    assert "Không hủy: đợt này đã phát hành" in said(lan.get(page))
    assert CollectionRun.objects.get(pk=bill.run_id).state == "issued"


def test_a_head_reads_a_draft_and_gives_none_up(world: World, at_desk: At) -> None:
    run = worlds.planned_run(world)
    words = said(at_desk(world.hoa).get(reverse("desk_run", args=[run.pk])))
    assert "Tổng phải thu 2.480.400 đ" in words
    assert "Hủy đợt thu này" not in words
