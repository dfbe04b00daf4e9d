"""What people at the desk type about a run that is brought up to date, closed or carried on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.bills.models import CollectionRun, RunItem
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.payers import queries as payers

from .forms import DayField, text_field

_BETWEEN = re.compile(r"[\s,;]+")
MOST_CODES = 2000
SHOWN_CODES = 5


def codes_in(text: str) -> list[str]:
    """Pupil codes as people list them: by line, by comma, by space."""
    return [code for code in _BETWEEN.split(text.strip()) if code]


def pupils_of_codes(facility_id: int, text: str) -> dict[str, int]:
    """The pupils of a list of codes. Refuses a code that stands there twice or that nobody has."""
    codes = codes_in(text)
    if len(codes) > MOST_CODES:
        raise forms.ValidationError(
            _("Danh sách dài quá: nhiều nhất %(limit)s mã một lần.") % {"limit": MOST_CODES}
        )
    twice = [code for code, often in Counter(codes).items() if often > 1]
    if twice:
        raise forms.ValidationError(
            _("Mã học sinh ghi hai lần: %(codes)s. Mỗi em ghi một lần.")
            % {"codes": ", ".join(twice[:SHOWN_CODES])}
        )
    found = payers.by_codes(facility_id, codes)
    missing = [code for code in codes if code not in found]
    if missing:
        raise forms.ValidationError(
            _("Không có học sinh mang mã %(codes)s. Xem lại mã trong danh sách Học sinh.")
            % {"codes": ", ".join(missing[:SHOWN_CODES])}
        )
    gone = [code for code in codes if not found[code].is_active]
    if gone:
        raise forms.ValidationError(
            _("Học sinh mã %(codes)s đã thôi học, không đưa vào đợt thu được.")
            % {"codes": ", ".join(gone[:SHOWN_CODES])}
        )
    return {code: found[code].pk for code in codes}


def codes_field(label: object, help_text: object) -> forms.CharField:
    """Pupil codes, one a line."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 4, "class": "codes", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class ChangeItemRow:
    """One item of the update page: in the run already or not."""

    item: FeeItem
    is_in_run: bool
    is_by_rule: bool
    by_registration: bool
    """Whether it is for those registered only."""
    often: int
    """How many of it the run bills now."""
    tick: forms.BoundField
    quantity: forms.BoundField


