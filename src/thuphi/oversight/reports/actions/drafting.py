"""Reports are begun, written and corrected; computed figures are taken from the bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.oversight.indicators.rules import Verdict
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Filing, FilingFigure, Obligation
from thuphi.oversight.reports.queries import filings, owing
from thuphi.oversight.reports.queries.computed import computed
from thuphi.oversight.reports.rules.states import FilingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people write into a report."""

    results: str = ""
    difficulties: str = ""
    proposals: str = ""
    document_number: str = ""
    signer_title: str = ""
    signer_name: str = ""


@transaction.atomic
def draft(*, by: Actor, obligation_id: int, at: datetime) -> Filing:
    """Begin a report, with its figures computed for the days of the window so far.

    Raises `ObligationNotFound`, `DraftedAlready`, `TooEarly`, `NotYours`, `NotAllowed`.
    """
    row = owing.row(obligation_id)
    by.require_agency(Permission.REPORT_WRITE, row.agency_id)
    if filings.newest(obligation_id) is not None:
        raise errors.DraftedAlready
    made = _begun(row, at, 1, errors.DraftedAlready)
    _fill(made, row, {})
    _tell("report_drafted", by, made, at)
    return made


def _begun(
    row: Obligation,
    at: datetime,
    number: int,
    taken: type[errors.ReportRefused],
    *,
    corrects: Filing | None = None,
    reason: str = "",
) -> Filing:
    """An empty draft; refused as `taken` when a colleague has begun it at the same moment."""
    if today(at) < row.window_first_on:
        raise errors.TooEarly
    made = Filing(
        obligation=row,
        agency_id=row.agency_id,
        number=number,
        corrects=corrects,
        correction_reason=reason,
        state=FilingState.DRAFT.value,
        results=corrects.results if corrects else "",
        difficulties=corrects.difficulties if corrects else "",
        proposals=corrects.proposals if corrects else "",
        document_number="",
        signer_title=corrects.signer_title if corrects else "",
        signer_name=corrects.signer_name if corrects else "",
        data_on=min(row.window_last_on, today(at)),
        drafted_at=at,
        changed_at=at,
        filed_by="",
        is_late=False,
        route=[],
        hop=0,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "filing_number_is_used_once" in str(error):
            raise taken from error
        raise
    return made


def _fill(made: Filing, row: Obligation, before: dict[str, FilingFigure]) -> None:
    """Write the computed figures; what was filed otherwise stays where nothing moved below it."""
    FilingFigure.objects.bulk_create(
        [
            _figure(made, position, verdict, before.get(verdict.target.id))
            for position, verdict in enumerate(_computed(made, row), start=1)
        ],
        update_conflicts=True,
        unique_fields=["filing", "target_id"],
        update_fields=[
            "position", "text", "basis", "comparator", "goal", "due_on", "state", "computed_part",
            "computed_whole", "booked_part", "booked_whole", "declared_part", "declared_whole",
            "facilities", "missing_facilities", "part", "whole", "reason",
        ],
    )  # fmt: skip


def _computed(made: Filing, row: Obligation) -> list[Verdict]:
    plan = plans.plan(row.plan_id)
    return computed(plan, row.agency, row.place, row.window_first_on, made.data_on)


def _figure(
    made: Filing, position: int, verdict: Verdict, before: FilingFigure | None
) -> FilingFigure:
    target, figure = verdict.target, verdict.figure
    is_kept = (
        before is not None
        and before.reason != ""
        and (before.computed_part, before.computed_whole) == (figure.part, figure.whole)
    )
    kept = before if is_kept else None
    return FilingFigure(
        filing=made,
        target_id=target.id,
        position=position,
        text=target.text,
        basis=target.indicator.basis.value,
        comparator=target.comparator.value,
        goal=target.goal,
        due_on=target.due_on,
        state=verdict.state.value,
        computed_part=figure.part,
        computed_whole=figure.whole,
        booked_part=figure.booked.part,
        booked_whole=figure.booked.whole,
        declared_part=figure.declared.part,
        declared_whole=figure.declared.whole,
        facilities=figure.facilities,
        missing_facilities=figure.missing_facilities,
        part=kept.part if kept else figure.part,
        whole=kept.whole if kept else figure.whole,
        reason=kept.reason if kept else "",
    )


@transaction.atomic
def recompute(*, by: Actor, filing_id: int, at: datetime) -> Filing:
    """Take the figures of a draft anew; one that was changed stays if its computed one stayed.

    Raises `FilingNotFound`, `NotADraft`, `NotYours`, `NotAllowed`.
    """
    made = _draft(by, filing_id)
    row = owing.row(made.obligation_id)
    made.data_on = min(row.window_last_on, today(at))
    made.changed_at = at
    made.save(update_fields=["data_on", "changed_at"])
    _fill(made, row, _by_target(filing_id))
    _tell("report_recomputed", by, made, at)
    return made


def _by_target(filing_id: int) -> dict[str, FilingFigure]:
    return {one.target_id: one for one in FilingFigure.objects.filter(filing_id=filing_id)}


@transaction.atomic
def set_figure(
    *,
    by: Actor,
    filing_id: int,
    target_id: str,
    part: int,
    whole: int,
    reason: str,
    at: datetime,
) -> FilingFigure:
    """File another figure than the computed one, and say why (M81).

    Raises `FilingNotFound`, `NotADraft`, `FigureNotThere`, `FigureImpossible`, `ReasonMissing`,
    `NotYours`, `NotAllowed`.
    """
    made = _draft(by, filing_id)
    figure = FilingFigure.objects.filter(filing_id=filing_id, target_id=target_id).first()
    if figure is None:
        raise errors.FigureNotThere
    if not 0 <= part <= whole:
        raise errors.FigureImpossible
    differs = (part, whole) != (figure.computed_part, figure.computed_whole)
    if differs and not reason.strip():
        raise errors.ReasonMissing
    figure.part, figure.whole = part, whole
    figure.reason = reason.strip() if differs else ""
    figure.save(update_fields=["part", "whole", "reason"])
    Filing.objects.filter(pk=made.pk).update(changed_at=at)
    events.record(
        "report_figure_set",
        by=by,
        subject=f"filing:{made.pk}",
        at=at,
        target=target_id,
        part=part,
        whole=whole,
        reason=figure.reason,
    )
    return figure


@transaction.atomic
def write(*, by: Actor, filing_id: int, words: Words, at: datetime) -> Filing:
    """Write the words of a draft.

    Raises `FilingNotFound`, `NotADraft`, `NotYours`, `NotAllowed`.
    """
    made = _draft(by, filing_id)
    made.results = words.results.strip()
    made.difficulties = words.difficulties.strip()
    made.proposals = words.proposals.strip()
    made.document_number = words.document_number.strip()
    made.signer_title = words.signer_title.strip()
    made.signer_name = words.signer_name.strip()
    made.changed_at = at
    made.save(
        update_fields=[
            "results", "difficulties", "proposals", "document_number", "signer_title",
            "signer_name", "changed_at",
        ]
    )  # fmt: skip
    _tell("report_written", by, made, at)
    return made


def _draft(by: Actor, filing_id: int) -> Filing:
    """The draft, locked, for somebody of its office."""
    made = Filing.objects.select_for_update().filter(pk=filing_id).first()
    if made is None:
        raise errors.FilingNotFound
    by.require_agency(Permission.REPORT_WRITE, made.agency_id)
    if made.state != FilingState.DRAFT.value:
        raise errors.NotADraft
    return made


@transaction.atomic
def correct(*, by: Actor, filing_id: int, reason: str, at: datetime) -> Filing:
    """Begin a correction: a new draft that names the old filing, which stays as it was filed.

    Words are carried over, figures computed anew. Raises `FilingNotFound`, `NothingToCorrect`,
    `ReasonMissing`, `NotYours`, `NotAllowed`.
    """
    old = filings.filing(filing_id)
    by.require_agency(Permission.REPORT_WRITE, old.agency_id)
    if not reason.strip():
        raise errors.ReasonMissing
    newest = filings.newest(old.obligation_id)
    if newest is None or newest.pk != old.pk or old.state == FilingState.DRAFT.value:
        raise errors.NothingToCorrect
    row = owing.row(old.obligation_id)
    made = _begun(
        row, at, old.number + 1, errors.NothingToCorrect, corrects=old, reason=reason.strip()
    )
    _fill(made, row, _by_target(old.pk))
    events.record(
        "report_correction_begun",
        by=by,
        subject=f"filing:{made.pk}",
        at=at,
        corrects=old.pk,
        reason=reason.strip(),
    )
    return made


def _tell(kind: str, by: Actor, made: Filing, at: datetime) -> None:
    events.record(
        kind,
        by=by,
        subject=f"filing:{made.pk}",
        at=at,
        obligation_id=made.obligation_id,
        number=made.number,
    )
