"""The hosted page of a link, and a bench for the person who tests. No script."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

import segno

from simulators.payos.book import Link
from simulators.payos.faults import Fault

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
WORDS = {
    "PENDING": "Chờ thanh toán",
    "UNDERPAID": "Trả thiếu",
    "PAID": "Đã thanh toán",
    "CANCELLED": "Đã hủy",
    "EXPIRED": "Hết hạn",
}
FAULTS = {
    Fault.TIMEOUT: "Lần gọi API tới: không trả lời",
    Fault.DOWN: "Lần gọi API tới: báo bảo trì (503)",
    Fault.LATE: "Lần trả tới: báo trễ",
    Fault.TWICE: "Lần trả tới: báo hai lần",
    Fault.OUT_OF_ORDER: "Lần trả tới: báo ngược thứ tự",
    Fault.WRONG_AMOUNT: "Lần trả tới: thiếu 1.000 đ",
    Fault.BAD_SIGNATURE: "Lần trả tới: chữ ký sai trước",
    Fault.UNKNOWN_WORD: "Lần trả tới: mã lạ",
}


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · payOS giả lập</title><style>{STYLE}</style></head>
<body><header><a href="/">payOS giả lập</a><p>Không có tiền thật</p></header>
<main>{inside}</main></body></html>"""


def _told(label: str, value: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"


def _picture(payload: str) -> str:
    out = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(out, kind="svg", scale=5, xmldecl=False)
    return out.getvalue().decode()


def checkout(link: Link, now: datetime) -> str:
    """What the payer sees: the code, and in this world a button instead of a bank app."""
    status = link.status(now)
    word = WORDS.get(status, status)
    facts = f"""<dl>{_told("Người nhận", link.merchant.account_name)}
{_told("Số tiền", money(link.amount_vnd))}{_told("Nội dung", link.description)}
{_told("Trạng thái", word)}</dl>"""
    if status not in ("PENDING", "UNDERPAID"):
        back = escape(link.return_url)
        return _page(
            "Thanh toán",
            f'<h1>{word}</h1>{facts}<p><a class="button" href="{back}">Về trang của trường</a></p>',
        )
    rest_vnd = link.amount_vnd - link.paid_vnd
    return _page(
        "Thanh toán",
        f"""<h1>Quét mã để thanh toán</h1>{_picture(link.qr)}{facts}
<form method="post" action="/web/{link.id}">
<button name="deed" value="pay">Chuyển {money(rest_vnd)}</button>
<label for="amount">Hoặc số tiền khác (đồng)</label>
<input id="amount" name="amount" inputmode="numeric" value="{rest_vnd}">
<button class="plain" name="deed" value="pay_other">Chuyển số tiền này</button>
<button class="plain" name="deed" value="cancel">Hủy</button></form>""",
    )


def home(links: Sequence[Link], now: datetime) -> str:
    """The latest links, and what to do wrong next."""
    rows = "".join(
        f'<li><a href="/web/{link.id}">{link.order_code} · {escape(link.description)}</a>'
        f"<span>{money(link.amount_vnd)} · {WORDS.get(link.status(now), link.status(now))}</span>"
        "</li>"
        for link in links
    )
    buttons = "".join(
        f'<button class="plain" name="next" value="{fault.value}">{escape(label)}</button>'
        for fault, label in FAULTS.items()
    )
    return _page(
        "Các đơn",
        f"""<h1>Các đơn thanh toán</h1><ul class="rows">{rows or "<li>Chưa có đơn nào.</li>"}</ul>
<form method="post" action="/control"><fieldset><legend>Thử chuyện không may</legend>
{buttons}</fieldset></form>""",
    )


def refused(sentence: str) -> str:
    """Why nothing was done."""
    return _page(
        "Không thực hiện được",
        f'<h1>Không thực hiện được</h1><p class="no" role="alert">{escape(sentence)}</p>',
    )
