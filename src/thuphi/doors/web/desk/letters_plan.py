"""The plan of reminders: levels with their words, quiet hours, who answers families."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.notices import texts
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.senders.settings import senders_here
from thuphi.money.reminders import actions, queries
from thuphi.money.reminders.rules import REMINDERS, Level, Plan, days_of

from .frame import Crumb, Desk, Noun, desk_of, show
from .letters import crumbs_to
from .letters_forms import PlanForm, told
from .letters_words import LEVELS, WAYS
from .words import Words

SAMPLE_VND = 450_000
SAMPLE_CODE = "TF0000000000"


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level with its day and its words."""

    level: Words
    falls: str
    is_used: bool
    number: int
    sms: str
    sms_letters: int
    zalo: str


def falls_words(days: int | None) -> str:
    """On which day a level falls."""
    if days is None:
        return _("không dùng")
    if days < 0:
        return _("%(days)s ngày trước hạn") % {"days": -days}
    if days == 0:
        return _("đúng ngày đến hạn")
    return _("%(days)s ngày sau hạn") % {"days": days}


def level_rows(desk: Desk, plan: Plan) -> list[LevelRow]:
    """Every level as a family would read it, about a child that does not exist."""
    days = days_of(plan)
    numbers = queries.numbers_told(desk.facility_id)
    facts = {
        "facility": desk.facility.name,
        "pupil": "Nguyễn Minh Anh",
        "reason": "Tiền ăn tháng này",
        "sum_vnd": str(SAMPLE_VND),
        "due_on": (desk.today + timedelta(days=3)).isoformat(),
        "link": f"{str(settings.SITE_URL).rstrip('/')}/b/{SAMPLE_CODE}",
        "contact": queries.contact_of(desk.facility, plan),
    }
    rows = []
    for level in (Level.NOTICE, *REMINDERS):
        name = "notice" if level is Level.NOTICE else f"reminder_{level.value}"
        sms = texts.render(name, facts, way=Way.SMS, language="vi").text
        is_notice = level is Level.NOTICE
        rows.append(
            LevelRow(
                level=LEVELS[level],
                falls=_("khi bấm Gửi tin báo") if is_notice else falls_words(days.get(level)),
                is_used=is_notice or level in days,
                number=numbers.get(level, 0),
                sms=sms,
                sms_letters=len(sms),
                zalo=texts.render(name, facts, way=Way.ZALO, language="vi").text,
            )
        )
    return rows


@for_staff(Permission.BILL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest) -> HttpResponse:
    """The plan with every level's words; whoever may send letters changes it."""
    desk = desk_of(request)
    here = queries.plan_of(desk.facility_id)
    form = PlanForm(initial=told(here))
    if request.method == "POST":
        desk.by.require(Permission.NOTICE_SEND, desk.facility_id)
        form = PlanForm(request.POST)
        if form.is_valid():
            actions.set_plan(by=desk.by, facility_id=desk.facility_id, plan=form.plan(), at=desk.at)
            messages.success(request, _("Đã lưu lịch nhắc."))
            return redirect("desk_reminders")
    open_ways = senders_here().ways
    context = {
        "form": form,
        "plan": here,
        "levels": level_rows(desk, here),
        "has_way": bool(open_ways),
        "closed_ways": [WAYS[way] for way in here.ways if way not in open_ways],
        "language": get_language(),
    }
    crumbs = crumbs_to(Crumb(_("Lịch nhắc")))
    status = 400 if form.errors else 200
    return show(request, desk, "reminders", context, noun=Noun.RUNS, crumbs=crumbs, status=status)
