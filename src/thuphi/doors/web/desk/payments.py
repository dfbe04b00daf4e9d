"""Money that came in: the list with filters and totals, and the same as a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.payments.queries import desk as queries
from thuphi.money.payments.queries.desk import PaymentFilter

from .export import payments_workbook
from .forms import PaymentFilterForm
from .frame import PAGE_ROWS, Desk, Noun, desk_of, page_number, show
from .paid_lists import contracts_with_the_portal
from .rows import payment_row


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; a fault in it narrows nothing and is shown beside its field."""

    form: PaymentFilterForm
    wanted: PaymentFilter


def asked(request: StaffRequest, desk: Desk) -> Asked:
    """The filter in the address."""
    form = PaymentFilterForm(request.GET)
    form.is_valid()
    facts = form.cleaned_data
    wanted = PaymentFilter(
        facility_id=desk.facility_id,
        words=facts.get("q") or "",
        from_on=facts.get("from_on"),
        until_on=facts.get("until_on"),
        method=form.chosen_method(),
        finding=form.chosen_finding(),
    )
    return Asked(form, wanted)


def takes_paid_lists(desk: Desk) -> bool:
    """Whether this person has a list of the portal's to take in here."""
    mine = desk.by.where(Permission.PAYMENT_IDENTIFY)
    return desk.facility_id in mine and bool(contracts_with_the_portal(desk.facility_id))


@for_staff(Permission.PAYMENT_READ)
@require_safe
def payments(request: StaffRequest) -> HttpResponse:
    """Every payment, the latest first, with totals that follow the filter."""
    desk = desk_of(request)
    ask = asked(request, desk)
    found = queries.payments(ask.wanted)
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": ask.form,
        "page": page,
        "payments": [payment_row(one) for one in page],
        "totals": queries.sums(found),
        "query": query.urlencode(),
        "takes_paid_lists": takes_paid_lists(desk),
        "is_filtered": any(request.GET.get(name) for name in ask.form.fields),
    }
    return show(request, desk, "payments", context, noun=Noun.MONEY)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def payments_xlsx(request: StaffRequest) -> HttpResponse:
    """The same list as a workbook, whole, with the four unified fields."""
    desk = desk_of(request)
    found = queries.payments(asked(request, desk).wanted)
    name = f"tien-vao-{desk.facility.code}-{desk.today:%Y%m%d}.xlsx"
    with payments_workbook(queries.each(found)) as workbook:
        return HttpResponse(
            workbook.read(),
            headers={
                "Content-Type": XLSX,
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )
