"""A department's workbook of a month: whoever is still missing, filled in and handed in at once."""

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
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.rules import OPEN, Item, asked_of
from thuphi.registers.facilities.models import Facility

from .branches import as_download
from .declarations import month_asked
from .frame import Crumb, Office, office_of, show


@for_staff(Permission.DECLARATION_VERIFY)
@require_safe
def template(request: StaffRequest) -> HttpResponse:
    """A row for each facility of which nothing is known of the month, with its draft if any."""
    asked = month_asked(request)
    missing = asked.complete.missing
    kinds = queries.kinds([one.facility_id for one in missing])
    wanted = {one.item for kind in kinds.values() for one in asked_of(kind)}
    drafts = queries.values_of(
        [one.declaration_id for one in missing if one.declaration_id and one.state in OPEN]
    )
    rows = [
        book.Filling(one.code, one.name, asked.month, drafts.get(one.declaration_id or 0, {}))
        for one in missing
    ]
    title = _("Kê khai tháng %(month)s") % {"month": asked.month.label}
    content = book.write(title, [item for item in Item if item in wanted], rows)
    return as_download(content, f"ke-khai-{asked.month}.xlsx")


@for_staff(Permission.DECLARATION_VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_book(request: StaffRequest) -> HttpResponse:
    """Look through a filled workbook; nothing of it is written yet."""
    office = office_of(request)
    form = BookForm(request.POST or None, request.FILES or None)
    checked: upload.Checked | None = None
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["workbook"]
        try:
            read = book.read(file.read())
        except FileRefused as refused:
            form.add_error("workbook", refused.reason)
        else:
            named = Facility.objects.filter(
                pk__in=office.by.facilities, code__in={row.code for row in read.rows}
            )
            checked = upload.check(read, named, office.today)
    return _page(request, office, form, checked)


def _page(
    request: StaffRequest, office: Office, form: BookForm, checked: upload.Checked | None
) -> HttpResponse:
    is_clean = checked is not None and checked.is_clean
    context = {
        "form": form,
        "checked": checked,
        "drafts": False,
        "confirm_href": reverse("office:declarations_confirm"),
        "signed": upload.signed(checked, office.by.user_id or 0) if checked and is_clean else "",
    }
    crumbs = [Crumb(_("Kê khai"), reverse("office:declarations")), Crumb(_("Tải tệp đã điền"))]
    response = show(request, office, "declarations_book", context, crumbs=crumbs)
    response.status_code = 400 if form.errors or (checked is not None and not is_clean) else 200
    return response


@for_staff(Permission.DECLARATION_VERIFY)
@require_POST
def confirm(request: StaffRequest) -> HttpResponse:
    """Write and submit what was looked at; all of it or nothing."""
    office = office_of(request)
    try:
        months = upload.unsigned(request.POST.get("rows", ""), office.by.user_id or 0)
    except signing.BadSignature:
        messages.error(request, _("Bản xem trước đã cũ. Tải tệp lên lại; chưa ghi gì."))
        return redirect("office:declarations_upload")
    try:
        with transaction.atomic():
            for month, rows in months.items():
                actions.submit_many(by=office.by, month=month, rows=rows, at=office.at)
    except errors.DeclarationRefused:
        messages.error(request, _("Số liệu đã đổi sau khi xem trước. Chưa ghi gì: tải lên lại."))
        return redirect("office:declarations_upload")
    messages.success(
        request,
        _("Đã ghi và gửi %(n)d bản kê khai; người khác sẽ xác minh.")
        % {"n": sum(map(len, months.values()))},
    )
    return redirect("office:declarations")
