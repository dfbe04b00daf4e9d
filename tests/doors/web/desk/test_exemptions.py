"""Who pays less for what, why and until when, on a pupil's page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, Exemption


def form(world: World, **changes: str) -> dict[str, str]:
    """Half of the meals until the end of the year."""
    return {
        "fee_item": str(world.a.items["AN"].pk),
        "percent": "50",
        "reason": "Hộ cận nghèo",
        "from_on": "2026-10-01",
        "last_on": "31/05/2027",
    } | changes


def pages(world: World) -> tuple[str, str]:
    """The pupil's page and where its form goes."""
    pupil = world.a.pupils["HS001"].pk
    return reverse("desk_pupil", args=[pupil]), reverse("desk_exempt", args=[pupil])


def test_an_exemption_is_written_shown_and_counts_for_the_next_run_only(
    world: World, at_desk: At
) -> None:
    out = worlds.issued_run(world, items=[("AN", 10)])[0]
    lan = at_desk(world.lan)
    page, address = pages(world)
    before = said(lan.get(page))
    assert "Chưa có miễn giảm nào." in before
    assert "Khoản đã phát hành không đổi." in before
    assert lan.post(address, form(world))["Location"] == page
    words = said(lan.get(page))
    assert "Đã ghi miễn giảm 50% cho Nguyễn Minh Anh." in words
    assert "2026-2027 50 % Những ngày khác 01/10/2026 đến hết 31/05/2027 Diện khác" in words
    assert "Hộ cận nghèo Đang áp dụng" in words
    kept = Exemption.objects.get()
    assert (kept.until_on, kept.percent) == (date(2027, 6, 1), 50)
    with as_worker():
        out.refresh_from_db()
        assert out.total_vnd == 300_000
        run = worlds.planned_run(
            world, name="Thu tháng 11", items=[("AN", 10)], due_on=date(2026, 11, 30)
        )
        bills.issue_run(by=SYSTEM, run_id=run.pk, at=NOW)
        after = Bill.objects.get(run=run, beneficiary_id=out.beneficiary_id)
    assert after.total_vnd == 150_000


def test_an_overlap_is_refused_with_the_days_that_are_taken(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    _page, address = pages(world)
    lan.post(address, form(world))
    again = lan.post(address, form(world, from_on="2027-05-31", last_on="2027-07-31"))
    assert again.status_code == 400
    assert (
        "Từ 01/10/2026 đến hết 31/05/2027 đã giảm 50% khoản này rồi. "
        "Chọn những ngày ngoài khoảng đó." in said(again)
    )
    assert Exemption.objects.count() == 1
    lan.post(address, form(world, from_on="2027-06-01", last_on="2027-06-01"))
    lan.post(address, form(world, fee_item=str(world.a.items["NU"].pk), percent="100"))
    assert Exemption.objects.count() == 3


def test_a_form_says_what_is_wrong_and_writes_nothing(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    faults = {
        "Chưa chọn khoản mục thu.": {"fee_item": ""},
        "Chọn một khoản mục trong danh sách.": {"fee_item": str(world.b.items["HP"].pk)},
        "Số phần trăm là số nguyên từ 1 đến 100.": {"percent": "0"},
        "Chưa có số phần trăm": {"percent": ""},
        "Chưa có lý do": {"reason": "  "},
        "Ngày cuối phải từ ngày đầu trở đi.": {"last_on": "2026-09-30"},
        "Ngày này xa quá.": {"last_on": "9999-12-31"},
        "Ngày này không có.": {"from_on": "31/02/2026"},
    }
    for fault, change in faults.items():
        wrong = lan.post(pages(world)[1], form(world, **change))
        assert wrong.status_code == 400, fault
        assert fault in said(wrong), fault
    for percent in ("101", "12,5", "-5"):
        wrong = lan.post(pages(world)[1], form(world, percent=percent))
        assert "Số phần trăm là số nguyên từ 1 đến 100." in said(wrong), percent
    assert not Exemption.objects.exists()


def test_days_to_come_and_days_gone_by_are_told_apart(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    page, address = pages(world)
    lan.post(address, form(world, from_on="2026-09-01", last_on="2026-10-05"))
    lan.post(address, form(world, from_on="2026-10-07", last_on="2026-10-07"))
    words = said(lan.get(page))
    assert "01/09/2026 đến hết 05/10/2026 Diện khác Hộ cận nghèo Đã hết" in words
    assert "07/10/2026 đến hết 07/10/2026 Diện khác Hộ cận nghèo Sắp áp dụng" in words
    assert words.index("07/10/2026") < words.index("01/09/2026")


def test_a_head_and_a_cashier_read_exemptions_and_write_none(world: World, at_desk: At) -> None:
    page, address = pages(world)
    at_desk(world.lan).post(address, form(world))
    for person in (world.hoa, world.minh):
        words = said(at_desk(person).get(page))
        assert "Hộ cận nghèo" in words
        assert "Thêm miễn giảm" not in words
        assert at_desk(person).post(address, form(world)).status_code == 403


def test_a_right_of_a_kind_and_a_term_is_listed_and_ends_sooner(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    page, address = pages(world)
    facts = form(world) | {
        "kind": "poor_household", "period": "hk1", "from_on": "", "last_on": "",
        "paper": "QĐ 5 ngày 03/9/2026",
    }  # fmt: skip
    assert lan.post(address, facts)["Location"] == page
    right = Exemption.objects.get()
    assert (right.kind, right.period, right.paper) == (
        "poor_household", "hk1", "QĐ 5 ngày 03/9/2026",
    )  # fmt: skip
    assert (right.from_on, right.until_on) == (date(2026, 8, 1), date(2027, 1, 1))
    words = said(lan.get(reverse("desk_exemptions") + "?kind=poor_household"))
    assert "Hộ nghèo 1" in words
    assert "Học kỳ I 01/08/2026 đến hết 31/12/2026" in words
    assert "Không có miễn giảm nào" in said(lan.get(reverse("desk_exemptions") + "?kind=orphan"))
    end = reverse("desk_exemption_end", args=[right.pk])
    late = lan.post(end, {"last_on": "2026-12-31", "reason": "Hết diện"})
    assert "Chọn ngày từ 01/08/2026 đến trước 31/12/2026." in said(late)
    assert lan.post(end, {"last_on": "2026-10-31", "reason": "Hết diện"})["Location"] == page
    right.refresh_from_db()
    assert right.until_on == date(2026, 11, 1)
    assert at_desk(world.quan).get(end).status_code == 404
