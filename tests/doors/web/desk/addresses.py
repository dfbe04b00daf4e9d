"""The desk's addresses beside those it leads to, as the site mounts them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("thuphi.doors.web.open.urls")),
    path("", include("thuphi.doors.web.pay.urls")),
    path("ban-lam-viec/", include("thuphi.doors.web.desk.urls")),
    path("tai-khoan/", include("allauth.account.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
