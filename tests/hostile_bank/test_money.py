"""Attempts to lose, make or book twice a đồng."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.reconciliation.steps import clearing, matched, taken
from tests.money.seen import balances, post_all
from tests.money.statements import files
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.faults import FaultKind
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import deciding, reconciling
from thuphi.money.reconciliation.errors import DecisionRefused
from thuphi.money.reconciliation.models import LineMatch
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Payee, Wish
from thuphi.money.statements.errors import StatementRefused
from thuphi.money.statements.models import BankLine

BANK = f"bank:{ACCOUNT_A}"
Hold = Callable[[], None]
PAYEE = Payee(bin="970436", account="0123456789", name="TRAN VAN C")


def again(world: World) -> None:
    reconciling.look_again(at=AT + timedelta(hours=2))
    reconciling.reconcile_all(facility_id=world.a.id, at=AT + timedelta(hours=2))


def bank_vnd(world: World) -> int:
    return clearing(world.a.id).get(BANK, 0)


def test_a_batch_told_in_another_order_gives_nobody_the_money_of_his_neighbour(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """Details of one batch share the entry's reference: only their words tell them apart."""
    ours = files.line(1, 660_000, f"{bills[0].code} nop tien", reference="BATCH2026100500017")
    stranger = files.line(1, 660_000, "LUONG THANG 9 CONG TY", reference="BATCH2026100500017")
    taken(world, [ours, stranger])
    done = matched(world, [stranger, ours])
    assert BankLine.objects.count() == 2
    assert done == {Outcome.MATCHED: 1, Outcome.ONLY_THEIRS: 1} or done == {
        Outcome.MATCHED: 1,
        Outcome.TO_LOOK_AT: 1,
    }
    assert bank_vnd(world) == 660_000
    assert balances(world.a.id).get("payer_credit", 0) == 0


