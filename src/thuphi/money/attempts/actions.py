"""Every verb on baskets and attempts; the only writer of this room's tables.

Pages begin attempts and ask to end them. The worker takes what is due, one step with the provider
at a time, and writes down before it sends and after it has read.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Q
from psycopg import Cursor

from thuphi.ground.channels.contract import Ability, Outcome, Started
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import PAYER, Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.codes import codes_for
from thuphi.money.bills.models import Bill
from thuphi.registers.methods.models import Merchant

from . import errors, rules
from .models import Attempt, AttemptStep, Basket, BasketLine
from .rules import LIVE, STATE_OF, AttemptState

LEASE = timedelta(minutes=4)
"""How long a step with a provider may take before another worker may look after it."""

EXTRAS = frozenset({"msisdn", "poi_id", "bank_code", "locale"})
"""What a person at a page may say to a provider beside the order itself."""

CALL = "thuphi_errand"
"""What wakes the worker."""

_LIVE = [state.value for state in LIVE]
_CLAIMED = (
    "cancel_sent_at", "sent_at", "state", "asks", "asked_at", "next_ask_at", "needs_person",
)  # fmt: skip
_FINAL = frozenset({Outcome.REFUSED, Outcome.CONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a payer or cashier wants to begin."""

    code: str
    merchant_id: int
    amount_vnd: int
    return_url: str = ""
    ip: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


class Deed(enum.Enum):
    """The step with a provider that is due."""

    START = "start"
    ASK = "ask"
    CANCEL = "cancel"
    ACCEPT = "accept"
    """No step with the provider: a person has decided about the money it told of."""


@dataclass(frozen=True, slots=True)
class Due:
    """An attempt and the step that is due; it is this worker's for the length of the lease."""

    attempt: Attempt
    deed: Deed


