"""What people type who plan a collection run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue.models import FeeItem

from .forms import DayField, text_field

_BETWEEN = re.compile(r"[\s,;]+")

REGISTERED = "registered"
EVERYBODY = "everybody"
"""Whom a run bills for an item that is not mandatory."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item to tick, with how many of it; both fields stand in the form."""

    item: FeeItem
    tick: forms.BoundField
    quantity: forms.BoundField


class RunForm(forms.Form):
    """A collection run with its items, for the whole school, some grades or some classes."""

    name = text_field(
        gettext_lazy("Tên đợt thu"),
        gettext_lazy("Chưa có tên đợt thu, ví dụ Thu tháng 10/2026."),
        help_text=gettext_lazy("Để trường tìm lại, ví dụ Thu tháng 10/2026."),
        long=120,
    )
    reason = text_field(
        gettext_lazy("Nội dung thu"),
        gettext_lazy("Chưa có nội dung. Gia đình đọc câu này trên giấy báo và biên nhận."),
        help_text=gettext_lazy("Gia đình đọc câu này trên giấy báo và biên nhận."),
    )
    opens_on = DayField(label=gettext_lazy("Thu từ ngày"))
    due_on = DayField(label=gettext_lazy("Hạn nộp"))
    scope_kind = forms.ChoiceField(
        label=gettext_lazy("Thu của ai"),
        choices=[
            (ScopeKind.SCHOOL.value, gettext_lazy("Cả trường")),
            (ScopeKind.GRADE.value, gettext_lazy("Một số khối")),
            (ScopeKind.CLASS.value, gettext_lazy("Một số lớp")),
            (ScopeKind.PUPILS.value, gettext_lazy("Một số học sinh")),
        ],
        initial=ScopeKind.SCHOOL.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn cả trường, khối hoặc lớp.")},
    )
    grades = forms.MultipleChoiceField(
        label=gettext_lazy("Khối"), required=False, widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Lớp"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pupils = forms.CharField(
        label=gettext_lazy("Mã học sinh"),
        help_text=gettext_lazy("Mỗi mã một dòng, hoặc cách nhau bằng dấu phẩy."),
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 4, "class": "codes", "autocomplete": "off"}),
    )
    optional_for = forms.ChoiceField(
        label=gettext_lazy("Khoản tự nguyện thu của"),
        choices=[
            (REGISTERED, gettext_lazy("Em nào đã đăng ký")),
            (EVERYBODY, gettext_lazy("Mọi em trong phạm vi")),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Khoản bắt buộc luôn thu của mọi em trong phạm vi."),
    )
    allows_part = forms.BooleanField(
        label=gettext_lazy("Cho phép nộp nhiều lần"),
        required=False,
        help_text=gettext_lazy("Không đánh dấu: mỗi khoản nộp một lần cho đủ."),
    )

    def __init__(
        self,
        *args: object,
        year: str,
        items: Sequence[FeeItem],
        classes: Sequence[tuple[str, str, int]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.year = year
        self._items = list(items)
        names = dict.fromkeys(name for name, _grade, _people in classes if name)
        grades = dict.fromkeys(grade for _name, grade, _people in classes if grade)
        for field, values in (("classes", names), ("grades", grades)):
            choice = self.fields[field]
            if isinstance(choice, forms.MultipleChoiceField):
                choice.choices = [(value, value) for value in values]
        for item in self._items:
            tick = forms.BooleanField(label=item.name, required=False)
            self.fields[f"item_{item.pk}"] = tick
            self.fields[f"often_{item.pk}"] = forms.IntegerField(
                label=_("Số lượng %(name)s") % {"name": item.name},
                initial=1,
                required=False,
                min_value=1,
                max_value=1000,
                error_messages={
                    "invalid": _("Số lượng là số nguyên từ 1."),
                    "min_value": _("Số lượng là số nguyên từ 1."),
                    "max_value": _("Số lượng lớn quá, nhiều nhất 1.000."),
                },
                widget=forms.NumberInput({"min": 1, "max": 1000, "inputmode": "numeric"}),
            )

    def item_rows(self) -> list[ItemRow]:
        """The items to choose from."""
        return [
            ItemRow(item, self[f"item_{item.pk}"], self[f"often_{item.pk}"]) for item in self._items
        ]

    def chosen(self) -> list[tuple[int, int]]:
        """(fee item, quantity) of every ticked item."""
        facts = self.cleaned_data
        return [
            (item.pk, facts.get(f"often_{item.pk}") or 1)
            for item in self._items
            if facts.get(f"item_{item.pk}")
        ]

    def clean(self) -> dict[str, object]:
        """What only the fields together can say."""
        facts: dict[str, object] = self.cleaned_data
        opens_on, due_on = facts.get("opens_on"), facts.get("due_on")
        if isinstance(opens_on, date) and isinstance(due_on, date) and due_on < opens_on:
            self.add_error("due_on", _("Hạn nộp phải từ ngày bắt đầu thu trở đi."))
        kind = facts.get("scope_kind")
        if kind == ScopeKind.PUPILS.value and not facts.get("pupils"):
            self.add_error("pupils", _("Ghi ít nhất một mã học sinh."))
        if kind == ScopeKind.GRADE.value and not facts.get("grades"):
            self.add_error("grades", _("Đánh dấu ít nhất một khối."))
        if kind == ScopeKind.CLASS.value and not facts.get("classes"):
            self.add_error("classes", _("Đánh dấu ít nhất một lớp."))
        if not self.chosen():
            self.add_error(None, _("Chưa chọn khoản mục thu nào. Đánh dấu ít nhất một."))
        return facts

    def plan(self) -> RunPlan:
        """The run as the bills room takes it."""
        facts = self.cleaned_data
        kind = ScopeKind(facts["scope_kind"])
        values: dict[ScopeKind, Sequence[str]] = {
            ScopeKind.SCHOOL: (),
            ScopeKind.GRADE: facts["grades"],
            ScopeKind.CLASS: facts["classes"],
            ScopeKind.PUPILS: tuple(dict.fromkeys(_BETWEEN.split(facts["pupils"].strip()))),
        }
        return RunPlan(
            name=facts["name"],
            reason=facts["reason"],
            school_year=self.year,
            opens_on=facts["opens_on"],
            due_on=facts["due_on"],
            scope_kind=kind,
            scope_values=tuple(values[kind]),
            allows_part=facts["allows_part"],
        )
