"""Each credit of the bank beside the payment it is, or booked, or left to a person."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.money.reconciliation.steps import clearing, matched, state, taken
from tests.money.seen import post_all
from tests.money.statements import files
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.channels import vietqr
from thuphi.ground.kit.actor import PAYER, SYSTEM
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.models import LineMatch
from thuphi.money.reconciliation.rules import Outcome
from thuphi.registers.methods import actions as methods

BANK = f"bank:{ACCOUNT_A}"
TUESDAY = date(2026, 10, 6)


def told(world: World, bill: Bill, vnd: int = 660_000, **facts: object) -> None:
    """A notification that was booked."""
    worlds.hear(world, bill.code, vnd, **facts)  # type: ignore[arg-type]
    post_all()


def match() -> tuple[str, str, int]:
    (one,) = LineMatch.objects.all()
    return one.kind, one.how, one.amount_vnd


def test_a_line_is_matched_by_the_banks_reference(world: World, bills: list[Bill]) -> None:
    told(world, bills[0], bank_reference="FT26278123456789012")
    done = matched(world, [files.line(1, 660_000, "khong ro", reference="FT26278123456789")])
    assert done == {Outcome.MATCHED: 1}
    assert match() == ("payment", "reference", 660_000)
    assert clearing(world.a.id) == {BANK: 660_000}


def test_a_line_is_matched_by_the_code_in_its_text(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    told(world, bills[1])
    done = matched(world, [files.line(1, 660_000, f"MBVCB.123.{bills[1].code} nop tien")])
    assert done == {Outcome.MATCHED: 1}
    assert LineMatch.objects.get().subject_id == Payment.objects.get(bill=bills[1]).pk
    assert clearing(world.a.id) == {BANK: 660_000, "clearing:sandbox": 660_000}


def test_a_damaged_code_is_healed_to_the_payment_of_just_this_sum(
    world: World, bills: list[Bill]
) -> None:
    told(world, bills[0])
    broken = bills[0].code[:5] + " " + bills[0].code[5:].lower()
    assert matched(world, [files.line(1, 660_000, broken)]) == {Outcome.MATCHED: 1}
    assert match()[1] == "code"


def test_a_payment_of_yesterday_is_matched_on_another_day(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    assert matched(world, [files.line(1, 660_000, bills[0].code, on=TUESDAY)]) == {
        Outcome.MATCHED_OTHER_DAY: 1
    }


def test_account_and_sum_alone_suggest_and_match_nothing(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    assert matched(world, [files.line(1, 660_000, "")]) == {Outcome.TO_LOOK_AT: 1}
    payment = Payment.objects.get()
    assert {"payment_id": payment.pk, "score": 70, "reasons": ["account", "amount", "day"]} in (
        state(0).suggestions
    )
    assert not LineMatch.objects.exists()


def test_another_sum_under_the_same_code_is_not_booked(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    assert matched(world, [files.line(1, 650_000, bills[0].code)]) == {Outcome.AMOUNT_DIFFERS: 1}
    assert state(0).suggestions[0]["payment_id"] == Payment.objects.get().pk


def test_a_line_nobody_told_of_pays_its_bill(world: World, bills: list[Bill]) -> None:
    done = matched(world, [files.line(1, 660_000, f"CT DEN {bills[0].code} hoc phi")])
    assert done == {Outcome.MATCHED: 1}
    bills[0].refresh_from_db()
    payment = Payment.objects.get()
    assert (bills[0].state, payment.channel, payment.receipt_number) == ("paid", "statement", 1)
    assert match() == ("payment", "booked", 660_000)
    assert state(0).payment_id == payment.pk
    assert clearing(world.a.id) == {BANK: 660_000}
    assert differences() == []


def test_money_on_an_account_of_its_own_pays_its_bill_without_a_text(
    world: World, bills: list[Bill]
) -> None:
    payos = methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="payos", slug="vidu-payos", account_number="",
        settings={"checksumKey": "k", "clientId": "c", "apiKey": "a"}, at=AT,
    )  # fmt: skip
    made = attempts.begin(
        by=PAYER,
        wish=attempts.Wish(code=bills[0].code, merchant_id=payos.pk, amount_vnd=660_000),
        at=AT,
    )
    own = vietqr.encode(vietqr.Transfer(bin="970418", account="V3CAS1234567", amount_vnd=660_000))
    Attempt.objects.filter(pk=made.pk).update(qr=own)
    done = matched(world, [files.line(1, 660_000, "", virtual_account="V3CAS1234567")])
    assert done == {Outcome.MATCHED: 1}
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"
    assert differences() == []


def test_a_healed_code_books_only_what_is_just_owed(world: World, bills: list[Bill]) -> None:
    symbol = "7" if bills[0].code[6] != "7" else "8"
    broken = bills[0].code[:6] + symbol + bills[0].code[7:]
    done = matched(world, [files.line(1, 660_000, broken), files.line(2, 50_000, broken)])
    assert done == {Outcome.MATCHED: 1, Outcome.TO_LOOK_AT: 1}


def test_a_line_that_nothing_explains_is_not_booked(world: World, bills: list[Bill]) -> None:
    done = matched(world, [files.line(1, 12_345_000, "KBNN cap kinh phi quy 4")])
    assert done == {Outcome.ONLY_THEIRS: 1}
    assert clearing(world.a.id) == {}
    assert not Payment.objects.exists()
    assert state(0).left_vnd == 12_345_000


def test_a_second_payment_of_a_paid_bill_is_a_duplicate_for_a_person(
    world: World, bills: list[Bill]
) -> None:
    told(world, bills[0])
    lines = [files.line(1, 660_000, bills[0].code), files.line(2, 660_000, bills[0].code)]
    assert matched(world, lines) == {Outcome.MATCHED: 1, Outcome.DUPLICATE: 1}
    assert LineMatch.objects.count() == 1


def test_two_payments_of_one_bill_stand_beside_two_lines(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    told(world, bills[0], paid_at=AT + timedelta(hours=3))
    lines = [files.line(1, 660_000, bills[0].code), files.line(2, 660_000, bills[0].code)]
    assert matched(world, lines) == {Outcome.MATCHED: 2}
    assert LineMatch.objects.values("subject_id").distinct().count() == 2


def test_matching_again_changes_nothing(world: World, bills: list[Bill]) -> None:
    told(world, bills[0])
    lines = [files.line(1, 660_000, bills[0].code), files.line(2, 5_000, "la")]
    matched(world, lines)
    before = clearing(world.a.id)
    assert reconciling.reconcile_all(facility_id=None, at=AT) == {}
    taken(world, lines)
    assert reconciling.reconcile_all(facility_id=world.a.id, at=AT) == {}
    assert clearing(world.a.id) == before


def test_a_line_of_another_account_is_not_its_payment(world: World, bills: list[Bill]) -> None:
    told(world, bills[0], account="0011001932418", bank_reference="FT26278123456")
    done = matched(world, [files.line(1, 660_000, "x", reference="FT26278123457")])
    assert done == {Outcome.TO_LOOK_AT: 1}
