"""The counter with a terminal and a phone: card and Mobile Money, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared import methods_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.attempts import actions, errors, queries
from thuphi.money.attempts.actions import Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import LIVE, AttemptState
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.errands.queries import lines_down
from thuphi.money.payments.queries.receipts import is_being_booked
from thuphi.registers.methods import queries as methods
from thuphi.registers.methods.rules import Hint, Offer, Way

from .attempt_rows import attempt_or_404, attempt_row, payments_of
from .attempt_words import NOT_SENT, can_cancel, reason_of
from .bills import bill_or_404, payer_href
from .collect_forms import CollectForm, MobileForm, Place
from .frame import Crumb, Desk, Noun, desk_of, personal, show
from .rows import bill_row
from .words import WAYS_AT_THE_DESK, Words

AT_THE_DESK = (Way.CARD, Way.MOBILE_MONEY)
ROUTES = {Way.CARD: "desk_collect_card", Way.MOBILE_MONEY: "desk_collect_mobile"}


@dataclass(frozen=True, slots=True)
class Open:
    """Where one way can take this sum now, and what has to be said about it."""

    places: tuple[Place, ...]
    hints: tuple[Words, ...]
    closed: tuple[str, ...]
    """Why the others cannot."""


@dataclass(frozen=True, slots=True)
class WayLink:
    """A way of taking money at the counter."""

    href: str
    label: Words
    icon: str


def codes_of(bill: Bill) -> list[str]:
    """The bill's code and those of the baskets it lies in."""
    return [bill.code, *queries.codes_beside(bill.pk)]


def offers_at(desk: Desk, bill: Bill) -> list[Offer]:
    """Card and Mobile Money as the facility has them today, for what is left of a bill."""
    down = lines_down(bill.facility_id, desk.at)
    found = methods.offers_of(bill.facility_id, desk.today, bill.remaining_vnd, down=down)
    return [one for one in found if one.way in AT_THE_DESK and one.merchant_id is not None]


def ways_at(desk: Desk, bill: Bill) -> list[WayLink]:
    """What to offer at the counter beside cash."""
    ways = {one.way for one in offers_at(desk, bill)}
    icons = {Way.CARD: "card", Way.MOBILE_MONEY: "phone"}
    return [
        WayLink(reverse(ROUTES[way], args=[bill.code]), WAYS_AT_THE_DESK[way], icons[way])
        for way in AT_THE_DESK
        if way in ways
    ]


def open_places(desk: Desk, bill: Bill, way: Way) -> Open:
    """The terminals or operators that can take what is left, and why others cannot."""
    offers = {one.merchant_id: one for one in offers_at(desk, bill) if one.way is way}
    places, closed = [], []
    if way is Way.CARD:
        for terminal in methods.terminals_at_work(bill.facility_id, desk.today):
            offer = offers.get(terminal.merchant_id)
            if offer is None:
                continue
            if not offer.is_usable:
                closed.append(f"{terminal.place}: {methods_words.why_not(offer)}")
                continue
            facts = f"{terminal.poi_id} · {methods_words.cost(offer)}"
            places.append(
                Place(
                    str(terminal.pk), terminal.place, facts, terminal.merchant_id, terminal.poi_id
                )
            )
    else:
        for merchant_id, offer in offers.items():
            if merchant_id is None or not offer.is_usable:
                closed.append(f"{offer.label}: {methods_words.why_not(offer)}")
                continue
            places.append(
                Place(str(merchant_id), offer.label, methods_words.cost(offer), merchant_id)
            )
    hints = dict.fromkeys(hint for one in offers.values() for hint in one.hints)
    shown = [methods_words.HINTS[hint] for hint in hints if hint is not Hint.MOBILE_MONEY_CAP]
    return Open(tuple(places), tuple(shown), tuple(dict.fromkeys(closed)))


