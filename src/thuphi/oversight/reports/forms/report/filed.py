"""A report out of what was filed: figures and words frozen, breakdown by the day of the data."""

from __future__ import annotations

from datetime import datetime

from thuphi.ground.kit.clock import today
from thuphi.oversight.indicators.queries import verdicts
from thuphi.oversight.indicators.queries.verdicts import Ground
from thuphi.oversight.indicators.rules import Source
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Periodicity, Plan
from thuphi.oversight.reports import queries
from thuphi.oversight.reports.forms.document import Document, Office, Percent
from thuphi.oversight.reports.forms.report import offices
from thuphi.oversight.reports.forms.report.building import report_document
from thuphi.oversight.reports.forms.report.said import (
    FigureLine,
    Report,
    SilentFacility,
    SourceLine,
    UnitLine,
    UnitTable,
)
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.queries import FiledFigure, FiledReport
from thuphi.oversight.reports.rules import routes
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

BELOW = "Chưa rõ đơn vị hành chính"


def filed_document(*, filing_id: int, at: datetime) -> Document:
    """The document of a filing, draft or filed, with its annexes. Raises `FilingNotFound`.

    `at` is the moment by which the reports below a draft are counted.
    """
    return report_document(report_of(filing_id=filing_id, at=at))


def report_of(*, filing_id: int, at: datetime) -> Report:
    """All that the sheet of a filing says. Raises `FilingNotFound`."""
    found = queries.report(filing_id)
    filing = found.filing
    obligation = filing.obligation
    plan = plans.plan(obligation.plan_id)
    author = filing.filed_by_agency or filing.agency
    number, symbol = offices.numbered(filing.document_number)
    office = _office(author, obligation.place, symbol)
    to = found.route or _on_the_way(plan, obligation.duty_id)
    ground = _ground(plan, filing)
    return Report(
        plan=plan,
        office=office,
        number=number,
        place=(author.place or obligation.place).name,
        issued_on=today(filing.filed_at) if filing.filed_at else None,
        signer=offices.signer(
            title=filing.signer_title,
            name=filing.signer_name,
            kind=author.kind,
            office_name=author.name,
        ),
        addressees=to[:1],
        recipients=to[1:],
        kept_by="",
        periodicity=Periodicity(obligation.periodicity),
        period_first_on=obligation.period_first_on,
        period_last_on=obligation.period_last_on,
        window_first_on=obligation.window_first_on,
        data_on=filing.data_on,
        results=filing.results,
        difficulties=filing.difficulties,
        proposals=filing.proposals,
        figures=tuple(_line(plan, one, filing) for one in found.figures),
        filing_number=filing.number,
        correction_reason=filing.correction_reason,
        units=_units(ground, found),
        silent=_silent(ground, found),
        sources=_sources(plan, filing, at),
    )


def _office(author: Agency, province: Place, symbol: str) -> Office:
    place = author.place or province
    made = offices.office(
        name=author.name,
        kind=author.kind,
        place_name=place.name,
        place_full_name=place.full_name,
    )
    return Office(name=made.name, short=symbol or made.short, superior=made.superior)


def _on_the_way(plan: Plan, duty_id: str) -> tuple[str, ...]:
    """Of a draft: the offices as the plan calls them."""
    duty = next(one for one in plan.duties if one.id == duty_id)
    return tuple(plan.agency(code).name for code in routes.route_codes(duty))


def _line(plan: Plan, one: FiledFigure, filing: Filing) -> FigureLine:
    return FigureLine(
        target_id=one.target_id,
        text=one.text,
        basis=one.basis,
        comparator=one.comparator,
        goal=one.goal,
        due_on=one.due_on,
        state=one.verdict(plan, filing.data_on),
        computed=Percent(one.computed_part, one.computed_whole),
        filed=Percent(one.part, one.whole),
        reason=one.reason,
        booked_whole=one.booked_whole,
        declared_whole=one.declared_whole,
        facilities=one.facilities,
        missing_facilities=one.missing_facilities,
    )


def _ground(plan: Plan, filing: Filing) -> Ground:
    """The facts the figures were computed from, as they are known by now."""
    obligation, reporter = filing.obligation, filing.agency
    is_local = reporter.kind == routes.COMMITTEE and reporter.place is not None
    return verdicts.ground(
        plan=plan,
        place=reporter.place if is_local else obligation.place,
        as_of=filing.data_on,
        window=(obligation.window_first_on, filing.data_on),
    )


def _units(ground: Ground, found: FiledReport) -> tuple[UnitTable, ...] | None:
    """Each figure by the units directly below; None where there are none, as in a commune."""
    below = places.children(ground.place, ground.on) if ground.place else []
    if not below:
        return None
    names: dict[int | None, str] = {one.pk: one.full_name for one in below}
    tables = []
    for figure in found.figures:
        shares = verdicts.by_unit(ground, figure.target_id, [one.pk for one in below])
        tables.append(
            UnitTable(
                figure.target_id,
                tuple(
                    UnitLine(
                        names.get(unit, BELOW),
                        Percent(share.part, share.whole),
                        share.missing_facilities,
                    )
                    for unit, share in shares.items()
                    if share.facilities
                ),
            )
        )
    return tuple(tables)


def _silent(ground: Ground, found: FiledReport) -> tuple[SilentFacility, ...]:
    """Facilities of which nothing is known for some target, by name."""
    lacking: dict[int, list[str]] = {}
    who: dict[int, tuple[str, str, int | None]] = {}
    for figure in found.figures:
        for one in verdicts.made_of(ground, figure.target_id):
            if one.source is Source.MISSING:
                lacking.setdefault(one.facility_id, []).append(figure.target_id)
                who[one.facility_id] = (one.name, one.code, one.place_id)
    ids = {place for _, _, place in who.values() if place is not None}
    names = dict(Place.objects.filter(pk__in=ids).values_list("pk", "full_name"))
    return tuple(
        SilentFacility(code, name, names.get(place or 0, ""), tuple(lacking[facility]))
        for facility, (name, code, place) in sorted(who.items(), key=lambda item: item[1])
    )


def _sources(plan: Plan, filing: Filing, at: datetime) -> tuple[SourceLine, ...] | None:
    duty = next(one for one in plan.duties if one.id == filing.obligation.duty_id)
    if not duty.aggregates:
        return None
    expected = queries.consolidation(filing.pk, at).expected
    ids = [one.filing_id for one in expected if one.filing_id is not None]
    filed = {one.pk: one for one in Filing.objects.filter(pk__in=ids)}
    lines = []
    for one in expected:
        source = filed.get(one.filing_id) if one.filing_id is not None else None
        filed_on = today(source.filed_at) if source and source.filed_at else None
        lines.append(
            SourceLine(one.owed.agency_name, filed_on, is_late=bool(source and source.is_late))
        )
    return tuple(lines)
