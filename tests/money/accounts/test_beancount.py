"""The book in beancount: a tool that we did not write agrees, and finds a falsified figure."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction

from tests import world as worlds
from tests.money.accounts.history import lived
from tests.world import AT, World
from thuphi.money.accounts import beancount, export
from thuphi.money.accounts.queries import ledger, trial
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.ledger import AccountName, Posted
from thuphi.money.accounts.rules import Span
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.reconciliation.rules import BooksBy

SEEDS = (1, 2, 3, 4)
DEEDS = 90
MANY = 30_000
MOST_MEMORY = 20_000_000


def written(asked: Asked, folder: Path) -> Path:
    """The export of a book in a file."""
    lines = export.in_beancount(
        asked, title='Trường "Ví Dụ"', note="Theo ngày nộp", words=lambda recipe: recipe.value
    )
    file = folder / "book.beancount"
    file.write_text("".join(lines), encoding="utf-8")
    return file


def bean_check(file: Path) -> subprocess.CompletedProcess[str]:
    """What the real tool says."""
    tool = Path(sys.executable).parent / "bean-check"
    return subprocess.run(
        [str(tool), "--no-cache", str(file)], capture_output=True, text=True, check=False
    )


def totals(file: Path) -> dict[str, int]:
    """What each account comes to as beancount's own parser reads the file."""
    entries, errors, _options = loader.load_file(str(file))
    assert errors == []
    found: Counter[str] = Counter()
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                assert posting.units is not None
                found[posting.account] += int(str(posting.units.number))
    return {account: vnd for account, vnd in found.items() if vnd}


def ours(asked: Asked) -> dict[str, int]:
    """What each account comes to by the trial balance."""
    return {
        beancount.account_name(row.kind, row.detail): row.after.net_vnd
        for kind in trial.trial(asked).kinds
        for row in kind.accounts
        if row.after.net_vnd
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_bean_check_agrees_with_the_book_of_any_history(
    world: World, tmp_path: Path, seed: int
) -> None:
    lived(world, seed=seed, deeds=DEEDS)
    asked = Asked(facility_id=world.a.id)
    file = written(asked, tmp_path)
    said = bean_check(file)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
    assert totals(file) == ours(asked)
    assert len(ours(asked)) > 5


def test_a_part_of_the_days_begins_with_what_stood_before_them(
    world: World, tmp_path: Path
) -> None:
    history = lived(world, seed=5, deeds=DEEDS)
    middle = (AT + (history.at - AT) / 2).date()
    asked = Asked(facility_id=world.a.id, span=Span(middle, middle + timedelta(days=20)))
    file = written(asked, tmp_path)
    assert bean_check(file).returncode == 0
    assert "Số dư đầu kỳ" in file.read_text(encoding="utf-8")
    assert totals(file) == ours(asked)


def test_by_the_day_of_arrival_what_has_not_arrived_is_not_in_it(
    world: World, tmp_path: Path
) -> None:
    lived(world, seed=6, deeds=DEEDS)
    asked = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED)
    file = written(asked, tmp_path)
    assert bean_check(file).returncode == 0
    assert totals(file) == ours(asked)
    assert "Assets:Clearing:Sandbox" not in file.read_text(encoding="utf-8")


def test_bean_check_finds_one_amount_that_was_falsified(world: World, tmp_path: Path) -> None:
    lived(world, seed=1, deeds=DEEDS)
    file = written(Asked(facility_id=world.a.id), tmp_path)
    text = file.read_text(encoding="utf-8")
    leg = re.search(r"(?m)^  (Assets:Receivable)  (\d+) VND\n  (\S+)  -\2 VND$", text)
    assert leg is not None
    vnd = int(leg[2])
    false = f"  {leg[1]}  {vnd + 1} VND\n  {leg[3]}  -{vnd + 1} VND"
    file.write_text(text[: leg.start()] + false + text[leg.end() :], encoding="utf-8")
    said = bean_check(file)
    assert said.returncode != 0
    assert "Balance failed for 'Assets:Receivable'" in said.stdout + said.stderr


