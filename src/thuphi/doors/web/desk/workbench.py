"""The workbench: what needs a person, one thing at a time, with everything to decide it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import overload
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries.desk import LIVE, BillFilter
from thuphi.money.payments.queries import desk as payments
from thuphi.money.reconciliation.queries import workbench as queries
from thuphi.money.reconciliation.queries.screen import Tally
from thuphi.money.reconciliation.queries.workbench import Order, Thing, Waits
from thuphi.money.reconciliation.rules import Deed, Outcome

from . import words
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .inbox import ELSEWHERE, more_waiting
from .reconcile_words import (
    NOT_OURS_REASONS,
    OUTCOMES,
    OUTCOMES_MEAN,
    REFUND_REASONS,
    UNDO_REASONS,
)
from .refund_rows import refunds_on
from .register_forms import bank_choices
from .runs import Chip
from .waiting import MoneyWaiting, money_waiting
from .words import Words
from .workbench_items import line_item, payment_item
from .workbench_rows import (
    MOST_SHOWN,
    TO_DO,
    Item,
    Proposal,
    PupilFound,
    key_of,
    proposal_of,
    pupils_found,
    thing_of,
)

ORDERS: dict[Order, Words] = {
    Order.OLDEST: gettext_lazy("Cũ nhất"),
    Order.LARGEST: gettext_lazy("Lớn nhất"),
    Order.NEWEST: gettext_lazy("Mới nhất"),
}
SPLIT_ROWS = 5


class Things(Sequence[Waits]):
    """What waits, for a paginator: its length is known already, a page of it is one question."""

    def __init__(self, facility_id: int, order: Order, outcome: Outcome | None, count: int) -> None:
        self._facility_id, self._order, self._outcome = facility_id, order, outcome
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Waits: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Waits]: ...
    def __getitem__(self, place: int | slice) -> Waits | Sequence[Waits]:
        if isinstance(place, int):
            return self._part(place, 1)[0]
        start, stop, _step = place.indices(self._count)
        return self._part(start, stop - start)

    def _part(self, start: int, number: int) -> Sequence[Waits]:
        return queries.waiting(
            self._facility_id, self._order, self._outcome, limit=number, offset=start
        )


@dataclass(frozen=True, slots=True)
class ListRow:
    """A thing in the list beside the open one."""

    key: str
    href: str
    waits: Waits
    word: Words
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    order: Order
    outcome: Outcome | None
    page: str
    key: str
    bill_words: str
    pupil_words: str

    def to(self, key: str = "", *, order: Order | None = None, done: str = "") -> str:
        """The address of a thing in the same list."""
        told = {
            "order": (order or self.order).value,
            "outcome": self.outcome.value if self.outcome else "",
            "page": self.page if self.page != "1" else "",
            "item": key,
            "done": done,
        }
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{reverse('desk_workbench')}?{query}"


def asked(request: StaffRequest) -> Asked:
    """The list, the open thing, and what is searched for it."""
    orders = {one.value: one for one in Order}
    outcomes = {one.value: one for one in TO_DO}
    return Asked(
        order=orders.get(request.GET.get("order", ""), Order.OLDEST),
        outcome=outcomes.get(request.GET.get("outcome", "")),
        page=page_number(request),
        key=request.GET.get("item", "")[:30],
        bill_words=request.GET.get("q", "").strip()[:100],
        pupil_words=request.GET.get("who", "").strip()[:100],
    )


def item_of(thing: Thing | None, desk: Desk) -> Item | None:
    """A thing of this desk's facility; nothing for one of another school."""
    if thing is None:
        return None
    if thing.kind == "line":
        return line_item(thing.id, desk.facility_id)
    payment = payments.payment_here(thing.id, [desk.facility_id])
    return payment_item(payment, desk.today) if payment is not None else None


def bills_found(item: Item, desk: Desk, asked_words: str) -> list[Proposal]:
    """The bills that somebody searched for, as proposals for this money."""
    wanted = BillFilter(facility_id=desk.facility_id, today=desk.today, words=asked_words)
    return [
        proposal_of(bill, item.left_vnd, [_("bạn tìm")], 0)
        for bill in bills.bills(wanted).filter(LIVE)[:MOST_SHOWN]
    ]


def deeds_context(item: Item, desk: Desk, ask: Asked, after: str) -> dict[str, object]:
    """What the part of the page about one thing needs, wherever it stands."""
    found = bills_found(item, desk, ask.bill_words) if ask.bill_words else item.proposals
    pupils: list[PupilFound] = (
        pupils_found(desk.facility_id, ask.pupil_words)
        if ask.pupil_words and not ask.bill_words
        else []
    )
    blank = max(2, SPLIT_ROWS - len(found))
    return {
        "item": item,
        "after": after,
        "q": ask.bill_words,
        "who": ask.pupil_words,
        "proposals": found,
        "pupils": pupils,
        "split_rows": [one for one in found if one.code and one.payment_id is None],
        "blank_rows": range(blank),
        "means": OUTCOMES_MEAN[item.outcome],
        "not_ours_reasons": NOT_OURS_REASONS,
        "undo_reasons": UNDO_REASONS,
        "refund_reasons": REFUND_REASONS,
        "banks": bank_choices(),
        "refunds": refunds_on(payment_id=item.thing.id) if item.thing.kind == "payment" else [],
    }


