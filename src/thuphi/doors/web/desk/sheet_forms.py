"""What is typed when a school's own sheet is brought in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.workbook_field import WorkbookField
from thuphi.ground.kit.periods import school_year

from .fees import years_around
from .import_views import ConfirmForm


class SheetFile(WorkbookField):
    """A sheet as the school has it: a workbook or a text."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Tệp của trường (.xlsx hoặc .csv)"),
            help_text=gettext_lazy("Để nguyên như trường đang dùng. Chưa ghi gì ở bước này."),
        )
        self.widget.attrs["accept"] = ".xlsx,.xlsm,.csv,.txt,.tsv"


class SheetForm(forms.Form):
    """A sheet, and the school year whose fee items it charges."""

    school_year = forms.ChoiceField(label=gettext_lazy("Năm học"))
    file = SheetFile()

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        now = school_year(today)
        self.initial.setdefault("school_year", now)
        years = self.fields["school_year"]
        if isinstance(years, forms.ChoiceField):
            years.choices = [(year, year) for year in years_around(now)]


class SaveForm(ConfirmForm):
    """The run a sheet's charges go into, and what new items rest on."""

    ground = forms.CharField(
        label=gettext_lazy("Căn cứ của khoản mục mới"),
        help_text=gettext_lazy("Nghị quyết, quyết định hoặc biên bản thỏa thuận với cha mẹ."),
        max_length=200,
        error_messages={"required": gettext_lazy("Chưa có căn cứ của khoản mục mới.")},
    )

    def __init__(
        self, *args: object, has_charges: bool, has_new_items: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, has_charges=has_charges, **kwargs)
        if not has_new_items:
            self.fields.pop("ground", None)

    def said_ground(self) -> str:
        """What new items rest on; nothing where there are none."""
        return str(self.cleaned_data.get("ground", "")).strip()
