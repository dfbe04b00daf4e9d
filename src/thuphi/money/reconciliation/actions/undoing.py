"""Hủy xác nhận thu: what was found or decided about a line or a payment is turned round.

Nothing is taken out of the book: correcting transfers name those they correct. A line goes back to
where it was before: nothing stands beside it, and what nobody but the line told of is out of the
book.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from thuphi.ground.kit.actor import Actor
from thuphi.money.bills.models import Bill
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import OWNERLESS, Finding
from thuphi.money.reconciliation import errors
from thuphi.money.reconciliation.models import Decision, LineState
from thuphi.money.reconciliation.rules import Confirmed, Deed, MatchKind, Outcome

from . import persons
from .persons import AtLine, Beside, Facts
from .standing import Standing, part, say

_STAYS = {MatchKind.SETTLEMENT, MatchKind.REVERSAL}
_GIVES = [Deed.ASSIGN.value, Deed.SPLIT.value, Deed.CREDIT.value]


@persons.deed
def undo(
    *,
    by: Actor,
    line_id: int | None = None,
    payment_id: int | None = None,
    reason: str,
    at: datetime,
) -> Decision:
    """Turn round what was found or decided about a line, or about a payment without one.

    Money that a person gave to somebody through a line that a notification also told of loses its
    owner, and stays beside its line; in every other case the line stands alone again. Raises the
    errors of this room, and `OwnerHasSpent` when the family does not have the money any more.
    """
    if (line_id is None) == (payment_id is None):
        raise errors.NothingNamed
    if payment_id is not None:
        told = persons.payment(by, payment_id, reason)
        persons.hold([told.facility_id])
        rows = _take_from_owners(by, owners.root_of(told), reason, at, also_disowned=True)
        if not rows:
            raise errors.NothingToUndo
        return persons.decide(by, Deed.UNDO, told, reason, at, {"rows": rows})
    (line,) = persons.lines(by, [line_id or 0], reason)
    persons.hold([line.facility_id])
    matches = persons.live_matches(line)
    if not matches:
        return _look_again(by, line, reason, at)
    if any(one.kind in _STAYS for one in matches):
        raise errors.StaysDone
    roots = [
        Payment.objects.get(pk=one.subject_id) for one in matches if one.kind is MatchKind.PAYMENT
    ]
    if any(not persons.is_lines_own(root) for root in roots) and _was_given(line):
        return _owner_was_wrong(by, line, roots, reason, at)
    return _stands_alone(by, line, matches, roots, reason, at)


def _look_again(by: Actor, line: AtLine, reason: str, at: datetime) -> Decision:
    """A line that was said to be no business of ours waits for a person again."""
    state = LineState.objects.get(pk=line.line_id)
    if state.outcome != Outcome.NOT_OURS.value:
        raise errors.NothingToUndo
    say([Standing(line.line_id, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED)], at=at)
    return persons.decide(by, Deed.UNDO, line, reason, at, {})


def _was_given(line: AtLine) -> bool:
    """Whether the last that a person did with the line was to give its money to somebody."""
    last = (
        Decision.objects.filter(line_id=line.line_id)
        .exclude(deed=Deed.NOTE.value)
        .order_by("-id")
        .values_list("deed", flat=True)
        .first()
    )
    return last in _GIVES


def _owner_was_wrong(
    by: Actor, line: AtLine, roots: Sequence[Payment], reason: str, at: datetime
) -> Decision:
    """The money of a line that was told of stays beside it, and waits for its owner again."""
    _lock_bills(roots)
    rows = [row for root in roots for row in _take_from_owners(by, root, reason, at)]
    say([Standing(line.line_id, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED)], at=at)
    facts: Facts = {"rows": rows}
    return persons.decide(by, Deed.UNDO, line, reason, at, facts, payment_id=roots[0].pk)


def _stands_alone(
    by: Actor,
    line: AtLine,
    matches: Sequence[Beside],
    roots: Sequence[Payment],
    reason: str,
    at: datetime,
) -> Decision:
    """Nothing stands beside the line; what nobody but the line told of leaves the book."""
    _lock_bills(roots)
    rows: list[int] = []
    for root in roots:
        if persons.is_lines_own(root):
            rows += _take_from_owners(by, root, reason, at)
            _leave_book(by, root, reason, at)
    part([one.id for one in matches], undone_by=by.user_id, reason=reason.strip(), at=at)
    say([Standing(line.line_id, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED)], at=at)
    facts: Facts = {"rows": rows, "matches": [one.id for one in matches]}
    first = roots[0].pk if roots else None
    return persons.decide(by, Deed.UNDO, line, reason, at, facts, payment_id=first)


def _lock_bills(roots: Sequence[Payment]) -> None:
    """All bills of this money before anything else of it, in the order of all."""
    wanted = {
        row.bill_id for root in roots for row in owners.standing(root.pk) if row.bill_id is not None
    }
    list(Bill.objects.select_for_update().filter(pk__in=wanted).order_by("id"))


def _take_from_owners(
    by: Actor, root: Payment, reason: str, at: datetime, *, also_disowned: bool = False
) -> list[int]:
    """Every part of this money that was given to somebody is without an owner again."""
    standing = owners.standing(root.pk)
    if persons.goes_back(standing):
        raise errors.MoneyGoesBack
    found: list[int] = []
    for row in standing:
        finding = Finding(row.finding)
        if finding in owners.GIVEN:
            found.append(owners.unidentify(by=by, payment_id=row.pk, reason=reason, at=at).pk)
        elif also_disowned and finding is Finding.NOT_FOR_US and row.identifies_id is not None:
            found.append(owners.own_again(by=by, payment_id=row.pk, reason=reason, at=at).pk)
    return found


def _leave_book(by: Actor, root: Payment, reason: str, at: datetime) -> None:
    """What only the line told of is out of the book until somebody decides again."""
    rows = owners.standing(root.pk)
    for row in rows:
        if Finding(row.finding) in OWNERLESS:
            owners.disown(by=by, payment_id=row.pk, reason=reason, at=at)
