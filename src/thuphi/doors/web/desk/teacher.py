"""A teacher's own class: who is absent today, and how many have paid. Nothing to collect here."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState, RunState
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff import queries as staff_queries

from . import meals_days
from .forms import text_field
from .frame import Crumb, Desk, Noun, desk_of, show
from .people import names_of

RUNS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How many of a class have paid a run in full; names only where the head allows them."""

    name: str
    paid: int
    people: int
    unpaid_names: tuple[str, ...]


def counts_of(desk: Desk, class_name: str, *, shows_names: bool) -> list[RunCounts]:
    """The class's latest runs, each with how many of how many; never an amount."""
    found = (
        Bill.objects.filter(
            facility_id=desk.facility_id,
            class_name=class_name,
            run__state__in=[RunState.ISSUED.value, RunState.ISSUING.value, RunState.CLOSED.value],
        )
        .exclude(state=BillState.CANCELLED.value)
        .order_by("-run__opens_on", "-run_id", "beneficiary__code")
        .values_list("run_id", "run__name", "state", "beneficiary_name")
    )
    runs: dict[int, RunCounts] = {}
    for run_id, run_name, state, child in found:
        so_far = runs.get(run_id, RunCounts(run_name, 0, 0, ()))
        is_paid = state == BillState.PAID.value
        runs[run_id] = RunCounts(
            run_name,
            so_far.paid + is_paid,
            so_far.people + 1,
            so_far.unpaid_names if is_paid or not shows_names else (*so_far.unpaid_names, child),
        )
    return list(runs.values())[:RUNS_SHOWN]


def class_in(request: StaffRequest, desk: Desk) -> str:
    """The class that the address names, if it is hers; her first one otherwise; empty for none."""
    mine = sorted(name for facility, name in desk.by.classes if facility == desk.facility_id)
    asked = request.GET.get("lop", mine[0] if mine else "")
    if mine and asked not in mine:
        raise Http404
    return asked if mine else ""


@for_staff(Permission.MEAL_TICK)
@require_http_methods(["GET", "HEAD", "POST"])
def my_class(request: StaffRequest) -> HttpResponse:
    """Her class on a day: one tap on each absent child, one button to save."""
    desk = desk_of(request)
    class_name = class_in(request, desk)
    if not class_name:
        if desk.by.may(Permission.MEAL_WRITE):
            return redirect("desk_meals")
        return show(request, desk, "teacher_none", {}, noun=Noun.TODAY)
    day = meals_days.day_in(request, desk)
    if request.method == "POST":
        meals_days.save(request, desk, class_name, day)
        return redirect(request.get_full_path())
    allowance = staff_queries.class_allowance(desk.facility_id)
    shows_names = bool(allowance and allowance.shows_names)
    mine = sorted(name for facility, name in desk.by.classes if facility == desk.facility_id)
    context = {
        **meals_days.class_context(request, desk, class_name, day),
        "mine": mine if len(mine) > 1 else [],
        "runs": counts_of(desk, class_name, shows_names=shows_names)
        if desk.facility_id in desk.by.where(Permission.CLASS_COUNTS)
        else [],
        "shows_names": shows_names,
        "is_teacher": not desk.by.may(Permission.BILL_READ),
    }
    return show(request, desk, "teacher_class", context, noun=Noun.TODAY)


class AllowForm(forms.Form):
    """What teachers see of their class's money, and why."""

    shows_names = forms.ChoiceField(
        label=gettext_lazy("Giáo viên chủ nhiệm được xem"),
        choices=[
            ("0", gettext_lazy("Chỉ số lượng: bao nhiêu em đã nộp, không có tên")),
            ("1", gettext_lazy("Số lượng và tên các em chưa nộp đủ, không có số tiền")),
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Viết một câu, ví dụ: Họp hội đồng ngày 05/9."),
        help_text=gettext_lazy("Một câu, ví dụ: Họp hội đồng ngày 05/9, giáo viên giúp nhắc."),
        long=300,
    )


@for_staff(Permission.CLASS_ALLOW)
@require_http_methods(["GET", "HEAD", "POST"])
def allow(request: StaffRequest) -> HttpResponse:
    """The head says what teachers see; each word stays on record with its reason."""
    desk = desk_of(request)
    said = staff_queries.class_allowance(desk.facility_id)
    form = AllowForm(
        request.POST or None,
        initial={"shows_names": "1" if said and said.shows_names else "0"},
    )
    if request.method == "POST" and form.is_valid():
        staff.allow_names(
            by=desk.by,
            facility_id=desk.facility_id,
            shows_names=form.cleaned_data["shows_names"] == "1",
            reason=form.cleaned_data["reason"],
            at=desk.at,
        )
        messages.success(request, _("Đã ghi quyết định. Giáo viên thấy ngay từ lần mở sau."))
        return redirect("desk_class_allow")
    context = {
        "form": form,
        "said": said,
        "said_by": names_of([said.said_by]).get(said.said_by, "") if said else "",
        "teachers": staff_queries.teachers(desk.facility_id),
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(_("Giáo viên chủ nhiệm"))]
    status = 400 if form.errors else 200
    return show(
        request, desk, "teacher_allow", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )
