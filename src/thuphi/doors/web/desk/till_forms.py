"""Forms of the cash desk: what is typed, read into amounts, numbers and days."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.tills.rules import NOTES_VND

from .forms import CashForm, DayField, DongField, text_field
from .words import Words

PIECES_MOST = 100_000
LARGEST_NUMBER = 9_999_999


def number_field(
    label: Words, *, required: bool = True, help_text: Words = ""
) -> forms.IntegerField:
    """A printed number of a receipt."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=1,
        max_value=LARGEST_NUMBER,
        error_messages={
            "required": gettext_lazy("Chưa có số biên lai."),
            "invalid": gettext_lazy("Số biên lai là số nguyên, ví dụ 101."),
            "min_value": gettext_lazy("Số biên lai đếm từ 1."),
            "max_value": gettext_lazy("Số biên lai có nhiều nhất 7 chữ số."),
        },
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class CounterForm(CashForm):
    """Cash over the counter, with the number on the paper pad if one is written."""

    book = forms.IntegerField(required=False, min_value=1)
    number = number_field(gettext_lazy("Số biên lai giấy"), required=False)


class BookForm(forms.Form):
    """A pad that is given to a collector."""

    series = text_field(
        gettext_lazy("Ký hiệu"),
        gettext_lazy("Chưa có ký hiệu, ví dụ AA/26K."),
        help_text=gettext_lazy("In trên bìa quyển, ví dụ AA/26K."),
        long=20,
    )
    first_number = number_field(gettext_lazy("Từ số"))
    last_number = number_field(gettext_lazy("Đến số"))
    holder = forms.TypedChoiceField(
        label=gettext_lazy("Giao cho"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chưa chọn người giữ quyển."),
            "invalid_choice": gettext_lazy("Chọn một người thu tiền của đơn vị."),
        },
    )

    def __init__(self, data: object = None, *, collectors: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choice = self.fields["holder"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "—"), *collectors]


class SpoiltForm(forms.Form):
    """Numbers of a pad that are spoilt or lost."""

    state = forms.ChoiceField(
        label=gettext_lazy("Việc gì"),
        choices=[
            ("void", gettext_lazy("Hủy (viết sai, hỏng)")),
            ("lost", gettext_lazy("Mất")),
        ],
        initial="void",
        widget=forms.RadioSelect,
    )
    first_number = number_field(gettext_lazy("Từ số"))
    last_number = number_field(
        gettext_lazy("Đến số"),
        required=False,
        help_text=gettext_lazy("Để trống nếu chỉ một số."),
    )
    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Viết một câu, ví dụ: viết sai tên học sinh."),
        long=300,
    )


class NotesForm(forms.Form):
    """Counted notes, one field for each, and why the count differs."""

    seen_held = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=gettext_lazy("Lý do chênh lệch"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Chỉ cần khi số đếm khác số đang giữ, ví dụ: để lại tiền lẻ thối, thiếu một tờ."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: object = None, *, held_vnd: int) -> None:
        super().__init__(data, initial={"seen_held": held_vnd})  # type: ignore[arg-type]
        for note in NOTES_VND:
            self.fields[f"note_{note}"] = forms.IntegerField(
                label=f"{note:,}".replace(",", "."),
                required=False,
                min_value=0,
                max_value=PIECES_MOST,
                error_messages={
                    "invalid": _("Số tờ là số nguyên."),
                    "min_value": _("Số tờ không âm."),
                    "max_value": _("Số tờ lớn quá."),
                },
                widget=forms.TextInput(
                    {"inputmode": "numeric", "autocomplete": "off", "data-note": note}
                ),
            )

    def note_rows(self) -> list[tuple[int, forms.BoundField]]:
        """Each note and its field."""
        return [(note, self[f"note_{note}"]) for note in NOTES_VND]

    def pieces(self) -> list[int]:
        """How many of each note, in the order of `NOTES_VND`."""
        return [self.cleaned_data.get(f"note_{note}") or 0 for note in NOTES_VND]


class WhyForm(forms.Form):
    """Why a hand-over does not take place."""

    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Viết một câu, ví dụ: đếm được 590.000 đ."),
        long=300,
    )


class DepositForm(forms.Form):
    """Cash that was paid in at the bank."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền nộp"))
    document = text_field(
        gettext_lazy("Số giấy nộp tiền"),
        gettext_lazy("Chưa có số giấy nộp tiền. Ghi số trên liên ngân hàng trả lại."),
        help_text=gettext_lazy("Số trên liên giấy nộp tiền mà ngân hàng trả lại."),
        long=60,
    )


class MatchForm(forms.Form):
    """The line of a bank's statement that shows a deposit."""

    bank_reference = text_field(
        gettext_lazy("Số tham chiếu trên sao kê"),
        gettext_lazy("Chưa có số tham chiếu. Ghi số giao dịch trên sao kê."),
        long=60,
    )


class DaysForm(forms.Form):
    """From which day to which the day book is shown."""

    from_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    until_on = DayField(label=gettext_lazy("Đến ngày"), required=False)