def filter_chips(ask: Asked, counts: dict[Outcome, Tally]) -> list[Chip]:
    """The outcomes that wait, as saved filters."""
    everything = sum(tally.count for tally in counts.values())
    here = reverse("desk_workbench")
    chips = [Chip(f"{here}?order={ask.order.value}", _("Tất cả"), everything, ask.outcome is None)]
    return chips + [
        Chip(
            f"{here}?order={ask.order.value}&outcome={one.value}",
            OUTCOMES[one].word,
            counts[one].count,
            ask.outcome is one,
        )
        for one in Outcome
        if one in counts
    ]


def other_chips(facility_id: int, waits: MoneyWaiting) -> list[Chip]:
    """What else about money in is worth a look, each on its own page; none if empty."""
    counts = payments.counts_waiting(facility_id)
    here = reverse("desk_inbox")
    chips = [
        Chip(f"{here}?kind={one.value}", words.WAITING[one], counts[one], False)
        for one in ELSEWHERE.values()
    ]
    return [one for one in (*chips, *more_waiting(waits)) if one.count]


def just_done(ask_done: str, desk: Desk) -> dict[str, object]:
    """The thing that was decided a moment ago, to be taken back with one key."""
    thing = thing_of(ask_done)
    if thing is None:
        return {}
    ids = [thing.id] if thing.kind == "payment" else []
    found = [
        one for one in queries.decisions(thing.line_id, ids) if one.facility_id == desk.facility_id
    ]
    if not found or found[0].deed in (Deed.NOTE.value, Deed.UNDO.value):
        return {}
    return {"done_key": ask_done, "undo_reasons": UNDO_REASONS}


@for_staff(Permission.PAYMENT_READ)
@require_safe
def workbench(request: StaffRequest) -> HttpResponse:
    """What waits, and the one thing that is open."""
    desk = desk_of(request)
    ask = asked(request)
    counts, waits = queries.counts(desk.facility_id), money_waiting(desk.facility_id)
    chosen = [tally for one, tally in counts.items() if ask.outcome in (None, one)]
    number = sum(tally.count for tally in chosen)
    page = Paginator(Things(desk.facility_id, ask.order, ask.outcome, number), PAGE_ROWS).get_page(
        ask.page
    )
    listed = list(page)
    keys = [key_of(one.thing) for one in listed]
    key = ask.key if thing_of(ask.key) is not None else (keys[0] if keys else "")
    item = item_of(thing_of(key), desk)
    here = keys.index(key) if key in keys else -1
    following = keys[here + 1] if here + 1 < len(keys) else (keys[0] if here > 0 else "")
    midnight = datetime.combine(desk.today, time.min, tzinfo=VIETNAM)
    context: dict[str, object] = {
        "ask": ask,
        "page": page,
        "rows": [
            ListRow(one_key, ask.to(one_key), one, OUTCOMES[one.outcome].word, one_key == key)
            for one_key, one in zip(keys, listed, strict=True)
        ],
        "chips": filter_chips(ask, counts),
        "waits": waits,
        "others": other_chips(desk.facility_id, waits),
        "orders": [(ask.to(order=one), word, one is ask.order) for one, word in ORDERS.items()],
        "left": sum((tally for tally in counts.values()), Tally()),
        "done_today": queries.done_since(desk.facility_id, desk.by.user_id, midnight),
        "before_href": ask.to(keys[here - 1]) if here > 0 else "",
        "after_href": ask.to(following) if following and following != key else "",
        "place": page.start_index() + here if here >= 0 else 0,
        "number": number,
        "shown_order": ask.order.value,
    }
    if item is not None:
        after = ask.to(following if following != key else "", done=key)
        context |= deeds_context(item, desk, ask, after)
    context |= just_done(request.GET.get("done", ""), desk)
    crumbs = [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(_("Đối soát"), reverse("desk_reconcile")),
        Crumb(_("Cần xử lý")),
    ]
    return show(request, desk, "workbench", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def item(request: StaffRequest, thing: str) -> HttpResponse:
    """One line or payment, whatever became of it: told, tried, decided, and how to take it back."""
    desk = desk_of(request)
    found = item_of(thing_of(thing), desk)
    if found is None:
        raise Http404
    ask = asked(request)
    after = reverse("desk_workbench_item", args=[found.key])
    crumbs = [
        Crumb(_("Đối soát"), reverse("desk_reconcile")),
        Crumb(_("Cần xử lý"), reverse("desk_workbench")),
        Crumb(_("Giao dịch")),
    ]
    context = {**deeds_context(found, desk, ask, after), "is_alone": True}
    return show(request, desk, "workbench_item", context, noun=Noun.MONEY, crumbs=crumbs)
