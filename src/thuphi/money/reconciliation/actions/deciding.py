"""What a person decides about a line of the bank, or about money whose owner nobody knows.

Each deed writes down who decided and why, and moves the book by recipes only; `undo` turns it round
by correcting transfers. Lines are locked first, in order of their ids; then bookings of
notifications of the facility wait (`payments.lines.hold`); then bills, and on in the order of
`payments`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from thuphi.ground.kit.actor import Actor
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments import owners
from thuphi.money.payments.errors import PartsDoNotAddUp, PaymentNotFound
from thuphi.money.payments.lines import hold
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding
from thuphi.money.reconciliation import errors
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.rules import Confirmed, Deed, How, MatchKind, Outcome
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Payee, Wish
from thuphi.money.refunds.models import Refund
from thuphi.money.statements.rules import Direction

from . import persons
from .persons import AtLine, Facts
from .standing import NewMatch, Standing, part, say, stand
from .undoing import undo

__all__ = [
    "assign",
    "credit",
    "explain",
    "not_ours",
    "note",
    "pair",
    "refund",
    "split",
    "undo",
]

Give = Callable[[Sequence[Payment]], Facts]
"""Gives ownerless money to somebody; tells what is written down of it.

It is one row, or several where it had been split before and its owners were wrong.
"""


@persons.deed
def assign(
    *,
    by: Actor,
    line_id: int | None = None,
    payment_id: int | None = None,
    code: str,
    reason: str,
    at: datetime,
) -> Decision:
    """Give the money of a line, or ownerless money that was told of, to the bill of this code.

    Raises the errors of this room, and `PaymentRefused` where the bill does not take it.
    """

    def give(rows: Sequence[Payment]) -> Facts:
        for row in rows:
            payments.identify(by=by, payment_id=row.pk, code=code, at=at)
        return {"code": code}

    return _give(by, line_id, payment_id, Deed.ASSIGN, give, [code], reason, at)


@persons.deed
def split(
    *,
    by: Actor,
    line_id: int | None = None,
    payment_id: int | None = None,
    parts: Sequence[tuple[str, int]],
    reason: str,
    at: datetime,
) -> Decision:
    """Give it to several bills, so much (whole đồng) to the bill of each code; all of it.

    Raises as `assign`, and `PartsDoNotAddUp`.
    """

    def give(rows: Sequence[Payment]) -> Facts:
        if sum(part for _, part in parts) != sum(row.amount_vnd for row in rows):
            raise PartsDoNotAddUp
        for row, its_parts in persons.shared_out(rows, parts):
            owners.give_split(by=by, payment_id=row.pk, parts=its_parts, at=at)
        return {"codes": [code for code, _ in parts], "parts_vnd": [part for _, part in parts]}

    codes = [code for code, _ in parts]
    return _give(by, line_id, payment_id, Deed.SPLIT, give, codes, reason, at)


@persons.deed
def credit(
    *,
    by: Actor,
    line_id: int | None = None,
    payment_id: int | None = None,
    beneficiary_id: int,
    reason: str,
    at: datetime,
) -> Decision:
    """Give it to a family without a bill: it is the family's credit. Raises as `assign`."""

    def give(rows: Sequence[Payment]) -> Facts:
        for row in rows:
            owners.give_credit(by=by, payment_id=row.pk, beneficiary_id=beneficiary_id, at=at)
        return {"beneficiary_id": beneficiary_id}

    return _give(by, line_id, payment_id, Deed.CREDIT, give, [], reason, at)


@persons.deed
def refund(
    *,
    by: Actor,
    line_id: int | None = None,
    payment_id: int | None = None,
    reason: str,
    payee: Payee,
    at: datetime,
) -> Refund:
    """Ask to send it back to its sender; a second person agrees as with every refund.

    Raises as `assign`, and what `refunds.ask` refuses.
    """
    asked: list[Refund] = []

    def give(rows: Sequence[Payment]) -> Facts:
        if len(rows) != 1:
            raise errors.LineIsNotWhole
        wish = Wish(
            payment_id=rows[0].pk, amount_vnd=rows[0].amount_vnd, reason=reason, payee=payee
        )
        asked.append(refunds.ask(by=by, wish=wish, at=at))
        return {"refund_id": asked[0].pk}

    _give(by, line_id, payment_id, Deed.REFUND, give, [], reason, at)
    return asked[0]


