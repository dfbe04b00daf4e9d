"""How pages write money, days, shares, codes and states. One way for each, on every page."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from thuphi.doors.web.shared.templatetags.drawings import ICONS, SHAPES
from thuphi.ground.kit import fold, money
from thuphi.ground.kit.clock import VIETNAM

register = template.Library()
NO_BREAK_SPACE = money.NO_BREAK_SPACE


@register.filter
def dong(amount_vnd: int | None) -> str:
    """`1.250.000 đ`; a dash where there is no amount."""
    return "—" if amount_vnd is None else money.dong(amount_vnd)


@register.filter
def count(number: int | None) -> str:
    """`1.250`: a number of things, with dots between thousands."""
    return "—" if number is None else f"{number:,}".replace(",", ".")


@register.filter
def in_words(amount_vnd: int) -> str:
    """The amount in Vietnamese words, as receipts must carry it."""
    return money.in_words(amount_vnd)


@register.filter
def day(moment_or_day: date | None) -> str:
    """`05/09/2026`, as it is in Việt Nam."""
    if isinstance(moment_or_day, datetime):
        moment_or_day = moment_or_day.astimezone(VIETNAM)
    return "—" if moment_or_day is None else f"{moment_or_day:%d/%m/%Y}"


@register.filter
def moment(instant: datetime | None) -> str:
    """`08:31 05/09/2026`, as it is in Việt Nam."""
    return "—" if instant is None else f"{instant.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


@register.filter
def clock(instant: datetime | None) -> str:
    """`08:31`, as it is in Việt Nam."""
    return "—" if instant is None else f"{instant.astimezone(VIETNAM):%H:%M}"


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """`58,4 %`, cut and never rounded up: 49,96 % is not shown as the 50 % it misses."""
    if part is None or not whole:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}{NO_BREAK_SPACE}%"


@register.filter
def share_width(part: int | None, whole: int | None) -> str:
    """The share as a length in a drawing: `58.4%`, between `0.0%` and `100.0%`."""
    if part is None or not whole:
        return "0.0%"
    tenths = max(0, min(1000, part * 1000 // whole))
    return f"{tenths // 10}.{tenths % 10}%"


@register.filter
def reaches(part_of_whole: tuple[int, int], permille: int) -> bool:
    """Whether a share is at least so many thousandths, by cross-multiplication."""
    part, whole = part_of_whole
    return part * 1000 >= permille * whole


@register.filter
def paired(part: int, whole: int) -> tuple[int, int]:
    """Part and whole as one value, to be handed to `reaches`."""
    return part, whole


@register.filter
def permille_share(permille: int) -> str:
    """`50 %` of 500 thousandths, `33,3 %` of 333."""
    tenths = f",{permille % 10}" if permille % 10 else ""
    return f"{permille // 10}{tenths}{NO_BREAK_SPACE}%"


@register.filter
def half_masked(name: str) -> str:
    """`Nguyễn M*** A**`."""
    return fold.half_masked(name)


@register.filter
def spaced_code(code: str) -> str:
    """`TF00 3NQK 8NRQ`: in fours, for eyes and voices; never for copying."""
    return NO_BREAK_SPACE.join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def telephone(number: str) -> str:
    """A number to be dialled: `tel:` takes digits and a leading plus."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def key(state: enum.Enum | str) -> str:
    """The bare word of a state, whether a room handed an enum or a text."""
    return str(state.value) if isinstance(state, enum.Enum) else str(state)


@register.filter
def days_late(due_on: date, today: date) -> str:
    """`quá hạn 12 ngày`."""
    days = (today - due_on).days
    return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", days) % {"days": days}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A line drawing beside a word; readers skip it, so the word must stand there."""
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        f" {css}" if css else "",
        ICONS[name],
    )


@register.simple_tag
def shape(name: str) -> SafeString:
    """The small drawing inside a state's pill."""
    drawing = mark_safe(SHAPES[name])  # noqa: S308 - our own constants
    return format_html('<svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>', drawing)


@dataclass(frozen=True)
class Pill:
    """A state as people see it: a word (translated where it is shown), a shape and a tone."""

    word: str
    shape: str
    tone: str


OVERDUE = Pill(gettext_noop("Quá hạn"), "late", "warn")
BEING_BOOKED = Pill(gettext_noop("Đang ghi nhận"), "clock", "info")
PILLS = {
    "open": Pill(gettext_noop("Chưa thu"), "ring", ""),
    "part_paid": Pill(gettext_noop("Thu một phần"), "half", "info"),
    "paid": Pill(gettext_noop("Đã thu"), "tick", "good"),
    "overdue": OVERDUE,
    "cancelled": Pill(gettext_noop("Đã hủy"), "cross", ""),
    "pending": Pill(gettext_noop("Đang chờ"), "ring", ""),
    "received": Pill(gettext_noop("Đã nhận"), "tick", "good"),
    "refused": Pill(gettext_noop("Bị từ chối"), "cross", "bad"),
    "checking": Pill(gettext_noop("Đang kiểm tra"), "clock", "info"),
    "refund_due": Pill(gettext_noop("Chờ hoàn"), "back", "warn"),
    "refunded": Pill(gettext_noop("Đã hoàn"), "back", ""),
    "draft": Pill(gettext_noop("Bản nháp"), "ring", ""),
    "issuing": Pill(gettext_noop("Đang phát hành"), "clock", "info"),
    "issued": Pill(gettext_noop("Đã phát hành"), "tick", "good"),
    "exact": Pill(gettext_noop("Khớp đúng"), "tick", "good"),
    "part": Pill(gettext_noop("Nộp thiếu"), "half", "info"),
    "over": Pill(gettext_noop("Nộp thừa"), "back", "warn"),
    "closed": Pill(gettext_noop("Khoản đã hủy"), "cross", "warn"),
    "unknown": Pill(gettext_noop("Chưa rõ của ai"), "late", "warn"),
    "duplicate": Pill(gettext_noop("Báo trùng"), "dash", ""),
    "not_for_us": Pill(gettext_noop("Sai tài khoản"), "dash", ""),
}
METHODS = {
    "qr": gettext_noop("Chuyển khoản VietQR"),
    "web": gettext_noop("Cổng thanh toán trên web"),
    "mobile_money": gettext_noop("Mobile Money"),
    "card": gettext_noop("Thẻ tại máy POS"),
    "cash": gettext_noop("Tiền mặt"),
}


@register.filter
def method(way: enum.Enum | str) -> str:
    """How it was paid, in the words of the receipt."""
    word = key(way)
    return gettext(METHODS[word]) if word in METHODS else word


@register.inclusion_tag("shared/_state_pill.html")
def state_pill(
    state: enum.Enum | str, *, is_overdue: bool = False, is_being_booked: bool = False
) -> dict[str, Pill]:
    """The state in its own word and shape; overdue and "being booked" speak over an open state."""
    word = key(state)
    if is_being_booked and word in ("open", "part_paid"):
        return {"pill": BEING_BOOKED}
    if is_overdue and word in ("open", "part_paid"):
        return {"pill": OVERDUE}
    return {"pill": PILLS.get(word) or Pill(word or "—", "dash", "")}
