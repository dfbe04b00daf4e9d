"""The money of that month: paid right and wrong, one page for a family, changes to paid bills, the
meals' settlement, reminders that stop, e-receipts, what goes back, the books, and the closing.
"""

from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime, timedelta

import httpx

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.money import dong
from thuphi.ground.notices import actions as notices
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Kind, Way
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.errors import AdjustmentLargerThanBill
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import ExemptionKind, Period
from thuphi.money.closing import actions as closings
from thuphi.money.closing.errors import MoneyOnItsWay
from thuphi.money.credits import queries as credits
from thuphi.money.invoices import actions as invoices
from thuphi.money.invoices import queries as invoiced
from thuphi.money.invoices.models import Invoice
from thuphi.money.meals.actions import settling
from thuphi.money.meals.models import Meal
from thuphi.money.meals.queries import month as meal_months
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.payouts import actions as payouts
from thuphi.money.payouts import errors as payout_errors
from thuphi.money.payouts import files
from thuphi.money.payouts import queries as paid_out
from thuphi.money.payouts.actions import PayeeAccount, Wanted
from thuphi.money.reminders import actions as reminders
from thuphi.money.tills.actions import taking
from thuphi.money.tills.actions.taking import Entry

from .looking import bill_now, findings, now, settled
from .month import PUPILS, bills_of_run, item, last_month, open_plan, the_run, who
from .payer import accountant, approve, choose, reaches, school
from .story import Stage, Step, expect, hidden, until

HEAD = "hieutruong2"
FAMILY = 4
"""The place of the family that uses its own page."""


def _bill(place: int) -> Bill:
    return bills_of_run()[place]


def _books(*found: Bill) -> None:
    until(settled, f"chưa ghi sổ {[one.code for one in found]}")


def paid_right_and_wrong(stage: Stage) -> str:
    """Four ways right, and four that happen every day: short, over, without text, twice."""
    exact, short, over, lost = (_bill(place) for place in range(4))
    stage.pay(exact.code)
    stage.pay(short.code, amount_vnd=short.total_vnd - 50_000)
    stage.pay(over.code, amount_vnd=over.total_vnd + 20_000)
    stage.pay(lost.code, damage="no_text")
    _books(exact, short, over, lost)
    found = [findings(one.code) for one in (exact, short, over, lost)]
    expect(found == [["exact"], ["part"], ["over"], []], f"{found}")
    ownerless = Payment.objects.filter(
        facility_id=school().pk, finding="unknown", amount_vnd=lost.total_vnd
    ).latest("pk")
    payments.identify(by=who(), payment_id=ownerless.pk, code=lost.code, at=now())
    keyed = [
        Entry(code=one.code, amount_vnd=one.total_vnd, key=f"month-{one.pk}")
        for one in bills_of_run()[5:8]
    ]
    taken, again = (
        taking.take_many(by=who(), facility_id=school().pk, entries=keyed, at=now())
        for _ in range(2)
    )
    expect(
        [one.payment.pk for one in taken] == [one.payment.pk for one in again],
        "bấm lần hai mà có biên nhận mới",
    )
    credit = credits.balances(school().pk, [over.beneficiary_id])
    expect(credit == {over.beneficiary_id: 20_000}, f"{credit}")
    return (
        "đúng; thiếu 50.000 đ; thừa 20.000 đ thành số dư; không nội dung thì tìm được chủ; "
        f"{len(taken)} em nộp tiền mặt một lần ghi, gửi lại không thêm biên nhận"
    )


def _code_sent_to(stage: Stage, phone: str) -> str:
    def arrived() -> list[str]:
        book = httpx.get(f"{stage.street.messages}/ledger", trust_env=False).json()
        texts = [one["text"] for one in book["messages"] if one["to"].endswith(phone[1:])]
        return [found[1] for text in texts if (found := re.search(r"la ([0-9]{6}),", text))]

    until(lambda: bool(arrived()), "mã không tới điện thoại")
    return arrived()[-1]


