"""The month of a meal: what it comes to before it is settled, and after."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month
from thuphi.money.adjustments.errors import AdjustmentError
from thuphi.money.bills.models import CollectionRun
from thuphi.money.meals import errors
from thuphi.money.meals.actions import settling
from thuphi.money.meals.models import Meal, SettlementLine
from thuphi.money.meals.queries import billed, days
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.queries.month import MonthPreview
from thuphi.money.meals.rules import Settling

from . import meals_days
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, number_in, page_number, show
from .meals import crumbs_to
from .meals_forms import SETTLING, ReturnForm, SettleForm
from .meals_setting import month_before, month_in

NOT_LOOKED_AT_SHOWN = 12
UNBILLED_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Which meal and month the page is about, the runs that billed it and are not settled with
    another month, and which of them are taken."""

    meals: list[Meal]
    meal: Meal
    month: Month
    runs: list[CollectionRun]
    run_ids: list[int]


def asked_of(request: HttpRequest, desk: Desk) -> Asked | None:
    """What the address asks for; last month's first meal at first. Nothing without any meal."""
    month = (
        month_in(request, desk) if "thang" in request.GET else month_before(Month.of(desk.today))
    )
    meals = days.meals(desk.facility_id, month.first_day_on)
    if not meals:
        return None
    wanted = meals_days.meal_in(request, meals)
    meal = next((one for one in meals if one.pk == wanted), meals[0])
    taken = months.runs_taken(meal)
    runs = [run for run in billed.runs_of(meal) if run.pk not in taken]
    ticked = {number_in(one) for one in request.GET.getlist("dot")}
    chosen = [
        run.pk
        for run in runs
        if (run.pk in ticked if "chon" in request.GET else Month.of(run.opens_on) == month)
    ]
    return Asked(meals, meal, month, runs, chosen)


