"""What persons' decisions look at: a locked line, what stands beside it, the money it brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.ledger import recipes
from thuphi.money.payments import lines as booking
from thuphi.money.payments import owners
from thuphi.money.payments.errors import PaymentNotFound
from thuphi.money.payments.lines import CHANNEL, LinePaid, take_lines
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import OWNERLESS, Finding
from thuphi.money.reconciliation import errors, loading, pairing
from thuphi.money.reconciliation.models import Decision, LineMatch, LineMatchUndone
from thuphi.money.reconciliation.rules import Deed, MatchKind
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import HOLDING
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction

from .standing import lock

Facts = Mapping[str, str | int | list[int] | list[str]]
"""What is written down of a decision, beside who and why."""


@dataclass(frozen=True, slots=True)
class AtLine:
    """A line of the bank that is locked for a person's decision."""

    line: BankLine

    @property
    def line_id(self) -> int:
        """Its number."""
        return self.line.pk

    @property
    def facility_id(self) -> int:
        """Whose account it is."""
        return self.line.facility_id

    @property
    def account(self) -> str:
        """The account's number."""
        return self.line.account

    @property
    def amount_vnd(self) -> int:
        """How much moved."""
        return self.line.amount_vnd

    @property
    def booked_on(self) -> date:
        """The bank's day."""
        return self.line.booked_on

    @property
    def is_reversal(self) -> bool:
        """The bank takes back what it booked before."""
        return self.line.is_reversal

    @property
    def direction(self) -> Direction:
        """Which way money went."""
        return Direction(self.line.direction)

    @property
    def happened_at(self) -> datetime:
        """The minute where the bank tells it, else noon of its day."""
        return self.line.booked_at or datetime.combine(self.line.booked_on, time(12), VIETNAM)


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that stands beside a line."""

    id: int
    kind: MatchKind
    subject_id: int
    amount_vnd: int


Wanted = ParamSpec("Wanted")
Made = TypeVar("Made")


def deed(verb: Callable[Wanted, Made]) -> Callable[Wanted, Made]:
    """A person's deed: one transaction, and one booking at its end."""

    @wraps(verb)
    def whole(*args: Wanted.args, **kwargs: Wanted.kwargs) -> Made:
        with transaction.atomic(), recipes.together():
            return verb(*args, **kwargs)

    return whole


def lines(by: Actor, line_ids: Sequence[int], reason: str) -> list[AtLine]:
    """These lines, locked in the order of their ids. Raises `LineNotFound`, `ReasonMissing`."""
    if not reason.strip():
        raise errors.ReasonMissing
    found = list(BankLine.objects.filter(pk__in=line_ids).order_by("pk"))
    if len(found) != len(set(line_ids)):
        raise errors.LineNotFound
    for one in found:
        by.require(Permission.RECONCILE, one.facility_id)
    lock([one.pk for one in found])
    return [AtLine(one) for one in found]


def payment(by: Actor, payment_id: int, reason: str) -> Payment:
    """This payment. Raises `PaymentNotFound`, `ReasonMissing`."""
    if not reason.strip():
        raise errors.ReasonMissing
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise PaymentNotFound
    by.require(Permission.RECONCILE, found.facility_id)
    return found


def hold(facility_ids: Iterable[int]) -> None:
    """Bookings of notifications of these facilities wait until the commit."""
    for one in sorted(set(facility_ids)):
        booking.hold(one)


def live_matches(line: AtLine) -> list[Beside]:
    """What stands beside a line, and was not undone."""
    undone = LineMatchUndone.objects.values("match_id")
    return [
        Beside(one.pk, MatchKind(one.kind), one.subject_id, one.amount_vnd)
        for one in LineMatch.objects.filter(line_id=line.line_id)
        .exclude(pk__in=undone.filter(match__line_id=line.line_id))
        .order_by("pk")
    ]


def line_of(root: Payment) -> int | None:
    """The line that a payment stands beside."""
    return (
        LineMatch.objects.filter(
            facility_id=root.facility_id, kind=MatchKind.PAYMENT.value, subject_id=root.pk
        )
        .exclude(
            pk__in=LineMatchUndone.objects.filter(match__subject_id=root.pk).values("match_id")
        )
        .values_list("line_id", flat=True)
        .first()
    )