def family_page(stage: Stage) -> str:
    """A phone and its code open the page; the child opens by the code on the paper."""
    bill = _bill(FAMILY)
    phone = bill.beneficiary.payer_phone
    with closing(httpx.Client(base_url=stage.web.base_url, follow_redirects=True)) as family:
        token = hidden(family.get("/gia-dinh/").text, "csrfmiddlewaretoken")
        asked = family.post("/gia-dinh/", data={"phone": phone, "csrfmiddlewaretoken": token})
        expect(asked.status_code == 200, f"{asked.status_code}")
        opened = family.post(
            "/gia-dinh/ma",
            data={
                "code": _code_sent_to(stage, phone),
                "csrfmiddlewaretoken": hidden(asked.text, "csrfmiddlewaretoken"),
            },
        )
        expect(bill.beneficiary_name not in opened.text, "tên con hiện ra trước câu hỏi thứ hai")
        shown = family.post(
            "/gia-dinh/mo",
            data={
                "fact": bill.code,
                "csrfmiddlewaretoken": hidden(opened.text, "csrfmiddlewaretoken"),
            },
        )
    expect(bill.beneficiary_name in shown.text, "không thấy tên con sau khi gõ mã trên giấy")
    digits = dong(bill.remaining_vnd).split("\xa0")[0]
    expect(digits in shown.text, f"không thấy {digits}")
    others = [one for one in bills_of_run() if one.pk != bill.pk]
    expect(not any(one.code in shown.text for one in others), "thấy khoản của nhà khác")
    return f"{phone[:4]}…: mã trong tin nhắn, rồi mã trên giấy; chỉ thấy con mình"


def adjusted(stage: Stage) -> str:  # noqa: ARG001
    """A right found late and a lower price become lines on paid bills; nothing is undone."""
    exact = bill_now(_bill(0).code)
    right = bills.exempt(
        by=who(), facility_id=school().pk, beneficiary_id=exact.beneficiary_id,
        fee_item_id=item("AN").pk, percent=50, reason="Hộ cận nghèo, nộp giấy muộn",
        from_on=last_month().first_day_on, until_on=today(now()) + timedelta(days=30), at=now(),
        kind=ExemptionKind.NEAR_POOR_HOUSEHOLD, period=Period.DAYS, paper="GCN 12/2026",
    )  # fmt: skip
    late = adjustments.late_exemption(
        by=who(), exemption_id=right.pk, paper="GCN 12/2026", at=now()
    )
    cut = adjustments.price_cut(
        by=who(), fee_item_id=item("CLB").pk, new_price_vnd=70_000, run_ids=[the_run().pk],
        reason="Câu lạc bộ nghỉ một buổi", paper="BB 07/2026", at=now(),
    )  # fmt: skip
    try:
        adjustments.adjust(
            by=who(), facility_id=school().pk, kind=AdjustmentKind.OTHER, reason="Thử",
            changes=[Change(exact.code, item("CLB").pk, -10_000_000)], paper="BB", at=now(),
        )  # fmt: skip
        expect(False, "giảm nhiều hơn khoản thu")
    except AdjustmentLargerThanBill as error:
        most = error.most_vnd
    after = bill_now(exact.code)
    expect(after.state == "paid" and after.total_vnd < exact.total_vnd, f"{after.total_vnd}")
    expect(len(findings(exact.code)) == 1, "khoản đã thu bị thu lại")
    return (
        f"miễn giảm muộn {dong(late.credited_vnd)}; giảm giá {cut.bills} giấy báo, "
        f"{dong(cut.released_vnd)} thành số dư; giảm quá {dong(most)} bị từ chối"
    )


def meals_settled(stage: Stage) -> str:  # noqa: ARG001
    """Days told of in time come back as credit lines, at each child's own price."""
    meal = Meal.objects.get(fee_item=item("AN"))
    runs = [the_run().pk]
    shown = meal_months.preview(meal, last_month(), runs)
    made = settling.settle_month(
        by=who(), facility_id=school().pk, meal_id=meal.pk, month=last_month(), run_ids=runs,
        seen=shown.digest, reason=f"Quyết toán tiền ăn {last_month().label}", paper="Bảng chấm ăn",
        at=now(),
    )  # fmt: skip
    expect(shown.credited_vnd > 0 and made.pk > 0, f"{shown.credited_vnd}")
    return (
        f"{len(shown.rows)} em, trả lại {dong(shown.credited_vnd)} bữa báo kịp; báo muộn không trả"
    )


