"""Begin, write, file, pass on, take, send back and correct a report."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import NotAllowed, Permission
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.rules.states import FilingState

from .frame import Crumb, Office, office_of, show
from .reports_forms import REASON_LETTERS_MAX, FigureField, WordsForm, figure_fields, words_form
from .reports_look import Sight, figures_shown, may_decide, sight, sight_of_filing, way
from .reports_page import crumbs_of, draft_page, due_form, filed_page, may_set_due
from .reports_rows import who
from .target_words import plan_name
from .tasks_forms import DueForm


def _moved() -> str:
    return _("Báo cáo này vừa có người khác xử lý. Xem lại trạng thái.")


def _back(seen: Sight) -> HttpResponse:
    return redirect("office:report", seen.owed.id)


@for_staff(Permission.REPORT_WRITE)
@require_POST
def begin(request: StaffRequest, obligation_id: int) -> HttpResponse:
    """Begin a report, with its figures computed."""
    seen = sight(office_of(request), obligation_id)
    try:
        actions.draft(by=seen.office.by, obligation_id=obligation_id, at=seen.office.at)
    except errors.DraftedAlready:
        messages.error(request, _moved())
    except errors.TooEarly:
        messages.error(request, _("Kỳ số liệu chưa bắt đầu nên chưa có gì để báo cáo."))
    else:
        messages.success(request, _("Đã lập bản nháp với số liệu tính từ hệ thống."))
    return _back(seen)


def _draft_here(office: Office, filing_id: int) -> tuple[Sight, Filing]:
    """A draft of one's own office; another's is not there."""
    seen, filing = sight_of_filing(office, filing_id)
    if not seen.is_mine:
        raise Http404
    if not seen.may_write:
        raise NotAllowed(Permission.REPORT_WRITE)
    return seen, filing


@for_staff(Permission.REPORT_WRITE)
@require_POST
def save(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Keep what was typed into a draft: all of it, or nothing where something is wrong."""
    seen, draft = _draft_here(office_of(request), filing_id)
    if draft.state != FilingState.DRAFT.value:
        messages.error(request, _moved())
        return _back(seen)
    form = words_form(draft, request.POST)
    fields = figure_fields(queries.figures(filing_id), request.POST)
    is_good = form.is_valid() and not any(one.errors for one in fields)
    wants_file = request.POST.get("do") == "gui"
    if is_good and wants_file and not form.cleaned_data["results"].strip():
        form.add_error("results", _("Chưa có kết quả thực hiện. Ghi rồi mới gửi được."))
        is_good = False
    if not is_good:
        return draft_page(request, seen, draft, form=form, fields=fields)
    try:
        _keep(seen, draft, form, fields)
    except errors.NotADraft:
        messages.error(request, _moved())
        return _back(seen)
    if wants_file:
        return redirect("office:report_file", filing_id)
    messages.success(request, _("Đã lưu bản nháp."))
    return _back(seen)


def _keep(seen: Sight, draft: Filing, form: WordsForm, fields: list[FigureField]) -> None:
    office = seen.office
    with transaction.atomic():
        actions.write(by=office.by, filing_id=draft.pk, words=form.words(), at=office.at)
        for one in fields:
            if one.value is None or not one.is_moved:
                continue
            part, whole = one.value
            actions.set_figure(
                by=office.by,
                filing_id=draft.pk,
                target_id=one.figure.target_id,
                part=part,
                whole=whole,
                reason=one.reason,
                at=office.at,
            )