def is_lines_own(root: Payment) -> bool:
    """Whether a line of the statement brought it, and no notification."""
    return root.channel == CHANNEL


def goes_back(rows: Sequence[Payment]) -> bool:
    """Whether any of this money was asked back, or has gone back."""
    return Refund.objects.filter(
        payment_id__in=[row.pk for row in rows], state__in=[state.value for state in HOLDING]
    ).exists()


def brought(by: Actor, line: AtLine, reason: str, at: datetime) -> Payment:
    """What the line brings, without an owner. What was undone as no money of ours is ours again."""
    if line.amount_vnd <= 0 or line.direction is Direction.OUT:
        raise errors.LineIsMoneyOut
    _refuse_told(line)
    told = line.line
    paid = LinePaid(
        line_id=line.line_id, facility_id=line.facility_id, account=line.account,
        amount_vnd=line.amount_vnd, paid_at=line.happened_at, text=told.text,
        bank_reference=told.bank_reference, payer_name=told.payer_name,
        payer_account=told.payer_account, payer_bank=told.payer_bank,
        virtual_account=told.virtual_account,
    )  # fmt: skip
    found = take_lines(by=by, lines=[paid], at=at)[line.line_id]
    if len(found) != 1:
        raise errors.LineIsNotWhole
    rows = owners.standing(found[0])
    for row in rows:
        if row.finding == Finding.NOT_FOR_US.value:
            owners.own_again(by=by, payment_id=row.pk, reason=reason, at=at)
    return Payment.objects.get(pk=found[0])


def _refuse_told(line: AtLine) -> None:
    """The page may be older than the notification of the same money, which is booked by now.

    Bookings of the facility's notifications wait (`hold`), so that what is seen here stays as it
    is. Raises `MoneyWasTold`.
    """
    cursor = recipes.raw_cursor()
    wanted = loading.line_facts(cursor, line.facility_id, [line.line_id]).open
    told = loading.told_money(cursor, line.facility_id, wanted)
    if not told:
        return
    undone = loading.undone(cursor, [line.line_id])
    if pairing.pair(wanted, told, loading.payments_of(undone)).made:
        raise errors.MoneyWasTold


def day_of(paid_at: datetime) -> date:
    """The day in Việt Nam."""
    return paid_at.astimezone(VIETNAM).date()


def owner_wanted(root: Payment) -> list[Payment]:
    """The rows of this money, all of which wait for an owner.

    Raises `LineHasOwner`, `MoneyGoesBack`.
    """
    rows = owners.standing(root.pk)
    if any(Finding(row.finding) not in OWNERLESS for row in rows):
        raise errors.LineHasOwner
    if goes_back(rows):
        raise errors.MoneyGoesBack
    return rows


def shared_out(
    rows: Sequence[Payment], parts: Sequence[tuple[str, int]]
) -> list[tuple[Payment, list[tuple[str, int]]]]:
    """Which parts of a split are paid from which row, in their order; both come to the same sum."""
    found: list[tuple[Payment, list[tuple[str, int]]]] = []
    left = [*parts]
    for row in rows:
        mine: list[tuple[str, int]] = []
        row_vnd = row.amount_vnd
        while row_vnd > 0 and left:
            code, part_vnd = left.pop(0)
            taken_vnd = min(part_vnd, row_vnd)
            mine.append((code, taken_vnd))
            row_vnd -= taken_vnd
            if taken_vnd < part_vnd:
                left.insert(0, (code, part_vnd - taken_vnd))
        found.append((row, mine))
    return found


def decide(
    by: Actor,
    deed: Deed,
    about: AtLine | Payment,
    reason: str,
    at: datetime,
    facts: Facts,
    *,
    payment_id: int | None = None,
) -> Decision:
    """Write down what a person decided, about what, and why."""
    line_id = about.line_id if isinstance(about, AtLine) else None
    if isinstance(about, Payment) and payment_id is None:
        payment_id = about.pk
    by.require(Permission.RECONCILE, about.facility_id)
    return Decision.objects.create(
        facility_id=about.facility_id,
        line_id=line_id,
        payment_id=payment_id,
        deed=deed.value,
        reason=reason.strip(),
        facts=dict(facts),
        decided_by=by.user_id,
        decided_at=at,
    )
