"""Filings as they were written and filed, their figures, and the way they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from thuphi.oversight.indicators.rules import VerdictState, concluded, reaches
from thuphi.oversight.plans.rules import Basis, Comparator, Modality, Plan
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Filing, FilingFigure, FilingStep
from thuphi.oversight.reports.rules.states import Deed, FilingState
from thuphi.registers.agencies.models import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledFigure:
    """One target in a report: computed, filed, and why they differ."""

    target_id: str
    position: int
    text: str
    basis: Basis
    comparator: Comparator
    goal: int
    """In hundredths (percent)."""
    due_on: date
    state: str
    """The verdict on the computed figure, as a value of the indicators' `VerdictState`."""
    computed_part: int
    computed_whole: int
    booked_part: int
    booked_whole: int
    declared_part: int
    declared_whole: int
    facilities: int
    missing_facilities: int
    part: int
    whole: int
    reason: str

    @property
    def is_changed(self) -> bool:
        """Whether something else was filed than was computed."""
        return (self.part, self.whole) != (self.computed_part, self.computed_whole)

    @property
    def reaches(self) -> bool:
        """Whether the filed figure reaches the goal, by cross-multiplication; of nothing, no."""
        return reaches(self.part, self.whole, self.comparator, self.goal_permille)

    @property
    def goal_permille(self) -> int:
        """The goal in thousandths."""
        return self.goal * 10

    def verdict(self, plan: Plan, data_on: date) -> VerdictState:
        """What follows from the figure as filed; the stored state is of the computed one.

        A target that the plan of today no longer names counts as binding.
        """
        if not self.is_changed:
            return VerdictState(self.state)
        modality = next(
            (one.modality for one in plan.targets if one.id == self.target_id), Modality.STATED
        )
        return concluded(
            has_data=self.whole > 0,
            is_met=self.reaches,
            is_due=data_on >= self.due_on,
            is_binding=modality.is_binding,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One hop: which office did what with the report, to whom it went, who and when."""

    number: int
    deed: Deed
    agency_id: int
    agency_name: str
    to_agency_id: int | None
    to_agency_name: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """A filing whole: what a page shows and a document is made of."""

    filing: Filing
    """With its obligation, the obligation's office and place."""
    figures: tuple[FiledFigure, ...]
    steps: tuple[Step, ...]
    author_name: str
    """Who answered for the office when it was filed; for a draft the office that owes it."""
    route: tuple[str, ...]
    """Names of the offices it goes through, in order."""

    @property
    def state(self) -> FilingState:
        """How far it is."""
        return FilingState(self.filing.state)


def filing(filing_id: int) -> Filing:
    """The filing with its obligation, office and place. Raises `FilingNotFound`."""
    rows = Filing.objects.select_related(
        "obligation__agency", "obligation__place", "agency", "holder", "filed_by_agency"
    )
    found = rows.filter(pk=filing_id).first()
    if found is None:
        raise errors.FilingNotFound
    return found


def newest(obligation_id: int) -> Filing | None:
    """The filing with the highest number, a draft included."""
    return Filing.objects.filter(obligation_id=obligation_id).order_by("-number").first()


def history(obligation_id: int) -> list[Filing]:
    """All filings of an obligation, the first at the top; what was filed stays as it was filed."""
    return list(Filing.objects.filter(obligation_id=obligation_id).order_by("number"))


def figures(filing_id: int) -> list[FiledFigure]:
    """The figures of a filing in the order of the plan."""
    return [
        _figure(one)
        for one in FilingFigure.objects.filter(filing_id=filing_id).order_by("position")
    ]


def _figure(one: FilingFigure) -> FiledFigure:
    return FiledFigure(
        target_id=one.target_id,
        position=one.position,
        text=one.text,
        basis=Basis(one.basis),
        comparator=Comparator(one.comparator),
        goal=one.goal,
        due_on=one.due_on,
        state=one.state,
        computed_part=one.computed_part,
        computed_whole=one.computed_whole,
        booked_part=one.booked_part,
        booked_whole=one.booked_whole,
        declared_part=one.declared_part,
        declared_whole=one.declared_whole,
        facilities=one.facilities,
        missing_facilities=one.missing_facilities,
        part=one.part,
        whole=one.whole,
        reason=one.reason,
    )


def steps(filing_id: int) -> list[Step]:
    """The way a filing went, from the first hop."""
    rows = FilingStep.objects.filter(filing_id=filing_id).select_related("agency", "to_agency")
    return [
        Step(
            number=one.number,
            deed=Deed(one.deed),
            agency_id=one.agency_id,
            agency_name=one.agency.name,
            to_agency_id=one.to_agency_id,
            to_agency_name=one.to_agency.name if one.to_agency else "",
            reason=one.reason,
            by=one.by,
            at=one.at,
        )
        for one in rows.order_by("number")
    ]


def report(filing_id: int) -> FiledReport:
    """A filing whole. Raises `FilingNotFound`."""
    found = filing(filing_id)
    names = dict(Agency.objects.filter(pk__in=found.route).values_list("pk", "name"))
    author = found.filed_by_agency or found.agency
    return FiledReport(
        filing=found,
        figures=tuple(figures(filing_id)),
        steps=tuple(steps(filing_id)),
        author_name=author.name,
        route=tuple(names[one] for one in found.route),
    )
