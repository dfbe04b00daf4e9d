"""What people at the desk type. The form is courtesy: rooms and the database decide."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit import money
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.money.catalogue.rules import FeeKind
from thuphi.money.payments.rules import Finding, Method

from . import words
from .words import Words

DAYS_READ = ["%Y-%m-%d", "%d/%m/%Y"]
_BETWEEN = re.compile(r"[\s,;]+")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})", re.ASCII)


class DongField(forms.CharField):
    """An amount of money as people write it; cleaned to whole đồng."""

    def __init__(self, *, label: Words = "", help_text: Words = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=30,
            error_messages={"required": gettext_lazy("Chưa có số tiền. Gõ số đồng, ví dụ 35.000.")},
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        )

    def clean(self, value: object) -> int:
        """The amount in đồng; refuses what could be read in two ways."""
        text = super().clean(value)
        try:
            return money.parse_dong(text)
        except money.AmountNegative as error:
            raise forms.ValidationError(_("Số tiền không được âm.")) from error
        except money.AmountUnreadable as error:
            raise forms.ValidationError(
                _("“%(text)s” không đọc được thành số đồng. Gõ như 1.250.000, không có phần lẻ.")
                % {"text": text}
            ) from error


class DayField(forms.DateField):
    """A day from the browser's calendar, or typed as 05/09/2026."""

    def __init__(self, *, label: Words, help_text: Words = "", required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            input_formats=DAYS_READ,
            error_messages={
                "required": gettext_lazy("Chưa có ngày."),
                "invalid": gettext_lazy("Ngày này không có. Gõ như 05/09/2026."),
            },
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )


