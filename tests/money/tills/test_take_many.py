from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.money.tills.conftest import take
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.tills import errors
from thuphi.money.tills.actions import taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber, Taken
from thuphi.money.tills.errors import RowFault
from thuphi.money.tills.models import ReceiptBook
from thuphi.money.tills.rules import Fault


def entries_of(bills: list[Bill], *amounts_vnd: int) -> list[Entry]:
    return [
        Entry(code=bill.code, amount_vnd=amount_vnd, key=f"K{place}")
        for place, (bill, amount_vnd) in enumerate(zip(bills, amounts_vnd, strict=True))
    ]


def take_many(world: World, entries: list[Entry]) -> list[Taken]:
    return taking.take_many(by=world.minh.actor, facility_id=world.a.id, entries=entries, at=AT)


def faults_of(world: World, entries: list[Entry]) -> list[RowFault]:
    with pytest.raises(errors.TakingsRefused) as refused:
        take_many(world, entries)
    assert number("SELECT count(*) FROM payment") == 0 == number("SELECT count(*) FROM heard")
    assert number("SELECT count(*) FROM event WHERE kind = 'cash_taken'") == 0
    return refused.value.faults


def test_a_class_is_taken_in_one_deed(world: World, bills: list[Bill]) -> None:
    taken = take_many(world, entries_of(bills, 660_000, 60_000, 1))
    assert [(one.payment.receipt_number, one.payment.amount_vnd) for one in taken] == [
        (1, 660_000),
        (2, 60_000),
        (3, 1),
    ]
    assert not any(one.is_repeated for one in taken)
    assert rows("SELECT state, paid_vnd FROM bill ORDER BY id") == [
        ("paid", 660_000),
        ("part_paid", 60_000),
        ("part_paid", 1),
    ]


def test_sent_a_second_time_the_class_gets_the_same_receipts(
    world: World, bills: list[Bill]
) -> None:
    entries = entries_of(bills, 660_000, 660_000, 660_000)
    first = take_many(world, entries)
    again = take_many(world, entries)
    assert [one.payment.pk for one in again] == [one.payment.pk for one in first]
    assert all(one.is_repeated for one in again)
    assert number("SELECT count(*) FROM payment") == 3


def test_every_wrong_entry_is_named_and_none_is_taken(world: World, bills: list[Bill]) -> None:
    entries = [*entries_of(bills, 660_000, 660_001, 0), Entry(code="TF0", amount_vnd=1, key="K9")]
    assert faults_of(world, entries) == [
        RowFault("K1", bills[1].code, Fault.ABOVE_REST, 660_000),
        RowFault("K2", bills[2].code, Fault.NOT_POSITIVE, 660_000),
        RowFault("K9", "TF0", Fault.NOT_FOUND, 0),
    ]


def test_a_part_where_none_is_allowed_names_its_row(world: World) -> None:
    bills = worlds.issued_run(world, items=[("AN", 22)])
    assert faults_of(world, entries_of(bills, 660_000, 1, 660_000)) == [
        RowFault("K1", bills[1].code, Fault.PART_NOT_ALLOWED, 660_000)
    ]


def test_what_was_paid_meanwhile_names_its_row(world: World, bills: list[Bill]) -> None:
    take(world.lan.actor, bills[1], 660_000, "before")
    with pytest.raises(errors.TakingsRefused) as refused:
        take_many(world, entries_of(bills, 660_000, 660_000, 660_000))
    assert refused.value.faults == [RowFault("K1", bills[1].code, Fault.NOTHING_TO_PAY, 0)]
    assert number("SELECT count(*) FROM payment") == 1


def test_a_key_used_for_another_bill_names_its_row(world: World, bills: list[Bill]) -> None:
    take(world.lan.actor, bills[0], 1, "K1")
    with pytest.raises(errors.TakingsRefused) as refused:
        take_many(world, entries_of(bills, 659_999, 660_000, 660_000))
    assert refused.value.faults == [RowFault("K1", bills[1].code, Fault.KEY_USED, 660_000)]


def test_a_bill_of_another_school_is_not_found(world: World, bills: list[Bill]) -> None:
    theirs = worlds.issued_run(world, school=world.b)
    entries = [Entry(code=theirs[0].code, amount_vnd=1_200_000, key="K1")]
    assert faults_of(world, entries) == [RowFault("K1", theirs[0].code, Fault.NOT_FOUND, 0)]
    with pytest.raises(NotYours):
        taking.take_many(by=world.quan.actor, facility_id=world.a.id, entries=entries, at=AT)
    with pytest.raises(NotAllowed):
        taking.take_many(by=world.hoa.actor, facility_id=world.a.id, entries=entries, at=AT)


def test_nothing_and_too_much_are_refused(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.NothingEntered):
        take_many(world, [])
    with pytest.raises(errors.TooManyAtOnce):
        take_many(world, entries_of(bills, 1, 1, 1) * 67)


def with_slip(bill: Bill, pad: ReceiptBook, at_number: int, key: str = "K1") -> Entry:
    return Entry(code=bill.code, amount_vnd=660_000, key=key, slip=SlipNumber(pad.pk, at_number))


def test_a_number_of_the_pad_is_joined_to_its_payment(
    world: World, bills: list[Bill], pad: ReceiptBook
) -> None:
    entries = [with_slip(bills[0], pad, 101), with_slip(bills[1], pad, 102, "K2")]
    taken = take_many(world, entries)
    take_many(world, entries)
    assert rows("SELECT number, state, payment_id FROM receipt_slip ORDER BY number") == [
        (101, "used", taken[0].payment.pk),
        (102, "used", taken[1].payment.pk),
    ]


def test_a_number_is_used_once(world: World, bills: list[Bill], pad: ReceiptBook) -> None:
    entries = [with_slip(bills[0], pad, 101), with_slip(bills[1], pad, 101, "K2")]
    assert [one.fault for one in faults_of(world, entries)] == [Fault.SLIP_USED]


def test_a_number_beside_the_pad_or_of_anothers_pad_is_refused(
    world: World, bills: list[Bill], pad: ReceiptBook
) -> None:
    entries = [with_slip(bills[0], pad, 111)]
    assert [one.fault for one in faults_of(world, entries)] == [Fault.SLIP_NOT_YOURS]
    with pytest.raises(errors.TakingsRefused) as refused:
        taking.take_many(
            by=world.lan.actor,
            facility_id=world.a.id,
            entries=[with_slip(bills[0], pad, 101)],
            at=AT,
        )
    assert [one.fault for one in refused.value.faults] == [Fault.SLIP_NOT_YOURS]


def test_an_entry_that_waited_is_booked_once_and_says_when_it_was_keyed(
    world: World, bills: list[Bill]
) -> None:
    entry = Entry(code=bills[0].code, amount_vnd=660_000, key="K1")
    for is_repeated in (False, True):
        done = taking.take_entry(
            by=world.minh.actor,
            facility_id=world.a.id,
            entry=entry,
            keyed_at="2026-10-05T07:12:00Z",
            at=AT,
        )
        assert isinstance(done, Taken)
        assert done.is_repeated is is_repeated
    assert rows("SELECT facts ->> 'keyed_at' FROM event WHERE kind = 'cash_sent_later'") == [
        ("2026-10-05T07:12:00Z",)
    ]
    refused = taking.take_entry(
        by=world.minh.actor,
        facility_id=world.a.id,
        entry=Entry(code=bills[0].code, amount_vnd=1, key="K2"),
        keyed_at="",
        at=AT,
    )
    assert refused == RowFault("K2", bills[0].code, Fault.NOTHING_TO_PAY, 0)
