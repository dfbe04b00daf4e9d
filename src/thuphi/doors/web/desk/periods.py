"""The month of a facility: which days are closed, which are ready, and what is missing on which."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.periods.models import PeriodClosing, Seal
from thuphi.money.periods.queries.ready import check, closed_through
from thuphi.money.periods.rules import (
    Need,
    PeriodKind,
    Unready,
    first_of_month,
    last_of_month,
)

from . import period_words as words
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .people import names_of
from .words import Words

YEARS = range(2000, 3000)
"""Other years are slips of the pen."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the calendar."""

    day: date
    state: str
    """`closed`, `ready`, `missing`, `later` (not over), or `before` (nobody closed days then)."""
    missing: int = 0
    href: str = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class MissingRow:
    """So many of one kind are missing."""

    word: Words
    count: int
    vnd: int


def month_asked(request: StaffRequest, today: date) -> date:
    """The first day of the month in the address; this month where nothing readable was asked."""
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return first_of_month(today)
    return first_of_month(asked if asked.year in YEARS else today)


def close_href(kind: PeriodKind, until_on: date) -> str:
    """Where a period is closed."""
    query = {"kind": kind.value, "until_on": f"{until_on:%Y-%m-%d}"}
    return reverse("desk_period_close", query=query)


def _cells(
    desk: Desk, month: date, closings: Sequence[PeriodClosing], unready: Unready | None
) -> list[list[DayCell | None]]:
    """The weeks of a month, Monday first; nothing stands for days of its neighbours."""
    missing = Counter(one.happened_on for one in unready.missing) if unready else Counter[date]()
    last = closed_through(desk.facility_id)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [
        [
            _cell(day, desk.today, last, closings, missing) if day.month == month.month else None
            for day in week
        ]
        for week in weeks
    ]


def _cell(
    day: date,
    today: date,
    last: date | None,
    closings: Sequence[PeriodClosing],
    missing: Mapping[date, int],
) -> DayCell:
    for one in closings:
        if one.from_on <= day <= one.to_on:
            return DayCell(day, "closed", href=reverse("desk_period", args=[one.pk]))
    if day >= today:
        return DayCell(day, "later", is_today=day == today)
    if last is not None and day <= last:
        return DayCell(day, "before")
    count = missing.get(day, 0)
    return DayCell(
        day, "missing" if count else "ready", count, href=close_href(PeriodKind.DAY, day)
    )


def _missing(unready: Unready | None) -> list[MissingRow]:
    if unready is None:
        return []
    counts: dict[Need, tuple[int, int]] = unready.counts()
    return [MissingRow(words.NEEDS[need], *counts[need]) for need in Need if need in counts]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def periods(request: StaffRequest) -> HttpResponse:
    """A month as a calendar, what keeps the next days from being closed, and what was closed."""
    desk = desk_of(request)
    month = month_asked(request, desk.today)
    month_end = last_of_month(month)
    yesterday = desk.today - timedelta(days=1)
    last = closed_through(desk.facility_id)
    unready = None
    if last is None or last < yesterday:
        unready = check(desk.facility_id, yesterday, at=desk.at)
    found = PeriodClosing.objects.filter(facility_id=desk.facility_id).defer("figures")
    shown = list(found.filter(from_on__lte=month_end, to_on__gte=month).order_by("kind", "-to_on"))
    page = Paginator(found.order_by("-id"), PAGE_ROWS).get_page(page_number(request))
    seals = {one.closing_id: one for one in Seal.objects.filter(closing__in=list(page))}
    people = names_of({one.closed_by for one in page})
    is_month_closed = any(one.kind == PeriodKind.MONTH.value for one in shown)
    context = {
        "month": month,
        "before": first_of_month(month - timedelta(days=1)),
        "after": month_end + timedelta(days=1),
        "weeks": _cells(desk, month, shown, unready),
        "last": last,
        "yesterday": yesterday,
        "unready": unready,
        "missing": _missing(unready),
        "close_href": close_href(PeriodKind.DAY, yesterday) if unready else "",
        "month_href": (
            close_href(PeriodKind.MONTH, month_end)
            if month_end < desk.today and not is_month_closed
            else ""
        ),
        "page": page,
        "rows": [
            {
                "one": one,
                "name": words.period(one),
                "who": people.get(one.closed_by or 0, _("máy")),
                "seal": seals.get(one.pk),
            }
            for one in page
        ],
    }
    crumbs = [Crumb(_("Đối soát"), reverse("desk_reconcile")), Crumb(_("Khóa sổ"))]
    return show(request, desk, "periods", context, noun=Noun.MONEY, crumbs=crumbs)
