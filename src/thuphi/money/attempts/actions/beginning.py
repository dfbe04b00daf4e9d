"""Pages bind bills into baskets and begin attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Q

from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import PAYER, Actor
from thuphi.money.attempts import errors
from thuphi.money.attempts.models import Attempt, Basket, BasketLine
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills.codes import codes_for
from thuphi.money.bills.models import Bill
from thuphi.registers.methods.models import Merchant

from .keeping import LIVE_STATES, call_worker, keep_step, let

EXTRAS = frozenset({"msisdn", "poi_id", "bank_code", "locale"})
"""What a person at a page may say to a provider beside the order itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a payer or cashier wants to begin."""

    code: str
    merchant_id: int
    amount_vnd: int
    return_url: str = ""
    ip: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def make_basket(*, by: Actor, codes: Sequence[str], at: datetime) -> Basket:
    """Bind open bills of one facility into one code and one amount. Raises `BasketRefused`."""
    bills = list(Bill.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("id"))
    facilities = {bill.facility_id for bill in bills}
    if len(bills) < 2 or len(bills) != len(set(codes)) or len(facilities) != 1:
        raise errors.BasketRefused
    if not all(bill.remaining_vnd for bill in bills):
        raise errors.BasketRefused
    let(by, bills[0].facility_id)
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
    left = {bill.pk: bill.remaining_vnd for bill in bills}
    shares = BasketLine.objects.filter(basket_id=basket.pk).values_list("bill_id", "amount_vnd")
    is_open = all(left[bill_id] >= share_vnd for bill_id, share_vnd in shares)
    rest = basket.amount_vnd if is_open else 0
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
    let(by, target.facility_id)
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
    keep_step(attempt, "begun", at=at, user_id=by.user_id)
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
    found = Attempt.objects.filter(code__in=codes, state__in=LIVE_STATES).aggregate(last=Max("id"))
    return None if found["last"] is None else int(found["last"])
