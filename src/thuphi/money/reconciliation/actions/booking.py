"""What lines bring that no notification told of: booked at once, and beside its line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from psycopg import Cursor

from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.ledger import recipes
from thuphi.money.payments import lines
from thuphi.money.payments.lines import LinePaid
from thuphi.money.payments.rules import Finding
from thuphi.money.reconciliation import loading
from thuphi.money.reconciliation.pairing import pair
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome

from .judging import ToBook
from .standing import NewMatch, Standing, say, stand

_ON_A_BILL = {Finding.EXACT, Finding.PART, Finding.OVER}

Row = tuple[object, ...]


class ComeMeanwhile(Exception):
    """Since these lines were judged their bills were paid otherwise. Nothing was booked."""

    def __init__(self, line_ids: Collection[int]) -> None:
        super().__init__(sorted(line_ids))
        self.line_ids = sorted(line_ids)


@dataclass(frozen=True, slots=True)
class _Brought:
    """A payment that a line brought."""

    id: int
    finding: Finding
    vnd: int


@transaction.atomic
def book(
    facility_id: int, to_book: Sequence[ToBook], at: datetime, *, told: Collection[int] = ()
) -> Counter[Outcome]:
    """Book what these lines brought, each for its bill; how many lines are done.

    `told` are the notifications that the lines were compared with when they were judged. Lines
    whose money was booked from a notification since then stay due: they are put beside it next
    time. Raises `ComeMeanwhile`.
    """
    if not to_book:
        return Counter()
    cursor = recipes.raw_cursor()
    wanted = {one.line.id: one for one in to_book}
    cursor.execute(
        b"SELECT line_id FROM line_state WHERE line_id = ANY (%(ids)s::bigint[]) AND is_due"
        b" ORDER BY line_id FOR UPDATE",
        {"ids": list(wanted)},
    )
    mine = [wanted[int(str(row[0]))] for row in cursor]
    lines.hold(facility_id)
    come = _told_meanwhile(cursor, facility_id, mine, told)
    mine = [one for one in mine if one.line.id not in come]
    if not mine:
        return Counter()
    # What is booked here is booked by one statement, which takes its accounts in one order: else
    # two deeds of one facility could wait for each other in a circle.
    with recipes.together():
        return _book(cursor, facility_id, mine, at)


def _book(
    cursor: Cursor[Row], facility_id: int, mine: Sequence[ToBook], at: datetime
) -> Counter[Outcome]:
    payments = lines.take_lines(by=SYSTEM, lines=[_paid(one) for one in mine], at=at)
    brought = _brought(cursor, payments)
    moved = {one.line.id for one in mine if not _is_on_bills(brought[one.line.id])}
    if moved:
        raise ComeMeanwhile(moved)
    stand(
        [
            NewMatch(one.line.id, facility_id, MatchKind.PAYMENT, each.id, each.vnd, How.BOOKED)
            for one in mine
            for each in brought[one.line.id]
        ],
        at=at,
    )
    standings = [
        Standing(
            one.line.id, Outcome.MATCHED, Confirmed.BY_ITSELF,
            payment_id=brought[one.line.id][0].id,
        )
        for one in mine
    ]  # fmt: skip
    say(standings, at=at)
    return Counter(one.outcome for one in standings)


@transaction.atomic
def leave_to_a_person(line_ids: Sequence[int], at: datetime) -> Counter[Outcome]:
    """Lines whose money does not come to rest: a person looks at them."""
    standings = [
        Standing(
            one, Outcome.TO_LOOK_AT, Confirmed.NOT_CONFIRMED,
            tried=[{"how": "code", "why": "several"}],
        )
        for one in line_ids
    ]  # fmt: skip
    say(standings, at=at)
    return Counter(one.outcome for one in standings)


def _paid(one: ToBook) -> LinePaid:
    line = one.line
    return LinePaid(
        line_id=line.id, facility_id=line.facility_id, account=line.account,
        amount_vnd=line.amount_vnd, paid_at=line.happened_at, text=line.text, codes=(one.code,),
        is_corrected=one.is_healed, bank_reference=line.references[0] if line.references else "",
        payer_name=line.payer_name, payer_account=line.payer_account, payer_bank=line.payer_bank,
        virtual_account=line.virtual_account,
    )  # fmt: skip


def _brought(
    cursor: Cursor[Row], payments: Mapping[int, Sequence[int]]
) -> defaultdict[int, list[_Brought]]:
    line_of = {payment: line for line, ids in payments.items() for payment in ids}
    cursor.execute(
        b"SELECT id, finding, applied_vnd + excess_vnd + unidentified_vnd FROM payment"
        b" WHERE id = ANY (%(ids)s::bigint[]) ORDER BY id",
        {"ids": list(line_of)},
    )
    found: defaultdict[int, list[_Brought]] = defaultdict(list)
    for payment, finding, vnd in cursor:
        found[line_of[int(str(payment))]].append(
            _Brought(int(str(payment)), Finding(str(finding)), int(str(vnd)))
        )
    return found


def _told_meanwhile(
    cursor: Cursor[Row], facility_id: int, mine: Sequence[ToBook], known: Collection[int]
) -> set[int]:
    """Lines whose money was booked from a notification since they were judged.

    Bookings of the facility's notifications wait now, so that what is seen here stays as it is.
    """
    wanted = [one.line for one in mine]
    told = loading.told_money(cursor, facility_id, wanted, without=known)
    if not told:
        return set()
    undone = loading.undone(cursor, [one.id for one in wanted])
    return {one.line.id for one in pair(wanted, told, loading.payments_of(undone)).made}


def _is_on_bills(brought: Sequence[_Brought]) -> bool:
    """Whether the money went where it was judged to go: no bill was cancelled or paid meanwhile."""
    return bool(brought) and all(one.finding in _ON_A_BILL for one in brought)
