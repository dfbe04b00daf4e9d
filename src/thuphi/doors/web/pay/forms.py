"""What payers type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

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