@transaction.atomic
def make_basket(*, by: Actor, codes: Sequence[str], at: datetime) -> Basket:
    """Bind open bills of one facility into one code and one amount. Raises `BasketRefused`."""
    bills = list(Bill.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("id"))
    facilities = {bill.facility_id for bill in bills}
    if len(bills) < 2 or len(bills) != len(set(codes)) or len(facilities) != 1:
        raise errors.BasketRefused
    if not all(bill.remaining_vnd for bill in bills):
        raise errors.BasketRefused
    _let(by, bills[0].facility_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('bill_number')")
        number = int(cursor.fetchone()[0])
    basket = Basket.objects.create(
        id=number,
        code=codes_for([number])[0],
        facility_id=bills[0].facility_id,
        amount_vnd=sum(bill.remaining_vnd for bill in bills),
        made_at=at,
    )
    in_order = sorted(bills, key=lambda bill: (bill.due_on, bill.pk))
    BasketLine.objects.bulk_create(
        BasketLine(
            basket=basket,
            facility_id=basket.facility_id,
            bill=bill,
            place=place,
            amount_vnd=bill.remaining_vnd,
        )
        for place, bill in enumerate(in_order)
    )
    return basket


def _let(by: Actor, facility_id: int) -> None:
    """Whoever holds the code may pay; at the desk it is who may take money."""
    if by is not PAYER:
        by.require(Permission.CASH_TAKE, facility_id)


@dataclass(frozen=True, slots=True)
class _Target:
    """What an attempt is to pay."""

    facility_id: int
    remaining_vnd: int
    allows_part: bool
    reason: str
    payer_name: str
    beneficiary_name: str
    codes: frozenset[str]
    """The code itself and every other code that pays one of the same bills."""


def _target(code: str) -> _Target:
    """The bill or basket of a code, its bills locked in the order of their ids."""
    basket = Basket.objects.filter(code=code).first()
    wanted = Q(code=code)
    if basket is not None:
        lines = BasketLine.objects.filter(basket_id=basket.pk)
        wanted = Q(pk__in=lines.values("bill_id"))
    bills = list(Bill.objects.select_for_update(no_key=True).filter(wanted).order_by("id"))
    if not bills:
        raise errors.NothingToPay
    ids = [bill.pk for bill in bills]
    beside = Basket.objects.filter(
        pk__in=BasketLine.objects.filter(bill_id__in=ids).values("basket_id")
    ).values_list("code", flat=True)
    codes = frozenset({code, *beside, *(bill.code for bill in bills)})
    first = bills[0]
    if basket is None:
        return _Target(
            first.facility_id, first.remaining_vnd, first.allows_part, first.reason,
            first.payer_name, first.beneficiary_name, codes,
        )  # fmt: skip
    # A share that was paid meanwhile would come back as credit, so the basket is open only whole.
    whole = all(bill.remaining_vnd for bill in bills)
    rest = min(basket.amount_vnd, sum(bill.remaining_vnd for bill in bills)) if whole else 0
    names = ", ".join(dict.fromkeys(bill.beneficiary_name for bill in bills))
    reasons = ", ".join(dict.fromkeys(bill.reason for bill in bills))
    return _Target(first.facility_id, rest, False, reasons, first.payer_name, names, codes)


def begin(*, by: Actor, wish: Wish, at: datetime) -> Attempt:
    """Write down an attempt and call the worker, who sends it. The bill itself is not touched.

    Raises `NothingToPay`, `WayNotOpen`, `AmountNotPositive`, `AmountAboveRest`, `PartNotAllowed`,
    `AmountOutsideLimits`, `AnotherIsLive`.
    """
    try:
        with transaction.atomic():
            return _begin(by, wish, at)
    except IntegrityError as error:
        if "attempt_is_one_at_a_time" in str(error):
            raise errors.AnotherIsLive(_live([wish.code]) or 0) from error
        raise


def _begin(by: Actor, wish: Wish, at: datetime) -> Attempt:
    target = _target(wish.code)
    _let(by, target.facility_id)
    merchant = (
        Merchant.objects.filter(pk=wish.merchant_id, facility_id=target.facility_id, is_active=True)
        .defer("sealed")
        .first()
    )
    connector = CONNECTORS.get(merchant.channel) if merchant is not None else None
    if merchant is None or connector is None or not connector.CAN[Ability.START].can:
        raise errors.WayNotOpen
    if not target.remaining_vnd:
        raise errors.NothingToPay
    if wish.amount_vnd <= 0:
        raise errors.AmountNotPositive
    if wish.amount_vnd > target.remaining_vnd:
        raise errors.AmountAboveRest
    if wish.amount_vnd < target.remaining_vnd and not target.allows_part:
        raise errors.PartNotAllowed
    limits = connector.LIMITS
    if not limits.min_vnd <= wish.amount_vnd <= limits.max_vnd:
        raise errors.AmountOutsideLimits(min_vnd=limits.min_vnd, max_vnd=limits.max_vnd)
    if (live := _live(sorted(target.codes))) is not None:
        raise errors.AnotherIsLive(live)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('attempt', 'id'))")
        number = int(cursor.fetchone()[0])
    attempt = Attempt.objects.create(
        id=number,
        facility_id=target.facility_id,
        merchant_id=merchant.pk,
        channel=merchant.channel,
        method=connector.method,
        code=wish.code,
        reference=connector.reference_of(wish.code, number, at),
        amount_vnd=wish.amount_vnd,
        description=f"{wish.code} {target.reason}",
        payer_name=target.payer_name,
        beneficiary_name=target.beneficiary_name,
        return_url=wish.return_url,
        ip=wish.ip,
        extra={name: fact for name, fact in wish.extra.items() if name in EXTRAS},
        state=AttemptState.CREATED.value,
        started_by=by.user_id,
        started_at=at,
        expires_at=at + connector.WAITS.expires_after,
        next_ask_at=at,
    )
    _step(attempt, "begun", at=at, user_id=by.user_id)
    if by is not PAYER:
        events.record(
            "attempt_begun",
            by=by,
            subject=wish.code,
            at=at,
            facility_id=attempt.facility_id,
            channel=attempt.channel,
            amount_vnd=attempt.amount_vnd,
        )
    call_worker()
    return attempt


def _live(codes: Sequence[str]) -> int | None:
    found = Attempt.objects.filter(code__in=codes, state__in=_LIVE).aggregate(last=Max("id"))
    return None if found["last"] is None else int(found["last"])


def call_worker() -> None:
    """Wake the worker when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CALL])


def _step(
    attempt: Attempt,
    deed: str,
    *,
    at: datetime,
    outcome: str = "",
    status: str = "",
    note: str = "",
    took_ms: int | None = None,
    user_id: int | None = None,
) -> None:
    AttemptStep.objects.create(
        attempt_id=attempt.pk,
        facility_id=attempt.facility_id,
        deed=deed,
        outcome=outcome,
        status=status[:100],
        note=note[:100],
        took_ms=took_ms,
        user_id=user_id,
        at=at,
    )


@transaction.atomic
def ask_to_cancel(*, by: Actor, attempt_id: int, at: datetime) -> None:
    """Wish that a live attempt ends. What is paid meanwhile is paid. Raises `AttemptNotFound`."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    _let(by, attempt.facility_id)
    if attempt.state not in _LIVE or attempt.cancel_asked_at is not None:
        return
    Attempt.objects.filter(pk=attempt_id, cancel_asked_at=None).update(cancel_asked_at=at)
    _step(attempt, "cancel_asked", at=at, user_id=by.user_id)
    call_worker()


