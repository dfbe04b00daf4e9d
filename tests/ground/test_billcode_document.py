"""docs/bill-codes.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit import billcode

DOCUMENT = (Path(__file__).parents[2] / "docs" / "bill-codes.md").read_text()


def test_every_check_value_of_the_document_holds() -> None:
    rows = re.findall(r"^\| ([0-9]+) \| `(TF[0-9A-Z]{10})` \|$", DOCUMENT, re.MULTILINE)
    assert len(rows) == 8
    assert [billcode.encode(int(number)) for number, _ in rows] == [code for _, code in rows]


def test_the_powers_of_the_document_are_the_powers_of_alpha() -> None:
    rows = re.findall(r"^\| power \| (.*) \|$", DOCUMENT, re.MULTILINE)
    powers = [int(power) for row in rows for power in row.split(" | ")]
    assert tuple(powers) == billcode._EXP


@given(st.integers(0, 2**40 - 1), st.integers(2, 11), st.sampled_from(billcode.ALPHABET))
def test_the_checker_of_the_document_agrees(number: int, place: int, symbol: str) -> None:
    names: dict[str, object] = {}
    exec(DOCUMENT.split("```python\n")[1].split("```")[0], names)
    is_bill_code = names["is_bill_code"]
    assert callable(is_bill_code)
    code = billcode.encode(number)
    assert is_bill_code(code)
    altered = code[:place] + symbol + code[place + 1 :]
    assert is_bill_code(altered) is (altered == code)


def test_the_mended_example_of_the_document_holds() -> None:
    assert "`TF003NQ08NRQ`" in DOCUMENT
    assert billcode.decode("TF003NQ08NRQ").code == "TF003NQK8NRQ"
    assert billcode.decode("TF003NQ08NRQ").corrected
