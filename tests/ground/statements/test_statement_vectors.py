"""The made-up samples of the protocols are read as they say they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thuphi.ground.statements.reading import read

FILES = Path(__file__).with_name("files")
EXPECTED = json.loads((FILES / "statements.json").read_text())["files"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_read_as_the_protocols_say(name: str) -> None:
    (one,) = read(name, (FILES / name).read_bytes()).statements
    said = EXPECTED[name]
    assert (one.account, one.opening_vnd, one.closing_vnd) == (
        said["account"],
        said["opening"],
        said["closing"],
    )
    assert one.number == "5"
    assert len(one.lines) == len(said["entries"])
    for line, entry in zip(one.lines, said["entries"], strict=True):
        assert line.text == entry["text"]
        assert line.amount_vnd == abs(entry["amount"])
        assert line.is_in == (entry["sign"] in ("CRDT", "C"))
        assert line.bank_reference == entry.get("entry_ref", entry.get("bank_ref"))
        end_to_end = entry.get("end_to_end", entry.get("customer_ref")) or ""
        assert line.end_to_end == ("" if end_to_end == "NONREF" else end_to_end)
        assert line.payer_name == entry.get("debtor", "")
        assert line.payer_account == entry.get("debtor_account", "")


def test_one_entry_with_two_details_is_two_lines_of_one_place() -> None:
    (one,) = read("x", (FILES / "statement_camt053.xml").read_bytes()).statements
    batch = one.lines[1:]
    assert [line.place for line in batch] == [2, 2]
    assert [line.raw["TxDtls"] for line in batch] == ["1/2", "2/2"]
    assert [line.raw["BkTxCd/Prtry/Cd"] for line in batch] == ["NTRF", "NTRF"]
