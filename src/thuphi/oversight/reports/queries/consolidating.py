"""What a consolidated report is made of: who reported, who is missing, and whether sums agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from thuphi.oversight.indicators.rules import Share
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Filing, FilingFigure, FilingSource
from thuphi.oversight.reports.queries.filings import figures, filing
from thuphi.oversight.reports.queries.owing import Owed, owed
from thuphi.oversight.reports.rules import routes
from thuphi.oversight.reports.rules.states import FilingState
from thuphi.registers.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Received:
    """One expected report below, and the filing that is counted; None when the unit is missing."""

    owed: Owed
    filing_id: int | None
    is_local: bool
    """Of a committee below the province, whose figures add up to the province's."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much the own figure is above the reports'; below it where negative."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Tie:
    """One target: what the units' reports add up to, beside the province's own figure."""

    target_id: str
    text: str
    own: Share
    units: Share | None
    """Sum of the local committees' filed figures; None when none of them reports."""
    department: Share | None
    """As filed by the department of the sector; None when it has not reported."""

    @property
    def difference(self) -> Difference | None:
        """What the own figure is above the units' sum, or else above the department's figure."""
        other = self.units if self.units is not None else self.department
        if other is None:
            return None
        return Difference(self.own.part - other.part, self.own.whole - other.whole)

    @property
    def agrees(self) -> bool:
        """Whether the reports add up to the own figure exactly."""
        return self.difference == Difference(0, 0)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A consolidated report before its words: received, missing, and sums."""

    expected: tuple[Received, ...]
    ties: tuple[Tie, ...]

    @property
    def received(self) -> tuple[Received, ...]:
        """Those whose report is counted."""
        return tuple(one for one in self.expected if one.filing_id is not None)

    @property
    def missing(self) -> tuple[Received, ...]:
        """Those who have not reported (M74)."""
        return tuple(one for one in self.expected if one.filing_id is None)


def feeding(whole: Owed, at: datetime) -> list[Owed]:
    """The obligations whose reports a consolidated one sums up: of the same period."""
    duty = next(one for one in plans.plan(whole.plan_id).duties if one.id == whole.duty_id)
    if not duty.aggregates:
        return []
    return owed(
        at=at,
        plan_id=whole.plan_id,
        place_id=whole.place_id,
        duty_ids=duty.aggregates,
        period=whole.period,
    )


def consolidation(filing_id: int, at: datetime) -> Consolidated:
    """What a report sums up: as it was when it was filed, or as it is while it is a draft.

    Raises `FilingNotFound`.
    """
    whole = filing(filing_id)
    found = owed(at=at, ids=[whole.obligation_id])
    if not found:
        raise errors.ObligationNotFound
    counted = _counted(whole, found[0], at)
    agencies = {
        one.pk: one for one in Agency.objects.filter(pk__in=[one.agency_id for one, _ in counted])
    }
    expected = tuple(
        Received(one, filing, agencies[one.agency_id].kind == routes.COMMITTEE)
        for one, filing in counted
    )
    return Consolidated(expected, _ties(whole, expected, agencies))


def _counted(whole: Filing, own: Owed, at: datetime) -> list[tuple[Owed, int | None]]:
    if whole.state == FilingState.DRAFT.value:
        return [(one, one.filing_id if one.is_done else None) for one in feeding(own, at)]
    kept = dict(
        FilingSource.objects.filter(filing_id=whole.pk).values_list("obligation_id", "source_id")
    )
    return [(one, kept[one.id]) for one in owed(at=at, ids=kept)]


def _ties(
    whole: Filing, expected: Sequence[Received], agencies: Mapping[int, Agency]
) -> tuple[Tie, ...]:
    ids = [one.filing_id for one in expected if one.filing_id is not None]
    filed: dict[int, dict[str, Share]] = {}
    for figure in FilingFigure.objects.filter(filing_id__in=ids):
        filed.setdefault(figure.filing_id, {})[figure.target_id] = Share(figure.part, figure.whole)
    is_any_local = any(one.is_local for one in expected)
    local = [filed[one.filing_id] for one in expected if one.is_local and one.filing_id in filed]
    departments = [
        filed[one.filing_id]
        for one in expected
        if agencies[one.owed.agency_id].kind in routes.SECTOR_OF and one.filing_id in filed
    ]
    return tuple(
        Tie(
            target_id=one.target_id,
            text=one.text,
            own=Share(one.part, one.whole),
            units=_sum(local, one.target_id) if is_any_local else None,
            department=_first(departments, one.target_id),
        )
        for one in figures(whole.pk)
    )


def _sum(filed: Iterable[Mapping[str, Share]], target_id: str) -> Share:
    found = [one[target_id] for one in filed if target_id in one]
    return Share(sum(one.part for one in found), sum(one.whole for one in found))


def _first(filed: Iterable[Mapping[str, Share]], target_id: str) -> Share | None:
    return next((one[target_id] for one in filed if target_id in one), None)
