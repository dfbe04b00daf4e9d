"""Lines that are no family's payment: cash paid in, money we sent, what the bank takes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction
from psycopg import Cursor

from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.ledger import recipes
from thuphi.money.payments import owners
from thuphi.money.payments.errors import PaymentRefused
from thuphi.money.reconciliation import loading, own_money
from thuphi.money.reconciliation.loading import Earlier
from thuphi.money.reconciliation.own_money import Own, Shown
from thuphi.money.reconciliation.pairing import LineFacts, is_telling
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome
from thuphi.money.statements.identity import is_same_reference
from thuphi.money.tills.actions import depositing
from thuphi.money.tills.errors import AlreadyMatched

from .standing import Json, NewMatch, Standing, lock, say, stand

Undone = Collection[tuple[int, str, int]]


class Batch(Protocol):
    """Lines of one facility that are being looked at."""

    facility_id: int
    at: datetime
    cursor: Cursor[tuple[object, ...]]
    left: list[LineFacts]
    outcomes: Counter[Outcome]
    to_charge_back: list[tuple[LineFacts, Earlier]]

    def say(self, standings: Sequence[Standing]) -> None:
        """How some lines stand: they are done."""

    def drop(self, line_ids: Collection[int]) -> None:
        """These are left no more."""


def find_documents(batch: Batch, own: Sequence[Own], undone: Undone) -> None:
    """Lines in whose text the number of a deposit, a refund or a payout stands."""
    lines = [one for one in batch.left if not one.is_reversal]
    _show(batch, own_money.by_document(lines, _of(own, lines), undone))


def find_sent(batch: Batch, undone: Undone) -> None:
    """Refunds and payouts that name their paper, before `take_back`: who sends money back writes
    the reference by which it came into the text, and so does a bank that takes it back.
    """
    lines = [one for one in batch.left if not one.is_in and not one.is_reversal]
    own = loading.own_money(batch.cursor, batch.facility_id, lines)
    _show(batch, own_money.by_document(lines, _of(own, lines), undone))


def find_only_ones(
    batch: Batch, own: Sequence[Own], undone: Undone, doubtful: Mapping[int, Standing]
) -> None:
    """Lines that exactly one of ours fits by account, sum and days, and that fit it alone.

    A credit for which there is anything else to choose from is left to a person.
    """
    free = [
        one for one in batch.left
        if not one.is_reversal and not (one.id in doubtful and doubtful[one.id].suggestions)
        and not (one.is_in and one.codes)
    ]  # fmt: skip
    _show(batch, own_money.only_ones(free, _of(own, free), undone))


def _of(own: Sequence[Own], lines: Sequence[LineFacts]) -> list[Own]:
    """What of ours goes one of the ways that these lines go, and stands beside nothing yet."""
    ways = {one.is_in for one in lines}
    return [one for one in own if (one.kind is MatchKind.DEPOSIT) in ways]


def _show(batch: Batch, shown: Sequence[Shown]) -> None:
    fitting = [one for one in shown if one.line.is_in == (one.own.kind is MatchKind.DEPOSIT)]
    stand(
        [
            NewMatch(one.line.id, batch.facility_id, one.own.kind, member, vnd, one.how)
            for one in fitting
            for member, vnd in one.own.members
        ],
        at=batch.at,
    )
    for one in fitting:
        if one.own.kind is MatchKind.DEPOSIT:
            _tell_the_till(one, batch.at)
    batch.say(
        [
            Standing(
                one.line.id,
                Outcome.MATCHED if one.own.on == one.line.booked_on else Outcome.MATCHED_OTHER_DAY,
                Confirmed.BY_ITSELF,
            )
            for one in fitting
        ]
    )


def _tell_the_till(one: Shown, at: datetime) -> None:
    """The deposit is on the statement; a person may have said so before."""
    (deposit_id, _), *_ = one.own.members
    reference = one.line.references[0] if one.line.references else f"line:{one.line.id}"
    try:
        depositing.match_deposit(by=SYSTEM, deposit_id=deposit_id, bank_reference=reference, at=at)
    except AlreadyMatched:
        return


def leave_money_out(batch: Batch, own: Sequence[Own]) -> None:
    """What is left of debits: a person's where something of ours is out for the sum, else no
    business of this book, such as bank fees and salaries.
    """
    standings = []
    for line in batch.left:
        if line.is_in or line.is_reversal:
            continue
        near = [one for one in own_money.near(line, own) if one.kind is not MatchKind.DEPOSIT]
        near += [one for one in own if one not in near and own_money.names(line, one)]
        standings.append(_of_debit(line, near))
    batch.say(standings)


def _of_debit(line: LineFacts, near: Sequence[Own]) -> Standing:
    if not near:
        tried: list[Json] = [{"how": "refund", "why": "none"}, {"how": "payout", "why": "none"}]
        return Standing(line.id, Outcome.NOT_OURS, Confirmed.BY_ITSELF, tried=tried)
    why = "several" if any(one.is_done for one in near) else "not_done"
    return Standing(
        line.id, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED,
        tried=[{"how": near[0].kind.value, "why": why}],
        suggestions=[
            {"kind": one.kind.value, "id": one.members[0][0], "score": 60, "reasons": ["amount"]}
            for one in near[:5]
        ],
    )  # fmt: skip


def take_back(batch: Batch) -> None:
    """Lines by which the bank takes back what it booked before.

    Beyond doubt only under the same reference: then the two cancel each other as long as nothing
    stands beside the first, and what stands beside a payment is charged back (`charge_back`).
    """
    asked = [one for one in batch.left if not one.is_in or one.is_reversal]
    earlier = loading.taken_back(batch.cursor, [one.id for one in asked])
    cancelled: set[int] = set()
    standings: list[Standing] = []
    for line in asked:
        rivals = [one for one in earlier.get(line.id, []) if one.id not in cancelled]
        named = next((one for one in rivals if _is_named(line, one)), None)
        if named is not None and named.is_open and _is_free(batch.cursor, named.id):
            _cancel(batch, line, named)
            cancelled.add(named.id)
            standings += [_reversed(line.id), _reversed(named.id)]
        elif named is not None and named.payments and not line.is_in:
            batch.to_charge_back.append((line, named))
            cancelled.add(named.id)
        elif named is not None or line.is_reversal:
            standings.append(_doubtful(line, [named] if named is not None else rivals))
    batch.say(standings)
    batch.drop([line.id for line, _ in batch.to_charge_back])


@transaction.atomic
def charge_back(facility_id: int, line: LineFacts, earlier: Earlier, at: datetime) -> Outcome:
    """The bank took back money that paid a bill: it is owed again, and the two lines say so."""
    lock([line.id, earlier.id])
    try:
        with transaction.atomic(), recipes.together():
            for payment_id, amount_vnd in earlier.payments:
                owners.charge_back(
                    by=SYSTEM, payment_id=payment_id, amount_vnd=amount_vnd, account=line.account,
                    reason=f"Ngân hàng thu hồi (dòng {line.id})", at=at,
                )  # fmt: skip
            stand(
                [
                    NewMatch(
                        line.id, facility_id, MatchKind.REVERSAL, earlier.id, line.amount_vnd,
                        How.REFERENCE,
                    )
                ],
                at=at,
            )  # fmt: skip
    except PaymentRefused:
        say([_doubtful(line, [earlier])], at=at)
        return Outcome.TO_LOOK_AT
    say([_reversed(line.id), _reversed(earlier.id)], at=at)
    return Outcome.REVERSED


def _is_named(line: LineFacts, earlier: Earlier) -> bool:
    """Whether a line has the reference of the other one, as its own or in its text."""
    return any(
        is_telling(reference)
        and (
            any(is_same_reference(reference, other) for other in line.references)
            or _stands_in(reference, line.text)
        )
        for reference in earlier.references
    )


def _stands_in(reference: str, text: str) -> bool:
    """Not within a longer number, which means something else."""
    alone = rf"(?<![0-9A-Za-z]){re.escape(reference)}(?![0-9A-Za-z])"
    return reference in text and re.search(alone, text) is not None


def _is_free(cursor: Cursor[tuple[object, ...]], line_id: int) -> bool:
    """Lock a line that nothing stands beside, unless somebody is at work on it at this moment."""
    cursor.execute(
        b"SELECT 1 FROM line_state AS s JOIN bank_line AS l ON l.id = s.line_id"
        b" WHERE s.line_id = %(id)s AND s.left_vnd = l.amount_vnd FOR UPDATE OF s SKIP LOCKED",
        {"id": line_id},
    )
    return cursor.fetchone() is not None


def _cancel(batch: Batch, line: LineFacts, earlier: Earlier) -> None:
    """Each beside the other: nothing came and nothing went."""
    facility, vnd, how = batch.facility_id, line.amount_vnd, How.REFERENCE
    stand(
        [
            NewMatch(line.id, facility, MatchKind.REVERSAL, earlier.id, vnd, how),
            NewMatch(earlier.id, facility, MatchKind.REVERSAL, line.id, vnd, how),
        ],
        at=batch.at,
    )


def _reversed(line_id: int) -> Standing:
    return Standing(line_id, Outcome.REVERSED, Confirmed.BY_ITSELF)


def _doubtful(line: LineFacts, rivals: Sequence[Earlier]) -> Standing:
    why = "none" if not rivals else "booked" if len(rivals) == 1 else "several"
    return Standing(
        line.id, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED,
        tried=[{"how": "reversal", "why": why}],
        suggestions=[
            {
                "line_id": one.id, "score": 80, "reasons": ["account", "amount"],
                "payments": [str(payment) for payment, _ in one.payments],
            }
            for one in rivals[:5]
        ],
    )  # fmt: skip
