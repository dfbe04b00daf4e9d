"""The months of a facility, and one month: written, sent, read, begun anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared import declaration_parts as told
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.queries import Revision, Sheet
from thuphi.oversight.declarations.rules import State, Values
from thuphi.registers.facilities.models import FacilityPlace

from .accounts import desk_at
from .declare_evidence import proof_rows
from .declare_forms import EXPLAIN, EXPLANATION_LETTERS_MAX, EvidenceForm, ValuesForm
from .declare_rows import Beside, layout
from .frame import Crumb, Desk, Noun, show
from .people import names_of

FIRST = Month(2022, 1)
MONTHS_SHOWN = 12
DUE = Pill(gettext_lazy("Chưa kê khai"), "ring", "warn")
NOT_YET = Pill(gettext_lazy("Chưa kê khai"), "ring", "")


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the list."""

    month: Month
    href: str
    pill: Pill
    says: str
    revision: int
    is_begun: bool
    is_returned: bool
    is_in: bool


def before(month: Month) -> Month:
    """The month before."""
    return Month(month.year, month.month - 1) if month.month > 1 else Month(month.year - 1, 12)


def ended_months(facility_id: int, today: date) -> list[Month]:
    """The months that are over in which the facility stood, the latest first."""
    stays = FacilityPlace.objects.filter(facility_id=facility_id).values_list("valid", flat=True)
    first_on = min((stay.lower for stay in stays), default=today)
    found = [before(Month.of(today))]
    while len(found) < MONTHS_SHOWN:
        found.append(before(found[-1]))
    return [month for month in found if month >= max(FIRST, Month.of(first_on))]


def month_rows(desk: Desk) -> list[MonthRow]:
    """The months to declare and those declared, the latest first."""
    known = {one.month: one for one in queries.months_of(desk.facility_id)}
    names = names_of({one.submitted_by for one in known.values()})
    months = sorted({*ended_months(desk.facility_id, desk.today), *known}, reverse=True)
    return [_month_row(desk, month, known.get(month), names) for month in months]


def month_to_declare(desk: Desk, *, bills_here: bool) -> MonthRow | None:
    """The latest ended month that waits for this person; None when nothing does.

    A month that was sent back always waits. One that was never sent waits only at a facility that
    has not billed through us: of the others the bookings are known.
    """
    if not desk.by.may(Permission.DECLARE):
        return None
    rows = [row for row in month_rows(desk) if not row.is_in]
    returned = next((row for row in rows if row.is_returned), None)
    if returned is not None or bills_here:
        return returned
    last = before(Month.of(desk.today))
    return next((row for row in rows if row.month == last), None)


def _month_row(
    desk: Desk, month: Month, found: Revision | None, names: Mapping[int, str]
) -> MonthRow:
    href = reverse("desk_declare_month", args=[desk.facility_id, month])
    if found is None:
        is_last = month == before(Month.of(desk.today))
        return MonthRow(month, href, DUE if is_last else NOT_YET, "", 1, False, False, False)
    says = ""
    if found.state is State.RETURNED:
        says = found.return_reason
    elif found.submitted_at is not None and not found.is_open:
        facts = {
            "who": names.get(found.submitted_by or 0, _("phần mềm")),
            "day": f"{found.submitted_at:%d/%m/%Y}",
        }
        says = _("%(who)s gửi ngày %(day)s") % facts
    return MonthRow(
        month,
        href,
        told.pill_of(found.state),
        says,
        found.revision,
        is_begun=True,
        is_returned=found.state is State.RETURNED,
        is_in=not found.is_open,
    )


