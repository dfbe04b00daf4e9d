"""What offices write about tasks: progress, confirmation, money, remarks, days, further leads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import NotAllowed, Permission
from thuphi.oversight.tasks import actions, errors, queries
from thuphi.oversight.tasks.queries import Part
from thuphi.oversight.tasks.rules import PartState

from .frame import Office, office_of
from .tasks_forms import CommentForm, DueForm, FundForm, ProgressForm
from .tasks_look import item_here, may_steer, own_offices
from .tasks_page import (
    COMMENT,
    DUE,
    FUND,
    GIVE,
    give_form,
    part_name,
    progress_form,
    task_page,
)

REASON_LETTERS_MAX = 500


def _once_more() -> str:
    return _("Nhiệm vụ này vừa có thay đổi. Xem lại trạng thái rồi ghi lại.")


def _own_part(office: Office, parts: tuple[Part, ...], part_id: int) -> Part:
    """A part of one's own; others' parts are there to be read, not written."""
    found = next((one for one in parts if one.id == part_id), None)
    if found is None:
        raise Http404
    office.by.require_agency(Permission.TASK_WRITE, found.agency_id)
    return found


@for_staff(Permission.TASK_WRITE)
@require_POST
def progress(request: StaffRequest, item_id: int, part_id: int) -> HttpResponse:
    """Say how far one's own part is."""
    office = office_of(request)
    item, card = item_here(office, item_id)
    part = _own_part(office, card.parts, part_id)
    form = progress_form(part, request.POST)
    if form.is_valid() and _progressed(office, part, form):
        messages.success(request, _("Đã ghi tiến độ."))
        return redirect("office:task", item_id)
    return task_page(request, office, item, card, {part_name(part_id): form})


def _progressed(office: Office, part: Part, form: ProgressForm) -> bool:
    facts = form.cleaned_data
    try:
        actions.update_part(
            by=office.by,
            part_id=part.id,
            state=PartState(facts["state"]),
            percent=facts["percent"],
            note=facts["note"],
            evidence=facts["evidence"],
            evidence_url=facts["evidence_url"],
            at=office.at,
        )
    except errors.EvidenceAddressUnfit:
        form.add_error("evidence_url", _("Đường dẫn bắt đầu bằng https:// hoặc http://."))
    except errors.TextMissing:
        form.add_error("note", _("Mở lại phần đã xong thì ghi lý do ở đây."))
    except (errors.PercentUnfit, errors.MoveRefused):
        form.add_error("state", _once_more())
    else:
        return True
    return False


@for_staff(Permission.TASK_WRITE)
@require_POST
def confirm(request: StaffRequest, item_id: int, part_id: int) -> HttpResponse:
    """Stand by one's own part."""
    office = office_of(request)
    _item, card = item_here(office, item_id)
    part = _own_part(office, card.parts, part_id)
    try:
        actions.confirm(by=office.by, part_id=part.id, at=office.at)
    except errors.EvidenceMissing:
        messages.error(
            request, _("Chưa có minh chứng. Ghi minh chứng vào phần này rồi xác nhận lại.")
        )
    except errors.MoveRefused:
        messages.error(request, _once_more())
    else:
        messages.success(request, _("Đã xác nhận phần của cơ quan."))
    return redirect("office:task", item_id)


@for_staff(Permission.TASK_WRITE)
@require_POST
def comment(request: StaffRequest, item_id: int) -> HttpResponse:
    """Remark on a task."""
    office = office_of(request)
    item, card = item_here(office, item_id)
    offices = own_offices(office, Permission.TASK_WRITE)
    form = CommentForm(request.POST, offices=offices, auto_id="comment_%s")
    if not form.is_valid():
        return task_page(request, office, item, card, {COMMENT: form})
    actions.comment(
        by=office.by,
        item_id=item_id,
        agency_id=form.cleaned_data["agency"],
        text=form.cleaned_data["text"],
        at=office.at,
    )
    messages.success(request, _("Đã gửi ý kiến."))
    return redirect("office:task", item_id)


@for_staff(Permission.TASK_WRITE)
@require_POST
def fund(request: StaffRequest, item_id: int) -> HttpResponse:
    """Write down money for a task."""
    office = office_of(request)
    item, card = item_here(office, item_id)
    offices = own_offices(office, Permission.TASK_WRITE)
    form = FundForm(request.POST, offices=offices, auto_id="fund_%s")
    if not form.is_valid():
        return task_page(request, office, item, card, {FUND: form})
    facts = form.cleaned_data
    actions.fund(
        by=office.by,
        item_id=item_id,
        agency_id=facts["agency"],
        source=facts["source"],
        amount_vnd=facts["amount"],
        document=facts["document"],
        at=office.at,
    )
    messages.success(request, _("Đã ghi kinh phí."))
    return redirect("office:task", item_id)


@for_staff(Permission.TASK_WRITE)
@require_POST
def strike(request: StaffRequest, item_id: int, funding_id: int) -> HttpResponse:
    """Strike a wrong row of money; it stays to be read."""
    office = office_of(request)
    item_here(office, item_id)
    if all(one.pk != funding_id for one in queries.funding(item_id)):
        raise Http404
    reason = request.POST.get("reason", "").strip()[:REASON_LETTERS_MAX]
    try:
        actions.strike_funding(by=office.by, funding_id=funding_id, reason=reason, at=office.at)
    except errors.FundingNotFound:  # the row is another office's, which the database hides
        raise Http404 from None
    except errors.TextMissing:
        messages.error(request, _("Chưa có lý do gạch. Chưa gạch dòng nào."))
    except errors.StruckAlready:
        messages.error(request, _("Dòng này đã được gạch trước đó."))
    else:
        messages.success(request, _("Đã gạch dòng kinh phí; dòng cũ vẫn đọc được."))
    return redirect("office:task", item_id)


@for_staff(Permission.TASK_WRITE)
@require_POST
def set_due(request: StaffRequest, item_id: int) -> HttpResponse:
    """Set the last day in time, as the people's committee."""
    office = office_of(request)
    item, card = item_here(office, item_id)
    if not may_steer(office, item):
        raise NotAllowed(Permission.TASK_WRITE)
    form = DueForm(request.POST, auto_id="due_%s")
    if not form.is_valid():
        return task_page(request, office, item, card, {DUE: form})
    due_on = form.cleaned_data["due_on"]
    actions.set_due(by=office.by, item_id=item_id, due_on=due_on, at=office.at)
    messages.success(request, _("Đã đặt hạn %(day)s.") % {"day": f"{due_on:%d/%m/%Y}"})
    return redirect("office:task", item_id)


@for_staff(Permission.TASK_WRITE)
@require_POST
def give(request: StaffRequest, item_id: int) -> HttpResponse:
    """Give a task to a further lead, as the people's committee."""
    office = office_of(request)
    item, card = item_here(office, item_id)
    if not may_steer(office, item):
        raise NotAllowed(Permission.TASK_WRITE)
    form = give_form(item, card, office, request.POST)
    if not form.is_valid():
        return task_page(request, office, item, card, {GIVE: form})
    try:
        actions.give(
            by=office.by, item_id=item_id, agency_id=form.cleaned_data["agency"], at=office.at
        )
    except errors.LeadsAlready:
        messages.error(request, _("Cơ quan này đã chủ trì nhiệm vụ."))
    else:
        messages.success(request, _("Đã giao thêm cơ quan chủ trì."))
    return redirect("office:task", item_id)
