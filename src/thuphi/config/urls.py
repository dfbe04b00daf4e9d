"""Every address people visit; the gate's are before these (`asgi.py`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from thuphi.doors.api.letters import report
from thuphi.doors.api.school import door as school_door
from thuphi.doors.web.shared import views
from thuphi.doors.web.shared.access import open_to_all

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.went_wrong

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("thuphi.doors.web.open.urls")),
    path("", include("thuphi.doors.web.pay.urls")),
    path("ban-lam-viec/phan-mem/", include("thuphi.doors.web.desk.neighbours_urls")),
    path("api/mm/v1.2/", include("thuphi.doors.api.mobile_money_urls")),
    path("ban-lam-viec/", include("thuphi.doors.web.desk.urls")),
    path("van-phong/", include("thuphi.doors.web.office.urls")),
    path("tai-khoan/", include("thuphi.doors.web.shared.accounts")),
    # The API asks for a key itself, each time, and lets nobody in by a session.
    # Also below an address with a line break in it: whatever is asked there, the API answers.
    re_path(r"^api/v1/(?P<rest>[\s\S]*)\Z", open_to_all(school_door), name="school_api"),
    # Carriers of letters sign what they report.
    path("bao-phat/<str:way>", open_to_all(report), name="letter_report"),
    path("ngon-ngu", set_language, name="set_language"),
    path("lam-viec", views.home_of_staff, name="home_of_staff"),
]
