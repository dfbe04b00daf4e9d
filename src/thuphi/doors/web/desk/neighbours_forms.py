"""What the head of a facility types about software that is let in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.registers.neighbours import addresses, errors
from thuphi.registers.neighbours.rules import HookEvent, Scope

from .forms import DayField, text_field
from .words import Words

SCOPES: dict[Scope, Words] = {
    Scope.BILLS_WRITE: gettext_lazy("Lập và hủy khoản thu"),
    Scope.BILLS_READ: gettext_lazy("Xem khoản thu, có họ tên"),
    Scope.PAYMENTS_READ: gettext_lazy("Xem tiền đã vào sổ, có họ tên"),
    Scope.METHODS_READ: gettext_lazy("Xem phương thức đã sẵn sàng"),
    Scope.WEBHOOKS_WRITE: gettext_lazy("Đặt địa chỉ nhận tin"),
    Scope.DECLARATIONS_WRITE: gettext_lazy("Kê khai tháng của đơn vị"),
}

EVENTS: dict[HookEvent, Words] = {
    HookEvent.BILL_PAID: gettext_lazy("Khoản thu đã nộp đủ"),
    HookEvent.BILL_PART_PAID: gettext_lazy("Khoản thu nộp một phần"),
    HookEvent.BILL_CANCELLED: gettext_lazy("Khoản thu bị hủy"),
    HookEvent.PAYMENT_RECEIVED: gettext_lazy("Có tiền vào"),
    HookEvent.REFUND_DONE: gettext_lazy("Đã trả lại tiền"),
}


class KeyForm(forms.Form):
    """A key for one software."""

    name = text_field(
        gettext_lazy("Tên phần mềm"),
        gettext_lazy("Chưa có tên phần mềm giữ khóa này."),
        help_text=gettext_lazy("Tên phần mềm sẽ giữ khóa, để sau này biết thu hồi khóa nào."),
        long=100,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Được làm gì"),
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một việc."),
            "invalid_choice": gettext_lazy("Chọn trong danh sách."),
        },
    )
    expires_on = DayField(
        label=gettext_lazy("Hết hiệu lực từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống thì dùng đến khi thu hồi."),
    )

    def chosen(self) -> list[Scope]:
        """What the key is to be good for."""
        return [Scope(name) for name in self.cleaned_data["scopes"]]


class EndpointForm(forms.Form):
    """An address that is told."""

    url = text_field(
        gettext_lazy("Địa chỉ nhận tin"),
        gettext_lazy("Chưa có địa chỉ."),
        help_text=gettext_lazy("Địa chỉ https công khai của phần mềm."),
        long=addresses.URL_MAX,
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Báo những gì"),
        choices=[(event.value, words) for event, words in EVENTS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một loại tin."),
            "invalid_choice": gettext_lazy("Chọn trong danh sách."),
        },
    )

    def clean_url(self) -> str:
        """A whole https address."""
        url: str = self.cleaned_data["url"]
        try:
            addresses.target_of(url, settings.WEBHOOKS_MAY_GO_TO)
        except errors.AddressNotPlain as error:
            raise forms.ValidationError(
                _("Ghi địa chỉ đầy đủ, bắt đầu bằng https://, không có tên đăng nhập.")
            ) from error
        return url

    def chosen(self) -> list[HookEvent]:
        """What the address is to be told."""
        return [HookEvent(name) for name in self.cleaned_data["events"]]
