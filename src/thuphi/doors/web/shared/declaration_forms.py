"""A filled workbook of declarations on its way in; the same form at the desk and in the office."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from .workbook_field import WorkbookField


class BookForm(forms.Form):
    """The filled workbook."""

    workbook = WorkbookField(
        label=gettext_lazy("Tệp Excel (.xlsx) đã điền"),
        help_text=gettext_lazy("Dùng tệp mẫu tải ở đây. Chưa ghi gì ở bước này."),
    )
