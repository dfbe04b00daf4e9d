"""The reconciliation screen: four states of a span of days, and the list behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.reconciliation.queries import screen
from thuphi.money.reconciliation.queries.screen import Group, Move, Narrowed, Span, Tally
from thuphi.money.reconciliation.rules import Confirmed, Outcome

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, number_in, page_number, show
from .reconcile_drawing import drawing
from .reconcile_export import moves_workbook
from .reconcile_rows import each_row, move_rows
from .reconcile_span import Days, Length, around, asked_days
from .reconcile_words import (
    CONFIRMED,
    CONFIRMED_MEANS,
    EXPLAIN_REASONS,
    OUTCOMES,
    OUTCOMES_MEAN,
    channel,
)
from .runs import Chip
from .words import Words

OURS = frozenset({Confirmed.NOT_RECEIVED, Confirmed.BY_PERSON, Confirmed.BY_ITSELF})
RECEIVED = frozenset({Confirmed.NOT_CONFIRMED, Confirmed.BY_PERSON, Confirmed.BY_ITSELF})
DIFFERING = frozenset({Confirmed.NOT_RECEIVED, Confirmed.NOT_CONFIRMED})
LISTS: dict[str, frozenset[Confirmed]] = {
    "ours": OURS,
    "received": RECEIVED,
    "differing": DIFFERING,
    **{one.value: frozenset({one}) for one in Confirmed},
}
LIST = "#danh-sach"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it does not know narrows nothing."""

    days: Days
    span: Span
    list_name: str
    outcome: Outcome | None
    channel: str | None

    @property
    def narrowed(self) -> Narrowed:
        """Which moves the list shows."""
        return Narrowed(
            confirmed=LISTS.get(self.list_name), outcome=self.outcome, channel=self.channel
        )

    def to(self, *, of: str = "", outcome: str = "", by: str | None = None) -> str:
        """The address of a list of the same days."""
        parts = [self.days.query]
        parts += [f"list={of}"] if of else []
        parts += [f"outcome={outcome}"] if outcome else []
        parts += [f"channel={by or '-'}"] if by is not None else []
        return f"?{'&'.join(parts)}{LIST}"


class Listed(Sequence[Move]):
    """A list for a paginator: one page of it is at hand, of the others the number is known."""

    def __init__(self, page: Sequence[Move], count: int) -> None:
        self._page, self._count = page, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Move: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Move]: ...
    def __getitem__(self, place: int | slice) -> Move | Sequence[Move]:
        return self._page if isinstance(place, slice) else self._page[place]


@dataclass(frozen=True, slots=True)
class Seen:
    """A span as it was looked at: counted, with the asked page of the list."""

    groups: Sequence[Group]
    listed: Tally
    page: Page[Move]


