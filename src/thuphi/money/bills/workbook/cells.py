"""What one cell says, or why it cannot be read. Nothing is guessed that could be meant two ways."""

from __future__ import annotations

import numbers
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import vn_ident
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.ground.kit.fold import search_key

from .errors import CellUnreadable

QUANTITY_MAX = 999
"""More of one thing in one bill is a price typed into a column of quantities."""

FIRST_YEAR = 1900
TICKS = frozenset({"x", "v", "✓", "✔", "co"})
NOTHING = frozenset({"", "-", "–", "—"})
EXACT_DIGITS = 15
"""A number cell keeps this many digits; of a longer code Excel has rounded the end away."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
_UNIT = re.compile(r"(?:đồng|dong|vnđ|vnd|đ|₫)$")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
_PHONE_DRESS = re.compile(r"[\s.\-()]")
_FOREIGN = re.compile(r"\+(?!84)[0-9]{8,15}", re.ASCII)
_LANDLINE = re.compile(r"02[0-9]{9}", re.ASCII)
_GRADE = re.compile(r"(?:lop )?0?(1[0-2]|[1-9])(?![0-9])", re.ASCII)


def text(value: object, *, letters_max: int = 200) -> str:
    """A text in composed form, single spaces, nothing invisible. Raises `CellUnreadable`."""
    written = value if isinstance(value, str) else _as_text(value)
    if not written.isascii():
        written = _INVISIBLE.sub("", unicodedata.normalize("NFC", written))
    clean = " ".join(written.split())
    if _CONTROL.search(clean):
        raise CellUnreadable(_("có ký tự điều khiển không in được: xóa ô rồi gõ lại"))
    if len(clean) > letters_max:
        raise CellUnreadable(
            _("dài %(letters)d ký tự, nhiều nhất là %(most)d")
            % {"letters": len(clean), "most": letters_max}
        )
    return clean


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        raise CellUnreadable(_("là ô đúng/sai (TRUE/FALSE), không phải chữ"))
    if isinstance(value, date | time | timedelta):
        raise CellUnreadable(
            _("đã bị Excel đổi thành ngày giờ: định dạng cột là Văn bản rồi gõ lại")
        )
    return _number_as_text(value) if isinstance(value, numbers.Real) else str(value)


def _number_as_text(value: numbers.Real) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise CellUnreadable(
            _("là số lẻ “%(value)s”: định dạng cột là Văn bản rồi gõ lại") % {"value": value}
        )
    written = str(int(exact))
    if len(written.lstrip("-")) > EXACT_DIGITS:
        raise CellUnreadable(
            _("là số dài nên Excel đã làm tròn: định dạng cột là Văn bản rồi gõ lại")
        )
    return written


def code(value: object) -> str:
    """A pupil's code, as the school writes it."""
    return text(value, letters_max=40)


def short(value: object) -> str:
    """A class or grade."""
    return text(value, letters_max=40)


def grade_of(class_name: str) -> str:
    """`6` of `6A1` or `Lớp 6/2`; empty where the class does not begin with a grade."""
    found = _GRADE.match(search_key(class_name))
    return found[1] if found else ""


def day(value: object, *, before: date) -> date | None:
    """A day as a date cell or as text, day before month. Raises `CellUnreadable`."""
    read = _any_day(value)
    if read is not None and (read.year < FIRST_YEAR or read >= before):
        raise CellUnreadable(_("ngày %(day)s không thể là ngày sinh") % {"day": f"{read:%d/%m/%Y}"})
    return read


def _any_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | numbers.Real | time | timedelta):
        raise CellUnreadable(_("không phải ngày: viết dạng 05/09/2019"))
    written = text(value)
    if written in NOTHING:
        return None
    found = _DAY_FIRST.fullmatch(written)
    if found:
        year, month, day_of_month = int(found[3]), int(found[2]), int(found[1])
    elif found := _YEAR_FIRST.fullmatch(written):
        year, month, day_of_month = int(found[1]), int(found[2]), int(found[3])
    elif _SHORT_YEAR.fullmatch(written):
        raise CellUnreadable(
            _("“%(value)s”: viết năm đủ bốn chữ số, như 05/09/2019") % {"value": written}
        )
    else:
        raise CellUnreadable(
            _("“%(value)s” không phải ngày: viết dạng 05/09/2019") % {"value": written}
        )
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise CellUnreadable(
            _("không có ngày “%(value)s” trên lịch (viết ngày trước, tháng sau)")
            % {"value": written}
        ) from error


