"""What the accountant types about meals: the week, days off, corrections, a settlement."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.catalogue.models import FeeItem
from thuphi.money.meals.rules import EVERY_DAY, Settling, TickState, Week

from .forms import text_field
from .meals_days import WEEKDAYS
from .words import Words

SETTLING = {
    Settling.CREDIT: gettext_lazy("Thu trước, tiền thừa trả lại vào số dư"),
    Settling.COUPONS: gettext_lazy("Thu trước, phiếu ăn thừa chuyển tháng sau"),
    Settling.POSTPAID: gettext_lazy("Thu sau theo số bữa đã ăn"),
}
DAYS_BEFORE = [
    ("0", gettext_lazy("cùng ngày ăn")),
    ("1", gettext_lazy("ngày hôm trước")),
    ("2", gettext_lazy("hai ngày trước")),
]


class WeekForm(forms.Form):
    """Days of the week with meals, and the cut-off."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Ăn vào các ngày"),
        choices=[(str(number), gettext_lazy(word)) for number, word in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một ngày trong tuần.")},
    )
    cutoff = forms.TimeField(
        label=gettext_lazy("Giờ chốt suất"),
        help_text=gettext_lazy("Báo vắng từ giờ này trở đi là báo muộn: vẫn nấu, vẫn tính tiền."),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Chưa có giờ chốt, ví dụ 08:30."),
            "invalid": gettext_lazy("Giờ viết như 08:30."),
        },
    )
    days_before = forms.ChoiceField(label=gettext_lazy("Chốt vào"), choices=DAYS_BEFORE)

    def week(self) -> Week:
        """What was typed."""
        facts = self.cleaned_data
        bits = sum(1 << int(one) for one in facts["weekdays"]) & EVERY_DAY
        at = facts["cutoff"]
        return Week(bits, at.hour * 60 + at.minute, int(facts["days_before"]))


def week_as_typed(week: Week) -> dict[str, object]:
    """The facility's week as the form holds it."""
    return {
        "weekdays": [str(number) for number in range(7) if week.weekdays >> number & 1],
        "cutoff": f"{week.cutoff_minute // 60:02}:{week.cutoff_minute % 60:02}",
        "days_before": str(week.cutoff_days_before),
    }


class MealForm(forms.Form):
    """Which item of the list is a meal, and how it is paid for."""

    item = forms.TypedChoiceField(
        label=gettext_lazy("Khoản mục thu"),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn một khoản mục thu.")},
    )
    settling = forms.ChoiceField(
        label=gettext_lazy("Cách tính tiền"),
        choices=[(one.value, words) for one, words in SETTLING.items()],
    )

    def __init__(self, *args: object, items: list[FeeItem], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["item"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Chọn khoản")), *((str(one.pk), one.name) for one in items)]


def day_field(label: Words) -> forms.DateField:
    """A day as a browser's calendar sends it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Chưa chọn ngày."),
            "invalid": gettext_lazy("Ngày viết như 05/10/2026."),
        },
    )


class DaysForm(forms.Form):
    """Days on which the kitchen is closed, or open though the week says otherwise."""

    is_open = forms.ChoiceField(
        label=gettext_lazy("Bếp"),
        choices=[("0", gettext_lazy("Nghỉ")), ("1", gettext_lazy("Nấu (học bù, bỏ ngày nghỉ)"))],
        widget=forms.RadioSelect,
        initial="0",
    )
    first_on = day_field(gettext_lazy("Từ ngày"))
    last_on = day_field(gettext_lazy("Đến hết ngày"))
    class_name = forms.ChoiceField(label=gettext_lazy("Áp dụng cho"), required=False)
    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do, ví dụ: Nghỉ lễ 20/11."),
        help_text=gettext_lazy("Ví dụ: Nghỉ lễ 20/11; Nghỉ bão; Lớp đi tham quan."),
    )

    def __init__(self, *args: object, classes: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["class_name"]
        if isinstance(field, forms.ChoiceField):
            whole = ("", _("Cả trường"))
            field.choices = [whole, *((name, name) for name in classes if name)]

    def clean(self) -> dict[str, object]:
        """The last day is not before the first."""
        facts: dict[str, object] = super().clean() or {}
        first, last = facts.get("first_on"), facts.get("last_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_on", _("Ngày cuối phải từ ngày đầu trở đi."))
        return facts


STATES = {
    TickState.EATS: gettext_lazy("Có ăn"),
    TickState.ABSENT: gettext_lazy("Vắng, không tính tiền"),
    TickState.LATE: gettext_lazy("Vắng báo muộn, vẫn tính tiền"),
}


class CorrectForm(forms.Form):
    """What a child's day should have been, and why."""

    state = forms.ChoiceField(
        label=gettext_lazy("Sửa thành"),
        choices=[(one.value, words) for one, words in STATES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một trong ba.")},
    )
    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do, ví dụ: Đi cấp cứu, có giấy viện."),
        help_text=gettext_lazy("Ví dụ: Đi cấp cứu, có giấy viện; Chạm nhầm tên."),
    )


class SettleForm(forms.Form):
    """Why and on which paper a month is settled as it was shown."""

    reason = text_field(
        gettext_lazy("Lý do, phụ huynh đọc được"),
        gettext_lazy("Chưa có lý do, ví dụ: Quyết toán tiền ăn tháng 10/2026."),
    )
    paper = forms.CharField(
        label=gettext_lazy("Số, ngày văn bản"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why a child's coupons go back."""

    child = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_field(
        gettext_lazy("Lý do"), gettext_lazy("Chưa có lý do, ví dụ: Chuyển trường từ 01/11.")
    )
