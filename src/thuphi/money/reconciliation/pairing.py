"""Which payment that was told of is which credit of the bank. Pure, no database.

Evidence goes first, and only evidence makes a pair: the bank's own reference, a whole code in the
text, a virtual account, or a damaged code that can be healed to one payment of just this sum.
Account, sum and day without any of these only suggest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from thuphi.ground.kit import billcode
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.matching.contract import BOOKS, Line, OpenBill
from thuphi.money.matching.finder import Finder
from thuphi.money.statements.identity import CUT_AT, is_same_reference

from .rules import How

BY_CODE_DAYS = 5
"""A payment and its line may be so many days apart when a code says that they are one."""
BY_REFERENCE_DAYS = 15
"""And so many when the bank's reference does."""
GUESS_DAYS = 2
GUESSES = 5
"""More that are alike are no help to a person."""
REFERENCE_LENGTH = 8
"""Shorter references are numbers of the day, and prove nothing."""
_DAY = re.compile(r"20[0-9]{2}[01][0-9][0-3][0-9]|[0-3][0-9][01][0-9]20[0-9]{2}")


def is_telling(reference: str) -> bool:
    """Whether a reference is of one movement alone: long enough, and no day."""
    return len(reference) >= REFERENCE_LENGTH and _DAY.fullmatch(reference) is None


@dataclass(frozen=True)
class LineFacts:
    """A line of the bank with everything any file told of it."""

    id: int
    facility_id: int
    account: str
    booked_on: date
    is_in: bool
    is_reversal: bool
    amount_vnd: int
    references: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """As the first file had it, then as later ones had."""
    booked_at: datetime | None = None
    payer_name: str = ""
    payer_account: str = ""
    payer_bank: str = ""
    virtual_account: str = ""

    @cached_property
    def text(self) -> str:
        """All that was told, in one piece."""
        return " ".join(dict.fromkeys(self.texts))

    @property
    def happened_at(self) -> datetime:
        """The bank's minute, or noon of the day where it tells none."""
        return self.booked_at or datetime.combine(self.booked_on, time(12), VIETNAM)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The whole codes in the text, each once."""
        return tuple(one.code for one in billcode.find(self.text) if not one.corrected)


@dataclass(frozen=True, slots=True)
class Booked:
    """Money that was told of and booked, and that no line shows yet."""

    heard_id: int
    amount_vnd: int
    paid_at: datetime
    paid_on: date
    """The day in Việt Nam."""
    payments: tuple[tuple[int, int], ...]
    """Id and amount of each payment it was booked as: a basket has several."""
    account: str = ""
    references: tuple[str, ...] = ()
    virtual_account: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A line, and the money it is."""

    line: LineFacts
    booked: Booked
    how: How

    @property
    def is_another_day(self) -> bool:
        """Whether it was paid on another day than it was booked by the bank."""
        return self.booked.paid_on != self.line.booked_on


Undone = Collection[tuple[int, int]]
"""Pairs (line id, payment id) that a person took apart."""


def pair(lines: Sequence[LineFacts], told: Sequence[Booked], undone: Undone = ()) -> Pairs:
    """Find each credit's payment. Each line and each payment is taken once."""
    work = Pairs(told, undone)
    for find in (work.by_reference, work.by_account, work.by_code):
        for line in [one for one in lines if one.id not in work.done]:
            find(line)
    work.by_healed_code([one for one in lines if one.id not in work.done])
    return work


