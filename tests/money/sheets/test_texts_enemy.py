"""Text files made to keep the server busy are refused before they are held in memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.sheets import reading

BOMBS = {
    "a column": b"a\n" * 3_000_000,
    "blank lines": b"a;b\n" + b"\n" * 6_000_000,
    "separators": b"a" + b";" * 6_000_000,
    "rows": b"a;b;c;d\n" * 800_000,
    "one cell": b"a;" + b"x" * 6_000_000,
    "an open quote": b'a;"' + b"x\n" * 3_000_000,
}


@pytest.mark.parametrize("kind", sorted(BOMBS))
def test_a_text_that_is_no_list_is_refused_soon_and_costs_little(kind: str) -> None:
    content = BOMBS[kind]
    began = time.monotonic()
    with pytest.raises(FileRefused):
        reading.read(content, file_name="thu.csv")
    assert time.monotonic() - began < 5
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused):
            reading.read(content, file_name="thu.csv")
        assert tracemalloc.get_traced_memory()[1] < 120_000_000
    finally:
        tracemalloc.stop()
