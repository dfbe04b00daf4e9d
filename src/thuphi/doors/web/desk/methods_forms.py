"""What people type about ways of paying. A secret goes in and is never shown again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared import methods_words
from thuphi.ground.channels.contract import Connector
from thuphi.registers.methods.actions import NewIncentive, NewTerminal
from thuphi.registers.methods.labels import label_of
from thuphi.registers.methods.rules import BorneBy, FeeTerms, IncentiveKind, Way

from .forms import DayField, DongField, text_field
from .words import Words

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?", re.ASCII)
LATEST_YEAR = 2100
PREFIX = "set_"


class DongOrNothing(DongField):
    """An amount of money, or nothing at all."""

    def __init__(self, *, label: Words, help_text: Words = "") -> None:
        super().__init__(label=label, help_text=help_text)
        self.required = False

    def clean(self, value: object) -> int:
        """The amount in đồng; -1 when nothing was typed, since an amount is never negative."""
        return super().clean(value) if str(value or "").strip() else -1


class PercentField(forms.CharField):
    """`1,1` is 110 basis points; at most two decimals, so that nothing is rounded."""

    def __init__(self, *, label: Words, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            max_length=8,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: object) -> int:
        """Ten-thousandths; nothing typed is none."""
        text = super().clean(value).strip()
        if not text:
            return 0
        found = _PERCENT.fullmatch(text)
        points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
        if not 0 <= points <= 10_000:
            raise forms.ValidationError(
                _("Phần trăm từ 0 đến 100, nhiều nhất hai chữ số thập phân, ví dụ 1,1.")
            )
        return points


def optional(field: forms.CharField) -> forms.CharField:
    """The same line, which may stay empty."""
    field.required = False
    return field


class _Spanned(forms.Form):
    """Something that holds from a day on, to the end of another or for good."""

    from_on = DayField(label=gettext_lazy("Từ ngày"))
    last_on = DayField(
        label=gettext_lazy("Đến hết ngày"),
        help_text=gettext_lazy("Để trống nếu chưa biết ngày hết."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """Days that follow each other and lie in a lifetime."""
        facts: dict[str, object] = self.cleaned_data
        from_on, last_on = facts.get("from_on"), facts.get("last_on")
        if isinstance(last_on, date) and last_on.year > LATEST_YEAR:
            self.add_error("last_on", _("Ngày này xa quá. Xem lại năm."))
        elif isinstance(from_on, date) and isinstance(last_on, date) and last_on < from_on:
            self.add_error("last_on", _("Ngày cuối phải từ ngày đầu trở đi."))
        return facts

    def until_on(self) -> date | None:
        """The first day on which it no longer holds."""
        last_on: date | None = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1) if last_on else None


class SettingsForm(forms.Form):
    """A channel's settings under the provider's own names."""

    def __init__(
        self,
        *args: object,
        connector: Connector,
        stored: Mapping[str, str] | None = None,
        held: Sequence[str] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.names = list(dict.fromkeys([*connector.SETTINGS, *connector.ADDRESSES]))
        for name in self.names:
            if name in connector.SECRETS:
                field = self._secret(name, is_held=name in held)
            else:
                field = self._open(name, (stored or {}).get(name, ""), connector.ADDRESSES)
            self.fields[PREFIX + name] = field
        if len(held) > 1:
            self.fields["drop"] = forms.MultipleChoiceField(
                label=_("Khóa bỏ hẳn, không dùng nữa"),
                required=False,
                choices=[(name, name) for name in held],
                widget=forms.CheckboxSelectMultiple,
            )

    def _secret(self, name: str, *, is_held: bool) -> forms.Field:
        return forms.CharField(
            label=name,
            required=False,
            max_length=4_000,
            help_text=_("Đã có, không hiện lại. Gõ khóa mới để thay; để trống thì giữ khóa cũ.")
            if is_held
            else _("Khóa bí mật: được mã hóa ngay, không ai xem lại được."),
            widget=forms.PasswordInput(
                {"autocomplete": "new-password", "spellcheck": "false"}, render_value=False
            ),
        )

    def _open(self, name: str, stored: str, addresses: Mapping[str, str]) -> forms.Field:
        return forms.CharField(
            label=name,
            required=False,
            max_length=1_000,
            initial=stored,
            help_text=_("Để trống thì dùng địa chỉ thử nghiệm %(address)s")
            % {"address": addresses[name]}
            if name in addresses
            else "",
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        )

    def settings(self) -> dict[str, str]:
        """What was typed, by the provider's own names."""
        return {name: self.cleaned_data[PREFIX + name] for name in self.names}

    def dropped(self) -> list[str]:
        """The held secrets that are to go."""
        found: list[str] = self.cleaned_data.get("drop", [])
        return found

    def blame(self, name: str, words: str) -> None:
        """Say beside a setting what is wrong with it."""
        self.add_error(PREFIX + name, words)


