"""A facility's months as a workbook: the template, what a filled one would do, and the deed."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared import declaration_book as book
from thuphi.doors.web.shared import declaration_upload as upload
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.declaration_forms import BookForm
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.rules import asked_of

from .accounts import desk_at
from .declare import ended_months
from .frame import Crumb, Desk, Noun, show


@for_staff(Permission.DECLARE)
@require_safe
def template(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The workbook with a row for each month that is still to be declared."""
    desk = desk_at(request, facility_id)
    facility = desk.facility
    known = {one.month: one for one in queries.months_of(facility_id)}
    rows = [
        book.Filling(facility.code, facility.name, month, known[month].values)
        if month in known
        else book.Filling(facility.code, facility.name, month)
        for month in ended_months(facility_id, desk.today)
        if month not in known or known[month].is_open
    ]
    kind = queries.kinds([facility_id])[facility_id]
    content = book.write(facility.name, [one.item for one in asked_of(kind)], rows)
    return HttpResponse(
        content,
        headers={
            "Content-Type": XLSX,
            "Content-Disposition": f'attachment; filename="ke-khai-{facility.pk}.xlsx"',
            "Cache-Control": "no-store",
        },
    )


@for_staff(Permission.DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_book(request: StaffRequest, facility_id: int) -> HttpResponse:
    """Look through a filled workbook; nothing of it is written yet."""
    desk = desk_at(request, facility_id)
    form = BookForm(request.POST or None, request.FILES or None)
    checked: upload.Checked | None = None
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["workbook"]
        try:
            checked = upload.check(book.read(file.read()), [desk.facility], desk.today)
        except FileRefused as refused:
            form.add_error("workbook", refused.reason)
    return _page(request, desk, form, checked)


def _page(
    request: StaffRequest, desk: Desk, form: BookForm, checked: upload.Checked | None
) -> HttpResponse:
    is_wrong = bool(form.errors) or (checked is not None and not checked.may_be_draft)
    context = {
        "form": form,
        "checked": checked,
        "drafts": True,
        "confirm_href": reverse("desk_declare_confirm", args=[desk.facility_id]),
        "signed": upload.signed(checked, desk.by.user_id or 0)
        if checked is not None and checked.may_be_draft
        else "",
    }
    crumbs = [
        Crumb(_("Kê khai tháng"), reverse("desk_declare", args=[desk.facility_id])),
        Crumb(_("Tải tệp đã điền")),
    ]
    return show(
        request, desk, "declare_book", context,
        noun=Noun.TODAY, crumbs=crumbs, status=400 if is_wrong else 200,
    )  # fmt: skip


@for_staff(Permission.DECLARE)
@require_POST
def confirm(request: StaffRequest, facility_id: int) -> HttpResponse:
    """Write what was looked at: as drafts, or sent at once; all of it or nothing."""
    desk = desk_at(request, facility_id)
    home = redirect("desk_declare", facility_id)
    try:
        months = upload.unsigned(request.POST.get("rows", ""), desk.by.user_id or 0)
    except signing.BadSignature:
        messages.error(request, _("Bản xem trước đã cũ. Tải tệp lên lại; chưa ghi gì."))
        return redirect("desk_declare_upload", facility_id)
    is_sent = request.POST.get("do") == "submit"
    try:
        with transaction.atomic():
            for month, rows in months.items():
                desk.by.require(Permission.DECLARE, facility_id)
                if is_sent:
                    actions.submit_many(by=desk.by, month=month, rows=rows, at=desk.at)
                    continue
                for row in rows:
                    actions.save(
                        by=desk.by,
                        facility_id=row.facility_id,
                        month=month,
                        values=row.values,
                        at=desk.at,
                    )
    except errors.DeclarationRefused:
        messages.error(request, _("Số liệu đã đổi sau khi xem trước. Chưa ghi gì: tải lên lại."))
        return redirect("desk_declare_upload", facility_id)
    said = _("Đã gửi %(n)d tháng, chờ xác minh.") if is_sent else _("Đã lưu nháp %(n)d tháng.")
    messages.success(request, said % {"n": sum(map(len, months.values()))})
    return home
