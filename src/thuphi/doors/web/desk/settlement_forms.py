"""What the settlement pages ask: a provider's file, and which line a settlement is."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.statements.providers.grid import BYTES_MAX
from thuphi.ground.statements.providers.profiles import profiles

from .reconcile_words import channel

FILES = ".xlsx,.csv,.txt,.json"


class SettlementForm(forms.Form):
    """A provider's settlement as it was saved from the provider's page."""

    settlement = forms.FileField(
        label=gettext_lazy("Tệp quyết toán (.xlsx, .csv hoặc .json)"),
        help_text=gettext_lazy(
            "Tải tệp chi tiết từng giao dịch từ trang của nhà cung cấp; nhiều nhất 20 MB."
        ),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Chưa chọn tệp."),
        },
        widget=forms.FileInput({"accept": FILES}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Của nhà cung cấp"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Chọn một nhà cung cấp trong danh sách.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["channel"]
        if isinstance(choice, forms.ChoiceField):
            known = [(one, channel(one)) for one in profiles()]
            choice.choices = [("", _("Tự nhận ra từ tệp")), *known]

    def clean_settlement(self) -> UploadedFile[bytes]:
        """A file that is small enough to be looked into."""
        file: UploadedFile[bytes] = self.cleaned_data["settlement"]
        if (file.size or 0) > BYTES_MAX:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB: tách thành nhiều tệp.")
                % {"most": BYTES_MAX // 1_000_000}
            )
        return file


class PairForm(forms.Form):
    """The line of the bank that a settlement is, and why."""

    line = forms.TypedChoiceField(
        label=gettext_lazy("Dòng sao kê cùng số tiền"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chọn dòng sao kê."),
            "invalid_choice": gettext_lazy("Dòng này vừa được khớp: chọn dòng khác."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        error_messages={"required": gettext_lazy("Viết lý do: ai xem lại cũng hiểu được.")},
    )

    def __init__(self, *args: object, lines: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["line"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(str(line_id), words) for line_id, words in lines]


class UndoForm(forms.Form):
    """Why a settlement is not the line it stands beside."""

    undo_reason = forms.CharField(
        label=gettext_lazy("Lý do bỏ khớp"),
        max_length=300,
        error_messages={"required": gettext_lazy("Viết lý do: ai xem lại cũng hiểu được.")},
    )