@transaction.atomic
def claim_due(
    *,
    at: datetime,
    limit: int,
    except_merchants: Sequence[int] = (),
    except_channels: Sequence[str] = (),
) -> list[Due]:
    """Take what is due, the longest waiting first; nobody else takes it while the lease lasts.

    A start is written down as sent before it is: whoever finds it after a crash asks, and never
    sends it twice.
    """
    stop = Q(cancel_asked_at__isnull=False, cancel_sent_at=None, state__in=_LIVE)
    due = Q(next_ask_at__lte=at) | stop
    found = list(
        Attempt.objects.select_for_update(skip_locked=True)
        .filter(due, channel__in=list(CONNECTORS))
        .exclude(state=AttemptState.CONFIRMED.value)
        .exclude(merchant_id__in=list(except_merchants))
        .exclude(channel__in=list(except_channels))
        .order_by("next_ask_at", "id")[:limit]
    )
    return [Due(attempt, _claim(attempt, at)) for attempt in found]


def _claim(attempt: Attempt, at: datetime) -> Deed:
    connector = CONNECTORS[attempt.channel]
    deed = Deed.ASK
    if attempt.accepted_by is not None and attempt.needs_person:
        deed = Deed.ACCEPT
        attempt.needs_person = False
    elif attempt.cancel_asked_at is not None and attempt.sent_at is None:
        # Also after a crash between claiming the stop and writing it down: it is never started.
        deed = Deed.CANCEL
        attempt.cancel_sent_at = at
    elif attempt.cancel_asked_at is not None and attempt.cancel_sent_at is None:
        attempt.cancel_sent_at = at
        if connector.CAN[Ability.CANCEL].can:
            deed = Deed.CANCEL
    elif attempt.sent_at is None:
        deed = Deed.START
        attempt.sent_at = at
        attempt.state = AttemptState.PENDING.value
        _step(attempt, "sent", at=at)
    if deed is Deed.ASK:
        attempt.asks += 1
        attempt.asked_at = at
    attempt.next_ask_at = at + LEASE
    attempt.save(update_fields=[*_CLAIMED])
    return deed


@transaction.atomic
def record_started(*, attempt_id: int, started: Started, took_ms: int, at: datetime) -> Attempt:
    """Keep what the provider said to a start: where to pay, its own name for it, or its refusal."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    attempt.url = attempt.url or started.url
    attempt.deeplink = attempt.deeplink or started.deeplink
    attempt.qr = attempt.qr or started.qr
    attempt.token = attempt.token or started.token
    outcome = started.outcome
    if outcome is Outcome.CONFIRMED:
        # The money itself goes by the inbox; until it is booked the attempt is asked after.
        outcome = Outcome.PENDING
    _told(attempt, "answered", outcome, status=started.status, note="", took_ms=took_ms, at=at)
    return attempt


@transaction.atomic
def record_told(
    *,
    attempt_id: int,
    deed: str,
    outcome: Outcome,
    status: str = "",
    note: str = "",
    took_ms: int | None = None,
    at: datetime,
) -> Attempt:
    """Keep what was learnt of an attempt, and say when it is asked after next.

    Confirmed money is not told here: it goes by the inbox, and booking it confirms the attempt.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    _told(attempt, deed, outcome, status=status, note=note, took_ms=took_ms, at=at)
    return attempt


