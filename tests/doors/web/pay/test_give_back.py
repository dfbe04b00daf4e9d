"""More was paid than was owed: the family is told, and asks it back or leaves it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.ground.channels.contract import Outcome, RefundNotice
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of
from thuphi.money.refunds import actions
from thuphi.money.refunds.models import Refund
from thuphi.registers.methods.models import Merchant

EXCESS_VND = 173_200
ACCOUNT = {"bin": "970436", "account": "1012 345.678", "name": "NGUYEN VAN BINH"}


def overpay(village: Village, bill: Bill, merchant: Merchant | None = None) -> str:
    """A million đồng comes for a bill; returns the receipt's code."""
    with as_worker():
        world.hear(village.world, bill.code, 1_000_000, merchant=merchant, account="", method="web")
        payments.post_waiting(at=world.AT)
        return code_of(Payment.objects.latest("id").pk)


def refunds() -> list[Refund]:
    with as_worker():
        return list(Refund.objects.order_by("id"))


@pytest.fixture
def known(parent: Client, village: Village) -> Client:
    """A parent who has given the second fact of the first bill."""
    parent.post(f"/b/{village.bills[0].code}/mo", {"fact": "01/02/2019"})
    return parent


def test_too_much_is_told_with_both_choices(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    overpay(village, village.bills[0])
    page = parent.get(f"/b/{code}").content.decode()
    assert "Bạn đã trả thừa 173.200\u00a0đ" in page
    assert "Để dành cho lần sau" in page
    assert "Muốn nhận lại? Cho biết ngày sinh hoặc số điện thoại" in page
    assert "Đề nghị trả lại</button>" not in page


def test_an_exact_payment_offers_nothing_back(parent: Client, village: Village) -> None:
    village.pay(village.bills[0])
    page = parent.get(f"/b/{village.bills[0].code}").content.decode()
    assert "trả thừa" not in page


def test_without_the_second_fact_nothing_is_asked(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0])
    answer = parent.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt})
    assert (answer.status_code, answer["Location"]) == (303, f"/b/{code}#mo")
    assert refunds() == []


def test_what_the_provider_can_send_back_needs_no_account(known: Client, village: Village) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0], village.opens("momo"))
    answer = known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt}, follow=True)
    (refund,) = refunds()
    assert (refund.amount_vnd, refund.way, refund.state) == (EXCESS_VND, "provider", "asked")
    assert (refund.by_payer, refund.asked_by) == (True, None)
    page = answer.content.decode()
    assert "Đã gửi đề nghị trả lại." in page
    assert "Đơn vị đang xem đề nghị." in page
    assert "Bạn đã trả thừa" not in page


def test_a_transfer_asks_for_the_account_it_goes_to(known: Client, village: Village) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0])
    asked = known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt})
    assert asked.status_code == 200
    assert "Tài khoản nhận lại tiền" in asked.content.decode()
    assert refunds() == []
    wrong = known.post(
        f"/b/{code}/tra-lai", {"bien-nhan": receipt, **ACCOUNT, "account": "1!", "bin": ""}
    ).content.decode()
    assert "Số tài khoản chỉ gồm chữ số và chữ cái" in wrong
    assert "Chưa chọn ngân hàng." in wrong
    known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt, **ACCOUNT})
    (refund,) = refunds()
    assert (refund.way, refund.payee_bin, refund.payee_account) == (
        "transfer", "970436", "1012345678",
    )  # fmt: skip


def test_the_same_money_is_not_asked_back_twice(known: Client, village: Village) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0], village.opens("momo"))
    known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt})
    assert known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt}).status_code == 404
    assert len(refunds()) == 1


def test_the_receipt_of_another_bill_is_not_taken(known: Client, village: Village) -> None:
    receipt = overpay(village, village.bills[1])
    answer = known.post(f"/b/{village.bills[0].code}/tra-lai", {"bien-nhan": receipt})
    assert answer.status_code == 404
    assert refunds() == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.CONFIRMED, "Tiền đã được trả lại."),
        (Outcome.REFUSED, "Chưa trả lại được."),
        (None, "Tiền đang về theo cách bạn đã trả"),
    ],
)
def test_what_became_of_a_refund_is_shown(
    known: Client, village: Village, outcome: Outcome | None, said: str
) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0], village.opens("momo"))
    known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt})
    (refund,) = refunds()
    with as_worker():
        for person in (village.world.lan, village.world.hoa):
            actions.approve(by=person.actor, refund_id=refund.pk, at=world.AT)
        actions.claim_due(at=world.AT, limit=5)
        if outcome is not None:
            told = RefundNotice(outcome, EXCESS_VND, "RF-1", "word")
            actions.record_told(refund_id=refund.pk, told=told, note="", at=world.AT)
    page = known.get(f"/b/{code}").content.decode()
    assert said in page
    assert ("Bạn đã trả thừa" in page) is (outcome is Outcome.REFUSED)


def test_a_wish_that_the_school_does_not_follow_is_told(known: Client, village: Village) -> None:
    code = village.bills[0].code
    receipt = overpay(village, village.bills[0], village.opens("momo"))
    known.post(f"/b/{code}/tra-lai", {"bien-nhan": receipt})
    (refund,) = refunds()
    with as_worker():
        actions.withdraw(
            by=village.world.lan.actor, refund_id=refund.pk, reason="Đã trừ", at=world.AT
        )
    page = known.get(f"/b/{code}").content.decode()
    assert "Đề nghị đã được rút." in page
    assert "Bạn đã trả thừa" in page


def test_what_was_spent_on_the_next_bill_is_not_offered_back(
    parent: Client, village: Village
) -> None:
    code = village.bills[0].code
    overpay(village, village.bills[0])
    with as_worker():
        (following, *_) = world.issued_run(village.world, items=[("NU", 1)], name="Nước uống")
        assert credits.spend(by=SYSTEM, code=following.code, at=world.AT) == 15_000
    page = parent.get(f"/b/{code}").content.decode()
    assert "Bạn đã trả thừa 158.200\u00a0đ" in page
    with as_worker():
        (whole, *_) = world.issued_run(village.world, items=[("BH", 1)], name="Bảo hiểm")
        credits.spend(by=SYSTEM, code=whole.code, at=world.AT)
    assert "trả thừa" not in parent.get(f"/b/{code}").content.decode()