@for_staff(Permission.DECLARE)
@require_safe
def months(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The months, with the one that is due on top."""
    desk = desk_at(request, facility_id)
    rows = month_rows(desk)
    last = before(Month.of(desk.today))
    context = {
        "months": rows,
        "due": next((row for row in reversed(rows) if row.is_returned), None)
        or next((row for row in rows if row.month <= last and not row.is_in), None),
        "is_booked": bool(queries.booked_in([facility_id], last)),
    }
    return show(request, desk, "declare", context, noun=Noun.TODAY)


def month_in(written: str, today: date) -> Month:
    """The month of an address, not before the register opens and not after this month."""
    try:
        month = Month.parse(written)
    except NotAMonth:
        raise Http404 from None
    if not FIRST <= month <= Month.of(today):
        raise Http404
    return month


@for_staff(Permission.DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: StaffRequest, facility_id: int, written: str) -> HttpResponse:
    """One month: a form while it is open, to be read afterwards."""
    desk = desk_at(request, facility_id)
    which = month_in(written, desk.today)
    if request.method == "POST":
        return _written(request, desk, which)
    sheet = _asked_revision(request, desk, which)
    if not sheet.is_open:
        return locked_page(request, desk, sheet)
    form = ValuesForm(asked=sheet.asked, values=sheet.values)
    kept = request.session.get(_kept_at(desk, which), {})
    return form_page(request, desk, sheet, form, {**sheet.explanations, **kept})


def _asked_revision(request: StaffRequest, desk: Desk, which: Month) -> Sheet:
    wanted = request.GET.get("ban", "")
    if not wanted:
        return queries.sheet(desk.facility_id, which, desk.today)
    for one in queries.history(desk.facility_id, which):
        if str(one.revision) == wanted:
            return queries.sheet_of(one.id, desk.today)
    raise Http404


def _kept_at(desk: Desk, which: Month) -> str:
    return f"explained-{desk.facility_id}-{which}"


def _written(request: StaffRequest, desk: Desk, which: Month) -> HttpResponse:
    """Keep what was typed; send it if that is asked and the rules allow."""
    sheet = queries.sheet(desk.facility_id, which, desk.today)
    said = {
        name.removeprefix(EXPLAIN): words[:EXPLANATION_LETTERS_MAX]
        for name, words in request.POST.items()
        if name.startswith(EXPLAIN) and isinstance(words, str)
    }
    form = ValuesForm(request.POST, asked=sheet.asked, values={})
    if not form.is_valid():
        return form_page(request, desk, sheet, form, said)
    try:
        kept = actions.save(
            by=desk.by,
            facility_id=desk.facility_id,
            month=which,
            values=form.values(),
            at=desk.at,
        )
    except errors.ValuesUnfit as unfit:
        return form_page(request, desk, sheet, form, said, unfit=unfit)
    except (errors.DeclarationNotOpen, errors.DeclarationLocked):
        messages.error(request, _("Tháng này đã gửi nên không sửa được. Chưa ghi gì."))
        return redirect("desk_declare_month", desk.facility_id, which)
    request.session[_kept_at(desk, which)] = said
    if request.POST.get("do") != "submit":
        messages.success(request, _("Đã lưu nháp, chưa gửi."))
        return redirect("desk_declare_month", desk.facility_id, which)
    try:
        actions.submit(by=desk.by, declaration_id=kept.pk, explanations=said, at=desk.at)
    except (errors.RulesBroken, errors.ExplanationMissing):
        now = queries.sheet(desk.facility_id, which, desk.today)
        return form_page(request, desk, now, form, said, is_tried=True)
    except errors.DeclarationNotOpen:
        messages.error(request, _("Tháng này đã gửi trước đó; không gửi lần hai."))
        return redirect("desk_declare_month", desk.facility_id, which)
    request.session.pop(_kept_at(desk, which), None)
    messages.success(
        request, _("Đã gửi kê khai tháng %(month)s, chờ xác minh.") % {"month": which.label}
    )
    return redirect("desk_declare", desk.facility_id)


def form_page(
    request: StaffRequest,
    desk: Desk,
    sheet: Sheet,
    form: ValuesForm,
    explanations: Mapping[str, str],
    *,
    is_tried: bool = False,
    unfit: errors.ValuesUnfit | None = None,
) -> HttpResponse:
    """The form with everything beside it. A try to send names every empty field."""
    typed: Values = sheet.values
    if form.is_bound and form.is_valid():
        typed = form.values()
    faults = unfit.faults if unfit else sheet.faults if sheet.revision else ()
    found = layout(form, Beside(sheet, typed, explanations, is_tried, faults))
    is_wrong = bool(form.errors) or unfit is not None or is_tried
    context = {
        **_frame(desk, sheet),
        "parts": found.parts,
        "whole_refusals": found.whole_refusals,
        "whole_flags": found.whole_flags,
        "broken": found.broken,
        "unexplained": found.unexplained,
        "missing": found.missing if sheet.revision else 0,
        "unreadable": bool(form.errors) or unfit is not None,
        "returned": sheet.revision is not None and sheet.revision.state is State.RETURNED,
        "evidence_form": EvidenceForm() if sheet.revision else None,
    }
    return show(
        request,
        desk,
        "declare_month",
        context,
        noun=Noun.TODAY,
        crumbs=crumbs_of(desk, sheet.month),
        status=400 if is_wrong else 200,
    )


def locked_page(request: StaffRequest, desk: Desk, sheet: Sheet) -> HttpResponse:
    """A month that the department has, or had."""
    revision = sheet.revision
    if revision is None:
        raise Http404
    newest = queries.newest(desk.facility_id, sheet.month)
    context = {
        **_frame(desk, sheet),
        "told": told.told_parts(sheet),
        "flags": told.told_flags(sheet.explained),
        "is_approved": revision.state is State.APPROVED,
        "is_newest": newest is not None and newest.id == revision.id,
    }
    crumbs = crumbs_of(desk, sheet.month)
    return show(request, desk, "declare_locked", context, noun=Noun.TODAY, crumbs=crumbs)


def _frame(desk: Desk, sheet: Sheet) -> dict[str, object]:
    revision = sheet.revision
    revisions = queries.history(desk.facility_id, sheet.month)
    people = told.people_of(revision) if revision else set()
    href = reverse("desk_declare_month", args=[desk.facility_id, sheet.month])
    return {
        "month": sheet.month,
        "declaration": revision,
        "pill": told.pill_of(revision.state) if revision else DUE,
        "booked": told.booked_rows(sheet.context.booked),
        "booked_totals": told.booked_totals(sheet.context.booked),
        "evidence": proof_rows(desk, sheet),
        "evidence_href": reverse("desk_declare_evidence", args=[desk.facility_id, sheet.month]),
        "history": told.steps_of(revision, names_of(people)) if revision else [],
        "revisions": [
            {
                "revision": one.revision,
                "href": f"{href}?ban={one.revision}",
                "pill": told.pill_of(one.state),
            }
            for one in revisions
        ]
        if len(revisions) > 1
        else [],
    }


def crumbs_of(desk: Desk, which: Month) -> list[Crumb]:
    """From the list of months down to one."""
    home = Crumb(_("Kê khai tháng"), reverse("desk_declare", args=[desk.facility_id]))
    return [home, Crumb(_("Tháng %(month)s") % {"month": which.label})]


@for_staff(Permission.DECLARE)
@require_POST
def reopen(request: StaffRequest, facility_id: int, written: str) -> HttpResponse:
    """Begin the next revision of a month that was approved."""
    desk = desk_at(request, facility_id)
    which = month_in(written, desk.today)
    try:
        actions.reopen(by=desk.by, facility_id=facility_id, month=which, at=desk.at)
    except errors.DeclarationNotFound:
        raise Http404 from None
    except errors.NotApproved:
        messages.error(request, _("Bản này chưa duyệt nên chưa cần bản mới."))
    else:
        messages.success(request, _("Đã lập bản mới với các số của bản trước. Sửa rồi gửi."))
    return redirect("desk_declare_month", facility_id, which)