def begin(desk: Desk, bill: Bill, form: CollectForm) -> Attempt | None:
    """Begin what the form says, or write into the form why not and what to do."""
    amount = form.cleaned_data["amount_vnd"]
    wish = Wish(
        code=bill.code,
        merchant_id=form.chosen().merchant_id,
        amount_vnd=amount,
        extra=form.extra(),
    )
    rest = {"rest": money.dong(bill.remaining_vnd)}
    try:
        return actions.begin(by=desk.by, wish=wish, at=desk.at)
    except errors.AnotherIsLive as live:
        return queries.attempt_here(live.attempt_id)
    except errors.NothingToPay:
        fault = _("Khoản này đã thu đủ hoặc đã hủy. Đừng thu; chưa có gì được gửi đi.")
    except errors.AmountAboveRest:
        fault = _("Khoản này chỉ còn %(rest)s. Thu nhiều nhất chừng đó.") % rest
    except errors.PartNotAllowed:
        fault = _("Khoản này phải nộp một lần đủ %(rest)s.") % rest
    except errors.AmountNotPositive:
        fault = _("Số tiền phải lớn hơn 0.")
    except errors.AmountOutsideLimits as limits:
        fault = _(
            "Cách này chỉ nhận từ %(least)s đến %(most)s một lần. "
            "Mời người nộp quét mã QR chuyển khoản; đừng chia nhỏ khoản tiền."
        ) % {"least": money.dong(limits.min_vnd), "most": money.dong(limits.max_vnd)}
    except errors.WayNotOpen:
        fault = _("Cách này vừa ngừng dùng ở trường. Chọn cách khác; chưa có gì được gửi đi.")
    form.add_error(None if form.fields["amount_vnd"].widget.is_hidden else "amount_vnd", fault)
    return None


def last_of(bill: Bill) -> Attempt | None:
    """The latest attempt on a bill."""
    return next(iter(queries.attempts_of(codes_of(bill))), None)


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: StaffRequest, code: str, way: Way) -> HttpResponse:
    """One bill, one way: how much, where, one big button."""
    desk = desk_of(request)
    bill = bill_or_404(request, code)
    last, open_one = last_of(bill), live_on(bill)
    if open_one is not None:
        if request.method == "POST":
            messages.warning(request, _("Đang có một lần trả chưa xong; không tạo lần thứ hai."))
        return redirect("desk_collected", bill.code, open_one.pk)
    can = open_places(desk, bill, way)
    kind = MobileForm if way is Way.MOBILE_MONEY else CollectForm
    phone = bill.beneficiary.payer_phone if way is Way.MOBILE_MONEY else ""
    form = kind(
        request.POST or None,
        places=can.places,
        label=_("Máy POS nào") if way is Way.CARD else _("Nhà mạng nào"),
        rest_vnd=bill.remaining_vnd,
        allows_part=bill.allows_part,
        initial={"after": last.pk if last else 0, "msisdn": phone},
    )
    if request.method == "POST" and is_being_booked(bill.code):
        messages.warning(request, _("Tiền của khoản này vừa tới, đang ghi sổ. Đừng thu lần nữa."))
        return redirect("desk_cash_bill", bill.code)
    if request.method == "POST" and can.places and form.is_valid():
        if last is not None and last.pk > form.cleaned_data["after"]:
            return redirect("desk_collected", bill.code, last.pk)
        attempt = begin(desk, bill, form)
        if attempt is not None:
            return redirect("desk_collected", bill.code, attempt.pk)
    context = {
        "bill": bill,
        "row": bill_row(bill, desk.today),
        "lines": bills.lines_of([bill.pk]).get(bill.pk, []),
        "form": form,
        "can": can,
        "way": way.value,
        "way_words": WAYS_AT_THE_DESK[way],
        "ways": [one for one in ways_at(desk, bill) if one.label != WAYS_AT_THE_DESK[way]],
        "payer_href": payer_href(bill),
    }
    status = 400 if form.errors else 200
    return show(
        request, desk, "collect", context, noun=Noun.CASH, crumbs=_crumbs(bill), status=status
    )


def _crumbs(bill: Bill) -> list[Crumb]:
    return [
        Crumb(_("Quầy thu"), reverse("desk_cash")),
        Crumb(bill.beneficiary_name, reverse("desk_cash_bill", args=[bill.code])),
    ]


def live_on(bill: Bill) -> Attempt | None:
    """The attempt that may still be paid, or that holds money which a person has to decide about:
    until then nothing else is to be taken."""
    found = queries.attempts_of(codes_of(bill))
    return next((one for one in found if AttemptState(one.state) in LIVE or one.needs_person), None)


