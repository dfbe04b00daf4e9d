"""What was sent to families, to how many, at which cost, and which numbers have to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.notices import actions, queries
from thuphi.ground.notices.addresses import at_home
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.queries import WaySums
from thuphi.ground.notices.rules import Kind, LetterState, Trouble, Way
from thuphi.ground.notices.senders.settings import senders_here
from thuphi.money.reminders import queries as reminders
from thuphi.money.reminders.rules import Level

from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show
from .letters_words import LEVELS, STATES, TROUBLES, WAYS, WHY_STOPPED
from .runs import Chip
from .words import FindingPill, Words

LOOKED_BACK = timedelta(days=60)
KINDS: dict[str, Level] = {
    "notice": Level.NOTICE,
    **{f"reminder_{level.value}": level for level in Level if level is not Level.NOTICE},
}
TABS: dict[str, LetterState] = {state.value: state for state in LetterState}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list."""

    letter_id: int
    what: Words
    way: Words
    to: str
    who: str
    codes: tuple[str, ...]
    pill: FindingPill
    note: Words
    cost_vnd: int
    written_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class WayRow:
    """What one way carried."""

    way: Words
    number: int
    delivered: int
    failed: int
    waiting: int
    cost_vnd: int


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A wrong address with whose it is and where it is mended."""

    letter_id: int
    way: Words
    to: str
    trouble: Words
    people: tuple[tuple[str, str, str], ...]
    """Name, class and the page of each."""
    tried_at: datetime


def letter_row(letter: Letter) -> LetterRow:
    """One letter in words."""
    state = LetterState(letter.state)
    note: Words = TROUBLES[Trouble(letter.trouble)] if letter.trouble else ""
    level = KINDS.get(letter.template)
    return LetterRow(
        letter_id=letter.pk,
        what=LEVELS[level] if level else _("Biên lai"),
        way=WAYS[Way(letter.way)],
        to=at_home(letter.to_address),
        who=str(letter.facts.get("pupil", "")),
        codes=tuple(letter.about.split()),
        pill=STATES[state],
        note=WHY_STOPPED if state is LetterState.STOPPED else note,
        cost_vnd=letter.cost_vnd,
        written_at=letter.created_at,
        sent_at=letter.delivered_at or letter.sent_at,
    )


def way_row(sums: WaySums) -> WayRow:
    """One way in numbers."""
    there = sums.states
    return WayRow(
        way=WAYS[sums.way],
        number=sums.number,
        delivered=there.get(LetterState.DELIVERED, 0),
        failed=there.get(LetterState.FAILED, 0),
        waiting=there.get(LetterState.WAITING, 0),
        cost_vnd=sums.cost_vnd,
    )


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page about letters."""
    return [
        Crumb(_("Đợt thu"), reverse("desk_runs")),
        Crumb(_("Tin báo"), reverse("desk_letters") if more else ""),
        *more,
    ]


@for_staff(Permission.BILL_READ)
@require_safe
def letters(request: StaffRequest) -> HttpResponse:
    """What was sent in two months, by way and state; wrong numbers stand first."""
    desk = desk_of(request)
    since = desk.at - LOOKED_BACK
    sums = queries.sums(desk.facility_id, since=since)
    tab = TABS.get(request.GET.get("tab", ""))
    code = request.GET.get("code", "")
    found = queries.letters(
        desk.facility_id,
        states=[tab] if tab else (),
        about=[code] if code else (),
        since=None if code else since,
    ).exclude(kind=Kind.CODE.value)
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    counts = {state: sum(one.states.get(state, 0) for one in sums) for state in LetterState}
    chips = [Chip("?", _("Tất cả"), sum(counts.values()), tab is None)]
    chips += [
        Chip(f"?tab={state.value}", STATES[state].word, counts[state], tab is state)
        for state in LetterState
        if counts[state]
    ]
    wrong = [
        WrongRow(
            letter_id=one.letter.pk,
            way=WAYS[one.way],
            to=at_home(one.letter.to_address),
            trouble=TROUBLES[one.trouble],
            people=tuple(
                (person.name, person.class_name, reverse("desk_pupil", args=[person.pk]))
                for person in one.people
            ),
            tried_at=one.letter.created_at,
        )
        for one in reminders.wrong_addresses(desk.facility_id)
    ]
    open_ways = senders_here().ways
    context = {
        "days": LOOKED_BACK.days,
        "ways": [way_row(one) for one in sums],
        "cost_vnd": sum(one.cost_vnd for one in sums),
        "number": sum(one.number for one in sums),
        "wrong": wrong,
        "chips": [] if code else chips,
        "code": code,
        "page": page,
        "letters": [letter_row(one) for one in page],
        "closed_ways": [WAYS[way] for way in Way if way not in open_ways],
        "has_way": bool(open_ways),
    }
    return show(request, desk, "letters", context, noun=Noun.RUNS, crumbs=crumbs_to())


@for_staff(Permission.NOTICE_SEND)
@require_POST
def forgive(request: StaffRequest, letter_id: int) -> HttpResponse:
    """A person says that a number that failed is right: the next letter tries it again."""
    desk = desk_of(request)
    desk.by.require(Permission.NOTICE_SEND, desk.facility_id)
    failed = Letter.objects.filter(
        pk=letter_id, facility_id=desk.facility_id, state=LetterState.FAILED.value
    ).first()
    if failed is None:
        raise Http404
    actions.forgive(facility_id=desk.facility_id, address=failed.to_address)
    messages.success(request, _("Đã ghi: số này đúng. Lần gửi tới sẽ thử lại."))
    return redirect("desk_letters")
