"""The list of fee items, and adding one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue import queries as catalogue_queries
from thuphi.money.catalogue.errors import FeeItemCodeTaken

from .forms import FeeItemForm
from .frame import Crumb, Noun, desk_of, show


def years_around(today_year: str) -> list[str]:
    """The year before, this one and the next."""
    first = int(today_year[:4])
    return [f"{year}-{year + 1}" for year in (first - 1, first, first + 1)]


@for_staff(Permission.BILL_READ)
@require_safe
def fees(request: StaffRequest) -> HttpResponse:
    """What may be billed in a school year."""
    desk = desk_of(request)
    now = school_year(desk.today)
    years = years_around(now)
    year = request.GET.get("year", now)
    context = {
        "year": year if year in years else now,
        "years": years,
        "items": catalogue_queries.items(desk.facility_id, year if year in years else now),
    }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Khoản mục thu"))]
    return show(request, desk, "fees", context, noun=Noun.RUNS, crumbs=crumbs)


@for_staff(Permission.FEE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_add(request: StaffRequest) -> HttpResponse:
    """Add one item; on a mistake the form comes back with what is wrong beside the field."""
    desk = desk_of(request)
    form = FeeItemForm(request.POST or None, initial={"school_year": school_year(desk.today)})
    if request.method == "POST" and form.is_valid():
        item = form.item()
        try:
            catalogue.add_fee_item(by=desk.by, facility_id=desk.facility_id, item=item, at=desk.at)
        except FeeItemCodeTaken:
            form.add_error(
                "code",
                _("Năm học %(year)s đã có mã %(code)s. Đặt mã khác, hoặc dùng khoản đã có.")
                % {"year": item.school_year, "code": item.code},
            )
        else:
            messages.success(
                request,
                _("Đã thêm %(name)s, %(price)s mỗi %(unit)s.")
                % {"name": item.name, "price": money.dong(item.price_vnd), "unit": item.unit},
            )
            return redirect(f"{reverse('desk_fees')}?year={item.school_year}")
    crumbs = [
        Crumb(_("Đợt thu"), reverse("desk_runs")),
        Crumb(_("Khoản mục thu"), reverse("desk_fees")),
        Crumb(_("Thêm")),
    ]
    status = 400 if form.errors else 200
    return show(
        request, desk, "fee_add", {"form": form}, noun=Noun.RUNS, crumbs=crumbs, status=status
    )
