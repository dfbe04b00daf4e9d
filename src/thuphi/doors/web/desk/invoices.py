"""Electronic invoices at the desk: ask for them, see what became of them, compare with bills."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import NotYours, Permission
from thuphi.money.invoices import actions, errors, queries
from thuphi.money.invoices.models import Invoice
from thuphi.money.invoices.queries import Break
from thuphi.money.invoices.rules import InvoiceKind, InvoiceState

from .forms import text_field
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show

STATES = {
    InvoiceState.ASKED: Pill(gettext_lazy("Chờ gửi"), "ring", ""),
    InvoiceState.SENT: Pill(gettext_lazy("Đang hỏi nhà cung cấp"), "clock", "info"),
    InvoiceState.ISSUED: Pill(gettext_lazy("Đã phát hành"), "tick", "good"),
    InvoiceState.REFUSED: Pill(gettext_lazy("Bị từ chối"), "cross", "bad"),
    InvoiceState.REPLACED: Pill(gettext_lazy("Đã thay thế"), "back", ""),
}
KINDS = {
    InvoiceKind.INVOICE: gettext_lazy("Hóa đơn điện tử"),
    InvoiceKind.RECEIPT: gettext_lazy("Biên lai điện tử"),
}
BREAKS = {
    Break.NOT_INVOICED: gettext_lazy("Đã thu, chưa có hóa đơn"),
    Break.OTHER_AMOUNT: gettext_lazy("Khoản đã đổi sau khi xuất hóa đơn"),
    Break.NOT_PAID: gettext_lazy("Đã xuất hóa đơn, tiền đã trả lại"),
    Break.NUMBER_MISSING: gettext_lazy("Thiếu số hóa đơn"),
}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice in a list."""

    invoice: Invoice
    pill: Pill
    kind: object


@dataclass(frozen=True, slots=True)
class StateChip:
    """A saved filter with how many rows it shows."""

    href: str
    label: object
    count: int
    is_current: bool


