"""What the columns of a bank's sheet mean, taught once by a file of that bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.statements.contract import Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.profiles import Field
from thuphi.ground.statements.suggesting import Suggestion, suggest
from thuphi.money.statements import actions, errors, queries

from .frame import Crumb, Desk, Noun, desk_of, show
from .words import Words

COLUMNS_MAX = 60
FIELDS: Mapping[Field, Words] = {
    Field.BOOKED: gettext_lazy("Ngày hạch toán"),
    Field.TRANSACTED: gettext_lazy("Ngày giao dịch"),
    Field.REQUESTED: gettext_lazy("Ngày yêu cầu"),
    Field.VALUED: gettext_lazy("Ngày hiệu lực"),
    Field.TIME: gettext_lazy("Giờ"),
    Field.DAY_AND_DOCUMENT: gettext_lazy("Ngày và số chứng từ chung một ô"),
    Field.CREDIT: gettext_lazy("Ghi có (tiền vào)"),
    Field.DEBIT: gettext_lazy("Ghi nợ (tiền ra)"),
    Field.AMOUNT: gettext_lazy("Số tiền, có dấu + hoặc -"),
    Field.SIGN: gettext_lazy("Dấu vào hay ra"),
    Field.BALANCE: gettext_lazy("Số dư"),
    Field.TEXT: gettext_lazy("Nội dung"),
    Field.REFERENCE: gettext_lazy("Số tham chiếu"),
    Field.DOCUMENT: gettext_lazy("Số chứng từ"),
    Field.END_TO_END: gettext_lazy("Mã lệnh của người chuyển"),
    Field.NAME: gettext_lazy("Tên bên kia"),
    Field.ACCOUNT: gettext_lazy("Tài khoản bên kia"),
    Field.BANK: gettext_lazy("Ngân hàng bên kia"),
    Field.VIRTUAL_ACCOUNT: gettext_lazy("Tài khoản định danh"),
    Field.OWN_ACCOUNT: gettext_lazy("Tài khoản của đơn vị"),
    Field.CURRENCY: gettext_lazy("Loại tiền"),
}


class SampleForm(forms.Form):
    """A sheet of the bank, to learn its columns from; nothing of it is kept."""

    sample = forms.FileField(
        label=gettext_lazy("Một tệp sao kê của ngân hàng ấy"),
        help_text=gettext_lazy("Excel .xlsx hoặc CSV. Chỉ đọc tên cột, không giữ tệp."),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Chưa chọn tệp."),
        },
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One meaning that a column may have."""

    value: str
    label: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sample with its question."""

    number: int
    letters: str
    head: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]


def _columns(found: Suggestion) -> tuple[Column, ...]:
    return tuple(
        Column(
            number,
            head.letters,
            head.text,
            head.samples,
            tuple(Choice(field.value, word, field is head.field) for field, word in FIELDS.items()),
        )
        for number, head in enumerate(found.heads[:COLUMNS_MAX])
    )


def _heads(typed: QueryDict) -> dict[str, list[str]]:
    """Field -> head words, as the form told them; what it does not know is left out."""
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for number in range(COLUMNS_MAX):
        word = typed.get(f"head_{number}", "")[:200].strip()
        field = typed.get(f"field_{number}", "")
        if word and field in {one.value for one in FIELDS}:
            heads[field].append(word)
    return dict(heads)


@for_staff(Permission.RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def profiles(request: StaffRequest) -> HttpResponse:
    """The profiles that were taught, and a new one from a sample."""
    desk = desk_of(request)
    desk.by.require(Permission.RECONCILE, desk.facility_id)
    if request.method != "POST":
        return _page(request, desk, SampleForm())
    if request.POST.get("do") == "keep":
        return _kept(request, desk)
    form = SampleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, desk, form)
    file: UploadedFile[bytes] = form.cleaned_data["sample"]
    own = [queries.profile(one) for one in queries.profiles(desk.facility_id)]
    try:
        found = suggest(file.read(), profiles=own)
    except Unreadable as refused:
        for fault in refused.faults:
            form.add_error("sample", sentence(fault, _))
        return _page(request, desk, form)
    return _page(request, desk, form, columns=_columns(found))


def _kept(request: StaffRequest, desk: Desk) -> HttpResponse:
    try:
        kept = actions.keep_profile(
            by=desk.by,
            facility_id=desk.facility_id,
            name=request.POST.get("name", "")[:80],
            heads=_heads(request.POST),
            at=desk.at,
        )
    except errors.ProfileIncomplete:
        messages.error(
            request,
            _("Chưa nhớ được: cần tên mẫu, một cột ngày và một cột tiền vào. Chọn lại tệp mẫu."),
        )
        return redirect("desk_statement_profiles")
    messages.success(request, _("Đã nhớ mẫu cột “%(name)s”.") % {"name": kept.name})
    return redirect("desk_statements")


def _page(
    request: StaffRequest, desk: Desk, form: SampleForm, *, columns: Sequence[Column] = ()
) -> HttpResponse:
    return show(
        request,
        desk,
        "statement_profiles",
        {"form": form, "columns": columns, "profiles": queries.profiles(desk.facility_id)},
        noun=Noun.MONEY,
        crumbs=[
            Crumb(_("Đối soát"), reverse("desk_reconcile")),
            Crumb(_("Sao kê"), reverse("desk_statements")),
            Crumb(_("Mẫu cột")),
        ],
        status=400 if form.errors else 200,
    )
