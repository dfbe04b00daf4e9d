"""The road of a payment: from a workbook to a receipt, a moved share, and all that can go wrong."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from django.db.models import Sum

from thuphi.ground.channels import vietqr
from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.money import dong
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.workbook import queries as workbook_queries
from thuphi.money.ledger.models import LedgerAccount
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import (
    HeardOtherwise,
    HeardWaiting,
    MonthCount,
    Payment,
    ReceiptSeries,
)
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.receipt_code import code_of
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .building import import_main, main_workbook, this_month
from .story import Stage, Step, expect, hidden, until

BURST = 300


def _now() -> datetime:
    return datetime.now(UTC)


def _bill(code: str) -> Bill:
    return Bill.objects.get(code=code)


def _take_open_bill(stage: Stage, name: str, *, nth: int) -> Bill:
    """An open bill of the main school that no other step uses."""
    bill = Bill.objects.filter(facility=stage.main, state="open").order_by("id")[nth]
    stage.codes[name] = bill.code
    return bill


def _settled() -> bool:
    return not HeardWaiting.objects.exists()


def _findings(code: str) -> list[str]:
    return list(
        Payment.objects.filter(bill__code=code).order_by("id").values_list("finding", flat=True)
    )


def faulty_workbook(stage: Stage) -> str:
    """A workbook with faults is refused, each fault named; nothing is written."""
    month = this_month(_now())
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
    month = this_month(_now())
    content = main_workbook(stage.main, month)
    preview, imported = import_main(stage.main, month, content, _now())
    expect(preview.fault_count == 0 and imported.created == 1200, f"{imported}")
    stage.codes["run"] = str(imported.run_id)
    return (
        f"{imported.created} học sinh, {imported.charges} dòng thu, "
        f"tổng {dong(imported.total_vnd)}, {len(content) // 1024} kB"
    )


def issue(stage: Stage) -> str:
    """The worker issues the run; asking again makes no second bill."""
    run = int(stage.codes["run"])
    bills.request_issue(by=SYSTEM, run_id=run, at=_now())
    took = until(
        lambda: CollectionRun.objects.get(pk=run).state == "issued", "đợt thu chưa phát hành xong"
    )
    count = Bill.objects.filter(run_id=run).count()
    again = bills.issue_run(by=SYSTEM, run_id=run, at=_now())
    total = Bill.objects.filter(run_id=run).aggregate(sum=Sum("total_vnd"))["sum"]
    expect(count == 1200 and again == 0, f"{count} khoản thu, chạy lại thêm {again}")
    return f"{count} khoản thu, {dong(total)}, sau {took} ms; chạy lại thêm 0"


def bill_page(stage: Stage) -> str:
    """Anybody with the link sees amount and QR, but not whose child it is."""
    bill = _take_open_bill(stage, "exact", nth=0)
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
        lambda: "Đã thu" in stage.web.get(f"/b/{code}/trang-thai").text, "trang chưa báo Đã thu"
    )
    expect(_findings(code)[0] == "exact", f"{_findings(code)}")
    return f"ngân hàng báo {told['bank_reference']}, trang chuyển sang Đã thu sau {took} ms"


def receipt(stage: Stage) -> str:
    """The receipt has a number, a PDF, and a code that anybody can check."""
    payment = Payment.objects.get(bill__code=stage.codes["exact"], receipt_number__isnull=False)
    code = code_of(payment.pk)
    page = stage.web.get(f"/bien-lai/{code}")
    pdf = stage.web.get(f"/bien-lai/{code}.pdf")
    expect(page.status_code == 200 and pdf.content.startswith(b"%PDF"), "không có biên lai")
    checked = stage.web.get("/kiem-tra", params={"ma": code})
    expect(stage.main.name in checked.text, "trang kiểm tra không nhận ra biên lai")
    return (
        f"số {payment.receipt_number}/{payment.receipt_year}, mã {code}, "
        f"PDF {len(pdf.content) // 1024} kB"
    )


def short_and_rest(stage: Stage) -> str:
    """Too little is kept and shown; the rest pays it off."""
    bill = _take_open_bill(stage, "short", nth=1)
    stage.pay(bill.code, amount_vnd=bill.total_vnd - 20_000)
    until(lambda: _bill(bill.code).state == "part_paid", "chưa thành Thu một phần")
    stage.pay(bill.code)
    until(lambda: _bill(bill.code).state == "paid", "trả nốt mà chưa thành Đã thu")
    return f"thiếu {dong(20_000)} thành Thu một phần, trả nốt bằng QR mới thành Đã thu"


def too_much(stage: Stage) -> str:
    """What is too much is the family's credit."""
    bill = _take_open_bill(stage, "over", nth=2)
    stage.pay(bill.code, amount_vnd=bill.total_vnd + 5_000)
    until(lambda: _bill(bill.code).state == "paid", "chưa thành Đã thu")
    credit = LedgerAccount.objects.get(
        facility=stage.main, kind="payer_credit", detail=str(bill.beneficiary_id)
    )
    expect(credit.credit_vnd == 5_000, f"tiền tồn {credit.credit_vnd}")
    return f"thừa {dong(5_000)} nằm ở tiền tồn của gia đình"


