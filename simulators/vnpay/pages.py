"""The gateway's pages, as a payer sees them on a phone. No script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from simulators.vnpay.book import Payment, Sent
from simulators.vnpay.faults import Fault

STYLE = (Path(__file__).parents[1] / "bank" / "style.css").read_text(encoding="utf-8")

WAYS = (
    ("NCB", "Tài khoản hoặc thẻ nội địa (NCB)"),
    ("VNPAYQR", "Quét mã VNPAYQR bằng ứng dụng ngân hàng"),
    ("INTCARD", "Thẻ quốc tế"),
)
SITUATIONS = (
    ("wrong_code", "Nhập sai mã xác thực"),
    ("suspected", "Trừ tiền nhưng bị nghi ngờ"),
    ("reversed", "Trừ tiền rồi đảo giao dịch"),
    ("unfinished", "Ngân hàng chưa trả lời"),
)
FAULTS = (
    (Fault.TIMEOUT, "Im lặng"),
    (Fault.LATE, "Báo trễ"),
    (Fault.TWICE, "Báo hai lần"),
    (Fault.OUT_OF_ORDER, "Báo lộn thứ tự"),
    (Fault.WRONG_AMOUNT, "Sai số tiền"),
    (Fault.BAD_SIGNATURE, "Sai chữ ký"),
    (Fault.UNKNOWN_WORD, "Mã lạ"),
    (Fault.REFUND_FAILS, "Từ chối hoàn tiền"),
    (Fault.REFUND_FAILS_LATER, "Nhận rồi từ chối hoàn"),
    (Fault.DOWN, "Ngừng phục vụ"),
)
WORDS = {
    "": "Chưa trả",
    "00": "Đã trả",
    "07": "Bị nghi ngờ",
    "11": "Quá hạn",
    "13": "Sai mã xác thực",
    "24": "Đã hủy",
    "51": "Không đủ tiền",
    "99": "Lỗi khác",
}


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Cổng thanh toán Thử</title><style>{STYLE}
dt{{white-space:nowrap}}
input[type=radio]{{width:auto;min-height:0;margin:0 10px 0 0}}
label.way{{display:flex;align-items:center;min-height:48px;margin:0;font-weight:400}}</style></head>
<body><header><a href="/">Cổng thanh toán Thử</a>
<p>VNPAY giả lập, không có tiền thật</p></header>
<main>{inside}</main></body></html>"""


def _told(label: str, value: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"


def refused(sentence: str) -> str:
    """Why there is no payment page."""
    return _page(
        "Không thực hiện được",
        f'<h1>Không thực hiện được</h1><p class="no" role="alert">{escape(sentence)}</p>'
        "<p>Chưa có tiền nào bị trừ. Xin quay lại trang thu phí.</p>",
    )


def pay(payment: Payment) -> str:
    """What is to be paid, to whom, and how."""
    chosen = payment.bank_code if payment.bank_code in dict(WAYS) else WAYS[0][0]
    ways = "".join(
        f'<label class="way"><input type="radio" name="bank" value="{code}"'
        f"{' checked' if code == chosen else ''}>{escape(label)}</label>"
        for code, label in WAYS
    )
    situations = "".join(
        f'<button class="plain" name="deed" value="{deed}">{escape(label)}</button>'
        for deed, label in SITUATIONS
    )
    expires = payment.expires
    until = f"{expires[8:10]}:{expires[10:12]} {expires[6:8]}/{expires[4:6]}/{expires[:4]}"
    return _page(
        "Thanh toán",
        f"""<h1>Thanh toán {money(payment.amount_vnd)}</h1>
<dl>{_told("Đơn vị nhận", payment.merchant.name or payment.merchant.vnp_TmnCode)}
{_told("Nội dung", payment.order_info)}{_told("Mã giao dịch", payment.reference)}
{_told("Trả trước", until)}</dl>
<form method="post" action="/paymentv2/pay">
<input type="hidden" name="terminal" value="{escape(payment.merchant.vnp_TmnCode)}">
<input type="hidden" name="reference" value="{escape(payment.reference)}">
<fieldset><legend>Cách trả</legend>{ways}</fieldset>
<button name="deed" value="pay">Thanh toán</button>
<button class="plain" name="deed" value="no_money">Tài khoản không đủ tiền</button>
<button class="plain" name="deed" value="cancel">Hủy giao dịch</button>
<fieldset><legend>Thử chuyện thường ngày</legend>{situations}</fieldset></form>""",
    )


def _answer(sent: Sent) -> str:
    kind, word = ("yes", "đã nhận") if sent.is_acknowledged else ("no", "chưa nhận")
    told = f"{sent.status} {sent.rsp_code}".strip() if sent.status else "không trả lời"
    return f'<span class="{kind}">{word}</span><span>{escape(told)} · {sent.tries} lần</span>'


def _row(payment: Payment) -> str:
    answers = "".join(_answer(sent) for sent in payment.sent)
    refunds = "".join(
        f"<span>Hoàn {money(one.amount_vnd)} ({escape(one.status)})</span>"
        for one in payment.refunds
    )
    again = (
        f'<form method="post" action="/again">'
        f'<input type="hidden" name="terminal" value="{escape(payment.merchant.vnp_TmnCode)}">'
        f'<input type="hidden" name="reference" value="{escape(payment.reference)}">'
        f'<button class="plain">Báo lại</button></form>'
        if payment.response
        else ""
    )
    word = WORDS.get(payment.response, payment.response)
    return (
        f"<li><span>{escape(payment.reference)}</span><span>{money(payment.amount_vnd)}</span>"
        f"<span>{escape(word)}</span>{refunds}{answers}{again}</li>"
    )


def home(payments: Sequence[Payment], waiting: Sequence[str]) -> str:
    """What the gateway believes, and what shall go wrong next."""
    rows = "".join(_row(payment) for payment in payments) or "<li>Chưa có giao dịch nào.</li>"
    buttons = "".join(
        f'<button class="plain" name="next" value="{fault.value}">{escape(label)}</button>'
        for fault, label in FAULTS
    )
    labels = {fault.value: label for fault, label in FAULTS}
    names = ", ".join(labels.get(name, name) for name in waiting)
    planned = f'<p class="no">Sắp xảy ra: {escape(names)}</p>' if waiting else ""
    return _page(
        "Giao dịch",
        f"""<h1>Giao dịch</h1><ul class="rows">{rows}</ul>
<form method="post" action="/fault"><fieldset><legend>Lần tới xảy ra</legend>{planned}
<div class="pair">{buttons}</div></fieldset></form>""",
    )
