"""The list of fee items, and adding one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue import queries as catalogue_queries
from thuphi.money.catalogue.errors import FeeItemCodeTaken, FeeItemRetired
from thuphi.money.catalogue.models import FeeItem

from .forms import FeeChangeForm, FeeItemForm
from .frame import Crumb, Desk, Noun, desk_of, show


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
        "items": catalogue_queries.whole_list(desk.facility_id, year if year in years else now),
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


def item_or_404(request: StaffRequest, item_id: int) -> FeeItem:
    """The item, or nothing at all for somebody of another school."""
    item = catalogue_queries.item_here(item_id, request.actor.facilities)
    if item is None:
        raise Http404
    return item


def year_page(item: FeeItem) -> str:
    """The list that the item stands on."""
    return f"{reverse('desk_fees')}?year={item.school_year}"


def change(desk: Desk, item: FeeItem, form: FeeChangeForm) -> FeeItem:
    """The item as the form says it."""
    facts = form.cleaned_data
    return catalogue.change_fee_item(
        by=desk.by,
        item_id=item.pk,
        name=facts["name"],
        unit=facts["unit"],
        price_vnd=facts["price_vnd"],
        ground=facts["ground"],
        is_mandatory=facts["is_mandatory"],
        allows_instalments=facts["allows_instalments"],
        kind=facts["kind"],
        at=desk.at,
    )


@for_staff(Permission.FEE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_change(request: StaffRequest, item_id: int) -> HttpResponse:
    """Say anew what an item costs and is called; bills that are out keep their price."""
    desk = desk_of(request)
    item = item_or_404(request, item_id)
    if not item.is_active:
        messages.info(request, _("%(name)s đã ngừng thu nên không sửa được.") % {"name": item.name})
        return redirect(year_page(item))
    form = FeeChangeForm(
        request.POST or None,
        initial={
            "name": item.name,
            "unit": item.unit,
            "price_vnd": f"{item.price_vnd:,}".replace(",", "."),
            "ground": item.ground,
            "is_mandatory": "1" if item.is_mandatory else "0",
            "allows_instalments": item.allows_instalments,
            "kind": item.kind,
        },
    )
    if request.method == "POST" and form.is_valid():
        changed = change(desk, item, form)
        messages.success(
            request,
            _("Đã sửa %(name)s, %(price)s mỗi %(unit)s. Khoản đã phát hành giữ giá cũ.")
            % {
                "name": changed.name,
                "price": money.dong(changed.price_vnd),
                "unit": changed.unit,
            },
        )
        return redirect(year_page(changed))
    crumbs = [
        Crumb(_("Đợt thu"), reverse("desk_runs")),
        Crumb(_("Khoản mục thu"), year_page(item)),
        Crumb(item.name),
    ]
    context = {"form": form, "item": item, "back": year_page(item)}
    status = 400 if form.errors else 200
    return show(request, desk, "fee_change", context, noun=Noun.RUNS, crumbs=crumbs, status=status)


@for_staff(Permission.FEE_WRITE)
@require_POST
def fee_retire(request: StaffRequest, item_id: int) -> HttpResponse:
    """Take an item off the list of what new runs may charge."""
    desk = desk_of(request)
    item = item_or_404(request, item_id)
    try:
        catalogue.retire_fee_item(by=desk.by, item_id=item.pk, at=desk.at)
    except FeeItemRetired:
        messages.info(request, _("%(name)s đã ngừng thu từ trước.") % {"name": item.name})
    else:
        messages.success(
            request,
            _("Đã ngừng thu %(name)s. Đợt mới không chọn được nữa; khoản đã phát hành giữ nguyên.")
            % {"name": item.name},
        )
    return redirect(year_page(item))
