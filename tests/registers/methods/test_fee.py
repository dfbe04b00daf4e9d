"""A provider's fee is counted in whole đồng, and a broken one counts whole."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.registers.methods.rules import FeeTerms, fee_vnd

AMOUNTS = st.integers(0, 10**12)
TERMS = st.builds(
    FeeTerms,
    flat_vnd=st.integers(0, 10**6),
    basis_points=st.integers(0, 10_000),
    minimum_vnd=st.integers(0, 10**5),
    maximum_vnd=st.none() | st.integers(10**5, 10**9),
)


@pytest.mark.parametrize(
    ("terms", "amount_vnd", "fee"),
    [
        (FeeTerms(), 1_250_000, 0),
        (FeeTerms(flat_vnd=1_100), 1_250_000, 1_100),
        (FeeTerms(basis_points=110), 1_250_000, 13_750),
        (FeeTerms(basis_points=110), 1_234_567, 13_581),
        (FeeTerms(flat_vnd=1_100, basis_points=110, maximum_vnd=10_000), 1_234_567, 10_000),
        (FeeTerms(basis_points=50, minimum_vnd=2_000), 100_000, 2_000),
        (FeeTerms(basis_points=1), 1, 1),
        (FeeTerms(basis_points=10_000), 99_999, 99_999),
    ],
)
def test_the_examples_of_the_document(terms: FeeTerms, amount_vnd: int, fee: int) -> None:
    assert fee_vnd(terms, amount_vnd) == fee


@given(TERMS, AMOUNTS)
def test_a_fee_is_the_exact_one_rounded_up_and_kept_within_its_bounds(
    terms: FeeTerms, amount_vnd: int
) -> None:
    exact = terms.flat_vnd + math.ceil(Fraction(amount_vnd * terms.basis_points, 10_000))
    upper = exact if terms.maximum_vnd is None else terms.maximum_vnd
    assert fee_vnd(terms, amount_vnd) == min(max(exact, terms.minimum_vnd), max(upper, 0)) or (
        terms.maximum_vnd is None and fee_vnd(terms, amount_vnd) == max(exact, terms.minimum_vnd)
    )


@given(TERMS, AMOUNTS, AMOUNTS)
def test_a_larger_amount_never_costs_less(terms: FeeTerms, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert fee_vnd(terms, less) <= fee_vnd(terms, more)
