"""What people type about money that goes back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from thuphi.money.refunds.actions import Payee

from .forms import DongField, text_field
from .register_forms import bank_choices


class RefundForm(forms.Form):
    """How much goes back, and why; to which account, when it must be a transfer."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền trả lại"))
    seen_rest = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """What could be sent back when the page was shown: pressed twice, it is asked once."""
    reason = text_field(
        gettext_lazy("Lý do trả lại"),
        gettext_lazy("Chưa có lý do. Viết một câu để người duyệt hiểu."),
        help_text=gettext_lazy("Một câu, ví dụ: Nộp hai lần; Con chuyển trường từ 01/10."),
        long=300,
    )
    bank = forms.ChoiceField(
        label=gettext_lazy("Ngân hàng nhận"),
        choices=[("", gettext_lazy("Chọn ngân hàng")), *bank_choices()],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Chọn một ngân hàng trong danh sách.")},
    )
    account = forms.RegexField(
        regex=r"^[0-9A-Za-z .\-]{4,25}$",
        label=gettext_lazy("Số tài khoản nhận"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái không dấu.")
        },
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên chủ tài khoản nhận"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: object, by_transfer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not by_transfer:
            for name in ("bank", "account", "name"):
                del self.fields[name]

    def payee(self) -> Payee:
        """The account it goes to; empty parts where none was asked for."""
        facts = self.cleaned_data
        plain = "".join(sign for sign in facts.get("account") or "" if sign.isalnum())
        return Payee(
            bin=facts.get("bank") or "",
            account=plain.upper(),
            name=" ".join((facts.get("name") or "").split()),
        )


class DocumentForm(forms.Form):
    """The number of the proof."""

    document = text_field(
        gettext_lazy("Số chứng từ"),
        gettext_lazy("Chưa có số chứng từ. Ghi số ủy nhiệm chi hoặc số phiếu đã ký."),
        help_text=gettext_lazy("Số ủy nhiệm chi, số phiếu đã ký, hoặc mã giao dịch."),
        long=100,
    )


class WithdrawForm(forms.Form):
    """Why a wish is dropped."""

    reason = text_field(
        gettext_lazy("Lý do rút"),
        gettext_lazy("Chưa có lý do. Viết một câu để người sau đọc hiểu."),
        long=300,
    )


class ReversalForm(forms.Form):
    """What a bank or provider took back, and how we know."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền đã bị thu lại"))
    seen_rest = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """What could be sent back when the page was shown: pressed twice, it is asked once."""
    reason = text_field(
        gettext_lazy("Căn cứ"),
        gettext_lazy("Chưa có căn cứ. Ghi số thông báo của ngân hàng hoặc nhà cung cấp."),
        help_text=gettext_lazy("Số và ngày của thông báo, ví dụ: Tra soát 118/TS ngày 06/10."),
        long=300,
    )


class LimitForm(forms.Form):
    """What one person alone may send back."""

    alone_vnd = DongField(
        label=gettext_lazy("Một người được tự trả lại đến"),
        help_text=gettext_lazy("0 nghĩa là khoản nào cũng cần hai người."),
    )
