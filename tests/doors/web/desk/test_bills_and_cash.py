"""One bill at the desk: what is known of it, withdrawing it, and cash over the counter."""

from __future__ import annotations

import uuid

from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of


def cash(amount: str = "826.800", key: str | None = None, payer: str = "") -> dict[str, str]:
    """What the counter's form sends."""
    return {"amount_vnd": amount, "key": key or str(uuid.uuid4()), "payer_name": payer}


def test_a_bill_shows_its_four_fields_lines_money_book_and_history(
    world: World, at_desk: At
) -> None:
    bill = worlds.issued_run(world, items=[("AN", 20), ("NU", 1)], allows_part=True)[0]
    worlds.hear(world, bill.code, 200_000, corrected=False, bank_reference="FT26279")
    payments.post_waiting(at=NOW)
    payments.take_cash(
        by=world.minh.actor, code=bill.code, amount_vnd=15_000, key="a" * 32, payer_name="", at=NOW
    )
    answer = at_desk(world.lan).get(reverse("desk_bill", args=[bill.code]))
    assert answer["Cache-Control"] == "private, no-store"
    words = said(answer)
    for fact in (
        "Người nộp Nguyễn Văn Bình",
        "Người thụ hưởng Nguyễn Minh Anh",
        "Nội dung Thu tháng 10/2026",
        "Tiền ăn bán trú 20 × 30.000 đ 600.000 đ",
        "Phải thu 615.000 đ Đã thu 215.000 đ Còn lại 400.000 đ",
        "FT26279",
        "biên nhận 2026-0000001",
        "Phải thu Doanh thu · AN 600.000 đ",
        "Chờ về tài khoản · sandbox Phải thu 200.000 đ",
        "Tiền mặt Phải thu 15.000 đ",
        "Phạm Văn Minh Thu tiền mặt",
    ):
        assert fact in words, fact
    assert "Hủy khoản thu này" not in words


def test_a_bill_is_withdrawn_with_a_reason_and_only_while_nothing_is_paid(
    world: World, at_desk: At
) -> None:
    first, second, _third = worlds.issued_run(world, allows_part=True)
    client = at_desk(world.lan)
    page = reverse("desk_bill", args=[first.code])
    without = client.post(reverse("desk_bill_cancel", args=[first.code]), {"reason": "  "})
    assert without.status_code == 400
    assert "Chưa có lý do." in said(without)
    assert Bill.objects.get(pk=first.pk).state == "open"

    done = client.post(
        reverse("desk_bill_cancel", args=[first.code]), {"reason": "Em chuyển trường"}
    )
    assert done["Location"] == page
    words = said(client.get(page))
    assert "Đã hủy khoản thu của Nguyễn Minh Anh." in words
    assert "Nguyễn Thị Lan Hủy khoản thu Em chuyển trường" in words
    assert Bill.objects.get(pk=first.pk).state == "cancelled"

    with as_worker():
        worlds.hear(world, second.code, 100_000)
        payments.post_waiting(at=NOW)
    refused = client.post(reverse("desk_bill_cancel", args=[second.code]), {"reason": "Nhầm"})
    assert "Không hủy: khoản này đã có 100.000 đ nộp vào." in said(client.get(refused["Location"]))
    assert Bill.objects.get(pk=second.pk).state == "part_paid"


def test_cash_is_one_deed_however_often_the_button_is_pressed(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world)[0]
    client = at_desk(world.minh)
    page = reverse("desk_cash_bill", args=[bill.code])
    assert "Thu 826.800 đ tiền mặt" in said(client.get(page))
    form = cash(payer="Nguyễn Thị Nội")
    first, again = client.post(page, form), client.post(page, form)
    payment = Payment.objects.get()
    assert first["Location"] == again["Location"]
    assert first["Location"] == reverse("desk_cash_done", args=[bill.code, payment.pk])
    assert (payment.amount_vnd, payment.method, payment.taken_by) == (
        826_800,
        "cash",
        world.minh.user.pk,
    )
    done = client.get(first["Location"])
    words = said(done)
    assert "Đã thu 826.800 đ tiền mặt của Nguyễn Minh Anh." in words
    assert "Biên nhận số 2026-0000001" in words
    assert "Người nộp Nguyễn Thị Nội" in words
    assert reverse("pay:receipt_pdf", args=[code_of(payment.pk)]) in done.content.decode()
    assert Event.objects.filter(kind="cash_taken").count() == 1
    assert "Khoản này đã thu đủ hoặc đã hủy. Đừng nhận tiền." in said(client.get(page))


def test_cash_that_does_not_fit_is_refused_with_what_to_do(world: World, at_desk: At) -> None:
    whole, _second, _third = worlds.issued_run(world)
    part = worlds.issued_run(world, name="Thu thêm", items=[("BT", 1)], allows_part=True)[0]
    client = at_desk(world.minh)
    refusals = [
        (whole, "900.000", "Nhận đúng 826.800 đ và trả lại người nộp 73.200 đ"),
        (whole, "500.000", "Khoản này phải nộp một lần đủ 826.800 đ"),
        (part, "0", "Số tiền phải lớn hơn 0"),
        (part, "150.000,5", "không đọc được thành số đồng"),
        (part, "", "Chưa có số tiền."),
        (part, "200000", "Nhận đúng 150.000 đ và trả lại người nộp 50.000 đ"),
    ]
    for bill, amount, mend in refusals:
        answer = client.post(reverse("desk_cash_bill", args=[bill.code]), cash(amount))
        assert answer.status_code == 400, amount
        assert mend in said(answer), amount
    assert not Payment.objects.exists()
    taken = client.post(reverse("desk_cash_bill", args=[part.code]), cash("100 000"))
    assert taken.status_code == 302
    part.refresh_from_db()
    assert (part.state, part.remaining_vnd) == ("part_paid", 50_000)


def test_a_key_of_another_bill_takes_no_money(world: World, at_desk: At) -> None:
    first, second, _third = worlds.issued_run(world)
    client = at_desk(world.minh)
    key = str(uuid.uuid4())
    client.post(reverse("desk_cash_bill", args=[first.code]), cash(key=key))
    answer = client.post(reverse("desk_cash_bill", args=[second.code]), cash(key=key))
    assert answer.status_code == 400
    assert "Trang này đã cũ." in said(answer)
    assert Payment.objects.count() == 1


def test_the_counter_finds_unpaid_bills_and_goes_straight_to_a_code(
    world: World, at_desk: At
) -> None:
    first, second, _third = worlds.issued_run(world)
    payments.take_cash(
        by=world.minh.actor,
        code=second.code,
        amount_vnd=second.total_vnd,
        key="b" * 32,
        payer_name="",
        at=NOW,
    )
    client = at_desk(world.minh)
    found = client.get(reverse("desk_cash"), {"q": "hs00"})
    assert reverse("desk_cash_bill", args=[first.code]) in found.content.decode()
    assert second.beneficiary_name not in said(found)
    straight = client.get(reverse("desk_cash"), {"q": first.code.lower()})
    assert straight["Location"] == reverse("desk_cash_bill", args=[first.code])
    assert "Không có khoản nào chưa nộp" in said(client.get(reverse("desk_cash"), {"q": "gia bảo"}))
