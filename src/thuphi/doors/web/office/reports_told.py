"""Difficulties: told at any time, heard by the coordinating office, answered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Periodicity
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Difficulty
from thuphi.oversight.reports.rules.states import DifficultyState
from thuphi.registers.agencies.models import Agency
from thuphi.registers.facilities.models import Facility

from .frame import Crumb, Office, office_of, show
from .target_words import plan_name
from .tasks_forms import OfficeForm, words_field
from .tasks_look import own_offices

OPEN = Pill(gettext_lazy("Chờ trả lời"), "clock", "warn")
ANSWERED = Pill(gettext_lazy("Đã trả lời"), "tick", "good")
ANSWER_LETTERS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """A difficulty of a list."""

    difficulty: Difficulty
    plan: str
    who: str
    pill: Pill
    may_answer: bool


class TellForm(OfficeForm):
    """A difficulty with a plan."""

    plan = forms.ChoiceField(
        label=gettext_lazy("Kế hoạch"),
        error_messages={
            "required": gettext_lazy("Chưa chọn kế hoạch."),
            "invalid_choice": gettext_lazy("Chọn một kế hoạch trong danh sách."),
        },
    )
    text = words_field(
        gettext_lazy("Khó khăn, vướng mắc"),
        missing=gettext_lazy("Chưa ghi khó khăn nào."),
        rows=4,
        long=5_000,
    )
    proposal = words_field(gettext_lazy("Kiến nghị, đề xuất"), rows=2, long=5_000)
    field_order = ("plan", "text", "proposal", "agency")

    def __init__(self, *args: object, offices: Sequence[Agency], **kwargs: object) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        choice = self.fields["plan"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                (plan.id, plan_name(plan))
                for plan in plans.plans()
                if any(duty.periodicity is Periodicity.AD_HOC for duty in plan.duties)
            ]


@for_staff(Permission.FIGURES_READ)
@require_safe
def difficulties(request: StaffRequest) -> HttpResponse:
    """What was told to one's office and by it; a form to tell one."""
    return _page(request, office_of(request))


def _page(request: StaffRequest, office: Office, form: TellForm | None = None) -> HttpResponse:
    heard = queries.difficulties(to_agency_ids=office.by.agencies)
    said = queries.difficulties(agency_ids=office.by.agencies)
    told = _told([*heard, *said], office)
    offices = [one for one in own_offices(office, Permission.REPORT_WRITE) if one.place_id]
    context = {
        "heard": [told[one.pk] for one in heard],
        "said": [told[one.pk] for one in said],
        "open": sum(one.state == DifficultyState.OPEN.value for one in heard),
        "form": form or (TellForm(offices=offices) if offices else None),
        "is_wrong": form is not None,
    }
    crumbs = [Crumb(_("Báo cáo"), reverse("office:reports")), Crumb(_("Khó khăn, vướng mắc"))]
    response = show(request, office, "reports_told", context, crumbs=crumbs)
    response.status_code = 200 if form is None else 400
    return response


def _told(found: Sequence[Difficulty], office: Office) -> Mapping[int, Told]:
    by_id = {plan.id: plan_name(plan) for plan in plans.plans()}
    ids = [one.facility_id for one in found if one.facility_id is not None]
    names = dict(Facility.objects.filter(pk__in=ids).values_list("pk", "name"))
    writes = office.by.agencies_where(Permission.REPORT_WRITE)
    made = {}
    for one in found:
        is_open = one.state == DifficultyState.OPEN.value
        who = one.agency.name if one.agency else names.get(one.facility_id or 0, _("Một cơ sở"))
        made[one.pk] = Told(
            one,
            by_id.get(one.plan_id, one.plan_id),
            who,
            OPEN if is_open else ANSWERED,
            may_answer=is_open and one.to_agency_id in writes,
        )
    return made


@for_staff(Permission.REPORT_WRITE)
@require_POST
def tell(request: StaffRequest) -> HttpResponse:
    """Tell a difficulty, as an office."""
    office = office_of(request)
    offices = [one for one in own_offices(office, Permission.REPORT_WRITE) if one.place_id]
    form = TellForm(request.POST, offices=offices)
    if not form.is_valid():
        return _page(request, office, form)
    facts = form.cleaned_data
    plan = plans.plan(facts["plan"])
    agency = Agency.objects.select_related("place__province").get(pk=facts["agency"])
    if agency.place is None:
        raise Http404
    try:
        told = actions.tell(
            by=office.by,
            plan=plan,
            place=agency.place.province or agency.place,
            text=facts["text"],
            proposal=facts["proposal"],
            agency_id=agency.pk,
            at=office.at,
        )
    except errors.NobodyAnswers:
        form.add_error(
            "plan", _("Cơ quan nhận của kế hoạch này chưa có trong danh bạ. Báo quản trị bổ sung.")
        )
        return _page(request, office, form)
    messages.success(request, _("Đã gửi tới %(office)s.") % {"office": told.to_agency.name})
    return redirect("office:difficulties")


@for_staff(Permission.REPORT_WRITE)
@require_POST
def answer(request: StaffRequest, difficulty_id: int) -> HttpResponse:
    """Answer a difficulty, once."""
    office = office_of(request)
    try:
        actions.answer(
            by=office.by,
            difficulty_id=difficulty_id,
            text=request.POST.get("text", "")[:ANSWER_LETTERS_MAX],
            at=office.at,
        )
    except errors.DifficultyNotFound:
        raise Http404 from None
    except errors.TextMissing:
        messages.error(request, _("Chưa có câu trả lời. Chưa gửi gì."))
    except errors.AnsweredAlready:
        messages.error(request, _("Khó khăn này đã được trả lời."))
    else:
        messages.success(request, _("Đã trả lời."))
    return redirect("office:difficulties")
