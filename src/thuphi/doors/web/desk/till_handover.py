"""Hand-overs of cash: the collector counts note by note and signs, the second person signs too."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.tills import errors
from thuphi.money.tills.actions import handing
from thuphi.money.tills.models import HandOver
from thuphi.money.tills.queries import holdings
from thuphi.money.tills.rules import NOTES_VND, HandOverState

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .people import names_of
from .till_class import crumbs_to
from .till_forms import NotesForm, WhyForm
from .till_words import HAND_OVER_STATES


def _row(one: HandOver, people: dict[int, str], desk: Desk) -> dict[str, object]:
    word, shape, tone = HAND_OVER_STATES[HandOverState(one.state)]
    return {
        "id": one.pk,
        "giver": people.get(one.given_by, ""),
        "receiver": people.get(one.received_by or 0, ""),
        "at": one.given_at,
        "closed_at": one.closed_at,
        "held_vnd": one.held_vnd,
        "counted_vnd": one.counted_vnd,
        "amount_vnd": one.amount_vnd,
        "difference_vnd": one.counted_vnd - one.held_vnd,
        "reason": one.reason,
        "answer": one.answer,
        "word": word,
        "shape": shape,
        "tone": tone,
        "is_own": one.given_by == desk.by.user_id,
        "notes": [
            (note, number) for note, number in zip(NOTES_VND, one.pieces, strict=True) if number
        ],
    }


def _page(
    request: StaffRequest, desk: Desk, form: NotesForm | None = None, why: WhyForm | None = None
) -> HttpResponse:
    found = holdings.holdings(desk.facility_id)
    mine = holdings.holding_of(desk.facility_id, desk.by.user_id)
    waiting = holdings.waiting_for(desk.facility_id)
    page = Paginator(holdings.hand_overs(desk.facility_id), PAGE_ROWS).get_page(
        page_number(request)
    )
    ids = {one.person_id for one in found}
    ids |= {one.given_by for one in [*waiting, *page]}
    ids |= {one.received_by for one in page if one.received_by is not None}
    people = names_of(ids)
    context = {
        "mine": mine,
        "is_waiting": any(one.given_by == desk.by.user_id for one in waiting),
        "held": [
            {"name": people.get(one.person_id, ""), "one": one}
            for one in found
            if one.held_vnd or one.waiting_vnd
        ],
        "fund_vnd": holdings.fund_vnd(desk.facility_id),
        "cash_vnd": holdings.cash_vnd(desk.facility_id),
        "waiting": [_row(one, people, desk) for one in waiting],
        "page": page,
        "log": [_row(one, people, desk) for one in page],
        "form": form or NotesForm(held_vnd=mine.held_vnd),
        "why": why or WhyForm(),
        "person_id": desk.by.user_id,
    }
    is_wrong = any(one is not None and one.errors for one in (form, why))
    return show(
        request,
        desk,
        "till_handover",
        context,
        noun=Noun.CASH,
        crumbs=crumbs_to(Crumb(_("Bàn giao tiền mặt"))),
        status=400 if is_wrong else 200,
    )


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def till_handover(request: StaffRequest) -> HttpResponse:
    """What each collector holds, the count of one's own cash, what waits for a second signature."""
    desk = desk_of(request)
    if request.method != "POST":
        return _page(request, desk)
    form = NotesForm(
        request.POST, held_vnd=holdings.holding_of(desk.facility_id, desk.by.user_id).held_vnd
    )
    if form.is_valid() and _give(desk, form):
        messages.success(request, _("Đã ký giao. Người nhận đếm lại rồi ký nhận trên trang này."))
        return redirect("desk_till_handover")
    return _page(request, desk, form=form)


def _give(desk: Desk, form: NotesForm) -> bool:
    try:
        handing.give(
            by=desk.by,
            facility_id=desk.facility_id,
            pieces=form.pieces(),
            seen_held_vnd=form.cleaned_data["seen_held"],
            reason=form.cleaned_data["reason"],
            at=desk.at,
        )
    except errors.NothingCounted:
        form.add_error(None, _("Chưa đếm tờ nào. Gõ số tờ của từng mệnh giá."))
    except errors.ReasonMissing:
        form.add_error("reason", _("Số đếm khác số đang giữ. Viết một câu vì sao."))
    except errors.HeldChanged as refused:
        form.add_error(
            None,
            _("Vừa có thêm khoản thu hoặc bàn giao: giờ bạn đang giữ %(held)s. Xem lại rồi ký.")
            % {"held": money.dong(refused.held_vnd)},
        )
        form.data = {**dict(form.data.items()), "seen_held": str(refused.held_vnd)}
    except errors.NothingHeld:
        form.add_error(None, _("Bạn không giữ tiền mặt nào để bàn giao."))
    except errors.HandOverWaits:
        form.add_error(None, _("Lần giao trước còn chờ người nhận ký. Rút lại hoặc chờ ký."))
    return not form.errors


def _here(desk: Desk, hand_over_id: int) -> HandOver:
    found = HandOver.objects.filter(pk=hand_over_id, facility_id=desk.facility_id).first()
    if found is None:
        raise Http404
    return found


@for_staff(Permission.CASH_TAKE)
@require_POST
def till_receive(request: StaffRequest, hand_over_id: int) -> HttpResponse:
    """The second person signs."""
    desk = desk_of(request)
    made = _here(desk, hand_over_id)
    try:
        handing.receive(by=desk.by, hand_over_id=made.pk, at=desk.at)
    except errors.SecondPersonMissing:
        messages.error(
            request, _("Người giao không tự ký nhận. Nhờ người thứ hai đăng nhập và ký.")
        )
    except errors.HandOverIsOver:
        messages.warning(request, _("Lần giao này đã xong trước đó; không ghi gì thêm."))
    else:
        messages.success(
            request, _("Đã ký nhận %(sum)s vào quỹ.") % {"sum": money.dong(made.amount_vnd)}
        )
    return redirect("desk_till_handover")


@for_staff(Permission.CASH_TAKE)
@require_POST
def till_turn_back(request: StaffRequest, hand_over_id: int) -> HttpResponse:
    """The giver takes it back, or the second person does not receive it; with a reason."""
    desk = desk_of(request)
    made = _here(desk, hand_over_id)
    why = WhyForm(request.POST)
    if not why.is_valid():
        return _page(request, desk, why=why)
    verb = handing.withdraw if made.given_by == desk.by.user_id else handing.refuse
    try:
        verb(by=desk.by, hand_over_id=made.pk, reason=why.cleaned_data["reason"], at=desk.at)
    except errors.HandOverIsOver:
        messages.warning(request, _("Lần giao này đã xong trước đó; không ghi gì thêm."))
    else:
        messages.success(request, _("Không bàn giao: tiền vẫn ở người giao."))
    return redirect("desk_till_handover")
