"""A workbook on its way in: chosen, not empty, and small enough to be looked into."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .methods_words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookField(forms.FileField):
    """A file that may be a workbook; what is in it is found out by whoever reads it."""

    def __init__(self, *, label: Words, help_text: Words) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            error_messages={
                "required": gettext_lazy("Chưa chọn tệp."),
                "empty": gettext_lazy("Tệp rỗng."),
                "missing": gettext_lazy("Chưa chọn tệp."),
            },
            widget=forms.FileInput({"accept": f".xlsx,{XLSX}"}),
        )

    def validate(self, value: UploadedFile[bytes] | None) -> None:
        """Refuses what is too large to be looked into."""
        super().validate(value)
        if value is not None and (value.size or 0) > settings.WORKBOOK_BYTES_MAX:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB: tách thành nhiều tệp.")
                % {"most": settings.WORKBOOK_BYTES_MAX // 1_000_000}
            )
