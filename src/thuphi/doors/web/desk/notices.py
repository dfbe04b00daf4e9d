"""Payment notices on paper, class by class, each with its QR code: on the screen and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.queries import desk_runs
from thuphi.money.reminders import queries as reminders
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility

from . import words
from .frame import Crumb, Noun, desk_of, personal, show
from .notice_facts import Notice, notices_of
from .notice_pdf import Form, notice_sheets
from .runs import run_crumbs, run_or_404

A_SHEET = 4
FORMS = {
    "mot": Form.ONE,
    "hai": Form.TWO,
    "bon": Form.FOUR,
    "cuon": Form.ROLL,
}
"""How many stand on a sheet, as the address says it."""


def account_or_404(facility_id: int) -> BeneficiaryAccount:
    """The account that codes on paper lead to."""
    account = facilities.approved_account(facility_id)
    if account is None:
        raise Http404
    return account


def bills_or_404(request: StaffRequest, run: CollectionRun) -> list[Bill]:
    """Bills of the asked class on which something is to be paid; with `?only=untold` those of
    families that no letter reached."""
    found = desk_runs.bills_to_print(run.pk, request.GET.get("class", ""))
    if request.GET.get("only") == "untold":
        told = reminders.told_of([bill.pk for bill in found])
        found = [bill for bill in found if bill.pk not in told]
    if not found:
        raise Http404
    return found


@for_staff(Permission.BILL_READ)
@require_safe
def notices(request: StaffRequest, run_id: int) -> HttpResponse:
    """Which classes still have families to tell."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    classes = desk_runs.classes_to_print(run.pk)
    only_untold = request.GET.get("only") == "untold"
    if only_untold:
        classes = reminders.classes_untold(run.pk)
    context = {
        "run": run,
        "only_untold": only_untold,
        "classes": [(name, number, -(-number // A_SHEET)) for name, number in classes],
        "account": facilities.approved_account(run.facility_id),
    }
    crumbs = run_crumbs(run, Crumb(_("Giấy báo")))
    return show(request, desk, "notices", context, noun=Noun.RUNS, crumbs=crumbs)


@for_staff(Permission.BILL_READ)
@require_safe
def notices_print(request: StaffRequest, run_id: int) -> HttpResponse:
    """The sheets of one class, ready for the printer."""
    run = run_or_404(request, run_id)
    account = account_or_404(run.facility_id)
    found = bills_or_404(request, run)
    facility: Facility = facilities.facility(run.facility_id)
    made: list[Notice] = notices_of(found, facility, account)
    context = {
        "run": run,
        "class_name": request.GET.get("class", ""),
        "facility": facility,
        "account": account,
        "bank": words.bank(account.bin),
        "sheets": [made[start : start + A_SHEET] for start in range(0, len(made), A_SHEET)],
        "contact": reminders.contact_of(facility, reminders.plan_of(facility.pk)),
        "site": request.get_host(),
    }
    return personal(render(request, "desk/notices_print.html", context))


@for_staff(Permission.BILL_READ)
@require_safe
def notices_pdf(request: StaffRequest, run_id: int, form: str) -> HttpResponse:
    """The sheets of one class as PDF: one, two or four on an A4 sheet, or on a roll of 80 mm."""
    run = run_or_404(request, run_id)
    if form not in FORMS:
        raise Http404
    account = account_or_404(run.facility_id)
    found = bills_or_404(request, run)
    facility: Facility = facilities.facility(run.facility_id)
    with override("vi"):
        made = notices_of(found, facility, account)
    drawn = notice_sheets(
        made,
        form=FORMS[form],
        facility=facility,
        account=account,
        contact=reminders.contact_of(facility, reminders.plan_of(facility.pk)),
        site=request.get_host(),
    )
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="giay-bao-{run.pk}-{form}.pdf"'
    return personal(answer)
