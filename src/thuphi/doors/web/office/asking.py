"""What an address asks for: which months, which sector, which way of paying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators.rules import Span, months_back
from thuphi.registers.facilities.models import Sector
from thuphi.registers.places.models import Place

REGISTER_OPENS = Month(2022, 1)
TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """The months of a page, and the months one may choose from, the latest first."""

    span: Span
    options: list[Month]

    @property
    def query(self) -> str:
        """The months as they stand in an address."""
        return f"tu={self.span.first}&den={self.span.last}"

    @property
    def label(self) -> str:
        """`Tháng 10/2026`, or `Từ 01/2026 đến 10/2026`."""
        if self.span.first == self.span.last:
            return _("Tháng %(month)s") % {"month": self.span.last.label}
        return _("Từ %(first)s đến %(last)s") % {
            "first": self.span.first.label,
            "last": self.span.last.label,
        }

    @property
    def trail(self) -> Span:
        """The months that a page reads: the trend's, and as many before the asked ones."""
        first = min(months_back(self.span.last, TREND_MONTHS - 1), self.span.before.first)
        return Span(first, self.span.last)

    @property
    def earlier(self) -> str:
        """The month before, in an address."""
        return f"tu={self.span.before.last}&den={self.span.before.last}"


def asked_months(request: HttpRequest, *, until: Month) -> Asked:
    """The months in the address; unreadable ones are the last month there can be."""
    last = min(_month(request, "den") or until, until)
    first = min(_month(request, "tu") or last, last)
    first, last = max(first, REGISTER_OPENS), max(last, REGISTER_OPENS)
    options = [until]
    while options[-1] > REGISTER_OPENS:
        options.append(months_back(options[-1], 1))
    return Asked(Span(first, last), options)


def last_month_of(place: Place, today: date) -> Month:
    """The last month that a unit can have figures of: this one, or its own last."""
    end_on = place.valid.upper
    last = Month.of(today)
    return min(last, Month.of(end_on - timedelta(days=1))) if end_on is not None else last


def units_on(place: Place, span: Span) -> date:
    """The day whose units a page of this unit shows: the span's last, or the unit's own first.

    A unit younger than the asked months is read backwards: what lay where it lies now.
    """
    begins_on: date = place.valid.lower
    return max(span.last_day_on, begins_on)


def asked_sector(request: HttpRequest) -> Sector | None:
    """The sector in the address; nonsense narrows nothing."""
    found = request.GET.get("linh-vuc", "")
    return Sector(found) if found in Sector.values else None


def asked_method(request: HttpRequest) -> Method | None:
    """The way of paying in the address; nonsense narrows nothing."""
    try:
        return Method(request.GET.get("hinh-thuc", ""))
    except ValueError:
        return None


def asked_day(request: HttpRequest) -> date | None:
    """The day in the address; nonsense narrows nothing."""
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return None


def asked_cashless(request: HttpRequest) -> bool | None:
    """Only payments without cash, only cash, or both."""
    return {"khong": True, "co": False}.get(request.GET.get("tien-mat", ""))


def _month(request: HttpRequest, name: str) -> Month | None:
    try:
        return Month.parse(request.GET.get(name, ""))
    except NotAMonth:
        return None