def test_a_line_given_to_a_bill_by_hand_is_not_money_beside_its_own_late_notification(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """The notification is booked after the worker looked, and before the person presses."""
    matched(world, [files.line(1, 660_000, "khong ro", reference="FT26278123456789")])
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278123456789")
    post_all()
    line = BankLine.objects.get()
    with suppress(DecisionRefused):
        deciding.assign(by=world.lan.actor, line_id=line.pk, code=bills[0].code, reason="x", at=AT)
    again(world)
    came = sum(one.amount_vnd for one in Payment.objects.filter(identifies_id=None))
    assert came == 660_000
    assert bank_vnd(world) == 660_000
    assert clearing(world.a.id) == {BANK: 660_000}


def test_a_late_notification_of_a_line_with_a_damaged_code_is_the_same_money(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """The gate reads no code in the text that the statement's search healed."""
    code = bills[0].code
    damaged = f"{code[:6]}{code[7:]} nop tien"
    assert matched(world, [files.line(1, 660_000, damaged)]) == {Outcome.MATCHED: 1}
    worlds.hear(world, "", 660_000, text=damaged, bank_reference="")
    post_all()
    again(world)
    assert balances(world.a.id).get("unidentified", 0) == 0
    assert clearing(world.a.id) == {BANK: 660_000}


def test_a_refund_that_names_the_first_transfers_reference_is_the_refund(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """People write the reference of the money that they send back into the text."""
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278123456789")
    post_all()
    matched(world, [files.line(1, 660_000, bills[0].code, reference="FT26278123456789")])
    payment = Payment.objects.get()
    refund = refunds.ask(
        by=world.lan.actor,
        wish=Wish(payment_id=payment.pk, amount_vnd=660_000, reason="nop nham", payee=PAYEE),
        at=AT,
    )
    refunds.approve(by=world.hoa.actor, refund_id=refund.pk, at=AT)
    refunds.claim_due(at=AT + timedelta(minutes=1), limit=5)
    refunds.settle_by_hand(
        by=world.lan.actor, refund_id=refund.pk, went_back=True, document="UNC0017", at=AT
    )
    refunds.claim_due(at=AT + timedelta(hours=1), limit=5)
    text = "Hoan tien FT26278123456789 UNC0017"
    done = matched(world, [files.line(2, -660_000, text, reference="FT26279000000001")])
    assert done == {Outcome.MATCHED: 1}
    assert LineMatch.objects.get(kind="refund").subject_id == refund.pk
    assert bank_vnd(world) == 0


def test_a_salary_whose_text_holds_a_day_takes_no_payment_back(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """Some banks number by days; the same eight digits stand in any text."""
    matched(world, [files.line(1, 660_000, bills[0].code, reference="20261005")])
    done = matched(world, [files.line(2, -660_000, "Luong bao ve 1202610050", reference="X1")])
    assert Outcome.REVERSED not in done
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"


def test_lines_of_other_words_under_one_short_number_are_two(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """A column of running numbers starts anew in each file that somebody saves."""
    one = files.line(1, 660_000, f"{bills[0].code} me be An", reference="1")
    other = files.line(1, 660_000, f"{bills[1].code} bo be Bao", reference="1")
    matched(world, [one])
    matched(world, [other])
    assert BankLine.objects.count() == 2
    assert bank_vnd(world) == 1_320_000


def test_a_family_that_pays_the_same_twice_a_day_is_seen_twice_at_the_days_end(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """Two identical movements in overlapping partial files."""
    same = files.line(1, 330_000, f"{bills[0].code} nop tien")
    matched(world, [same])
    matched(world, [same])
    assert BankLine.objects.count() == 1
    matched(world, [same, files.line(2, 330_000, f"{bills[0].code} nop tien")])
    assert BankLine.objects.count() == 2
    bills[0].refresh_from_db()
    assert (bills[0].state, bank_vnd(world)) == ("paid", 660_000)


def test_an_undone_line_is_not_booked_again_by_the_same_file(
    world: World, bills: list[Bill], books: Hold
) -> None:
    line = files.line(1, 660_000, bills[0].code, reference="FT26278123456789")
    matched(world, [line])
    deciding.undo(by=world.lan.actor, line_id=BankLine.objects.get().pk, reason="x", at=AT)
    assert matched(world, [line]) == {}
    assert balances(world.a.id) == {"receivable": 1_980_000, "revenue:AN": -1_980_000}
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278123456789")
    post_all()
    again(world)
    assert bank_vnd(world) == 660_000
    assert clearing(world.a.id) == {BANK: 660_000}


def test_a_split_that_is_undone_and_split_again_gives_each_its_part_once(
    world: World, bills: list[Bill], books: Hold
) -> None:
    matched(world, [files.line(1, 1_000_000, "khong ro")])
    line_id = BankLine.objects.get().pk
    for parts in (
        [(bills[0].code, 660_000), (bills[1].code, 340_000)],
        [(bills[1].code, 660_000), (bills[2].code, 340_000)],
    ):
        deciding.split(by=world.lan.actor, line_id=line_id, parts=parts, reason="x", at=AT)
        deciding.undo(by=world.lan.actor, line_id=line_id, reason="x", at=AT)
        assert bank_vnd(world) == 0
    assert balances(world.a.id) == {"receivable": 1_980_000, "revenue:AN": -1_980_000}


def test_money_taken_back_after_it_was_refunded_is_owed_by_nobody_twice(
    world: World, bills: list[Bill], books: Hold
) -> None:
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278123456789")
    post_all()
    matched(world, [files.line(1, 660_000, bills[0].code, reference="FT26278123456789")])
    payment = Payment.objects.get()
    refund = refunds.ask(
        by=world.lan.actor,
        wish=Wish(payment_id=payment.pk, amount_vnd=660_000, reason="nop nham", payee=PAYEE),
        at=AT,
    )
    refunds.approve(by=world.hoa.actor, refund_id=refund.pk, at=AT)
    refunds.claim_due(at=AT + timedelta(minutes=1), limit=5)
    refunds.settle_by_hand(
        by=world.lan.actor, refund_id=refund.pk, went_back=True, document="UNC0017", at=AT
    )
    refunds.claim_due(at=AT + timedelta(hours=1), limit=5)
    done = matched(
        world,
        [
            files.line(2, -660_000, "UNC0017 hoan tien", reference="FT26279000000001"),
            files.line(3, -660_000, "thu hoi", reference="FT26278123456789", is_reversal=True),
        ],
    )
    assert done == {Outcome.MATCHED: 1, Outcome.TO_LOOK_AT: 1}
    assert bank_vnd(world) == 0


def test_money_taken_back_by_the_bank_is_taken_back_once(
    world: World, bills: list[Bill], books: Hold
) -> None:
    matched(world, [files.line(1, 660_000, bills[0].code, reference="FT26278123456789")])
    back = files.line(1, -660_000, "thu hoi", reference="FT26278123456789", is_reversal=True)
    assert matched(world, [back]) == {Outcome.REVERSED: 1}
    assert matched(world, [back]) == {}
    twice = files.line(2, -660_000, "thu hoi lan 2", reference="FT26278123456789", is_reversal=True)
    done = matched(world, [back, twice])
    assert Outcome.REVERSED not in done
    assert bank_vnd(world) == 0
    bills[0].refresh_from_db()
    assert (bills[0].paid_vnd, bills[0].state) == (0, "open")


def test_two_lines_of_one_bill_in_one_batch_are_one_payment_and_one_question(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """As when the second comes a minute later: then a person decides about it."""
    done = matched(
        world,
        [
            files.line(1, 660_000, bills[0].code, reference="FT26278123456701"),
            files.line(2, 660_000, bills[0].code, reference="FT26278123456702"),
        ],
    )
    assert done == {Outcome.MATCHED: 1, Outcome.DUPLICATE: 1}


def test_a_bill_cancelled_between_looking_and_booking_takes_no_money(
    world: World, bills: list[Bill], books: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reconciling.book

    def late(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(reconciling, "book", real)
        from thuphi.money.bills import actions

        actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="x", at=AT)
        return real(*args, **kwargs)

    monkeypatch.setattr(reconciling, "book", late)
    done = matched(world, [files.line(1, 660_000, bills[0].code)])
    assert done == {Outcome.TO_LOOK_AT: 1}
    assert bank_vnd(world) == 0


def test_a_charge_back_of_credit_that_was_spent_leaves_the_familys_debt_on_the_book(
    world: World, bills: list[Bill], books: Hold
) -> None:
    matched(world, [files.line(1, 700_000, bills[0].code, reference="FT26278123456789")])
    back = files.line(1, -700_000, "thu hoi", reference="FT26278123456789", is_reversal=True)
    matched(world, [back])
    assert bank_vnd(world) == 0


def test_a_person_cannot_take_cash_back_by_a_line_of_the_bank(
    world: World, bills: list[Bill], books: Hold
) -> None:
    worlds.hear(world, bills[0].code, 660_000, method="cash")
    post_all()
    matched(world, [files.line(1, -660_000, "rut tien", reference="FT26278123456700")])
    payment = Payment.objects.get()
    with pytest.raises(DecisionRefused):
        deciding.pair(
            by=world.lan.actor,
            line_id=BankLine.objects.get().pk,
            payment_id=payment.pk,
            reason="x",
            at=AT,
        )


def test_more_equal_lines_of_a_day_than_have_numbers_are_refused_in_words(world: World) -> None:
    lines = [files.line(n, 50_000, "", reference=f"FT26278{n:09}") for n in range(1, 40_001)]
    with pytest.raises(StatementRefused) as refused:
        taken(world, lines)
    assert refused.value.faults[0].kind is FaultKind.TOO_MANY_LINES
    assert BankLine.objects.count() == 0


def test_a_second_settled_day_names_other_money_than_the_first(
    world: World, bills: list[Bill], books: Hold
) -> None:
    """The same sum paid twice within five days: the late word of one is not the word of both."""
    matched(world, [files.line(1, 330_000, bills[0].code, reference="FT26278123456701")])
    worlds.hear(
        world,
        bills[0].code,
        330_000,
        bank_reference="FT26279123456702",
        paid_at=AT + timedelta(days=1),
    )
    worlds.hear(world, bills[0].code, 330_000, bank_reference="FT26278123456701")
    post_all()
    matched(
        world,
        [files.line(1, 330_000, bills[0].code, reference="FT26279123456702", on=date(2026, 10, 6))],
    )
    again(world)
    bills[0].refresh_from_db()
    assert (bills[0].paid_vnd, bank_vnd(world)) == (660_000, 660_000)
    assert clearing(world.a.id) == {BANK: 660_000}
