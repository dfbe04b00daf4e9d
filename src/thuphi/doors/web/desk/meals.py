"""The kitchen's number of a day, and the classes it comes from."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.queries import desk as bills
from thuphi.money.meals import errors, rules
from thuphi.money.meals.actions import ticking
from thuphi.money.meals.queries import days, kitchen
from thuphi.money.meals.rules import TickState
from thuphi.registers.payers import queries as payers

from . import meals_days
from .frame import Crumb, Desk, Noun, desk_of, show
from .meals_forms import CorrectForm


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page about meals."""
    here = Crumb(_("Bữa ăn"), reverse("desk_meals") if more else "")
    return [Crumb(_("Học sinh"), reverse("desk_pupils")), here, *more]


@for_staff(Permission.MEAL_WRITE)
@require_safe
def meals(request: StaffRequest) -> HttpResponse:
    """How many portions the kitchen cooks on a day, by meal and class; made to be printed."""
    desk = desk_of(request)
    day = meals_days.day_in(request, desk)
    week = days.week_of(desk.facility_id)
    said = days.said_days(desk.facility_id, day, day + meals_days.ONE_DAY)
    counted = kitchen.kitchen(desk.facility_id, day)
    context = {
        "tab": "kitchen",
        "day": day,
        "weekday": meals_days.weekday(day),
        "days": meals_days.day_links(day, desk),
        "kitchen": counted,
        "is_open": rules.is_open(day, "", week, said),
        "has_meals": days.has_meals(desk.facility_id),
        "cutoff": week.cutoff_at(day).astimezone(VIETNAM),
        "is_late": week.is_late(day, desk.at),
        "not_saved": sorted(
            {row.class_name for one in counted for row in one.classes if not row.is_saved}
        ),
    }
    return show(request, desk, "meals", context, noun=Noun.PUPILS, crumbs=crumbs_to())


def class_or_404(request: StaffRequest, desk: Desk) -> str:
    """The class that the address names, if the facility has it."""
    asked = request.GET.get("lop", "")
    if asked not in {name for name, _grade, _people in payers.classes(desk.facility_id)}:
        raise Http404
    return asked


@for_staff(Permission.MEAL_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def meals_class(request: StaffRequest) -> HttpResponse:
    """One class on a day, as its teacher sees it, with the way to set a child right."""
    desk = desk_of(request)
    class_name = class_or_404(request, desk)
    day = meals_days.day_in(request, desk)
    if request.method == "POST":
        meals_days.save(request, desk, class_name, day)
        return redirect(request.get_full_path())
    context = {"tab": "kitchen", **meals_days.class_context(request, desk, class_name, day)}
    crumbs = crumbs_to(Crumb(class_name))
    return show(request, desk, "meals_class", context, noun=Noun.PUPILS, crumbs=crumbs)


@for_staff(Permission.MEAL_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def meals_correct(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Set one child's day right, with a reason."""
    desk = desk_of(request)
    child = bills.pupil_here(pupil_id, [desk.facility_id])
    if child is None:
        raise Http404
    day = meals_days.day_in(request, desk)
    back = f"{reverse('desk_meals_class')}?lop={quote(child.class_name)}&ngay={day}"
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ticking.correct(
                by=desk.by,
                facility_id=desk.facility_id,
                beneficiary_id=child.pk,
                meal_on=day,
                state=TickState(form.cleaned_data["state"]),
                reason=form.cleaned_data["reason"],
                at=desk.at,
            )
        except errors.NotInClass:
            form.add_error(None, _("Ngày này em không đăng ký bữa ăn nào."))
        except errors.MealsRefused as error:
            form.add_error(None, meals_days.why_not_saved(error))
        else:
            messages.success(request, _("Đã sửa ngày ăn của %(name)s.") % {"name": child.name})
            return redirect(back)
    context = {"tab": "kitchen", "form": form, "child": child, "day": day, "back": back}
    crumbs = crumbs_to(Crumb(child.class_name, back), Crumb(child.name))
    status = 400 if form.errors else 200
    return show(
        request, desk, "meals_correct", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )
