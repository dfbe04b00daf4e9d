"""What somebody types to see everything of their family."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from thuphi.doors.web.pay.forms import PHONE_WRONG
from thuphi.money.families import rules

TOO_MANY_ASKED = gettext_lazy(
    "Đã gửi nhiều mã trong thời gian ngắn. Chờ 15 phút rồi thử lại. Bạn vẫn trả được ngay bằng mã "
    "khoản thu trên giấy báo."
)
TOO_MANY_WRONG = gettext_lazy(
    "Đã thử sai nhiều lần. Chờ 15 phút rồi thử lại. Bạn vẫn trả được ngay bằng mã khoản thu trên "
    "giấy báo."
)
CODE_WRONG = gettext_lazy(
    "Mã không đúng, đã dùng hoặc đã quá 5 phút. Xem lại tin nhắn mới nhất, hoặc lấy mã khác."
)
FACT_WRONG = gettext_lazy(
    "Chưa khớp với ai. Gõ ngày sinh như 05/09/2017, đúng như đã đăng ký với trường, bệnh viện, "
    "hoặc mã một khoản thu trên giấy báo."
)


class PhoneForm(forms.Form):
    """The phone that a school or a hospital knows the payer by."""

    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại đã đăng ký với trường, bệnh viện"),
        help_text=gettext_lazy("Ví dụ 0912 345 678. Chúng tôi nhắn một mã 6 số tới số này."),
        max_length=30,
        error_messages={"required": gettext_lazy("Chưa có số điện thoại.")},
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def clean_phone(self) -> str:
        """`0912345678`, however it was typed."""
        found = rules.mobile(str(self.cleaned_data["phone"]))
        if found is None:
            raise ValidationError(PHONE_WRONG)
        return found


class CodeForm(forms.Form):
    """The six figures of the message."""

    code = forms.CharField(
        label=gettext_lazy("Mã 6 số trong tin nhắn"),
        help_text=gettext_lazy("Mã dùng được 5 phút và chỉ trên máy này."),
        max_length=20,
        error_messages={"required": gettext_lazy("Chưa có mã. Gõ 6 chữ số trong tin nhắn.")},
        widget=forms.TextInput(
            {"class": "code", "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class BirthForm(forms.Form):
    """What only the family knows of somebody who is still hidden."""

    fact = forms.CharField(
        label=gettext_lazy("Ngày sinh của con hoặc của người bệnh"),
        help_text=gettext_lazy(
            "Ví dụ 05/09/2017. Không nhớ thì gõ mã một khoản thu trên giấy báo của người đó."
        ),
        max_length=40,
        error_messages={"required": gettext_lazy("Chưa có ngày sinh.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
