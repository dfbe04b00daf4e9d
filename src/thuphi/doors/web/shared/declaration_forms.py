"""A filled workbook of declarations on its way in; the same form at the desk and in the office."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BookForm(forms.Form):
    """The filled workbook."""

    workbook = forms.FileField(
        label=gettext_lazy("Tệp Excel (.xlsx) đã điền"),
        help_text=gettext_lazy("Dùng tệp mẫu tải ở đây. Chưa ghi gì ở bước này."),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Chưa chọn tệp."),
        },
        widget=forms.FileInput({"accept": f".xlsx,{XLSX}"}),
    )

    def clean_workbook(self) -> UploadedFile[bytes]:
        """A file that is small enough to be looked into."""
        file: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (file.size or 0) > settings.WORKBOOK_BYTES_MAX:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB: tách thành nhiều tệp.")
                % {"most": settings.WORKBOOK_BYTES_MAX // 1_000_000}
            )
        return file
