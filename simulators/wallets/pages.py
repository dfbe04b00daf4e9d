"""A wallet's pages, as a payer sees them on a phone. No script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from simulators.wallets.book import Payment, State
from simulators.wallets.faults import Fault

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

WORDS = {
    State.WAITING: "Đang chờ trả",
    State.PAID: "Đã trả",
    State.REFUSED: "Đã từ chối",
    State.NO_FUNDS: "Không đủ tiền",
    State.EXPIRED: "Hết hạn",
}
FAULTS = {
    Fault.TIMEOUT: "Không trả lời",
    Fault.LATE: "Báo trễ 5 giây",
    Fault.TWICE: "Báo hai lần",
    Fault.OUT_OF_ORDER: "Báo lộn thứ tự",
    Fault.WRONG_AMOUNT: "Báo sai số tiền",
    Fault.BAD_SIGNATURE: "Chữ ký sai",
    Fault.UNKNOWN_WORD: "Mã lạ",
    Fault.REFUND_FAILS: "Hoàn tiền hỏng",
    Fault.DOWN: "Ngừng phục vụ",
    Fault.SILENT: "Không báo",
}


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


class Pages:
    """The pages of one wallet, in its name and colour."""

    def __init__(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour

    def _page(self, title: str, inside: str) -> str:
        return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Ví {self._name} thử</title>
<style>:root{{--wallet:{self._colour}}}{STYLE}</style></head>
<body><header><a href="/">Ví {self._name} thử</a><p>Ví giả lập, không có tiền thật</p></header>
<main>{inside}</main></body></html>"""

    def pay(self, payment: Payment, sentence: str = "") -> str:
        """What is to be paid, to whom, and the PIN."""
        alert = f'<p class="no" role="alert">{escape(sentence)}</p>' if sentence else ""
        return self._page(
            "Xác nhận thanh toán",
            f"""<h1>Xác nhận thanh toán</h1>
<p class="amount">{money(payment.amount_vnd)}</p>
<dl><div><dt>Trả cho</dt><dd>{escape(payment.merchant_name)}</dd></div>
<div><dt>Nội dung</dt><dd>{escape(payment.description)}</dd></div>
<div><dt>Mã đơn</dt><dd>{escape(payment.reference)}</dd></div></dl>{alert}
<form method="post" action="/pay/{escape(payment.token)}">
<label for="pin">Mã PIN (6 số bất kỳ)</label>
<input class="pin" id="pin" name="pin" type="password" inputmode="numeric" maxlength="6"
 autocomplete="off">
<button name="deed" value="pay">Trả {money(payment.amount_vnd)}</button>
<button class="plain" name="deed" value="refuse">Từ chối</button>
<div class="pair"><button class="plain" name="deed" value="no_funds">Không đủ tiền</button>
<button class="plain" name="deed" value="expire">Để hết hạn</button></div></form>""",
        )

    def ended(self, payment: Payment) -> str:
        """An order that cannot be paid any more."""
        return self._page(
            WORDS[payment.state],
            f"""<h1>{WORDS[payment.state]}</h1>
<p class="amount">{money(payment.amount_vnd)}</p>
<dl><div><dt>Trả cho</dt><dd>{escape(payment.merchant_name)}</dd></div>
<div><dt>Mã đơn</dt><dd>{escape(payment.reference)}</dd></div>
<div><dt>Mã giao dịch</dt><dd>{payment.transaction_id or "không có"}</dd></div></dl>
<p><a class="button" href="/">Về ví</a></p>""",
        )

    def not_found(self) -> str:
        """No such order."""
        return self._page(
            "Không tìm thấy đơn",
            "<h1>Không tìm thấy đơn</h1><p>Đường dẫn sai hoặc ví đã khởi động lại.</p>"
            '<p><a class="button" href="/">Về ví</a></p>',
        )

    def home(self, payments: Sequence[Payment], waiting: Mapping[str, Sequence[str]]) -> str:
        """The latest orders, and buttons that make the next thing go wrong."""
        rows = "".join(
            f'<li><a href="/pay/{escape(one.token)}">{escape(one.reference)}</a>'
            f"<span>{money(one.amount_vnd)} · {WORDS[one.state]}</span></li>"
            for one in payments
        )
        buttons = "".join(
            f'<button class="plain" name="next" value="{fault.value}">{escape(word)}</button>'
            for fault, word in FAULTS.items()
        )
        names = {fault.value: word for fault, word in FAULTS.items()}
        told = ", ".join(names[name] for some in waiting.values() for name in some)
        return self._page(
            "Ví của tôi",
            f"""<h1>Đơn gần đây</h1>
<ul class="rows">{rows or '<li class="quiet">Chưa có đơn nào.</li>'}</ul>
<h2>Lần tới sẽ hỏng</h2><p class="quiet">{escape(told) or "Không có gì hỏng."}</p>
<form method="post" action="/faults"><div class="pair">{buttons}</div>
<button class="plain" name="next" value="">Thôi, không hỏng nữa</button></form>""",
        )