class RegisterForm(SettingsForm):
    """A new way of paying: its settings and its name in the provider's notifications."""

    field_order = ["slug"]
    slug = text_field(
        gettext_lazy("Tên trong địa chỉ nhận thông báo"),
        gettext_lazy("Chưa có tên. Đặt tên ngắn, ví dụ th-vi-du-momo."),
        help_text=gettext_lazy("4 đến 60 chữ thường không dấu, chữ số, dấu gạch. Không đổi được."),
        long=60,
    )


class ContractForm(_Spanned):
    """The contract with the provider."""

    field_order = ["number"]
    number = text_field(gettext_lazy("Số hợp đồng"), gettext_lazy("Chưa có số hợp đồng."), long=80)
    evidence = optional(
        text_field(
            gettext_lazy("Minh chứng"),
            "",
            help_text=gettext_lazy("Hợp đồng và biên bản nộp thử lưu ở đâu."),
            long=300,
        )
    )


class FeeForm(_Spanned):
    """What the provider takes, and who bears it."""

    field_order = ["flat_vnd", "basis_points", "minimum_vnd", "maximum_vnd", "borne_by"]
    flat_vnd = DongOrNothing(
        label=gettext_lazy("Phí mỗi lần"), help_text=gettext_lazy("Số đồng, ví dụ 1.100.")
    )
    basis_points = PercentField(
        label=gettext_lazy("Phần trăm số tiền"), help_text=gettext_lazy("Ví dụ 1,1.")
    )
    minimum_vnd = DongOrNothing(label=gettext_lazy("Phí tối thiểu"))
    maximum_vnd = DongOrNothing(label=gettext_lazy("Phí tối đa"))
    borne_by = forms.ChoiceField(
        label=gettext_lazy("Ai chịu phí"),
        choices=[
            (BorneBy.FACILITY.value, gettext_lazy("Đơn vị chịu")),
            (BorneBy.PAYER.value, gettext_lazy("Người nộp chịu; được báo trước khi chọn")),
        ],
        initial=BorneBy.FACILITY.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn ai chịu phí.")},
    )

    def clean(self) -> dict[str, object]:
        """The bounds fit each other."""
        facts = super().clean()
        low, high = facts.get("minimum_vnd", -1), facts.get("maximum_vnd", -1)
        if isinstance(low, int) and isinstance(high, int) and -1 < high < low:
            self.add_error("maximum_vnd", _("Phí tối đa không được nhỏ hơn phí tối thiểu."))
        return facts

    def terms(self) -> FeeTerms:
        """The price list as the register takes it."""
        facts = self.cleaned_data
        return FeeTerms(
            flat_vnd=max(facts["flat_vnd"], 0),
            basis_points=facts["basis_points"],
            minimum_vnd=max(facts["minimum_vnd"], 0),
            maximum_vnd=None if facts["maximum_vnd"] < 0 else facts["maximum_vnd"],
            borne_by=BorneBy(facts["borne_by"]),
        )


