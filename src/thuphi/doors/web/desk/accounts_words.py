"""What statements of account call things: accounts, ages of debts, ways to count days."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.accounts.rules import Age, AgedBy, Span
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.reconciliation.rules import BooksBy

from . import words
from .reconcile_words import channel
from .words import Words

BY: Mapping[BooksBy, Words] = {
    BooksBy.PAID: gettext_lazy("Theo ngày nộp"),
    BooksBy.ARRIVED: gettext_lazy("Theo ngày tiền về"),
}

BY_MEANS: Mapping[BooksBy, Words] = {
    BooksBy.PAID: gettext_lazy(
        "Tiền tính vào ngày gia đình nộp; khoản ngân hàng chưa báo về nằm ở Chờ về tài khoản."
    ),
    BooksBy.ARRIVED: gettext_lazy(
        "Tiền chuyển khoản, thẻ, ví tính vào ngày sao kê ngân hàng có dòng tiền về; chưa về thì "
        "chưa tính. Tiền mặt và mọi bút toán khác giữ nguyên ngày."
    ),
}

AGES: Mapping[Age, Words] = {
    Age.NOT_DUE: gettext_lazy("Chưa đến hạn"),
    Age.TO_30: gettext_lazy("Quá hạn 1–30 ngày"),
    Age.TO_60: gettext_lazy("31–60 ngày"),
    Age.TO_90: gettext_lazy("61–90 ngày"),
    Age.OVER_90: gettext_lazy("Trên 90 ngày"),
}

AGED_BY: Mapping[AgedBy, Words] = {
    AgedBy.CLASS: gettext_lazy("Theo lớp"),
    AgedBy.RUN: gettext_lazy("Theo đợt thu"),
    AgedBy.ITEM: gettext_lazy("Theo khoản mục"),
}

CHANNELS: Mapping[str, Words] = {
    "cash_deposit": gettext_lazy("Tiền mặt nộp ngân hàng"),
    "statement": gettext_lazy("Thấy trên sao kê"),
    "cash": gettext_lazy("Tiền mặt"),
}


def recipe(name: RecipeName) -> str:
    """What a posting is called."""
    return str(words.recipe(name))


def detail(kind: AccountKind, text: str, names: Mapping[str, str]) -> str:
    """What tells an account from its sisters; `names` knows pupils and fee items."""
    match kind:
        case AccountKind.CLEARING | AccountKind.PROVIDER_FEE:
            return str(CHANNELS.get(text) or channel(text))
        case AccountKind.PAYER_CREDIT | AccountKind.REVENUE | AccountKind.WAIVER:
            return names.get(f"{kind.value}:{text}", text)
        case _:
            return text


def account(kind: AccountKind, text: str, names: Mapping[str, str]) -> str:
    """An account in one line: `Chờ về tài khoản · sepay`."""
    rest = detail(kind, text, names)
    return f"{words.ACCOUNTS[kind]} · {rest}" if rest else str(words.ACCOUNTS[kind])


def span(days: Span) -> str:
    """The days asked for, in words."""
    match days:
        case Span(None, None):
            return _("Từ đầu đến nay")
        case Span(None, until_on):
            return _("Đến hết ngày %(last)s") % {"last": f"{until_on:%d/%m/%Y}"}
        case Span(from_on, None):
            return _("Từ ngày %(first)s") % {"first": f"{from_on:%d/%m/%Y}"}
        case Span(from_on, until_on):
            return _("Từ ngày %(first)s đến ngày %(last)s") % {
                "first": f"{from_on:%d/%m/%Y}",
                "last": f"{until_on:%d/%m/%Y}",
            }
