from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import world as worlds
from tests.money.seen import Moved, balances, last_transfer, number, post_all, rows, transfers
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit import billcode
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

PAID = "2026-10-05 09:00:00"


def the_payment(heard_id: int) -> Payment:
    return Payment.objects.get(heard_id=heard_id, identifies_id=None)


def parts(payment: Payment) -> tuple[Finding, int, int, int]:
    return (
        Finding(payment.finding),
        payment.applied_vnd,
        payment.excess_vnd,
        payment.unidentified_vnd,
    )


def test_what_is_just_owed_settles_the_bill_and_gets_a_receipt(
    world: World, bills: list[Bill]
) -> None:
    before = last_transfer()
    heard = worlds.hear(world, bills[0].code, 660_000)
    assert actions.post_waiting(at=AT) == actions.Booked(1, Counter([Finding.EXACT]))
    payment = the_payment(heard)
    assert parts(payment) == (Finding.EXACT, 660_000, 0, 0)
    assert (payment.bill_id, payment.channel, payment.method) == (bills[0].pk, "sandbox", "qr")
    assert (payment.receipt_year, payment.receipt_number, payment.taken_by) == (2026, 1, None)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("paid", 660_000, AT)
    assert transfers(world.a.id, before) == Counter(
        [Moved("pay", "clearing:sandbox", "receivable:", 660_000, bills[0].code, PAID)]
    )
    assert rows("SELECT month::text, method, payments, value_vnd FROM month_count") == [
        ("2026-10-01", "qr", 1, 660_000)
    ]
    assert number("SELECT count(*) FROM heard_waiting") == 0


def test_less_than_owed_is_kept_as_a_part_also_where_parts_are_not_asked_for(
    world: World,
) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=False)[0]
    first = worlds.hear(world, bill.code, 600_000)
    post_all()
    bill.refresh_from_db()
    assert parts(the_payment(first)) == (Finding.PART, 600_000, 0, 0)
    assert (bill.state, bill.paid_vnd, bill.closed_at) == ("part_paid", 600_000, None)
    rest = worlds.hear(world, bill.code, 60_000)
    post_all()
    bill.refresh_from_db()
    assert parts(the_payment(rest)) == (Finding.EXACT, 60_000, 0, 0)
    assert (bill.state, bill.paid_vnd) == ("paid", 660_000)
    assert [the_payment(one).receipt_number for one in (first, rest)] == [1, 2]


def test_more_than_owed_is_the_familys_credit(world: World, bills: list[Bill]) -> None:
    before = last_transfer()
    heard = worlds.hear(world, bills[0].code, 700_000)
    post_all()
    assert parts(the_payment(heard)) == (Finding.OVER, 660_000, 40_000, 0)
    credit = f"payer_credit:{bills[0].beneficiary_id}"
    assert transfers(world.a.id, before) == Counter(
        [
            Moved("pay", "clearing:sandbox", "receivable:", 660_000, bills[0].code, PAID),
            Moved("overpay", "clearing:sandbox", credit, 40_000, bills[0].code, PAID),
        ]
    )


