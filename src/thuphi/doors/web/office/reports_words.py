"""What pages call the states of reports, their way, and how near their day is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Duty
from thuphi.oversight.reports.queries import Owed
from thuphi.oversight.reports.rules.states import Deed, FilingState, ObligationState
from thuphi.oversight.reports.rules.timely import Level

MISSING = Pill(gettext_lazy("Chưa lập"), "ring", "")
STATES: dict[FilingState, Pill] = {
    FilingState.DRAFT: Pill(gettext_lazy("Bản nháp"), "half", ""),
    FilingState.FILED: Pill(gettext_lazy("Đã gửi"), "clock", "info"),
    FilingState.FORWARDED: Pill(gettext_lazy("Đã chuyển tiếp"), "clock", "info"),
    FilingState.ACCEPTED: Pill(gettext_lazy("Đã tiếp nhận"), "tick", "good"),
    FilingState.RETURNED: Pill(gettext_lazy("Bị trả lại"), "back", "warn"),
    FilingState.SUPERSEDED: Pill(gettext_lazy("Đã thay thế"), "dash", ""),
}
DEEDS: dict[Deed, Words] = {
    Deed.FILED: gettext_lazy("Đã gửi"),
    Deed.FORWARDED: gettext_lazy("Đã chuyển tiếp"),
    Deed.ACCEPTED: gettext_lazy("Đã tiếp nhận"),
    Deed.RETURNED: gettext_lazy("Đã trả lại"),
}
LEVELS: dict[Level, Words] = {
    Level.NONE: "",
    Level.REPORTER: gettext_lazy("đã nhắc đơn vị"),
    Level.HEAD: gettext_lazy("đã báo thủ trưởng đơn vị"),
    Level.CHAIRMAN: gettext_lazy("đã báo Chủ tịch UBND tỉnh"),
}
VERDICTS: dict[VerdictState, Pill] = {
    VerdictState.REACHED: Pill(gettext_lazy("Đạt"), "tick", "good"),
    VerdictState.NOT_YET: Pill(gettext_lazy("Chưa đạt, còn hạn"), "half", "warn"),
    VerdictState.MISSED: Pill(gettext_lazy("Không đạt"), "cross", "bad"),
    VerdictState.NOT_REACHED: Pill(gettext_lazy("Chưa đạt"), "late", "warn"),
    VerdictState.NO_DATA: Pill(gettext_lazy("Chưa có số liệu"), "dash", ""),
}
"""What follows from a figure as it was filed; the paper concludes the same."""


def pill(one: Owed) -> Pill:
    """How far a report is; late speaks over not begun and draft."""
    if one.is_overdue and one.state in {ObligationState.MISSING, ObligationState.DRAFT}:
        return Pill(overdue(one), "late", "bad")
    return MISSING if one.state is ObligationState.MISSING else STATES[FilingState(one.state.value)]


def overdue(one: Owed) -> str:
    """`quá hạn 5 ngày`."""
    days = one.days_late
    return ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", days) % {"n": days}


def duty_of(one: Owed) -> Duty:
    """The duty of the plan that a report answers."""
    return next(duty for duty in plans.plan(one.plan_id).duties if duty.id == one.duty_id)


def title(one: Owed, duty: Duty) -> str:
    """`Báo cáo tháng 9/2026`, `Báo cáo tổng hợp tháng 9/2026`."""
    words = _("Báo cáo tổng hợp %(period)s") if duty.aggregates else _("Báo cáo %(period)s")
    return words % {"period": one.period.label}


def due(one: Owed) -> str:
    """How near the day is, or which it was; how it came, for one that stands."""
    if one.is_done and one.first_filed_at is not None:
        if one.was_late:
            days = one.days_late
            return ngettext("gửi chậm %(n)s ngày", "gửi chậm %(n)s ngày", days) % {"n": days}
        return _("gửi đúng hạn")
    if one.due_on is None:
        return _("chưa có hạn")
    if one.is_overdue:
        return _("hạn %(day)s") % {"day": f"{one.due_on:%d/%m/%Y}"}
    left = one.working_days_left
    facts = {"day": f"{one.due_on:%d/%m/%Y}", "n": left}
    if left == 0:
        return _("hạn hết ngày %(day)s") % facts
    return (
        ngettext(
            "hạn hết ngày %(day)s, còn %(n)s ngày làm việc",
            "hạn hết ngày %(day)s, còn %(n)s ngày làm việc",
            left or 0,
        )
        % facts
    )


def hint(one: Owed) -> str:
    """The last day is a day off: which working day comes before it."""
    found = one.hint
    if found is None or one.is_done or one.is_overdue:
        return ""
    facts = {
        "day": f"{found.due_on:%d/%m}",
        "why": found.why or _("cuối tuần"),
        "before": f"{found.last_working_on:%d/%m}",
    }
    words = _("Ngày %(day)s là ngày nghỉ (%(why)s): nên gửi trong ngày %(before)s.")
    if not found.is_certain:
        words = _("Ngày %(day)s dự kiến là ngày nghỉ (%(why)s): nên gửi trong ngày %(before)s.")
    return words % facts
