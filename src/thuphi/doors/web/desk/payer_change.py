"""Who pays for a pupil and how they are reached, said anew at the desk."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.registers.payers import actions, errors
from thuphi.registers.payers.models import Beneficiary

from .forms import text_field
from .frame import Crumb, Noun, desk_of, show


class PayerForm(forms.Form):
    """The payer's name, telephone and mail address."""

    payer_name = text_field(
        gettext_lazy("Họ tên người nộp"), gettext_lazy("Chưa có họ tên người nộp.")
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Tin báo và mã xem khoản thu gửi tới số này."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        error_messages={"invalid": gettext_lazy("Địa chỉ thư này không đúng dạng ten@noi.vn.")},
    )


@for_staff(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Mend a telephone that letters do not reach; bills that are out keep the payer they name."""
    desk = desk_of(request)
    person = Beneficiary.objects.filter(
        pk=pupil_id, facility_id__in=request.actor.facilities, is_active=True
    ).first()
    if person is None:
        raise Http404
    form = PayerForm(
        request.POST or None,
        initial={
            "payer_name": person.payer_name,
            "phone": person.payer_phone,
            "email": person.payer_email,
        },
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.change_payer(
                by=desk.by,
                beneficiary_id=person.pk,
                payer_name=facts["payer_name"],
                phone=facts["phone"],
                email=facts["email"],
                at=desk.at,
            )
        except errors.PhoneNotDigits:
            form.add_error("phone", _("Số điện thoại gồm 8 đến 15 chữ số, ví dụ 0912345678."))
        else:
            messages.success(request, _("Đã ghi người nộp. Tin báo sau gửi tới số mới."))
            return redirect("desk_pupil", person.pk)
    return show(
        request, desk, "payer_change", {"form": form, "person": person}, noun=Noun.PUPILS,
        crumbs=[
            Crumb(_("Học sinh"), reverse("desk_pupils")),
            Crumb(person.name, reverse("desk_pupil", args=[person.pk])),
            Crumb(_("Người nộp")),
        ],
        status=400 if form.errors else 200,
    )  # fmt: skip
