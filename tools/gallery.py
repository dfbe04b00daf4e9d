"""Draws every page with made-up people and sums, so that eyes can judge it without a database.

    PYTHONPATH=src python tools/gallery.py FOLDER

writes one HTML file for each page and state, and the styles beside them; open `index.html`.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace as Facts

import django
import segno
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation
from django.utils.safestring import mark_safe

HERE = Path(__file__).resolve().parent
WEB = HERE.parent / "src/thuphi/doors/web"
PAYLOAD = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "53037045407111400058"
    "02VN62280824TF003NQK8NRQ KHOAN THU10630486F2"
)


def nowhere(_request: HttpRequest) -> HttpResponse:
    """Links of the gallery lead nowhere."""
    return HttpResponse()


urlpatterns = [
    path("", include(([path("", nowhere, name="home")], "open"))),
    path(
        "p/",
        include(([path("", nowhere, name="find"), path("that/", nowhere, name="verify")], "pay")),
    ),
    path("lang/", nowhere, name="set_language"),
    path("in/", nowhere, name="account_login"),
    path("out/", nowhere, name="account_logout"),
]


def configure() -> None:
    """Templates and words only; no database, no server."""
    settings.configure(
        DEBUG=True,
        SECRET_KEY="gallery",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
        USE_I18N=True,
        LANGUAGE_CODE="vi",
        LANGUAGES=[("vi", "Tiếng Việt"), ("en", "English")],
        LOCALE_PATHS=[WEB / "locale"],
        TIME_ZONE="Asia/Ho_Chi_Minh",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [
                    HERE / "gallery_pages",
                    *(WEB / area / "templates" for area in ("shared", "pay", "open")),
                ],
                "OPTIONS": {
                    "libraries": {"thuphi": "thuphi.doors.web.shared.templatetags.thuphi"},
                },
            }
        ],
    )
    django.setup()


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
    for name in (
        "ABBANK ACB Agribank BIDV BaoVietBank CAKE CIMB COOPBANK Eximbank HDBank KienLongBank "
        "LPBank MBBank MBV NCB NamABank OCB PVcomBank PublicBank SCB SHB SaigonBank SeABank "
        "ShinhanBank TPBank Techcombank Timo VIB VPBank VietABank VietBank Vietcombank VietinBank"
    ).split()
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


RAIL = [
    Facts(href="#", label=label, icon=icon, is_current=n == 1, count=count)
    for n, (label, icon, count) in enumerate(
        [
            ("Học sinh", "people", 0),
            ("Khoản thu", "list", 0),
            ("Tiền vào", "cash", 0),
            ("Chưa rõ", "inbox", 2),
            ("Báo cáo", "chart", 0),
        ]
    )
]


def wrong(form: type[forms.Form], **data: str) -> forms.Form:
    """A form sent with faults."""
    filled = form(data)
    filled.full_clean()
    return filled


def pages() -> dict[str, tuple[str, dict[str, object]]]:
    """Every page and state: file name, template, context."""
    find_wrong = wrong(Find, code="TFX", fact="678")
    find_wrong.add_error(
        "code",
        "Mã này không đúng. Mã gồm 12 ký tự, bắt đầu bằng TF; xem trên giấy báo.",
    )
    part = {"state": "part_paid", "paid_vnd": 600_000, "remaining_vnd": 514_000}
    receipt = Facts(
        **(vars(bill()) | vars(RECEIPT) | {"code": "BL7K4QXM2P9T"}),
        facility_address="Xã Ví Dụ, tỉnh Bắc Ninh",
        method="qr",
        bill_code="TF003NQK8NRQ",
        excess_vnd=50_000,
    )
    hit = Facts(
        is_true=True,
        kind="receipt",
        facility_name="Trường Tiểu học Ví Dụ",
        number=RECEIPT.number,
        amount_vnd=1_114_000,
        paid_at=AT,
        beneficiary_shown="Nguyễn M*** A**",
        reason="Các khoản thu tháng 10",
        bill_code="TF003NQK8NRQ",
        state="paid",
    )
    desk = {
        "rail": RAIL,
        "workplace_name": "Trường Tiểu học Ví Dụ",
        "crumbs": [Facts(href="#", label="Tháng 10"), Facts(href="", label="Khoản thu")],
    }
    many = Paginator(range(10_000), 50).page(7)
    totals = Facts(
        count=10_000, total_vnd=11_140_000_000, paid_vnd=8_020_800_000, remaining_vnd=3_119_200_000
    )
    home = {
        "province_name": "Tỉnh Bắc Ninh",
        "form": Find(),
        "figures": share_figures(),
        "as_of": date(2026, 10, 5),
        "action": "#",
        "warnings": [
            Facts(
                title="Đang có kẻ giả danh nhà trường đòi tiền cấp cứu",
                body="Gọi lại số của trường mà bạn đã lưu.",
                on=date(2026, 10, 1),
            )
        ],
    }
    check = {"form": Verify(), "action": "#"}
    return {
        "bill-open": ("pay/bill.html", bill_page()),
        "bill-proved": (
            "pay/bill.html",
            bill_page(
                proved=True,
                beneficiary_shown="Nguyễn Minh Anh",
                payer_shown="Trần Thị Hạnh",
                allows_part=False,
            ),
        ),
        "bill-part": ("pay/bill.html", bill_page(**part, receipts=[RECEIPT])),
        "bill-overdue": (
            "pay/bill.html",
            bill_page(
                is_overdue=True,
                asked_at=AT,
                unmask_form=wrong(Unmask),
                beneficiary_shown=LONG,
                is_account_verified=False,
                facility_name="Trường Phổ thông Dân tộc nội trú THCS và THPT Ví Dụ Rất Dài",
                reason="Tiền ăn bán trú, nước uống, bảo hiểm y tế học sinh năm học 2026-2027",
                total_vnd=128_114_000,
                remaining_vnd=128_114_000,
            ),
        ),
        "bill-no-account": (
            "pay/bill.html",
            bill_page(transfer=None, is_account_verified=False, is_overdue=True),
        ),
        "bill-large": (
            "pay/bill.html",
            bill_page(qr_svg="", total_vnd=612_400_000, remaining_vnd=612_400_000),
        ),
        "bill-heard": ("pay/bill.html", bill_page(is_being_booked=True)),
        "bill-paid": (
            "pay/bill.html",
            bill_page(state="paid", paid_vnd=1_114_000, remaining_vnd=0, receipts=[RECEIPT]),
        ),
        "bill-cancelled": ("pay/bill.html", bill_page(state="cancelled")),
        "find": ("pay/find.html", {"form": Find(), "action": "#"}),
        "find-wrong": ("pay/find.html", {"form": find_wrong, "action": "#"}),
        "receipt": (
            "pay/receipt.html",
            {
                "receipt": receipt,
                "payer_shown": "Trần Thị Hạnh",
                "bill_href": "#",
                "pdf_href": "#",
                "unmask_form": Unmask(),
                "beneficiary_shown": "Nguyễn Minh Anh",
                "lines": receipt.lines,
                "verify_address": "thuphi.vn/kiem-tra",
                "share_url": "#",
                "verify_qr_svg": qr("https://thuphi.vn/kiem-tra/BL7K4QXM2P9T"),
            },
        ),
        "verify": ("pay/verify.html", check),
        "verify-true": ("pay/verify.html", check | {"answer": hit}),
        "verify-false": (
            "pay/verify.html",
            check | {"answer": Facts(is_true=False, kind="", asked="BL7K4QXM2P9X")},
        ),
        "home": ("open/home.html", home),
        "desk": ("gallery/bills.html", desk | {"bills": rows(50), "page": many, "totals": totals}),
        "desk-empty": ("gallery/bills.html", desk | {"bills": []}),
        "office": ("gallery/office.html", desk | {"figures": share_figures()}),
        "sign-in": ("account/login.html", {"form": wrong(SignIn, login="ketoan")}),
        "403_csrf": ("403_csrf.html", {}),
        "404": ("404.html", {}),
        "403": ("403.html", {}),
        "400": ("400.html", {}),
        "500": ("500.html", {}),
    }


def main() -> None:
    """Write all pages in both languages."""
    configure()
    folder = Path(sys.argv[1])
    shutil.copytree(WEB / "shared/static", folder / "static", dirs_exist_ok=True)
    names = []
    for language in ("vi", "en"):
        with translation.override(language):
            for name, (template, context) in pages().items():
                file = folder / f"{name}{'' if language == 'vi' else '.en'}.html"
                file.write_text(
                    render_to_string(template, context, HttpRequest()), encoding="utf-8"
                )
                names.append(file.name)
    index = "".join(f'<li><a href="{name}">{name}</a></li>' for name in names)
    (folder / "index.html").write_text(f"<!doctype html><ul>{index}</ul>", encoding="utf-8")
    print(f"{len(names)} pages in {folder}")


if __name__ == "__main__":
    main()
