"""The bank's pages, as a person sees them on a phone. No script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from simulators.bank.banks import bank_name
from simulators.bank.book import Credit, Sent
from simulators.bank.vietqr import Invitation

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

SITUATIONS = (
    ("short", "Thiếu 1.000 đ"),
    ("over", "Thừa 1.000 đ"),
    ("twice", "Trả hai lần"),
    ("lower", "Nội dung chữ thường"),
    ("spaces", "Chèn khoảng trắng"),
    ("dots", "Chèn dấu chấm"),
    ("prefix", "Ngân hàng thêm đầu đuôi"),
    ("one_symbol", "Sai một ký tự"),
    ("o_for_zero", "Chữ O thay số 0"),
    ("no_text", "Mất nội dung"),
)


def money(amount_vnd: int) -> str:
    """1.250.000 đ, with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\u00a0đ"


def _page(title: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Ngân hàng Thử</title><style>{STYLE}</style></head>
<body><header><a href="/">Ngân hàng Thử</a><p>Ngân hàng giả lập, không có tiền thật</p></header>
<main>{inside}</main></body></html>"""


def _told(label: str, value: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"


def refused(sentence: str) -> str:
    """Why nothing was done."""
    return _page(
        "Không thực hiện được",
        f'<h1>Không thực hiện được</h1><p class="no" role="alert">{escape(sentence)}</p>'
        '<p>Chưa có tiền nào chuyển đi.</p><p><a class="button" href="/">Quay lại</a></p>',
    )


def cancelled() -> str:
    """The payer went back."""
    return _page(
        "Đã hủy",
        "<h1>Đã hủy</h1><p>Chưa có tiền nào chuyển đi.</p>"
        '<p><a class="button" href="/">Quay lại</a></p>',
    )


def home(latest: Sequence[Credit]) -> str:
    """Where a payer begins: a link, a code or a picture."""
    rows = "".join(
        f'<li><a href="/transfer/{credit.bank_reference}">{escape(credit.text or "(trống)")}</a>'
        f"<span>{money(credit.amount_vnd)}</span></li>"
        for credit in latest
    )
    history = f'<section><h2>Vừa chuyển</h2><ul class="rows">{rows}</ul></section>' if rows else ""
    return _page(
        "Quét mã QR",
        f"""<h1>Quét mã QR</h1>
<form method="post" action="/read" enctype="multipart/form-data">
<label for="bill">Đường dẫn, mã khoản thu hoặc chuỗi VietQR</label>
<input id="bill" name="bill" autocomplete="off" placeholder="TF…">
<label for="picture">Hoặc chọn ảnh mã QR</label>
<input id="picture" name="picture" type="file" accept="image/*">
<button>Đọc mã</button></form>{history}""",
    )


def transfer_form(invitation: Invitation, holder: str) -> str:
    """What the QR says, to be looked at, changed and sent."""
    amount = "" if invitation.amount_vnd is None else str(invitation.amount_vnd)
    situations = "".join(
        f'<button class="plain" name="deed" value="{value}">{escape(label)}</button>'
        for value, label in SITUATIONS
    )
    known = _told("Tên người nhận", holder) if holder else ""
    return _page(
        "Chuyển tiền",
        f"""<h1>Chuyển tiền</h1>
<dl>{_told("Ngân hàng nhận", bank_name(invitation.bin))}
{_told("Số tài khoản", invitation.account)}{known}</dl>
<form method="post" action="/transfer">
<input type="hidden" name="qr" value="{escape(invitation.payload)}">
<label for="amount">Số tiền (đồng)</label>
<input id="amount" name="amount" inputmode="numeric" value="{amount}">
<label for="text">Nội dung</label>
<input id="text" name="text" value="{escape(invitation.text)}">
<label for="payer">Người chuyển</label>
<input id="payer" name="payer" value="Nguyễn Văn A">
<button name="deed" value="as_typed">Chuyển tiền</button>
<button class="plain" name="deed" value="cancel">Hủy</button>
<fieldset><legend>Thử chuyện thường ngày</legend>
<button class="plain" name="deed" value="exact">Trả đúng như mã QR</button>
<div class="pair">{situations}</div>
<label for="delay">Ngân hàng báo trễ (giây)</label>
<input id="delay" name="delay" inputmode="numeric" value="20">
<button class="plain" name="deed" value="late">Trả, báo trễ</button></fieldset></form>""",
    )


def _answer(sent: Sent) -> str:
    word = "đã nhận" if sent.is_acknowledged else "chưa nhận"
    kind = "yes" if sent.is_acknowledged else "no"
    status = str(sent.status) if sent.status else "không trả lời"
    return (
        f'<li><span class="{kind}">{escape(sent.provider)}: {word}</span>'
        f"<span>{status} · {sent.tries} lần</span><code>{escape(sent.body[:300])}</code></li>"
    )


def transfer_done(credit: Credit, sent: Sequence[Sent]) -> str:
    """The bank's own receipt and who was told."""
    answers = "".join(_answer(told) for told in sent)
    if not answers:
        answers = "<li>Chưa báo cho ai. Tải lại trang để xem.</li>"
    return _page(
        "Đã chuyển",
        f"""<h1>Đã chuyển {money(credit.amount_vnd)}</h1>
<dl>{_told("Mã giao dịch", credit.bank_reference)}
{_told("Đến", f"{credit.account}, {bank_name(credit.bin)}")}
{_told("Nội dung", credit.text or "(trống)")}
{_told("Lúc", f"{credit.paid_at:%H:%M:%S %d/%m/%Y}")}</dl>
<section><h2>Báo có</h2><ul class="rows">{answers}</ul></section>
<form method="post" action="/again">
<input type="hidden" name="bank_reference" value="{credit.bank_reference}">
<button class="plain" name="deed" value="same">Báo lại y như cũ</button>
<button class="plain" name="deed" value="change_body">Báo lại với số tiền khác</button>
<button class="plain" name="deed" value="bad_signature">Báo lại với chữ ký sai</button></form>
<p><a class="button" href="/">Quét mã khác</a></p>""",
    )
