"""What proves a month's declaration: laid beside it, looked at, taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.declaration_files import handed_out
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.actions import Upload
from thuphi.oversight.declarations.queries import Sheet

from .accounts import desk_at
from .declare_forms import EvidenceForm
from .frame import Desk


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One piece of evidence of the list."""

    label: str
    href: str
    at: datetime
    can_go: bool
    go_href: str


def proof_rows(desk: Desk, sheet: Sheet) -> list[ProofRow]:
    """The evidence of a month, each with its file or its link."""
    return [
        ProofRow(
            label=" · ".join(filter(None, [one.words, one.file_name])),
            href=reverse("desk_declare_file", args=[desk.facility_id, one.id])
            if one.kind
            else one.words
            if one.words.startswith("https://")
            else "",
            at=one.added_at,
            can_go=sheet.is_open,
            go_href=reverse("desk_declare_evidence_remove", args=[desk.facility_id, one.id]),
        )
        for one in sheet.proofs
    ]


@for_staff(Permission.DECLARE)
@require_POST
def add(request: StaffRequest, facility_id: int, written: str) -> HttpResponse:
    """Lay a link, words or a file beside an open declaration."""
    desk = desk_at(request, facility_id)
    try:
        month = Month.parse(written)
    except NotAMonth:
        raise Http404 from None
    found = queries.newest(facility_id, month)
    if found is None:
        raise Http404
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        said = _added(desk, found.id, form)
    else:
        said = " ".join(str(one) for found_here in form.errors.values() for one in found_here)
    if said:
        messages.error(request, said)
    else:
        messages.success(request, _("Đã thêm minh chứng."))
    return redirect(reverse("desk_declare_month", args=[facility_id, month]) + "#minh-chung")


def _added(desk: Desk, declaration_id: int, form: EvidenceForm) -> str:
    """Nothing when it was laid there; else why not."""
    file = form.cleaned_data.get("file")
    try:
        actions.add_evidence(
            by=desk.by,
            declaration_id=declaration_id,
            words=form.cleaned_data["words"],
            upload=Upload(file.name or "", file.read()) if file else None,
            at=desk.at,
        )
    except errors.DeclarationNotOpen:
        return _("Tháng này đã gửi nên không thêm minh chứng được.")
    except errors.FileKindNotKept:
        return _("Tệp không phải PDF, ảnh PNG, JPEG hay Excel (.xlsx). Chưa thêm gì.")
    except (errors.FileTooLarge, errors.EvidenceEmpty):
        return _("Tệp rỗng hoặc lớn hơn 5 MB. Chưa thêm gì.")
    return ""


@for_staff(Permission.DECLARE)
@require_POST
def remove(request: StaffRequest, facility_id: int, evidence_id: int) -> HttpResponse:
    """Take evidence away while the declaration is open."""
    desk = desk_at(request, facility_id)
    try:
        actions.remove_evidence(by=desk.by, evidence_id=evidence_id, at=desk.at)
    except errors.EvidenceNotFound:
        raise Http404 from None
    except errors.DeclarationNotOpen:
        messages.error(request, _("Tháng này đã gửi nên không bỏ minh chứng được."))
    else:
        messages.success(request, _("Đã bỏ minh chứng."))
    try:
        month = Month.parse(request.POST.get("month", ""))
    except NotAMonth:
        return redirect("desk_declare", facility_id)
    return redirect("desk_declare_month", facility_id, month)


@for_staff(Permission.DECLARE)
@require_safe
def file(request: StaffRequest, facility_id: int, evidence_id: int) -> HttpResponse:
    """A file of evidence, to keep and not to be shown in the page."""
    desk_at(request, facility_id)
    return handed_out(evidence_id)
