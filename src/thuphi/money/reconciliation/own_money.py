"""Money that we moved ourselves, and the line of the bank that shows it. Pure, no database.

Cash paid in at the bank, refunds and payouts by transfer: the number of the paper stands in the
bank's text, or exactly one of ours fits exactly one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.ground.kit.fold import without_marks

from .pairing import LineFacts
from .rules import How, MatchKind

BY_DOCUMENT_DAYS = 10
BY_SUM_DAYS = 3
DOCUMENT_LENGTH = 4
"""A shorter number stands in any text by chance."""

_SIGNS = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class Own:
    """A deposit, a refund or a payout; or several payouts that one transfer paid."""

    kind: MatchKind
    members: tuple[tuple[int, int], ...]
    """Id and amount of each."""
    account: str
    on: date
    documents: tuple[str, ...]
    payee_account: str = ""
    is_done: bool = True
    """Whether our book says that it went."""

    @property
    def amount_vnd(self) -> int:
        """All of it."""
        return sum(vnd for _, vnd in self.members)

    @property
    def keys(self) -> set[tuple[str, int]]:
        """Kind and id of each member."""
        return {(self.kind.value, one) for one, _ in self.members}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, and what of ours it shows."""

    line: LineFacts
    own: Own
    how: How


Undone = Collection[tuple[int, str, int]]
"""Line id, kind and id of each pair that a person took apart."""


def by_document(lines: Iterable[LineFacts], own: Sequence[Own], undone: Undone) -> list[Shown]:
    """Lines in whose text the number of our paper stands, and whose sum is ours."""
    found: list[Shown] = []
    taken: set[tuple[str, int]] = set()
    by_sum = _by_sum(own)
    for line in lines:
        for one in by_sum.get(line.amount_vnd, ()):
            if (
                one.account == line.account
                and one.is_done
                and not one.keys & taken
                and abs((line.booked_on - one.on).days) <= BY_DOCUMENT_DAYS
                and not _was_undone(line, one, undone)
                and names(line, one)
            ):
                found.append(Shown(line, one, How.DOCUMENT))
                taken |= one.keys
                break
    return found


def only_ones(lines: Sequence[LineFacts], own: Sequence[Own], undone: Undone) -> list[Shown]:
    """Where account, sum and days fit exactly one of ours, and it fits exactly one line."""
    fits = [(line, one) for line in lines for one in near(line, own) if one.is_done]
    of_line: defaultdict[int, list[Own]] = defaultdict(list)
    of_own: defaultdict[frozenset[tuple[str, int]], list[LineFacts]] = defaultdict(list)
    for line, one in fits:
        of_line[line.id].append(one)
        of_own[frozenset(one.keys)].append(line)
    return [
        Shown(line, one, How.ONLY_ONE)
        for line, one in fits
        if len(of_line[line.id]) == 1
        and len(of_own[frozenset(one.keys)]) == 1
        and not _was_undone(line, one, undone)
    ]


def near(line: LineFacts, own: Sequence[Own]) -> list[Own]:
    """What of ours has the line's account and sum, within three days."""
    return [
        one for one in own
        if one.amount_vnd == line.amount_vnd and one.account == line.account
        and abs((line.booked_on - one.on).days) <= BY_SUM_DAYS
    ]  # fmt: skip


def names(line: LineFacts, own: Own) -> bool:
    """Whether a number of our paper stands by itself in what the bank tells."""
    told = without_marks(" ".join([*line.texts, *line.references])).upper()
    return any(_stands_in(document, told) for document in own.documents)


def _stands_in(document: str, told: str) -> bool:
    letters = _SIGNS.sub("", without_marks(document).upper())
    if len(letters) < DOCUMENT_LENGTH:
        return False
    apart = r"[^0-9A-Z]*".join(letters)
    return re.search(rf"(?<![0-9A-Z]){apart}(?![0-9A-Z])", told) is not None


def _was_undone(line: LineFacts, one: Own, undone: Undone) -> bool:
    return any((line.id, kind, subject) in undone for kind, subject in one.keys)


def _by_sum(own: Sequence[Own]) -> dict[int, list[Own]]:
    found: defaultdict[int, list[Own]] = defaultdict(list)
    for one in own:
        found[one.amount_vnd].append(one)
    return found