def text_field(
    label: Words, missing: Words, *, help_text: Words = "", long: int = 200
) -> forms.CharField:
    """One line of words; `missing` is what is said when it is empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=long,
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("Dài quá: nhiều nhất %(limit_value)s ký tự."),
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def check_school_year(written: str) -> str:
    """Two years that follow each other, or a sentence on how to write them."""
    years = _YEARS.fullmatch(written.strip())
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise forms.ValidationError(_("Năm học gồm hai năm liền nhau, ví dụ 2026-2027."))
    return written.strip()


FEE_KINDS: list[tuple[str, Words]] = [
    (FeeKind.TUITION.value, gettext_lazy("Học phí")),
    (FeeKind.HOSPITAL_FEE.value, gettext_lazy("Viện phí")),
    (FeeKind.MEAL.value, gettext_lazy("Tiền ăn")),
    (FeeKind.BOARDING.value, gettext_lazy("Bán trú, nội trú")),
    (FeeKind.INSURANCE.value, gettext_lazy("Bảo hiểm thu hộ")),
    (FeeKind.OTHER.value, gettext_lazy("Khoản khác")),
]


def fee_kind_field(*others: tuple[str, Words]) -> forms.TypedChoiceField:
    """Which kind of fee; nothing chosen is None."""
    return forms.TypedChoiceField(
        label=gettext_lazy("Thống kê vào"),
        choices=[*others, *FEE_KINDS],
        coerce=FeeKind,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Học phí và viện phí được tính riêng trong báo cáo của tỉnh."),
    )


class FeeChangeForm(forms.Form):
    """What of a fee item may be said anew."""

    name = text_field(
        gettext_lazy("Tên khoản mục thu"),
        gettext_lazy("Chưa có tên. Gia đình sẽ đọc tên này trên giấy báo."),
        help_text=gettext_lazy("Gia đình đọc tên này trên giấy báo, ví dụ Tiền ăn bán trú."),
    )
    unit = text_field(
        gettext_lazy("Đơn vị tính"),
        gettext_lazy("Chưa có đơn vị tính, ví dụ ngày, tháng, năm."),
        help_text=gettext_lazy("Ví dụ ngày, suất, tháng, học kỳ, năm."),
        long=30,
    )
    price_vnd = DongField(label=gettext_lazy("Đơn giá"), help_text=gettext_lazy("Số đồng, 35.000"))
    ground = text_field(
        gettext_lazy("Căn cứ thu"),
        gettext_lazy("Chưa có căn cứ. Ghi nghị quyết, quyết định hoặc thỏa thuận."),
        help_text=gettext_lazy("Nghị quyết, quyết định hoặc biên bản thỏa thuận với phụ huynh."),
    )
    is_mandatory = forms.TypedChoiceField(
        label=gettext_lazy("Loại khoản mục thu"),
        choices=[("0", gettext_lazy("Tự nguyện, thỏa thuận")), ("1", gettext_lazy("Bắt buộc"))],
        coerce=lambda chosen: chosen == "1",
        initial="0",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn bắt buộc hay tự nguyện.")},
    )
    kind = fee_kind_field()
    allows_instalments = forms.BooleanField(
        label=gettext_lazy("Cho phép trả nhiều lần"),
        initial=True,
        required=False,
        help_text=gettext_lazy(
            "Không đánh dấu: giấy báo nào có khoản mục này thì nộp một lần cho đủ, "
            "kể cả khi đợt thu cho nộp nhiều lần."
        ),
    )


class FeeItemForm(FeeChangeForm):
    """One fee item."""

    field_order = ["code"]
    code = text_field(
        gettext_lazy("Mã khoản mục"),
        gettext_lazy("Chưa có mã khoản mục. Đặt mã ngắn, ví dụ AN."),
        help_text=gettext_lazy("Ngắn, không dấu, ví dụ AN, BT. Dùng lại trong tệp Excel."),
        long=20,
    )
    school_year = text_field(
        gettext_lazy("Năm học"), gettext_lazy("Chưa có năm học, ví dụ 2026-2027."), long=9
    )
    kind = fee_kind_field(("", gettext_lazy("Theo tên khoản mục")))

    def clean_school_year(self) -> str:
        """Two years that follow each other."""
        return check_school_year(self.cleaned_data["school_year"])

    def item(self) -> NewFeeItem:
        """The item as the catalogue takes it."""
        facts = self.cleaned_data
        return NewFeeItem(
            code=facts["code"],
            name=facts["name"],
            unit=facts["unit"],
            price_vnd=facts["price_vnd"],
            ground=facts["ground"],
            is_mandatory=facts["is_mandatory"],
            allows_instalments=facts["allows_instalments"],
            kind=facts["kind"],
            school_year=facts["school_year"],
        )


class CancelForm(forms.Form):
    """Why a bill is withdrawn."""

    reason = text_field(
        gettext_lazy("Lý do hủy"),
        gettext_lazy("Chưa có lý do. Viết một câu để người sau đọc hiểu."),
        help_text=gettext_lazy("Một câu, người sau đọc hiểu. Được lưu cùng tên bạn."),
        long=300,
    )


class ReasonForm(forms.Form):
    """Why somebody decides as they do."""

    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Chưa có lý do. Viết bạn biết từ đâu, ví dụ sao kê ngày 05/10."),
        help_text=gettext_lazy("Bạn biết từ đâu: sao kê, điện thoại với ngân hàng, phiếu máy in."),
        long=300,
    )


class CashForm(forms.Form):
    """Cash that somebody hands over the counter."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền nhận"))
    payer_name = forms.CharField(
        label=gettext_lazy("Người nộp"), max_length=200, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    key = forms.RegexField(regex=r"^[0-9a-f-]{32,36}$", widget=forms.HiddenInput)


class PaymentFilterForm(forms.Form):
    """What a list of payments is narrowed to."""

    q = forms.CharField(required=False, max_length=100, label=gettext_lazy("Tìm"))
    from_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    until_on = DayField(label=gettext_lazy("Đến ngày"), required=False)
    method = forms.ChoiceField(
        label=gettext_lazy("Hình thức"),
        required=False,
        choices=[("", gettext_lazy("Tất cả"))]
        + [(method.value, word) for method, word in words.METHODS.items()],
    )
    finding = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        required=False,
        choices=[("", gettext_lazy("Tất cả"))]
        + [(finding.value, pill.word) for finding, pill in words.FINDINGS.items()],
    )

    def chosen_method(self) -> Method | None:
        """The one way of paying asked for."""
        chosen = self.cleaned_data.get("method")
        return Method(chosen) if chosen else None

    def chosen_finding(self) -> Finding | None:
        """The one finding asked for."""
        chosen = self.cleaned_data.get("finding")
        return Finding(chosen) if chosen else None
