"""What people at the desk type about registrations."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.catalogue.models import FeeItem
from thuphi.money.registrations.rules import PERCENT_MAX, QUANTITY_MAX

from .forms import DayField


class DayForm(forms.Form):
    """The day on which the register is looked at and from which it is changed."""

    on = DayField(label=gettext_lazy("Tính từ ngày"))


class StopForm(forms.Form):
    """The last day of a registration."""

    last_on = DayField(label=gettext_lazy("Ngày cuối còn dùng"))


class RegisterForm(forms.Form):
    """One item for one pupil, with a number and a coefficient of their own."""

    fee_item = forms.TypedChoiceField(
        label=gettext_lazy("Khoản mục thu"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chưa chọn khoản mục thu."),
            "invalid_choice": gettext_lazy("Chọn một khoản mục trong danh sách."),
        },
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Số lượng riêng"),
        help_text=gettext_lazy("Ví dụ 22 suất một tháng. Để trống: theo số lượng của đợt thu."),
        required=False,
        min_value=1,
        max_value=QUANTITY_MAX,
        error_messages={
            "invalid": gettext_lazy("Số lượng là số nguyên từ 1 đến 1.000."),
            "min_value": gettext_lazy("Số lượng là số nguyên từ 1 đến 1.000."),
            "max_value": gettext_lazy("Số lượng là số nguyên từ 1 đến 1.000."),
        },
        widget=forms.NumberInput({"min": 1, "max": QUANTITY_MAX, "inputmode": "numeric"}),
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Hệ số, phần trăm đơn giá"),
        help_text=gettext_lazy("100 là đúng đơn giá; 80 là tám phần mười; 150 là một lần rưỡi."),
        min_value=1,
        max_value=PERCENT_MAX,
        error_messages={
            "required": gettext_lazy("Chưa có hệ số. Ghi 100 nếu đúng đơn giá."),
            "invalid": gettext_lazy("Hệ số là số nguyên từ 1 đến 1.000."),
            "min_value": gettext_lazy("Hệ số là số nguyên từ 1 đến 1.000."),
            "max_value": gettext_lazy("Hệ số là số nguyên từ 1 đến 1.000."),
        },
        widget=forms.NumberInput({"min": 1, "max": PERCENT_MAX, "inputmode": "numeric"}),
    )
    from_on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: object, items: Sequence[FeeItem], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.has_items = bool(items)
        choice = self.fields["fee_item"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                ("", _("Chọn khoản mục")),
                *((str(item.pk), f"{item.name} · {item.school_year}") for item in items),
            ]
