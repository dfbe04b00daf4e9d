"""Everything a report says, as values, apart from how the sheet is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.plans.rules import Basis, Comparator, Periodicity, Plan
from thuphi.oversight.reports.forms.document import Office, Percent, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A target with the figure that was computed and the one that was filed."""

    target_id: str
    text: str
    basis: Basis
    comparator: Comparator
    goal: int
    """In hundredths (percent), whole."""
    due_on: date
    state: VerdictState
    """Of the figure as filed, by the day of the data."""
    computed: Percent
    filed: Percent
    reason: str
    booked_whole: int
    declared_whole: int
    facilities: int
    missing_facilities: int

    @property
    def is_changed(self) -> bool:
        """Whether the office filed another figure than the system computed."""
        return self.computed != self.filed

    @property
    def missing_whole(self) -> int:
        """How much of the computed base nobody has told about."""
        return max(0, self.computed.whole - self.booked_whole - self.declared_whole)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit below and what it adds to a figure."""

    name: str
    share: Percent
    missing_facilities: int = 0


@dataclass(frozen=True, slots=True)
class UnitTable:
    """One target by units; the units add up to the computed figure."""

    target_id: str
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class SilentFacility:
    """A facility of which nothing is known for some of the targets it counts for."""

    code: str
    name: str
    unit: str
    targets: tuple[str, ...] = ()
    """The targets of whose base it is a part and for which it told nothing."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An office whose report was to go into this one; no day when it did not come."""

    agency: str
    filed_on: date | None
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A filing with all that its sheet needs."""

    plan: Plan
    office: Office
    number: int | None
    place: str
    issued_on: date | None
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    kept_by: str
    periodicity: Periodicity
    period_first_on: date
    period_last_on: date
    window_first_on: date
    data_on: date
    """The last day of the data, included."""
    results: str
    difficulties: str
    proposals: str
    figures: tuple[FigureLine, ...]
    filing_number: int = 1
    correction_reason: str = ""
    units: tuple[UnitTable, ...] | None = None
    """None when the report is not broken down by units; its annex is left out."""
    silent: tuple[SilentFacility, ...] | None = None
    sources: tuple[SourceLine, ...] | None = None
    """None when the report does not put others together."""
