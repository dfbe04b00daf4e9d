"""Addresses of a family's own page, below /gia-dinh/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from thuphi.doors.web.pay import family, family_history, family_paying

urlpatterns: list[URLPattern | URLResolver] = [
    path("", family.family, name="family"),
    path("ma", family.code, name="family_code"),
    path("mo", family.prove, name="family_prove"),
    path("thoat", family.leave, name="family_leave"),
    path("tra-cung", family_paying.pay_together, name="family_together"),
    path("khoan/<str:code>", family_paying.open_bill, name="family_bill"),
    path("bien-nhan/<str:code>", family_paying.open_receipt, name="family_receipt"),
    path("lich-su/<int:person>", family_history.history, name="family_history"),
]
