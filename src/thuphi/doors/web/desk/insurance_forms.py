"""Why pupils do not take part in a run of insurance, as people write it down."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.insurance.rules import NOTED, LeftOut, Person

from .insurance_words import REASONS


class NoteForm(forms.Form):
    """One reason for the pupils that are ticked."""

    pupils = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Học sinh"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Chưa đánh dấu học sinh nào."),
            "invalid_choice": gettext_lazy("Danh sách vừa thay đổi. Xem lại rồi đánh dấu lần nữa."),
        },
    )
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Vì sao không có trong danh sách"),
        coerce=LeftOut,
        choices=[(one.value, REASONS[one]) for one in LeftOut if one in NOTED],
    )
    words = forms.CharField(
        label=gettext_lazy("Ghi thêm"),
        help_text=gettext_lazy("Ví dụ số thẻ, nhóm đối tượng, ngày vận động."),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: object, people: Sequence[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["pupils"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (str(one.beneficiary_id), f"{one.name} · {one.class_name}") for one in people
            ]

    def clean(self) -> None:
        """A reason of one's own needs words."""
        facts = self.cleaned_data
        if facts.get("reason") is LeftOut.OTHER and not (facts.get("words") or "").strip():
            self.add_error("words", _("Lý do khác cần ghi rõ."))
