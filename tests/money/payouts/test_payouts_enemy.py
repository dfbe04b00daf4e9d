"""Payouts under attack: words in the bank's file, files sent twice, two who decide at once."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from datetime import timedelta

import openpyxl
import pytest

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.seen import wait_until_blocked
from tests.world import AT, World
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held_for
from thuphi.money.payments.rebuild import differences
from thuphi.money.payouts import actions, errors, files, queries
from thuphi.money.payouts.actions import PayeeAccount, Wanted
from thuphi.money.payouts.models import PayoutList
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.staff.rules import Role

CREDIT = 96_000
LATER = AT + timedelta(days=8)
SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.03}"


@pytest.fixture
def world(town: str) -> World:
    """School A holds 96.000 đ for each of its first two families; real commits."""
    made = worlds.build()
    for code, name in (("HS001", "NGUYEN <VAN> & \x07BINH"), ("HS002", "=TRAN THI CUC")):
        credits.open_credit(
            by=made.lan.actor, facility_id=made.a.id, beneficiary_id=made.a.pupils[code].pk,
            amount_vnd=CREDIT, fee_item_id=None, is_cashless=True, reason="Thừa", at=AT,
        )  # fmt: skip
        actions.set_account(
            by=made.lan.actor, beneficiary_id=made.a.pupils[code].pk,
            account=PayeeAccount("970436", "1012345678", name), at=AT,
        )  # fmt: skip
    return made


def prepared(world: World, reason: str = "Trả tiền ăn thừa") -> PayoutList:
    wanted = [Wanted(world.a.pupils[code].pk, CREDIT) for code in ("HS001", "HS002")]
    return actions.prepare(
        by=world.lan.actor, facility_id=world.a.id, wanted=wanted, reason=reason, paper="BB",
        at=LATER,
    )  # fmt: skip


def released(world: World, reason: str = "Trả tiền ăn thừa") -> PayoutList:
    return actions.release(by=world.hoa.actor, list_id=prepared(world, reason).pk, at=LATER)


def ids(found: PayoutList) -> list[int]:
    return [one.pk for one in queries.payouts_of(found.pk)]


def test_words_that_were_typed_break_no_file_of_the_bank(world: World) -> None:
    Beneficiary.objects.filter(code="HS001").update(name="]]><Amt>\x01\ufffe-->")
    found = released(world, "=cmd|' /C calc'!A0\x0b\n</Ustrd>")
    rows = queries.payouts_of(found.pk)
    read = ET.fromstring(files.credit_transfer(found, rows))
    assert [one.text for one in read.iter(f"{SPACE}InstdAmt")] == ["96000", "96000"]
    names = [one.findtext(f"{SPACE}Nm") for one in read.iter(f"{SPACE}Cdtr")]
    assert names == ["NGUYEN <VAN> & BINH", "=TRAN THI CUC"]
    table = openpyxl.load_workbook(io.BytesIO(files.workbook(found, rows)))
    cells = [cell for row in table.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_what_is_over_stands_in_no_order_to_the_bank_again(world: World) -> None:
    found = released(world)
    first, second = ids(found)
    actions.fail(by=world.lan.actor, list_id=found.pk, payout_ids=[first], note="Sai", at=LATER)
    read = ET.fromstring(files.credit_transfer(found, queries.payouts_of(found.pk)))
    assert [one.text for one in read.iter(f"{SPACE}EndToEndId")] == [f"TFCT{second}"]
    assert [one.text for one in read.iter(f"{SPACE}CtrlSum")] == ["96000", "96000"]
    actions.settle(
        by=world.lan.actor, list_id=found.pk, payout_ids=[second], document="UNC", at=LATER
    )
    with pytest.raises(errors.NobodyToPay):
        files.credit_transfer(found, queries.payouts_of(found.pk))


def test_a_list_is_released_once(world: World) -> None:
    found = prepared(world)
    other = worlds.person("nga", "Ngô Thúy Nga", Role.HEAD, facility_id=world.a.id)
    held = Held()
    with threads(2) as start:
        start(
            held.around(
                lambda: actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER).state
            )
        )
        assert held.is_done.wait(20)
        second = start(lambda: actions.release(by=other.actor, list_id=found.pk, at=LATER).state)
        wait_until_blocked()
        held.is_let_go.set()
        with pytest.raises(errors.NotWaiting):
            second.result()
    assert held_for.balances(world.a.id) == {}
    assert differences() == []


def test_what_the_bank_paid_does_not_come_back_as_well(world: World) -> None:
    found = released(world)
    both = ids(found)
    held = Held()
    with threads(2) as start:
        start(
            held.around(
                lambda: actions.settle(
                    by=world.lan.actor, list_id=found.pk, payout_ids=both, document="U", at=LATER
                )
            )
        )
        assert held.is_done.wait(20)
        second = start(
            lambda: actions.fail(
                by=world.lan.actor, list_id=found.pk, payout_ids=both, note="Sai", at=LATER
            )
        )
        wait_until_blocked()
        held.is_let_go.set()
        with pytest.raises(errors.NotWaiting):
            second.result()
    assert held_for.balances(world.a.id) == {}
    assert differences() == []


def test_another_schools_child_is_on_nobodys_list(world: World) -> None:
    stranger = world.b.pupils["HS001"].pk
    credits.open_credit(
        by=world.quan.actor, facility_id=world.b.id, beneficiary_id=stranger, amount_vnd=CREDIT,
        fee_item_id=None, is_cashless=True, reason="Thừa", at=AT,
    )  # fmt: skip
    with pytest.raises(errors.AboveCredit):
        actions.prepare(
            by=world.lan.actor, facility_id=world.a.id, wanted=[Wanted(stranger, CREDIT)],
            reason="x", paper="x", at=LATER,
        )  # fmt: skip
