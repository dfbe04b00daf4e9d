"""docs/money.md is run: each worked example is booked, and its figures are what the book has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import world as worlds
from tests.money.seen import number, post_all, rows
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.ledger.rules import DEBIT_SIDE, RECIPES, AccountKind, RecipeName
from thuphi.money.payments.rebuild import Promise
from thuphi.registers.methods import actions as methods

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "money.md").read_text(encoding="utf-8")

EXAMPLE = re.compile(
    r"`(?P<recipe>[a-z_]+)` \*\*(?P<amount>[0-9.]+) đ\*\*(?P<details>[^:]*):\n\n"
    r"\| account \| before \| after \|\n\|---\|---\|---\|\n"
    r"(?P<rows>(?:\| `[^`]+` \| [-0-9.]+ \| [-0-9.]+ \|\n)+)"
)
ROW = re.compile(r"\| `([^`]+)` \| ([-0-9.]+) \| ([-0-9.]+) \|")
DETAIL = re.compile(r"(fee item|channel|beneficiary|account) `([^`]+)`")


@dataclass(frozen=True)
class Example:
    """One recipe with an amount, its details, and the accounts it moves."""

    recipe: RecipeName
    amount_vnd: int
    details: dict[str, str]
    accounts: list[tuple[str, int, int]]


def dong(written: str) -> int:
    return int(written.replace(".", ""))


EXAMPLES = [
    Example(
        RecipeName(found["recipe"]),
        dong(found["amount"]),
        {name.replace(" ", "_"): detail for name, detail in DETAIL.findall(found["details"])},
        [(name, dong(before), dong(after)) for name, before, after in ROW.findall(found["rows"])],
    )
    for found in EXAMPLE.finditer(DOCUMENT)
]


def balance(facility_id: int, account: str) -> int:
    """An account's balance on the side on which its kind grows."""
    kind, _, detail = account.partition(":")
    debit_less_credit = number(
        "SELECT coalesce(sum(debit_vnd - credit_vnd), 0) FROM ledger_account"
        " WHERE facility_id = %s AND kind = %s AND detail = %s",
        facility_id,
        kind,
        detail,
    )
    return debit_less_credit if AccountKind(kind) in DEBIT_SIDE else -debit_less_credit


def test_each_recipe_has_a_worked_example() -> None:
    assert {one.recipe for one in EXAMPLES} == set(RecipeName)
    assert DOCUMENT.count("| account | before | after |") == len(EXAMPLES)


def test_the_story_of_the_recipes_books_what_it_says(world: World) -> None:
    for one in EXAMPLES:
        assert {name: balance(world.a.id, name) for name, _, _ in one.accounts} == {
            name: before for name, before, _ in one.accounts
        }, f"before {one}"
        verb = getattr(recipes, one.recipe.value)
        verb(Posting(world.a.id, one.amount_vnd, "TF0000000132", AT), **one.details)
        assert {name: balance(world.a.id, name) for name, _, _ in one.accounts} == {
            name: after for name, _, after in one.accounts
        }, f"after {one}"
        kinds = [AccountKind(name.partition(":")[0]) for name, _, _ in one.accounts]
        assert kinds == [RECIPES[one.recipe].debit, RECIPES[one.recipe].credit] or kinds == [
            RECIPES[one.recipe].credit,
            RECIPES[one.recipe].debit,
        ]


def test_each_kind_of_account_is_told_of_with_its_side() -> None:
    told = dict(
        re.findall(r"^\| `([a-z_]+)[^`]*` \| .* \| (debit|credit) side \|$", DOCUMENT, re.M)
    )
    assert told == {kind.value: "debit" if kind in DEBIT_SIDE else "credit" for kind in AccountKind}


def test_each_promise_that_is_counted_again_is_told_of() -> None:
    after = DOCUMENT[DOCUMENT.index("## What is counted again") :]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", after, re.M)) == {one.value for one in Promise}


WRONG_AMOUNT = re.compile(
    r"^\| ([a-z ]+) \| ([0-9.]+) \| `([a-z_]+)`"
    r" \| ([0-9.]+) \| ([0-9.]+) \| ([0-9.]+) \| `([a-z_]+)` \|$",
    re.M,
)
CASES = WRONG_AMOUNT.findall(DOCUMENT)


def rival(world: World, bill: Bill) -> None:
    """Another provider on the same account has told of the credit and was booked."""
    merchant = methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="casso",
        slug="vidu-casso",
        account_number=ACCOUNT_A,
        settings={"key": "casso-secret-of-the-tests"},
        at=AT,
    )
    worlds.hear(world, bill.code, bill.total_vnd, merchant=merchant, bank_reference="FT1")


def paid(world: World, bill: Bill) -> None:
    worlds.hear(world, bill.code, bill.total_vnd)


def cancelled(world: World, bill: Bill) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bill.code, reason="Nhầm", at=AT)


BEFORE: dict[str, Callable[[World, Bill], None]] = {
    "paid": paid,
    "cancelled": cancelled,
    "told of by another provider before": rival,
}


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_a_wrong_amount_becomes_what_the_table_says(world: World, case: tuple[str, ...]) -> None:
    told, comes, finding, applied, credit, unidentified, state = case
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    assert bill.total_vnd == 660_000
    if told in BEFORE:
        BEFORE[told](world, bill)
        post_all()
    heard = worlds.hear(
        world,
        "" if told == "not named in the text" else bill.code,
        dong(comes),
        corrected=told == "named with one wrong letter",
        account="9999888877" if told == "paid into another account" else None,
        bank_reference="FT1",
    )
    post_all()
    assert rows(
        "SELECT finding, applied_vnd, excess_vnd, unidentified_vnd FROM payment"
        " WHERE heard_id = %s",
        heard,
    ) == [(finding, dong(applied), dong(credit), dong(unidentified))]
    bill.refresh_from_db()
    assert bill.state == state


def test_each_finding_is_in_the_table_of_wrong_amounts() -> None:
    assert {case[2] for case in CASES} == {
        "exact", "part", "over", "closed", "unknown", "duplicate", "not_for_us",
    }  # fmt: skip
    assert len(CASES) == 10
