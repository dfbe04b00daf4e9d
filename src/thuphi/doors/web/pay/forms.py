"""What payers type."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from thuphi.ground.channels import banks

CODE_WRONG = gettext_lazy("Mã này không đúng. Mã gồm 12 ký tự, bắt đầu bằng TF; xem trên giấy báo.")
PAIR_WRONG = gettext_lazy(
    "Mã và thông tin này không khớp. Xem lại mã trên giấy báo, và ngày sinh hoặc số điện thoại "
    "đã đăng ký với trường, bệnh viện."
)
FACT_WRONG = gettext_lazy(
    "Thông tin này không khớp. Gõ ngày sinh như 05/09/2017, hoặc các số cuối của điện thoại đã "
    "đăng ký với trường, bệnh viện."
)
TOO_MANY_TRIES = gettext_lazy(
    "Đã thử sai nhiều lần. Chờ 15 phút rồi thử lại. Bạn vẫn trả được ngay bằng mã QR trên giấy báo."
)
CODE_MISSING = gettext_lazy("Chưa có mã. Gõ 12 ký tự in trên giấy báo.")
FACT_MISSING = gettext_lazy("Chưa có ngày sinh hoặc số điện thoại.")
ASKED_MISSING = gettext_lazy("Chưa có gì để kiểm tra. Gõ mã hoặc số tài khoản.")

PHONE_MISSING = gettext_lazy("Chưa có số điện thoại của tài khoản Mobile Money.")
PHONE_WRONG = gettext_lazy("Số này chưa đúng. Số di động có 10 chữ số, ví dụ 0912 345 678.")
CODES_MISSING = gettext_lazy("Chưa có mã nào. Gõ mã khoản thu thứ hai hoặc chọn ở trên.")
ACCOUNT_WRONG = gettext_lazy("Số tài khoản chỉ gồm chữ số và chữ cái, từ 4 đến 19 ký tự.")

_BETWEEN = re.compile(r"[\s.\-()]+")
_MOBILE = re.compile(r"(?:\+?84|0)?([35789][0-9]{8})")
_ACCOUNT = re.compile(r"[0-9A-Z]{4,19}")


def _fact() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Ngày sinh của học sinh, hoặc 3 số cuối điện thoại"),
        help_text=gettext_lazy("Ví dụ 05/09/2017 hoặc 678."),
        max_length=40,
        error_messages={"required": FACT_MISSING},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class FindForm(forms.Form):
    """A bill's code and a second fact that only the family knows."""

    code = forms.CharField(
        label=gettext_lazy("Mã khoản thu"),
        help_text=gettext_lazy("12 ký tự, bắt đầu bằng TF."),
        max_length=40,
        error_messages={"required": CODE_MISSING},
        widget=forms.TextInput(
            {
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "TF…",
            }
        ),
    )
    fact = _fact()


class UnmaskForm(forms.Form):
    """The second fact alone, on the page of a bill."""

    fact = _fact()


class CheckForm(forms.Form):
    """Whatever stands on a paper that somebody doubts."""

    asked = forms.CharField(
        label=gettext_lazy("Mã kiểm tra, mã khoản thu hoặc số tài khoản"),
        max_length=60,
        error_messages={"required": ASKED_MISSING},
        widget=forms.TextInput({"class": "code", "autocomplete": "off", "spellcheck": "false"}),
    )


class PhoneForm(forms.Form):
    """The phone whose Mobile Money account pays. It goes to the operator and is not shown again."""

    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại có Mobile Money"),
        help_text=gettext_lazy("Ví dụ 0912 345 678. Chúng tôi chỉ gửi số này cho nhà mạng."),
        max_length=30,
        error_messages={"required": PHONE_MISSING},
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def clean_phone(self) -> str:
        """`+84912345678`, however it was typed."""
        found = _MOBILE.fullmatch(_BETWEEN.sub("", str(self.cleaned_data["phone"])))
        if found is None:
            raise ValidationError(PHONE_WRONG)
        return f"+84{found[1]}"


class TogetherForm(forms.Form):
    """Codes of other bills that are to be paid at once with this one."""

    codes = forms.CharField(
        label=gettext_lazy("Mã khoản thu khác"),
        help_text=gettext_lazy("12 ký tự, bắt đầu bằng TF. Nhiều mã thì cách nhau bằng dấu phẩy."),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            {
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "TF…",
            }
        ),
    )


def _banks() -> list[tuple[str, str]]:
    named = sorted((bank.short_name, bank.bin) for bank in banks.BANKS.values())
    return [("", "—"), *((bin, name) for name, bin in named)]


class PayeeForm(forms.Form):
    """The account that money goes back to, where it cannot go back by the way it came."""

    bin = forms.ChoiceField(
        label=gettext_lazy("Ngân hàng"),
        choices=_banks,
        error_messages={"required": gettext_lazy("Chưa chọn ngân hàng.")},
    )
    account = forms.CharField(
        label=gettext_lazy("Số tài khoản"),
        max_length=40,
        error_messages={"required": gettext_lazy("Chưa có số tài khoản.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Chủ tài khoản"),
        help_text=gettext_lazy("Đúng như ngân hàng ghi. Nên là người đã trả tiền."),
        max_length=100,
        error_messages={"required": gettext_lazy("Chưa có tên chủ tài khoản.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_account(self) -> str:
        """Without spaces and dots."""
        squeezed = _BETWEEN.sub("", str(self.cleaned_data["account"])).upper()
        if not _ACCOUNT.fullmatch(squeezed):
            raise ValidationError(ACCOUNT_WRONG)
        return squeezed
