"""Everything the desk may have to name has a word."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import pytest

from thuphi.doors.web.desk import reconcile_words, words
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.payments.rules import Finding
from thuphi.money.reconciliation.rules import Confirmed, Deed, How, MatchKind, Outcome


@pytest.mark.parametrize(
    ("named", "things"),
    [
        (words.RECIPES, RecipeName),
        (words.ACCOUNTS, AccountKind),
        (words.FINDINGS, Finding),
        (reconcile_words.OUTCOMES, Outcome),
        (reconcile_words.OUTCOMES_MEAN, Outcome),
        (reconcile_words.CONFIRMED, Confirmed),
        (reconcile_words.CONFIRMED_MEANS, Confirmed),
        (reconcile_words.DEEDS, Deed),
        (reconcile_words.MATCHED_WITH, MatchKind),
        (reconcile_words.EVIDENCE, How),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_each_has_a_word(named: Mapping[Enum, object], things: type[Enum]) -> None:
    assert set(named) == set(things)
    assert all(str(getattr(word, "word", word)).strip() for word in named.values())
