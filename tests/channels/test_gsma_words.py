"""Amounts and account ids as both of GSMA's documents write them."""

from __future__ import annotations

import pytest
from gsma_facts import GIVEN, AccountVector, AmountVector
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.channels import gsma_accounts
from thuphi.ground.channels.contract import Malformed


@pytest.mark.parametrize("vector", GIVEN.amounts, ids=lambda vector: vector.amount)
def test_an_amount_is_judged_as_both_documents_judge_it(vector: AmountVector) -> None:
    assert gsma_accounts.is_sendable(vector.amount) is vector.openapi_regex
    allowed = vector.openapi_regex or vector.guide_table is True
    assert gsma_accounts.is_readable(vector.amount) is allowed


@pytest.mark.parametrize(
    ("written", "amount_vnd"),
    [("5", 5), ("5.0", 5), ("5.00", 5), ("0.00", 0), ("1250000", 1_250_000)],
)
def test_zeros_behind_the_point_are_no_part_of_a_dong(written: str, amount_vnd: int) -> None:
    assert gsma_accounts.read_vnd(written, "VND") == amount_vnd


@pytest.mark.parametrize("written", ["5.5", "5.50", "0.5", "5.", ".5", "-5.5", "1,250,000", "٥"])
def test_part_of_a_dong_is_malformed(written: str) -> None:
    with pytest.raises(Malformed):
        gsma_accounts.read_vnd(written, "VND")


@given(st.integers(0, 10**18 - 1), st.integers(0, 4))
def test_whole_dong_are_read_as_they_were_written(amount_vnd: int, zeros: int) -> None:
    written = f"{amount_vnd}.{'0' * zeros}" if zeros else str(amount_vnd)
    assert gsma_accounts.read_vnd(written, "VND") == amount_vnd
    assert gsma_accounts.is_sendable(str(amount_vnd))


@given(st.text(max_size=12))
def test_no_text_is_read_as_an_amount_by_mistake(written: str) -> None:
    if gsma_accounts.is_readable(written):
        assert set(written) <= set("0123456789.")
    if gsma_accounts.is_sendable(written):
        assert gsma_accounts.is_readable(written)


def test_other_money_is_malformed() -> None:
    with pytest.raises(Malformed):
        gsma_accounts.read_vnd("5", "USD")


@pytest.mark.parametrize("vector", GIVEN.account_ids, ids=lambda vector: vector.account_id)
def test_an_account_id_is_read_or_malformed(vector: AccountVector) -> None:
    if vector.valid:
        parts = gsma_accounts.read_account_id(vector.account_id)
        assert "$".join(f"{key}@{value}" for key, value in parts.items()) == vector.account_id
    else:
        with pytest.raises(Malformed):
            gsma_accounts.read_account_id(vector.account_id)


def test_an_address_of_mail_names_an_account_too() -> None:
    written = "emailaddress@lan@truong.example$storeid@1"
    assert gsma_accounts.read_account_id(written) == {
        "emailaddress": "lan@truong.example",
        "storeid": "1",
    }