def twice(stage: Stage) -> str:
    """Two transfers for one bill: the second is credit, not lost and not refused."""
    bill = _take_open_bill(stage, "twice", nth=3)
    stage.pay(bill.code, times=2)
    until(lambda: len([f for f in _findings(bill.code) if f != "duplicate"]) == 2, "thiếu lần hai")
    expect(_findings(bill.code) == ["exact", "over"], f"{_findings(bill.code)}")
    return "lần hai thành tiền tồn, có biên lai riêng"


def two_tellers(stage: Stage) -> str:
    """Two providers watch the school's account; one credit is booked once."""
    told = Payment.objects.filter(facility_id=stage.main.pk, finding="duplicate").count()
    expect(told > 0, "không thấy báo trùng nào từ nhà cung cấp thứ hai")
    return f"{told} lần nhà cung cấp thứ hai báo lại, không lần nào ghi hai lần"


def damaged(stage: Stage) -> str:
    """Lower case, spaces, O for 0, a bank's own text around, one wrong symbol: all are booked."""
    kinds = ("lower", "spaces", "dots", "o_for_zero", "prefix", "one_symbol")
    for place, kind in enumerate(kinds):
        bill = _take_open_bill(stage, kind, nth=place + 4)
        stage.pay(bill.code, damage=kind)
    codes = [stage.codes[kind] for kind in kinds]
    until(
        lambda: Bill.objects.filter(code__in=codes, state="paid").count() == len(codes),
        f"chưa ghi nhận hết {dict(zip(kinds, codes, strict=True))}",
    )
    return f"{len(kinds)} kiểu hỏng đều tìm đúng khoản thu"


def no_text(stage: Stage) -> str:
    """Money without a text waits for a person, who gives it to the right bill."""
    bill = _take_open_bill(stage, "no_text", nth=30)
    before = set(Payment.objects.filter(finding="unknown").values_list("id", flat=True))
    stage.pay(bill.code, damage="no_text")
    fresh = Payment.objects.filter(finding="unknown").exclude(id__in=before)
    until(fresh.exists, "tiền không vào hộp chờ")
    lan = actor_for(User.objects.get(username="ketoan"))
    payments.identify(by=lan, payment_id=fresh.get().pk, code=bill.code, at=_now())
    expect(_bill(bill.code).state == "paid", "gán rồi mà chưa Đã thu")
    return "vào hộp chờ, kế toán gán, khoản thu thành Đã thu"


def closed(stage: Stage) -> str:
    """Money for a cancelled bill is kept apart, with its text."""
    bill = _take_open_bill(stage, "closed", nth=31)
    payload = _payload(stage.main, bill)
    lan = actor_for(User.objects.get(username="ketoan"))
    bills.cancel_bill(by=lan, code=bill.code, reason="Học sinh chuyển trường", at=_now())
    answer = stage.bank.post("/pay", json={"qr": payload, "amount_vnd": bill.total_vnd})
    expect(answer.status_code == 200, f"{answer.text[:100]}")
    until(lambda: "closed" in _findings(bill.code), "tiền đến muộn không được giữ")
    expect(_bill(bill.code).paid_vnd == 0, "khoản đã hủy lại nhận tiền")
    return "tiền đến sau khi hủy nằm ở hộp chờ, khoản đã hủy không đổi"


def _payload(facility: Facility, bill: Bill) -> str:
    account = facilities.approved_account(facility.pk)
    expect(account is not None, "trường chưa có tài khoản được duyệt")
    return vietqr.encode(
        vietqr.Transfer(
            bin=account.bin if account else "",
            account=account.number if account else "",
            amount_vnd=bill.remaining_vnd,
            purpose=vietqr.purpose_for(bill.code, bill.reason),
        )
    )


