"""What people at the desk type about changes to bills and credits."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits.rules import SpendOn

from .adjust_words import SPEND_ON
from .forms import DayField, DongField, text_field


class DeedForm(forms.Form):
    """Why bills change, and on which paper it rests."""

    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Gia đình đọc lý do này trên khoản thu."),
        help_text=gettext_lazy("Gia đình đọc câu này trên khoản thu, ví dụ Nghỉ ăn 4 ngày."),
        long=300,
    )
    paper = text_field(
        gettext_lazy("Văn bản"),
        gettext_lazy("Chưa có số và ngày của văn bản. Ghi quyết định, đơn hoặc biên bản."),
        help_text=gettext_lazy("Số và ngày, ví dụ QĐ 31/QĐ-TH ngày 01/11/2026; Đơn ngày 14/10."),
        long=200,
    )


class PaperForm(DeedForm):
    """The paper alone; the reason is known."""

    reason = None  # type: ignore[assignment]


class LeaverForm(DeedForm):
    """When a pupil left, and on which application."""

    left_on = DayField(label=gettext_lazy("Thôi học từ ngày"))


def item_field(items: Sequence[FeeItem], *, required: bool = True) -> forms.TypedChoiceField:
    """One fee item of the facility."""
    empty = gettext_lazy("Chọn khoản mục") if required else gettext_lazy("Không riêng khoản nào")
    return forms.TypedChoiceField(
        label=gettext_lazy("Khoản mục thu"),
        choices=[("", empty), *[(one.pk, f"{one.name} ({one.school_year})") for one in items]],
        coerce=int,
        empty_value=None,
        required=required,
        error_messages={
            "required": gettext_lazy("Chưa chọn khoản mục thu."),
            "invalid_choice": gettext_lazy("Chọn một khoản mục trong danh sách."),
        },
    )


class PriceForm(DeedForm):
    """A lower price of one item, on the bills of some runs."""

    new_price_vnd = DongField(label=gettext_lazy("Đơn giá mới"))

    def __init__(
        self,
        *args: object,
        items: Sequence[FeeItem],
        runs: Sequence[tuple[int, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["fee_item"] = item_field(items)
        self.fields["runs"] = forms.TypedMultipleChoiceField(
            label=gettext_lazy("Những đợt thu nào"),
            choices=runs,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": gettext_lazy("Đánh dấu ít nhất một đợt thu."),
                "invalid_choice": gettext_lazy("Chọn đợt thu trong danh sách."),
            },
        )
        self.order_fields(["fee_item", "new_price_vnd", "runs", "reason", "paper"])


class RuleForm(forms.Form):
    """What credits pay."""

    spend_on = forms.TypedChoiceField(
        label=gettext_lazy("Khi phát hành đợt thu mới, số dư của gia đình"),
        choices=[(one.value, SPEND_ON[one]) for one in SpendOn],
        coerce=SpendOn,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một cách.")},
    )


class OpeningForm(forms.Form):
    """A credit that a family brings along."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền"))
    reason = text_field(
        gettext_lazy("Lấy từ đâu"),
        gettext_lazy("Chưa ghi lấy từ đâu, ví dụ Số dư năm 2025-2026 trong sổ cũ."),
        help_text=gettext_lazy("Ví dụ Số dư năm 2025-2026 trong sổ cũ."),
        long=300,
    )
    is_cash = forms.BooleanField(
        label=gettext_lazy("Ngày trước gia đình đã nộp bằng tiền mặt"), required=False
    )

    def __init__(self, *args: object, items: Sequence[FeeItem], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["fee_item"] = item_field(items, required=False)
        self.order_fields(["amount_vnd", "fee_item", "reason", "is_cash"])
