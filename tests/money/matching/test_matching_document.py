"""docs/matching.md says what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from thuphi.money.matching.contract import BOOKS, Line, OpenBill, Rung
from thuphi.money.matching.finder import Finder

DOCUMENT = (Path(__file__).parents[3] / "docs" / "matching.md").read_text()
OPEN = [
    OpenBill(code, int(left), virtual_account=account)
    for code, left, account in re.findall(
        r"^\| `(TF[0-9A-Z]{10})` \| (\d+) \| (?:`(\d+)` )?\|$", DOCUMENT, re.MULTILINE
    )
]
EXAMPLES = re.findall(r"^\| `([^`]*)` \| (\d+) \| (.*?)\| `(\w+)` \|$", DOCUMENT, re.MULTILINE)


def test_the_document_has_its_tables() -> None:
    assert (len(OPEN), len(EXAMPLES)) == (4, 34)


@pytest.mark.parametrize(("text", "amount_vnd", "codes", "how"), EXAMPLES)
def test_every_example_of_the_document_holds(
    text: str, amount_vnd: str, codes: str, how: str
) -> None:
    found = Finder(OPEN).find(Line("1", text, int(amount_vnd)))
    named = (found.code, *found.others) if found.code else ()
    assert (list(named), found.how.value) == (re.findall(r"`(\w+)`", codes), how)


def test_the_two_that_look_alike_are_as_the_document_says() -> None:
    near, code = "TF703N7K82RQ", "TF003NQK8NRQ"
    both = Finder([OpenBill(near, 800_000), OpenBill(code, 800_000)])
    found = both.find(Line("1", "TF703N7K8NRQ", 800_000))
    assert (found.how, {one.code for one in found.suggestions}) == (Rung.AMBIGUOUS, {near, code})
    assert Finder(OPEN).find(Line("1", "TF703N7K8NRQ", 800_000)).code == near


def test_the_ladder_names_every_rung() -> None:
    ladder = DOCUMENT.split("## The ladder")[1].split("## Examples")[0]
    named = re.findall(r"^\| [^|]+ \| `(\w+)` \|", ladder, re.MULTILINE)[1:]
    assert named == [rung.value for rung in Rung]
    assert {rung.value for rung in BOOKS} < set(named)


def test_the_answer_in_the_document_is_the_answer() -> None:
    bill, line, answer = (json.loads(one) for one in re.findall(r"```json\n(.*)\n```", DOCUMENT))
    finder = Finder([OpenBill(bill["code"], bill["amount_vnd"])])
    found = finder.find(Line("1", line["text"], line["amount_vnd"]))
    assert (found.code, found.how.value) == (answer["code"], answer["how"])


def test_the_chances_of_the_document_are_counted_right() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| (0\.\d+) \|$", DOCUMENT, re.MULTILINE)
    words_and_lines = [
        (1, 120_000),
        (80 - 9, 1_200_000),
        (31 * 10, 120_000),
        (32 * 10, 120_000),
        (11 + 9, 120_000),
        (31 * 10, 240_000),
    ]
    assert len(rows) == len(words_and_lines)
    for (_, told), (words, lines) in zip(rows, words_and_lines, strict=True):
        expected = words * lines * 10**6 / 2**50
        assert round(expected, len(told) - 2) == float(told)