@persons.deed
def not_ours(
    *,
    by: Actor,
    line_ids: Sequence[int] = (),
    payment_ids: Sequence[int] = (),
    reason: str,
    at: datetime,
) -> list[Decision]:
    """These lines, or this ownerless money, are no business of this book: all of them, or none.

    Raises the errors of this room, and `PaymentRefused`.
    """
    if not line_ids and not payment_ids:
        raise errors.NothingNamed
    lines = persons.lines(by, line_ids, reason)
    told = [persons.payment(by, one, reason) for one in payment_ids]
    persons.hold([*(one.facility_id for one in lines), *(one.facility_id for one in told)])
    decided = [_line_is_not_ours(by, one, reason, at) for one in lines]
    for one in told:
        beside = persons.line_of(owners.root_of(one))
        if beside is not None:
            raise errors.PaymentHasLine
        gone = [
            owners.disown(by=by, payment_id=row.pk, reason=reason, at=at).pk
            for row in persons.owner_wanted(one)
        ]
        decided.append(persons.decide(by, Deed.NOT_OURS, one, reason, at, {"rows": gone}))
    return decided


@transaction.atomic
def note(
    *,
    by: Actor,
    line_ids: Sequence[int] = (),
    payment_ids: Sequence[int] = (),
    text: str,
    at: datetime,
) -> list[Decision]:
    """Leave a word on lines or payments for whoever looks next. They stay as they are."""
    if not line_ids and not payment_ids:
        raise errors.NothingNamed
    lines = persons.lines(by, line_ids, text)
    told = [persons.payment(by, one, text) for one in payment_ids]
    about: list[AtLine | Payment] = [*lines, *told]
    return [persons.decide(by, Deed.NOTE, one, text, at, {}) for one in about]


@persons.deed
def pair(*, by: Actor, line_id: int, payment_id: int, reason: str, at: datetime) -> Decision:
    """Put a line beside the payment that it shows; a line out beside the payment it takes back.

    What the line itself had brought, and nobody owns, was the same money and leaves the book. A
    payment that the bank took back is charged back. Raises the errors of this room and
    `PaymentRefused`.
    """
    (line,) = persons.lines(by, [line_id], reason)
    told = persons.payment(by, payment_id, reason)
    hold(line.facility_id)
    root = owners.root_of(told)
    if root.facility_id != line.facility_id:
        raise PaymentNotFound
    if line.direction is Direction.OUT:
        return _take_back(by, line, root, reason, at)
    if Finding(root.finding) in owners.NO_MONEY or root.channel == "cash":
        raise PaymentNotFound
    if persons.line_of(root) is not None:
        raise errors.PaymentHasLine
    if root.amount_vnd != line.amount_vnd:
        raise errors.AmountsDiffer
    _leave_own_payment(by, line, reason, at)
    found = stand([_beside(by, line, root, reason)], at=at)
    is_another_day = persons.day_of(root.paid_at) != line.booked_on
    outcome = Outcome.MATCHED_OTHER_DAY if is_another_day else Outcome.MATCHED
    say([Standing(line.line_id, outcome, Confirmed.BY_PERSON)], at=at)
    facts: Facts = {"payment_id": root.pk, "matches": found}
    return persons.decide(by, Deed.PAIR, line, reason, at, facts, payment_id=root.pk)


@transaction.atomic
def explain(*, by: Actor, payment_ids: Sequence[int], reason: str, at: datetime) -> list[Decision]:
    """Say why payments are not on any statement yet. They stay as they are."""
    if not payment_ids:
        raise errors.NothingNamed
    told = [persons.payment(by, one, reason) for one in payment_ids]
    return [persons.decide(by, Deed.EXPLAIN, one, reason, at, {}) for one in told]


def _give(
    by: Actor,
    line_id: int | None,
    payment_id: int | None,
    deed: Deed,
    give: Give,
    codes: Sequence[str],
    reason: str,
    at: datetime,
) -> Decision:
    """The road of every deed that gives money to somebody."""
    if (line_id is None) == (payment_id is None):
        raise errors.NothingNamed
    if payment_id is not None:
        told = persons.payment(by, payment_id, reason)
        hold(told.facility_id)
        _lock_bills(codes)
        facts = give(persons.owner_wanted(told))
        return persons.decide(by, deed, told, reason, at, facts, payment_id=owners.root_of(told).pk)
    (line,) = persons.lines(by, [line_id or 0], reason)
    if line.direction is Direction.OUT or line.is_reversal:
        raise errors.LineIsMoneyOut
    hold(line.facility_id)
    _lock_bills(codes)
    root, outcome = _ownerless_of(by, line, reason, at)
    facts = dict(give(persons.owner_wanted(root))) | {"payment_id": root.pk}
    say([Standing(line.line_id, outcome, Confirmed.BY_PERSON, payment_id=root.pk)], at=at)
    return persons.decide(by, deed, line, reason, at, facts, payment_id=root.pk)