@for_staff(Permission.REPORT_WRITE)
@require_POST
def recompute(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Take the computed figures of a draft anew."""
    seen, draft = _draft_here(office_of(request), filing_id)
    try:
        actions.recompute(by=seen.office.by, filing_id=draft.pk, at=seen.office.at)
    except errors.NotADraft:
        messages.error(request, _moved())
    else:
        messages.success(request, _("Đã tính lại số liệu đến hôm nay hoặc hết kỳ."))
    return _back(seen)


@for_staff(Permission.REPORT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Say what filing means, then file: the report freezes and goes to the first office."""
    seen, draft = _draft_here(office_of(request), filing_id)
    if draft.state != FilingState.DRAFT.value:
        messages.error(request, _moved())
        return _back(seen)
    if request.method == "POST":
        return _filed(request, seen, draft)
    found = queries.report(draft.pk)
    shown = figures_shown(found, seen.plan)
    hops = way(seen, found)
    context = {
        "seen": seen,
        "filing": draft,
        "who": who(seen.owed),
        "plan_name": plan_name(seen.plan),
        "figures": shown,
        "reached": sum(one.figure.reaches for one in shown),
        "changed": [one for one in shown if one.figure.is_changed],
        "hops": hops,
        "first": hops[1].name if len(hops) > 1 else "",
        "is_late": seen.owed.due_at is not None and seen.office.at > seen.owed.due_at,
        "days_late": seen.owed.days_late,
        "is_ready": bool(draft.results),
    }
    crumbs = crumbs_of(seen, Crumb(_("Gửi")))
    return show(request, seen.office, "reports_confirm", context, crumbs=crumbs)


def _filed(request: StaffRequest, seen: Sight, draft: Filing) -> HttpResponse:
    try:
        made = actions.file(by=seen.office.by, filing_id=draft.pk, at=seen.office.at)
    except errors.ResultsMissing:
        messages.error(request, _("Chưa có kết quả thực hiện. Ghi rồi mới gửi được."))
    except errors.NotADraft:
        messages.error(request, _moved())
    except errors.NobodyAnswers as error:
        name = seen.plan.agency(error.code).name
        messages.error(
            request,
            _("%(name)s chưa có trong danh bạ cơ quan nên chưa gửi được. Báo quản trị bổ sung.")
            % {"name": name},
        )
    else:
        holder = made.holder.name if made.holder else ""
        messages.success(request, _("Đã gửi tới %(name)s và khóa.") % {"name": holder})
    return _back(seen)


def _held(request: StaffRequest, filing_id: int) -> tuple[Sight, Filing, bool]:
    """A report one may see, and whether it waits for a word of one's own office."""
    office = office_of(request)
    seen, filing = sight_of_filing(office, filing_id)
    is_here = filing.holder_id in office.by.agencies
    if is_here and not may_decide(office, filing):
        raise NotAllowed(Permission.REPORT_DECIDE)
    if not is_here:
        messages.error(request, _moved())
    return seen, filing, is_here


@for_staff(Permission.FIGURES_READ)
@require_POST
def forward(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Pass a report on to the next office."""
    seen, filing, is_here = _held(request, filing_id)
    if not is_here:
        return _back(seen)
    try:
        made = actions.forward(by=seen.office.by, filing_id=filing.pk, at=seen.office.at)
    except (errors.NotUnderWay, errors.NowhereToForward):
        messages.error(request, _moved())
    else:
        holder = made.holder.name if made.holder else ""
        messages.success(request, _("Đã chuyển tiếp tới %(name)s.") % {"name": holder})
    return _back(seen)


@for_staff(Permission.FIGURES_READ)
@require_POST
def accept(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Take a report at the end of its way."""
    seen, filing, is_here = _held(request, filing_id)
    if not is_here:
        return _back(seen)
    try:
        actions.accept(by=seen.office.by, filing_id=filing.pk, at=seen.office.at)
    except (errors.NotUnderWay, errors.FurtherToGo):
        messages.error(request, _moved())
    else:
        messages.success(request, _("Đã tiếp nhận báo cáo."))
    return _back(seen)


@for_staff(Permission.FIGURES_READ)
@require_POST
def send_back(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Give a report back to the office that owes it, with the reason they will read."""
    seen, filing, is_here = _held(request, filing_id)
    if not is_here:
        return _back(seen)
    reason = request.POST.get("reason", "").strip()[:REASON_LETTERS_MAX]
    try:
        actions.send_back(by=seen.office.by, filing_id=filing.pk, reason=reason, at=seen.office.at)
    except errors.ReasonMissing:
        wrong = _("Chưa có lý do. Ghi rõ chỗ cần sửa để đơn vị biết mà sửa.")
        return filed_page(request, seen, filing, wrong=wrong, wrong_at="back")
    except errors.NotUnderWay:
        messages.error(request, _moved())
    else:
        messages.success(request, _("Đã trả lại đơn vị báo cáo."))
    return _back(seen)


@for_staff(Permission.REPORT_WRITE)
@require_POST
def correct(request: StaffRequest, filing_id: int) -> HttpResponse:
    """Begin a correction: a new version; the old one stays as it was filed."""
    seen, filing = _draft_here(office_of(request), filing_id)
    reason = request.POST.get("reason", "").strip()[:REASON_LETTERS_MAX]
    try:
        actions.correct(by=seen.office.by, filing_id=filing.pk, reason=reason, at=seen.office.at)
    except errors.ReasonMissing:
        wrong = _("Chưa có lý do sửa. Lý do này in trong văn bản.")
        return filed_page(request, seen, filing, wrong=wrong, wrong_at="correct")
    except errors.NothingToCorrect:
        messages.error(request, _moved())
    else:
        messages.success(request, _("Đã lập bản sửa. Bản cũ giữ nguyên cho đến khi bản này gửi."))
    return _back(seen)


@for_staff(Permission.REPORT_DECIDE)
@require_POST
def set_due(request: StaffRequest, obligation_id: int) -> HttpResponse:
    """Set the day of a report `theo quy định`, as the people's committee."""
    seen = sight(office_of(request), obligation_id)
    if due_form(seen) is None or not may_set_due(seen):
        raise NotAllowed(Permission.REPORT_DECIDE)
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["due_on"])))
        return _back(seen)
    due_on = form.cleaned_data["due_on"]
    try:
        actions.set_due(
            by=seen.office.by, obligation_id=obligation_id, due_on=due_on, at=seen.office.at
        )
    except errors.DateNotOpen:
        messages.error(request, _("Báo cáo đã gửi: hạn không đổi được nữa."))
    else:
        messages.success(request, _("Đã đặt hạn %(day)s.") % {"day": f"{due_on:%d/%m/%Y}"})
    return redirect(reverse("office:report", args=[obligation_id]))
