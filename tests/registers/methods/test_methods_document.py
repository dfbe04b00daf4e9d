"""The fees in docs/methods.md are what the rule counts."""

from __future__ import annotations

import re
from pathlib import Path

from thuphi.registers.methods.rules import FeeTerms, fee_vnd

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "methods.md"
ROW = re.compile(
    r"^\| ([\d.]+) \| (\d+) \| ([\d.]+) \| ([\d.]+|-) \| ([\d.]+) \| ([\d.]+) \|$", re.M
)


def number(written: str) -> int:
    return int(written.replace(".", ""))


def test_every_fee_of_the_document_is_counted_the_same() -> None:
    rows = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert len(rows) == 6
    for flat, points, minimum, maximum, amount, fee in rows:
        terms = FeeTerms(
            number(flat),
            int(points),
            number(minimum),
            None if maximum == "-" else number(maximum),
        )
        assert fee_vnd(terms, number(amount)) == number(fee), (flat, points, amount)
