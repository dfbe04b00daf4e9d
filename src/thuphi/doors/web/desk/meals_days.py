"""A class on a day, as its teacher and the accountant tick it: the page, and what it sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.meals import errors
from thuphi.money.meals.actions import ticking
from thuphi.money.meals.models import Meal
from thuphi.money.meals.queries import classes, days
from thuphi.money.meals.queries.classes import Child
from thuphi.money.meals.rules import TickState

from .frame import Desk, number_in

ONE_DAY = timedelta(days=1)
WEEKDAYS = (
    gettext_noop("Thứ Hai"),
    gettext_noop("Thứ Ba"),
    gettext_noop("Thứ Tư"),
    gettext_noop("Thứ Năm"),
    gettext_noop("Thứ Sáu"),
    gettext_noop("Thứ Bảy"),
    gettext_noop("Chủ nhật"),
)


@dataclass(frozen=True, slots=True)
class DayLink:
    """A neighbouring day."""

    href: str
    label: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child of the list: ticked absent or not, and what was said of them before."""

    id: int
    name: str
    code: str
    """The school's code, only where two of the class have one name."""
    is_absent: bool
    is_late: bool
    """Told too late already."""


def day_in(request: HttpRequest, desk: Desk) -> date:
    """The day that the address asks for, or today."""
    asked = request.GET.get("ngay", "")
    try:
        return date.fromisoformat(asked) if asked else desk.today
    except ValueError:
        raise Http404 from None


def weekday(day: date) -> str:
    """`Thứ Hai`, in the reader's language."""
    return _(WEEKDAYS[day.weekday()])


def day_links(day: date, desk: Desk, query: str = "") -> list[DayLink]:
    """The day before, today, and the day after the one that is shown."""
    links = [DayLink(f"?ngay={day - ONE_DAY}{query}", _("Ngày trước"))]
    links.append(DayLink(f"?ngay={desk.today}{query}", _("Hôm nay"), day == desk.today))
    links.append(DayLink(f"?ngay={day + ONE_DAY}{query}", _("Ngày sau")))
    return links


def meal_in(request: HttpRequest, meals: Sequence[Meal]) -> int | None:
    """The one meal that the address asks for, or none for the whole day."""
    asked = number_in(request.GET.get("bua", ""))
    return asked if asked in {one.pk for one in meals} else None


def class_context(
    request: HttpRequest, desk: Desk, class_name: str, day: date
) -> dict[str, object]:
    """What the page of one class shows."""
    every = days.meals(desk.facility_id, day)
    meal_id = meal_in(request, every)
    shown = classes.class_day(desk.facility_id, class_name, day, desk.at, meal_id)
    return {
        "class_name": class_name,
        "day": day,
        "weekday": weekday(day),
        "shown": shown,
        "children": child_rows(shown.children),
        "cutoff": shown.cutoff_at.astimezone(VIETNAM),
        "meal_id": meal_id,
        "meals": every if len(every) > 1 else [],
        "may_save": bool(shown.is_open and shown.children and not shown.is_settled),
        "days": day_links(day, desk, f"&lop={quote(class_name)}" if "lop" in request.GET else ""),
        "is_today": day == desk.today,
    }


def child_rows(children: Sequence[Child]) -> list[ChildRow]:
    """The children as the list writes them."""
    named = Counter(child.name for child in children)
    return [
        ChildRow(
            id=child.id,
            name=child.name,
            code=child.code if named[child.name] > 1 else "",
            is_absent=child.state is not TickState.EATS,
            is_late=child.state is TickState.LATE,
        )
        for child in children
    ]


def numbers_of(request: HttpRequest, name: str) -> list[int]:
    """The numbers that a form sends under a name; what is none is left out."""
    found = (number_in(one) for one in request.POST.getlist(name))
    return [one for one in found if one is not None]


def save(request: HttpRequest, desk: Desk, class_name: str, day: date) -> None:
    """Save a class as its page sends it, and say what it came to, or why it was not saved."""
    try:
        done = ticking.save_class(
            by=desk.by,
            facility_id=desk.facility_id,
            class_name=class_name,
            meal_on=day,
            absent=numbers_of(request, "vang"),
            shown=numbers_of(request, "co"),
            at=desk.at,
            meal_id=number_in(request.GET.get("bua", "")),
        )
    except errors.MealsRefused as error:
        messages.error(request, why_not_saved(error))
        return
    messages.success(request, said_of(class_name, done))
    if done.newly_late:
        messages.warning(
            request,
            ngettext(
                "%(n)s em báo muộn: bếp đã nấu nên vẫn tính tiền.",
                "%(n)s em báo muộn: bếp đã nấu nên vẫn tính tiền.",
                done.newly_late,
            )
            % {"n": done.newly_late},
        )


def said_of(class_name: str, done: ticking.SavedClass) -> str:
    """`Đã lưu lớp 2A: 38 ăn, 2 vắng.`"""
    return _("Đã lưu lớp %(name)s: %(eating)s ăn, %(absent)s vắng.") % {
        "name": class_name,
        "eating": done.eating,
        "absent": done.absent + done.late,
    }


def why_not_saved(error: errors.MealsRefused) -> str:
    """What a teacher reads when her class could not be saved."""
    match error:
        case errors.NotInClass():
            return _("Danh sách lớp vừa thay đổi nên chưa lưu. Xem lại rồi lưu.")
        case errors.NoMealsThatDay():
            return _("Ngày này lớp không có bữa ăn nên không chấm.")
        case errors.MonthSettled():
            return _("Tháng này đã quyết toán nên không chấm nữa. Báo kế toán nếu cần điều chỉnh.")
        case errors.DayTooFar():
            return _("Chỉ chấm được từ 7 ngày trước đến 31 ngày sau. Ngày khác nhờ kế toán.")
        case _:
            return _("Chưa lưu được. Tải lại trang rồi thử lại.")
