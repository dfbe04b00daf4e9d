"""The offices' addresses beside those they lead to, as the site mounts them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("thuphi.doors.web.open.urls")),
    path("ban-lam-viec/", include("thuphi.doors.web.desk.urls")),
    path("van-phong/", include("thuphi.doors.web.office.urls")),
    path("tai-khoan/", include("allauth.account.urls")),
]