class IncentiveForm(_Spanned):
    """A favour that somebody grants to who pays this way."""

    field_order = ["kind", "percent", "amount_vnd", "granted_by", "wording", "scope"]
    kind = forms.ChoiceField(
        label=gettext_lazy("Ưu đãi gì"),
        choices=[
            (IncentiveKind.FEE_WAIVED.value, gettext_lazy("Miễn phí giao dịch")),
            (IncentiveKind.DISCOUNT.value, gettext_lazy("Giảm tiền")),
        ],
        initial=IncentiveKind.FEE_WAIVED.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn loại ưu đãi.")},
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Giảm bao nhiêu phần trăm"),
        required=False,
        min_value=1,
        max_value=100,
        error_messages={
            "invalid": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
            "min_value": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
            "max_value": gettext_lazy("Số phần trăm là số nguyên từ 1 đến 100."),
        },
        widget=forms.NumberInput({"min": 1, "max": 100, "inputmode": "numeric"}),
    )
    amount_vnd = DongOrNothing(label=gettext_lazy("Hoặc giảm bao nhiêu đồng"))
    granted_by = text_field(
        gettext_lazy("Ai cho ưu đãi"), gettext_lazy("Chưa ghi ai cho ưu đãi này."), long=120
    )
    wording = text_field(
        gettext_lazy("Câu hiện cho gia đình"),
        gettext_lazy("Chưa có câu cho gia đình đọc, ví dụ Miễn phí đến hết 31/12/2026."),
        help_text=gettext_lazy("Số tiền phải nộp không đổi; bên cho ưu đãi tự trừ."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Áp dụng cho"),
        choices=[
            ("merchant", gettext_lazy("Riêng nhà cung cấp này")),
            ("way", gettext_lazy("Mọi nhà cung cấp của hình thức này")),
        ],
        initial="merchant",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn nơi áp dụng.")},
    )

    def clean(self) -> dict[str, object]:
        """A discount says how much, and a waived fee does not."""
        facts = super().clean()
        amount_vnd = facts.get("amount_vnd", -1)
        has_sum = isinstance(amount_vnd, int) and amount_vnd >= 0
        said = (facts.get("percent") is not None) + has_sum
        if facts.get("kind") == IncentiveKind.DISCOUNT.value and said != 1:
            self.add_error("percent", _("Giảm tiền thì ghi phần trăm hoặc số đồng, một trong hai."))
        elif facts.get("kind") == IncentiveKind.FEE_WAIVED.value and said:
            self.add_error("percent", _("Miễn phí giao dịch thì để trống phần trăm và số đồng."))
        elif amount_vnd == 0:
            self.add_error("amount_vnd", _("Số tiền giảm phải lớn hơn 0."))
        return facts

    def incentive(self, merchant_id: int, way: Way) -> NewIncentive:
        """The favour as the register takes it."""
        facts = self.cleaned_data
        is_own = facts["scope"] == "merchant"
        return NewIncentive(
            kind=IncentiveKind(facts["kind"]),
            granted_by=facts["granted_by"],
            wording=facts["wording"],
            from_on=facts["from_on"],
            until_on=self.until_on(),
            merchant_id=merchant_id if is_own else None,
            way=None if is_own else way,
            percent=facts["percent"],
            amount_vnd=None if facts["amount_vnd"] < 0 else facts["amount_vnd"],
        )


class TerminalForm(forms.Form):
    """A card terminal as it stands on its label."""

    poi_id = text_field(
        gettext_lazy("Tên máy trong hệ thống (POIID)"),
        gettext_lazy("Chưa có tên máy (POIID)."),
        help_text=gettext_lazy("Chữ không dấu, chữ số, dấu chấm và gạch."),
        long=64,
    )
    serial = text_field(
        gettext_lazy("Số sê-ri"),
        gettext_lazy("Chưa có số sê-ri."),
        help_text=gettext_lazy("In ở mặt sau máy."),
        long=40,
    )
    tid = optional(text_field(gettext_lazy("TID, in trên hóa đơn thẻ"), "", long=8))
    mid = optional(text_field(gettext_lazy("MID, in trên hóa đơn thẻ"), "", long=15))
    place = text_field(
        gettext_lazy("Máy đặt ở đâu"),
        gettext_lazy("Chưa ghi máy đặt ở đâu, ví dụ Phòng kế toán."),
        long=120,
    )
    from_on = DayField(label=gettext_lazy("Dùng từ ngày"))

    def terminal(self) -> NewTerminal:
        """The terminal as the register takes it."""
        facts = self.cleaned_data
        return NewTerminal(**{name: facts[name] for name in self.fields})


def channel_choices(
    connectors: Iterable[Connector],
) -> list[tuple[Words, list[tuple[str, str]]]]:
    """The channels (name, label) to choose from, by their way and in the alphabet's order."""
    found = sorted(connectors, key=lambda one: one.name)
    return [
        (
            words,
            [(one.name, label_of(one.name, way).label) for one in found if one.method == way.value],
        )
        for way, words in methods_words.WAYS.items()
    ]
