"""What pages call ways of paying: how ready they are, what they cost, why one cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.registers.methods.rules import (
    Bias,
    BorneBy,
    FeeTerms,
    Hint,
    MethodState,
    Offer,
    TerminalState,
    Way,
    WhyNot,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Pill:
    """A state as people see it: a word, a shape, a tone."""

    word: Words
    shape: str
    tone: str


WAYS: dict[Way, Words] = {
    Way.QR: gettext_lazy("Chuyển khoản VietQR"),
    Way.WEB: gettext_lazy("Cổng thanh toán trên web"),
    Way.MOBILE_MONEY: gettext_lazy("Mobile Money"),
    Way.CARD: gettext_lazy("Thẻ tại máy POS"),
}

SHORT: dict[Way, Words] = {
    Way.QR: gettext_lazy("QR"),
    Way.WEB: gettext_lazy("Web"),
    Way.MOBILE_MONEY: gettext_lazy("Mobile Money"),
    Way.CARD: gettext_lazy("Thẻ"),
}
"""For the heads of narrow columns."""

STATES: dict[MethodState, Pill] = {
    MethodState.READY: Pill(gettext_lazy("Sẵn sàng"), "tick", "good"),
    MethodState.CONTRACTED: Pill(gettext_lazy("Đã ký, chưa thử"), "half", "info"),
    MethodState.LAPSED: Pill(gettext_lazy("Cần thử lại"), "late", "warn"),
    MethodState.NONE: Pill(gettext_lazy("Chưa có"), "ring", ""),
}

STATES_MEAN: dict[MethodState, Words] = {
    MethodState.READY: gettext_lazy("Hợp đồng còn hiệu lực và có tiền thật vào trong 90 ngày qua."),
    MethodState.CONTRACTED: gettext_lazy(
        "Hợp đồng còn hiệu lực. Nộp thử một khoản thật để biết là dùng được."
    ),
    MethodState.LAPSED: gettext_lazy(
        "Từng dùng được, nhưng hợp đồng đã hết hoặc hơn 90 ngày không có khoản nào. "
        "Nộp thử một khoản thật."
    ),
    MethodState.NONE: gettext_lazy("Chưa ghi hợp đồng nào còn hiệu lực."),
}

TERMINALS: dict[TerminalState, Pill] = {
    TerminalState.IN_USE: Pill(gettext_lazy("Đang dùng"), "tick", "good"),
    TerminalState.BROKEN: Pill(gettext_lazy("Đang hỏng"), "late", "warn"),
    TerminalState.RETURNED: Pill(gettext_lazy("Đã trả lại"), "dash", ""),
}

BORNE_BY: dict[BorneBy, Words] = {
    BorneBy.PAYER: gettext_lazy("người nộp chịu"),
    BorneBy.FACILITY: gettext_lazy("đơn vị chịu"),
}

HINTS: dict[Hint, Words] = {
    Hint.BIOMETRICS: gettext_lazy(
        "Trên 10 triệu đồng, ngân hàng sẽ yêu cầu xác thực khuôn mặt hoặc vân tay. "
        "Đừng chia nhỏ khoản tiền để tránh bước này."
    ),
    Hint.MOBILE_MONEY_CAP: gettext_lazy(
        "Mỗi tài khoản Mobile Money trả được nhiều nhất 100 triệu đồng một tháng, "
        "riêng học phí, viện phí và dịch vụ công thêm 100 triệu đồng."
    ),
}

FAULTS: dict[Bias, Words] = {
    Bias.ONE_PROVIDER: gettext_lazy("Gia đình chỉ có một cách trả, không chọn được."),
    Bias.NO_FREE_WAY: gettext_lazy("Không có cách nào miễn phí cho người nộp."),
    Bias.DEARER_FIRST: gettext_lazy("Một cách đắt hơn đứng trước cách rẻ hơn."),
    Bias.NOT_BY_NAME: gettext_lazy("Có nơi đứng trước chỗ của mình theo thứ tự tên."),
    Bias.TWICE: gettext_lazy("Một nhà cung cấp đứng hai lần."),
    Bias.CHOSEN_BEFORE: gettext_lazy("Một cách được chọn sẵn thay cho gia đình."),
}

TAKES = (gettext_noop("ngay"), gettext_noop("1–2 phút"), gettext_noop("trong ngày làm việc"))
"""How long ways take, as the register says it; `takes` puts it into the reader's language."""


def takes(offer: Offer) -> str:
    """How long it takes until the bill says that it is paid."""
    return gettext(offer.takes)


def why_not(offer: Offer) -> str:
    """Why this way cannot take the amount, with what is possible; empty when it can."""
    match offer.why_not:
        case None:
            return ""
        case WhyNot.TOO_SMALL:
            return _("Ít nhất %(sum)s một lần.") % {"sum": money.dong(offer.min_vnd)}
        case WhyNot.TOO_LARGE:
            return _("Nhiều nhất %(sum)s một lần.") % {"sum": money.dong(offer.max_vnd)}
        case WhyNot.IS_DOWN:
            return _("Nhà cung cấp đang trục trặc. Chọn cách khác, hoặc thử lại sau ít phút.")


def cost(offer: Offer) -> str:
    """What the family pays on top, before it chooses: `miễn phí`, or `phí 1.100 đ`."""
    if not offer.cost_vnd:
        return _("miễn phí")
    return _("phí %(sum)s") % {"sum": money.dong(offer.cost_vnd)}


def percent(basis_points: int) -> str:
    """`1,1 %` of 110 ten-thousandths."""
    whole, part = divmod(basis_points, 100)
    cut = f",{part:02d}".rstrip("0") if part else ""
    return f"{whole}{cut}{money.NO_BREAK_SPACE}%"


def fee(terms: FeeTerms) -> str:
    """A price list in one line: `1.100 đ + 1,1 %, ít nhất 2.000 đ · người nộp chịu`."""
    parts = [money.dong(terms.flat_vnd)] if terms.flat_vnd else []
    if terms.basis_points:
        parts.append(percent(terms.basis_points))
    if not parts and not terms.minimum_vnd:
        return _("miễn phí")
    said = [" + ".join(parts)] if parts else []
    if terms.minimum_vnd:
        said.append(_("ít nhất %(sum)s") % {"sum": money.dong(terms.minimum_vnd)})
    if terms.maximum_vnd is not None:
        said.append(_("nhiều nhất %(sum)s") % {"sum": money.dong(terms.maximum_vnd)})
    return f"{', '.join(said)} · {BORNE_BY[terms.borne_by]}"
