"""Collected against due: by run, by class, by fee item."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.money.bills.queries.desk import BillFilter
from thuphi.money.bills.rules import RunState
from thuphi.money.payments.queries import desk as payments

from .frame import Crumb, Noun, desk_of, number_in, show
from .runs import chips

RUNS_OFFERED = 24


@for_staff(Permission.BILL_READ)
@require_safe
def standing(request: StaffRequest) -> HttpResponse:
    """How far one run is, and who has paid, not paid, paid too little, paid too much."""
    desk = desk_of(request)
    out = desk_runs.runs(desk.facility_id).exclude(
        state__in=[RunState.DRAFT.value, RunState.CANCELLED.value]
    )
    offered = list(out[:RUNS_OFFERED])
    asked = number_in(request.GET.get("run", ""))
    run = next((one for one in offered if one.pk == asked), offered[0] if offered else None)
    sums = desk_runs.sums_of_runs([one.pk for one in offered])
    context: dict[str, object] = {
        "runs": [(one, sums.get(one.pk, bills.BillSums())) for one in offered],
        "run": run,
    }
    if run is not None:
        found = bills.bills(
            BillFilter(facility_id=desk.facility_id, today=desk.today, run_id=run.pk)
        )
        over = payments.overpaid(found)
        context |= {
            "figures": bills.sums(found),
            "standings": bills.standings(found, desk.today).of,
            "chips": chips(request, bills.standings(found, desk.today), over.count(), "-"),
            "classes": desk_runs.collected_by_class(run.pk),
            "items": desk_runs.collected_by_item(run.pk, desk.facility_id),
            "run_href": reverse("desk_run", args=[run.pk]),
        }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Đã thu, phải thu"))]
    return show(request, desk, "standing", context, noun=Noun.RUNS, crumbs=crumbs)
