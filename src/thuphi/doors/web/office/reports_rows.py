"""Reports as rows of a list: what, of whom, how far, by when, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports.queries import Owed
from thuphi.oversight.reports.rules.states import ObligationState

from . import reports_words as words
from .frame import Office
from .target_words import plan_name


@dataclass(frozen=True, slots=True)
class Row:
    """One report of a list."""

    owed: Owed
    title: str
    plan: str
    who: str
    pill: Pill
    due: str
    is_late: bool
    hint: str
    reason: str
    """Why it came back; empty otherwise."""
    action: str
    href: str
    is_mine: bool


def rows(
    found: Iterable[Owed], office: Office, known: Mapping[str, Plan] | None = None
) -> list[Row]:
    """Rows in the order they came in; `known` are the plans by id, where they have been read."""
    by_id = known or {plan.id: plan for plan in plans.plans()}
    return [_row(one, by_id[one.plan_id], office) for one in found]


def _row(one: Owed, plan: Plan, office: Office) -> Row:
    duty = next(duty for duty in plan.duties if duty.id == one.duty_id)
    is_mine = one.agency_id in office.by.agencies
    return Row(
        owed=one,
        title=words.title(one, duty),
        plan=plan_name(plan),
        who=who(one),
        pill=words.pill(one),
        due=words.due(one),
        is_late=one.is_overdue or (one.is_done and one.was_late),
        hint=words.hint(one),
        reason=one.return_reason if one.state is ObligationState.RETURNED else "",
        action=_action(one, office, is_mine=is_mine),
        href=reverse("office:report", args=[one.id]),
        is_mine=is_mine,
    )


def who(one: Owed) -> str:
    """Who answers, and in whose place."""
    if one.answering_id == one.agency_id:
        return one.agency_name
    return _("%(now)s, thay %(then)s") % {"now": one.answering_name, "then": one.agency_name}


def _action(one: Owed, office: Office, *, is_mine: bool) -> str:
    if one.holder_id is not None and one.holder_id in office.by.agencies:
        return _("Xem và quyết định")
    if not is_mine:
        return _("Xem")
    match one.state:
        case ObligationState.MISSING:
            return _("Soạn báo cáo")
        case ObligationState.DRAFT:
            return _("Soạn tiếp")
        case ObligationState.RETURNED:
            return _("Sửa và gửi lại")
        case _:
            return _("Soạn tiếp bản sửa") if one.draft_id else _("Xem")
