"""What arrived on telephones and in mailboxes, and what is to go wrong. No script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from simulators.messages.book import Fault, Message

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text(encoding="utf-8")
WAYS = {"sms": "SMS", "zalo": "Zalo", "mail": "Thư điện tử"}
STATUSES = {"sent": "Đang đi", "delivered": "Đã đến", "undelivered": "Không đến"}
FAULTS = {
    Fault.TIMEOUT: "Nhận rồi im lặng một lần",
    Fault.DOWN: "Ngừng phục vụ một lần",
    Fault.OUT_OF_CREDIT: "Hết tiền một lần",
    Fault.NO_REPORT: "Đến nhưng không báo",
    Fault.REPORT_TWICE: "Báo hai lần",
    Fault.BAD_SIGNATURE: "Báo sai chữ ký",
    Fault.REPORT_FIRST: "Báo trước khi trả lời",
}
LINK = re.compile(r"https?://[^\s<]+")


def money(amount_vnd: int) -> str:
    """350 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Nhà mạng giả lập</title><style>{STYLE}</style></head>
<body><header><a href="/">Nhà mạng giả lập</a><p>Không có tin nào đi ra ngoài máy này</p></header>
<main>{inside}</main></body></html>"""


def _text(text: str) -> str:
    """Words with their links to press; a full stop after a link is not part of it."""
    made, end = [], 0
    for found in LINK.finditer(text):
        link = found[0].rstrip(".,;")
        made.append(escape(text[end : found.start()]))
        made.append(f'<a href="{escape(link)}">{escape(link)}</a>')
        end = found.start() + len(link)
    made.append(escape(text[end:]))
    return "".join(made).replace("\n", "<br>")


def _bubble(message: Message) -> str:
    subject = f"<b>{escape(message.subject)}</b><br>" if message.subject else ""
    return (
        f'<li class="{message.way}"><p class="who">{escape(message.sender)} · '
        f"{WAYS[message.way]}</p><p>{subject}{_text(message.text)}</p></li>"
    )


def shown(address: str) -> str:
    """A number as people write it."""
    if re.fullmatch(r"84[0-9]{9}", address):
        return f"0{address[2:5]} {address[5:8]} {address[8:]}"
    return address


def telephones(
    arrived: Mapping[str, Sequence[Message]], balances: Mapping[str, int], waiting: int
) -> str:
    """Every telephone with its latest messages."""
    cards = "".join(
        f'<section class="phone"><h2><a href="/may/{escape(to)}">{escape(shown(to))}</a></h2>'
        f"<ul>{''.join(_bubble(one) for one in messages[:3])}</ul>"
        + (f"<p>và {len(messages) - 3} tin trước</p>" if len(messages) > 3 else "")
        + "</section>"
        for to, messages in arrived.items()
    )
    kept = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{money(left)}</dd></div>"
        for name, left in balances.items()
    )
    buttons = "".join(
        f'<button name="next" value="{fault.value}">{escape(words)}</button>'
        for fault, words in FAULTS.items()
    )
    empty = "<p>Chưa có tin nào đến máy.</p>"
    return _page(
        "Máy của phụ huynh",
        f"<h1>Tin đã đến máy</h1><p>{waiting} tin đang đi · "
        f'<a href="/tin">Mọi tin</a></p><div class="phones">{cards or empty}</div>'
        f"<h2>Tiền còn của người gửi</h2><dl>{kept}</dl>"
        f'<h2>Lần tới</h2><form method="post" action="/control">{buttons}</form>',
    )


def telephone(address: str, messages: Sequence[Message]) -> str:
    """All that arrived on one."""
    bubbles = "".join(_bubble(one) for one in messages)
    return _page(
        shown(address),
        f'<section class="phone one"><h1>{escape(shown(address))}</h1>'
        f"<ul>{bubbles or '<li>Chưa có tin.</li>'}</ul></section>",
    )


def everything(messages: Sequence[Message]) -> str:
    """All messages with state and cost."""
    rows = "".join(
        f"<tr><td>{one.number}</td><td>{WAYS[one.way]}</td><td>{escape(shown(one.to))}</td>"
        f"<td>{STATUSES[one.status]}</td><td>{money(one.cost_vnd)}</td>"
        f"<td>{', '.join(map(str, one.reports)) or '–'}</td></tr>"
        for one in reversed(messages)
    )
    return _page(
        "Mọi tin",
        '<h1>Mọi tin</h1><div class="scroll" tabindex="0" role="region" aria-label="Mọi tin">'
        "<table><thead><tr><th>Số</th><th>Cách</th><th>Máy</th>"
        "<th>Tin</th><th>Cước</th><th>Trả lời báo phát</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>",
    )