def _told(
    attempt: Attempt,
    deed: str,
    outcome: Outcome,
    *,
    status: str,
    note: str,
    took_ms: int | None,
    at: datetime,
) -> None:
    old = AttemptState(attempt.state)
    is_accepted = attempt.accepted_by is not None and attempt.needs_person
    told = STATE_OF[outcome]
    if told is AttemptState.CONFIRMED:
        told = AttemptState.PENDING
    if told is AttemptState.REFUSED and attempt.cancel_asked_at is not None:
        told = AttemptState.CANCELLED
    waits = CONNECTORS[attempt.channel].WAITS
    over = waits.ends_at_provider and rules.is_over(expires_at=attempt.expires_at, at=at)
    if told is AttemptState.PENDING and over and outcome is Outcome.PENDING:
        told = AttemptState.EXPIRED
    state = rules.higher(old, told)
    attempt.state = state.value
    attempt.status = status[:100] or attempt.status
    # What is dead by our reckoning alone is asked after like what is alive: money may come late.
    attempt.next_ask_at = None
    if outcome not in _FINAL or told is AttemptState.PENDING:
        attempt.next_ask_at = rules.next_ask(
            started_at=attempt.started_at, schedule=waits.ask_after, at=at
        )
    is_live = state in LIVE
    if not is_live:
        attempt.closed_at = attempt.closed_at or at
    _step(attempt, deed, outcome=outcome.value, status=status, note=note, took_ms=took_ms, at=at)
    attempt.needs_person = _is_held(attempt) or (is_live and attempt.next_ask_at is None)
    if is_accepted and attempt.state != AttemptState.CONFIRMED.value:
        # A person decided while this step was under way: what they decided is still to be done.
        attempt.needs_person, attempt.next_ask_at = True, at
    attempt.save()


def _is_held(attempt: Attempt) -> bool:
    """Whether money was told of that did not fit, and no person has decided about it."""
    if attempt.state == AttemptState.CONFIRMED.value or attempt.accepted_by is not None:
        return False
    steps = AttemptStep.objects.filter(attempt_id=attempt.pk)
    given_up = steps.filter(deed="given_up").aggregate(last=Max("id"))["last"] or 0
    return steps.filter(outcome=Outcome.MISMATCH.value, id__gt=given_up).exists()


@transaction.atomic
def give_up(*, by: Actor, attempt_id: int, reason: str, at: datetime) -> None:
    """A person has found out that no money came by an unknown attempt, and says how they know.

    Raises `AttemptNotFound`. Money that comes later all the same is booked as ever.
    """
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_IDENTIFY, attempt.facility_id)
    if attempt.state not in _LIVE and not attempt.needs_person:
        return
    if attempt.state in _LIVE:
        attempt.state, attempt.closed_at = AttemptState.REFUSED.value, at
    attempt.next_ask_at, attempt.needs_person = None, False
    attempt.save(update_fields=["state", "closed_at", "next_ask_at", "needs_person"])
    _step(attempt, "given_up", outcome="refused", at=at, user_id=by.user_id)
    events.record(
        "attempt_given_up",
        by=by,
        subject=attempt.code,
        at=at,
        facility_id=attempt.facility_id,
        attempt_id=attempt.pk,
        reason=reason,
    )


@transaction.atomic
def ask_again(*, by: Actor, attempt_id: int, at: datetime) -> None:
    """Let the worker ask the provider now. Raises `AttemptNotFound`."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_READ, attempt.facility_id)
    if attempt.state != AttemptState.CONFIRMED.value:
        Attempt.objects.filter(pk=attempt_id).update(next_ask_at=at)
        call_worker()


@transaction.atomic
def accept(*, by: Actor, attempt_id: int, reason: str, at: datetime) -> None:
    """A person says that money which did not fit the attempt is ours: the worker books it as it
    came. Raises `AttemptNotFound`.
    """
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_IDENTIFY, attempt.facility_id)
    is_decided = attempt.accepted_by is not None
    if attempt.state == AttemptState.CONFIRMED.value or not attempt.needs_person or is_decided:
        return
    attempt.accepted_by, attempt.next_ask_at = by.user_id, at
    attempt.save(update_fields=["accepted_by", "next_ask_at"])
    _step(attempt, "accepted", at=at, user_id=by.user_id)
    events.record(
        "attempt_accepted",
        by=by,
        subject=attempt.code,
        at=at,
        facility_id=attempt.facility_id,
        attempt_id=attempt.pk,
        reason=reason,
    )
    call_worker()


def tell(
    cursor: Cursor[tuple[object, ...]],
    rows: str,
    values: Mapping[str, Sequence[int]],
    *,
    at: datetime,
) -> None:
    """Move attempts by a query of what notifications said of them, in the caller's transaction.

    The query yields merchant_id, reference, outcome, status, heard_id.
    """
    text = statement(__file__, "tell").replace("{rows}", rows)
    cursor.execute(text.encode(), {**values, "at": at}, prepare=True)