def test_a_bill_paid_twice_makes_the_second_sum_a_credit(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    closed = Bill.objects.get(pk=bills[0].pk).closed_at
    second = worlds.hear(world, bills[0].code, 660_000)
    actions.post_waiting(at=AT + timedelta(days=1))
    assert parts(the_payment(second)) == (Finding.OVER, 0, 660_000, 0)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("paid", 660_000, closed)
    assert balances(world.a.id)[f"payer_credit:{bills[0].beneficiary_id}"] == -660_000


def test_two_notices_for_one_bill_in_one_batch_pay_it_once(world: World, bills: list[Bill]) -> None:
    later = worlds.hear(world, bills[0].code, 660_000, paid_at=AT + timedelta(hours=2))
    earlier = worlds.hear(world, bills[0].code, 660_000, paid_at=AT + timedelta(hours=1))
    assert post_all() == Counter([Finding.EXACT, Finding.OVER])
    assert parts(the_payment(earlier)) == (Finding.EXACT, 660_000, 0, 0)
    assert parts(the_payment(later)) == (Finding.OVER, 0, 660_000, 0)
    bills[0].refresh_from_db()
    assert (bills[0].paid_vnd, bills[0].state) == (660_000, "paid")
    assert [the_payment(one).receipt_number for one in (later, earlier)] == [1, 2]


def test_money_for_a_withdrawn_bill_waits_for_its_owner(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Chuyển trường", at=AT)
    before = last_transfer()
    heard = worlds.hear(world, bills[0].code, 660_000)
    assert post_all() == Counter([Finding.CLOSED])
    payment = the_payment(heard)
    assert parts(payment) == (Finding.CLOSED, 0, 0, 660_000)
    assert (payment.bill_id, payment.receipt_number) == (bills[0].pk, None)
    assert transfers(world.a.id, before) == Counter(
        [Moved("pay_unknown", "clearing:sandbox", "unidentified:", 660_000, bills[0].code, PAID)]
    )
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("cancelled", 0)
    assert number("SELECT sum(value_vnd) FROM month_count") == 660_000


@pytest.mark.parametrize("code", ["", "TF0000000132"])
def test_money_without_a_bill_of_ours_is_kept_with_its_text(
    world: World, bills: list[Bill], code: str
) -> None:
    before = last_transfer()
    heard = worlds.hear(world, code, 500_000, text="nop tien hoc cho chau")
    assert post_all() == Counter([Finding.UNKNOWN])
    payment = the_payment(heard)
    assert parts(payment) == (Finding.UNKNOWN, 0, 0, 500_000)
    assert (payment.bill_id, payment.receipt_number) == (None, None)
    assert payment.heard.text == "nop tien hoc cho chau"
    assert transfers(world.a.id, before) == Counter(
        [Moved("pay_unknown", "clearing:sandbox", "unidentified:", 500_000, f"heard:{heard}", PAID)]
    )


def test_another_schools_code_does_not_move_another_schools_bill(
    world: World, bills: list[Bill]
) -> None:
    theirs = worlds.issued_run(world, school=world.b)[0]
    heard = worlds.hear(world, theirs.code, 1_200_000)
    post_all()
    assert parts(the_payment(heard)) == (Finding.UNKNOWN, 0, 0, 1_200_000)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.paid_vnd) == ("open", 0)
    assert balances(world.b.id) == {"receivable": 1_200_000, "revenue:HP": -1_200_000}


def test_a_mended_code_is_believed_when_the_bill_is_open_and_the_amount_fits(
    world: World, bills: list[Bill]
) -> None:
    heard = worlds.hear(world, bills[0].code, 660_000, corrected=True)
    post_all()
    assert parts(the_payment(heard)) == (Finding.EXACT, 660_000, 0, 0)


def test_a_mended_code_is_not_believed_for_another_amount(world: World, bills: list[Bill]) -> None:
    heard = worlds.hear(world, bills[0].code, 659_999, corrected=True)
    post_all()
    assert parts(the_payment(heard)) == (Finding.UNKNOWN, 0, 0, 659_999)


def test_a_mended_code_is_not_believed_for_a_bill_that_is_settled_or_withdrawn(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    bill_actions.cancel_bill(by=SYSTEM, code=bills[1].code, reason="Nhầm", at=AT)
    late = [worlds.hear(world, bill.code, 660_000, corrected=True) for bill in bills[:2]]
    post_all()
    assert [parts(the_payment(one)) for one in late] == [(Finding.UNKNOWN, 0, 0, 660_000)] * 2


@pytest.mark.parametrize("limit", [1, 10])
def test_a_mended_code_is_judged_alike_alone_and_behind_others_in_its_batch(
    world: World, bills: list[Bill], limit: int
) -> None:
    whole = worlds.hear(world, bills[0].code, 660_000)
    mended = worlds.hear(world, bills[0].code, 660_000, corrected=True)
    first = worlds.hear(world, bills[1].code, 660_000, corrected=True)
    second = worlds.hear(world, bills[1].code, 660_000, corrected=True)
    post_all(limit)
    assert parts(the_payment(whole)) == (Finding.EXACT, 660_000, 0, 0)
    assert parts(the_payment(mended)) == (Finding.UNKNOWN, 0, 0, 660_000)
    assert parts(the_payment(first)) == (Finding.EXACT, 660_000, 0, 0)
    assert parts(the_payment(second)) == (Finding.UNKNOWN, 0, 0, 660_000)


def test_of_several_codes_in_one_text_an_open_bill_is_taken_before_a_closed_one(
    world: World, bills: list[Bill]
) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nhầm", at=AT)
    heard = hear_codes(world, [bills[0].code, "TF0000000132", bills[2].code, bills[1].code])
    post_all()
    payment = the_payment(heard)
    assert (payment.bill_id, payment.finding) == (bills[2].pk, "exact")


def test_of_several_closed_bills_in_one_text_the_first_is_named(
    world: World, bills: list[Bill]
) -> None:
    for bill in bills[:2]:
        bill_actions.cancel_bill(by=SYSTEM, code=bill.code, reason="Nhầm", at=AT)
    heard = hear_codes(world, [bills[1].code, bills[0].code])
    post_all()
    payment = the_payment(heard)
    assert (payment.bill_id, payment.finding) == (bills[1].pk, "closed")


def hear_codes(world: World, codes: list[str]) -> int:
    """A notice whose text holds several codes, as the gate would find them."""
    heard = worlds.hear(world, "", 660_000, text=" ".join(codes), reference="several")
    found = [one.code for one in billcode.find(" ".join(codes))]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE heard SET codes = %s WHERE id = %s", [found, heard])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE thuphi_worker")
    return heard


def test_a_credit_that_two_providers_tell_of_is_booked_once(
    world: World, bills: list[Bill]
) -> None:
    rival = methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="casso",
        slug="vidu-casso",
        account_number=ACCOUNT_A,
        settings={"key": "casso-secret-of-the-tests"},
        at=AT,
    )
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278001")
    told = worlds.hear(world, bills[0].code, 660_000, merchant=rival, bank_reference="FT26278001")
    another = worlds.hear(
        world, bills[1].code, 660_000, merchant=rival, bank_reference="FT26278002"
    )
    post_all()
    late = worlds.hear(world, bills[1].code, 660_000, bank_reference="FT26278002")
    post_all()
    assert parts(the_payment(told)) == (Finding.DUPLICATE, 0, 0, 0)
    assert parts(the_payment(another)) == (Finding.EXACT, 660_000, 0, 0)
    assert parts(the_payment(late)) == (Finding.DUPLICATE, 0, 0, 0)
    assert balances(world.a.id)["clearing:sandbox"] == 660_000
    assert balances(world.a.id)["clearing:casso"] == 660_000
    assert number("SELECT sum(payments) FROM month_count") == 2


