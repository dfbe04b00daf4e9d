"""Pupil health insurance at the desk: from who has paid to the file that is handed over."""

from __future__ import annotations

import io

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.insurance.models import InsuranceHandover, InsuranceNote
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut, let_go, set_aside
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary

PRICE = 631_800


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of insurance; the first is paid."""
    found = worlds.issued_run(world, items=[("BH", 1)], name="BHYT 2026-2027", allows_part=True)
    worlds.hear(world, found[0].code, PRICE, paid_at=NOW)
    payments.post_waiting(at=NOW)
    return found


@pytest.fixture
def newcomer(world: World) -> Beneficiary:
    """A pupil of class 2A who has no bill."""
    return payers.enrol(
        by=SYSTEM,
        facility_id=world.a.id,
        person=NewBeneficiary("HS004", "Bùi Ngọc Ánh", class_name="2A", payer_name="Bùi Văn Em"),
        at=NOW,
    )


def test_a_school_without_such_a_run_is_told_what_to_do(world: World, at_desk: At) -> None:
    page = at_desk(world.lan).get(reverse("desk_insurance"))
    assert "Chưa có đợt thu nào có bảo hiểm" in said(page)


def test_the_whole_way_from_paid_to_a_file(
    world: World, bills: list[Bill], newcomer: Beneficiary, at_desk: At
) -> None:
    client = at_desk(world.lan)
    address, run_id = reverse("desk_insurance"), bills[0].run_id
    page = client.get(address)
    assert "1 em không có trong danh sách nào, chưa rõ vì sao" in said(page)
    assert "disabled" in page.content.decode()
    chot = reverse("desk_insurance_hand_over", args=[run_id])
    refused = client.post(chot, {"seen": page.context["seen"]}, follow=True)
    assert "Chưa chốt: 1 em không có trong danh sách nào mà chưa ai ghi lý do." in said(refused)
    note = reverse("desk_insurance_note", args=[run_id])
    wrong = client.post(note, {"pupils": [newcomer.pk], "reason": "other", "words": ""})
    assert wrong.status_code == 400
    assert "Lý do khác cần ghi rõ." in said(wrong)
    assert not InsuranceNote.objects.exists()
    done = client.post(
        note, {"pupils": [newcomer.pk], "reason": "other_card", "words": "Hộ nghèo"}, follow=True
    )
    assert "Đã ghi lý do cho 1 em." in said(done)
    assert "Bùi Ngọc Ánh 2A Đã có thẻ BHYT theo nhóm khác Hộ nghèo" in said(done)
    made = client.post(chot, {"seen": done.context["seen"]}, follow=True)
    assert "Đã chốt lần 1: 1 em báo tăng, 0 em báo giảm." in said(made)
    assert "Bùi Ngọc Ánh 2A Đã có thẻ BHYT theo nhóm khác Hộ nghèo" in said(made)
    again = client.post(chot, {"seen": done.context["seen"]}, follow=True)
    assert "không có gì để chốt" in said(again)
    assert InsuranceHandover.objects.count() == 1
    file = client.get(reverse("desk_insurance_xlsx", args=[run_id, 1]))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    rows = [list(row) for row in book.get_sheet_by_index(0).to_python()]
    assert rows[8][1:3] == ["Nguyễn Minh Anh", ""]
    assert rows[8][8] == PRICE
    assert any(InsuranceHandover.objects.get().digest in str(row[0]) for row in rows)
    left = [list(row) for row in book.get_sheet_by_index(1).to_python()]
    assert [row[1] for row in left[1:]] == ["Bùi Ngọc Ánh", "Trần Gia Bảo", "Đặng Khánh Chi"]


def test_money_that_went_back_is_shown_and_struck(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    run_id = bills[0].run_id
    chot = reverse("desk_insurance_hand_over", args=[run_id])
    client = at_desk(world.lan)
    client.post(chot, {"seen": client.get(reverse("desk_insurance")).context["seen"]})
    with as_worker():
        payment = Payment.objects.get(bill=bills[0])
        set_aside(payment_id=payment.pk, refund_id=1, amount_vnd=PRICE, at=NOW)
        let_go(refund_id=1, out_of=WayOut.CLEARING, detail="sandbox", at=NOW)
    page = client.get(reverse("desk_insurance"))
    assert "1 em đã gửi tên nhưng tiền không còn đủ" in said(page)
    stale = client.post(chot, {"strikes": "1", "seen_with_strikes": "0" * 64}, follow=True)
    assert "Danh sách vừa thay đổi" in said(stale)
    struck = client.post(
        chot, {"strikes": "1", "seen_with_strikes": page.context["seen_with_strikes"]}, follow=True
    )
    assert "Đã chốt lần 2: 0 em báo tăng, 1 em báo giảm." in said(struck)


def test_others_may_look_and_not_hand_over(world: World, bills: list[Bill], at_desk: At) -> None:
    head = at_desk(world.hoa)
    page = head.get(reverse("desk_insurance"))
    assert page.status_code == 200
    assert "Chốt danh sách" not in said(page)
    run_id = bills[0].run_id
    assert head.post(reverse("desk_insurance_hand_over", args=[run_id])).status_code == 403
    stranger = at_desk(world.quan)
    for name in ("desk_insurance_hand_over", "desk_insurance_note"):
        assert stranger.post(reverse(name, args=[run_id])).status_code == 404
    assert "Nguyễn Minh Anh" not in said(stranger.get(reverse("desk_insurance")))
    assert stranger.get(reverse("desk_insurance_handover", args=[run_id, 1])).status_code == 404
    assert stranger.get(reverse("desk_insurance_xlsx", args=[run_id, 1])).status_code == 404


def test_the_page_asks_as_often_for_many_pupils(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    client.get(reverse("desk_insurance"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("desk_insurance"))
    with as_worker():
        payers.enrol_many(
            by=SYSTEM,
            facility_id=world.a.id,
            people=[
                NewBeneficiary(f"M{n}", f"Em {n}", class_name="2A", payer_name="Mẹ")
                for n in range(30)
            ],
            at=NOW,
        )
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("desk_insurance"))
    assert len(more) == len(few)
