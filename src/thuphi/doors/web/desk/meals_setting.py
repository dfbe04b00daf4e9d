"""The calendar of meals, the week and its cut-off, and which items are meals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month, NotAMonth, school_year
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.rules import FeeKind
from thuphi.money.meals import errors, rules
from thuphi.money.meals.actions import setting
from thuphi.money.meals.models import MealDay
from thuphi.money.meals.queries import days
from thuphi.money.meals.rules import Settling
from thuphi.registers.payers import queries as payers

from . import meals_days
from .frame import Crumb, Desk, Noun, desk_of, show
from .meals import crumbs_to
from .meals_forms import SETTLING, DaysForm, MealForm, WeekForm, week_as_typed


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar."""

    day: date
    is_open: bool
    is_today: bool
    reason: str


def month_in(request: HttpRequest, desk: Desk) -> Month:
    """The month that the address asks for, or this one."""
    try:
        return Month.parse(request.GET.get("thang", ""))
    except NotAMonth:
        return Month.of(desk.today)


def month_before(month: Month) -> Month:
    """The month before."""
    return Month(month.year - (month.month == 1), (month.month - 2) % 12 + 1)


def weeks_of(desk: Desk, month: Month, said: list[MealDay]) -> list[list[CalendarDay | None]]:
    """A month in rows of seven, Monday first; nothing where another month's day would stand."""
    week = days.week_of(desk.facility_id)
    words = {one.meal_on: one.reason for one in said if not one.class_name}
    opened = {(one.meal_on, one.class_name): one.is_open for one in said}
    every = rules.days_of(month)
    cells: list[CalendarDay | None] = [None] * every[0].weekday()
    cells += [
        CalendarDay(
            day, rules.is_open(day, "", week, opened), day == desk.today, words.get(day, "")
        )
        for day in every
    ]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@for_staff(Permission.MEAL_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: StaffRequest) -> HttpResponse:
    """Which days have meals: a month at a glance, and a form to close or open some days."""
    desk = desk_of(request)
    month = month_in(request, desk)
    names = [name for name, _grade, _people in payers.classes(desk.facility_id)]
    form = DaysForm(request.POST or None, classes=names)
    if request.method == "POST" and form.is_valid() and _say(request, desk, form):
        first = form.cleaned_data["first_on"]
        return redirect(f"{reverse('desk_meals_calendar')}?thang={Month.of(first)}")
    said = days.exceptions(desk.facility_id, month)
    context = {
        "tab": "calendar",
        "month": month,
        "before": month_before(month),
        "after": month.next,
        "weekdays": [meals_days.weekday(date(2026, 6, 1 + number)) for number in range(7)],
        "weeks": weeks_of(desk, month, said),
        "of_classes": [one for one in said if one.class_name and not one.is_open],
        "form": form,
    }
    status = 400 if form.errors else 200
    crumbs = crumbs_to(Crumb(_("Lịch bữa ăn")))
    return show(
        request, desk, "meals_calendar", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )


def _say(request: HttpRequest, desk: Desk, form: DaysForm) -> bool:
    facts = form.cleaned_data
    try:
        said = setting.say_days(
            by=desk.by,
            facility_id=desk.facility_id,
            first_on=facts["first_on"],
            last_on=facts["last_on"],
            is_open=facts["is_open"] == "1",
            class_name=facts["class_name"],
            reason=facts["reason"],
            at=desk.at,
        )
    except errors.DaysTooMany:
        form.add_error("last_on", _("Mỗi lần ghi nhiều nhất 100 ngày."))
    except errors.MonthSettled as error:
        form.add_error(
            "first_on",
            _("Tháng %(month)s đã quyết toán nên lịch không đổi được nữa.")
            % {"month": error.month.label},
        )
    else:
        words = ngettext("Đã ghi %(n)s ngày.", "Đã ghi %(n)s ngày.", said) % {"n": said}
        messages.success(request, words)
        return True
    return False


@for_staff(Permission.MEAL_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    """The week and its cut-off; which items are meals and how they are paid for."""
    desk = desk_of(request)
    week = days.week_of(desk.facility_id)
    form = WeekForm(request.POST or None, initial=week_as_typed(week))
    if request.method == "POST" and form.is_valid():
        setting.set_week(by=desk.by, facility_id=desk.facility_id, week=form.week(), at=desk.at)
        messages.success(request, _("Đã ghi ngày ăn và giờ chốt. Số đã chốt giữ nguyên."))
        return redirect("desk_meals_settings")
    return settings_page(request, desk, form, None)


def settings_page(
    request: HttpRequest, desk: Desk, week_form: WeekForm, meal_form: MealForm | None
) -> HttpResponse:
    """The page with both forms; whichever has mistakes shows them."""
    context = {
        "tab": "settings",
        "form": week_form,
        "meal_form": meal_form or meal_form_of(desk),
        "meals": [
            (one.fee_item, SETTLING[Settling(one.settling)])
            for one in days.meals(desk.facility_id, desk.today)
        ],
    }
    wrong = week_form.errors or (meal_form is not None and meal_form.errors)
    crumbs = crumbs_to(Crumb(_("Cài đặt bữa ăn")))
    return show(
        request,
        desk,
        "meals_settings",
        context,
        noun=Noun.PUPILS,
        crumbs=crumbs,
        status=400 if wrong else 200,
    )


def meal_form_of(desk: Desk, request: HttpRequest | None = None) -> MealForm:
    """The form with this school year's items, those that are meals by their name first."""
    items = catalogue.items(desk.facility_id, school_year(desk.today))
    items.sort(key=lambda one: (one.kind != FeeKind.MEAL.value, one.code))
    return MealForm(request.POST if request else None, items=items)


@for_staff(Permission.MEAL_WRITE)
@require_POST
def set_meal(request: StaffRequest) -> HttpResponse:
    """Say that an item is a meal."""
    desk = desk_of(request)
    form = meal_form_of(desk, request)
    if form.is_valid():
        setting.set_meal(
            by=desk.by,
            facility_id=desk.facility_id,
            fee_item_id=form.cleaned_data["item"],
            settling=Settling(form.cleaned_data["settling"]),
            at=desk.at,
        )
        messages.success(request, _("Đã ghi bữa ăn. Em nào đăng ký khoản này thì có tên để chấm."))
        return redirect("desk_meals_settings")
    week_form = WeekForm(initial=week_as_typed(days.week_of(desk.facility_id)))
    return settings_page(request, desk, week_form, form)