def test_a_file_has_one_transaction_for_each_transfer_with_what_it_is(
    world: World, tmp_path: Path
) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    file = written(Asked(facility_id=world.a.id), tmp_path)
    text = file.read_text(encoding="utf-8")
    assert text.startswith('option "title" "Trường \\"Ví Dụ\\""\noption "operating_currency" "VND"')
    one = ledger.about(bill.code, world.a.id)[0]
    assert (
        f'2026-10-05 * "{bill.code}" "issue"\n  id: {one.id}\n  recipe: "issue"\n'
        f'  reference: "{bill.code}"\n  happened_at: "2026-10-05T08:00:00+07:00"\n'
        "  Assets:Receivable  660000 VND\n  Income:Revenue:AN  -660000 VND\n"
    ) in text
    assert text.count("\n  recipe: ") == 3
    assert "2026-10-06 balance Assets:Receivable  1980000 VND\n" in text


def test_an_empty_book_is_legal_too(world: World, tmp_path: Path) -> None:
    file = written(Asked(facility_id=world.b.id), tmp_path)
    assert bean_check(file).returncode == 0
    assert totals(file) == {}


def test_another_school_is_not_in_the_file(world: World, tmp_path: Path) -> None:
    worlds.issued_run(world)
    worlds.issued_run(world, school=world.b)
    text = written(Asked(facility_id=world.b.id), tmp_path).read_text(encoding="utf-8")
    assert "Income:Revenue:HP" in text
    assert "Income:Revenue:AN" not in text


@pytest.mark.parametrize(
    ("kind", "detail", "name"),
    [
        (AccountKind.RECEIVABLE, "", "Assets:Receivable"),
        (AccountKind.REVENUE, "AN", "Income:Revenue:AN"),
        (AccountKind.CLEARING, "sepay", "Assets:Clearing:Sepay"),
        (AccountKind.CLEARING, "cash_deposit", "Assets:Clearing:Cash-deposit-7FCB70D30C"),
        (AccountKind.BANK, "0011001932418", "Assets:Bank:0011001932418"),
        (AccountKind.PAYER_CREDIT, "17", "Liabilities:PayerCredit:17"),
    ],
)
def test_names_of_accounts_follow_from_kind_and_detail(
    kind: AccountKind, detail: str, name: str
) -> None:
    assert beancount.account_name(kind, detail) == name


def test_no_two_accounts_have_one_name() -> None:
    details = [
        "a", "A", "ab", "AB", "Ab", "aB", "a1", "A1", "1a", "a-b", "a b", "a_b", "Ă", "ă", "ăn",
        "AN", "an", "An", "%", "%%", "", "đ", "học phí", "hoc phi", "x", "X", '"', "\\", "\n",
    ]  # fmt: skip
    names = [beancount.account_name(AccountKind.REVENUE, one) for one in details]
    assert len(set(names)) == len(details)
    legal = re.compile(r"Income:Revenue(:[A-Z0-9][A-Za-z0-9-]*)?")
    assert [name for name in names if not legal.fullmatch(name)] == []


def test_memory_does_not_grow_with_the_number_of_transfers() -> None:
    receivable = AccountName(1, AccountKind.RECEIVABLE, "")
    revenue = AccountName(2, AccountKind.REVENUE, "AN")
    rows = (
        Posted(
            id=number,
            recipe=RecipeName.ISSUE,
            reference="TF0000000000",
            at=AT,
            happened_at=AT,
            booked_at=AT,
            amount_vnd=1,
            debit=receivable,
            credit=revenue,
            corrects_id=None,
        )
        for number in range(MANY)
    )
    head = beancount.Head("x", "x", {}, date(2026, 10, 1), lambda recipe: recipe.value)
    tracemalloc.start()
    length = sum(len(part) for part in beancount.text(head, {}, rows))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length > MANY * 100
    assert most < MOST_MEMORY