def _lock_bills(codes: Sequence[str]) -> None:
    """The bills before payments and accounts, as everywhere."""
    list(Bill.objects.select_for_update().filter(code__in=codes).order_by("id"))


def _ownerless_of(by: Actor, line: AtLine, reason: str, at: datetime) -> tuple[Payment, Outcome]:
    """The payment beside a line; of a line that has none, what it brings itself."""
    matches = persons.live_matches(line)
    if not matches:
        root = persons.brought(by, line, reason, at)
        stand([_beside(by, line, root, reason)], at=at)
        return root, Outcome.MATCHED
    if any(one.kind is not MatchKind.PAYMENT for one in matches):
        raise errors.LineIsExplained
    if len(matches) > 1 or matches[0].amount_vnd != line.amount_vnd:
        raise errors.LineIsNotWhole
    root = Payment.objects.get(pk=matches[0].subject_id)
    is_another_day = persons.day_of(root.paid_at) != line.booked_on
    return root, Outcome.MATCHED_OTHER_DAY if is_another_day else Outcome.MATCHED


def _beside(by: Actor, line: AtLine, root: Payment, reason: str) -> NewMatch:
    return NewMatch(
        line.line_id, line.facility_id, MatchKind.PAYMENT, root.pk, root.amount_vnd, How.PERSON,
        made_by=by.user_id, reason=reason.strip(),
    )  # fmt: skip


def _line_is_not_ours(by: Actor, line: AtLine, reason: str, at: datetime) -> Decision:
    matches = persons.live_matches(line)
    if any(one.kind is not MatchKind.PAYMENT for one in matches):
        raise errors.LineIsExplained
    gone = [
        owners.disown(by=by, payment_id=row.pk, reason=reason, at=at).pk
        for one in matches
        for row in persons.owner_wanted(Payment.objects.get(pk=one.subject_id))
    ]
    part([one.id for one in matches], undone_by=by.user_id, reason=reason.strip(), at=at)
    say([Standing(line.line_id, Outcome.NOT_OURS, Confirmed.BY_PERSON)], at=at)
    return persons.decide(by, Deed.NOT_OURS, line, reason, at, {"rows": gone})


def _leave_own_payment(by: Actor, line: AtLine, reason: str, at: datetime) -> None:
    """What the line had brought before its notification was found was the same money."""
    matches = persons.live_matches(line)
    if not matches:
        return
    roots = [Payment.objects.get(pk=one.subject_id) for one in matches]
    if any(one.kind is not MatchKind.PAYMENT for one in matches) or any(
        not persons.is_lines_own(root) for root in roots
    ):
        raise errors.LineIsExplained
    for root in roots:
        for row in persons.owner_wanted(root):
            owners.disown(by=by, payment_id=row.pk, reason=reason, at=at)
    part([one.id for one in matches], undone_by=by.user_id, reason=reason.strip(), at=at)


def _take_back(by: Actor, line: AtLine, root: Payment, reason: str, at: datetime) -> Decision:
    """The bank took a payment back: its bill is owed again."""
    if persons.live_matches(line):
        raise errors.LineIsExplained
    shown = persons.line_of(root)
    if shown is None:
        raise errors.PaymentHasNoLine
    if line.amount_vnd > root.amount_vnd:
        raise errors.AmountsDiffer
    gone = owners.charge_back(
        by=by, payment_id=root.pk, amount_vnd=line.amount_vnd, account=line.account,
        reason=reason, at=line.happened_at,
    )  # fmt: skip
    beside = NewMatch(
        line.line_id, line.facility_id, MatchKind.REVERSAL, shown, line.amount_vnd, How.PERSON,
        made_by=by.user_id, reason=reason.strip(),
    )  # fmt: skip
    stand([beside], at=at)
    say([Standing(line.line_id, Outcome.REVERSED, Confirmed.BY_PERSON)], at=at)
    facts: Facts = {
        "refunds": [one.refund_id for one in gone],
        "short_vnd": sum(one.short_vnd for one in gone),
    }
    return persons.decide(by, Deed.PAIR, line, reason, at, facts, payment_id=root.pk)
