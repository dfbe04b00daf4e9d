"""What is to be done with the lines of one batch. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thuphi.money.bills.rules import BillState
from thuphi.money.matching.contract import BOOKS, HEALED, Found, Line, Rung, Suggestion
from thuphi.money.matching.finder import Finder
from thuphi.money.reconciliation.loading import Owed
from thuphi.money.reconciliation.pairing import Booked, LineFacts, Pair, Pairs
from thuphi.money.reconciliation.rules import Confirmed, MatchKind, Outcome

from .standing import Json, NewMatch, Standing

BOOKED_ALIKE = 70
"""How sure it is that a payment of the same account, sum and day is meant, of a hundred."""
SAME_REFERENCE = 80
SUGGESTIONS = 5
"""So many are kept of each line."""


@dataclass(frozen=True, slots=True)
class ToBook:
    """A line that brings money nobody told of, for the bill or basket of this code."""

    line: LineFacts
    code: str
    is_healed: bool


def of_pair(pair: Pair) -> tuple[list[NewMatch], Standing]:
    """A line beside the payments that its money was booked as."""
    line = pair.line
    matches = [
        NewMatch(line.id, line.facility_id, MatchKind.PAYMENT, payment, amount_vnd, pair.how)
        for payment, amount_vnd in pair.booked.payments
    ]
    outcome = Outcome.MATCHED_OTHER_DAY if pair.is_another_day else Outcome.MATCHED
    return matches, Standing(line.id, outcome, Confirmed.BY_ITSELF)


class Searcher:
    """Looks for the bills of credits that no notification brought."""

    def __init__(self, owed: Owed, states: Mapping[str, str]) -> None:
        self._owed = owed
        self._states = states
        self._finder = Finder(owed.bills)

    def search(self, line: LineFacts, pairs: Pairs) -> ToBook | Standing:
        """The bill that the line pays beyond doubt, or how the line stands without one."""
        found = self._finder.find(
            Line(str(line.id), line.text, line.amount_vnd, line.payer_name, line.virtual_account)
        )
        other_amount = pairs.of_other_amount(line)
        if found.code is not None and found.how in BOOKS and not other_amount and not found.others:
            return ToBook(line, found.code, found.how in HEALED)
        alike = pairs.alike(line)
        suggestions: list[Json] = [_payment(one, SAME_REFERENCE, "named") for one in other_amount]
        suggestions += self._bills(found)
        suggestions += [_payment(one, BOOKED_ALIKE, "account", "amount", "day") for one in alike]
        return Standing(
            line.id, self._outcome(line, found, other_amount, suggestions),
            Confirmed.NOT_CONFIRMED,
            tried=self._tried(line, found, "amount" if other_amount else "none"),
            suggestions=suggestions[:SUGGESTIONS],
        )  # fmt: skip

    def _outcome(
        self,
        line: LineFacts,
        found: Found,
        other_amount: Sequence[Booked],
        suggestions: Sequence[Json],
    ) -> Outcome:
        if other_amount:
            return Outcome.AMOUNT_DIFFERS
        if any(self._states.get(code) == BillState.PAID.value for code in line.codes):
            return Outcome.DUPLICATE
        if suggestions or found.how is Rung.AMBIGUOUS or self._named(line):
            return Outcome.TO_LOOK_AT
        return Outcome.ONLY_THEIRS

    def _named(self, line: LineFacts) -> list[str]:
        """Bills of ours that the text names as a whole, whether anything is owed on them or not."""
        return [code for code in line.codes if code in self._states]

    def _bills(self, found: Found) -> list[Json]:
        """Bills that it may be; baskets are no bills."""
        wanted = list(found.suggestions)
        if found.code is not None:
            several = (found.code, *found.others)
            wanted = [Suggestion(code, 90, ("code", "codes_together")) for code in several]
        return [
            {"code": one.code, "score": one.score, "reasons": list(one.reasons)}
            for one in wanted
            if one.code in self._owed.bill_ids
        ]

    def _tried(self, line: LineFacts, found: Found, by_reference: str) -> list[Json]:
        """What was tried, in order, and why it did not do."""
        tried: list[Json] = [{"how": "reference", "why": by_reference}]
        for code in self._named(line):
            state = self._states[code]
            why = {BillState.PAID.value: "paid_already", BillState.CANCELLED.value: "cancelled"}
            tried.append({"how": "code", "why": why.get(state, "several"), "code": code})
        if not self._named(line):
            why_not = "several" if found.how is Rung.AMBIGUOUS else "none"
            tried.append({"how": "code", "why": why_not})
        tried.append({"how": "names", "why": "suggested" if found.suggestions else "none"})
        return tried


def _payment(one: Booked, score: int, *reasons: str) -> Json:
    return {"payment_id": one.payments[0][0], "score": score, "reasons": list(reasons)}
