"""The made-up people, bills and sums of the gallery."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Facts

import segno
from django import forms
from django.utils.safestring import mark_safe

PAYLOAD = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "53037045407111400058"
    "02VN62280824TF003NQK8NRQ KHOAN THU10630486F2"
)


class Find(forms.Form):
    code = forms.CharField(
        label="Mã khoản thu",
        help_text="12 ký tự, bắt đầu bằng TF.",
        widget=forms.TextInput({"class": "code", "autocomplete": "off", "placeholder": "TF…"}),
    )
    fact = forms.CharField(
        label="Ngày sinh của học sinh, hoặc 3 số cuối điện thoại",
        help_text="Ví dụ 05/09/2017 hoặc 678.",
    )


class Unmask(forms.Form):
    fact = forms.CharField(
        label="Ngày sinh của học sinh, hoặc 3 số cuối điện thoại",
        help_text="Ví dụ 05/09/2017 hoặc 678.",
    )


class Verify(forms.Form):
    asked = forms.CharField(
        label="Mã kiểm tra, mã khoản thu hoặc số tài khoản",
        widget=forms.TextInput({"class": "code", "autocomplete": "off"}),
    )


class SignIn(forms.Form):
    login = forms.CharField(label="Tên đăng nhập")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)


AT = datetime(2026, 10, 5, 1, 31, tzinfo=UTC)


def bill(**changes: object) -> Facts:
    """A month's bill of an invented pupil."""
    usual: dict[str, object] = {
        "code": "TF003NQK8NRQ",
        "facility_name": "Trường Tiểu học Ví Dụ",
        "is_account_verified": True,
        "state": "open",
        "is_overdue": False,
        "total_vnd": 1_114_000,
        "paid_vnd": 0,
        "remaining_vnd": 1_114_000,
        "due_on": date(2026, 10, 15),
        "beneficiary_shown": "Nguyễn M*** A**",
        "class_name": "3A",
        "reason": "Các khoản thu tháng 10",
        "lines": [
            ("Tiền ăn bán trú, 18 ngày × 35.000", 630_000),
            ("Chăm sóc bán trú", 235_000),
            ("Nước uống", 16_000),
            ("Kỹ năng sống, tự nguyện", 233_000),
        ],
        "payer_shown": "Trần T** H***",
        "allows_part": True,
        "is_being_booked": False,
    }
    return Facts(**(usual | changes))


def qr(text: str) -> str:
    """A QR drawing without size, to be sized by the style."""
    drawing = segno.make(text, error="m", micro=False)
    return mark_safe(drawing.svg_inline(omitsize=True, border=4, dark="#14212b"))


RECEIPT = Facts(
    number="2026-0001248",
    amount_vnd=1_114_000,
    paid_at=AT,
    href="bien-nhan.html",
    pdf_href="#",
)
TRANSFER = Facts(
    bank_name="VietinBank",
    account_number="0011001932418",
    account_name="TRUONG TIEU HOC VI DU",
    text="TF003NQK8NRQ KHOAN THU 10",
    payload=PAYLOAD,
    png_url="#",
)
BANKS = [
    (name, "https://dl.example/pay?app=x&ba=0011001932418@970425&am=1114000&tn=TF003NQK8NRQ")
    for name in ("Agribank", "BIDV", "KienLongBank", "MBBank", "ShinhanBank", "Vietcombank") * 6
]


def bill_page(**changes: object) -> dict[str, object]:
    """What the view of a bill hands to its page."""
    extra = {
        name: changes.pop(name)
        for name in ("receipts", "proved", "asked_at", "unmask_form", "transfer", "qr_svg")
        if name in changes
    }
    return {
        "bill": bill(**changes),
        "transfer": TRANSFER,
        "qr_svg": qr(PAYLOAD),
        "bank_links": BANKS,
        "contact": Facts(name="Kế toán trường, cô Hà", phone="0204 123 456"),
        "proved": False,
        "unmask_form": Unmask(),
        "unmask_url": "#",
        "receipts": [],
        "live_url": "",
        "check_url": "#",
    } | extra


def share_figures() -> list[Facts]:
    """Shares against targets, one met, one missed, one without any payment yet."""
    return [
        Facts(
            label="Giá trị thu của trường học",
            part=58_400,
            whole=100_000,
            goal_permille=500,
            facts="58,4 trên 100,0 tỷ đồng",
            href="#",
            past_part=55,
            past_whole=100,
        ),
        Facts(
            label="Giá trị viện phí",
            part=41_200,
            whole=100_000,
            goal_permille=500,
            facts="41,2 trên 100,0 tỷ đồng",
            href="#",
            past_part=38,
            past_whole=100,
        ),
        Facts(
            label="Số lượt trả học phí qua tài khoản",
            part=0,
            whole=0,
            goal_permille=500,
            facts="chưa có lượt trả nào",
            href="#",
            past_part=0,
            past_whole=0,
        ),
    ]


LONG = "Nguyễn Phúc Hoàng Thiên Kim Ngọc Bảo Trân H*********"


def rows(number: int) -> list[Facts]:
    """Bills of a list, in all states."""
    states = ["open", "paid", "part_paid", "open", "cancelled", "paid"]
    names = ["Nguyễn Minh Anh", "Đặng Thị Hường", LONG, "Lý Ỷ Lan", "Trần Quốc Bảo"]
    return [
        Facts(
            href="#",
            code="TF003NQK8NRQ",
            beneficiary=names[n % 5],
            class_name=f"{n % 5 + 1}{'ABC'[n % 3]}",
            reason="Các khoản thu tháng 10",
            due_on=date(2026, 10, 15),
            total_vnd=1_114_000 + n * 1000,
            paid_vnd=0 if n % 6 in (0, 3, 4) else 600_000,
            remaining_vnd=514_000,
            state=states[n % 6],
            is_overdue=n % 6 == 3,
        )
        for n in range(number)
    ]
