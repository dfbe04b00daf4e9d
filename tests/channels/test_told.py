"""Two ways of telling the same money have one key and one hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.channels.contract import Notice, Outcome
from thuphi.ground.channels.told import heard_key, told_hash

NOTICE = Notice(Outcome.CONFIRMED, "14226112", 1_250_000, datetime(2026, 9, 5, tzinfo=UTC))


def test_confirmed_money_has_the_providers_bare_reference() -> None:
    assert heard_key(NOTICE) == "14226112"
    assert heard_key(replace(NOTICE, provider_reference="x" * 100)) == "x" * 100


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.CONFIRMED])
def test_every_other_outcome_is_marked_by_its_word(outcome: Outcome) -> None:
    assert heard_key(replace(NOTICE, outcome=outcome)) == f"14226112:{outcome.value}"


def test_words_of_the_provider_do_not_change_the_key() -> None:
    hint = replace(NOTICE, outcome=Outcome.PENDING, provider_reference="R-1", reference="R-1")
    told = replace(hint, status="waiting", details={"brand": "x"}, text="x", method="card")
    assert heard_key(hint) == heard_key(told) == "R-1:pending"


@given(outcome=st.sampled_from(Outcome), one=st.text(min_size=80, max_size=100), other=st.text())
def test_a_key_is_at_most_a_hundred_letters_and_no_two_references_share_one(
    outcome: Outcome, one: str, other: str
) -> None:
    long = replace(NOTICE, outcome=outcome, provider_reference=one)
    differs = replace(long, provider_reference=f"{one[:-1]}{other}"[:100])
    assert len(heard_key(long)) <= 100
    same = differs.provider_reference == one
    assert (heard_key(long) == heard_key(differs)) is same


def test_the_hash_is_of_outcome_amount_and_codes_alone() -> None:
    codes = ["TF003NQK8NRQ", "TF0000000132"]
    expected = sha256(b"confirmed|1250000|TF003NQK8NRQ TF0000000132").digest()
    assert told_hash(NOTICE, codes) == expected
    otherwise = replace(NOTICE, method="card", status="00", text="x", provider_reference="y")
    assert told_hash(otherwise, codes) == expected
    for changed in (
        told_hash(NOTICE, codes[:1]),
        told_hash(replace(NOTICE, amount_vnd=1), codes),
        told_hash(replace(NOTICE, outcome=Outcome.MISMATCH), codes),
    ):
        assert changed != expected