def reminded(stage: Stage) -> str:
    """Who still owes is reminded once; the reminder stops the moment the money arrives."""
    open_plan(is_on=True)
    owing = [one for one in bills_of_run() if one.remaining_vnd and one.state != "cancelled"]
    laid_out = reminders.remind(
        by=who(), facility_id=school().pk, site=str(stage.web.base_url), at=now()
    )
    again = reminders.remind(
        by=who(), facility_id=school().pk, site=str(stage.web.base_url), at=now()
    )
    expect(again == 0, f"nhắc lại {again} nhà trong một ngày")
    letters = Letter.objects.filter(facility_id=school().pk, kind="reminder")
    until(
        lambda: not letters.filter(state__in=["waiting", "sending", "sent"]).exists(),
        "tin nhắc chưa đi hết",
    )
    late = _bill(PUPILS)
    stopped = _letter_that_stops(stage, late)
    expect(stopped, "vẫn nhắc sau khi tiền đã về")
    return f"{len(owing)} khoản còn nợ, {laid_out} tin; nhà trả trước khi tin đi thì tin dừng"


def _letter_that_stops(stage: Stage, bill: Bill) -> bool:
    """A reminder that waits for three seconds; the family pays meanwhile."""
    facts = reminders.facts_of([bill], school(), contact="0204300202", site=str(stage.web.base_url))
    (number,) = notices.queue(
        letters=[
            notices.Letter(
                way=Way.SMS, kind=Kind.REMINDER, to_address=bill.beneficiary.payer_phone,
                template="reminder_due", facts=facts, about=bill.code, facility_id=school().pk,
                not_before=now() + timedelta(seconds=3),
                day=today(now()),
            )
        ],
        at=now(),
    )  # fmt: skip
    stage.pay(bill.code)
    _books(bill)
    until(lambda: Letter.objects.get(pk=number).state != "waiting", "tin nhắc treo mãi")
    return Letter.objects.get(pk=number).state == "stopped"


def invoiced_all(stage: Stage) -> str:
    """Every paid bill gets its e-receipt; one is refused with words and sent again."""
    office = stage.street.einvoice
    httpx.post(f"{office}/control", json={"refuse": "Thiếu địa chỉ người nộp"}, trust_env=False)
    count = invoices.ask_for(by=who(), facility_id=school().pk, run_id=the_run().pk, at=now())
    mine = Invoice.objects.filter(facility_id=school().pk, bill__run=the_run())
    until(lambda: not mine.filter(state__in=["asked", "sent"]).exists(), "hóa đơn chưa xong")
    refused = mine.get(state="refused")
    invoices.take_up_again(by=who(), invoice_id=refused.pk, at=now())
    until(lambda: mine.filter(state="issued").count() == count, "hóa đơn gửi lại chưa xong")
    numbers = sorted(one.number or 0 for one in mine)
    expect(numbers == list(range(numbers[0], numbers[0] + count)), f"{numbers}")
    gaps = [one for one in invoiced.differences(school().pk) if one.number]
    expect(not gaps, f"{gaps}")
    return (
        f"{count} biên lai điện tử, số {numbers[0]} đến {numbers[-1]}; “{refused.reason}” gửi lại"
    )


