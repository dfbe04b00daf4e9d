"""The road of a payment: from a workbook to a receipt, a moved share, and all that can go wrong."""

from __future__ import annotations

from contextlib import closing

from django.db.models import Sum

from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.money import dong
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.workbook import queries as workbook_queries
from thuphi.money.ledger.models import LedgerAccount
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import (
    MonthCount,
    Payment,
    ReceiptSeries,
)
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.receipt_code import code_of
from thuphi.registers.facilities.models import Facility
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .building import import_main, main_workbook, this_month
from .looking import findings, now, payload, settled, take_open_bill
from .mishaps import (
    bad_input,
    closed,
    damaged,
    no_text,
    replays,
    short_and_rest,
    stranger,
    too_much,
    twice,
    two_tellers,
)
from .story import Stage, Step, expect, hidden, until

BURST = 300


def faulty_workbook(stage: Stage) -> str:
    """A workbook with faults is refused, each fault named; nothing is written."""
    month = this_month(now())
    before = Beneficiary.objects.filter(facility=stage.main).count()
    preview = workbook_queries.preview(
        by=SYSTEM,
        facility_id=stage.main.pk,
        school_year=month.year,
        workbook=main_workbook(stage.main, month, with_faults=True),
    )
    expect(preview.fault_count >= 2, f"chỉ thấy {preview.fault_count} lỗi")
    expect(
        Beneficiary.objects.filter(facility=stage.main).count() == before, "đã ghi dù tệp có lỗi"
    )
    first = preview.faults[0]
    where = f"{first.sheet}, dòng {first.row}, cột {first.column}"
    return f"{preview.fault_count} lỗi, ví dụ {where}: {first.reason}"


def workbook(stage: Stage) -> str:
    """The good workbook is previewed and confirmed."""
    month = this_month(now())
    content = main_workbook(stage.main, month)
    preview, imported = import_main(stage.main, month, content, now())
    expect(preview.fault_count == 0 and imported.created == 1200, f"{imported}")
    stage.codes["run"] = str(imported.run_id)
    return (
        f"{imported.created} học sinh, {imported.charges} dòng thu, "
        f"tổng {dong(imported.total_vnd)}, {len(content) // 1024} kB"
    )


def issue(stage: Stage) -> str:
    """The worker issues the run; asking again makes no second bill."""
    run = int(stage.codes["run"])
    bills.request_issue(by=SYSTEM, run_id=run, at=now())
    took = until(
        lambda: CollectionRun.objects.get(pk=run).state == "issued", "đợt thu chưa phát hành xong"
    )
    count = Bill.objects.filter(run_id=run).count()
    again = bills.issue_run(by=SYSTEM, run_id=run, at=now())
    total = Bill.objects.filter(run_id=run).aggregate(sum=Sum("total_vnd"))["sum"]
    expect(count == 1200 and again == 0, f"{count} khoản thu, chạy lại thêm {again}")
    return f"{count} khoản thu, {dong(total)}, sau {took} ms; chạy lại thêm 0"


def bill_page(stage: Stage) -> str:
    """Anybody with the link sees amount and QR, but not whose child it is."""
    bill = take_open_bill(stage, "exact", nth=0)
    page = stage.web.get(f"/b/{bill.code}")
    expect(page.status_code == 200, f"trang trả lời {page.status_code}")
    expect(bill.beneficiary_name not in page.text, "tên học sinh hiện ra trước khi xác minh")
    expect(dong(bill.total_vnd) in page.text, "không thấy số tiền")
    phone = Beneficiary.objects.get(pk=bill.beneficiary_id).payer_phone
    found = stage.web.get("/tra")
    token = hidden(found.text, "csrfmiddlewaretoken")
    opened = stage.web.post(
        "/tra",
        data={"code": bill.code.lower(), "fact": phone[-3:], "csrfmiddlewaretoken": token},
        follow_redirects=True,
    )
    expect(bill.beneficiary_name in opened.text, "mã và số điện thoại đúng mà không mở được")
    return (
        f"{bill.code}, {dong(bill.total_vnd)}, {len(page.content) // 1024} kB; "
        "mở bằng mã và 3 số cuối điện thoại"
    )


