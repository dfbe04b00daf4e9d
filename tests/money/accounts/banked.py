"""The bank's statement shows money: a line beside a payment, booked as the real thing is."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date, datetime, time

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import LineMatch, LineMatchUndone
from thuphi.money.reconciliation.rules import How, MatchKind
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction

_ordinals = itertools.count()


def noon(day: date) -> datetime:
    """The middle of a day in Việt Nam."""
    return datetime.combine(day, time(12), tzinfo=VIETNAM)


def line(world: World, *, amount_vnd: int, on: date) -> BankLine:
    """A credit on school A's account."""
    return BankLine.objects.create(
        facility_id=world.a.id,
        account=worlds.ACCOUNT_A,
        booked_on=on,
        direction=Direction.IN.value,
        amount_vnd=amount_vnd,
        ordinal=next(_ordinals),
        bank_reference=hashlib.sha256(str(next(_ordinals)).encode()).hexdigest()[:12],
    )


def arrived(world: World, payment: Payment, *, on: date) -> LineMatch:
    """A payment's money is on the account on this day."""
    shown = line(world, amount_vnd=payment.amount_vnd, on=on)
    match = LineMatch.objects.create(
        facility_id=world.a.id,
        line=shown,
        kind=MatchKind.PAYMENT.value,
        subject_id=payment.pk,
        amount_vnd=payment.amount_vnd,
        how=How.REFERENCE.value,
        made_at=noon(on),
    )
    recipes.settle(
        Posting(world.a.id, payment.amount_vnd, f"line:{shown.pk}", noon(on)),
        account=worlds.ACCOUNT_A,
        channel=payment.channel,
    )
    return match


def not_arrived_after_all(world: World, match: LineMatch, *, at: datetime) -> None:
    """The line was another's: the match is undone."""
    payment = Payment.objects.get(pk=match.subject_id)
    LineMatchUndone.objects.create(match=match, facility_id=world.a.id, reason="Nhầm", undone_at=at)
    recipes.unsettle(
        Posting(world.a.id, match.amount_vnd, f"line:{match.line_id}", at),
        account=worlds.ACCOUNT_A,
        channel=payment.channel,
    )