def paid_back(stage: Stage) -> str:  # noqa: ARG001
    """Credits go back by a list, two persons and the bank's file; a young account is not paid."""
    held = credits.balances(school().pk)
    first, second = sorted(held)[:2]
    account = PayeeAccount("970436", "0123456789", "NGUYEN VAN AN")
    payouts.set_account(by=who(), beneficiary_id=first, account=account, at=_days_ago(20))
    payouts.set_account(by=who(), beneficiary_id=second, account=account, at=_days_ago(1))
    made = payouts.prepare(
        by=who(), facility_id=school().pk, reason="Trả tiền thừa", paper="DS 01", at=now(),
        wanted=[Wanted(first, held[first]), Wanted(second, held[second])],
    )  # fmt: skip
    head = who(HEAD)
    try:
        payouts.release(by=head, list_id=made.pk, at=now())
        expect(False, "trả vào tài khoản mới đổi hôm qua")
    except payout_errors.AccountTooYoung:
        young = paid_out.account_of(second)
    payouts.confirm_account(by=head, account_id=young.pk if young else 0, at=now())
    found = payouts.release(by=head, list_id=made.pk, at=now())
    rows = paid_out.payouts_of(found.pk)
    file = files.credit_transfer(found, rows)
    payouts.settle(
        by=who(), list_id=found.pk, payout_ids=[one.pk for one in rows], document="UNC 88", at=now()
    )
    left = credits.balances(school().pk, [first, second])
    expect(not left, f"{left}")
    total = held[first] + held[second]
    return (
        f"{dong(total)} cho 2 nhà, hai người ký, tệp ISO 20022 {len(file)} byte; "
        "tài khoản đổi hôm qua bị giữ"
    )


def _days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def books_open(stage: Stage) -> str:
    """Lists and books as pages, workbooks and PDF; they say what the run says."""
    names = ("da-nop", "chua-nop", "nop-thua", "doi-chieu-so-du", "so-thu", "so-quy")
    sizes = []
    with closing(stage.sign_in(accountant())) as desk:
        for name in names:
            page = desk.get(f"/ban-lam-viec/so-sach/{name}")
            expect(page.status_code == 200, f"{name}: {page.status_code}")
            book = desk.get(f"/ban-lam-viec/so-sach/{name}/bang.xlsx")
            expect(book.content.startswith(b"PK"), f"{name}: không có tệp Excel")
            sizes.append(len(book.content))
        paper = desk.get("/ban-lam-viec/so-sach/chua-nop/ban-in.pdf")
        day = desk.get("/ban-lam-viec/quy/so-quy")
    expect(paper.content.startswith(b"%PDF") and day.status_code == 200, "không in được")
    return f"{len(names)} sổ và danh sách, Excel {sum(sizes) // 1024} kB, PDF, sổ quỹ"


def closed(stage: Stage) -> str:
    """A run is not closed while money is on its way; then it is, and says who owes what."""
    run = the_run()
    owing = [one for one in bills_of_run() if one.remaining_vnd and one.state != "cancelled"]
    under_way, late = owing[-1], owing[-2]
    attempt = choose(stage, under_way, "momo")
    try:
        closings.close_run(by=who(), run_id=run.pk, at=now())
        expect(False, "chốt khi tiền đang trên đường")
    except MoneyOnItsWay as refused:
        expect([one.code for one in refused.bills] == [under_way.code], f"{refused.bills}")
    approve(stage, attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    _books(under_way)
    done = closings.close_run(by=who(), run_id=run.pk, at=now())
    expect(done.rest_vnd == sum(one.remaining_vnd for one in bills_of_run()), f"{done.rest_vnd}")
    stage.pay(late.code)
    _books(late)
    expect(bill_now(late.code).state == "paid", "khoản trả muộn không được ghi")
    found = differences()
    expect(not found, "; ".join(str(one) for one in found[:3]))
    return (
        f"đang có tiền trên đường thì chưa chốt; chốt: phải thu {dong(done.due_vnd)}, "
        f"còn {dong(done.rest_vnd)}; tiền về sau vẫn được ghi; đếm lại không lệch"
    )


STEPS: list[tuple[str, Step]] = [
    ("Nộp đúng, thiếu, thừa, không nội dung, tiền mặt", paid_right_and_wrong),
    ("Một trang cho gia đình", family_page),
    ("Điều chỉnh khoản đã thu", adjusted),
    ("Quyết toán tiền ăn", meals_settled),
    ("Nhắc nộp, tiền về thì thôi nhắc", reminded),
    ("Biên lai điện tử", invoiced_all),
    ("Chi trả tiền thừa", paid_back),
    ("Sổ và danh sách", books_open),
    ("Chốt đợt thu", closed),
]