def exact(stage: Stage) -> str:
    """The bank reads the QR from the picture, pays, notifies; the page says paid."""
    code = stage.codes["exact"]
    told = stage.pay(code)
    took = until(
        lambda: 'data-state="paid"' in stage.web.get(f"/b/{code}/trang-thai").text,
        "trang chưa báo Đã thu",
    )
    expect(findings(code)[0] == "exact", f"{findings(code)}")
    return f"ngân hàng báo {told['bank_reference']}, trang chuyển sang Đã thu sau {took} ms"


def receipt(stage: Stage) -> str:
    """The receipt has a number, a PDF, and a code that anybody can check."""
    payment = Payment.objects.get(bill__code=stage.codes["exact"], receipt_number__isnull=False)
    code = code_of(payment.pk)
    page = stage.web.get(f"/bien-lai/{code}")
    pdf = stage.web.get(f"/bien-lai/{code}.pdf")
    expect(page.status_code == 200 and pdf.content.startswith(b"%PDF"), "không có biên nhận")
    checked = stage.web.get("/kiem-tra", params={"ma": code})
    expect(stage.main.name in checked.text, "trang kiểm tra không nhận ra biên nhận")
    return (
        f"số {payment.receipt_number}/{payment.receipt_year}, mã {code}, "
        f"PDF {len(pdf.content) // 1024} kB"
    )


def cash(stage: Stage) -> str:
    """A cashier signs in and takes cash; pressing twice gives one receipt; the share falls."""
    bill = take_open_bill(stage, "cash", nth=33)
    address = f"/ban-lam-viec/quay/{bill.code}"
    with closing(stage.sign_in("thuquy")) as cashier:
        page = cashier.get(address).text
        form = {
            "amount_vnd": str(bill.total_vnd),
            "payer_name": "",
            "key": hidden(page, "key"),
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        }
        done = [cashier.post(address, data=form) for _ in range(2)]
    taken = Payment.objects.filter(bill=bill)
    expect(taken.count() == 1, f"{taken.count()} biên nhận, {[one.status_code for one in done]}")
    number = taken.get().receipt_number
    return f"{dong(bill.total_vnd)}, biên nhận số {number}; bấm hai lần vẫn một biên nhận"


def burst(stage: Stage) -> str:
    """The first evening of a run: many families pay at once."""
    due = list(Bill.objects.filter(facility=stage.main, state="open").order_by("-id")[:BURST])
    payloads = [payload(stage.main, bill) for bill in due]
    told = stage.bank.post("/burst", json={"payloads": payloads, "concurrency": 64}).json()
    expect(told["acknowledged"] == told["sent"], f"{told['statuses']}")
    took = until(
        lambda: (
            Bill.objects.filter(pk__in=[bill.pk for bill in due], state="paid").count() == len(due)
        ),
        "chưa ghi nhận hết",
    )
    return (
        f"{len(due)} gia đình, {told['sent']} thông báo được nhận trong {told['took_ms']} ms, "
        f"ghi sổ xong sau {took} ms nữa"
    )


def receipts_without_gaps(stage: Stage) -> str:
    """The receipts of the school are one series without a gap."""
    numbers = Payment.objects.filter(facility_id=stage.main.pk, receipt_number__isnull=False)
    last = ReceiptSeries.objects.get(facility_id=stage.main.pk).last_number
    found = sorted(number for number in numbers.values_list("receipt_number", flat=True) if number)
    expect(found == list(range(1, last + 1)), "dãy số biên nhận có chỗ hổng")
    return f"1 đến {last}, không thiếu số nào"


