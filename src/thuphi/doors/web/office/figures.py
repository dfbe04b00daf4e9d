"""Figures as pages show them: each with its past, its verdict and the way to what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.money import dong
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.rules import HALF, Flow, Measure, Share, Span, months_back
from thuphi.registers.facilities.models import Facility, Level, Sector

from .asking import TREND_MONTHS, Asked

CASH_SHOWN = 5
FINE = 10**36
"""Two shares of less than 10^18 đồng that differ do so in the whole numbers of such parts."""
LATE_IN_THE_YEAR = 11
"""From here on the next January stands too near for the year to be written twice."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share against the mark: now, and in as many months before."""

    label: str
    facts: str
    now: Share
    past: Share
    href: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a measure meets the mark both ways: a shape and a word."""

    shape: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or facility in a list, with the ways below it."""

    name: str
    sub: str
    href: str
    made_of: str
    measure: Measure
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CashPlace:
    """A facility where much still comes as cash, and whom to call there."""

    name: str
    href: str
    measure: Measure
    focal_name: str
    focal_phone: str


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """One sector apart: its measure, the one before, and its list."""

    label: str
    now: Measure
    past: Measure
    href: str


@dataclass(frozen=True, slots=True)
class Column:
    """A month of the trend."""

    month: Month
    value: Share
    href: str
    is_short: bool
    is_now: bool
    names_year: bool

    @property
    def percent(self) -> str:
        """Whole hundredths, cut and never rounded up; a dash without money."""
        return f"{self.value.part * 100 // self.value.whole}" if self.value.whole else "–"


@dataclass(frozen=True, slots=True)
class Trend:
    """Twelve months of the share by đồng; `first` is the earliest with money, if not the last."""

    columns: list[Column]
    first: Share | None
    last: Share

    @property
    def has_money(self) -> bool:
        """Whether anything came in at all."""
        return any(column.value.whole for column in self.columns)

    @property
    def direction(self) -> str:
        """`up`, `down`, `level`, or nothing when there is nothing to compare with."""
        if self.first is None or not self.last.whole:
            return ""
        if self.first.is_below(self.last):
            return "up"
        return "down" if self.last.is_below(self.first) else "level"


def verdict(measure: Measure) -> Verdict:
    """Both shares must reach the mark."""
    if measure.is_empty:
        return Verdict("dash", _("chưa có giao dịch"), "")
    if measure.payments.reaches(HALF) and measure.value.reaches(HALF):
        return Verdict("tick", _("đạt"), "good")
    return Verdict("late", _("chưa đạt"), "bad")


def bars(now: Measure, past: Measure, label: str, href: str) -> list[Bar]:
    """The two shares of a measure, with whose they are where several stand together."""
    return [
        Bar(
            _("%(whose)s, theo số lần nộp") % {"whose": label} if label else _("Theo số lần nộp"),
            _("%(part)s trên %(whole)s lần nộp")
            % {"part": number(now.payments.part), "whole": number(now.payments.whole)},
            now.payments,
            past.payments,
            href,
        ),
        Bar(
            _("%(whose)s, theo số tiền") % {"whose": label} if label else _("Theo số tiền"),
            _("%(part)s trên %(whole)s")
            % {"part": dong(now.value.part), "whole": dong(now.value.whole)},
            now.value,
            past.value,
            href,
        ),
    ]


def number(amount: int) -> str:
    """`1.250`."""
    return f"{amount:,}".replace(",", ".")


def within(flows: Iterable[Flow], span: Span) -> list[Flow]:
    """Those of these months."""
    return [flow for flow in flows if flow.month in span]


def sectors(
    flows: Iterable[Flow], facilities: Mapping[int, Facility], asked: Asked, made_of: str
) -> list[SectorFigures]:
    """Schools and health facilities apart; a sector without any facility is left out."""
    by = rules.grouped(
        flows,
        lambda flow: (facilities[flow.facility_id].sector, flow.month in asked.span),
    )
    present = {facility.sector for facility in facilities.values()}
    words = {Sector.EDUCATION: _("Trường học"), Sector.HEALTH: _("Bệnh viện, cơ sở y tế")}
    return [
        SectorFigures(
            words[sector],
            by.get((sector.value, True), Measure()),
            by.get((sector.value, False), Measure()),
            f"{made_of}?{asked.query}&linh-vuc={sector.value}",
        )
        for sector in Sector
        if sector.value in present
    ]


def trend(flows: Iterable[Flow], asked: Asked, href: str) -> Trend:
    """The share by đồng of the last twelve months."""
    by_month = rules.grouped(flows, lambda flow: flow.month)
    last = asked.span.last
    shown = Span(months_back(last, TREND_MONTHS - 1), last)
    columns = []
    for month in shown.months:
        value = by_month.get(month, Measure()).value
        columns.append(
            Column(
                month,
                value,
                f"{href}?tu={month}&den={month}",
                bool(value.whole) and not value.reaches(HALF),
                month in asked.span,
                month.month == 1 or (month == shown.first and month.month < LATE_IN_THE_YEAR),
            )
        )
    told = [column for column in columns if column.value.whole]
    return Trend(columns, told[0].value if len(told) > 1 else None, columns[-1].value)


def by_distance(rows: Iterable[Row]) -> list[Row]:
    """The furthest from the mark first; those without money last, by name."""

    def place(row: Row) -> tuple[bool, int, int, str]:
        value = row.measure.value
        share = value.part * FINE // value.whole if value.whole else 0
        return row.measure.is_empty, share, -value.rest, search_key(row.name)

    return sorted(rows, key=place)


def facility_rows(
    measures: Mapping[int, Measure],
    facilities: Mapping[int, Facility],
    asked: Asked,
    hrefs: Mapping[int, tuple[str, str]],
) -> list[Row]:
    """Facilities as rows; `hrefs` are the page and the payments of those one may look into."""
    rows = []
    for facility_id, facility in facilities.items():
        page, made_of = hrefs.get(facility_id, ("", ""))
        measure = measures.get(facility_id, Measure())
        rows.append(
            Row(
                facility.name,
                _(Level(facility.level).label),
                f"{page}?{asked.query}" if page else "",
                f"{made_of}?{asked.query}" if made_of else "",
                measure,
                verdict(measure),
            )
        )
    return by_distance(rows)


def most_cash(measures: Mapping[int, Measure]) -> list[int]:
    """The facilities where the most cash still comes in, the largest sum first."""
    found = [one for one, measure in measures.items() if measure.cash_vnd]
    return sorted(found, key=lambda one: (-measures[one].cash_vnd, one))[:CASH_SHOWN]


def cash_places(
    measures: Mapping[int, Measure],
    facilities: Mapping[int, Facility],
    hrefs: Mapping[int, tuple[str, str]],
    asked: Asked,
) -> list[CashPlace]:
    """Where the most cash still comes in, with whom to call there."""
    return [
        CashPlace(
            facilities[one].name,
            f"{hrefs[one][1]}?{asked.query}&tien-mat=co" if one in hrefs else "",
            measures[one],
            facilities[one].focal_name,
            facilities[one].focal_phone,
        )
        for one in most_cash(measures)
    ]