class AccountForm(forms.Form):
    """The unit's account with its provider."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại chứng từ"),
        choices=[(kind.value, KINDS[kind]) for kind in InvoiceKind],
    )
    address = forms.URLField(
        label=gettext_lazy("Địa chỉ giao diện của nhà cung cấp"),
        assume_scheme="https",
        error_messages={
            "required": gettext_lazy("Chưa có địa chỉ."),
            "invalid": gettext_lazy("Địa chỉ bắt đầu bằng https://."),
        },
    )
    tax_code = forms.RegexField(
        regex=r"^[0-9]{10}(-[0-9]{3})?$",
        label=gettext_lazy("Mã số thuế"),
        error_messages={
            "required": gettext_lazy("Chưa có mã số thuế."),
            "invalid": gettext_lazy("Mã số thuế có 10 chữ số, hoặc 10 chữ số - 3 chữ số."),
        },
    )
    serial = text_field(
        gettext_lazy("Ký hiệu đã đăng ký"),
        gettext_lazy("Chưa có ký hiệu, ví dụ 1C26TVD."),
        help_text=gettext_lazy("Ví dụ 1C26TVD."),
        long=10,
    )
    secret = forms.CharField(
        label=gettext_lazy("Khóa bí mật nhà cung cấp đã cấp"),
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Chưa có khóa bí mật.")},
    )


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Hóa đơn"), reverse("desk_invoices") if more else "")
    return [Crumb(_("Tiền vào"), reverse("desk_payments")), here, *more]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def invoices(request: StaffRequest) -> HttpResponse:
    """What is out, what waits, what was refused with its reason."""
    desk = desk_of(request)
    asked = request.GET.get("state", "")
    state = InvoiceState(asked) if asked in {one.value for one in InvoiceState} else None
    counted = queries.counts(desk.facility_id)
    page = Paginator(queries.invoices(desk.facility_id, state), PAGE_ROWS).get_page(
        page_number(request)
    )
    chips = [
        StateChip("?", _("Tất cả"), sum(counted.values()), state is None),
        *(
            StateChip(f"?state={one.value}", STATES[one].word, counted.get(one, 0), one is state)
            for one in InvoiceState
        ),
    ]
    context = {
        "page": page,
        "rows": [
            InvoiceRow(one, STATES[InvoiceState(one.state)], KINDS[InvoiceKind(one.kind)])
            for one in page
        ],
        "chips": chips,
        "account": queries.account_of(desk.facility_id),
        "waiting": actions.without_invoice(desk.facility_id).count(),
        "label": _("Trạng thái"),
    }
    return show(request, desk, "invoices", context, noun=Noun.MONEY, crumbs=_crumbs())


@for_staff(Permission.INVOICE_WRITE)
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """Ask for an invoice for every paid bill that has none."""
    desk = desk_of(request)
    try:
        count = actions.ask_for(by=desk.by, facility_id=desk.facility_id, at=desk.at)
    except errors.AccountMissing:
        messages.error(request, _("Đơn vị chưa khai nhà cung cấp hóa đơn. Thủ trưởng khai trước."))
    except errors.NothingToInvoice:
        messages.info(request, _("Không còn khoản đã thu nào chưa có hóa đơn."))
    else:
        messages.success(
            request, _("Đang xuất %(count)d hóa đơn. Số hiện ở đây khi nhà cung cấp trả lời.")
            % {"count": count},
        )  # fmt: skip
    return redirect("desk_invoices")


@for_staff(Permission.PAYMENT_READ)
@require_safe
def differences(request: StaffRequest) -> HttpResponse:
    """Where paid bills and invoices do not agree."""
    desk = desk_of(request)
    found = queries.differences(desk.facility_id)
    context = {"rows": [(one, BREAKS[one.kind]) for one in found]}
    crumbs = _crumbs(Crumb(_("Đối chiếu")))
    return show(request, desk, "invoices_compare", context, noun=Noun.MONEY, crumbs=crumbs)


@sensitive_post_parameters("secret")
@for_staff(Permission.METHOD_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: StaffRequest) -> HttpResponse:
    """The unit's account with its provider; the secret is never shown again."""
    desk = desk_of(request)
    now = queries.account_of(desk.facility_id)
    before = (
        {}
        if now is None
        else {
            "kind": now.kind, "address": now.address, "tax_code": now.tax_code,
            "serial": now.serial,
        }
    )  # fmt: skip
    form = AccountForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.open_account(
                by=desk.by,
                facility_id=desk.facility_id,
                account=actions.NewAccount(
                    kind=InvoiceKind(facts["kind"]),
                    address=facts["address"],
                    tax_code=facts["tax_code"],
                    serial=facts["serial"],
                    secret=facts["secret"],
                ),
                at=desk.at,
            )
        except errors.AccountIncomplete as error:
            form.add_error(error.field, _("Kiểm tra lại ô này."))
        else:
            messages.success(request, _("Đã ghi nhà cung cấp hóa đơn."))
            return redirect("desk_invoices")
    return show(
        request, desk, "invoice_account", {"form": form, "account": now}, noun=Noun.MONEY,
        crumbs=_crumbs(Crumb(_("Nhà cung cấp"))), status=400 if form.errors else 200,
    )  # fmt: skip


@for_staff(Permission.INVOICE_WRITE)
@require_POST
def again(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Send a refused invoice once more."""
    desk = desk_of(request)
    try:
        actions.take_up_again(by=desk.by, invoice_id=invoice_id, at=desk.at)
    except (errors.InvoiceNotFound, NotYours) as error:
        raise Http404 from error
    except errors.NotWaiting:
        messages.warning(request, _("Hóa đơn này không còn ở trạng thái bị từ chối."))
    else:
        messages.success(request, _("Đang gửi lại."))
    return redirect("desk_invoices")


@for_staff(Permission.INVOICE_WRITE)
@require_POST
def replace(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Ask for an invoice that takes the place of one whose bill has changed."""
    desk = desk_of(request)
    try:
        actions.replace(by=desk.by, invoice_id=invoice_id, at=desk.at)
    except (errors.InvoiceNotFound, NotYours) as error:
        raise Http404 from error
    except errors.NothingChanged:
        messages.info(request, _("Khoản này vẫn đúng như hóa đơn: không cần thay thế."))
    except errors.NotWaiting:
        messages.warning(request, _("Khoản này chưa thu đủ, hoặc hóa đơn đã được thay thế."))
    else:
        messages.success(request, _("Đang xuất hóa đơn thay thế."))
    return redirect("desk_invoices_differences")
