"""A school's own sheet brought in: handed over, looked at, saved as pupils and a draft run."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.errors import RunNameTaken
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.sheets import actions, errors, queries
from thuphi.money.sheets.models import SchoolSheet
from thuphi.money.sheets.queries import Looked

from .frame import Crumb, Desk, Noun, desk_of, show
from .sheet_forms import SaveForm, SheetForm

ROWS_SHOWN = 20
FAULTS_SHOWN = 300


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Tệp của trường"), reverse("desk_sheet") if more else "")
    return [Crumb(_("Đợt thu"), reverse("desk_runs")), here, *more]


@for_staff(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take a sheet as the school has it; nothing of it is written yet."""
    desk = desk_of(request)
    form = SheetForm(request.POST or None, request.FILES or None, today=desk.today)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            kept = actions.keep(
                by=desk.by,
                facility_id=desk.facility_id,
                school_year=form.cleaned_data["school_year"],
                file_name=file.name or "",
                content=file.read(),
                at=desk.at,
            )
        except FileRefused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect(_next_page(desk, kept), kept.pk)
    return show(
        request,
        desk,
        "sheet",
        {"form": form},
        noun=Noun.RUNS,
        crumbs=_crumbs(),
        status=400 if form.errors else 200,
    )


def _next_page(desk: Desk, kept: SchoolSheet) -> str:
    """A sheet whose heads were all explained before is shown at once as what it says."""
    looked = queries.look(by=desk.by, sheet_id=kept.pk)
    is_known = all(table.layout.signature in looked.said for table in looked.found.tables)
    return "desk_sheet_preview" if is_known else "desk_sheet_columns"


def _kept_or_404(request: StaffRequest, sheet_id: int) -> SchoolSheet:
    try:
        kept = queries.sheet(sheet_id)
    except errors.SheetNotFound as error:
        raise Http404 from error
    request.actor.require(Permission.PEOPLE_WRITE, kept.facility_id)
    return kept


@for_staff(Permission.PEOPLE_WRITE)
@require_safe
def preview(request: StaffRequest, sheet_id: int) -> HttpResponse:
    """Faults first; without any, what the sheet says and the form that saves it."""
    kept = _kept_or_404(request, sheet_id)
    desk = desk_of(request)
    try:
        looked = queries.look(by=desk.by, sheet_id=sheet_id)
    except errors.SheetSavedBefore as saved:
        return _to_result(saved.run_id)
    except FileRefused as refused:
        messages.error(request, refused.reason)
        return redirect("desk_sheet")
    return _show(request, desk, kept, looked, _fresh(looked, desk))


def _fresh(looked: Looked, desk: Desk) -> SaveForm:
    matched = looked.matched
    return SaveForm(
        has_charges=bool(matched.lines),
        has_new_items=bool(matched.new_items),
        initial={"digest": matched.digest, "opens_on": desk.today},
    )


def _show(
    request: StaffRequest,
    desk: Desk,
    kept: SchoolSheet,
    looked: Looked,
    form: SaveForm,
    *,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = looked.found
    context = {
        "sheet": kept,
        "matched": looked.matched,
        "pupils": found.pupils[:ROWS_SHOWN],
        "faults": found.faults[:FAULTS_SHOWN],
        "fault_count": found.fault_count,
        "faults_not_shown": max(0, found.fault_count - FAULTS_SHOWN),
        "form": form,
        "is_stale": is_stale,
    }
    return show(
        request,
        desk,
        "sheet_preview",
        context,
        noun=Noun.RUNS,
        crumbs=_crumbs(Crumb(_("Xem trước"))),
        status=status,
    )


def _to_result(run_id: int | None) -> HttpResponse:
    return redirect("desk_pupils") if run_id is None else redirect("desk_run", run_id)


@for_staff(Permission.PEOPLE_WRITE)
@require_POST
def save(request: StaffRequest, sheet_id: int) -> HttpResponse:
    """Write what the sheet says, all of it or nothing."""
    kept = _kept_or_404(request, sheet_id)
    desk = desk_of(request)
    try:
        looked = queries.look(by=desk.by, sheet_id=sheet_id)
    except errors.SheetSavedBefore as saved:
        messages.info(request, _("Tệp này đã được ghi trước đó; không ghi lại lần hai."))
        return _to_result(saved.run_id)
    except FileRefused:
        return redirect("desk_sheet_preview", sheet_id)
    matched = looked.matched
    form = SaveForm(
        request.POST, has_charges=bool(matched.lines), has_new_items=bool(matched.new_items)
    )
    if matched.fault_count or not form.is_valid():
        return _show(request, desk, kept, looked, form, status=400)
    try:
        saved_now = actions.save(
            by=desk.by,
            sheet_id=sheet_id,
            digest=form.cleaned_data["digest"],
            plan=form.plan(kept.school_year),
            ground=form.said_ground(),
            at=desk.at,
        )
    except RunNameTaken:
        form.add_error("name", _("Đã có đợt thu tên này: đặt tên khác. Chưa ghi gì."))
        return _show(request, desk, kept, looked, form, status=400)
    except errors.SheetIsStale:
        return _show(request, desk, kept, looked, _fresh(looked, desk), is_stale=True, status=409)
    except errors.SheetRefused:
        return redirect("desk_sheet_preview", sheet_id)
    messages.success(
        request,
        _("Đã ghi: %(created)d học sinh mới, %(updated)d thay đổi, %(charges)d khoản.")
        % {
            "created": saved_now.created,
            "updated": saved_now.updated,
            "charges": saved_now.charges,
        },
    )
    return _to_result(saved_now.run_id)