def test_the_same_provider_telling_of_two_credits_alike_books_both(
    world: World, bills: list[Bill]
) -> None:
    for _ in range(2):
        worlds.hear(world, bills[0].code, 660_000, bank_reference="")
    assert post_all() == Counter([Finding.EXACT, Finding.OVER])


def test_money_on_another_account_is_not_booked(world: World, bills: list[Bill]) -> None:
    before = transfers(world.a.id)
    heard = worlds.hear(world, bills[0].code, 660_000, account="9999888877")
    assert post_all() == Counter([Finding.NOT_FOR_US])
    assert parts(the_payment(heard)) == (Finding.NOT_FOR_US, 0, 0, 0)
    assert transfers(world.a.id) == before
    assert number("SELECT count(*) FROM month_count") == 0
    bills[0].refresh_from_db()
    assert bills[0].state == "open"


def test_money_through_a_virtual_account_is_ours(world: World, bills: list[Bill]) -> None:
    heard = worlds.hear(world, bills[0].code, 660_000, account="VQR0001", virtual_account="VQR0001")
    post_all()
    assert parts(the_payment(heard)) == (Finding.EXACT, 660_000, 0, 0)


def test_nothing_is_booked_for_no_money(world: World, bills: list[Bill]) -> None:
    heard = worlds.hear(world, bills[0].code, 0)
    assert actions.post_waiting(at=AT) == actions.Booked(1, Counter())
    assert number("SELECT count(*) FROM heard_waiting") == 0
    assert number("SELECT count(*) FROM payment") == 0
    assert number("SELECT count(*) FROM heard WHERE id = %s", heard) == 1


@pytest.mark.parametrize("outcome", ["refused", "pending", "mismatch", "unknown", "not_ours"])
def test_what_is_not_confirmed_is_not_booked(world: World, bills: list[Bill], outcome: str) -> None:
    worlds.hear(world, bills[0].code, 660_000, outcome=outcome)
    assert actions.post_waiting(at=AT) == actions.Booked(0, Counter())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO heard_waiting (heard_id) SELECT id FROM heard")
    assert actions.post_waiting(at=AT) == actions.Booked(1, Counter())
    assert number("SELECT count(*) FROM payment") == 0


