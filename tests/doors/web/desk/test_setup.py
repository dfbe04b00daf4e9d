"""A school's first morning at the desk."""

from __future__ import annotations

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.proofs.models import AccountProof


def test_the_account_is_proved_from_the_page(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    page = lan.get(reverse("desk_setup")).content.decode()
    assert "Lấy mã thử 1.000 đồng" in page
    lan.post(reverse("desk_setup_prove"))
    proof = AccountProof.objects.get()
    page = lan.get(reverse("desk_setup")).content.decode()
    assert proof.text in page
    assert "<svg" in page
    waits = lan.post(reverse("desk_setup_check"), follow=True).content.decode()
    assert "Chưa thấy tiền về" in waits
    with as_worker():
        worlds.hear(world, "", 1_000, text=f"ung ho {proof.text}", paid_at=NOW)
        payments.post_waiting(at=worlds.AT)
    seen = lan.post(reverse("desk_setup_check"), follow=True).content.decode()
    assert "Đã thấy 1.000 đồng" in seen
    assert AccountProof.objects.get().state == "seen"


def test_wrong_money_says_what_to_do(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    lan.post(reverse("desk_setup_prove"))
    with as_worker():
        worlds.hear(world, "", 2_000, text=AccountProof.objects.get().text, paid_at=NOW)
        payments.post_waiting(at=worlds.AT)
    page = lan.post(reverse("desk_setup_check"), follow=True).content.decode()
    assert "không phải 1.000 đồng" in page
    assert "Lấy mã thử 1.000 đồng" in page


def test_specimens_are_shown_and_nothing_is_issued(world: World, at_desk: At) -> None:
    run = worlds.planned_run(world)
    lan = at_desk(world.lan)
    assert "Xem giấy báo mẫu" in lan.get(reverse("desk_setup")).content.decode()
    page = lan.post(reverse("desk_setup_try", args=[run.pk]), follow=True).content.decode()
    assert "MẪU" in page
    assert "Nguyễn Minh Anh" in page
    assert Bill.objects.count() == 0
    quan = at_desk(world.quan)
    assert quan.post(reverse("desk_setup_try", args=[run.pk])).status_code == 404
    assert quan.get(reverse("desk_setup_specimen", args=[run.pk])).status_code == 404
    assert AccountProof.objects.count() == 0


def test_a_head_sees_the_steps_and_proves_nothing(world: World, at_desk: At) -> None:
    hoa = at_desk(world.hoa)
    page = hoa.get(reverse("desk_setup")).content.decode()
    assert "Lấy mã thử" not in page
    assert hoa.post(reverse("desk_setup_prove")).status_code == 403
    assert AccountProof.objects.count() == 0
