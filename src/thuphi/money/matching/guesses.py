"""What else a line tells: names, class, telephone, amount. It suggests and never books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from . import words
from .contract import Line, OpenBill, Suggestion

MOST = 5
"""No more suggestions than these are shown for a line."""
MANY = 60
"""A name or telephone that so many bills bear says nothing without the amount."""
FEW = 5
"""Without the amount a name is worth telling only if it is borne by no more bills than these."""
LONGEST_NAME = 7
SHORTEST_GLUED = 8

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
        self._first_words: set[str] = set()
        self._pairs: dict[int, dict[str, list[int]]] = {}
        for place, bill in enumerate(bills):
            for name in {bill.beneficiary, bill.payer}:
                if name:
                    self._take_name(place, words.tokens(name))
            if bill.phone and (number := words.phone(bill.phone)):
                self._by_phone.setdefault(number, []).append(place)

    def _take_name(self, place: int, name: list[str]) -> None:
        if len(name) > 1:
            self._first_words.add(name[0])
            self._by_name.setdefault("".join(name), []).append(place)

    def suggest(self, line: Line) -> list[Suggestion]:
        """Up to five bills that it may be, best first; namesakes and siblings side by side."""
        said = words.tokens(line.text)
        payer = words.tokens(line.payer)
        named = self._named(said) | self._named(payer)
        called = {
            place
            for number in (words.phones(line.text) if self._by_phone else ())
            for place in self._by_phone.get(number, ())
        }
        same_amount = self._by_amount.get(line.amount_vnd, [])
        found = self._within(named | called, line.amount_vnd)
        if same_amount:
            found |= self._like(line.amount_vnd, said)
        if len(same_amount) == 1:
            found.add(same_amount[0])
        if not found:
            return []
        text = " ".join(said)
        judged = []
        for place in found:
            judgement = _judge(self._bills[place], line, said, text, payer, place in called)
            if self._is_worth_telling(judgement, place, named, called, len(same_amount)):
                judged.append(judgement)
        return sorted(judged, key=lambda one: (-one.score, one.code))[:MOST]

    def _named(self, said: list[str]) -> set[int]:
        """The bills whose payer or beneficiary is named in full."""
        found: set[int] = set()
        by_name = self._by_name
        for at, first in enumerate(said):
            if len(first) >= SHORTEST_GLUED and first in by_name:
                found.update(by_name[first])
            if first in self._first_words:
                joined = first
                longest: list[int] = []
                for following in said[at + 1 : at + LONGEST_NAME]:
                    joined += following
                    longest = by_name.get(joined, longest)
                found.update(longest)
        return found

    def _within(self, places: set[int], amount_vnd: int) -> set[int]:
        if len(places) <= MANY:
            return places
        return {place for place in places if self._bills[place].amount_vnd == amount_vnd}

    def _like(self, amount_vnd: int, said: list[str]) -> set[int]:
        """Bills of this amount of whose names two words stand in the text."""
        pairs = self._pairs.get(amount_vnd)
        if pairs is None:
            pairs = self._pairs[amount_vnd] = {}
            for place in self._by_amount[amount_vnd]:
                bill = self._bills[place]
                for key in words.bigrams(words.tokens(bill.beneficiary)):
                    pairs.setdefault(key, []).append(place)
        found: set[int] = set()
        if pairs:
            for key in words.text_bigrams(said):
                if key in pairs and len(found) < MANY:
                    found.update(pairs[key][:MANY])
        return found

    def _is_worth_telling(
        self, one: Suggestion, place: int, named: set[int], called: set[int], same_amount: int
    ) -> bool:
        if "amount" in one.reasons:
            return len(one.reasons) > 1 or same_amount == 1
        if place in called:
            return len(called) <= FEW
        return place in named and len(named) <= FEW and bool({"beneficiary"} & set(one.reasons))


def _judge(
    bill: OpenBill, line: Line, said: list[str], text: str, payer: list[str], is_called: bool
) -> Suggestion:
    score = 0
    reasons: list[str] = []

    def take(points: int, reason: str) -> None:
        nonlocal score
        score += points
        reasons.append(reason)

    if bill.amount_vnd == line.amount_vnd:
        take(AMOUNT, "amount")
    for name, full, alike, reason in (
        (bill.beneficiary, BENEFICIARY, BENEFICIARY_LIKE, "beneficiary"),
        (bill.payer, PAYER, PAYER_LIKE, "payer"),
    ):
        meant = words.tokens(name)
        if len(meant) < 2:
            continue
        if _stands_in(meant, text) or (reason == "payer" and meant == payer):
            take(full, reason)
        elif _is_like(meant, text) or (reason == "payer" and _is_like(meant, " ".join(payer))):
            take(alike, reason + "_like")
    if bill.class_name and words.names_class(said, words.class_key(bill.class_name)):
        take(CLASS, "class")
    if is_called:
        take(PHONE, "phone")
    return Suggestion(bill.code, min(score, 99), tuple(reasons))


def _stands_in(name: list[str], text: str) -> bool:
    padded = f" {text} "
    return f" {' '.join(name)} " in padded or f" {''.join(name)} " in padded


def _is_like(name: list[str], text: str) -> bool:
    meant = " ".join(name)
    if len(text) < len(meant) - 4:
        return False
    if "".join(name) in text.replace(" ", ""):
        return True
    return fuzz.partial_ratio(meant, text, score_cutoff=ALIKE) > 0


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
