"""The operator's pages: a phone that asks for a PIN, and a counter for bills. No script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from simulators.operator.bills import Bill, Posted
from simulators.operator.book import Request
from simulators.operator.faults import Fault
from simulators.operator.settings import Merchant

HERE = Path(__file__).parent
STYLE = (HERE.parent / "bank" / "style.css").read_text(encoding="utf-8") + (
    HERE / "operator.css"
).read_text(encoding="utf-8")

AT_PIN = (
    (Fault.LATE, "Trả, báo trễ"),
    (Fault.SILENT, "Trả, không báo"),
    (Fault.TWICE, "Trả, báo hai lần"),
    (Fault.OUT_OF_ORDER, "Trả, báo lộn thứ tự"),
    (Fault.WRONG_AMOUNT, "Trừ thiếu 1.000 đ"),
    (Fault.BAD_SIGNATURE, "Báo sai địa chỉ"),
    (Fault.UNKNOWN_WORD, "Trạng thái lạ"),
)
ORDERED = (
    (Fault.NONE, "Chạy bình thường"),
    (Fault.TIMEOUT, "Im lặng một lần"),
    (Fault.REFUND_FAILS, "Từ chối lần hoàn tiền tới"),
    (Fault.DOWN, "Ngừng phục vụ"),
)
FACTS = (("payerName", "Người nộp"), ("beneficiaryName", "Người thụ hưởng"))
BILL_STATES = {"unpaid": "Chưa thu", "partialpaid": "Thu một phần", "paid": "Đã thu"}
STATES = {"pending": "Chờ PIN", "completed": "Đã trả", "failed": "Không trả"}


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Ví Di Động</title><style>{STYLE}</style></head>
<body><header><a href="/">Ví Di Động</a><p>Ví giả lập, không có tiền thật</p></header>
<main>{inside}</main></body></html>"""


