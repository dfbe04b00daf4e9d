"""What else a line tells: names, class, telephone, amount. It suggests and never books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from . import words
from .contract import Line, OpenBill, Suggestion

MOST = 5
"""No more suggestions than these are shown for a line."""
MANY = 24
"""So many bills of one amount are weighed for likeness, no more."""
FEW = 5
"""Without the amount a name or telephone is worth telling only if no more bills bear it."""
LONGEST_NAME = 7
SHORTEST_GLUED = 8
LONGEST_GLUED = 24

AMOUNT, BENEFICIARY, BENEFICIARY_LIKE = 45, 35, 25
PAYER, PAYER_LIKE, CLASS, PHONE = 15, 10, 5, 20
ALIKE = 86
"""A name of which so many hundredths are in the text may be the one meant."""


class Guesser:
    """Looks bills up by what people write beside or instead of a code."""

    def __init__(self, bills: Sequence[OpenBill], by_amount: dict[int, list[int]]) -> None:
        self._bills = bills
        self._by_amount = by_amount
        self._by_name: dict[str, list[int]] = {}
        self._by_phone: dict[str, list[int]] = {}
        self._namesakes: dict[str, dict[int, list[int]]] = {}
        self._first_words: set[str] = set()
        self._pairs: dict[int, dict[str, list[int]]] = {}
        self._beneficiaries = words.written([bill.beneficiary for bill in bills])
        self._payers = words.written([bill.payer for bill in bills])
        for names in (self._beneficiaries, self._payers):
            self._take_names(names)
        for place, bill in enumerate(bills):
            if bill.phone and (number := words.phone(bill.phone)):
                self._by_phone.setdefault(number, []).append(place)

    def _take_names(self, names: list[str]) -> None:
        by_name, first_words = self._by_name, self._first_words
        for place, name in enumerate(names):
            first, blank, _ = name.partition(" ")
            if blank:
                first_words.add(first)
                joined = name.replace(" ", "")
                if joined in by_name:
                    by_name[joined].append(place)
                else:
                    by_name[joined] = [place]

    def suggest(self, line: Line) -> list[Suggestion]:
        """Up to five bills that it may be, best first; namesakes and siblings side by side."""
        said = words.tokens(line.text)
        payer = words.tokens(line.payer) if line.payer else []
        same_amount = self._by_amount.get(line.amount_vnd, [])
        names = [one for one in said if one.isalpha()]
        named = self._named(names, line.amount_vnd) | self._named(payer, line.amount_vnd)
        called = {
            place
            for number in (words.phones(line.text) if self._by_phone else ())
            for place in self._by_phone.get(number, ())
        }
        found = named | (called if len(called) <= FEW else called.intersection(same_amount))
        if len(same_amount) == 1:
            found.add(same_amount[0])
        elif same_amount:
            found |= self._like(line.amount_vnd, names)
        if not found:
            return []
        text = " ".join(said)
        judged = []
        for place in found:
            judgement = self._judge(place, line, said, text, " ".join(payer), called)
            if self._is_worth_telling(judgement, place, named, called, len(same_amount)):
                judged.append(judgement)
        return sorted(judged, key=lambda one: (-one.score, one.code))[:MOST]

    def _named(self, said: list[str], amount_vnd: int) -> set[int]:
        """The bills whose payer or beneficiary is named in full.

        Of a name that many bear, only those of the amount.
        """
        found: set[int] = set()
        for name in self._names_in(said):
            places = self._by_name[name]
            if len(places) > FEW:
                places = self._of_amount(name, places).get(amount_vnd, [])
            found.update(places)
        return found

    def _names_in(self, said: list[str]) -> set[str]:
        names: set[str] = set()
        by_name = self._by_name
        for at, first in enumerate(said):
            if len(first) >= SHORTEST_GLUED:
                names.update(self._glued(first))
            if first in self._first_words:
                joined, longest = first, ""
                for following in said[at + 1 : at + LONGEST_NAME]:
                    joined += following
                    if joined in by_name:
                        longest = joined
                if longest:
                    names.add(longest)
        return names

    def _of_amount(self, name: str, places: list[int]) -> dict[int, list[int]]:
        """The bills of a name that many bear, by amount; laid out when it is first asked for."""
        by_amount = self._namesakes.get(name)
        if by_amount is None:
            by_amount = self._namesakes[name] = {}
            for place in places:
                by_amount.setdefault(self._bills[place].amount_vnd, []).append(place)
        return by_amount

    def _glued(self, said: str) -> list[str]:
        """Names that stand in one long word, when a bank has dropped the blanks."""
        return [
            name
            for begin in range(len(said) - SHORTEST_GLUED + 1)
            for end in range(begin + SHORTEST_GLUED, min(begin + LONGEST_GLUED, len(said)) + 1)
            if (name := said[begin:end]) in self._by_name
        ]

    def _like(self, amount_vnd: int, said: list[str]) -> set[int]:
        """Bills of this amount of whose names two words and most letters are in the text."""
        pairs = self._pairs.get(amount_vnd)
        if pairs is None:
            pairs = self._pairs[amount_vnd] = self._laid_out(amount_vnd)
        if not pairs:
            return set()
        near: dict[int, str] = {}
        for key in words.text_bigrams(said):
            for place in pairs.get(key, ())[:MANY]:
                near[place] = self._beneficiaries[place]
            if len(near) > MANY:
                break
        if not near:
            return set()
        best = process.extract(
            " ".join(said), near, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=2 * MOST
        )
        return {place for _, _, place in best}

    def _laid_out(self, amount_vnd: int) -> dict[str, list[int]]:
        pairs: dict[str, list[int]] = {}
        for place in self._by_amount[amount_vnd]:
            for key in words.bigrams(self._beneficiaries[place].split(" ")):
                pairs.setdefault(key, []).append(place)
        return pairs

    def _is_worth_telling(
        self, one: Suggestion, place: int, named: set[int], called: set[int], same_amount: int
    ) -> bool:
        if "amount" in one.reasons:
            return len(one.reasons) > 1 or same_amount == 1
        if place in called:
            return len(called) <= FEW
        return place in named and len(named) <= FEW and "beneficiary" in one.reasons

    def _judge(
        self, place: int, line: Line, said: list[str], text: str, payer: str, called: set[int]
    ) -> Suggestion:
        bill = self._bills[place]
        grounds: list[tuple[int, str]] = []
        if bill.amount_vnd == line.amount_vnd:
            grounds.append((AMOUNT, "amount"))
        beneficiary, paying = self._beneficiaries[place], self._payers[place]
        if _stands_in(beneficiary, text):
            grounds.append((BENEFICIARY, "beneficiary"))
        elif _is_like(beneficiary, text):
            grounds.append((BENEFICIARY_LIKE, "beneficiary_like"))
        if _stands_in(paying, payer) or _stands_in(paying, text):
            grounds.append((PAYER, "payer"))
        elif _is_like(paying, payer) or _is_like(paying, text):
            grounds.append((PAYER_LIKE, "payer_like"))
        if bill.class_name and words.names_class(said, words.class_key(bill.class_name)):
            grounds.append((CLASS, "class"))
        if place in called:
            grounds.append((PHONE, "phone"))
        score = sum(points for points, _ in grounds)
        return Suggestion(bill.code, min(score, 99), tuple(reason for _, reason in grounds))


def _stands_in(name: str, text: str) -> bool:
    """Whether the name is in the text, word by word or as one word; a single word is no name."""
    if " " not in name:
        return False
    padded = f" {text} "
    return f" {name} " in padded or f" {name.replace(' ', '')} " in padded


def _is_like(name: str, text: str) -> bool:
    if " " not in name or len(text) < len(name) - 4:
        return False
    if name.replace(" ", "") in text.replace(" ", ""):
        return True
    return fuzz.partial_ratio(name, text, score_cutoff=ALIKE) > 0


def merged(*lists: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Suggestions of several grounds as one list: a bill stands once, with all its reasons."""
    best: dict[str, Suggestion] = {}
    for one in (one for suggestions in lists for one in suggestions):
        known = best.get(one.code)
        if known is None:
            best[one.code] = one
        else:
            reasons = tuple(dict.fromkeys((*known.reasons, *one.reasons)))
            best[one.code] = Suggestion(one.code, max(known.score, one.score), reasons)
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.code))[:MOST])
