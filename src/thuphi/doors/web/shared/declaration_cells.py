"""One value of a declaration as people type it, in a form or in a cell: read, or refused in words.

Nothing is guessed that could be meant two ways; nothing typed is nothing declared, and zero is a
value.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.periods import Month, NotAMonth

YES = frozenset({"co", "x", "v", "✓", "✔", "yes", "dung", "1"})
NO = frozenset({"khong", "no", "sai", "0"})
NOTHING = frozenset({"", "-", "–", "—"})
FIRST_YEAR, LAST_YEAR = 2000, 2100

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(?:th\S*ng\s*)?(\d{1,2})[/.\-](\d{4})", re.ASCII | re.IGNORECASE)


class ValueUnreadable(ValueError):
    """This cannot be read as what belongs there; the text says why and how to write it."""


def is_nothing(written: object) -> bool:
    """Whether nothing was said at all."""
    return written is None or (isinstance(written, str) and written.strip() in NOTHING)


def whole(written: object) -> int | None:
    """A whole number of things or đồng, nothing if nothing was said. Raises `ValueUnreadable`."""
    if is_nothing(written):
        return None
    if isinstance(written, bool):
        raise ValueUnreadable(_("Ô đúng/sai (TRUE/FALSE), không phải một số."))
    if isinstance(written, date | time | timedelta):
        raise ValueUnreadable(_("Excel đã đổi số thành ngày giờ: định dạng cột là Số rồi gõ lại."))
    try:
        return money.parse_dong(written)
    except money.AmountUnreadable as error:
        reason = next(say for kind, say in _REASONS if isinstance(error, kind))
        raise ValueUnreadable(reason() % {"text": shown(written)}) from error


_REASONS: tuple[tuple[type[money.AmountUnreadable], Callable[[], str]], ...] = (
    (money.AmountNegative, lambda: _("“%(text)s” là số âm: số kê khai không được âm.")),
    (money.AmountNotWhole, lambda: _("“%(text)s” có phần lẻ: gõ số nguyên.")),
    (
        money.AmountAmbiguous,
        lambda: _("“%(text)s” hiểu được hai cách: gõ số nguyên như 1.250.000, không có phần lẻ."),
    ),
    (money.AmountTooLarge, lambda: _("“%(text)s” lớn quá: xem lại số chữ số.")),
    (
        money.AmountUnreadable,
        lambda: _("“%(text)s” không đọc được thành số: gõ như 1.250.000."),
    ),
)


def yes_no(written: object) -> int | None:
    """1 for yes, 0 for no, nothing if nothing was said. Raises `ValueUnreadable`."""
    if is_nothing(written):
        return None
    if isinstance(written, bool):
        return int(written)
    key = search_key(shown(written)).strip()
    if key in YES:
        return 1
    if key in NO:
        return 0
    raise ValueUnreadable(_("“%(text)s”: gõ Có hoặc Không.") % {"text": shown(written)})


def day(written: object) -> date | None:
    """A day, the day before the month, nothing if nothing was said. Raises `ValueUnreadable`."""
    if is_nothing(written):
        return None
    if isinstance(written, datetime):
        return _known(written.date(), written)
    if isinstance(written, date):
        return _known(written, written)
    text = shown(written).strip()
    if found := _DAY_FIRST.fullmatch(text):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := _YEAR_FIRST.fullmatch(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    else:
        raise ValueUnreadable(_("“%(text)s” không phải ngày: gõ như 05/09/2026.") % {"text": text})
    try:
        return _known(date(*parts), written)
    except ValueError as error:
        if isinstance(error, ValueUnreadable):
            raise
        raise ValueUnreadable(
            _("Không có ngày “%(text)s” trên lịch (gõ ngày trước, tháng sau).") % {"text": text}
        ) from error


def _known(found: date, written: object) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueUnreadable(_("Ngày “%(text)s”: xem lại năm.") % {"text": shown(written)})
    return found


def month(written: object) -> Month | None:
    """A month as `10/2026`, `2026-10` or a date cell. Raises `ValueUnreadable`."""
    if is_nothing(written):
        return None
    if isinstance(written, date):
        return Month.of(written)
    text = shown(written).strip()
    found = _MONTH.fullmatch(text)
    try:
        return Month(int(found[2]), int(found[1])) if found else Month.parse(text)
    except NotAMonth as error:
        raise ValueUnreadable(
            _("“%(text)s” không phải tháng: gõ như 10/2026.") % {"text": text}
        ) from error


def shown(written: object) -> str:
    """What was typed, as a fault repeats it: a number cell without a tail of zero."""
    if isinstance(written, numbers.Real) and not isinstance(written, bool):
        return str(written).removesuffix(".0")
    return str(written)[:60]


def plain(written: object) -> str:
    """A text on one line, without what nobody sees."""
    return "" if written is None else " ".join(shown_whole(written).split())


def shown_whole(written: object) -> str:
    """A cell's text in full."""
    if isinstance(written, numbers.Real) and not isinstance(written, bool):
        return str(written).removesuffix(".0")
    return str(written)