def test_a_reference_heard_again_with_another_body_is_not_a_second_payment(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 660_000, reference="FT-1")
    with pytest.raises(ValueError, match="heard before"):
        worlds.hear(world, bills[0].code, 999_000, reference="FT-1")
    with pytest.raises(IntegrityError, match="heard_reference_is_heard_once"), transaction.atomic():
        hear_raw(world, bills[0].code, 999_000, "FT-1")
    post_all()
    assert rows("SELECT amount_vnd FROM payment") == [(660_000,)]


def test_negative_control_without_the_constraint_the_repeat_is_booked_twice(
    world: World, bills: list[Bill]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("ALTER TABLE heard DROP CONSTRAINT heard_reference_is_heard_once")
        cursor.execute("SET ROLE thuphi_worker")
    both = [hear_raw(world, bills[0].code, sum_vnd, "FT-1") for sum_vnd in (660_000, 9)]
    post_all()
    assert [the_payment(one).amount_vnd for one in both] == [660_000, 9]


def hear_raw(world: World, code: str, amount_vnd: int, reference: str) -> int:
    """A notification written without asking whether it is known."""
    to = world.a.sandbox
    heard = number(
        "INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,"
        " amount_vnd, paid_at, codes, account, raw, body_hash) VALUES"
        " ('sandbox', %s, %s, %s, 'confirmed', 'qr', %s, %s, ARRAY[%s], %s, %s, %s) RETURNING id",
        to.pk, to.facility_id, reference, amount_vnd, AT, code, to.account_number,
        str(amount_vnd).encode(), hashlib.sha256(str(amount_vnd).encode()).digest(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO heard_waiting (heard_id) VALUES (%s)", [heard])
    return heard


def test_a_batch_is_the_oldest_that_wait_and_no_more_than_asked_for(
    world: World, bills: list[Bill]
) -> None:
    heard = [worlds.hear(world, bills[0].code, 1_000) for _ in range(5)]
    assert actions.post_waiting(at=AT, limit=2).taken == 2
    assert [row[0] for row in rows("SELECT heard_id FROM heard_waiting ORDER BY 1")] == heard[2:]
    assert post_all(2)[Finding.PART] == 3
    assert actions.post_waiting(at=AT) == actions.Booked(0, Counter())


def test_the_month_and_the_year_are_those_of_viet_nam(world: World, bills: list[Bill]) -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=VIETNAM)
    old_year = new_year - timedelta(hours=1)
    first = worlds.hear(world, bills[0].code, 1_000, paid_at=old_year)
    second = worlds.hear(world, bills[0].code, 2_000, paid_at=new_year)
    actions.post_waiting(at=old_year, limit=1)
    actions.post_waiting(at=new_year, limit=1)
    receipts = [(the_payment(one).receipt_year, the_payment(one).receipt_number)
                for one in (first, second)]  # fmt: skip
    assert receipts == [(2026, 1), (2027, 1)]
    assert rows("SELECT month::text, value_vnd FROM month_count ORDER BY 1") == [
        ("2026-12-01", 1_000),
        ("2027-01-01", 2_000),
    ]


def test_batches_of_two_schools_number_their_receipts_apart(
    world: World, bills: list[Bill]
) -> None:
    theirs = worlds.issued_run(world, school=world.b)[0]
    ours = [worlds.hear(world, bill.code, 660_000) for bill in bills[:2]]
    other = worlds.hear(world, theirs.code, 1_200_000, merchant=world.b.sandbox)
    post_all()
    assert [the_payment(one).receipt_number for one in [*ours, other]] == [1, 2, 1]
    assert balances(world.b.id) == {"clearing:sandbox": 1_200_000, "revenue:HP": -1_200_000}


def test_a_mended_code_that_is_not_believed_does_not_stand_in_the_way_of_one_that_is(
    world: World, bills: list[Bill]
) -> None:
    doubted = worlds.hear(world, bills[0].code, 1_000, corrected=True)
    exact = worlds.hear(world, bills[0].code, bills[0].total_vnd, corrected=True)
    post_all()
    assert the_payment(doubted).finding == "unknown"
    assert the_payment(exact).finding == "exact"


def test_a_day_with_money_is_what_proves_a_way_ready(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[0].code, 1_000, paid_at=AT)
    worlds.hear(world, bills[0].code, 1_000, paid_at=AT - timedelta(days=3))
    worlds.hear(world, bills[1].code, 1_000, account="999")
    post_all()
    merchant = Merchant.objects.defer("sealed").get(pk=world.a.sandbox.pk)
    assert merchant.last_paid_on == AT.date()
    assert Merchant.objects.get(pk=world.b.sandbox.pk).last_paid_on is None
