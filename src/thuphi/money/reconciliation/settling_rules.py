"""Which payment a provider's row is, and which settlement a line of the bank is. No database."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from thuphi.ground.kit.clock import today

from .rules import How, Outcome

SLIP_EARLIER, SLIP_LATER = timedelta(days=4), timedelta(days=1)
"""How far a card slip's payment may be from its row: the numbers of slips begin anew."""


class Subject(enum.Enum):
    """What of ours a row can be."""

    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed on a card's slip, as far as it is known, without leading noughts."""

    tid: str = ""
    rrn: str = ""
    batch: str = ""
    stan: str = ""
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a settlement that is to be judged."""

    id: int
    kind: str
    gross_vnd: int
    channel: str
    about_at: datetime
    """When it was paid, or the beginning of the day of its settlement."""
    has_time: bool
    number: str
    """The provider's."""
    ours: str
    slip: Slip


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of ours that some row may be."""

    id: int
    channel: str
    at: datetime
    amount_vnd: int
    number: str
    ours: str
    bank_reference: str
    slip: Slip
    is_taken: bool
    """Whether another row has been matched with it before."""


@dataclass(frozen=True, slots=True)
class Back:
    """A refund of ours, or what a provider took back, that some row may be."""

    id: int
    channel: str
    at: datetime
    amount_vnd: int
    number: str
    ours: str
    paid_number: str
    """The provider's number of the payment that it is of."""
    paid_ours: str
    rrn: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payment or refund of ours that a row may be, and how it was found."""

    row_id: int
    subject: Subject
    subject_id: int
    rank: int
    """The surer the smaller: the provider's number, ours, a card slip's numbers."""
    fits: bool
    """Whether the amounts agree."""
    is_taken: bool
    is_same_day: bool
    seconds_apart: int


def candidates(
    rows: Sequence[Row], payments: Sequence[Paid], refunds: Sequence[Back]
) -> list[Candidate]:
    """Which payments and refunds each row may be, by the numbers they share."""
    paid = _by_keys(payments, _keys_of_payment)
    back = _by_keys(refunds, _keys_of_refund)
    found = []
    for row in rows:
        if row.kind == "payment":
            for rank, shared in _payment_keys(row):
                found += [
                    _candidate(row, Subject.PAYMENT, one, rank, row.gross_vnd)
                    for one in paid.get(_of_channel(row.channel, shared), ())
                    if _slip_is_near(row, one, rank)
                ]
        elif row.kind in ("refund", "chargeback"):
            for rank, shared in _refund_keys(row):
                found += [
                    _candidate(row, Subject.REFUND, one, rank, -row.gross_vnd)
                    for one in back.get(_of_channel(row.channel, shared), ())
                ]
    return found


Key = tuple[str, ...]
One = TypeVar("One", Paid, Back)


def _by_keys(ones: Sequence[One], keys: Callable[[One], Iterable[Key]]) -> dict[Key, list[One]]:
    found: defaultdict[Key, list[One]] = defaultdict(list)
    for one in ones:
        for shared in dict.fromkeys(keys(one)):
            if all(shared):
                found[_of_channel(one.channel, shared)].append(one)
    return found


def _of_channel(channel: str, key: Key) -> Key:
    return (channel, *key)


def _keys_of_payment(one: Paid) -> list[Key]:
    slip = one.slip
    return [
        ("number", one.number),
        ("ours", one.ours),
        ("bank", one.bank_reference),
        ("rrn", slip.rrn),
        ("trace", slip.tid, slip.batch, slip.stan),
        ("approval", slip.tid, slip.approval),
    ]


def _payment_keys(row: Row) -> list[tuple[int, Key]]:
    slip = row.slip
    keys: list[tuple[int, Key]] = [
        (1, ("number", row.number)),
        (2, ("ours", row.ours)),
        (3, ("bank", row.number)),
        (3, ("rrn", slip.rrn)),
        (4, ("trace", slip.tid, slip.batch, slip.stan)),
    ]
    if not slip.rrn:
        keys.append((5, ("approval", slip.tid, slip.approval)))
    return [(rank, key) for rank, key in keys if all(key)]


def _slip_is_near(row: Row, one: Paid, rank: int) -> bool:
    """Whether what was found by a card slip was paid about then, at that terminal; an approval
    code, which banks use again and again, needs the amount too."""
    if rank < 3 or (rank == 3 and one.bank_reference == row.number):
        return True
    is_near = row.about_at - SLIP_EARLIER <= one.at <= row.about_at + SLIP_LATER
    same_terminal = one.slip.tid == row.slip.tid or not (one.slip.tid and row.slip.tid)
    return is_near and same_terminal and (rank < 5 or one.amount_vnd == row.gross_vnd)


def _keys_of_refund(one: Back) -> list[Key]:
    return [
        ("number", one.number),
        ("number", one.ours),
        ("ours", one.ours),
        ("paid", one.paid_number),
        ("paid", one.paid_ours),
        ("rrn", one.rrn),
    ]


def _refund_keys(row: Row) -> list[tuple[int, Key]]:
    keys: list[tuple[int, Key]] = [
        (1, ("number", row.number)),
        (2, ("ours", row.ours)),
        (3, ("paid", row.number)),
        (3, ("paid", row.ours)),
        (3, ("rrn", row.slip.rrn)),
    ]
    return [(rank, key) for rank, key in keys if all(key)]


def _candidate(row: Row, subject: Subject, one: Paid | Back, rank: int, vnd: int) -> Candidate:
    return Candidate(
        row_id=row.id,
        subject=subject,
        subject_id=one.id,
        rank=rank,
        fits=one.amount_vnd == vnd,
        is_taken=one.is_taken,
        is_same_day=not row.has_time or today(row.about_at) == today(one.at),
        seconds_apart=abs((one.at - row.about_at) // timedelta(seconds=1)),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row turned out to be."""

    row_id: int
    outcome: Outcome
    payment_id: int | None = None
    refund_id: int | None = None


