"""A workbook in: the template, the upload, what it would do, and the confirmation."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX, WorkbookField
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.errors import RunNameTaken
from thuphi.money.bills.models import UploadedWorkbook
from thuphi.money.bills.workbook import actions, errors, queries
from thuphi.money.bills.workbook.previews import Preview, from_json
from thuphi.money.bills.workbook.template import write_workbook

from .fees import years_around
from .forms import DayField
from .frame import Crumb, Desk, Noun, desk_of, show


class UploadForm(forms.Form):
    """A workbook, and the school year whose fee items it bills."""

    school_year = forms.ChoiceField(label=gettext_lazy("Năm học"))
    workbook = WorkbookField(
        label=gettext_lazy("Tệp Excel (.xlsx)"),
        help_text=gettext_lazy("Nhiều nhất 50.000 học sinh và 20 MB. Chưa ghi gì ở bước này."),
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        now = school_year(today)
        self.initial.setdefault("school_year", now)
        years = self.fields["school_year"]
        if isinstance(years, forms.ChoiceField):
            years.choices = [(year, year) for year in years_around(now)]


class ConfirmForm(forms.Form):
    """The collection run that the charges of a workbook go into."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label=gettext_lazy("Tên đợt thu"),
        help_text=gettext_lazy("Để trường tìm lại, ví dụ Thu tháng 10/2026."),
        max_length=120,
        error_messages={"required": gettext_lazy("Chưa có tên đợt thu.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Nội dung thu"),
        help_text=gettext_lazy("Gia đình đọc câu này trên giấy báo và biên nhận."),
        max_length=200,
        error_messages={"required": gettext_lazy("Chưa có nội dung thu.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    opens_on = DayField(label=gettext_lazy("Thu từ ngày"))
    due_on = DayField(label=gettext_lazy("Hạn nộp"))
    allows_part = forms.BooleanField(label=gettext_lazy("Cho phép nộp nhiều lần"), required=False)

    def __init__(self, *args: object, has_charges: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not has_charges:
            self.fields = {"digest": self.fields["digest"]}

    def clean(self) -> dict[str, object]:
        """A run is due on the day it opens or later."""
        facts: dict[str, object] = self.cleaned_data
        opens_on, due_on = facts.get("opens_on"), facts.get("due_on")
        if isinstance(opens_on, date) and isinstance(due_on, date) and due_on < opens_on:
            self.add_error("due_on", _("Hạn nộp phải từ ngày bắt đầu thu trở đi."))
        return facts

    def plan(self, year: str) -> RunPlan | None:
        """The run as the bills room takes it; none for a workbook without charges."""
        facts = self.cleaned_data
        if "name" not in facts:
            return None
        return RunPlan(
            name=facts["name"].strip(),
            reason=facts["reason"].strip(),
            school_year=year,
            opens_on=facts["opens_on"],
            due_on=facts["due_on"],
            allows_part=facts["allows_part"],
        )


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Nhập từ Excel"), reverse("desk_import") if more else "")
    return [Crumb(_("Đợt thu"), reverse("desk_runs")), here, *more]


@for_staff(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Take a workbook and look through it; nothing of it is written yet."""
    desk = desk_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, today=desk.today)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["workbook"]
        try:
            kept = actions.keep_upload(
                by=desk.by,
                facility_id=desk.facility_id,
                school_year=form.cleaned_data["school_year"],
                file_name=file.name or "",
                workbook=file.read(),
                at=desk.at,
            )
        except errors.FileRefused as refused:
            form.add_error("workbook", refused.reason)
        else:
            return redirect("desk_import_preview", kept.pk)
    return show(
        request,
        desk,
        "import",
        {"form": form, "year": form["school_year"].value()},
        noun=Noun.RUNS,
        crumbs=_crumbs(),
        status=400 if form.errors else 200,
    )


@for_staff(Permission.PEOPLE_WRITE)
@require_safe
def template(request: StaffRequest) -> HttpResponse:
    """The empty workbook with a column for each fee item of the year."""
    desk = desk_of(request)
    now = school_year(desk.today)
    asked = request.GET.get("year", now)
    year = asked if asked in years_around(now) else now
    return HttpResponse(
        write_workbook(
            facility_name=desk.facility.name,
            school_year=year,
            items=queries.offered_items(desk.facility_id, year),
        ),
        headers={
            "Content-Type": XLSX,
            "Content-Disposition": f'attachment; filename="thuphi-{year}.xlsx"',
            "Cache-Control": "no-store",
        },
    )


def _upload_or_404(request: StaffRequest, upload_id: int) -> UploadedWorkbook:
    try:
        found = queries.upload(upload_id)
    except errors.UploadNotFound as error:
        raise Http404 from error
    request.actor.require(Permission.PEOPLE_WRITE, found.facility_id)
    return found


def _show_preview(
    request: StaffRequest,
    desk: Desk,
    kept: UploadedWorkbook,
    preview: Preview,
    form: ConfirmForm,
    *,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        desk,
        "import_preview",
        {"upload": kept, "preview": preview, "form": form, "is_stale": is_stale},
        noun=Noun.RUNS,
        crumbs=_crumbs(Crumb(_("Xem trước"))),
        status=status,
    )


def _fresh_form(preview: Preview, desk: Desk) -> ConfirmForm:
    return ConfirmForm(
        has_charges=bool(preview.charges),
        initial={"digest": preview.digest, "opens_on": desk.today},
    )


@for_staff(Permission.PEOPLE_WRITE)
@require_safe
def show_preview(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Faults first; without any, what the workbook would do and the form that does it."""
    kept = _upload_or_404(request, upload_id)
    if kept.state == "confirmed":
        return _to_result(kept.run_id)
    desk = desk_of(request)
    preview = from_json(kept.preview)
    return _show_preview(request, desk, kept, preview, _fresh_form(preview, desk))


def _to_result(run_id: int | None) -> HttpResponse:
    return redirect("desk_pupils") if run_id is None else redirect("desk_run", run_id)


@for_staff(Permission.PEOPLE_WRITE)
@require_POST
def confirm(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Carry the workbook out, all of it or nothing."""
    kept = _upload_or_404(request, upload_id)
    desk = desk_of(request)
    preview = from_json(kept.preview)
    form = ConfirmForm(request.POST, has_charges=bool(preview.charges))
    if not form.is_valid():
        return _show_preview(request, desk, kept, preview, form, status=400)
    try:
        imported = actions.confirm_upload(
            by=desk.by,
            upload_id=kept.pk,
            digest=form.cleaned_data["digest"],
            plan=form.plan(kept.school_year),
            at=desk.at,
        )
    except errors.AlreadyConfirmed as done:
        messages.info(request, _("Tệp này đã được nhập trước đó; không nhập lại lần hai."))
        return _to_result(done.run_id)
    except RunNameTaken:
        form.add_error("name", _("Đã có đợt thu tên này: đặt tên khác. Chưa ghi gì."))
        return _show_preview(request, desk, kept, preview, form, status=400)
    except (errors.PreviewIsStale, errors.WorkbookHasFaults) as changed:
        now = changed.preview
        return _show_preview(
            request, desk, kept, now, _again(request, now), is_stale=True, status=409
        )
    except (errors.RunPlanMissing, MoveNotAllowed):
        return redirect("desk_import_preview", kept.pk)
    messages.success(
        request,
        _("Đã nhập: %(created)d học sinh mới, %(updated)d thay đổi, %(charges)d khoản.")
        % {
            "created": imported.created,
            "updated": imported.updated,
            "charges": imported.charges,
        },
    )
    return _to_result(imported.run_id)


def _again(request: StaffRequest, preview: Preview) -> ConfirmForm:
    """The same form for what is true now, so that nothing is typed twice."""
    said = request.POST.copy()
    said["digest"] = preview.digest
    return ConfirmForm(said, has_charges=bool(preview.charges))


urlpatterns = [
    path("", upload, name="desk_import"),
    path("mau.xlsx", template, name="desk_import_template"),
    path("<int:upload_id>", show_preview, name="desk_import_preview"),
    path("<int:upload_id>/xac-nhan", confirm, name="desk_import_confirm"),
]
