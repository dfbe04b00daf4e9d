"""What a cashier types to take money by card or by Mobile Money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import DongField

_PHONE = re.compile(r"(?:\+?84|0)([1-9][0-9]{8})", re.ASCII)
_BETWEEN = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where money can be taken now: one terminal, or one operator."""

    value: str
    label: str
    facts: str
    """What it costs, under the label."""
    merchant_id: int
    poi_id: str = ""


class CollectForm(forms.Form):
    """A sum, and where it is to be taken."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền thu"))
    place = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa chọn nơi thu."),
            "invalid_choice": gettext_lazy("Nơi này không dùng được nữa. Chọn nơi khác."),
        },
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    """The last attempt that was there when the page was drawn: a second press begins no other."""

    def __init__(
        self,
        data: object = None,
        *,
        places: Sequence[Place],
        label: str,
        rest_vnd: int,
        allows_part: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        self._places = {one.value: one for one in places}
        field = self.fields["place"]
        field.label = label
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (one.value, f"{one.label} · {one.facts}" if one.facts else one.label)
                for one in places
            ]
        if len(places) == 1:
            field.widget = forms.HiddenInput()
            field.initial = places[0].value
        amount = self.fields["amount_vnd"]
        amount.initial = f"{rest_vnd:,}".replace(",", ".")
        if not allows_part:
            amount.widget = forms.HiddenInput()

    def chosen(self) -> Place:
        """Where the money is to be taken."""
        return self._places[self.cleaned_data["place"]]

    def extra(self) -> dict[str, str]:
        """What the provider wants to know besides: which terminal."""
        poi_id = self.chosen().poi_id
        return {"poi_id": poi_id} if poi_id else {}


class MobileForm(CollectForm):
    """The same, by a phone that confirms."""

    msisdn = forms.CharField(
        label=gettext_lazy("Số điện thoại có tài khoản Mobile Money"),
        help_text=gettext_lazy(
            "Đọc lại từng số với người nộp. Yêu cầu xác nhận hiện trên máy của số này."
        ),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Chưa có số điện thoại. Hỏi người nộp rồi gõ vào.")
        },
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    field_order = ("msisdn", "amount_vnd", "place", "after")

    def clean_msisdn(self) -> str:
        """The number without what people write between."""
        found = _PHONE.fullmatch(_BETWEEN.sub("", self.cleaned_data["msisdn"]))
        if found is None:
            raise forms.ValidationError(
                _("Số này không phải số điện thoại. Gõ mười chữ số, ví dụ 0901 234 567.")
            )
        return f"0{found[1]}"

    def extra(self) -> dict[str, str]:
        """Whose phone is to confirm."""
        return {**super().extra(), "msisdn": str(self.cleaned_data["msisdn"])}
