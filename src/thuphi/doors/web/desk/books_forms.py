"""What people choose about a book: what to narrow it to, its columns, who signs."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.bills.models import CollectionRun
from thuphi.money.books import rules
from thuphi.money.books.queries import Asked
from thuphi.money.books.rules import BookName, Chosen, Narrowing
from thuphi.money.catalogue.models import FeeItem

from .books_words import head_of
from .forms import DayField
from .words import Words

FIELDS = {
    Narrowing.RUN: ("run",),
    Narrowing.CLASS: ("class_name",),
    Narrowing.ITEM: ("item",),
    Narrowing.DAYS: ("from_on", "until_on"),
}


class BookFilterForm(forms.Form):
    """What a book is narrowed to; only what this book can be narrowed to is offered."""

    run = forms.TypedChoiceField(
        label=gettext_lazy("Đợt thu"), required=False, coerce=int, empty_value=None
    )
    class_name = forms.ChoiceField(label=gettext_lazy("Lớp"), required=False)
    item = forms.TypedChoiceField(
        label=gettext_lazy("Khoản mục thu"), required=False, coerce=int, empty_value=None
    )
    from_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    until_on = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def __init__(
        self,
        *args: object,
        book: BookName,
        runs: Sequence[CollectionRun],
        classes: Sequence[str],
        items: Sequence[FeeItem],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        shape = rules.SHAPES[book]
        everything = [] if shape.one_run else [("", _("Tất cả"))]
        self._offer("run", [*everything, *((str(one.pk), one.name) for one in runs)])
        self._offer("class_name", [("", _("Tất cả")), *((name, name) for name in classes)])
        self._offer(
            "item",
            [
                ("", _("Tất cả")),
                *((str(one.pk), f"{one.name} · {one.school_year}") for one in items),
            ],
        )
        for narrowing, names in FIELDS.items():
            if narrowing not in shape.narrowings:
                for name in names:
                    del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def asked(self, book: BookName, facility_id: int, latest_run_id: int | None) -> Asked:
        """What is asked of the book; a fault in it narrows nothing."""
        facts = self.cleaned_data
        run_id = facts.get("run")
        if run_id is None and rules.SHAPES[book].one_run:
            run_id = latest_run_id
        return Asked(
            book=book,
            facility_id=facility_id,
            run_id=run_id,
            class_name=facts.get("class_name") or None,
            item_id=facts.get("item"),
            from_on=facts.get("from_on"),
            until_on=facts.get("until_on"),
        )

    def clean(self) -> None:
        """Days in their order."""
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("Đến ngày phải sau hoặc trùng Từ ngày."))


class LayoutForm(forms.Form):
    """The columns of a book: which, at which place, by which name."""

    def __init__(
        self, *args: object, book: BookName, layout: Sequence[Chosen], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.book = book
        names = {one.key: one.name for one in layout}
        shown = [one.key for one in layout]
        hidden = [one.key for one in rules.SHAPES[book].columns if one.key not in names]
        self.keys = [*shown, *hidden]
        for place, key in enumerate(self.keys, start=1):
            head = str(head_of(book, key))
            self.fields[f"show_{key}"] = forms.BooleanField(
                label=head, required=False, initial=key in names
            )
            self.fields[f"place_{key}"] = forms.IntegerField(
                label=_("Thứ tự của %(head)s") % {"head": head},
                min_value=1,
                max_value=99,
                initial=place,
                error_messages={
                    "required": _("Chưa có thứ tự."),
                    "invalid": _("Thứ tự là số từ 1 đến 99."),
                    "min_value": _("Thứ tự là số từ 1 đến 99."),
                    "max_value": _("Thứ tự là số từ 1 đến 99."),
                },
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"name_{key}"] = forms.CharField(
                label=_("Tên khác của %(head)s") % {"head": head},
                required=False,
                max_length=rules.NAME_LONGEST,
                initial=names.get(key, ""),
                widget=forms.TextInput({"placeholder": head, "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """One row a column: shown, place, name."""
        return [
            (self[f"show_{key}"], self[f"place_{key}"], self[f"name_{key}"]) for key in self.keys
        ]

    def chosen(self) -> list[Chosen]:
        """The columns that are shown, in their order; equal places stay as they stood."""
        facts = self.cleaned_data
        shown = [key for key in self.keys if facts[f"show_{key}"]]
        shown.sort(key=lambda key: int(facts[f"place_{key}"]))
        return [Chosen(key, facts[f"name_{key}"]) for key in shown]

    def clean(self) -> None:
        """At least one column."""
        if not any(self.cleaned_data.get(f"show_{key}") for key in self.keys):
            self.add_error(None, _("Chọn ít nhất một cột."))


def _line(label: Words, help_text: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class FootForm(forms.Form):
    """Who signs; what is empty is left to the pen."""

    unit_above = _line(
        gettext_lazy("Cơ quan chủ quản"),
        gettext_lazy("Dòng trên tên đơn vị, ví dụ UBND phường Kinh Bắc."),
    )
    signed_at = _line(gettext_lazy("Địa danh"), gettext_lazy("Đứng trước ngày ký, ví dụ Bắc Ninh."))
    maker = _line(gettext_lazy("Họ tên người lập biểu"))
    accountant = _line(gettext_lazy("Họ tên kế toán"))
    head_title = _line(
        gettext_lazy("Chức danh thủ trưởng"), gettext_lazy("Ví dụ Hiệu trưởng, Giám đốc.")
    )
    head = _line(gettext_lazy("Họ tên thủ trưởng"))