def state_key(attempt: Attempt, desk: Desk) -> str:
    """Changes whenever the page would say something else."""
    asked = "x" if attempt.cancel_asked_at else ""
    late = "l" if desk.at >= attempt.expires_at else ""
    return f"{attempt.state}{'p' if attempt.needs_person else ''}{asked}{late}"


def waiting_context(desk: Desk, bill: Bill, attempt: Attempt) -> dict[str, object]:
    """What the page says of an attempt now."""
    state = AttemptState(attempt.state)
    is_live = state in LIVE or attempt.needs_person
    steps = queries.steps_of(attempt.pk) if not is_live else []
    is_waiting = state in (AttemptState.CREATED, AttemptState.PENDING)
    is_unclear = is_live and (
        attempt.needs_person or not is_waiting or desk.at >= attempt.expires_at
    )
    return {
        "bill": bill,
        "attempt": attempt,
        "one": attempt_row(attempt),
        "key": state_key(attempt, desk),
        "is_live": is_live,
        "is_unclear": is_unclear,
        "is_sent": attempt.sent_at is not None,
        "by_card": attempt.method == Way.CARD.value,
        "by_mobile": attempt.method == Way.MOBILE_MONEY.value,
        "phone": _phone_shown(attempt),
        "terminal": attempt.extra.get("poi_id", ""),
        "can_cancel": can_cancel(attempt),
        "payments": payments_of(attempt) if state is AttemptState.CONFIRMED else [],
        "reason": reason_of(attempt, steps) if steps else "",
        "was_not_sent": any(one.note in NOT_SENT for one in steps),
        "again_href": _again(bill, attempt) if not is_live else "",
        "at": desk.at,
    }


def _phone_shown(attempt: Attempt) -> str:
    """The number whole where staff typed it; one that a payer gave on the web is not theirs to
    read, and its last three digits tell it apart."""
    phone = str(attempt.extra.get("msisdn", ""))
    if attempt.started_by is not None:
        return phone
    return f"{'•' * max(len(phone) - 3, 0)}{phone[-3:]}"


def _again(bill: Bill, attempt: Attempt) -> str:
    """Where to try again; only when the attempt is known to be dead and something is owed."""
    if attempt.state == AttemptState.CONFIRMED.value or not bill.remaining_vnd:
        return ""
    route = ROUTES.get(Way(attempt.method), "desk_cash_bill")
    return reverse(route, args=[bill.code])


def _here(request: StaffRequest, code: str, attempt_id: int) -> tuple[Bill, Attempt]:
    bill = bill_or_404(request, code)
    attempt = attempt_or_404(request, attempt_id)
    if attempt.code not in codes_of(bill):
        raise Http404
    return bill, attempt


@for_staff(Permission.CASH_TAKE)
@require_safe
def collected(request: StaffRequest, code: str, attempt_id: int) -> HttpResponse:
    """An attempt at the counter: what to tell the person who stands there."""
    desk = desk_of(request)
    bill, attempt = _here(request, code, attempt_id)
    context = {"row": bill_row(bill, desk.today), **waiting_context(desk, bill, attempt)}
    return show(request, desk, "collected", context, noun=Noun.CASH, crumbs=_crumbs(bill))


@for_staff(Permission.CASH_TAKE)
@require_safe
def collected_state(request: StaffRequest, code: str, attempt_id: int) -> HttpResponse:
    """The part of that page that moves, asked every second: nothing while nothing has changed."""
    desk = desk_of(request)
    bill, attempt = _here(request, code, attempt_id)
    if request.GET.get("seen") == state_key(attempt, desk):
        return personal(HttpResponse(status=204))
    context = {
        "desk": desk,
        "may": {
            one.value: True for one in desk.by.permissions if bill.facility_id in desk.by.where(one)
        },
        **waiting_context(desk, bill, attempt),
    }
    return personal(render(request, "desk/_collected.html", context))


@for_staff(Permission.CASH_TAKE)
@require_POST
def cancel(request: StaffRequest, code: str, attempt_id: int) -> HttpResponse:
    """The person went away or wants another way: ask for an end. What is paid meanwhile counts."""
    desk = desk_of(request)
    bill, attempt = _here(request, code, attempt_id)
    actions.ask_to_cancel(by=desk.by, attempt_id=attempt.pk, at=desk.at)
    return redirect("desk_collected", bill.code, attempt.pk)
