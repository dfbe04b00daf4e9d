"""What the national portal says was paid, as a file: looked at first, then taken in whole."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels.portal import Portal
from thuphi.ground.kit.actor import Permission
from thuphi.money.payments import paid_list
from thuphi.money.payments.hearing import HeardResult
from thuphi.registers.methods import queries as methods
from thuphi.registers.methods.models import Merchant

from .frame import Crumb, Desk, Noun, desk_of, show

FILES = ".xlsx,.csv"


class PaidListForm(forms.Form):
    """The portal's file, and for which of the facility's contracts with the portal it is."""

    merchant = forms.TypedChoiceField(
        label=gettext_lazy("Hợp đồng với Cổng"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Chọn hợp đồng mà danh sách này thuộc về."),
            "invalid_choice": gettext_lazy("Chọn một hợp đồng trong danh sách."),
        },
    )
    paid = forms.FileField(
        label=gettext_lazy("Tệp danh sách (.xlsx hoặc .csv)"),
        help_text=gettext_lazy(
            "Có dòng tiêu đề gồm Mã khoản thu, Số tiền, Thời gian, Mã giao dịch; nhiều nhất 20 MB."
        ),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Chưa chọn tệp."),
        },
        widget=forms.FileInput({"accept": FILES}),
    )

    def __init__(self, *args: object, contracts: Sequence[Merchant], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["merchant"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(str(one.pk), one.slug) for one in contracts]
        if len(contracts) == 1:
            choice.widget = forms.HiddenInput()
            self.initial["merchant"] = contracts[0].pk

    def clean_paid(self) -> UploadedFile[bytes]:
        """A file that is small enough to be looked into."""
        file: UploadedFile[bytes] = self.cleaned_data["paid"]
        if (file.size or 0) > min(settings.WORKBOOK_BYTES_MAX, paid_list.BYTES_MAX):
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB: tách thành nhiều tệp.")
                % {"most": paid_list.BYTES_MAX // 1_000_000}
            )
        return file


def contracts_with_the_portal(facility_id: int) -> list[Merchant]:
    """The facility's merchants at the portal; one out of use may still have paid something."""
    return [one for one in methods.merchants_of(facility_id) if one.channel == Portal.name]


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def paid_lists(request: StaffRequest) -> HttpResponse:
    """Show what a list holds or what is wrong with it; take it in only when asked to."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_IDENTIFY, desk.facility_id)
    contracts = contracts_with_the_portal(desk.facility_id)
    if request.method != "POST":
        return _page(request, desk, PaidListForm(contracts=contracts), has_contract=bool(contracts))
    if not contracts:
        raise Http404
    form = PaidListForm(request.POST, request.FILES, contracts=contracts)
    if not form.is_valid():
        return _page(request, desk, form)
    file: UploadedFile[bytes] = form.cleaned_data["paid"]
    content = file.read()
    found: paid_list.PaidList | None = None
    try:
        found = paid_list.read(content, at=desk.at)
        if request.POST.get("do") == "write" and not found.faults:
            return _written(request, desk, form.cleaned_data["merchant"], content)
    except paid_list.ListRefused as refused:
        form.add_error("paid", str(refused))
    return _page(request, desk, form, found=found, name=file.name or "")


def _written(request: StaffRequest, desk: Desk, merchant_id: int, content: bytes) -> HttpResponse:
    results = paid_list.take_in(by=desk.by, merchant_id=merchant_id, content=content, at=desk.at)
    messages.success(
        request,
        _("Đã ghi %(new)d giao dịch mới; %(again)d đã có từ trước. Tiền hiện ở đây sau ít giây.")
        % {"new": results[HeardResult.RECORDED], "again": results[HeardResult.REPEATED]},
    )
    if results[HeardResult.OTHERWISE]:
        messages.warning(
            request,
            _("%(differs)d giao dịch khác với lần báo trước: chưa ghi, chờ người xem.")
            % {"differs": results[HeardResult.OTHERWISE]},
        )
    return redirect("desk_payments")


def _page(
    request: StaffRequest,
    desk: Desk,
    form: PaidListForm,
    *,
    has_contract: bool = True,
    found: paid_list.PaidList | None = None,
    name: str = "",
) -> HttpResponse:
    is_wrong = bool(form.errors) or bool(found and found.faults)
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Danh sách từ Cổng"))]
    return show(
        request,
        desk,
        "paid_list",
        {
            "form": form,
            "has_contract": has_contract,
            "found": None if form.errors else found,
            "file_name": name,
        },
        noun=Noun.MONEY,
        crumbs=crumbs,
        status=400 if is_wrong else 200,
    )


urlpatterns = [path("", paid_lists, name="desk_paid_list")]