def phone(value: object) -> str:
    """A Vietnamese number as ten or eleven digits from 0, a foreign one as `+` and digits."""
    written = text(value)
    if written in NOTHING:
        return ""
    bare = _PHONE_DRESS.sub("", written)
    if _FOREIGN.fullmatch(bare):
        return bare
    at_home = re.sub(r"^(?:\+84|0084|84(?=[0-9]{9,10}$))0?", "0", bare)
    if _LANDLINE.fullmatch(at_home):
        return at_home
    if re.fullmatch(r"01[0-9]{9}", at_home):
        raise CellUnreadable(
            _("“%(value)s” là số 11 chữ số kiểu cũ: ghi số 10 chữ số mới") % {"value": written}
        )
    mobile = vn_ident.normalize_phone(at_home)
    if mobile is None or mobile[1] not in "35789":
        raise CellUnreadable(
            _("“%(value)s” không phải một số điện thoại: ghi một số, như 0912345678")
            % {"value": written}
        )
    return str(mobile)


def email(value: object) -> str:
    """A mail address; empty when there is none."""
    written = text(value)
    if written in NOTHING:
        return ""
    try:
        validate_email(written)
    except ValidationError as error:
        raise CellUnreadable(
            _("“%(value)s” không phải địa chỉ thư điện tử") % {"value": written}
        ) from error
    return written


def quantity(value: object) -> int | None:
    """How many units, 1 to 999; a tick is one; nothing and zero are None."""
    if isinstance(value, bool):
        return 1 if value else None
    if isinstance(value, str) and search_key(value) in TICKS:
        return 1
    if isinstance(value, str) and _UNIT.search(unicodedata.normalize("NFC", value).lower().strip()):
        raise CellUnreadable(_needs_amounts(value))
    count = _whole(value, lambda: _("số lượng"))
    if count is not None and count > QUANTITY_MAX:
        raise CellUnreadable(_needs_amounts(value))
    return count or None


def amount_vnd(value: object) -> int | None:
    """An amount in whole đồng; nothing and zero are None."""
    if isinstance(value, bool):
        raise CellUnreadable(_("là ô đúng/sai (TRUE/FALSE), không phải số tiền"))
    return _whole(value, lambda: _("số tiền")) or None


def _needs_amounts(value: object) -> str:
    return _(
        "số lượng “%(value)s” quá lớn (nhiều nhất %(most)d): nếu là số tiền,"
        " thêm “(số tiền)” vào cuối tên cột"
    ) % {"value": _shown(value), "most": QUANTITY_MAX}


def _shown(value: object) -> str:
    return str(value).removesuffix(".0").strip()


_REASONS: tuple[tuple[type[money.AmountUnreadable], Callable[[], str]], ...] = (
    (money.AmountNegative, lambda: _("“%(value)s” là số âm; %(what)s không được âm")),
    (money.AmountNotWhole, lambda: _("“%(value)s” có phần lẻ; %(what)s phải là số nguyên")),
    (
        money.AmountAmbiguous,
        lambda: _("“%(value)s” hiểu được hai cách; viết %(what)s là số nguyên, như 1.250.000"),
    ),
    (money.AmountTooLarge, lambda: _("“%(value)s” quá lớn để là %(what)s")),
    (money.AmountUnreadable, lambda: _("“%(value)s” không phải %(what)s")),
)


def _whole(value: object, what: Callable[[], str]) -> int | None:
    if value is None or (isinstance(value, str) and value.strip() in NOTHING):
        return None
    if isinstance(value, date | time | timedelta):
        raise CellUnreadable(_("đã bị Excel đổi thành ngày giờ: định dạng cột là Số rồi gõ lại"))
    try:
        return money.parse_dong(value)
    except money.AmountUnreadable as error:
        reason = next(say for kind, say in _REASONS if isinstance(error, kind))
        raise CellUnreadable(reason() % {"value": _shown(value), "what": what()}) from error
