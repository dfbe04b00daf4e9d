"""The account that families pay into: proposed by one person, decided by another."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount
from thuphi.registers.facilities.queries import approved_account
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role

NEW = {"bank": "970436", "number": "1018 888.999", "name": "TRUONG TIEU HOC VI DU"}


def page_of(world: World) -> str:
    """The account page of school A."""
    return reverse("desk_account", args=[world.a.id])


def propose(world: World) -> BeneficiaryAccount:
    """The accountant of school A proposes another account."""
    with as_worker():
        return facilities.propose_account(
            by=world.lan.actor,
            facility_id=world.a.id,
            bin=NEW["bank"],
            number=NEW["number"],
            name=NEW["name"],
            at=NOW,
        )


def decide(client: Client, world: World, proposal: BeneficiaryAccount, decision: str) -> str:
    """Press a button; the words of the page that follows."""
    address = reverse("desk_account_decide", args=[world.a.id, proposal.pk])
    answer = client.post(address, {"decision": decision})
    assert answer["Location"] == page_of(world)
    return said(client.get(page_of(world)))


def test_the_page_shows_the_account_in_use_and_warns_of_printed_codes(
    world: World, at_desk: At
) -> None:
    answer = at_desk(world.minh).get(page_of(world))
    words = said(answer)
    assert "Ngân hàng VietinBank Ngân hàng TMCP Công thương Việt Nam" in words
    assert f"Số tài khoản {worlds.ACCOUNT_A}" in words
    assert "Người đề nghị Nguyễn Thị Lan 08:00 05/10/2026" in words
    assert "Người duyệt Vũ Thị Hoa 08:00 05/10/2026" in words
    assert "Gia đình quét giấy cũ vẫn chuyển vào tài khoản cũ." in words
    assert "Gửi đề nghị" not in words
    assert "Chưa có kênh nào báo tiền" not in words
    assert answer["Cache-Control"] == "private, no-store"


def test_every_page_of_the_desk_leads_to_it_and_so_does_the_first_day(
    world: World, at_desk: At
) -> None:
    with as_worker():
        BeneficiaryAccount.objects.filter(facility_id=world.a.id).update(state="retired")
    home = at_desk(world.lan).get(reverse("desk_home")).content.decode()
    assert home.count(f'href="{page_of(world)}"') == 2
    assert "Đề nghị tài khoản" in home
    assert (
        f'href="{page_of(world)}"' in at_desk(world.hoa).get(reverse("desk_runs")).content.decode()
    )


def test_an_account_is_proposed_by_one_and_approved_by_another(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    answer = lan.post(reverse("desk_account_propose", args=[world.a.id]), NEW)
    assert answer["Location"] == page_of(world)
    words = said(lan.get(page_of(world)))
    assert "Tài khoản chưa đổi cho đến khi người có quyền duyệt bấm Duyệt." in words
    assert "Bạn là người đề nghị nên không tự duyệt được." in words
    assert "Số tài khoản 1018888999" in words
    assert "Người đề nghị Nguyễn Thị Lan 09:30 06/10/2026" in words
    assert "Duyệt tài khoản này" not in words
    assert approved_account(world.a.id) == world.a.account

    hoa = at_desk(world.hoa)
    assert "Tài khoản nhận tiền mới đang chờ duyệt" in said(hoa.get(reverse("desk_home")))
    assert "Duyệt tài khoản này" in said(hoa.get(page_of(world)))
    proposal = BeneficiaryAccount.objects.get(state="proposed")
    words = decide(hoa, world, proposal, "approve")
    assert "trang nộp tiền và giấy báo in mới hiện số 1018888999" in words
    assert "Ngân hàng Vietcombank" in words
    for deed in (
        "· TRUONG TIEU HOC VI DU Duyệt Vũ Thị Hoa 09:30 06/10/2026 Đang dùng",
        "1018888999 Vietcombank · TRUONG TIEU HOC VI DU Đề nghị Nguyễn Thị Lan",
        "Đề nghị Nguyễn Thị Lan 08:00 05/10/2026 Đã thôi dùng",
    ):
        assert deed in words, deed
    current = approved_account(world.a.id)
    assert current is not None
    assert (current.number, current.decided_by) == ("1018888999", world.hoa.user.pk)
    assert "đang chờ duyệt" not in said(hoa.get(reverse("desk_home")))


def test_a_number_that_no_channel_tells_of_is_said_before_it_is_approved(
    world: World, at_desk: At
) -> None:
    propose(world)
    warning = "Chưa có kênh nào báo tiền vào số này"
    assert said(at_desk(world.hoa).get(page_of(world))).count(warning) == 1


def test_families_are_shown_the_new_account_once_it_is_approved(world: World, at_desk: At) -> None:
    before = worlds.issued_run(world)[0]
    proposal = propose(world)
    family = Client()
    at_desk(world.hoa)
    page = reverse("pay:bill", args=[before.code])
    assert worlds.ACCOUNT_A in said(family.get(page))
    decide(at_desk(world.hoa), world, proposal, "approve")
    with as_worker():
        run = worlds.planned_run(world, name="Thu tháng 11/2026")
        bills.issue_run(by=SYSTEM, run_id=run.pk, at=NOW)
        after = Bill.objects.filter(run=run).order_by("id")[0]
    for code in (before.code, after.code):
        words = said(family.get(reverse("pay:bill", args=[code])))
        assert "1018888999" in words
        assert worlds.ACCOUNT_A not in words
    printed = at_desk(world.lan).get(f"{reverse('desk_notices_print', args=[run.pk])}?class=2A")
    assert "1018888999" in said(printed)


def test_a_refused_proposal_leaves_the_account_as_it_is(world: World, at_desk: At) -> None:
    proposal = propose(world)
    words = decide(at_desk(world.hoa), world, proposal, "refuse")
    assert "Đã từ chối đề nghị. Tài khoản đang dùng giữ nguyên." in words
    assert "Từ chối Vũ Thị Hoa 09:30 06/10/2026 Đã từ chối" in words
    assert approved_account(world.a.id) == world.a.account
    again = decide(at_desk(world.hoa), world, proposal, "approve")
    assert "Đề nghị này đã được quyết định trước đó; không có gì đổi." in again
    assert approved_account(world.a.id) == world.a.account


def test_neither_button_decides_nothing(world: World, at_desk: At) -> None:
    proposal = propose(world)
    assert "hãy bấm Duyệt hoặc Từ chối" in decide(at_desk(world.hoa), world, proposal, "")
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_who_holds_both_roles_does_not_approve_what_they_proposed(
    world: World, at_desk: At
) -> None:
    staff.assign(
        by=SYSTEM, user_id=world.lan.user.pk, role=Role.HEAD, at=NOW, facility_id=world.a.id
    )
    proposal = propose(world)
    lan = at_desk(world.lan)
    assert "Duyệt tài khoản này" not in said(lan.get(page_of(world)))
    words = decide(lan, world, proposal, "approve")
    assert "Chưa duyệt: người đề nghị không tự duyệt được." in words
    assert approved_account(world.a.id) == world.a.account


def test_a_proposal_says_what_is_wrong_and_a_second_one_waits(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_account_propose", args=[world.a.id])
    old = world.a.account
    faults = {
        "Chưa chọn ngân hàng.": {"bank": ""},
        "Chọn một ngân hàng trong danh sách.": {"bank": "123456"},
        "Chưa có số tài khoản.": {"number": " "},
        "Số tài khoản gồm 4 đến 19 chữ số": {"number": "12 ab é"},
        "Chưa có tên chủ tài khoản.": {"name": ""},
        "Đây chính là tài khoản đang dùng": {
            "bank": old.bin, "number": old.number, "name": old.name,
        },
    }  # fmt: skip
    for fault, change in faults.items():
        wrong = lan.post(address, NEW | change)
        assert wrong.status_code == 400, fault
        assert fault in said(wrong), fault
    assert not BeneficiaryAccount.objects.filter(state="proposed").exists()
    lan.post(address, NEW)
    lan.post(address, NEW | {"number": "777777"})
    assert "đã có một đề nghị khác đang chờ" in said(lan.get(page_of(world)))
    assert BeneficiaryAccount.objects.filter(state="proposed").count() == 1


def test_an_account_of_another_school_is_not_decided_under_ones_own(
    world: World, at_desk: At
) -> None:
    theirs = facilities.propose_account(
        by=world.quan.actor, facility_id=world.b.id, bin="970418", number="123456", name="B", at=NOW
    )
    address = reverse("desk_account_decide", args=[world.a.id, theirs.pk])
    assert at_desk(world.hoa).post(address, {"decision": "approve"}).status_code == 404
