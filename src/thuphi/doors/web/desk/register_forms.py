"""What people at the desk type about accounts and exemptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.channels.banks import BANKS, Bank
from thuphi.money.bills.rules import ExemptionKind, Period, days_of
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.facilities import rules

from .exemption_words import KINDS, PERIODS
from .forms import DayField, text_field
from .words import Words

LATEST_YEAR = 2100
"""A day after this year is a slip of the finger."""

Grouped = list[tuple[Words, list[tuple[str, str]]]]


def _named(banks: Iterable[Bank]) -> list[tuple[str, str]]:
    by_name = sorted(banks, key=lambda bank: bank.short_name.casefold())
    return [(bank.bin, f"{bank.short_name} · {bank.name}") for bank in by_name]


def bank_choices() -> Grouped:
    """Banks first, by the name people say; then whatever else holds accounts."""
    return [
        (
            gettext_lazy("Ngân hàng"),
            _named(bank for bank in BANKS.values() if bank.kind == "bank"),
        ),
        (
            gettext_lazy("Ngân hàng số, ví, công ty tài chính"),
            _named(bank for bank in BANKS.values() if bank.kind != "bank"),
        ),
    ]


class AccountForm(forms.Form):
    """The account that families are to pay into."""

    bank = forms.ChoiceField(
        label=gettext_lazy("Ngân hàng"),
        choices=[("", gettext_lazy("Chọn ngân hàng")), *bank_choices()],
        error_messages={
            "required": gettext_lazy("Chưa chọn ngân hàng."),
            "invalid_choice": gettext_lazy("Chọn một ngân hàng trong danh sách."),
        },
    )
    number = text_field(
        gettext_lazy("Số tài khoản"),
        gettext_lazy("Chưa có số tài khoản."),
        help_text=gettext_lazy("Chép đúng từ giấy xác nhận của ngân hàng."),
        long=40,
    )
    name = text_field(
        gettext_lazy("Chủ tài khoản"),
        gettext_lazy("Chưa có tên chủ tài khoản. Ghi đúng như ngân hàng ghi."),
        help_text=gettext_lazy(
            "Tên đơn vị, đúng như ngân hàng ghi. Gia đình so tên này trước khi chuyển."
        ),
        long=100,
    )

    def clean_number(self) -> str:
        """The number without spaces and dots; refuses what no bank gives."""
        plain = rules.account_number(self.cleaned_data["number"])
        if plain is None:
            raise forms.ValidationError(
                _("Số tài khoản gồm 4 đến 19 chữ số, có thể có chữ cái không dấu. Xem lại số.")
            )
        return plain


class ExemptForm(forms.Form):
    """A right to pay less for one item, with its reason and its days."""

    fee_item = forms.TypedChoiceField(
        label=gettext_lazy("Khoản mục thu"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chưa chọn khoản mục thu."),
            "invalid_choice": gettext_lazy("Chọn một khoản mục trong danh sách."),
        },
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Giảm bao nhiêu phần trăm"),
        help_text=gettext_lazy("Từ 1 đến 100. Ghi 100 là miễn hết."),
        min_value=1,
        max_value=100,
        error_messages={
            "required": gettext_lazy("Chưa có số phần trăm, ví dụ 50."),
            "invalid": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
            "min_value": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
            "max_value": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
        },
        widget=forms.NumberInput({"min": 1, "max": 100, "inputmode": "numeric"}),
    )
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Diện miễn giảm"),
        choices=[(kind.value, word) for kind, word in KINDS.items()],
        coerce=ExemptionKind,
        empty_value=None,
        required=False,
    )
    period = forms.TypedChoiceField(
        label=gettext_lazy("Thời gian"),
        choices=[(period.value, word) for period, word in PERIODS.items()],
        coerce=Period,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Học kỳ I tính từ 01/8 đến hết 31/12, học kỳ II từ 01/01 đến hết 31/7."
        ),
    )
    reason = text_field(
        gettext_lazy("Lý do miễn giảm"),
        gettext_lazy("Chưa có lý do, ví dụ hộ cận nghèo. Gia đình đọc lý do này trên giấy báo."),
        help_text=gettext_lazy("Gia đình đọc lý do này trên giấy báo, ví dụ Hộ cận nghèo."),
    )
    paper = forms.CharField(
        label=gettext_lazy("Giấy tờ"),
        help_text=gettext_lazy("Số và ngày của quyết định, giấy xác nhận."),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    from_on = DayField(
        label=gettext_lazy("Từ ngày"),
        help_text=gettext_lazy("Chỉ dùng khi chọn Những ngày khác."),
        required=False,
    )
    last_on = DayField(label=gettext_lazy("Đến hết ngày"), required=False)

    def __init__(self, *args: object, items: Sequence[FeeItem], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.has_items = bool(items)
        self._years = {item.pk: item.school_year for item in items}
        choice = self.fields["fee_item"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                ("", _("Chọn khoản mục")),
                *((str(item.pk), f"{item.name} · {item.school_year}") for item in items),
            ]

    def clean(self) -> dict[str, object]:
        """Days that follow each other and lie in a lifetime."""
        facts: dict[str, object] = self.cleaned_data
        period, item = facts.get("period"), facts.get("fee_item")
        if isinstance(period, Period) and period is not Period.DAYS and isinstance(item, int):
            begins, ends = days_of(period, self._years[item])
            facts |= {"from_on": begins, "last_on": ends - timedelta(days=1)}
            return facts
        for name in ("from_on", "last_on"):
            if name not in self.errors and not facts.get(name):
                self.add_error(name, _("Chưa có ngày."))
        from_on, last_on = facts.get("from_on"), facts.get("last_on")
        if isinstance(last_on, date) and last_on.year > LATEST_YEAR:
            self.add_error("last_on", _("Ngày này xa quá. Xem lại năm."))
        elif isinstance(from_on, date) and isinstance(last_on, date) and last_on < from_on:
            self.add_error("last_on", _("Ngày cuối phải từ ngày đầu trở đi."))
        return facts

    def until_on(self) -> date:
        """The first day on which the right no longer holds."""
        last_on: date = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1)


class EndExemptionForm(forms.Form):
    """Until when a right to pay less holds after all, and why."""

    last_on = DayField(label=gettext_lazy("Ngày cuối còn được miễn giảm"))
    reason = text_field(
        gettext_lazy("Lý do thôi miễn giảm"),
        gettext_lazy("Chưa có lý do, ví dụ Ra khỏi diện hộ cận nghèo từ 01/01."),
    )
