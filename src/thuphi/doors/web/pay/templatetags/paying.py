"""The states of attempts and refunds as families read them: a word, a shape and a tone."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_noop

from thuphi.doors.web.shared.templatetags.thuphi import Pill

register = template.Library()

ATTEMPTS = {
    "created": Pill(gettext_noop("Đang chờ"), "ring", ""),
    "pending": Pill(gettext_noop("Đang chờ"), "ring", ""),
    "unknown": Pill(gettext_noop("Đang kiểm tra"), "clock", "info"),
    "expired": Pill(gettext_noop("Hết hạn"), "dash", ""),
    "cancelled": Pill(gettext_noop("Đã hủy"), "cross", ""),
    "refused": Pill(gettext_noop("Không thành công"), "cross", "bad"),
    "confirmed": Pill(gettext_noop("Đã nhận"), "tick", "good"),
}
REFUNDS = {
    "asked": Pill(gettext_noop("Đã đề nghị"), "clock", "info"),
    "approved": Pill(gettext_noop("Đã duyệt"), "clock", "info"),
    "sent": Pill(gettext_noop("Chờ hoàn"), "back", "warn"),
    "refunded": Pill(gettext_noop("Đã hoàn"), "back", "good"),
    "failed": Pill(gettext_noop("Chưa trả lại được"), "late", "warn"),
    "reversed": Pill(gettext_noop("Bị thu lại"), "back", "warn"),
    "withdrawn": Pill(gettext_noop("Đã rút đề nghị"), "dash", ""),
}


@register.inclusion_tag("shared/_state_pill.html")
def attempt_pill(state: str) -> dict[str, Pill]:
    """The state of an attempt."""
    return {"pill": ATTEMPTS[state]}


@register.inclusion_tag("shared/_state_pill.html")
def refund_pill(state: str) -> dict[str, Pill]:
    """The state of a refund."""
    return {"pill": REFUNDS[state]}