def replays(stage: Stage) -> str:
    """A repeat is booked once; another body is kept; a bad signature is refused."""
    bill = _take_open_bill(stage, "replay", nth=32)
    told = stage.pay(bill.code)
    until(lambda: _bill(bill.code).state == "paid", "chưa ghi nhận")
    booked = Payment.objects.filter(bill__code=bill.code).count()
    kept = HeardOtherwise.objects.count()
    reference = told["bank_reference"]
    again = stage.bank.post("/notify/repeat", json={"bank_reference": reference}).json()
    other = stage.bank.post(
        "/notify/repeat", json={"bank_reference": reference, "change_body": True}
    ).json()
    forged = stage.bank.post(
        "/notify/repeat", json={"bank_reference": reference, "bad_signature": True}
    ).json()
    until(_settled, "hàng chờ chưa hết")
    expect(Payment.objects.filter(bill__code=bill.code).count() == booked, "ghi nhận hai lần")
    expect(all(one["status"] in {200, 201} for one in again["sent"]), f"{again}")
    expect(HeardOtherwise.objects.count() > kept, f"bản khác nội dung không được giữ: {other}")
    expect({one["status"] for one in forged["sent"]} == {401}, f"{forged}")
    return "lặp lại: ghi một lần; khác nội dung: giữ cho người xem; chữ ký sai: 401"


def bad_input(stage: Stage) -> str:
    """Unknown merchant, too large, unreadable: each has its answer."""
    where = stage.watchers[0]
    address = f"/gate/{where['provider']}/{where['slug']}"
    seen = {
        "không có cổng này": stage.web.post("/gate/sepay/khong-co-dau", content=b"{}").status_code,
        "quá lớn": stage.web.post(address, content=b"x" * 200_000).status_code,
        "không có chữ ký": stage.web.post(address, content=b"{}").status_code,
    }
    expect(list(seen.values()) == [404, 413, 401], f"{seen}")
    return ", ".join(f"{what} {status}" for what, status in seen.items())


def cash(stage: Stage) -> str:
    """A cashier signs in and takes cash; pressing twice gives one receipt; the share falls."""
    bill = _take_open_bill(stage, "cash", nth=33)
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
    expect(taken.count() == 1, f"{taken.count()} biên lai, {[one.status_code for one in done]}")
    number = taken.get().receipt_number
    return f"{dong(bill.total_vnd)}, biên lai số {number}; bấm hai lần vẫn một biên lai"


def stranger(stage: Stage) -> str:
    """Somebody of another school gets 404; nobody signed in is sent to sign in."""
    code = stage.codes["exact"]
    with closing(stage.sign_in("ketoan2")) as other:
        seen = other.get(f"/ban-lam-viec/khoan/{code}").status_code
    outside = stage.web.get(f"/ban-lam-viec/khoan/{code}").status_code
    expect((seen, outside) == (404, 302), f"{seen}, {outside}")
    return "kế toán trường khác: 404; chưa đăng nhập: về trang đăng nhập"


def burst(stage: Stage) -> str:
    """The first evening of a run: many families pay at once."""
    due = list(Bill.objects.filter(facility=stage.main, state="open").order_by("-id")[:BURST])
    payloads = [_payload(stage.main, bill) for bill in due]
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
    expect(found == list(range(1, last + 1)), "dãy số biên lai có chỗ hổng")
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
    until(_settled, "hàng chờ chưa hết")
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
                    payloads.append({"qr": _payload(facility, bill), "amount_vnd": short})
                case 8 if number % 40 == 8:
                    payloads.append({"qr": _payload(facility, bill), "damage": "no_text"})
                case _:
                    payloads.append({"qr": _payload(facility, bill)})
    told = stage.bank.post("/burst", json={"payloads": payloads, "concurrency": 64}).json()
    expect(told["acknowledged"] == told["sent"], f"{told['statuses']}")
    until(_settled, "hàng chờ chưa hết")
    return f"{len(payloads)} lần chuyển khoản"


def _take(cashier: Actor, bill: Bill) -> None:
    payments.take_cash(
        by=cashier,
        code=bill.code,
        amount_vnd=bill.total_vnd,
        key=f"evening-{bill.pk}",
        payer_name="",
        at=_now(),
    )


EVENING: list[tuple[str, Step]] = [("Các gia đình trả tiền", evening)]

STEPS: list[tuple[str, Step]] = [
    ("Tệp có lỗi", faulty_workbook),
    ("Nhập tệp học sinh và khoản thu", workbook),
    ("Phát hành đợt thu", issue),
    ("Trang khoản thu", bill_page),
    ("Quét QR, trả đúng", exact),
    ("Biên lai", receipt),
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
    ("Số biên lai liền mạch", receipts_without_gaps),
    ("Tỷ lệ không tiền mặt", shares),
    ("Sổ khớp", books_agree),
]