class Pairs:
    """What was paired; and told money laid out by what it can be found by."""

    def __init__(self, told: Sequence[Booked], undone: Undone) -> None:
        self.made: list[Pair] = []
        self.done: set[int] = set()
        """Lines that are paired."""
        self._taken: set[int] = set()
        self._undone = undone
        self._references: defaultdict[str, list[Booked]] = defaultdict(list)
        self._codes: defaultdict[str, list[Booked]] = defaultdict(list)
        self._accounts: defaultdict[str, list[Booked]] = defaultdict(list)
        self._days: defaultdict[tuple[int, date], list[Booked]] = defaultdict(list)
        for one in told:
            for reference in one.references:
                if is_telling(reference):
                    self._references[reference[:CUT_AT]].append(one)
            for code in one.codes:
                self._codes[code].append(one)
            if one.virtual_account:
                self._accounts[one.virtual_account].append(one)
            self._days[one.amount_vnd, one.paid_on].append(one)

    def by_reference(self, line: LineFacts) -> None:
        """The bank calls both the same."""
        self._take(line, self._same_reference(line), BY_REFERENCE_DAYS, How.REFERENCE)

    def by_account(self, line: LineFacts) -> None:
        """Both went to the same virtual account."""
        if line.virtual_account:
            found = self._accounts.get(line.virtual_account, ())
            self._take(line, found, BY_CODE_DAYS, How.VIRTUAL_ACCOUNT)

    def by_code(self, line: LineFacts) -> None:
        """The text names the bill that the payment paid."""
        found = (one for code in line.codes for one in self._codes.get(code, ()))
        self._take(line, found, BY_CODE_DAYS, How.CODE)

    def by_healed_code(self, lines: Sequence[LineFacts]) -> None:
        """The text names it, but damaged: it heals to the code of one payment of just this sum."""
        wanted = [one for one in lines if one.text and not one.codes]
        if not wanted:
            return
        bills: dict[str, OpenBill] = {}
        for code, told in self._codes.items():
            free = next((one for one in told if one.heard_id not in self._taken), None)
            if free is not None:
                bills[code] = OpenBill(code, free.amount_vnd)
        if not bills:
            return
        finder = Finder(bills.values())
        for line in wanted:
            found = finder.find(Line(str(line.id), line.text, line.amount_vnd))
            if found.code is not None and found.how in BOOKS:
                self._take(line, self._codes[found.code], BY_CODE_DAYS, How.CODE)

    def of_other_amount(self, line: LineFacts) -> list[Booked]:
        """Free money under the line's reference or code, of another sum."""
        found = [*self._same_reference(line)]
        found += [one for code in line.codes for one in self._codes.get(code, ())]
        return _once(
            one for one in found
            if one.amount_vnd != line.amount_vnd and self._is_free(line, one, BY_REFERENCE_DAYS)
        )  # fmt: skip

    def alike(self, line: LineFacts) -> list[Booked]:
        """Free money of the same account and sum within two days, the nearest days first."""
        found: list[Booked] = []
        for day in sorted(range(-GUESS_DAYS, GUESS_DAYS + 1), key=abs):
            for one in self._days.get((line.amount_vnd, line.booked_on + timedelta(days=day)), ()):
                if one.account and self._is_free(line, one, GUESS_DAYS):
                    found.append(one)
                    if len(found) == GUESSES:
                        return found
        return found

    def _same_reference(self, line: LineFacts) -> Iterator[Booked]:
        for reference in line.references:
            if not is_telling(reference):
                continue
            for one in self._references.get(reference[:CUT_AT], ()):
                if any(is_same_reference(reference, other) for other in one.references):
                    yield one

    def _take(self, line: LineFacts, found: Iterable[Booked], within_days: int, how: How) -> None:
        fitting = [
            one for one in found
            if one.amount_vnd == line.amount_vnd and self._is_free(line, one, within_days)
        ]  # fmt: skip
        if fitting:
            nearest = min(fitting, key=_distance(line))
            self.made.append(Pair(line, nearest, how))
            self.done.add(line.id)
            self._taken.add(nearest.heard_id)

    def _is_free(self, line: LineFacts, one: Booked, within_days: int) -> bool:
        return (
            one.heard_id not in self._taken
            and abs((one.paid_on - line.booked_on).days) <= within_days
            and (not one.account or bool(one.virtual_account) or one.account == line.account)
            and all((line.id, payment) not in self._undone for payment, _ in one.payments)
        )


def _distance(line: LineFacts) -> Callable[[Booked], tuple[timedelta, int]]:
    return lambda one: (abs(one.paid_at - line.happened_at), one.heard_id)


def _once(found: Iterable[Booked]) -> list[Booked]:
    return list({one.heard_id: one for one in found}.values())