def judge(rows: Sequence[Row], candidates: Iterable[Candidate]) -> list[Verdict]:
    """One verdict a row; a payment is matched with one row, the others that name it are doubles.

    Surer evidence goes first, whatever the order of the rows, so that a row found by the amount of
    a card slip never takes the payment that another row names.
    """
    options: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in candidates:
        options[one.row_id].append(one)
    for choices in options.values():
        choices.sort(key=lambda one: (one.rank, not one.fits, one.is_taken, one.seconds_apart))
    taken: set[tuple[Subject, int]] = set()
    found: dict[int, Verdict] = {}
    for row in sorted(rows, key=lambda row: (_rank(options.get(row.id, [])), row.id)):
        verdict = _judge(row, options.get(row.id, []), taken)
        found[row.id] = verdict
    return [found[row.id] for row in rows]


def _rank(choices: Sequence[Candidate]) -> int:
    return choices[0].rank if choices else 99


def _judge(row: Row, choices: Sequence[Candidate], taken: set[tuple[Subject, int]]) -> Verdict:
    if not choices:
        is_nothing = row.kind == "other" and row.gross_vnd == 0
        return Verdict(row.id, Outcome.MATCHED if is_nothing else Outcome.ONLY_THEIRS)
    free = [
        one for one in choices if not one.is_taken and (one.subject, one.subject_id) not in taken
    ]
    best = next((one for one in free if one.fits), None)
    if best is not None:
        taken.add((best.subject, best.subject_id))
        outcome = Outcome.MATCHED if best.is_same_day else Outcome.MATCHED_OTHER_DAY
        return _verdict(row, best, outcome)
    if free and not any(one.fits for one in choices):
        return _verdict(row, free[0], Outcome.AMOUNT_DIFFERS)
    return _verdict(row, choices[0], Outcome.DUPLICATE)


def _verdict(row: Row, one: Candidate, outcome: Outcome) -> Verdict:
    if one.subject is Subject.PAYMENT:
        return Verdict(row.id, outcome, payment_id=one.subject_id)
    return Verdict(row.id, outcome, refund_id=one.subject_id)


@dataclass(frozen=True, slots=True)
class Fit:
    """A line and a settlement of the same sum, account and days, and what else speaks for it."""

    line_id: int
    settlement_id: int
    has_reference: bool
    """The settlement's number stands in the line."""
    has_name: bool
    """The provider's name stands in the line."""
    names_other: bool
    """The line names another provider and not this one."""
    has_code: bool
    """A bill's code stands in the line: it is a family's payment unless its number says not."""
    is_same_day: bool


def choose(fits: Iterable[Fit], wanted: frozenset[int]) -> dict[int, tuple[int, How]]:
    """The lines among `wanted` that are a settlement beyond doubt, each with its settlement.

    In this order: the settlement's number in the line; the provider's name, and one fits one; the
    same of the settlements of the line's own day; and without either, exactly one fits exactly one.
    """
    told = list(fits)
    found: dict[int, tuple[int, How]] = {}
    rounds: list[tuple[list[Fit], How]] = [
        ([one for one in told if one.has_reference], How.SETTLEMENT),
        ([one for one in told if one.has_name and not one.has_code], How.SETTLEMENT),
        (
            [one for one in told if one.has_name and not one.has_code and one.is_same_day],
            How.SETTLEMENT,
        ),
        ([one for one in told if not one.names_other and not one.has_code], How.ONLY_ONE),
    ]
    for some, how in rounds:
        lines_done = set(found)
        settlements_done = {settlement_id for settlement_id, _ in found.values()}
        open_ones = [
            one
            for one in some
            if one.line_id not in lines_done and one.settlement_id not in settlements_done
        ]
        found.update(
            {
                one.line_id: (one.settlement_id, how)
                for one in _one_to_one(open_ones)
                if one.line_id in wanted
            }
        )
    return found


def _one_to_one(fits: Sequence[Fit]) -> list[Fit]:
    by_line: defaultdict[int, int] = defaultdict(int)
    by_settlement: defaultdict[int, int] = defaultdict(int)
    for one in fits:
        by_line[one.line_id] += 1
        by_settlement[one.settlement_id] += 1
    return [
        one for one in fits if by_line[one.line_id] == 1 and by_settlement[one.settlement_id] == 1
    ]
