"""The page of one attempt to pay, the way back from a provider, and the wish to stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.pay import outside, proof, shown, tokens, waiting, ways
from thuphi.doors.web.pay.choosing import bill_address, see_other
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.missing import counts_misses
from thuphi.doors.web.pay.reading import Payable, canonical, payable_or_404
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.channels import qr_image
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempts_of
from thuphi.money.attempts.rules import LIVE, AttemptState
from thuphi.money.payments.queries.receipts import Receipt, receipts_of
from thuphi.registers.methods.rules import Way

LIVE_STREAM = "/gate/live/"
OPENING = timedelta(minutes=1)
"""How long the page says that it is opening the provider's; then that it is looking into it."""
LONGEST_QR = 900
"""Letters of a provider's code that still make a symbol which a phone reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptShown:
    """An attempt in words; nothing of it says who pays."""

    face: str
    """Which face the page wears: opening, go, scan, phone, desk, checking, person, stopping,
    expired, cancelled, refused or confirmed."""
    state: str
    label: str
    amount_vnd: int
    expires_at: datetime
    next_ask_at: datetime | None
    page: outside.Outside | None
    app_link: str
    qr_svg: SafeString
    is_live: bool
    may_cancel: bool
    came_back: bool


@open_to_all
@require_safe
@personal
@counts_misses
def attempt(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """How a payment stands. With `?di=1`, right after the choice, it goes on to the provider."""
    payable, found = _found(code, token)
    view = _shown(found, came_back="ve" in request.GET)
    response = render(request, "pay/attempt.html", _context(request, payable, found, view))
    if view.face == "opening":
        response["Refresh"] = "2"
    elif "di" in request.GET and view.face == "go" and view.page is not None:
        # In place of this page, so that "back" leads to the bill.
        response["Refresh"] = f"0; url={view.page.url}"
    return response


@open_to_all
@require_safe
@personal
@counts_misses
def state(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The part of the page that changes, for a script."""
    payable, found = _found(code, token)
    view = _shown(found, came_back="ve" in request.GET)
    return render(request, "pay/_attempt_state.html", _context(request, payable, found, view))


@open_to_all
@require_POST
@personal
@counts_misses
def cancel(request: HttpRequest, code: str, token: str) -> HttpResponse:  # noqa: ARG001
    """The payer wishes to stop. What was paid meanwhile is paid."""
    _, found = _found(code, token)
    if _may_cancel(found):
        actions.ask_to_cancel(by=PAYER, attempt_id=found.pk, at=clock.now())
    return see_other(tokens.address_of(found))


@csrf_exempt
@open_to_all
@personal
@counts_misses
def came_back(request: HttpRequest, code: str, name: str) -> HttpResponse:  # noqa: ARG001
    """The browser comes back from a provider. What it brings along is neither read nor kept.

    Reads nothing and changes nothing, so any method and any query may come, from anywhere.
    """
    payable = payable_or_404(code)
    path = reverse("pay:return", args=[payable.code, name])
    for one in attempts_of([payable.code]):
        if one.return_url and urlsplit(one.return_url).path == path:
            response = see_other(f"{tokens.address_of(one)}?ve=1")
            break
    else:
        response = see_other(bill_address(payable))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _found(code: str, token: str) -> tuple[Payable, Attempt]:
    payable = payable_or_404(code)
    found = tokens.attempt_of(canonical(code), token)
    if found is None:
        raise Http404
    return payable, found


def _shown(attempt: Attempt, *, came_back: bool) -> AttemptShown:
    found = AttemptState(attempt.state)
    page = outside.page_at(attempt.url)
    return AttemptShown(
        face=_face(attempt, page, came_back=came_back),
        state=attempt.state,
        label=ways.label_for(attempt.channel, attempt.method),
        amount_vnd=attempt.amount_vnd,
        expires_at=attempt.expires_at,
        next_ask_at=_next_ask(attempt),
        page=page,
        app_link=outside.app_link(attempt.channel, attempt.deeplink),
        qr_svg=_drawing(attempt.qr),
        is_live=found in LIVE,
        may_cancel=_may_cancel(attempt),
        came_back=came_back,
    )


def _face(attempt: Attempt, page: outside.Outside | None, *, came_back: bool) -> str:
    found = AttemptState(attempt.state)
    if found not in LIVE:
        return found.value
    if attempt.needs_person:
        return "person"
    if attempt.cancel_asked_at is not None:
        return "stopping"
    if found is AttemptState.UNKNOWN or came_back:
        return "checking"
    if clock.now() >= attempt.expires_at:
        return "checking"
    if attempt.method == Way.CARD.value:
        return "desk"
    if attempt.method == Way.MOBILE_MONEY.value:
        return "phone"
    if attempt.method == Way.QR.value and attempt.qr:
        return "scan"
    if page is not None:
        return "go"
    if waiting.is_on_the_way(attempt) and clock.now() < attempt.started_at + OPENING:
        return "opening"
    return "checking"


def _may_cancel(attempt: Attempt) -> bool:
    """What a cashier began at the desk, the cashier ends."""
    is_wished = attempt.cancel_asked_at is not None
    return AttemptState(attempt.state) in LIVE and not is_wished and attempt.started_by is None


def _next_ask(attempt: Attempt) -> datetime | None:
    """When the provider is asked next; none when that is due already."""
    at = attempt.next_ask_at
    return at if at is not None and at > clock.now() else None


def _drawing(payload: str) -> SafeString:
    """A provider's code, drawn by us: nothing but squares comes of it."""
    if not payload or len(payload) > LONGEST_QR:
        return SafeString()
    return mark_safe(qr_image.svg(payload))  # noqa: S308 - squares only, no text in it


def _context(
    request: HttpRequest, payable: Payable, attempt: Attempt, view: AttemptShown
) -> dict[str, object]:
    token = tokens.token_of(attempt)
    args = [attempt.code, token]
    is_confirmed = attempt.state == AttemptState.CONFIRMED.value
    again = "?ve=1" if view.came_back else ""
    return {
        "attempt": view,
        "payable": payable,
        "reason": payable.bill.reason,
        "beneficiary_shown": shown.beneficiary_of(request, payable),
        "contact": shown.contact_of(payable.bill),
        "receipts": shown.receipt_links(_receipts(payable)) if is_confirmed else [],
        "bill_href": bill_address(payable),
        "here": reverse("pay:attempt", args=args) + again,
        "check_url": reverse("pay:attempt_state", args=args) + again,
        "cancel_url": reverse("pay:cancel", args=args),
        "live_url": f"{LIVE_STREAM}{payable.bill_codes[0]}" if view.is_live else "",
        "proved": proof.is_proved(request, payable.code),
    }


def _receipts(payable: Payable) -> list[Receipt]:
    if payable.basket is None:
        return receipts_of(payable.bill.id)
    return [one for line in payable.basket.lines for one in receipts_of(line.bill.pk)]
