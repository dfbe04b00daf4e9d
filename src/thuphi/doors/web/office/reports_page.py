"""One report: begun, written, filed; then frozen, with its way and what a correction moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans.rules import Periodicity
from thuphi.oversight.reports import queries
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.queries import Consolidated, FiledReport
from thuphi.oversight.reports.rules.states import FilingState
from thuphi.registers.agencies.models import Agency, AgencyKind

from . import reports_words as words
from .frame import Crumb, office_of, show
from .reports_forms import FigureField, WordsForm, figure_fields, words_form
from .reports_look import (
    Sight,
    chart,
    figures_shown,
    may_decide,
    sight,
    way,
    words_changed,
)
from .reports_rows import who
from .target_words import plan_name
from .tasks_forms import DueForm


@dataclass(frozen=True, slots=True)
class Version:
    """One filing of a report, to be opened."""

    number: int
    pill: Pill
    filing: Filing
    href: str
    is_current: bool


@for_staff(Permission.FIGURES_READ)
@require_safe
def report(request: StaffRequest, obligation_id: int) -> HttpResponse:
    """A report as it stands: nothing yet, the draft, or the last that was filed."""
    seen = sight(office_of(request), obligation_id)
    newest = seen.newest
    if newest is None:
        return _not_begun(request, seen)
    if newest.state == FilingState.DRAFT.value:
        return draft_page(request, seen, newest)
    return filed_page(request, seen, newest)


@for_staff(Permission.FIGURES_READ)
@require_safe
def version(request: StaffRequest, obligation_id: int, number: int) -> HttpResponse:
    """One of several filings of a report."""
    seen = sight(office_of(request), obligation_id)
    found = seen.numbered(number)
    if found.state == FilingState.DRAFT.value:
        return draft_page(request, seen, found)
    return filed_page(request, seen, found)


def crumbs_of(seen: Sight, *more: Crumb) -> list[Crumb]:
    """From the reports down to this one."""
    own = reverse("office:report", args=[seen.owed.id]) if more else ""
    return [Crumb(_("Báo cáo"), reverse("office:reports")), Crumb(seen.title, own), *more]


def _frame(seen: Sight) -> dict[str, object]:
    return {
        "seen": seen,
        "owed": seen.owed,
        "who": who(seen.owed),
        "plan_name": plan_name(seen.plan),
        "due": words.overdue(seen.owed) if seen.owed.is_overdue else words.due(seen.owed),
        "hint": words.hint(seen.owed),
        "is_late": seen.owed.is_overdue,
    }


def _not_begun(request: StaffRequest, seen: Sight) -> HttpResponse:
    context = {
        **_frame(seen),
        "pill": words.MISSING,
        "hops": way(seen, None),
        "is_early": seen.office.today < seen.owed.window_first_on,
        "due_form": due_form(seen),
    }
    return show(request, seen.office, "reports_begin", context, crumbs=crumbs_of(seen))


def due_form(seen: Sight) -> DueForm | None:
    """The day of a report `theo quy định`, for the people's committee of the province."""
    if seen.owed.period.periodicity is not Periodicity.AS_PRESCRIBED or not may_set_due(seen):
        return None
    return DueForm(initial={"due_on": seen.owed.due_on})


def may_set_due(seen: Sight) -> bool:
    """Whether one decides in the people's committee of the report's province."""
    committees = Agency.objects.filter(
        pk__in=seen.office.by.agencies_where(Permission.REPORT_DECIDE),
        kind=AgencyKind.PEOPLES_COMMITTEE.value,
        place_id=seen.owed.place_id,
    )
    return committees.exists()


def draft_page(
    request: StaffRequest,
    seen: Sight,
    draft: Filing,
    *,
    form: WordsForm | None = None,
    fields: Sequence[FigureField] | None = None,
) -> HttpResponse:
    """The draft to be written; with a form, what of it could not stand."""
    found = queries.report(draft.pk)
    typed = fields if fields is not None else figure_fields(found.figures)
    context = {
        **_frame(seen),
        "filing": draft,
        "pill": words.STATES[FilingState.DRAFT],
        "form": form or words_form(draft),
        "fields": typed,
        "changed": sum(one.figure.is_changed for one in typed),
        "wrong": sum(bool(one.errors) for one in typed),
        "hops": way(seen, found),
        "versions": _versions(seen, draft),
        "below": _below(seen, draft),
    }
    response = show(request, seen.office, "reports_draft", context, crumbs=crumbs_of(seen))
    response.status_code = 200 if form is None else 400
    return response


def _below(seen: Sight, filing: Filing) -> Consolidated | None:
    if not seen.duty.aggregates:
        return None
    return queries.consolidation(filing.pk, seen.office.at)


def filed_page(
    request: StaffRequest,
    seen: Sight,
    filing: Filing,
    *,
    wrong: str = "",
    wrong_at: str = "",
) -> HttpResponse:
    """A filing as it was frozen; `wrong` says why a deed was not done."""
    found = queries.report(filing.pk)
    old = next((one for one in seen.filings if one.pk == filing.corrects_id), None)
    before = queries.figures(old.pk) if old else []
    shown = figures_shown(found, seen.plan, before)
    is_newest = seen.newest is not None and seen.newest.pk == filing.pk
    context = {
        **_frame(seen),
        "filing": filing,
        "author": found.author_name,
        "pill": words.STATES[found.state],
        "figures": shown,
        "reached": sum(one.figure.reaches for one in shown),
        "changed": sum(one.figure.is_changed for one in shown),
        "chart": chart(shown) if shown else "",
        "hops": way(seen, found),
        "returned": _returned(found),
        "old": old,
        "moved": [one for one in shown if one.before is not None],
        "rewritten": words_changed(old, filing) if old else [],
        "versions": _versions(seen, filing),
        "decides": may_decide(seen.office, filing),
        "is_last_hop": filing.hop == len(filing.route),
        "next_office": found.route[filing.hop] if filing.hop < len(found.route) else "",
        "may_correct": is_newest and seen.may_write,
        "wrong": wrong,
        "wrong_at": wrong_at,
        "below": _below(seen, filing),
    }
    response = show(request, seen.office, "reports_filed", context, crumbs=crumbs_of(seen))
    response.status_code = 400 if wrong else 200
    return response


def _returned(found: FiledReport) -> str:
    return next((one.reason for one in reversed(found.steps) if one.reason), "")


def _versions(seen: Sight, current: Filing) -> list[Version]:
    if len(seen.filings) < 2:
        return []
    return [
        Version(
            one.number,
            words.STATES[FilingState(one.state)],
            one,
            reverse("office:report_version", args=[seen.owed.id, one.number]),
            one.pk == current.pk,
        )
        for one in reversed(seen.filings)
    ]
