"""Which line of a new file is which of those that are known. Pure, no database.

A bank tells one movement many times: as a notice, within the day, in the evening, in the workbook
that somebody saved. Among lines of one account, day, direction and amount the same movement is
found by what the bank calls it, then by its words, or by the bill's code within other words. Each
line of a file is one movement, so two of them are never the same.

In doubt two lines are two: many families pay the same sum on the same day. A line too many names a
bill that is paid already and waits for a person; a line too few would be money that nobody sees.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from thuphi.ground.kit import billcode
from thuphi.ground.kit.fold import without_marks

CUT_AT = 16
"""MT940 keeps so many characters of a bank's reference (protocols 6.2)."""
REFERENCE_ENOUGH = 8
"""A shorter reference begins anew every day or in every file, and proves nothing by itself."""
WORDS_ENOUGH = 10
"""So many letters must agree before one text is taken for the cut-off beginning of another."""

RIVALS_MAX = 200
"""So many lines under one reference are compared word by word."""
PAIRS_MAX = 4_000_000
"""No more are compared word by word; a day has fewer lines of one sum without references."""

_SIGNS = re.compile(r"[^A-Z0-9]+")


def folded(text: str) -> str:
    """A text as it is compared: letters and digits alone, without marks, in capitals."""
    return _SIGNS.sub("", without_marks(text).upper())


@dataclass(slots=True)
class Known:
    """A line that was told before, by whom, under which references and in which words."""

    references: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    """Folded."""
    tellers: set[str] = field(default_factory=set)
    """The kinds of file (format and profile) that told it."""
    booked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line as a new file tells it."""

    reference: str
    text: str
    """Folded."""
    teller: str
    booked_at: datetime | None = None


Key = TypeVar("Key", str, tuple[str, str])
IsSame = Callable[[Known, Told], bool]


def pair(known: Sequence[Known], told: Sequence[Told]) -> list[int | None]:
    """For each told line the place of the known one that it is, or nothing for a new one.

    All are of one account, day, direction and amount. A known line is taken once.
    """
    if not known:
        return [None] * len(told)
    work = _Work(known, told)
    # The details of a batch may share its reference: first those whose words agree as well.
    work.by(work.told_alike, lambda line: (line.reference[:CUT_AT], line.text), _cut_reference)
    work.by(work.references, lambda line: line.reference, _alike, most=RIVALS_MAX)
    work.by(work.references, _whole, _is_enough)
    work.by(work.references, lambda line: line.reference, _same_reference, most=RIVALS_MAX)
    work.by(work.cut_references, _beginning, _is_cut_reference)
    work.by(work.texts, lambda line: line.text, _may_be)
    for is_same in (_cut_words, _other_teller):
        work.one_by_one(is_same)
    return work.found


class _Work:
    """Known lines laid out by what they can be found by, and the places found so far."""

    def __init__(self, known: Sequence[Known], told: Sequence[Told]) -> None:
        self.found: list[int | None] = [None] * len(told)
        self.told_alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.references: defaultdict[str, list[int]] = defaultdict(list)
        self.cut_references: defaultdict[str, list[int]] = defaultdict(list)
        self.texts: defaultdict[str, list[int]] = defaultdict(list)
        self._known, self._told = known, told
        self._taken: set[int] = set()
        for place, one in enumerate(known):
            for reference in one.references:
                self.references[reference].append(place)
                self.cut_references[reference[:CUT_AT]].append(place)
                for text in one.texts:
                    self.told_alike[reference[:CUT_AT], text].append(place)
            for text in one.texts:
                self.texts[text].append(place)

    def by(
        self,
        index: Mapping[Key, list[int]],
        key: Callable[[Told], Key],
        is_same: IsSame,
        *,
        most: int | None = None,
    ) -> None:
        """Take the first free known line under the key of each told one.

        Where more than `most` stand under a key, none is taken.
        """
        for place, line in self._open():
            rivals = index.get(key(line), [])
            if most is None or len(rivals) <= most:
                self._take(place, line, rivals, is_same)

    def one_by_one(self, is_same: Callable[[Known, Told], bool]) -> None:
        """Compare what is left with what is left, unless it is more than `PAIRS_MAX` pairs."""
        free = [one for one in range(len(self._known)) if one not in self._taken]
        nameless = [one for one in free if not self._known[one].references]
        left = list(self._open())
        if (
            len(left) * len(nameless) + sum(not line.reference for _, line in left) * len(free)
            > PAIRS_MAX
        ):
            return
        for place, line in left:
            self._take(place, line, nameless if line.reference else free, is_same)

    def _open(self) -> Iterator[tuple[int, Told]]:
        return ((place, self._told[place]) for place, mine in enumerate(self.found) if mine is None)

    def _take(
        self,
        place: int,
        line: Told,
        rivals: list[int],
        is_same: IsSame,
    ) -> None:
        while rivals and rivals[0] in self._taken:
            rivals.pop(0)
        for one in rivals:
            if one not in self._taken and is_same(self._known[one], line):
                self.found[place] = one
                self._taken.add(one)
                return


def is_same_reference(one: str, other: str) -> bool:
    """Whether two references are one, where either may be cut off after sixteen characters."""
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return len(short) == CUT_AT and long.startswith(short)


def _whole(line: Told) -> str:
    """A reference that is enough by itself."""
    return line.reference if len(line.reference) >= REFERENCE_ENOUGH else ""


def _beginning(line: Told) -> str:
    """What may be left of a reference that was cut off."""
    return line.reference[:CUT_AT] if len(line.reference) >= CUT_AT else ""


def _is_enough(known: Known, line: Told) -> bool:
    return len(line.reference) >= REFERENCE_ENOUGH and line.reference in known.references


def _is_cut_reference(known: Known, line: Told) -> bool:
    return line.reference not in known.references and _cut_reference(known, line)


def _same_reference(known: Known, line: Told) -> bool:
    """A bank's own number is enough; a short one is a number of the row or of the day."""
    if not line.reference or line.reference not in known.references:
        return False
    is_enough = len(line.reference) >= REFERENCE_ENOUGH
    return is_enough or not (line.text and any(known.texts)) or line.text in known.texts


def _cut_reference(known: Known, line: Told) -> bool:
    return any(is_same_reference(one, line.reference) for one in known.references)


def _alike(known: Known, line: Told) -> bool:
    """One reference, and words that are cut off or name the same bill."""
    if not _same_reference(known, line):
        return False
    codes = _codes(line.text)
    return any(_is_cut(one, line.text) or bool(codes & _codes(one)) for one in known.texts)


def _may_be(known: Known, line: Told) -> bool:
    """References that are both told and differ, or minutes where nothing else is told, decide."""
    if known.references:
        return not line.reference
    if line.reference or known.booked_at is None or line.booked_at is None:
        return True
    return known.booked_at.replace(second=0) == line.booked_at.replace(second=0)


def _cut_words(known: Known, line: Told) -> bool:
    return _may_be(known, line) and any(_is_cut(one, line.text) for one in known.texts)


def _is_cut(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= WORDS_ENOUGH and short in long


def _other_teller(known: Known, line: Told) -> bool:
    """Another kind of file has fewer words, or other ones around the same bill's code.

    The same kind of file would tell the same movement in the same words.
    """
    if line.teller in known.tellers or not _may_be(known, line):
        return False
    codes = _codes(line.text)
    return any(
        one in line.text or line.text in one or bool(codes & _codes(one)) for one in known.texts
    )


def _codes(text: str) -> set[str]:
    return {one.code for one in billcode.find(text) if not one.corrected}
