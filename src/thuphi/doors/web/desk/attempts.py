"""Attempts to pay: the list, one attempt step by step, and what only a person can decide."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import Permission
from thuphi.money.attempts import actions, queries
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import LIVE, AttemptState
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.payments.models import Heard

from .attempt_rows import (
    NEEDS,
    attempt_or_404,
    attempt_row,
    counts_by_state,
    heard_of,
    mismatch_of,
    named,
    payments_of,
    told_row,
)
from .attempt_words import NEEDS_PERSON, STATES, reason_of, step_rows
from .forms import ReasonForm
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show, unchanged
from .people import names_of
from .runs import Chip

PERSON, ALL = "person", ""
DECIDED = ("attempt_given_up", "attempt_accepted")


@for_staff(Permission.PAYMENT_READ)
@require_safe
def attempts(request: StaffRequest) -> HttpResponse:
    """Every attempt of the facility, the latest first; those that need a person stand first."""
    desk = desk_of(request)
    asked = request.GET.get("q", "").strip()[:100]
    wanted = request.GET.get("state", ALL)
    states = {one.value: one for one in AttemptState}
    found = queries.latest(desk.facility_id, states.get(wanted))
    if wanted == PERSON:
        found = found.filter(NEEDS).order_by("started_at", "id")
    found = named(found, asked, desk)
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    counts = counts_by_state(desk.facility_id)
    total = sum(number for name, number in counts.items() if name != PERSON)
    chips = [
        Chip("?", _("Tất cả"), total, wanted not in {PERSON, *states}),
        Chip(f"?state={PERSON}", NEEDS_PERSON.word, counts[PERSON], wanted == PERSON),
        *(
            Chip(f"?state={name}", STATES[state].word, counts[name], wanted == name)
            for name, state in states.items()
            if counts[name] or wanted == name
        ),
    ]
    context = {
        "q": asked,
        "state": wanted,
        "chips": chips,
        "page": page,
        "attempts": [attempt_row(one) for one in page],
    }
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Lần trả"))]
    return show(request, desk, "attempts", context, noun=Noun.MONEY, crumbs=crumbs)


def bills_of(attempt: Attempt) -> list[Bill]:
    """The bill of an attempt, or the bills of its basket."""
    here = bills.bill_here(attempt.code, [attempt.facility_id])
    if here is not None:
        return [here]
    basket = queries.basket_page(attempt.code)
    return [line.bill for line in basket.lines] if basket is not None else []


def decisions(attempt: Attempt) -> list[Event]:
    """What people decided about an attempt, and why."""
    found = Event.objects.filter(
        subject=attempt.code,
        facility_id=attempt.facility_id,
        kind__in=DECIDED,
        facts__attempt_id=attempt.pk,
    )
    return list(found.order_by("id"))


def attempt_page(request: StaffRequest, attempt: Attempt, form: ReasonForm) -> HttpResponse:
    """One attempt: what was asked, what was told, what may be done."""
    desk = desk_of(request)
    steps = queries.steps_of(attempt.pk)
    heard = heard_of(attempt)
    held: Heard | None = mismatch_of(heard)
    state = AttemptState(attempt.state)
    is_live = state in LIVE
    is_decided = attempt.accepted_by is not None and state is not AttemptState.CONFIRMED
    # Money that does not fit may be told of after an attempt was taken for dead.
    is_open = is_live or attempt.needs_person
    is_unclear = attempt.needs_person or state is AttemptState.UNKNOWN
    names = names_of([attempt.started_by, *(one.user_id for one in steps)])
    context = {
        "attempt": attempt,
        "one": attempt_row(attempt),
        "bills": bills_of(attempt),
        "steps": step_rows(steps, names),
        "told": [told_row(one) for one in heard],
        "held": held if is_open else None,
        "differs_vnd": held.amount_vnd - attempt.amount_vnd if held is not None else 0,
        "payments": payments_of(attempt),
        "decisions": decisions(attempt),
        "reason": reason_of(attempt, steps) if not is_open else "",
        "is_open": is_open,
        "can_give_up": is_unclear and not is_decided,
        "can_accept": attempt.needs_person and held is not None and not is_decided,
        "is_decided": is_decided,
        "started_by": names.get(attempt.started_by or 0, ""),
        "form": form,
        # A page on which somebody may be writing a reason is not renewed under their hands.
        "watched": is_decided or (is_live and not is_unclear),
        "seen": attempt.state,
    }
    crumbs = [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(_("Lần trả"), reverse("desk_attempts")),
        Crumb(attempt.reference),
    ]
    status = 400 if form.errors else 200
    return show(request, desk, "attempt", context, noun=Noun.MONEY, crumbs=crumbs, status=status)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def attempt(request: StaffRequest, attempt_id: int) -> HttpResponse:
    """One attempt."""
    here = attempt_or_404(request, attempt_id)
    if "seen" in request.GET:
        return unchanged(request, here.state)
    return attempt_page(request, here, ReasonForm())


@for_staff(Permission.PAYMENT_READ)
@require_POST
def ask_again(request: StaffRequest, attempt_id: int) -> HttpResponse:
    """Let the worker ask the provider now."""
    desk = desk_of(request)
    here = attempt_or_404(request, attempt_id)
    actions.ask_again(by=desk.by, attempt_id=here.pk, at=desk.at)
    if here.state != AttemptState.CONFIRMED.value:
        messages.info(request, _("Đang hỏi nhà cung cấp. Tải lại trang sau vài giây để xem."))
    bill = bills.bill_here(here.code, [here.facility_id])
    if request.POST.get("back") == "counter" and bill and desk.by.may(Permission.CASH_TAKE):
        return redirect("desk_collected", bill.code, here.pk)
    return redirect("desk_attempt", here.pk)


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_POST
def give_up(request: StaffRequest, attempt_id: int) -> HttpResponse:
    """No money came, and somebody says how they know: the bill may be paid by another attempt."""
    desk = desk_of(request)
    here = attempt_or_404(request, attempt_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return attempt_page(request, here, form)
    is_open = AttemptState(here.state) in LIVE or here.needs_person
    is_late = not is_open or here.accepted_by is not None
    if not is_late:
        actions.give_up(
            by=desk.by, attempt_id=here.pk, reason=form.cleaned_data["reason"], at=desk.at
        )
    _say(
        request,
        is_late=is_late,
        done=_("Đã kết luận không có tiền. Khoản này thu lại được ngay."),
    )
    return redirect("desk_attempt", here.pk)


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_POST
def accept(request: StaffRequest, attempt_id: int) -> HttpResponse:
    """Money that did not fit is ours after all: the worker books it as it came."""
    desk = desk_of(request)
    here = attempt_or_404(request, attempt_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return attempt_page(request, here, form)
    is_waiting = here.needs_person and here.accepted_by is None
    is_late = not is_waiting or mismatch_of(heard_of(here)) is None
    if not is_late:
        actions.accept(
            by=desk.by, attempt_id=here.pk, reason=form.cleaned_data["reason"], at=desk.at
        )
    _say(
        request,
        is_late=is_late,
        done=_("Đã nhận. Máy chủ đang ghi sổ đúng số tiền đã về, thường một hai giây."),
    )
    return redirect("desk_attempt", here.pk)


def _say(request: StaffRequest, *, is_late: bool, done: str) -> None:
    if is_late:
        messages.warning(request, _("Lần trả này không còn chờ quyết định; không có gì thay đổi."))
    else:
        messages.success(request, done)
