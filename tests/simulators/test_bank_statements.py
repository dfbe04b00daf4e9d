"""The bank's statements, read by parsers that neither side wrote."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import httpx
import mt940
import openpyxl
import pytest
from pyiso20022.camt.camt_053_001_08 import Document
from thuphi_side import Listener
from xsdata.formats.dataclass.parsers import XmlParser

ACCOUNT = {"bin": "970415", "account": "113366668888"}


@dataclass(frozen=True)
class Told:
    """References of what was booked, and how many movements and đồng the account had before."""

    references: list[str]
    first: int
    opening_vnd: int


@pytest.fixture
def told(bank: httpx.Client, thuphi: Listener, qr: str) -> Told:
    """Two credits, one of which nobody was told of, a fee, and a credit taken back."""
    told = bank.get("/ledger").json()["balances"]
    own = [one for one in told if ACCOUNT.items() <= one.items()]
    exact = bank.post("/pay", json={"qr": qr, "amount_vnd": 100_000}).json()
    quiet = bank.post("/pay", json={"qr": qr, "amount_vnd": 250_000, "is_told": False}).json()
    assert quiet["sent"] == []
    moved = bank.post(
        "/movement", json={**ACCOUNT, "amount_vnd": 11_000, "is_in": False, "text": "Phí SMS"}
    ).json()
    back = bank.post(
        "/movement", json={**ACCOUNT, "amount_vnd": 100_000, "reverses": exact["bank_reference"]}
    ).json()
    assert back["bank_reference"] == exact["bank_reference"]
    return Told(
        [exact["bank_reference"], quiet["bank_reference"], moved["bank_reference"]],
        sum(one["movements"] for one in own),
        sum(one["balance_vnd"] for one in own),
    )


def _file(bank: httpx.Client, form: str, **more: int) -> bytes:
    answer = bank.get("/statement", params={**ACCOUNT, "form": form, **more})
    assert answer.status_code == 200, answer.text
    return answer.content


def test_an_untold_credit_stands_on_the_statement(bank: httpx.Client, told: Told) -> None:
    document = XmlParser().from_bytes(_file(bank, "camt053", first=told.first), Document)
    statement = document.bk_to_cstmr_stmt.stmt[0]
    entries = [
        (one.acct_svcr_ref, int(one.amt.value), one.cdt_dbt_ind.value, one.rvsl_ind)
        for one in statement.ntry
    ]
    assert entries == [
        (told.references[0], 100_000, "CRDT", None),
        (told.references[1], 250_000, "CRDT", None),
        (told.references[2], 11_000, "DBIT", None),
        (told.references[0], 100_000, "DBIT", True),
    ]
    assert [int(one.amt.value) for one in statement.bal] == [
        told.opening_vnd,
        told.opening_vnd + 239_000,
    ]


def test_mt940_says_the_same_with_a_reversed_credit(bank: httpx.Client, told: Told) -> None:
    read = mt940.parse(_file(bank, "mt940", first=told.first).decode())
    assert [(one.data["status"], int(one.data["amount"].amount)) for one in read] == [
        ("C", 100_000), ("C", 250_000), ("D", -11_000), ("RC", 100_000),
    ]  # fmt: skip
    assert int(read.data["final_closing_balance"].amount.amount) == told.opening_vnd + 239_000


@pytest.mark.parametrize(("form", "columns"), [("vietcombank", (3, 4, 5)), ("bidv", (3, 4, 5))])
def test_the_workbooks_add_up(
    bank: httpx.Client, told: Told, form: str, columns: tuple[int, int, int]
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_file(bank, form, first=told.first))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).isdigit()]
    out, came, balance = (
        [int(str(row[column] or "0").replace(",", "") or 0) for row in rows] for column in columns
    )
    assert out == [0, 0, 11_000, 100_000]
    assert came == [100_000, 250_000, 0, 0]
    assert [one - told.opening_vnd for one in balance] == [100_000, 350_000, 339_000, 239_000]


def test_a_part_of_the_movements_begins_where_the_last_ended(
    bank: httpx.Client, told: Told
) -> None:
    text = _file(bank, "techcombank", first=told.first + 1, last=told.first + 3).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][1] == f"{told.opening_vnd + 100_000:,}"
    assert rows[2][1] == f"{told.opening_vnd + 339_000:,}"
    assert [row[2] for row in rows[5:]] == told.references[1:]


def test_a_reversal_of_what_never_was_is_refused(bank: httpx.Client) -> None:
    answer = bank.post("/movement", json={**ACCOUNT, "amount_vnd": 1, "reverses": "FT0"})
    assert answer.status_code == 422
    assert "không có giao dịch FT0" in answer.json()["error"]
    assert bank.get("/statement", params={**ACCOUNT, "form": "fax"}).status_code == 422
