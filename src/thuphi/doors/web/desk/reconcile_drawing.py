"""The span as bars, one a day: what is confirmed, what the bank has still to bring, what a person
has still to confirm. One sentence says what the bars show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.money.reconciliation.queries.screen import Group, Tally
from thuphi.money.reconciliation.rules import Confirmed

from .reconcile_span import Days

HEIGHT = 1200
WIDTH = 7200
"""The field in units of the drawing, so that no length is a fraction."""
THINNEST = 24
"""A piece of a bar is seen, however little money it stands for."""
MOST_BARS = 62
DONE = (Confirmed.BY_ITSELF, Confirmed.BY_PERSON)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, in units of the drawing from its top."""

    css: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One day."""

    day: date
    x: int
    width: int
    middle: int
    parts: list[Part]
    is_labelled: bool
    done: Tally
    not_received: Tally
    not_confirmed: Tally


@dataclass(frozen=True, slots=True)
class Drawing:
    """All days, with the sentence that says what there is to see."""

    bars: list[Bar]
    finding: str
    most: str
    """What the top of the field stands for."""


def drawing(found: Sequence[Group], days: Days) -> Drawing | None:
    """The bars of a span; nothing for one day, for many months, or where nothing moved."""
    number = (days.to_on - days.from_on).days + 1
    of: dict[date, dict[Confirmed, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for group in found:
        if group.confirmed is not None:
            of[group.day][group.confirmed] += group.tally
    if number == 1 or number > MOST_BARS or not of:
        return None
    most = max(sum(tally.vnd for tally in states.values()) for states in of.values())
    step = WIDTH // number
    every = 1 if number <= 7 else 5
    bars = [
        _bar(
            days.from_on + timedelta(days=place),
            of.get(days.from_on + timedelta(days=place), {}),
            x=place * step,
            step=step,
            most=max(most, 1),
            is_labelled=place % every == 0,
        )
        for place in range(number)
    ]
    return Drawing(bars, _finding(bars), money.dong(most))


def _bar(
    day: date,
    states: dict[Confirmed, Tally],
    *,
    x: int,
    step: int,
    most: int,
    is_labelled: bool,
) -> Bar:
    done = sum((states.get(one, Tally()) for one in DONE), Tally())
    road = states.get(Confirmed.NOT_RECEIVED, Tally())
    ask = states.get(Confirmed.NOT_CONFIRMED, Tally())
    parts, top = [], HEIGHT
    for css, tally in (("done", done), ("road", road), ("ask", ask)):
        if not tally.vnd:
            continue
        height = max(tally.vnd * HEIGHT // most, THINNEST)
        top -= height
        parts.append(Part(css, top, height))
    return Bar(
        day=day,
        x=x + step // 8,
        width=step - step // 4,
        middle=x + step // 2,
        parts=parts,
        is_labelled=is_labelled,
        done=done,
        not_received=road,
        not_confirmed=ask,
    )


def _finding(bars: Sequence[Bar]) -> str:
    worst = max(bars, key=lambda one: one.not_confirmed.vnd + one.not_received.vnd)
    open_vnd = worst.not_confirmed.vnd + worst.not_received.vnd
    if not open_vnd:
        return _("Ngày nào cũng khớp.")
    count = sum(1 for one in bars if one.not_confirmed.vnd + one.not_received.vnd)
    if count == 1:
        return _("Chỉ ngày %(day)s còn lệch: %(sum)s.") % {
            "day": f"{worst.day:%d/%m}",
            "sum": money.dong(open_vnd),
        }
    return _("%(count)s ngày còn lệch, nhiều nhất ngày %(day)s: %(sum)s.") % {
        "count": count,
        "day": f"{worst.day:%d/%m}",
        "sum": money.dong(open_vnd),
    }
