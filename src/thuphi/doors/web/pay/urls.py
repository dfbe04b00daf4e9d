"""The payer's addresses, at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from thuphi.doors.web.pay import (
    attempts,
    bills,
    check,
    choosing,
    finding,
    giving_back,
    receipts,
    together,
)

app_name = "pay"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tra", finding.find, name="find"),
    path("b/<str:code>", bills.bill, name="bill"),
    path("b/<str:code>/mo", bills.unmask, name="unmask"),
    path("b/<str:code>/trang-thai", bills.state, name="state"),
    path("b/<str:code>/qr.png", bills.qr_png, name="qr_png"),
    path("b/<str:code>/qr.svg", bills.qr_svg, name="qr_svg"),
    path("b/<str:code>/cach-tra", choosing.choose, name="choose"),
    path("b/<str:code>/cung-luc", together.bind, name="together"),
    path("b/<str:code>/tra-lai", giving_back.give_back, name="give_back"),
    path("b/<str:code>/lan-tra/<str:token>", attempts.attempt, name="attempt"),
    path("b/<str:code>/lan-tra/<str:token>/trang-thai", attempts.state, name="attempt_state"),
    path("b/<str:code>/lan-tra/<str:token>/huy", attempts.cancel, name="cancel"),
    path("b/<str:code>/tra-ve/<str:name>", attempts.came_back, name="return"),
    path("bien-lai/<str:code>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("bien-lai/<str:code>", receipts.receipt, name="receipt"),
    path("bien-lai/<str:code>/mo", receipts.unmask, name="unmask_receipt"),
    path("kiem-tra", check.verify, name="verify"),
    path("gia-dinh/", include("thuphi.doors.web.pay.family_urls")),
]
