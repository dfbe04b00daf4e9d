"""Money whose owner turns out to be another, or several, or none of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests import world as worlds
from tests.money.payments.owning import LATER, TOTAL, WHEN, all_is_well, charge, paid, undo
from tests.money.seen import Moved, balances, last_transfer, number, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held
from thuphi.money.credits.rules import SpendOn
from thuphi.money.payments import actions, errors, fees, owners, returning
from thuphi.money.payments.models import Payment
from thuphi.money.payments.queries import receipts


def test_money_on_a_wrong_bill_has_no_owner_again(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, 700_000, bills[0].code)
    before = last_transfer()
    found = undo(world, wrong)
    assert (found.identifies_id, found.finding, found.unidentified_vnd) == (
        wrong.pk,
        "unknown",
        700_000,
    )
    assert (found.bill_id, found.receipt_number, found.root_id) == (None, None, None)
    assert (found.reason, found.taken_by) == ("Nhầm em", world.lan.actor.user_id)
    credit = f"payer_credit:{bills[0].beneficiary_id}"
    assert transfers(world.a.id, before) == Counter(
        [
            Moved("unidentify", "receivable:", "unidentified:", TOTAL, bills[0].code, WHEN),
            Moved("unidentify_over", credit, "unidentified:", 40_000, bills[0].code, WHEN),
        ]
    )
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("open", 0, None)
    assert held.balances(world.a.id) == {}
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, 700_000)]
    all_is_well(world)


def test_what_is_undone_names_the_transfer_it_corrects(world: World, bills: list[Bill]) -> None:
    undo(world, paid(world, 700_000, bills[0].code))
    assert rows(
        "SELECT t.recipe, o.recipe, o.amount_vnd FROM transfer AS t"
        " JOIN transfer AS o ON o.id = t.corrects_id ORDER BY t.recipe"
    ) == [("unidentify", "pay", TOTAL), ("unidentify_over", "overpay", 40_000)]


def test_it_may_be_given_to_the_right_bill_and_be_undone_again(
    world: World, bills: list[Bill]
) -> None:
    first = paid(world, TOTAL, bills[0].code)
    row = first
    for bill in (bills[1], bills[2], bills[0]):
        lost = undo(world, row)
        row = actions.identify(by=world.lan.actor, payment_id=lost.pk, code=bill.code, at=LATER)
        assert (row.finding, row.bill_id) == ("exact", bill.pk)
        assert owners.root_of(row).pk == first.pk
        assert [one.pk for one in owners.standing(first.pk)] == [row.pk]
        all_is_well(world)
    assert row.receipt_number == 4, "numbers of what was undone stay used"
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [TOTAL, 0, 0]


def test_its_receipt_is_void_and_its_number_stays_used(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, TOTAL, bills[0].code)
    undo(world, wrong)
    receipt = receipts.receipt(wrong.pk)
    assert receipt is not None
    assert (receipt.number, receipt.void_since) == ("2026-0000001", LATER)
    assert paid(world, TOTAL, bills[1].code).receipt_number == 2
    all_is_well(world)


def test_a_fee_is_collected_where_the_money_belongs(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, 300_000, bills[0].code)
    paid(world, 100_000, bills[0].code, method="cash")
    fees.count_all_stale()
    lost = undo(world, wrong)
    actions.identify(by=world.lan.actor, payment_id=lost.pk, code=bills[1].code, at=LATER)
    all_is_well(world)
    assert rows(
        "SELECT sum(collected_vnd), sum(cashless_vnd), sum(due_paid_vnd) FROM fee_count"
    ) == [(400_000, 300_000, 400_000)]


def test_money_that_was_spent_stays_with_its_owner(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, 700_000, bills[0].code)
    credits.set_rule(by=SYSTEM, facility_id=world.a.id, spend_on=SpendOn.ANY_ITEM, at=AT)
    other = worlds.issued_run(world, items=[("AN", 1)], name="Đợt 2", allows_part=True)
    mine = next(one for one in other if one.beneficiary_id == bills[0].beneficiary_id)
    spent = credits.spend(by=SYSTEM, code=mine.code, at=AT)
    assert spent == 30_000
    before = last_transfer()
    with pytest.raises(errors.OwnerHasSpent) as refusal:
        undo(world, wrong)
    assert refusal.value.missing_vnd == 30_000
    assert last_transfer() == before


def test_money_on_its_way_back_stays_where_it_is(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, TOTAL, bills[0].code)
    returning.set_aside(payment_id=wrong.pk, refund_id=1, amount_vnd=1, at=AT)
    with pytest.raises(errors.OwnerHasSpent):
        undo(world, wrong)
    returning.keep(refund_id=1, at=AT)
    undo(world, wrong)
    all_is_well(world)


def test_only_what_has_an_owner_loses_it_and_once(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, TOTAL, bills[0].code)
    lost = undo(world, wrong)
    with pytest.raises(errors.ToldSince):
        undo(world, wrong)
    with pytest.raises(errors.PaymentNotFound):
        undo(world, lost)
    with pytest.raises(errors.ReasonMissing):
        owners.unidentify(by=world.lan.actor, payment_id=wrong.pk, reason=" ", at=LATER)


def test_the_stranger_and_the_cashier_undo_nothing(world: World, bills: list[Bill]) -> None:
    wrong = paid(world, TOTAL, bills[0].code)
    for by, refusal in ((world.quan.actor, NotYours), (world.minh.actor, NotAllowed)):
        with pytest.raises(refusal):
            owners.unidentify(by=by, payment_id=wrong.pk, reason="x", at=LATER)


def test_one_transfer_for_three_children_is_split(world: World, bills: list[Bill]) -> None:
    whole = paid(world, 1_500_000)
    before = last_transfer()
    parts = [(bills[1].code, 700_000), (bills[0].code, TOTAL), (bills[2].code, 140_000)]
    found = owners.give_split(by=world.lan.actor, payment_id=whole.pk, parts=parts, at=LATER)
    assert [(one.part, one.finding, one.amount_vnd, one.receipt_number) for one in found] == [
        (0, "over", 700_000, 1),
        (1, "exact", TOTAL, 2),
        (2, "part", 140_000, 3),
    ]
    credit = f"payer_credit:{bills[1].beneficiary_id}"
    assert transfers(world.a.id, before) == Counter(
        [
            Moved("identify", "unidentified:", "receivable:", TOTAL, bills[1].code, WHEN),
            Moved("identify_over", "unidentified:", credit, 40_000, bills[1].code, WHEN),
            Moved("identify", "unidentified:", "receivable:", TOTAL, bills[0].code, WHEN),
            Moved("identify", "unidentified:", "receivable:", 140_000, bills[2].code, WHEN),
        ]
    )
    assert "unidentified" not in balances(world.a.id)
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, 1_500_000)]
    all_is_well(world)
    lost = undo(world, found[1])
    assert (lost.unidentified_vnd, lost.root_id) == (TOTAL, whole.pk)
    assert balances(world.a.id)["unidentified"] == -TOTAL
    all_is_well(world)


def test_parts_come_to_the_whole_and_go_to_bills_that_want_them(
    world: World, bills: list[Bill]
) -> None:
    whole = paid(world, 10_000)
    theirs = worlds.issued_run(world, school=world.b)[0]
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[2].code, reason="Nhầm", at=AT)
    cases: list[tuple[list[tuple[str, int]], type[Exception]]] = [
        ([(bills[0].code, 9_999)], errors.PartsDoNotAddUp),
        ([(bills[0].code, 5_000), (bills[0].code, 5_000)], errors.PartsDoNotAddUp),
        ([(bills[0].code, 10_001), (bills[1].code, -1)], errors.PartsDoNotAddUp),
        ([], errors.PartsDoNotAddUp),
        ([(bills[0].code, 5_000), (theirs.code, 5_000)], errors.BillOfAnother),
        ([(bills[0].code, 5_000), ("TF0000000132", 5_000)], errors.BillOfAnother),
        ([(bills[0].code, 5_000), (bills[2].code, 5_000)], errors.NothingToPay),
    ]
    for parts, refusal in cases:
        with pytest.raises(refusal):
            owners.give_split(by=world.lan.actor, payment_id=whole.pk, parts=parts, at=LATER)
    assert number("SELECT count(*) FROM payment") == 1


def test_money_given_to_a_family_is_its_credit(world: World, bills: list[Bill]) -> None:
    first = paid(world, 50_000)
    before = last_transfer()
    family = bills[0].beneficiary_id
    found = owners.give_credit(
        by=world.lan.actor, payment_id=first.pk, beneficiary_id=family, at=LATER
    )
    assert (found.finding, found.excess_vnd, found.bill_id, found.receipt_number) == (
        "credit",
        50_000,
        None,
        None,
    )
    heard = f"heard:{first.heard_id}"
    assert transfers(world.a.id, before) == Counter(
        [Moved("identify_over", "unidentified:", f"payer_credit:{family}", 50_000, heard, WHEN)]
    )
    assert held.balances(world.a.id) == {family: 50_000}
    assert rows("SELECT source, is_cashless FROM credit") == [("given", True)]
    all_is_well(world)
    undo(world, found)
    assert held.balances(world.a.id) == {}
    assert balances(world.a.id)["unidentified"] == -50_000
    all_is_well(world)


def test_money_given_to_a_family_may_go_back_to_its_sender(world: World, bills: list[Bill]) -> None:
    first = paid(world, 50_000)
    found = owners.give_credit(
        by=world.lan.actor, payment_id=first.pk, beneficiary_id=bills[0].beneficiary_id, at=LATER
    )
    returning.set_aside(payment_id=found.pk, refund_id=5, amount_vnd=20_000, at=LATER)
    all_is_well(world)
    returning.keep(refund_id=5, at=LATER)
    assert held.balances(world.a.id) == {bills[0].beneficiary_id: 50_000}
    returning.set_aside(payment_id=found.pk, refund_id=6, amount_vnd=50_000, at=LATER)
    returning.let_go(refund_id=6, out_of=returning.WayOut.BANK, detail="0011", at=LATER)
    assert held.balances(world.a.id) == {}
    all_is_well(world)


def test_a_family_of_another_school_gets_nothing(world: World, bills: list[Bill]) -> None:
    first = paid(world, 50_000)
    theirs = worlds.issued_run(world, school=world.b)[0]
    with pytest.raises(errors.FamilyOfAnother):
        owners.give_credit(
            by=world.lan.actor,
            payment_id=first.pk,
            beneficiary_id=theirs.beneficiary_id,
            at=LATER,
        )


def test_money_that_is_not_ours_leaves_the_book_and_the_counts(
    world: World, bills: list[Bill]
) -> None:
    first = paid(world, 5_000_000)
    paid(world, 1_000, bills[0].code)
    before = last_transfer()
    gone = owners.disown(
        by=world.lan.actor, payment_id=first.pk, reason="Tiền ngân sách cấp", at=LATER
    )
    heard = f"heard:{first.heard_id}"
    assert transfers(world.a.id, before) == Counter(
        [Moved("disown", "unidentified:", "clearing:sandbox", 5_000_000, heard, WHEN)]
    )
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, 1_000)]
    all_is_well(world)
    back = owners.own_again(by=world.lan.actor, payment_id=gone.pk, reason="Là tiền học", at=LATER)
    assert rows("SELECT payments, value_vnd FROM month_count") == [(2, 5_001_000)]
    all_is_well(world)
    actions.identify(by=world.lan.actor, payment_id=back.pk, code=bills[1].code, at=LATER)
    all_is_well(world)
    assert rows(
        "SELECT t.recipe, o.recipe FROM transfer AS t JOIN transfer AS o ON o.id = t.corrects_id"
        " ORDER BY t.id"
    ) == [("disown", "pay_unknown"), ("own_again", "disown")]


def test_what_has_an_owner_is_ours_and_so_is_cash(world: World, bills: list[Bill]) -> None:
    def disown(payment: Payment) -> None:
        owners.disown(by=world.lan.actor, payment_id=payment.pk, reason="x", at=LATER)

    owned = paid(world, TOTAL, bills[0].code)
    with pytest.raises(errors.PaymentNotFound):
        disown(owned)
    whole = paid(world, 10_000)
    parts = owners.give_split(
        by=world.lan.actor,
        payment_id=whole.pk,
        parts=[(bills[1].code, 4_000), (bills[2].code, 6_000)],
        at=LATER,
    )
    with pytest.raises(errors.OwnerAlreadyFound):
        disown(whole)
    disown(undo(world, parts[0]))
    assert rows("SELECT payments, value_vnd FROM month_count") == [(2, 666_000)]
    all_is_well(world)
    disown(undo(world, parts[1]))
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, TOTAL)]
    all_is_well(world)
    last = Payment.objects.latest("id")
    owners.own_again(by=world.lan.actor, payment_id=last.pk, reason="x", at=LATER)
    assert rows("SELECT payments, value_vnd FROM month_count") == [(2, 666_000)]
    all_is_well(world)
    cash = actions.take_cash(
        by=world.minh.actor, code=bills[1].code, amount_vnd=1_000, key="k", payer_name="", at=AT
    )
    with pytest.raises(errors.IsCash):
        disown(undo(world, cash))
    with pytest.raises(errors.PaymentNotFound):
        owners.own_again(by=world.lan.actor, payment_id=whole.pk, reason="x", at=LATER)


def test_the_accountants_own_connection_does_all_of_it(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    wrong = paid(world, 700_000, bills[0].code)
    third = paid(world, TOTAL, bills[2].code)
    as_role("thuphi_app", world.a.id)
    lost = undo(world, wrong)
    parts = owners.give_split(
        by=world.lan.actor,
        payment_id=lost.pk,
        parts=[(bills[0].code, 650_000), (bills[1].code, 50_000)],
        at=LATER,
    )
    lost = undo(world, parts[1])
    family = owners.give_credit(
        by=world.lan.actor, payment_id=lost.pk, beneficiary_id=bills[1].beneficiary_id, at=LATER
    )
    undo(world, family)
    charge(world, third, TOTAL)
    as_role("thuphi_worker")
    all_is_well(world)


def test_a_page_takes_no_money_back_without_saying_that_the_bank_did(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    first = paid(world, TOTAL, bills[0].code)
    as_role("thuphi_app", world.a.id)
    with pytest.raises(Exception, match="row-level security"):
        returning.set_aside(payment_id=first.pk, refund_id=77, amount_vnd=1, at=AT)
