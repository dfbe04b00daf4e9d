"""A run from the register, brought up to date, closed and opened again, at the desk."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import AT, World
from thuphi.doors.web.desk import runs_more_urls
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, Charge, CollectionRun, Exemption
from thuphi.money.closing.models import RunClosing
from thuphi.money.payments import actions as payments
from thuphi.money.registrations import actions as registrations
from thuphi.money.registrations.models import Registration


def register(world: World, pupil: str, item: str) -> None:
    registrations.register(
        by=SYSTEM, facility_id=world.a.id, beneficiary_id=world.a.pupils[pupil].pk,
        fee_item_id=world.a.items[item].pk, from_on=date(2026, 9, 1), at=AT,
    )  # fmt: skip


def run_facts(world: World, **more: str) -> dict[str, str]:
    return {
        "name": "Thu tháng 10/2026",
        "reason": "Thu tháng 10",
        "opens_on": "2026-10-06",
        "due_on": "2026-10-31",
        "scope_kind": "school",
        f"item_{world.a.items['AN'].pk}": "on",
        f"often_{world.a.items['AN'].pk}": "22",
        f"item_{world.a.items['BH'].pk}": "on",
        **more,
    }


@pytest.fixture
def run(world: World) -> CollectionRun:
    """Water and boarding for everybody, issued; Minh Anh has paid."""
    first, *_ = worlds.issued_run(world, items=[("NU", 1), ("BT", 1)], allows_part=True)
    worlds.hear(world, first.code, 165_000)
    payments.post_waiting(at=AT + timedelta(hours=2))
    assert first.run is not None
    return first.run


def test_a_run_is_planned_from_the_register(world: World, at_desk: At) -> None:
    register(world, "HS002", "AN")
    lan = at_desk(world.lan)
    page = lan.get(reverse("desk_run_new")).content.decode()
    assert 'value="registered"' in page
    lan.post(reverse("desk_run_new"), run_facts(world, optional_for="registered"))
    planned = Charge.objects.order_by("beneficiary__code", "fee_item__code")
    assert list(planned.values_list("beneficiary__code", "fee_item__code", "quantity")) == [
        ("HS001", "BH", 1), ("HS002", "AN", 22), ("HS002", "BH", 1), ("HS003", "BH", 1),
    ]  # fmt: skip


def test_pupils_are_chosen_by_code_and_a_wrong_code_is_named(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    for codes, sentence in (
        ("HS001, HS777", "Không có học sinh mang mã HS777."),
        ("HS001\nHS001", "Mã học sinh ghi hai lần: HS001."),
        ("", "Ghi ít nhất một mã học sinh."),
    ):
        answer = lan.post(
            reverse("desk_run_new"), run_facts(world, scope_kind="pupils", pupils=codes)
        )
        assert answer.status_code == 400
        assert sentence in said(answer)
    assert CollectionRun.objects.count() == 0
    answer = lan.post(
        reverse("desk_run_new"), run_facts(world, scope_kind="pupils", pupils="HS003\nHS001")
    )
    assert "2 học sinh được chọn" in said(lan.get(answer["Location"]))
    assert Charge.objects.count() == 4


def asked(world: World, **more: str) -> str:
    facts = {"on": "2026-10-06", f"item_{world.a.items['BT'].pk}": "on", **more}
    return "?" + urlencode(facts)


def test_what_would_change_is_shown_and_exactly_that_is_saved(
    world: World, run: CollectionRun, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_run_update", args=[run.pk])
    assert "Đợt này thu những khoản mục nào" in said(lan.get(address))
    page = lan.get(address + asked(world, leave_out="HS002"))
    words = said(page)
    assert "Nguyễn Minh Anh 2A · HS001 Nước uống Bớt 1 × 15.000 — -15.000 đ" in words
    assert "nộp dư thì thành tiền thừa" in words
    second = Bill.objects.get(run=run, beneficiary__code="HS002")
    assert f"Hủy khoản {second.code}" in words
    seen = page.context["found"].digest
    facts = {"seen": seen, "reason": "Bỏ nước uống", "paper": ""}
    refused = lan.post(address + asked(world, leave_out="HS002"), facts)
    assert refused.status_code == 400
    assert "Ghi số và ngày của căn cứ." in said(refused)
    done = lan.post(
        address + asked(world, leave_out="HS002"), facts | {"paper": "BB 03 ngày 06/10/2026"}
    )
    assert done["Location"] == reverse("desk_run", args=[run.pk])
    assert "hủy 1 khoản, điều chỉnh 2 khoản." in said(lan.get(done["Location"]))
    totals = Bill.objects.filter(run=run).order_by("beneficiary__code")
    assert list(totals.values_list("total_vnd", "paid_vnd", "state")) == [
        (150_000, 150_000, "paid"), (165_000, 0, "cancelled"), (150_000, 0, "open"),
    ]  # fmt: skip
    assert "Không có gì thay đổi" in said(lan.get(address + asked(world)))


def test_a_list_that_has_moved_is_shown_again_and_nothing_is_saved(
    world: World, run: CollectionRun, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_run_update", args=[run.pk]) + asked(world)
    answer = lan.post(address, {"seen": "0" * 64, "reason": "x", "paper": "y"})
    assert "Chưa lưu: số liệu vừa thay đổi." in said(lan.get(answer["Location"]))
    assert Charge.objects.filter(run=run).count() == 6


def test_closing_names_the_bills_that_wait_and_then_lists_who_owes(
    world: World, run: CollectionRun, at_desk: At
) -> None:
    third = Bill.objects.get(run=run, beneficiary__code="HS003")
    worlds.hear(world, third.code, 165_000)
    lan = at_desk(world.lan)
    address = reverse("desk_run_close", args=[run.pk])
    words = said(lan.get(address))
    assert "Chưa chốt được: 1 khoản còn tiền đang trên đường" in words
    assert "ngân hàng vừa báo tiền, chưa ghi sổ" in words
    lan.post(address)
    refused = said(lan.get(address))
    assert f"Đặng Khánh Chi lớp 5B ({third.code}: ngân hàng vừa báo tiền" in refused
    assert RunClosing.objects.count() == 0
    with as_worker():
        payments.post_waiting(at=AT + timedelta(hours=3))
    lan.post(address)
    words = said(lan.get(address))
    assert "Trần Gia Bảo" in words
    assert "Còn nợ khi chốt 165.000" in words
    assert "Đã chốt" in said(lan.get(reverse("desk_runs")))
    update = lan.get(reverse("desk_run_update", args=[run.pk]))
    assert "Đợt này đã chốt nên không cập nhật được." in said(lan.get(update["Location"]))
    reopen = reverse("desk_run_reopen", args=[run.pk])
    assert lan.post(reopen, {"reason": " "}).status_code == 400
    lan.post(reopen, {"reason": "Sót một em"})
    run.refresh_from_db()
    assert run.state == "issued"
    assert "Lý do: Sót một em" in said(lan.get(address))


def test_arrears_are_shown_then_asked_for_in_the_new_run(
    world: World, run: CollectionRun, at_desk: At
) -> None:
    new = worlds.issued_run(world, name="Thu tháng 11", items=[("AN", 1)])
    assert new[0].run_id is not None
    lan = at_desk(world.lan)
    address = reverse("desk_run_arrears", args=[new[0].run_id])
    words = said(lan.get(f"{address}?runs={run.pk}"))
    assert "Chuyển sang đợt này 330.000" in words
    lan.post(address, {"runs": run.pk})
    new[1].refresh_from_db()
    assert new[1].total_vnd == 30_000 + 165_000
    assert "Không đợt nào khác còn nợ" in said(lan.get(address))


def test_debts_from_before_are_read_line_by_line(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_opening_debts")
    facts = {"name": "Nợ đầu kỳ", "due_on": "2026-10-31"}
    wrong = "HS001; AN\nHS999; AN; 1\nHS001; XX; 1\nHS001; AN; ba\nHS001; AN; 5\nHS001; AN; 6"
    answer = lan.post(address, facts | {"debts": wrong})
    assert answer.status_code == 400
    words = said(answer)
    for sentence in (
        "Dòng 1: cần mã học sinh, mã khoản mục và số tiền.",
        "Dòng 2: không có học sinh mang mã HS999.",
        "Dòng 3: không có khoản mục thu mang mã XX.",
        "Dòng 4: “ba” không đọc được thành số đồng.",
        "Dòng 6: em HS001 và khoản AN đã có ở dòng 5.",
    ):
        assert sentence in words
    assert CollectionRun.objects.count() == 0
    good = "HS001\tAN\t150.000\ttháng 5/2026\n\nHS003;BT;300.000"
    answer = lan.post(address, facts | {"debts": good})
    assert "Đã lập đợt nợ đầu kỳ gồm 2 dòng" in said(lan.get(answer["Location"]))
    assert sorted(Charge.objects.values_list("amount_vnd", "description")) == [
        (150_000, "Nợ đầu kỳ: Tiền ăn bán trú tháng 5/2026"),
        (300_000, "Nợ đầu kỳ: Quản lý bán trú"),
    ]


def test_one_family_gets_more_days(world: World, run: CollectionRun, at_desk: At) -> None:
    second = Bill.objects.get(run=run, beneficiary__code="HS002")
    lan = at_desk(world.lan)
    address = reverse("desk_put_off", args=[second.code])
    early = lan.post(address, {"due_on": "2026-10-31", "reason": "Đơn"})
    assert "Hạn mới phải sau hạn cũ 31/10/2026" in said(early)
    lan.post(address, {"due_on": "2026-11-30", "reason": "Đơn xin nộp chậm"})
    second.refresh_from_db()
    assert second.due_on == date(2026, 11, 30)


def addresses(world: World, run: CollectionRun) -> list[str]:
    """Every address of these pages, about things of school A."""
    values = {
        "run_id": run.pk,
        "code": Bill.objects.filter(run=run).values_list("code", flat=True)[0],
        "pupil_id": world.a.pupils["HS001"].pk,
        "registration_id": Registration.objects.values_list("pk", flat=True)[0],
        "exemption_id": Exemption.objects.values_list("pk", flat=True)[0],
    }
    return [
        reverse(str(one.name), kwargs={key: values[key] for key in one.pattern.converters})
        for one in runs_more_urls.urlpatterns
        if isinstance(one, URLPattern)
    ]


def test_nobody_else_opens_these_pages(world: World, run: CollectionRun, at_desk: At) -> None:
    register(world, "HS001", "AN")
    bills.exempt(
        by=SYSTEM, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items["AN"].pk, percent=50, reason="Hộ nghèo",
        from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=AT,
    )  # fmt: skip
    every = addresses(world, run)
    about_a_row = [one for one in every if any(sign.isdigit() for sign in one)]
    assert (len(every), len(about_a_row)) == (12, 8)
    for address in every:
        assert Client().get(address)["Location"].startswith("/tai-khoan/login/"), address
    dung = at_desk(world.dung)
    for address in every:
        assert {dung.get(address).status_code, dung.post(address).status_code} <= {403, 405}
    quan = at_desk(world.quan)
    for address in about_a_row:
        answers = {quan.get(address).status_code, quan.post(address).status_code}
        assert answers <= {404, 405}, address
        assert 404 in answers, address
    for address in set(every) - set(about_a_row):
        assert "Nguyễn Minh Anh" not in said(quan.get(address)), address
