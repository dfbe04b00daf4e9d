"""Draws every page with made-up people and sums, so that eyes can judge it without a database.

    PYTHONPATH=src python tools/gallery.py FOLDER

writes one HTML file for each page and state, and the styles beside them; open `index.html`.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace as Facts

import django
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation
from gallery_facts import (
    AT,
    LONG,
    RECEIPT,
    Find,
    SignIn,
    Unmask,
    Verify,
    bill,
    bill_page,
    qr,
    rows,
    share_figures,
)

HERE = Path(__file__).resolve().parent
WEB = HERE.parent / "src/thuphi/doors/web"


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
