"""Which reports of a plan are late, and which are due within a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports.queries import Owed, owed
from thuphi.registers.places.rules import Level as PlaceLevel

from .chairman_look import Look
from .reports import followed

WEEK = timedelta(days=7)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is late, or due this week."""

    title: str
    who: str
    phone: str
    said: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Reports:
    """The first of them, the latest at the top; how many are late in all; the page of every one.

    `href` is empty for who looks at the plan and does not follow its reports.
    """

    shown: list[Due]
    late: int
    soon: int
    href: str = ""


def reports_due(look: Look) -> Reports:
    """The reports on a plan that are late or due within a week of the day that is looked at.

    Reports are owed below a province; the page of a smaller unit names none.
    """
    if look.place.level != PlaceLevel.PROVINCE.value:
        return Reports([], 0, 0)
    at = min(look.office.at, datetime.combine(look.as_of, time.max, tzinfo=VIETNAM))
    place_id = None if look.plan.province else look.place.pk
    waiting = [
        one
        for one in owed(at=at, plan_id=look.plan.id, place_id=place_id, due_by=at + WEEK)
        if not one.is_done
    ]
    late = sorted((one for one in waiting if one.is_overdue), key=lambda one: -one.days_late)
    soon = [one for one in waiting if not one.is_overdue]
    shown = [*late, *soon][:SHOWN]
    if not shown:
        return Reports([], 0, 0)
    href = next((one.href for one in followed(look.office) if one.plan.id == look.plan.id), "")
    return Reports([_due(one) for one in shown], len(late), len(soon), href)


def _due(one: Owed) -> Due:
    return Due(
        one.answering_name,
        _("Báo cáo %(period)s") % {"period": one.period.label},
        one.answering_phone,
        _said(one),
        one.is_overdue,
    )


def _said(one: Owed) -> str:
    if one.is_overdue:
        days = one.days_late
        return ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", days) % {"n": days}
    return _("hạn %(day)s") % {"day": f"{one.due_on:%d/%m}"} if one.due_on else ""