def look(request: StaffRequest, ask: Asked) -> Seen:
    """One question; a page beyond the end is asked for again as the last one."""
    number = max(number_in(page_number(request)) or 1, 1)
    start = (number - 1) * PAGE_ROWS
    seen = screen.look(ask.span, ask.narrowed, limit=PAGE_ROWS, offset=start)
    listed = screen.total(seen.groups, ask.narrowed)
    last = max(-(-listed.count // PAGE_ROWS), 1)
    if number > last:
        start, number = (last - 1) * PAGE_ROWS, last
        seen = screen.look(ask.span, ask.narrowed, limit=PAGE_ROWS, offset=start)
    page = Paginator(Listed(seen.moves, listed.count), PAGE_ROWS).page(number)
    return Seen(seen.groups, listed, page)


@dataclass(frozen=True, slots=True)
class StateCard:
    """One of the four states with what it holds."""

    key: str
    pill: Pill
    means: Words
    tally: Tally
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One way by which money comes."""

    name: Words
    ours_vnd: int
    received_vnd: int
    not_received: Tally
    not_confirmed: Tally
    href: str

    @property
    def is_even(self) -> bool:
        """Whether nothing is open in it."""
        return not (self.not_received.count or self.not_confirmed.count)


def asked(request: StaffRequest, desk: Desk) -> Asked:
    """The days and the list in the address."""
    days = asked_days(request.GET.dict(), desk.today)
    outcomes = {one.value: one for one in Outcome}
    by = request.GET.get("channel")
    return Asked(
        days=days,
        span=Span(
            facility_id=desk.facility_id,
            from_on=days.from_on,
            to_on=days.to_on,
            by_arrival=screen.books_by_arrival(desk.facility_id),
        ),
        list_name=request.GET.get("list", "") if request.GET.get("list", "") in LISTS else "",
        outcome=outcomes.get(request.GET.get("outcome", "")),
        channel=None if by is None else "" if by == "-" else by[:40],
    )


def state_cards(ask: Asked, found: Sequence[Group]) -> list[StateCard]:
    """The four states in the order accountants know them."""
    return [
        StateCard(
            one.value,
            CONFIRMED[one],
            CONFIRMED_MEANS[one],
            screen.total(found, Narrowed(confirmed=frozenset({one}))),
            ask.to(of=one.value),
            ask.list_name == one.value,
        )
        for one in Confirmed
    ]


def channel_rows(ask: Asked, found: Sequence[Group]) -> list[ChannelRow]:
    """Each way by which money came, the largest first."""

    def of(name: str, states: frozenset[Confirmed]) -> Tally:
        return screen.total(found, Narrowed(confirmed=states, channel=name))

    names = {one.channel for one in found if one.confirmed is not None}
    rows = [
        ChannelRow(
            channel(name),
            of(name, OURS).vnd,
            of(name, RECEIVED).vnd,
            of(name, frozenset({Confirmed.NOT_RECEIVED})),
            of(name, frozenset({Confirmed.NOT_CONFIRMED})),
            ask.to(by=name),
        )
        for name in names
    ]
    return sorted(rows, key=lambda one: (-one.ours_vnd, -one.received_vnd, str(one.name)))


def outcome_chips(ask: Asked, found: Sequence[Group]) -> list[Chip]:
    """The outcomes as saved filters of the list; those that nothing came to are left out."""
    everything = screen.total(found, Narrowed())
    chips = [
        Chip(
            ask.to(),
            _("Tất cả"),
            everything.count,
            ask.outcome is None and not ask.list_name and ask.channel is None,
        )
    ]
    for one in Outcome:
        tally = screen.total(found, Narrowed(outcome=one))
        if tally.count or ask.outcome is one:
            chips.append(
                Chip(ask.to(outcome=one.value), OUTCOMES[one].word, tally.count, ask.outcome is one)
            )
    return chips


def span_links(ask: Asked, desk: Desk) -> list[Chip]:
    """Day, week and month around what is shown; around today where today is in it."""
    is_now = ask.days.from_on <= desk.today <= ask.days.to_on
    on = desk.today if is_now else ask.days.from_on
    names = {Length.DAY: _("Ngày"), Length.WEEK: _("Tuần"), Length.MONTH: _("Tháng")}
    return [
        Chip(f"?{around(length, on).query}", word, 0, ask.days.length is length)
        for length, word in names.items()
    ]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def reconcile(request: StaffRequest) -> HttpResponse:
    """Four states, the difference, ways, days, and the list behind each figure."""
    desk = desk_of(request)
    ask = asked(request, desk)
    seen = look(request, ask)
    found, listed = seen.groups, seen.listed
    ours = screen.total(found, Narrowed(confirmed=OURS))
    received = screen.total(found, Narrowed(confirmed=RECEIVED))
    fees = screen.fees_vnd(ask.span)
    rows = move_rows(list(seen.page))
    context = {
        "days": ask.days,
        "by_arrival": ask.span.by_arrival,
        "spans": span_links(ask, desk),
        "ours": ours,
        "received": received,
        "gap_vnd": ours.vnd - received.vnd,
        "differing": screen.total(found, Narrowed(confirmed=DIFFERING)),
        "to_confirm": screen.total(
            found, Narrowed(confirmed=frozenset({Confirmed.NOT_CONFIRMED}))
        ).count,
        "fees_vnd": fees,
        "gets_vnd": received.vnd - fees,
        "to_ours": ask.to(of="ours"),
        "to_received": ask.to(of="received"),
        "to_differing": ask.to(of="differing"),
        "told": screen.told(ask.span),
        "states": state_cards(ask, found),
        "drawing": drawing(found, ask.days),
        "channels": channel_rows(ask, found),
        "chips": outcome_chips(ask, found),
        "means": OUTCOMES_MEAN[ask.outcome] if ask.outcome else "",
        "page": seen.page,
        "rows": rows,
        "may_explain": any(one.is_not_received for one in rows),
        "explain_reasons": EXPLAIN_REASONS,
        "listed": listed,
        "list_address": f"{reverse('desk_reconcile')}{ask_here(request)}",
        "xlsx_href": f"{reverse('desk_reconcile_xlsx')}{ask_here(request)}",
    }
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Đối soát"))]
    return show(request, desk, "reconcile", context, noun=Noun.MONEY, crumbs=crumbs)


def ask_here(request: StaffRequest) -> str:
    """What the address asks for, without its page."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


@for_staff(Permission.PAYMENT_READ)
@require_safe
def reconcile_xlsx(request: StaffRequest) -> HttpResponse:
    """The same list as a workbook, whole."""
    desk = desk_of(request)
    ask = asked(request, desk)
    name = f"doi-soat-{desk.facility.code}-{ask.days.from_on:%Y%m%d}-{ask.days.to_on:%Y%m%d}.xlsx"
    with moves_workbook(each_row(screen.each(ask.span, ask.narrowed))) as workbook:
        return HttpResponse(
            workbook.read(),
            headers={
                "Content-Type": XLSX,
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )
