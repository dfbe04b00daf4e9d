"""One payment broken in each way: every one ends in a named state, with a person where needed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from thuphi.ground.calls.sender import Sender
from thuphi.ground.kit.money import dong
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.errors import AnotherIsLive
from thuphi.money.attempts.models import Attempt, AttemptStep
from thuphi.money.attempts.queries import needing_a_person
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills.models import Bill
from thuphi.money.errands import actions as errands
from thuphi.money.payments.models import Payment
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import bill_now, findings, now
from .payer import (
    accountant,
    approve,
    at_the_terminal,
    at_vnpay,
    begin,
    choose,
    merchant_of,
    next_bill,
    on_the_phone,
    reaches,
    school,
    seen,
    spoil,
)
from .story import Stage, Step, expect, until


def _steps(attempt: Attempt) -> list[str]:
    kept = AttemptStep.objects.filter(attempt_id=attempt.pk).order_by("id")
    return [f"{one.deed}:{one.outcome}" for one in kept if one.outcome]


def _ask_now(attempt: Attempt) -> None:
    """The accountant presses "ask again"."""
    by = actor_for(User.objects.get(username=accountant()))
    attempts.ask_again(by=by, attempt_id=attempt.pk, at=now())


def _paid_once(bill: Bill) -> None:
    until(lambda: bill_now(bill.code).state == "paid", f"{bill.code} chưa thành Đã thu")
    expect(findings(bill.code) == ["exact"], f"{findings(bill.code)}")


def silent(stage: Stage) -> str:
    """The notification never comes: we ask, and find out."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "vnpay")
    spoil(stage, "vnpay", next="timeout", on="pay")
    at_vnpay(stage, attempt, "pay")
    expect(seen(attempt).state == "pending", f"{seen(attempt).state}")
    _ask_now(attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    _paid_once(bill)
    return "VNPAY không báo: Chờ xác nhận, hỏi lại thì Đã thu"


def no_answer(stage: Stage) -> str:
    """The card is charged and the terminal's answer is lost: unknown, then looked up by itself."""
    bill = next_bill(school())
    poi_id = merchant_of(school(), "nexo").settings["POIID"]
    spoil(stage, "nexo", poi_id=poi_id, next="timeout")
    attempt = begin(school(), bill.code, bill.remaining_vnd, "nexo")
    at_the_terminal(stage, attempt, "approve")
    reaches(attempt, AttemptState.UNKNOWN)
    try:
        begin(school(), bill.code, bill.remaining_vnd, "momo")
        expect(False, "thu lần hai khi chưa rõ lần đầu")
    except AnotherIsLive:
        pass
    took = reaches(attempt, AttemptState.CONFIRMED)
    _paid_once(bill)
    return (
        f"máy POS trừ tiền mà không trả lời: Chưa rõ, không cho trả lần hai, tự tra sau {took} ms"
    )


def late(stage: Stage) -> str:
    """The notification comes a little later."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "momo")
    spoil(stage, "momo", next="late", seconds=1)
    approve(stage, attempt)
    expect(seen(attempt).state == "pending", f"{seen(attempt).state}")
    took = reaches(attempt, AttemptState.CONFIRMED)
    _paid_once(bill)
    return f"MoMo báo muộn: Chờ xác nhận, {took} ms sau Đã thu"


def told_twice(stage: Stage) -> str:
    """The same notification twice is one payment."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "zalopay")
    spoil(stage, "zalopay", next="twice")
    approve(stage, attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    _paid_once(bill)
    return "ZaloPay báo hai lần: ghi một lần"


def out_of_order(stage: Stage) -> str:
    """Success first, then an older "in hand" and "expired": confirmed money is not argued away."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "momo")
    spoil(stage, "momo", next="out_of_order")
    approve(stage, attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    until(lambda: "heard:refused" in _steps(attempt), f"chưa nghe đủ: {_steps(attempt)}")
    expect(seen(attempt).state == "confirmed", f"{seen(attempt).state}")
    _paid_once(bill)
    return "MoMo báo thành công rồi mới báo đang xử lý, hết hạn: vẫn Đã thu"


def wrong_amount(stage: Stage) -> str:
    """Real money, but not what was asked for: the accountant decides, it is booked as it came."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "gsma")
    spoil(stage, "gsma", next="wrong_amount")
    approve(stage, attempt)
    until(lambda: seen(attempt).needs_person, f"chưa vào hộp chờ: {_steps(attempt)}")
    expect(seen(attempt).state == "unknown", f"{seen(attempt).state}")
    waiting = needing_a_person(school().pk)
    expect(waiting.filter(pk=attempt.pk).exists(), "kế toán không thấy")
    by = actor_for(User.objects.get(username=accountant()))
    attempts.accept(by=by, attempt_id=attempt.pk, reason="Sao kê ghi đúng số này", at=now())
    reaches(attempt, AttemptState.CONFIRMED)
    until(lambda: bill_now(bill.code).state == "part_paid", f"{bill_now(bill.code).state}")
    short = bill_now(bill.code).remaining_vnd
    return f"Mobile Money thiếu {dong(short)}: Chưa rõ, kế toán nhận, Thu một phần"


def bad_signature(stage: Stage) -> str:
    """A notification that is not signed right is refused; the truth is asked for."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "momo")
    spoil(stage, "momo", next="bad_signature")
    approve(stage, attempt)
    expect(seen(attempt).state == "pending", f"{seen(attempt).state}")
    expect(not Payment.objects.filter(bill=bill).exists(), "chữ ký sai mà vẫn ghi tiền")
    _ask_now(attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    _paid_once(bill)
    return "MoMo báo sai chữ ký: không tin, hỏi lại thì Đã thu"


def unknown_word(stage: Stage) -> str:
    """A word nobody listed is not a failure: unknown, asked about at once."""
    bill = next_bill(school())
    attempt = choose(stage, bill, "momo")
    until(lambda: bool(seen(attempt).url), "MoMo chưa mở trang")
    spoil(stage, "momo", next="unknown_word")
    approve(stage, attempt)
    until(lambda: "heard:unknown" in _steps(attempt), f"{_steps(attempt)}")
    reaches(attempt, AttemptState.CONFIRMED)
    expect("asked:confirmed" in _steps(attempt), f"{_steps(attempt)}")
    _paid_once(bill)
    return "MoMo báo mã 8888: Chưa rõ chứ không phải hỏng, hỏi ngay, Đã thu"


def declined(stage: Stage) -> str:
    """The payer says no: dead at once, and another way is free."""
    bill = next_bill(school())
    first = choose(stage, bill, "gsma")
    on_the_phone(stage, first, "decline")
    reaches(first, AttemptState.REFUSED)
    second = begin(school(), bill.code, bill.remaining_vnd, "nexo")
    at_the_terminal(stage, second, "decline")
    reaches(second, AttemptState.REFUSED)
    third = choose(stage, bill, "zalopay")
    approve(stage, third)
    reaches(third, AttemptState.CONFIRMED)
    _paid_once(bill)
    return "từ chối PIN, thẻ bị từ chối: Không thành công, trả ngay bằng ZaloPay"


def down(stage: Stage) -> str:
    """A provider that is away for a week: then a person finds out; the other ways work."""
    bill = next_bill(school())
    spoil(stage, "momo", next="down", times=2)
    attempt = choose(stage, bill, "momo")
    reaches(attempt, AttemptState.UNKNOWN)
    expect(not needing_a_person(school().pk).exists(), "gọi người quá sớm")
    _ask_when_the_week_is_over()
    waiting = needing_a_person(school().pk)
    expect([one.pk for one in waiting] == [attempt.pk], f"hộp chờ: {list(waiting)}")
    by = actor_for(User.objects.get(username=accountant()))
    attempts.give_up(
        by=by, attempt_id=attempt.pk, reason="MoMo trả lời: không có lệnh này", at=now()
    )
    expect(seen(attempt).state == "refused", f"{seen(attempt).state}")
    spoil(stage, "momo")
    other = choose(stage, bill, "vnpay")
    approve(stage, other)
    reaches(other, AttemptState.CONFIRMED)
    _paid_once(bill)
    return "MoMo báo 503 cả tuần: Chưa rõ, vào hộp chờ, kế toán hỏi rồi khép lại, trả bằng VNPAY"


def _ask_when_the_week_is_over() -> None:
    """What the worker does when it has asked every day for a week: once more, then no more."""
    over = now() + timedelta(days=8)
    sender = Sender(may_go_to=settings.CALLS_MAY_GO_TO)
    for due in attempts.claim_due(at=over, limit=10):
        errands.take_attempt_step(due, sender=sender, clock=lambda: over)


STEPS: list[tuple[str, Step]] = [
    ("Không báo", silent),
    ("Không trả lời", no_answer),
    ("Báo muộn", late),
    ("Báo hai lần", told_twice),
    ("Báo ngược thứ tự", out_of_order),
    ("Sai số tiền", wrong_amount),
    ("Sai chữ ký", bad_signature),
    ("Từ lạ", unknown_word),
    ("Bị từ chối", declined),
    ("Nhà cung cấp hỏng", down),
]