def _told(label: str, value: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"


def refused(sentence: str, back: str = "/") -> str:
    """Why nothing was done."""
    return _page(
        "Không thực hiện được",
        f'<h1>Không thực hiện được</h1><p class="no" role="alert">{escape(sentence)}</p>'
        f'<p><a class="button" href="{escape(back)}">Quay lại</a></p>',
    )


def home(requests: Sequence[Request], ordered: Fault) -> str:
    """What waits for a PIN, what went before, and what is to go wrong next."""
    rows = "".join(
        f'<li><a href="/requests/{one.server_id}">{escape(one.phone)}</a>'
        f"<span>{money(one.amount_vnd)}</span><span>{STATES[one.status]}</span></li>"
        for one in requests
    )
    faults = "".join(
        f'<button class="plain" name="next" value="{fault.value}">{escape(label)}</button>'
        for fault, label in ORDERED
    )
    waiting = f'<ul class="rows">{rows}</ul>' if rows else "<p>Chưa có yêu cầu nào.</p>"
    return _page(
        "Yêu cầu thanh toán",
        f"""<h1>Yêu cầu thanh toán</h1>{waiting}
<p><a class="button" href="/bills">Trả khoản thu của trường, bệnh viện</a></p>
<form method="post" action="/control"><fieldset><legend>Sự cố: {escape(ordered.value)}</legend>
<div class="pair">{faults}</div></fieldset></form>""",
    )


def prompt(request: Request, merchant: Merchant, trouble: str = "") -> str:
    """The phone's screen: PIN, please."""
    deeds = "".join(
        f'<button class="plain" name="deed" value="{fault.value}">{escape(label)}</button>'
        for fault, label in AT_PIN
    )
    alert = f'<p class="no" role="alert">{escape(trouble)}</p>' if trouble else ""
    sum_ = money(request.amount_vnd)
    return _page(
        "Nhập PIN",
        f"""<div class="screen"><p>{escape(request.phone)}</p>
<h1>Nhập PIN để trả {sum_} cho {escape(merchant.name)}</h1>{alert}
<form method="post" action="/requests/{request.server_id}">
<dl>{_told("Nội dung", request.description)}{_told("Mã", request.reference)}</dl>
<label for="pin">PIN (4 chữ số)</label>
<input id="pin" name="pin" type="password" inputmode="numeric" maxlength="4" autocomplete="off">
<button name="deed" value="pay">Trả {sum_}</button>
<button class="plain" name="deed" value="decline">Từ chối</button>
<fieldset><legend>Trả, nhưng có sự cố</legend><div class="pair">{deeds}</div></fieldset>
</form></div>""",
    )


def outcome(request: Request, merchant: Merchant) -> str:
    """What became of a request."""
    word = {"completed": "Đã trả", "failed": "Không trả"}[request.status]
    why = request.error.code if request.error else ""
    rows = _told("Mã giao dịch", request.transaction) if request.transaction else ""
    return _page(
        word,
        f"""<div class="screen"><h1>{word}</h1><p class="sum">{money(request.amount_vnd)}</p>
<dl>{_told("Cho", merchant.name)}{rows}{_told("Lý do", why) if why else ""}</dl>
<p><a class="button" href="/">Về danh sách</a></p></div>""",
    )


def counter(merchants: Sequence[Merchant]) -> str:
    """Which school, which code."""
    options = "".join(
        f'<option value="{escape(one.organisation_id)}">{escape(one.name)}</option>'
        for one in merchants
    )
    return _page(
        "Trả khoản thu",
        f"""<h1>Trả khoản thu</h1><form method="get" action="/bills/of">
<label for="organisation">Trường, bệnh viện</label>
<select id="organisation" name="organisation">{options}</select>
<label for="consumer">Mã khoản thu hoặc mã học sinh</label>
<input id="consumer" name="consumer" autocomplete="off" placeholder="TF…">
<button>Xem khoản thu</button></form>""",
    )


def bills(merchant: Merchant, consumer: str, found: Sequence[Bill]) -> str:
    """The bills a school told of, each with its button."""
    rows = "".join(_bill(merchant, consumer, bill) for bill in found)
    return _page(
        "Khoản thu",
        f"<h1>Khoản thu của {escape(merchant.name)}</h1>"
        + (rows or "<p>Không có khoản thu nào với mã này.</p>"),
    )


def _bill(merchant: Merchant, consumer: str, bill: Bill) -> str:
    told = {one.get("key", ""): one.get("value", "") for one in bill.metadata}
    facts = "".join(_told(label, told[key]) for key, label in FACTS if key in told)
    due = int(bill.amount_due) if bill.amount_due.isdigit() else 0
    pay = ""
    if bill.bill_status in ("unpaid", "partialpaid"):
        pay = f"""<form method="post" action="/bills/pay">
<input type="hidden" name="organisation" value="{escape(merchant.organisation_id)}">
<input type="hidden" name="consumer" value="{escape(consumer)}">
<input type="hidden" name="bill" value="{escape(bill.bill_reference)}">
<label for="phone-{escape(bill.bill_reference)}">Số điện thoại có ví</label>
<input id="phone-{escape(bill.bill_reference)}" name="phone" value="+84901234567">
<label for="pin-{escape(bill.bill_reference)}">PIN (4 chữ số)</label>
<input id="pin-{escape(bill.bill_reference)}" name="pin" type="password" inputmode="numeric">
<button>Trả {money(due)}</button></form>"""
    state = BILL_STATES.get(bill.bill_status, bill.bill_status)
    return f"""<section><h2>{escape(bill.billdescription or bill.bill_reference)}</h2>
<dl>{_told("Mã", bill.bill_reference)}{_told("Còn phải nộp", money(due))}
{_told("Trạng thái", state)}{_told("Hạn", bill.due_date)}{facts}</dl>{pay}</section>"""


def posted(answers: Sequence[Posted]) -> str:
    """What the school answered to a payment."""
    last = answers[-1]
    words = last.body.get("serviceProviderNotification", "") if isinstance(last.body, dict) else ""
    if last.status == 201:
        return _page(
            "Đã trả",
            f'<div class="screen"><h1>Đã trả</h1><p>{escape(str(words))}</p>'
            f"<dl>{_told('Mã giao dịch', last.transaction)}</dl>"
            '<p><a class="button" href="/bills">Trả khoản khác</a></p></div>',
        )
    said = last.body if isinstance(last.body, dict) else {}
    why = said.get("errordescription") or said.get("errorCode") or "không rõ lý do"
    return refused(f"Trường từ chối ({last.status}): {why}", "/bills")
