"""What offices type about tasks. The form is courtesy: the room and the database decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Words
from thuphi.ground.kit import money
from thuphi.oversight.tasks.queries import Part
from thuphi.oversight.tasks.rules import PART_STATES, PartState
from thuphi.registers.agencies.models import Agency

DAYS_READ = ["%Y-%m-%d", "%d/%m/%Y"]
TOO_LONG = gettext_lazy("Dài quá: nhiều nhất %(limit_value)s ký tự.")
SAID: dict[PartState, Words] = {
    PartState.DOING: gettext_lazy("Đang thực hiện"),
    PartState.DONE: gettext_lazy("Đã hoàn thành"),
}


def words_field(
    label: Words, *, missing: Words = "", help_text: Words = "", rows: int = 1, long: int = 500
) -> forms.CharField:
    """Words of one or several lines; needed when there is something to say of a missing one."""
    widget = (
        forms.Textarea({"rows": rows}) if rows > 1 else forms.TextInput({"autocomplete": "off"})
    )
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        max_length=long,
        error_messages={"required": missing, "max_length": TOO_LONG},
        widget=widget,
    )


class ProgressForm(forms.Form):
    """How far one's own part is."""

    state = forms.ChoiceField(
        label=gettext_lazy("Trạng thái"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Chưa chọn trạng thái."),
            "invalid_choice": gettext_lazy("Chọn một trạng thái trong danh sách."),
        },
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Đã làm được bao nhiêu phần trăm"),
        help_text=gettext_lazy("Từ 0 đến 99 khi đang thực hiện; xong thì tự ghi 100."),
        required=False,
        error_messages={"invalid": gettext_lazy("Số phần trăm là số nguyên từ 0 đến 99.")},
        widget=forms.NumberInput({"min": 0, "max": 100, "inputmode": "numeric"}),
    )
    note = words_field(gettext_lazy("Ghi chú"), rows=2)
    evidence = words_field(
        gettext_lazy("Minh chứng"),
        help_text=gettext_lazy("Số và ngày của quyết định, biên bản hoặc báo cáo."),
    )
    evidence_url = words_field(
        gettext_lazy("Đường dẫn tới minh chứng"),
        help_text=gettext_lazy("Bắt đầu bằng https://"),
    )

    def __init__(self, *args: object, part: Part, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["state"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                (one.value, str(said))
                for one, said in SAID.items()
                if PART_STATES.allows(part.state, one)
            ]

    def clean(self) -> dict[str, object]:
        """Below one hundred while it is being done; one hundred when it is done."""
        facts: dict[str, object] = self.cleaned_data
        percent = facts.get("percent")
        if facts.get("state") == PartState.DONE.value:
            facts["percent"] = 100
        elif percent is None:
            facts["percent"] = 0
        elif isinstance(percent, int) and not 0 <= percent < 100:
            self.add_error("percent", _("Đang thực hiện thì từ 0 đến 99. Xong thì chọn đã xong."))
        return facts


class OfficeForm(forms.Form):
    """For which of one's offices; asked only of who works in several."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("Thay mặt cơ quan"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chưa chọn cơ quan."),
            "invalid_choice": gettext_lazy("Chọn một cơ quan trong danh sách."),
        },
    )

    def __init__(self, *args: object, offices: Sequence[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["agency"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(str(one.pk), one.name) for one in offices]
            if len(offices) == 1:
                choice.widget = forms.HiddenInput()
                choice.initial = offices[0].pk


class CommentForm(OfficeForm):
    """A remark on a task."""

    text = words_field(
        gettext_lazy("Thêm ý kiến"), missing=gettext_lazy("Chưa có ý kiến nào để gửi."), rows=3
    )
    field_order = ("text", "agency")


class FundForm(OfficeForm):
    """Money for a task: from where, how much, by which paper."""

    source = words_field(
        gettext_lazy("Nguồn kinh phí"),
        missing=gettext_lazy("Chưa có nguồn, ví dụ Ngân sách tỉnh."),
        help_text=gettext_lazy("Ví dụ: Ngân sách tỉnh, nguồn thu của đơn vị, xã hội hóa."),
    )
    amount = words_field(
        gettext_lazy("Số tiền (đồng)"),
        missing=gettext_lazy("Chưa có số tiền. Gõ số đồng, ví dụ 35.000.000."),
        long=30,
    )
    document = words_field(
        gettext_lazy("Văn bản"), help_text=gettext_lazy("Số và ngày của quyết định giao kinh phí.")
    )
    field_order = ("source", "amount", "document", "agency")

    def clean_amount(self) -> int:
        """The amount in whole đồng, at least one."""
        text = self.cleaned_data["amount"]
        try:
            amount_vnd = money.parse_dong(text)
        except money.AmountUnreadable as error:
            raise forms.ValidationError(
                _("“%(text)s” không đọc được thành số đồng. Gõ như 35.000.000.") % {"text": text}
            ) from error
        if amount_vnd < 1:
            raise forms.ValidationError(_("Số tiền ít nhất là 1 đồng."))
        return amount_vnd


class DueForm(forms.Form):
    """The last day in time."""

    due_on = forms.DateField(
        label=gettext_lazy("Hạn hoàn thành"),
        help_text=gettext_lazy("Ngày này vẫn còn trong hạn."),
        input_formats=DAYS_READ,
        error_messages={
            "required": gettext_lazy("Chưa có ngày."),
            "invalid": gettext_lazy("Ngày này không có. Gõ như 05/09/2026."),
        },
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_due_on(self) -> date:
        """A day within reach of a plan."""
        found: date = self.cleaned_data["due_on"]
        if not 2020 <= found.year <= 2100:
            raise forms.ValidationError(_("Ngày này xa quá. Xem lại năm."))
        return found


class GiveForm(forms.Form):
    """A further lead of a task."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("Giao thêm cơ quan chủ trì"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chưa chọn cơ quan."),
            "invalid_choice": gettext_lazy("Chọn một cơ quan trong danh sách."),
        },
    )

    def __init__(self, *args: object, offices: Sequence[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["agency"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                ("", _("Chọn cơ quan")),
                *((str(one.pk), one.name) for one in offices),
            ]
