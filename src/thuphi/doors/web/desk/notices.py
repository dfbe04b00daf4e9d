"""Payment notices on paper: four on an A4 sheet, class by class, each with its QR code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels import qr_image, vietqr
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility
from thuphi.registers.methods import queries as methods

from . import words
from .frame import Crumb, Noun, desk_of, personal, show
from .notice_ways import PrintedWays, printed_ways
from .runs import run_crumbs, run_or_404

A_SHEET = 4
LINES_SHOWN = 8
"""More lines than these do not fit on a slip; the rest is summed up in one."""
LINES_LEAST = 3
FREE_ROWS = 1
"""Rows of small print about ways to pay that fit beside all lines; others take a line's place."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one family gets on paper."""

    code: str
    name: str
    pupil_code: str
    class_name: str
    reason: str
    lines: list[tuple[str, int]]
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    due_on: date
    allows_part: bool
    qr: SafeString
    ways: PrintedWays


def qr_of(bill: Bill, account: BeneficiaryAccount) -> SafeString:
    """The bill's transfer as a drawing; made by ourselves from checked parts."""
    payload = vietqr.encode(
        vietqr.Transfer(
            bin=account.bin,
            account=account.number,
            amount_vnd=bill.remaining_vnd,
            purpose=vietqr.purpose_for(bill.code, bill.beneficiary_name),
            bill=bill.code,
        )
    )
    title = _("Mã QR trả khoản %(code)s") % {"code": bill.code}
    return mark_safe(qr_image.svg(payload, title=title))  # noqa: S308 - our own drawing


def shown_lines(lines: list[BillLine], rows_of_ways: int = 0) -> list[tuple[str, int]]:
    """The lines that fit beside so many rows about ways to pay, the others summed up."""
    said = [(line_words(line), line.amount_vnd) for line in lines]
    fit = max(LINES_LEAST, LINES_SHOWN - max(0, rows_of_ways - FREE_ROWS))
    if len(said) <= fit:
        return said
    kept = said[: fit - 1]
    rest = sum(amount for _words, amount in said[fit - 1 :])
    return [*kept, (_("%(count)s khoản khác") % {"count": len(said) - len(kept)}, rest)]


def line_words(line: BillLine) -> str:
    """A line as a family reads it."""
    if line.reason:
        return f"{line.description} ({line.reason})"
    return f"{line.description} × {line.quantity}" if line.quantity > 1 else line.description


def notice(
    bill: Bill, lines: list[BillLine], account: BeneficiaryAccount, ways: PrintedWays
) -> Notice:
    """One bill on paper."""
    return Notice(
        code=bill.code,
        name=bill.beneficiary_name,
        pupil_code=bill.beneficiary.code,
        class_name=bill.class_name,
        reason=bill.reason,
        lines=shown_lines(lines, ways.rows),
        total_vnd=bill.total_vnd,
        paid_vnd=bill.paid_vnd,
        remaining_vnd=bill.remaining_vnd,
        due_on=bill.due_on,
        allows_part=bill.allows_part,
        qr=qr_of(bill, account),
        ways=ways,
    )


@for_staff(Permission.BILL_READ)
@require_safe
def notices(request: StaffRequest, run_id: int) -> HttpResponse:
    """Which classes still have families to tell."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    classes = desk_runs.classes_to_print(run.pk)
    context = {
        "run": run,
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
    account = facilities.approved_account(run.facility_id)
    class_name = request.GET.get("class", "")
    found = desk_runs.bills_to_print(run.pk, class_name)
    if account is None or not found:
        raise Http404
    lines = bills.lines_of([bill.pk for bill in found])
    terms = methods.ways_of(run.facility_id, clock.today(clock.now()))
    ways = {
        amount_vnd: printed_ways(terms, amount_vnd)
        for amount_vnd in {bill.remaining_vnd for bill in found}
    }
    made = [
        notice(bill, lines.get(bill.pk, []), account, ways[bill.remaining_vnd]) for bill in found
    ]
    facility: Facility = facilities.facility(run.facility_id)
    context = {
        "run": run,
        "class_name": class_name,
        "facility": facility,
        "account": account,
        "bank": words.bank(account.bin),
        "sheets": [made[start : start + A_SHEET] for start in range(0, len(made), A_SHEET)],
        "site": request.get_host(),
    }
    return personal(render(request, "desk/notices_print.html", context))
