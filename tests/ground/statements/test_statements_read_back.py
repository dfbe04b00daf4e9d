"""Whatever is written as a bank writes it is read back as it was, in every format."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ground.statements import writing
from tests.ground.statements.writing import Known, Move, Sheet, expected, told
from thuphi.ground.statements.contract import ReadFile
from thuphi.ground.statements.reading import read

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .-/,:+()ếựĂđôộẫỹ"
texts = (
    st.text(alphabet=LETTERS, min_size=1, max_size=140)
    .map(lambda text: " ".join(text.split()))
    # What begins so is a tag, an end or a sub-field of MT940, or a sum of a sheet.
    .filter(lambda text: text and text[0].isalpha())
    .map(lambda text: f"CK {text}")
)
moves = st.builds(
    Move,
    on=st.just(date(2026, 1, 5)),
    is_in=st.booleans(),
    vnd=st.integers(1, 5_000_000_000),
    text=texts,
    reference=st.integers(10**9, 10**13).map(lambda number: f"FT{number}"),
)


@st.composite
def statements(draw: st.DrawFn) -> Known:
    """A random statement whose days do not go back."""
    made = draw(st.lists(moves, min_size=1, max_size=12))
    on = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 250)))
    dated = []
    for one in made:
        on += timedelta(days=draw(st.integers(0, 2)))
        dated.append(Move(**{**one.__dict__, "on": on}))
    return Known(tuple(dated), opening_vnd=draw(st.integers(-(10**10), 10**11)))


def check(found: ReadFile, known: Known) -> None:
    """Everything that was written, and nothing else."""
    (one,) = found.statements
    assert told(one.lines) == expected(known)
    assert (one.account, one.opening_vnd, one.closing_vnd) == (
        known.account,
        known.opening_vnd,
        known.closing_vnd,
    )


@settings(max_examples=20)
@given(known=statements(), version=st.sampled_from(["02", "04", "08", "12"]))
def test_camt_is_read_back_in_every_version(known: Known, version: str) -> None:
    check(read("x", writing.camt(known, f"camt.053.001.{version}")), known)


@settings(max_examples=20)
@given(known=statements(), newline=st.sampled_from(["\n", "\r\n"]), page=st.integers(0, 5))
def test_mt940_is_read_back_on_any_number_of_pages(known: Known, newline: str, page: int) -> None:
    (one,) = read("x", writing.mt940(known, newline=newline, page=page)).statements
    # A row that was cut at a blank may lose it or win one: banks cut without saying where.
    assert [line.text.replace(" ", "") for line in one.lines] == [
        move.text.replace(" ", "") for move in known.moves
    ]
    assert [(line.is_in, line.amount_vnd, line.booked_on) for line in one.lines] == [
        (move.is_in, move.vnd, move.on) for move in known.moves
    ]
    assert (one.opening_vnd, one.closing_vnd) == (known.opening_vnd, known.closing_vnd)


@settings(max_examples=5)
@given(known=statements())
@pytest.mark.parametrize("bank", sorted(writing.LAYOUTS))
def test_each_banks_workbook_is_read_back(bank: str, known: Known) -> None:
    sheet = writing.LAYOUTS[bank](known)
    check(in_order(read("x.xlsx", writing.workbook(sheet))), known)


@settings(max_examples=6)
@given(
    known=statements(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"]),
)
@pytest.mark.parametrize("bank", sorted(writing.LAYOUTS))
def test_each_banks_csv_is_read_back(
    bank: str, known: Known, delimiter: str, encoding: str
) -> None:
    sheet: Sheet = writing.LAYOUTS[bank](known)
    check(in_order(read("x.csv", writing.as_csv(sheet, delimiter, encoding))), known)


def in_order(found: ReadFile) -> ReadFile:
    """Techcombank's list begins with the newest line."""
    if found.profile != "techcombank":
        return found
    (one,) = found.statements
    turned = type(one)(
        **{
            name: getattr(one, name) if name != "lines" else one.lines[::-1]
            for name in one.__slots__
        }
    )
    return ReadFile(found.format, (turned,), (), found.profile)
