"""What a facility types about a month. The form is courtesy: the room's rules decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared import declaration_words as words
from thuphi.doors.web.shared import platform_words
from thuphi.doors.web.shared.declaration_cells import ValueUnreadable
from thuphi.oversight.declarations.rules import (
    BYTES_MAX,
    CONTENT_TYPES,
    Asked,
    Item,
    Unit,
    Values,
    day_of,
)
from thuphi.registers.facilities.models import Sector
from thuphi.registers.platforms.queries import PlatformFacts
from thuphi.registers.platforms.rules import Category

from .forms import DayField, text_field

EXPLAIN = "explain-"
EXPLANATION_LETTERS_MAX = 500


def typed(item: Item, value: int) -> str:
    """A kept value as it stands in its field."""
    if item.unit is Unit.DAY:
        found = day_of(value)
        return found.isoformat() if found else ""
    if item.unit in (Unit.YES_NO, Unit.RECORDS):
        return str(value)
    return f"{value:,}".replace(",", ".")


def _widget(item: Item) -> forms.Widget:
    match item.unit:
        case Unit.DAY:
            return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        case Unit.YES_NO:
            return forms.Select(choices=[("", "—"), ("1", words.YES), ("0", words.NO)])
        case Unit.RECORDS:
            choices = [(str(level), label) for level, label in words.RECORDS.items()]
            return forms.Select(choices=[("", "—"), *choices])
        case _:
            return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})


class ValueField(forms.CharField):
    """One value of a declaration; nothing typed is nothing declared."""

    def __init__(self, item: Item) -> None:
        said = words.SAID[item]
        super().__init__(
            label=said.label,
            help_text=said.hint,
            required=False,
            max_length=60,
            widget=_widget(item),
        )
        self.reader = words.reader(item)

    def clean(self, value: object) -> int | None:
        """The value as it is kept. Refuses what could be read in two ways."""
        try:
            return self.reader(super().clean(value))
        except ValueUnreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable


class ValuesForm(forms.Form):
    """The values of one month that this facility is asked for."""

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        asked: Sequence[Asked],
        values: Values,
    ) -> None:
        initial = {item.value: typed(item, value) for item, value in values.items()}
        super().__init__(data, initial=initial)
        for one in asked:
            field = ValueField(one.item)
            # The rule of the room says what must not be left out, when it is sent; here a draft
            # may wait for the rest. The mark beside the label is for the reader.
            field.widget.attrs["data-needed"] = "1" if one.is_mandatory else "0"
            self.fields[one.item.value] = field

    def values(self) -> dict[Item, int]:
        """What was typed, without what was left empty."""
        return {Item(name): value for name, value in self.cleaned_data.items() if value is not None}


class EvidenceForm(forms.Form):
    """What proves a declaration: a link or words, and a file at will."""

    words = text_field(
        gettext_lazy("Liên kết hoặc mô tả"),
        "",
        help_text=gettext_lazy("Ví dụ: báo cáo của phần mềm kế toán, biên bản số 12."),
        long=500,
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp minh chứng"),
        required=False,
        help_text=gettext_lazy("PDF, ảnh hoặc Excel, nhiều nhất 5 MB."),
        error_messages={"empty": gettext_lazy("Tệp rỗng.")},
        widget=forms.FileInput({"accept": ",".join(CONTENT_TYPES.values())}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].required = False

    def clean(self) -> dict[str, object]:
        """Words or a file, and a file that may be kept."""
        facts: dict[str, object] = self.cleaned_data
        file = facts.get("file")
        if not facts.get("words") and not file and not self.errors:
            self.add_error("words", _("Ghi liên kết, mô tả hoặc chọn một tệp."))
        if file and getattr(file, "size", 0) > BYTES_MAX:
            self.add_error(
                "file",
                _("Tệp lớn hơn %(most)d MB: nén lại hoặc ghi liên kết.")
                % {"most": BYTES_MAX // 1_000_000},
            )
        return facts


class UseForm(forms.Form):
    """A digital platform that the facility uses, with what shows it."""

    platform = forms.ChoiceField(
        label=gettext_lazy("Nền tảng"),
        error_messages={
            "required": gettext_lazy("Chọn nền tảng."),
            "invalid_choice": gettext_lazy("Chọn một nền tảng trong danh sách."),
        },
    )
    from_on = DayField(label=gettext_lazy("Dùng từ ngày"))
    evidence = text_field(
        gettext_lazy("Minh chứng"),
        gettext_lazy("Chưa có minh chứng: ghi số hợp đồng, liên kết hoặc mô tả."),
        help_text=gettext_lazy("Số hợp đồng, liên kết hoặc mô tả cách kiểm tra được."),
        long=500,
    )

    def __init__(
        self, *args: object, platforms: Sequence[PlatformFacts], sector: Sector, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["platform"]
        if isinstance(field, forms.ChoiceField):
            groups = [
                (
                    platform_words.CATEGORIES[category],
                    [
                        (f"{one.id}:{category.value}", f"{one.name} · {one.vendor}")
                        for one in platforms
                        if category in one.categories
                    ],
                )
                for category in Category
                if category.sector is sector
            ]
            field.choices = [("", "—"), *((title, found) for title, found in groups if found)]

    def chosen(self) -> tuple[int, Category]:
        """The platform, and what it is used for."""
        number, _colon, category = self.cleaned_data["platform"].partition(":")
        return int(number), Category(category)


class EndForm(forms.Form):
    """The last day on which a platform is used."""

    last_on = DayField(label=gettext_lazy("Ngày cuối cùng dùng"))
