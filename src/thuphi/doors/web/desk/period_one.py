"""One closed period: its figures, its seal, what corrected it later, and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.books import queries as books
from thuphi.money.periods.figures import Correction
from thuphi.money.periods.models import PeriodClosing
from thuphi.money.periods.queries import closed
from thuphi.money.periods.queries.cash import cash_sheet
from thuphi.money.reconciliation.rules import Outcome

from . import period_words as words
from .frame import Crumb, Desk, Noun, desk_of, show
from .people import names_of
from .period_cash import Counted, as_pdf, as_xlsx, cash_document, paper_words
from .period_close import ITEMS_SHOWN, item_rows
from .period_document import Document
from .period_report import PAPER_ROWS_MOST, report
from .reconcile_words import OUTCOMES
from .words import Words


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction, and the other period it speaks of or stands in."""

    one: Correction
    what: Words
    href: str


def _closing(desk: Desk, closing_id: int) -> PeriodClosing:
    found = PeriodClosing.objects.filter(pk=closing_id, facility_id=desk.facility_id).first()
    if found is None:
        raise Http404
    return found


def _rows(found: Sequence[Correction], *, links: bool) -> list[CorrectionRow]:
    return [
        CorrectionRow(
            one,
            words.recipe(one.recipe),
            reverse("desk_period", args=[one.closing_id]) if links else "",
        )
        for one in found[:ITEMS_SHOWN]
    ]


def _who(closing: PeriodClosing) -> str:
    return names_of({closing.closed_by}).get(closing.closed_by or 0, _("máy"))


@for_staff(Permission.PAYMENT_READ)
@require_safe
def period(request: StaffRequest, closing_id: int) -> HttpResponse:
    """The report as it was frozen, and what came after."""
    desk = desk_of(request)
    closing = _closing(desk, closing_id)
    figures = closed.figures_of(closing)
    seal = closed.seal_of(closing.pk)
    later = closed.corrections(closing)
    context = {
        "closing": closing,
        "period_name": words.period(closing),
        "who": _who(closing),
        "figures": figures,
        "channels": [(words.channel(one.channel), one) for one in figures.channels],
        "outcomes": [(OUTCOMES[Outcome(one.outcome)], one) for one in figures.outcomes],
        "on_way": item_rows(figures.on_way),
        "on_way_more": max(len(figures.on_way) - ITEMS_SHOWN, 0),
        "explained": [(row, row.item.reason) for row in item_rows(figures.explained)]
        + [(row, figures.reasons.get(row.item.need, "")) for row in item_rows(figures.missing)],
        "gap_vnd": (
            None if closing.counted_vnd is None else closing.counted_vnd - closing.cash_vnd
        ),
        "seal": seal,
        "hash": bytes(seal.sha256).hex(),
        "corrected": _rows(later, links=False),
        "corrects": _rows(closed.corrections_in(closing), links=True),
    }
    crumbs = [
        Crumb(_("Đối soát"), reverse("desk_reconcile")),
        Crumb(_("Khóa sổ"), reverse("desk_periods")),
        Crumb(words.period(closing)),
    ]
    return show(request, desk, "period", context, noun=Noun.MONEY, crumbs=crumbs)


def _report(desk: Desk, closing: PeriodClosing, rows_most: int | None) -> Document:
    return report(
        closing,
        closed.figures_of(closing),
        closed.seal_of(closing.pk),
        facility=desk.facility,
        closed_by=_who(closing),
        foot=books.foot(desk.facility_id),
        rows_most=rows_most,
    )


def _cash(desk: Desk, closing: PeriodClosing) -> Document:
    counted = None if closing.pieces is None else Counted(closing.pieces, closing.cash_reason)
    sheet = cash_sheet(desk.facility_id, closing.from_on, closing.to_on)
    return cash_document(desk, sheet, counted)


def _name(what: str, closing: PeriodClosing) -> str:
    return f"{what}-{closing.from_on:%Y%m%d}-{closing.to_on:%Y%m%d}"


@for_staff(Permission.PAYMENT_READ)
@require_safe
def period_paper(request: StaffRequest, closing_id: int, what: str, ending: str) -> HttpResponse:
    """The reconciliation report or the cash-up sheet of a closed period, on paper or as a workbook;
    in Vietnamese, whoever prints it."""
    desk = desk_of(request)
    closing = _closing(desk, closing_id)
    is_paper = ending == "pdf"
    with translation.override("vi"):
        if what == "doi-soat":
            document = _report(desk, closing, PAPER_ROWS_MOST if is_paper else None)
        else:
            document = _cash(desk, closing)
        if is_paper:
            return as_pdf(document, paper_words(), _name(what, closing))
        return as_xlsx(document, _name(what, closing))
