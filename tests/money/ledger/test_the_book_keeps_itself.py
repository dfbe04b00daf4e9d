"""The book is attacked by direct SQL, as the application's own roles and as its owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.bills.test_constraints import name_of_refusal
from tests.money.seen import balances, number, post_all, rows
from tests.world import AT, World
from thuphi.money.ledger import recipes
from thuphi.money.ledger.queries import balance_vnd, transfers_about
from thuphi.money.ledger.recipes import Posting
from thuphi.money.ledger.rules import AccountKind, RecipeName

ROLES = ["thuphi_app", "thuphi_worker", "none"]
CHANGES = [
    "UPDATE transfer SET amount_vnd = 1",
    "DELETE FROM transfer",
    "TRUNCATE transfer",
]
SUMS = [
    "UPDATE ledger_account SET debit_vnd = debit_vnd + 1",
    "UPDATE ledger_account SET facility_id = facility_id",
    "DELETE FROM ledger_account",
    "TRUNCATE ledger_account CASCADE",
    "INSERT INTO ledger_account (facility_id, kind, detail, debit_vnd) VALUES ({}, 'cash', 'x', 1)",
]


@pytest.fixture
def school(world: World) -> World:
    """A school with bills and one payment."""
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    worlds.hear(world, bill.code, 660_000)
    post_all()
    with connection.cursor() as cursor:
        # What is checked at the commit is checked now, so that only the book itself refuses below.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return world


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_transfer_is_never_changed_by_anybody(
    school: World, as_role: Callable[..., None], role: str, change: str
) -> None:
    before = rows("SELECT * FROM transfer ORDER BY id")
    as_role(role, school.a.id)
    refused = name_of_refusal(change)
    assert refused == "transfer_is_append_only" if role == "none" else "denied" in refused
    as_role("thuphi_worker")
    assert rows("SELECT * FROM transfer ORDER BY id") == before


@pytest.mark.parametrize(
    ("role", "change"),
    [
        (role, change)
        for role in ROLES
        for change in SUMS
        # The owner may open an account with a sum in it; `thuphi check` names that.
        if role != "none" or not change.startswith("INSERT")
    ],
)
def test_a_sum_is_moved_by_nobody_but_the_book(
    school: World, as_role: Callable[..., None], role: str, change: str
) -> None:
    before = balances(school.a.id)
    as_role(role, school.a.id)
    refused = name_of_refusal(change.format(school.a.id))
    assert ("ledger_account_is_append_only" if role == "none" else "denied") in refused, refused
    as_role("thuphi_worker")
    assert balances(school.a.id) == before


INSERT = (
    "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id, amount_vnd,"
    " reference, happened_at)"
    " SELECT {facility}, {recipe}, {debit}, {credit}, {amount}, {reference}, now()"
    " FROM ledger_account AS a, ledger_account AS b"
    " WHERE a.kind = 'clearing' AND b.kind = 'receivable' AND a.facility_id = b.facility_id"
)
AS_IT_SHOULD_BE = {
    "facility": "a.facility_id",
    "recipe": "'pay'",
    "debit": "a.id",
    "credit": "b.id",
    "amount": "5",
    "reference": "'x'",
}


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"amount": "0"}, "transfer_amount_is_positive"),
        ({"amount": "-5"}, "transfer_amount_is_positive"),
        ({"debit": "b.id"}, "transfer_is_between_two_accounts"),
        ({"recipe": "''"}, "transfer_names_its_recipe"),
        ({"reference": "''"}, "transfer_names_its_reference"),
        ({"facility": "a.facility_id + 1"}, "transfer_accounts_are_of_its_facility"),
        ({"debit": "a.id + 9999"}, "transfer_accounts_are_of_its_facility"),
    ],
)
def test_a_transfer_that_is_wrong_in_itself_is_refused(
    school: World, changed: dict[str, str], constraint: str
) -> None:
    before = balances(school.a.id)
    assert name_of_refusal(INSERT.format(**(AS_IT_SHOULD_BE | changed))) == constraint
    assert balances(school.a.id) == before


def test_every_insert_moves_both_sides_whoever_writes_it(school: World) -> None:
    before = balances(school.a.id)
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(**AS_IT_SHOULD_BE))
    after = balances(school.a.id)
    assert after["clearing:sandbox"] == before["clearing:sandbox"] + 5
    assert after["receivable"] == before["receivable"] - 5
    assert number("SELECT sum(debit_vnd) - sum(credit_vnd) FROM ledger_account") == 0


def test_the_pages_role_books_and_reads_in_its_own_facilities_only(
    school: World, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", school.b.id)
    assert number("SELECT count(*) FROM transfer") == 0
    assert number("SELECT count(*) FROM ledger_account") == 0
    refused = name_of_refusal(
        "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
        " amount_vnd, reference, happened_at) VALUES (%s, 'pay', 1, 2, 5, 'x', now())",
        school.a.id,
    )
    assert "row-level security" in refused


def test_a_recipe_opens_the_accounts_it_needs_once(world: World) -> None:
    for _ in range(2):
        recipes.pay(Posting(world.a.id, 5, "x", AT), channel="sandbox")
    recipes.pay(Posting(world.b.id, 5, "x", AT), channel="sandbox")
    assert rows("SELECT facility_id, kind, detail FROM ledger_account ORDER BY 1, 2") == [
        (world.a.id, "clearing", "sandbox"),
        (world.a.id, "receivable", ""),
        (world.b.id, "clearing", "sandbox"),
        (world.b.id, "receivable", ""),
    ]


def test_what_stands_in_the_book_about_a_thing_can_be_asked(school: World) -> None:
    code = str(rows("SELECT code FROM bill WHERE state = 'paid'")[0][0])
    entries = transfers_about(code, facility_id=school.a.id)
    assert [(one.recipe, one.debit, one.credit, one.amount_vnd) for one in entries] == [
        (RecipeName.ISSUE, AccountKind.RECEIVABLE, AccountKind.REVENUE, 660_000),
        (RecipeName.PAY, AccountKind.CLEARING, AccountKind.RECEIVABLE, 660_000),
    ]
    assert transfers_about(code, facility_id=school.b.id) == []
    assert balance_vnd(school.a.id, AccountKind.REVENUE) == 3 * 660_000
    assert balance_vnd(school.a.id, AccountKind.RECEIVABLE) == 2 * 660_000
