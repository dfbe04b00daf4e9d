"""A person puts a line beside money the facility moved itself: a deposit, a refund, a payout."""

from __future__ import annotations

from datetime import datetime

from thuphi.ground.kit.actor import Actor
from thuphi.money.reconciliation import errors
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.queries.own import own_near
from thuphi.money.reconciliation.rules import Confirmed, Deed, How, MatchKind, Outcome
from thuphi.money.tills.actions import depositing
from thuphi.money.tills.errors import AlreadyMatched

from . import persons
from .standing import NewMatch, Standing, say, stand


@persons.deed
def pair_own(
    *, by: Actor, line_id: int, kind: MatchKind, subject_id: int, reason: str, at: datetime
) -> Decision:
    """Put a whole line beside a deposit, a refund or a payout of its account and sum.

    A deposit clears by it; money out was booked when it was sent, and is only found. Raises
    `LineIsExplained` where something stands beside the line, and `NotOfThisLine` where the thing is
    of another sum or account, too far from its day, not done, or beside another line.
    """
    (line,) = persons.lines(by, [line_id], reason)
    if persons.live_matches(line):
        raise errors.LineIsExplained
    chosen = next(
        (
            one
            for one in own_near(line.line)
            if one.kind is kind and subject_id in [member for member, _ in one.members]
        ),
        None,
    )
    if chosen is None:
        raise errors.NotOfThisLine
    found = stand(
        [
            NewMatch(
                line.line_id,
                line.facility_id,
                kind,
                member,
                vnd,
                How.PERSON,
                made_by=by.user_id,
                reason=reason.strip(),
            )
            for member, vnd in chosen.members
        ],
        at=at,
    )
    if kind is MatchKind.DEPOSIT:
        _tell_the_till(by, subject_id, line, at)
    outcome = Outcome.MATCHED if chosen.on == line.booked_on else Outcome.MATCHED_OTHER_DAY
    say([Standing(line.line_id, outcome, Confirmed.BY_PERSON)], at=at)
    return persons.decide(
        by, Deed.PAIR, line, reason, at, {kind.value: subject_id, "matches": found}
    )


def _tell_the_till(by: Actor, deposit_id: int, line: persons.AtLine, at: datetime) -> None:
    """The deposit is on the statement; a person may have said so at the till before."""
    reference = line.line.bank_reference or f"line:{line.line_id}"
    try:
        depositing.match_deposit(by=by, deposit_id=deposit_id, bank_reference=reference, at=at)
    except AlreadyMatched:
        return