def shares(stage: Stage) -> str:
    """The officer's page shows the share, from the same bookings."""
    rows = MonthCount.objects.filter(facility_id=stage.main.pk)
    count = {row.method: row.payments for row in rows}
    whole, cash_count = sum(count.values()), count.get("cash", 0)
    expect(cash_count == 1 and whole > BURST, f"{count}")
    per_mille = (whole - cash_count) * 1000 // whole
    shown = f"{per_mille // 10},{per_mille % 10}"
    with closing(stage.sign_in("canbo")) as officer:
        province = officer.get("/van-phong/")
        school = officer.get(f"/van-phong/don-vi/{stage.main.pk}")
    expect(province.status_code == 200 and school.status_code == 200, f"{province.status_code}")
    expect(shown in school.text, f"trang của trường không ghi {shown} %")
    return f"{whole - cash_count}/{whole} lượt, {shown} %, đúng như trang của cán bộ tỉnh"


def books_agree(stage: Stage) -> str:  # noqa: ARG001
    """Every balance, bill and count equals a recount from what is kept for ever."""
    until(settled, "hàng chờ chưa hết")
    found = differences()
    expect(not found, "; ".join(str(one) for one in found[:3]))
    sums = LedgerAccount.objects.aggregate(debit=Sum("debit_vnd"), credit=Sum("credit_vnd"))
    expect(sums["debit"] == sums["credit"], f"{sums}")
    return f"nợ = có = {dong(sums['debit'])}, đếm lại không lệch chỗ nào"


def evening(stage: Stage) -> str:
    """Most families of every facility pay, some short, some twice; a few bring cash. Once only."""
    if Payment.objects.exists():
        return "đã có từ lần trước"
    cashier = actor_for(User.objects.get(username="thuquy"))
    payloads: list[dict[str, str | int]] = []
    for facility in Facility.objects.order_by("pk"):
        for number, bill in enumerate(Bill.objects.filter(facility=facility, state="open")):
            match number % 10:
                case 0 | 3:
                    continue
                case 7 if facility == stage.main:
                    _take(cashier, bill)
                case 5:
                    short = max(bill.total_vnd // 2, 1)
                    payloads.append({"qr": payload(facility, bill), "amount_vnd": short})
                case 8 if number % 40 == 8:
                    payloads.append({"qr": payload(facility, bill), "damage": "no_text"})
                case _:
                    payloads.append({"qr": payload(facility, bill)})
    told = stage.bank.post("/burst", json={"payloads": payloads, "concurrency": 64}).json()
    expect(told["acknowledged"] == told["sent"], f"{told['statuses']}")
    until(settled, "hàng chờ chưa hết")
    return f"{len(payloads)} lần chuyển khoản"


def _take(cashier: Actor, bill: Bill) -> None:
    payments.take_cash(
        by=cashier,
        code=bill.code,
        amount_vnd=bill.total_vnd,
        key=f"evening-{bill.pk}",
        payer_name="",
        at=now(),
    )


EVENING: list[tuple[str, Step]] = [("Các gia đình trả tiền", evening)]

STEPS: list[tuple[str, Step]] = [
    ("Tệp có lỗi", faulty_workbook),
    ("Nhập tệp học sinh và khoản thu", workbook),
    ("Phát hành đợt thu", issue),
    ("Trang khoản thu", bill_page),
    ("Quét QR, trả đúng", exact),
    ("Biên nhận", receipt),
    ("Trả thiếu rồi trả nốt", short_and_rest),
    ("Trả thừa", too_much),
    ("Trả hai lần", twice),
    ("Hai nơi cùng báo một khoản", two_tellers),
    ("Nội dung bị sửa", damaged),
    ("Mất nội dung", no_text),
    ("Trả sau khi hủy", closed),
    ("Báo lại, báo khác, giả chữ ký", replays),
    ("Gửi bậy vào cổng", bad_input),
    ("Tiền mặt tại bàn", cash),
    ("Người trường khác", stranger),
    ("Tối đầu tiên của đợt thu", burst),
    ("Số biên nhận liền mạch", receipts_without_gaps),
    ("Tỷ lệ không tiền mặt", shares),
    ("Sổ khớp", books_agree),
]