@for_staff(Permission.MEAL_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def month_of_meals(request: StaffRequest) -> HttpResponse:
    """A meal's month: choose the runs, look at what it comes to, settle it; or what it came to."""
    desk = desk_of(request)
    asked = asked_of(request, desk)
    if asked is None:
        context = {"tab": "month", "month": month_in(request, desk)}
        return _show(request, desk, "meals_month_none", context)
    done = months.settlement_of(asked.meal.pk, asked.month)
    if done is not None and request.method != "POST":
        page = Paginator(months.lines_of(done), PAGE_ROWS).get_page(page_number(request))
        lines = list(page.object_list)
        context = {
            **_common(asked),
            "done": done,
            "page": page,
            "lines": lines,
            "returnable": _returnable(asked.meal, lines),
        }
        return _show(request, desk, "meals_month_done", context)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settle(desk, asked, form):
        messages.success(
            request, _("Đã quyết toán tháng %(month)s.") % {"month": asked.month.label}
        )
        return redirect(f"{reverse('desk_meals_month')}?thang={asked.month}&bua={asked.meal.pk}")
    return _preview_page(request, desk, asked, form)


def _common(asked: Asked) -> dict[str, object]:
    return {
        "tab": "month",
        "meals": asked.meals,
        "meal": asked.meal,
        "month": asked.month,
        "before": month_before(asked.month),
        "after": asked.month.next,
        "settling": SETTLING[Settling(asked.meal.settling)],
        "is_postpaid": asked.meal.settling == Settling.POSTPAID.value,
        "has_coupons": asked.meal.settling == Settling.COUPONS.value,
    }


def _preview_page(request: HttpRequest, desk: Desk, asked: Asked, form: SettleForm) -> HttpResponse:
    shown = months.preview(asked.meal, asked.month, asked.run_ids)
    if not form.is_bound:
        words = settling.proposed_reason(asked.meal, asked.month)
        form = SettleForm(initial={"reason": words, "seen": shown.digest})
    context = {
        **_common(asked),
        "shown": shown,
        "page": Paginator(shown.rows, PAGE_ROWS).get_page(page_number(request)),
        "form": form,
        "digest": shown.digest,
        "runs": [(run, run.pk in asked.run_ids) for run in asked.runs],
        "unsaved": shown.not_looked_at[:NOT_LOOKED_AT_SHOWN],
        "unsaved_count": len(shown.not_looked_at),
        "unbilled": shown.unbilled[:UNBILLED_SHOWN],
        "unbilled_more": max(len(shown.unbilled) - UNBILLED_SHOWN, 0),
        "totals": _totals(shown),
        "is_over": _is_over(desk, shown),
    }
    return _show(request, desk, "meals_month", context, status=400 if form.errors else 200)


def _is_over(desk: Desk, shown: MonthPreview) -> bool:
    week = days.week_of(desk.facility_id)
    return shown.last_on is not None and week.is_late(shown.last_on, desk.at)


def _totals(shown: MonthPreview) -> dict[str, int]:
    rows = shown.rows
    return {
        "bought": sum(row.bought.meals for row in rows),
        "eaten": sum(row.days.eaten for row in rows),
        "late": sum(row.days.late for row in rows),
        "absent": sum(row.days.absent for row in rows),
        "left": sum(row.balance.left_meals for row in rows),
        "net_vnd": shown.credited_vnd - shown.debited_vnd,
    }


def _settle(desk: Desk, asked: Asked, form: SettleForm) -> bool:
    try:
        settling.settle_month(
            by=desk.by,
            facility_id=desk.facility_id,
            meal_id=asked.meal.pk,
            month=asked.month,
            run_ids=asked.run_ids,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            paper=form.cleaned_data["paper"],
            at=desk.at,
        )
    except (errors.MealsRefused, AdjustmentError) as error:
        form.add_error(None, _why_not(error))
        return False
    return True


def _why_not(error: errors.MealsRefused | AdjustmentError) -> str:
    match error:
        case errors.SettledOtherwise():
            return _("Chấm ăn hoặc khoản thu vừa thay đổi. Xem lại bảng dưới đây rồi quyết toán.")
        case errors.MonthNotOver():
            return _("Tháng chưa hết: ngày ăn cuối là %(day)s.") % {
                "day": f"{error.last_on:%d/%m/%Y}"
            }
        case errors.MonthSettled():
            return _("Tháng này đã có người quyết toán.")
        case errors.RunSettledAlready():
            return _("Tiền ăn của %(run)s đã quyết toán với tháng khác. Bỏ chọn đợt thu này.") % {
                "run": error.name
            }
        case errors.NothingToSettle():
            return _("Không em nào đăng ký hay có khoản tiền ăn trong tháng này.")
        case errors.BillsTooSmall():
            return _("Các khoản thu của em chỉ giảm được nhiều nhất %(most)s.") % {
                "most": money.dong(error.most_vnd)
            }
        case _:
            return _("Có khoản thu không giảm được: %(why)s. Chưa ghi gì.") % {"why": str(error)}


def _returnable(meal: Meal, lines: list[SettlementLine]) -> set[int]:
    """Children of these lines whose coupons may still be given back."""
    left = months.left_over(meal, children=[line.beneficiary_id for line in lines])
    own = {line.pk for line in lines}
    return {child for child, line in left.items() if line.pk in own and line.left_vnd > 0}


@for_staff(Permission.MEAL_WRITE)
@require_POST
def return_coupons(request: StaffRequest, meal_id: int) -> HttpResponse:
    """Give a child's coupons back as a credit on the bills that sold them."""
    desk = desk_of(request)
    form = ReturnForm(request.POST)
    back = f"{reverse('desk_meals_month')}?thang={month_in(request, desk)}&bua={meal_id}"
    if not form.is_valid():
        messages.error(request, _("Chưa có lý do trả lại phiếu. Viết một câu rồi bấm lại."))
        return redirect(back)
    try:
        made = settling.return_coupons(
            by=desk.by,
            facility_id=desk.facility_id,
            meal_id=meal_id,
            beneficiary_id=form.cleaned_data["child"],
            reason=form.cleaned_data["reason"],
            at=desk.at,
        )
    except errors.NothingLeft:
        messages.info(request, _("Em này không còn phiếu thừa; có thể vừa có người trả lại."))
    except (errors.MealsRefused, AdjustmentError) as error:
        messages.error(request, _why_not(error))
    else:
        messages.success(
            request,
            _("Đã trả lại %(sum)s tiền phiếu thừa vào khoản đã thu.")
            % {"sum": money.dong(made.amount_vnd)},
        )
    return redirect(back)


def _show(
    request: HttpRequest,
    desk: Desk,
    template: str,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    crumbs = crumbs_to(Crumb(_("Quyết toán tháng")))
    return show(request, desk, template, context, noun=Noun.PUPILS, crumbs=crumbs, status=status)
