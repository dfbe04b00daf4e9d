"""The terminal's little screen, its keys and its paper. No script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from simulators.terminal.book import CARDS, Fault, Screen
from simulators.terminal.machine import Machine

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
BRANDS = {"napas": "NAPAS", "visa": "Visa (chạm)", "mc": "Mastercard"}
WORDS = {
    "Success": "Giao dịch thành công",
    "Refusal": "Ngân hàng từ chối",
    "WrongPIN": "Sai mã PIN",
    "Cancel": "Đã hủy",
    "Aborted": "Quầy thu đã dừng giao dịch",
}
FAULTS = {
    Fault.TIMEOUT: "Trừ tiền, không trả lời",
    Fault.LATE: "Trả lời trễ",
    Fault.LOST: "Mất tin, chưa tới máy",
    Fault.DOWN: "Máy báo lỗi 503",
    Fault.BUSY: "Máy bận",
    Fault.PARTIAL: "Chỉ duyệt một phần",
    Fault.WRONG_AMOUNT: "Sai số tiền",
    Fault.BAD_SIGNATURE: "Chữ ký sai",
    Fault.UNKNOWN_WORD: "Từ lạ",
    Fault.UNREACHABLE: "Không nối được ngân hàng",
    Fault.REFUND_FAILS: "Không hoàn được",
    Fault.OUT_OF_ORDER: "Hỏi lại còn báo đang chạy",
}


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str, *, is_waiting: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="2">' if is_waiting else ""
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{again}
<title>{escape(title)} · Máy POS Thử</title><style>{STYLE}</style></head>
<body><header><a href="/">Máy POS Thử</a><p>Máy giả lập, không có tiền thật</p></header>
<main>{inside}</main></body></html>"""


def _key(name: str, value: str, label: str, kind: str = "") -> str:
    return f'<button class="{kind}" name="{name}" value="{value}">{escape(label)}</button>'


def choice(machines: Iterable[Machine]) -> str:
    """Several terminals: which one?"""
    rows = "".join(
        f'<li><a href="/t/{escape(one.merchant.POIID)}">{escape(one.merchant.POIID)}</a>'
        f"<span>{escape(one.merchant.name)}</span></li>"
        for one in machines
    )
    return _page("Chọn máy", f'<h1>Chọn máy POS</h1><ul class="rows">{rows}</ul>')


def unknown() -> str:
    """There is no such terminal."""
    return _page(
        "Không có máy này",
        '<h1>Không có máy này</h1><p role="alert">Hãy chọn lại trong danh sách.</p>'
        '<p><a class="button" href="/">Danh sách máy</a></p>',
    )


def _ready() -> str:
    return '<p class="word">Sẵn sàng</p><p>Chờ quầy thu gửi số tiền.</p>'


def _card(amount_vnd: int) -> str:
    cards = "".join(_key("card", name, BRANDS[name]) for name in CARDS)
    return (
        f'<p class="amount">{money(amount_vnd)}</p><p class="word">Đưa hoặc chạm thẻ</p>'
        f'<div class="three">{cards}</div>{_key("deed", "cancel", "Hủy", "red")}'
    )


def _pin(amount_vnd: int, pin: str) -> str:
    digits = "".join(_key("digit", digit, digit, "key") for digit in "123456789")
    dots = "•" * len(pin) or "–"
    return (
        f'<p class="amount">{money(amount_vnd)}</p><p class="word">Nhập mã PIN</p>'
        f'<p class="pin" aria-label="Đã nhập {len(pin)} số">{dots}</p>'
        f'<div class="three">{digits}{_key("deed", "clear", "Xóa", "key yellow")}'
        f"{_key('digit', '0', '0', 'key')}{_key('deed', 'enter', 'OK', 'key green')}</div>"
        f"{_key('deed', 'cancel', 'Hủy', 'red')}"
        f"{_key('deed', 'decline', 'Thẻ bị từ chối', 'plain')}"
    )


def _done(machine: Machine) -> str:
    paper = ""
    if machine.last is not None and machine.last_word == "Success":
        one = machine.last
        title = "HÓA ĐƠN BÁN HÀNG" if one.kind == "payment" else "HOÀN TIỀN"
        paper = f"""<div class="paper"><p><b>{escape(machine.merchant.name)}</b></p>
<p>{title}</p><dl><div><dt>TID</dt><dd>{escape(machine.merchant.TID)}</dd></div>
<div><dt>MID</dt><dd>{escape(machine.merchant.MerchantID)}</dd></div>
<div><dt>Thẻ</dt><dd>{escape(one.brand.upper())} {escape(one.masked_pan)}</dd></div>
<div><dt>Chuẩn chi</dt><dd>{one.approval_code}</dd></div>
<div><dt>RRN</dt><dd>{one.rrn}</dd></div>
<div><dt>Lúc</dt><dd>{one.at:%H:%M:%S %d/%m/%Y}</dd></div>
<div><dt>Số tiền</dt><dd>{money(one.amount_vnd)}</dd></div></dl></div>"""
    word = escape(WORDS.get(machine.last_word, machine.last_word))
    return f'<p class="word">{word}</p>{paper}{_key("deed", "ready", "Xong", "green")}'


def terminal(machine: Machine) -> str:
    """The screen as it is now."""
    amount_vnd = machine.asked.amount_vnd if machine.asked else 0
    match machine.screen:
        case Screen.CARD:
            inside = _card(amount_vnd)
        case Screen.PIN:
            inside = _pin(amount_vnd, machine.pin)
        case Screen.DONE:
            inside = _done(machine)
        case _:
            inside = _ready()
    poi = escape(machine.merchant.POIID)
    faults = "".join(_key("fault", one.value, label, "plain") for one, label in FAULTS.items())
    chosen = FAULTS[machine.fault] if machine.fault else "không"
    return _page(
        poi,
        f"""<h1>{poi}</h1><form method="post" action="/t/{poi}/press">
<section class="screen" role="status">{inside}</section></form>
<form method="post" action="/t/{poi}/fault"><fieldset><legend>Thử sự cố cho tin kế tiếp</legend>
<p>Đang chọn: {escape(chosen)}</p><div class="pair">{faults}</div></fieldset></form>
<p><a href="/ledger">Sổ của máy (JSON)</a></p>""",
        is_waiting=machine.screen is not Screen.PIN,
    )