class UpdateForm(forms.Form):
    """What a run is to become. Sent by GET: looking changes nothing."""

    on = DayField(
        label=gettext_lazy("Theo đăng ký đến ngày"),
        help_text=gettext_lazy("Ai đang đăng ký khoản tự nguyện vào ngày này thì được tính."),
    )
    add = codes_field(
        gettext_lazy("Thêm học sinh"),
        gettext_lazy("Mã học sinh, mỗi mã một dòng. Em mới vào lớp trong phạm vi tự được thêm."),
    )
    leave_out = codes_field(
        gettext_lazy("Đưa học sinh ra khỏi đợt"),
        gettext_lazy(
            "Mã học sinh, mỗi mã một dòng. Khoản chưa nộp thì hủy; đã nộp thì thành tiền thừa."
        ),
    )

    def __init__(
        self,
        *args: object,
        facility_id: int,
        items: Sequence[FeeItem],
        in_run: Iterable[int],
        by_rule: Mapping[int, RunItem],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.facility_id = facility_id
        self._items = list(items)
        self._in_run = set(in_run)
        self._by_rule = by_rule
        for item in self._items:
            self.fields[f"item_{item.pk}"] = forms.BooleanField(
                label=item.name, required=False, initial=item.pk in self._in_run
            )
            self.fields[f"often_{item.pk}"] = forms.IntegerField(
                label=_("Số lượng %(name)s") % {"name": item.name},
                initial=by_rule[item.pk].quantity if item.pk in by_rule else 1,
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

    def item_rows(self) -> list[ChangeItemRow]:
        """The items to choose from."""
        return [
            ChangeItemRow(
                item,
                item.pk in self._in_run,
                item.pk in self._by_rule,
                self._by_rule[item.pk].is_by_registration
                if item.pk in self._by_rule
                else not item.is_mandatory,
                self._by_rule[item.pk].quantity if item.pk in self._by_rule else 1,
                self[f"item_{item.pk}"],
                self[f"often_{item.pk}"],
            )
            for item in self._items
        ]

    def chosen(self) -> dict[int, int]:
        """Number of each ticked item."""
        facts = self.cleaned_data
        return {
            item.pk: facts.get(f"often_{item.pk}") or 1
            for item in self._items
            if facts.get(f"item_{item.pk}")
        }

    def clean_add(self) -> dict[str, int]:
        """The pupils to be added."""
        return pupils_of_codes(self.facility_id, self.cleaned_data["add"])

    def clean_leave_out(self) -> dict[str, int]:
        """The pupils to be taken out; who has left the school may be among them."""
        codes = codes_in(self.cleaned_data["leave_out"])
        found = payers.by_codes(self.facility_id, codes)
        missing = [code for code in codes if code not in found]
        if missing:
            raise forms.ValidationError(
                _("Không có học sinh mang mã %(codes)s. Xem lại mã trong danh sách Học sinh.")
                % {"codes": ", ".join(missing[:SHOWN_CODES])}
            )
        return {code: found[code].pk for code in codes}

    def clean(self) -> dict[str, object]:
        """Nobody is added and taken out at once."""
        facts: dict[str, object] = self.cleaned_data
        add, out = facts.get("add"), facts.get("leave_out")
        if isinstance(add, dict) and isinstance(out, dict) and set(add) & set(out):
            self.add_error(
                "leave_out",
                _("Mã %(codes)s vừa thêm vừa đưa ra. Bỏ ở một trong hai chỗ.")
                % {"codes": ", ".join(sorted(set(add) & set(out))[:SHOWN_CODES])},
            )
        return facts


class SaveUpdateForm(forms.Form):
    """Why a run is brought up to date, and on which paper lines on bills rest."""

    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Gia đình đọc câu này trên khoản thu có thay đổi."),
        help_text=gettext_lazy("Gia đình đọc câu này trên khoản thu, ví dụ Đăng ký thêm bán trú."),
    )
    paper = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Số và ngày của đơn, biên bản hoặc quyết định."),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReopenForm(forms.Form):
    """Why a closed run is opened again."""

    reason = text_field(
        gettext_lazy("Lý do mở lại"),
        gettext_lazy("Chưa có lý do. Ghi vì sao cần sửa sau khi chốt."),
    )


class PutOffForm(forms.Form):
    """More days to pay for one family."""

    due_on = DayField(label=gettext_lazy("Hạn nộp mới"))
    reason = text_field(
        gettext_lazy("Lý do gia hạn"),
        gettext_lazy("Chưa có lý do, ví dụ Đơn xin nộp chậm ngày 05/10."),
    )


class ArrearsForm(forms.Form):
    """Runs whose rests are asked for in another run."""

    runs = forms.MultipleChoiceField(
        label=gettext_lazy("Lấy nợ của những đợt nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Đánh dấu ít nhất một đợt còn nợ.")},
    )

    def __init__(self, *args: object, runs: Sequence[CollectionRun], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.has_runs = bool(runs)
        choice = self.fields["runs"]
        if isinstance(choice, forms.MultipleChoiceField):
            choice.choices = [(str(run.pk), f"{run.name} · {run.school_year}") for run in runs]

    def run_ids(self) -> list[int]:
        """The chosen runs."""
        return [int(one) for one in self.cleaned_data["runs"]]


class OpeningForm(forms.Form):
    """Debts from the program used before, pasted from a sheet."""

    name = text_field(
        gettext_lazy("Tên đợt thu"), gettext_lazy("Chưa có tên đợt, ví dụ Nợ đầu kỳ."), long=120
    )
    due_on = DayField(label=gettext_lazy("Hạn nộp"))
    debts = forms.CharField(
        label=gettext_lazy("Danh sách nợ"),
        help_text=gettext_lazy(
            "Mỗi dòng: mã học sinh, mã khoản mục, số tiền, nợ của tháng nào. Dán thẳng từ Excel, "
            "hoặc cách nhau bằng dấu chấm phẩy: HS001; AN; 150.000; tháng 5/2026"
        ),
        max_length=400_000,
        error_messages={"required": gettext_lazy("Chưa có dòng nợ nào.")},
        widget=forms.Textarea({"rows": 10, "class": "codes", "autocomplete": "off"}),
    )

    def last_day(self) -> date:
        """The last day to pay."""
        due_on: date = self.cleaned_data["due_on"]
        return due_on
