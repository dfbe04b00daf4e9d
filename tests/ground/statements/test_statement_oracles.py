"""Two libraries that others wrote read the same files and find the same."""

from __future__ import annotations

from decimal import Decimal

import mt940 as other_mt940
import pytest
from pyiso20022.camt.camt_053_001_02 import camt_053_001_02 as version_02
from pyiso20022.camt.camt_053_001_08 import camt_053_001_08 as version_08
from xsdata.formats.dataclass.parsers import XmlParser

from tests.ground.statements import writing
from tests.ground.statements.writing import Known, moves
from thuphi.ground.statements.reading import read

KNOWN = Known(moves(60))


@pytest.mark.parametrize("page", [0, 7])
def test_mt_940_finds_the_same_in_mt940(page: int) -> None:
    content = writing.mt940(KNOWN, newline="\n", page=page)
    (ours,) = read("x", content).statements
    theirs = [
        one
        for part in content.decode().split("\n-\n")
        if part.strip()
        for one in other_mt940.parse(part)
    ]
    assert len(theirs) == len(ours.lines) == 60
    for line, one in zip(ours.lines, theirs, strict=True):
        said = one.data
        assert int(abs(said["amount"].amount)) == line.amount_vnd
        assert (said["amount"].amount > 0) == line.is_in
        assert said["date"] == line.value_on
        assert said["entry_date"] == line.booked_on
        assert said["bank_reference"] == line.bank_reference
        assert said["transaction_details"].replace("\n", "") == line.text


def test_pyiso20022_finds_the_same_in_camt_of_version_8() -> None:
    content = writing.camt(KNOWN)
    (ours,) = read("x", content).statements
    document = XmlParser().from_bytes(content, version_08.Document)
    (theirs,) = document.bk_to_cstmr_stmt.stmt
    assert theirs.acct.id.othr.id == ours.account
    assert [one.amt.value for one in theirs.bal] == [
        Decimal(ours.opening_vnd or 0),
        Decimal(ours.closing_vnd or 0),
    ]
    for line, one in zip(ours.lines, theirs.ntry, strict=True):
        detail = one.ntry_dtls[0].tx_dtls[0]
        parties = detail.rltd_pties
        party = parties.dbtr if line.is_in else parties.cdtr
        account = parties.dbtr_acct if line.is_in else parties.cdtr_acct
        assert detail.amt.value == Decimal(line.amount_vnd)
        assert one.cdt_dbt_ind.value == ("CRDT" if line.is_in else "DBIT")
        assert str(one.bookg_dt.dt) == line.booked_on.isoformat()
        assert one.acct_svcr_ref == line.bank_reference
        assert (party.pty.nm, account.id.othr.id) == (line.payer_name, line.payer_account)
        assert " ".join(detail.rmt_inf.ustrd) == line.text


def test_pyiso20022_finds_the_same_in_camt_of_version_2() -> None:
    content = writing.camt(KNOWN, "camt.053.001.02")
    (ours,) = read("x", content).statements
    document = XmlParser().from_bytes(content, version_02.Document)
    (theirs,) = document.bk_to_cstmr_stmt.stmt
    for line, one in zip(ours.lines, theirs.ntry, strict=True):
        detail = one.ntry_dtls[0].tx_dtls[0]
        party = detail.rltd_pties.dbtr if line.is_in else detail.rltd_pties.cdtr
        assert one.sts.value == "BOOK"
        assert detail.amt_dtls.tx_amt.amt.value == Decimal(line.amount_vnd)
        assert party.nm == line.payer_name
        assert " ".join(detail.rmt_inf.ustrd) == line.text
