"""Money that goes back, at the desk: who asks, who agrees, by which way, and the slip."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.money_back import Ways, paid, ways_of_school_a
from tests.doors.web.desk.saying import Answer, said
from tests.world import World
from thuphi.ground.channels.contract import Outcome, RefundNotice
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions
from thuphi.money.refunds.models import Refund

TOTAL = 660_000


@pytest.fixture
def ways(world: World) -> Ways:
    return ways_of_school_a(world)


@pytest.fixture
def bills(world: World, ways: Ways) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def payment(world: World, bills: list[Bill], ways: Ways) -> Payment:
    """Paid whole through the gateway."""
    return paid(world, bills[0].code, TOTAL, ways.vnpay)


def ask(client: Client, payment: Payment, **typed: str) -> Answer:
    """The form, sent and followed."""
    facts = {"amount_vnd": "660.000", "reason": "Con chuyển trường", **typed}
    address = reverse("desk_refund_ask", args=[payment.pk])
    return client.post(address, facts, follow=True)


def do(client: Client, deed: str, refund: Refund, **typed: str) -> str:
    """A deed about a refund, and what the page says after it."""
    return said(client.post(reverse(f"desk_refund_{deed}", args=[refund.pk]), typed, follow=True))


def claimed() -> Refund:
    """The worker has set the money aside."""
    with as_worker():
        actions.claim_due(at=NOW, limit=5)
        return Refund.objects.get()


def test_an_accountant_asks_and_the_head_agrees(
    world: World, payment: Payment, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    form = lan.get(reverse("desk_refund_ask", args=[payment.pk]))
    assert 'value="660.000"' in form.content.decode()
    assert "Qua đúng cách đã trả" in said(form)
    assert "Tên người nhận là người đã nộp" not in said(form)
    words = said(ask(lan, payment))
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_vnd, refund.way) == ("asked", TOTAL, "provider")
    assert "Cần người thứ hai duyệt: trường chưa cho một người tự trả lại tiền." in words
    assert "Bạn là người đề nghị nên không tự duyệt được." in words
    assert "Bạn là người đề nghị" in do(lan, "approve", refund)
    hoa = at_desk(world.hoa)
    home = said(hoa.get(reverse("desk_home")))
    assert "Đề nghị trả lại tiền chờ duyệt" in home
    assert "Tiền vào 1 việc chờ" in home
    assert "Đã duyệt trả lại 660.000 đ." in do(hoa, "approve", refund)
    assert "Người khác vừa quyết định việc này rồi" in do(hoa, "approve", refund)
    refund.refresh_from_db()
    assert (refund.state, refund.approved_by) == ("approved", world.hoa.user.pk)


def test_within_the_limit_that_the_head_set_one_person_is_enough(
    world: World, payment: Payment, at_desk: At
) -> None:
    hoa = at_desk(world.hoa)
    refunds = reverse("desk_refunds")
    assert "Khoản nào cũng cần hai người" in said(hoa.get(refunds))
    limit = {"alone_vnd": "500.000"}
    done = said(hoa.post(reverse("desk_refund_limit"), limit, follow=True))
    assert "Từ nay đến 500.000 đ một người tự trả lại được" in done
    lan = at_desk(world.lan)
    assert "Mức một người được tự trả lại" not in said(lan.get(refunds))
    words = said(lan.get(reverse("desk_refund_ask", args=[payment.pk])))
    assert "Cần người thứ hai duyệt vì trên 500.000 đ." in words
    words = said(ask(lan, payment, amount_vnd="500.000"))
    assert "Đã duyệt luôn vì trong mức một người được tự trả" in words
    assert Refund.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount_vnd": "660.001"}, "Chỉ còn trả lại được 660.000 đ của khoản này."),
        ({"amount_vnd": "0"}, "Số tiền phải lớn hơn 0."),
        ({"reason": "  "}, "Chưa có lý do."),
    ],
)
def test_a_wrong_wish_is_not_written_down(
    world: World, payment: Payment, at_desk: At, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in said(ask(at_desk(world.lan), payment, **typed))
    assert not Refund.objects.exists()


def test_pressed_twice_money_is_asked_back_once(
    world: World, payment: Payment, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    ask(lan, payment)
    assert "Khoản này không còn gì để trả lại." in said(ask(lan, payment))
    assert Refund.objects.count() == 1


def test_what_was_overpaid_is_offered_with_one_button(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    over = paid(world, bills[0].code, TOTAL + 40_000, ways.vnpay)
    lan = at_desk(world.lan)
    words = said(lan.get(reverse("desk_refunds")))
    assert "Đã nộp thừa, chưa trả lại" in words
    assert "Trả lại 40.000 đ" in words
    address = f"{reverse('desk_refund_ask', args=[over.pk])}?amount=40000"
    assert address in lan.get(reverse("desk_refunds")).content.decode()
    form = lan.get(address).content.decode()
    assert 'value="40.000"' in form
    assert 'value="Nộp thừa"' in form


def test_money_that_came_by_transfer_goes_by_transfer_with_a_checklist(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    worlds.hear(world, bills[0].code, TOTAL)
    payments.post_waiting(at=NOW)
    payment = Payment.objects.get()
    lan = at_desk(world.lan)
    words = said(lan.get(reverse("desk_refund_ask", args=[payment.pk])))
    assert "Gọi lại số điện thoại trong hồ sơ" in words
    assert "Ghi đủ ngân hàng, số tài khoản và tên" in said(ask(lan, payment, name=""))
    ask(lan, payment, bank="970436", account="1012 345 678", name="NGUYEN  VAN BINH")
    refund = Refund.objects.get()
    assert (refund.way, refund.payee_account) == ("transfer", "1012345678")
    assert refund.payee_name == "NGUYEN VAN BINH"
    do(at_desk(world.hoa), "approve", refund)
    claimed()
    lan = at_desk(world.lan)
    assert "Đã duyệt trả lại, chờ chuyển tiền" in said(lan.get(reverse("desk_home")))
    page = said(lan.get(reverse("desk_refund", args=[refund.pk])))
    assert "Chuyển khoản cho người nhận Vietcombank 1012345678" in page
    assert "Chưa có số chứng từ." in do(lan, "hand_over", refund, document=" ")
    assert "Đã ghi chứng từ." in do(lan, "hand_over", refund, document="UNC 12")
    assert "Người khác vừa quyết định" in do(lan, "hand_over", refund, document="UNC 13")
    assert claimed().state == "refunded"
    done = said(lan.get(reverse("desk_refunds"), {"tab": "xong"}))
    assert "Đã trả lại" in done
    assert "660.000 đ" in done


def test_a_wish_is_withdrawn_with_a_reason(world: World, payment: Payment, at_desk: At) -> None:
    lan = at_desk(world.lan)
    ask(lan, payment)
    refund = Refund.objects.get()
    assert "Chưa có lý do." in do(lan, "withdraw", refund, reason="")
    assert "Đã rút đề nghị." in do(lan, "withdraw", refund, reason="Gia đình đổi ý")
    assert "Người khác vừa quyết định" in do(lan, "withdraw", refund, reason="Lần nữa")
    assert "Đã rút đề nghị" in said(lan.get(reverse("desk_refunds"), {"tab": "khong-duoc"}))


def test_what_the_provider_does_not_tell_a_person_settles(
    world: World, payment: Payment, at_desk: At
) -> None:
    ask(at_desk(world.lan), payment)
    refund = Refund.objects.get()
    do(at_desk(world.hoa), "approve", refund)
    claimed()
    with as_worker():
        actions.record_told(
            refund_id=refund.pk,
            told=RefundNotice(Outcome.CONFIRMED, TOTAL - 1, "RF-1", "00"),
            note="",
            at=NOW,
        )
    lan = at_desk(world.lan)
    assert "Khoản trả lại chưa rõ đã đi hay chưa" in said(lan.get(reverse("desk_home")))
    page = said(lan.get(reverse("desk_refund", args=[refund.pk])))
    assert "Nhà cung cấp không cho biết đã trả lại chưa." in page
    words = do(lan, "settle", refund, document="VNPAY 991", verdict="stayed")
    assert "Đã ghi kết luận." in words
    again = do(lan, "settle", refund, document="VNPAY 991", verdict="nonsense")
    assert "Đã ghi kết luận." not in again
    assert claimed().state == "failed"
    failed = said(lan.get(reverse("desk_refund", args=[refund.pk])))
    assert "Đề nghị lại, bằng chuyển khoản" in failed
    assert "Chuyển khoản từ tài khoản của trường" in said(
        lan.get(reverse("desk_refund_ask", args=[payment.pk]))
    )


def test_money_that_was_taken_back_is_owed_again(
    world: World, bills: list[Bill], payment: Payment, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    address = reverse("desk_reversal", args=[payment.pk])
    facts = {"amount_vnd": "660.000", "reason": "Tra soát 118/TS"}
    too_much = said(lan.post(address, {**facts, "amount_vnd": "700.000"}))
    assert "Khoản này chỉ còn 660.000 đ ở trường." in too_much
    lan.post(address, facts)
    refund = Refund.objects.get()
    assert (refund.way, refund.state) == ("reversal", "asked")
    do(at_desk(world.hoa), "approve", refund)
    assert claimed().state == "reversed"
    with as_worker():
        assert Bill.objects.get(pk=bills[0].pk).state == "open"
    words = said(at_desk(world.lan).get(reverse("desk_refund", args=[refund.pk])))
    assert "Bị thu lại Tiền đã bị thu lại; gia đình phải nộp lại số tiền này." in words


def test_the_slip_is_a_sheet_with_the_four_fields(
    world: World, payment: Payment, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    ask(lan, payment, reason="Con chuyển trường #set page")
    refund = Refund.objects.get()
    answer = lan.get(reverse("desk_refund_slip", args=[refund.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF")
    assert b"<</Type/Pages/Count 1/" in answer.content


def test_a_bill_and_a_payment_name_their_refunds(
    world: World, bills: list[Bill], payment: Payment, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    ask(lan, payment)
    for address in (
        reverse("desk_bill", args=[bills[0].code]),
        reverse("desk_inbox_item", args=[payment.pk]),
    ):
        assert "660.000 đ Qua đúng cách đã trả" in said(lan.get(address)), address


def test_a_transfer_that_could_not_be_made_leaves_the_money_here(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    worlds.hear(world, bills[0].code, TOTAL)
    payments.post_waiting(at=NOW)
    payment = Payment.objects.get()
    lan = at_desk(world.lan)
    payee = {"bank": "970436", "account": "1012345678", "name": "NGUYEN VAN BINH"}
    ask(lan, payment, **payee)
    refund = Refund.objects.get()
    do(at_desk(world.hoa), "approve", refund)
    claimed()
    words = do(at_desk(world.lan), "settle", refund, document="Tài khoản đã đóng", verdict="stayed")
    assert "Đã ghi kết luận." in words
    assert claimed().state == "failed"
    with as_worker():
        assert Bill.objects.get(pk=bills[0].pk).state == "paid"
