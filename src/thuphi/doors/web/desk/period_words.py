"""What the desk calls closing: periods, what is missing and where it is mended."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.periods.models import PeriodClosing
from thuphi.money.periods.rules import Item, Need, PeriodKind
from thuphi.money.reconciliation.rules import Outcome

from . import reconcile_words, words
from .words import Words

NEEDS: Mapping[Need, Words] = {
    Need.NOTICE_WAITS: gettext_lazy("Tin báo có chưa ghi sổ"),
    Need.NOTICE_REFUSED: gettext_lazy("Tin báo có không ghi được"),
    Need.LINE_WAITS: gettext_lazy("Dòng sao kê đang chờ khớp"),
    Need.LINE_UNDECIDED: gettext_lazy("Dòng sao kê cần người quyết định"),
    Need.PAYMENT_UNSEEN: gettext_lazy("Tiền đã ghi thu, sao kê chưa thấy"),
    Need.DEPOSIT_UNSEEN: gettext_lazy("Tiền mặt đã nộp, sao kê chưa thấy"),
    Need.SETTLEMENT_UNSEEN: gettext_lazy("Quyết toán của cổng, sao kê chưa thấy"),
    Need.MONEY_OUT_UNSEEN: gettext_lazy("Tiền đã trả lại, sao kê chưa thấy"),
    Need.SETTLEMENT_ROW_STRANGE: gettext_lazy("Dòng quyết toán chưa rõ là khoản nào"),
    Need.NO_STATEMENT: gettext_lazy("Ngày chưa có sao kê"),
    Need.CLEARING_DIFFERS: gettext_lazy("Tài khoản chờ về lệch với các khoản còn mở"),
    Need.CASH_DIFFERS: gettext_lazy("Tiền mặt đếm được khác sổ quỹ"),
}

MENDS: Mapping[Need, Words] = {
    Need.NOTICE_WAITS: gettext_lazy("Máy ghi sổ trong ít giây; tải lại trang này."),
    Need.NOTICE_REFUSED: gettext_lazy(
        "Lỗi của phần mềm: báo người quản trị kèm mã giao dịch, hoặc viết lý do ở dưới."
    ),
    Need.LINE_WAITS: gettext_lazy("Máy khớp trong ít giây; tải lại trang này."),
    Need.LINE_UNDECIDED: gettext_lazy("Mở từng dòng: gạch vào khoản thu, hoặc để lại ghi chú."),
    Need.PAYMENT_UNSEEN: gettext_lazy("Nhập sao kê của những ngày sau, hoặc ghi giải thích."),
    Need.DEPOSIT_UNSEEN: gettext_lazy("Khớp với sao kê ở quầy thu, hoặc viết lý do ở dưới."),
    Need.SETTLEMENT_UNSEEN: gettext_lazy("Nhập sao kê có khoản này, hoặc viết lý do ở dưới."),
    Need.MONEY_OUT_UNSEEN: gettext_lazy("Nhập sao kê có khoản này, hoặc viết lý do ở dưới."),
    Need.SETTLEMENT_ROW_STRANGE: gettext_lazy(
        "Mở kỳ quyết toán, hỏi cổng về dòng này, hoặc viết lý do ở dưới."
    ),
    Need.NO_STATEMENT: gettext_lazy("Nhập sao kê của ngày này, hoặc viết lý do ở dưới."),
    Need.CLEARING_DIFFERS: gettext_lazy("Xem đối soát của kênh này, hoặc viết lý do ở dưới."),
    Need.CASH_DIFFERS: gettext_lazy("Đếm lại, hoặc viết lý do ở dưới."),
}

CHANNELS: Mapping[str, Words] = {
    "cash_deposit": gettext_lazy("Nộp tiền mặt vào ngân hàng"),
    "cash": gettext_lazy("Tiền mặt"),
    "bank": gettext_lazy("Tài khoản ngân hàng"),
    "refund": gettext_lazy("Trả lại tiền"),
    "payout": gettext_lazy("Chi trả số dư"),
    "in": gettext_lazy("Sao kê, tiền vào"),
    "out": gettext_lazy("Sao kê, tiền ra"),
}


def channel(name: str) -> str:
    """What people call the way, or the side of a statement, that an item lies in."""
    return str(CHANNELS.get(name) or reconcile_words.channel(name))


def outcome(value: str) -> str:
    """How a line stands, in words."""
    return str(reconcile_words.OUTCOMES[Outcome(value)].word)


def account(kind: str) -> str:
    """A kind of account, in words."""
    return str(words.ACCOUNTS[AccountKind(kind)])


def recipe(name: str) -> str:
    """A posting, in words."""
    return str(words.recipe(RecipeName(name)))


def note(item: Item) -> str:
    """What else is known of an item: how a line stands, the settlement that announces a payment, or
    the paper that says it was done."""
    match item.need:
        case Need.LINE_UNDECIDED:
            return outcome(item.note)
        case Need.PAYMENT_UNSEEN if item.note:
            return _("trong quyết toán %(reference)s") % {"reference": item.note}
        case _:
            return item.note


def period(closing: PeriodClosing) -> str:
    """`Ngày 05/10/2026`, `Từ 05/10/2026 đến 07/10/2026`, `Tháng 10/2026`."""
    match PeriodKind(closing.kind):
        case PeriodKind.MONTH:
            return _("Tháng %(month)s") % {"month": f"{closing.to_on:%m/%Y}"}
        case PeriodKind.DAY if closing.from_on == closing.to_on:
            return _("Ngày %(day)s") % {"day": f"{closing.to_on:%d/%m/%Y}"}
        case PeriodKind.DAY:
            return _("Từ %(first)s đến %(last)s") % {
                "first": f"{closing.from_on:%d/%m/%Y}",
                "last": f"{closing.to_on:%d/%m/%Y}",
            }


def mended_at(item: Item) -> str:
    """The address of the place that mends an item; empty where time alone does."""
    match item.need:
        case Need.LINE_UNDECIDED | Need.LINE_WAITS:
            return reverse("desk_workbench_item", args=[f"dong-{item.id}"])
        case Need.PAYMENT_UNSEEN:
            return reverse("desk_workbench_item", args=[f"tien-{item.id}"])
        case Need.DEPOSIT_UNSEEN:
            return reverse("desk_till_deposits")
        case Need.SETTLEMENT_UNSEEN | Need.SETTLEMENT_ROW_STRANGE:
            return reverse("desk_settlements")
        case Need.MONEY_OUT_UNSEEN if item.channel == "payout":
            return reverse("desk_payouts")
        case Need.MONEY_OUT_UNSEEN:
            return reverse("desk_refund", args=[item.id])
        case Need.NO_STATEMENT:
            return reverse("desk_statements")
        case Need.CLEARING_DIFFERS:
            return reverse("desk_reconcile")
        case Need.CASH_DIFFERS:
            return reverse("desk_till_day")
        case Need.NOTICE_WAITS | Need.NOTICE_REFUSED:
            return ""
