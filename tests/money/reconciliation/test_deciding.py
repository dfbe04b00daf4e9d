"""What a person decides about lines and ownerless money, and how it is turned round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests import world as worlds
from tests.money.reconciliation.steps import clearing, state, taken
from tests.money.seen import balances, number, post_all, rows
from tests.money.statements.files import line
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.credits import queries as held
from thuphi.money.payments import errors as money
from thuphi.money.payments import fees
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.reconciliation import errors
from thuphi.money.reconciliation.actions import deciding, reconciling
from thuphi.money.reconciliation.models import Decision
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Payee
from thuphi.money.statements.models import BankLine

LATER = AT + timedelta(days=2)
TOTAL = 660_000
WHY = "Phụ huynh xác nhận qua điện thoại"
PAYEE = Payee(bin="970436", account="0123456789", name="TRAN VAN C")


def a_line(world: World, amount_vnd: int, text: str = "chuyen tien") -> BankLine:
    """A line that the worker leaves to a person."""
    found = taken(world, [line(1 + BankLine.objects.count(), amount_vnd, text)])[-1]
    reconciling.reconcile_all(facility_id=world.a.id, at=AT)
    return found


def told(world: World, amount_vnd: int, code: str = "") -> Payment:
    """A payment that a notification told of."""
    heard = worlds.hear(world, code, amount_vnd, paid_at=datetime(2026, 10, 5, 3, tzinfo=UTC))
    post_all()
    return Payment.objects.get(heard_id=heard)


def assign(world: World, code: str, **about: int) -> Decision:
    return deciding.assign(by=world.lan.actor, code=code, reason=WHY, at=LATER, **about)


def undo(world: World, **about: int) -> Decision:
    return deciding.undo(by=world.lan.actor, reason="Nhầm em", at=LATER, **about)


def all_is_well() -> None:
    fees.count_all_stale()
    assert differences() == []
    assert number("SELECT sum(debit_vnd - credit_vnd) FROM ledger_account") == 0


def stands(place: int = 0) -> tuple[str, str, int]:
    found = state(place)
    return found.outcome, found.confirmed, found.left_vnd


def test_a_line_is_given_to_a_bill(world: World, bills: list[Bill]) -> None:
    one = a_line(world, TOTAL)
    assert stands()[2] == TOTAL
    decision = assign(world, bills[0].code, line_id=one.pk)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("paid", TOTAL)
    assert stands() == ("matched", "by_person", 0)
    assert clearing(world.a.id) == {f"bank:{one.account}": TOTAL}
    root = Payment.objects.get(identifies=None)
    assert (decision.deed, decision.reason, decision.decided_by) == (
        "assign",
        WHY,
        world.lan.actor.user_id,
    )
    assert (decision.line_id, decision.payment_id) == (one.pk, root.pk)
    assert decision.facts == {"code": bills[0].code, "payment_id": root.pk}
    assert rows("SELECT how, made_by, reason FROM line_match") == [
        ("person", world.lan.actor.user_id, WHY)
    ]
    all_is_well()


def test_what_was_given_is_undone_without_a_trace_in_any_balance(
    world: World, bills: list[Bill]
) -> None:
    before = balances(world.a.id)
    one = a_line(world, TOTAL)
    assign(world, bills[0].code, line_id=one.pk)
    undo(world, line_id=one.pk)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("open", 0)
    assert balances(world.a.id) == before
    assert stands() == ("to_look_at", "not_confirmed", TOTAL)
    assert rows("SELECT payments, value_vnd FROM month_count") == [(0, 0)]
    all_is_well()
    assign(world, bills[1].code, line_id=one.pk)
    assert stands() == ("matched", "by_person", 0)
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [0, TOTAL, 0]
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, TOTAL)]
    assert number("SELECT count(*) FROM heard") == 1
    all_is_well()


def test_the_worker_does_not_look_at_an_undone_line_again(world: World, bills: list[Bill]) -> None:
    one = a_line(world, TOTAL, f"{bills[0].code} tien hoc")
    assert stands() == ("matched", "by_itself", 0)
    undo(world, line_id=one.pk)
    reconciling.reconcile_all(facility_id=world.a.id, at=AT)
    assert stands() == ("to_look_at", "not_confirmed", TOTAL)
    all_is_well()


def test_a_line_is_split_and_undone_and_split_otherwise(world: World, bills: list[Bill]) -> None:
    one = a_line(world, 1_000_000)

    def split(parts: list[tuple[str, int]]) -> None:
        deciding.split(by=world.lan.actor, line_id=one.pk, parts=parts, reason=WHY, at=LATER)

    split([(bills[0].code, 400_000), (bills[1].code, 600_000)])
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [400_000, 600_000, 0]
    all_is_well()
    undo(world, line_id=one.pk)
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [0, 0, 0]
    assert clearing(world.a.id) == {}
    all_is_well()
    split([(bills[2].code, TOTAL), (bills[1].code, 340_000)])
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [0, 340_000, TOTAL]
    assert stands() == ("matched", "by_person", 0)
    all_is_well()
    undo(world, line_id=one.pk)
    with pytest.raises(money.PartsDoNotAddUp):
        split([(bills[2].code, 999_999)])
    assert stands() == ("to_look_at", "not_confirmed", 1_000_000)


def test_a_line_becomes_a_familys_credit(world: World, bills: list[Bill]) -> None:
    one = a_line(world, 50_000)
    deciding.credit(
        by=world.lan.actor,
        line_id=one.pk,
        beneficiary_id=bills[0].beneficiary_id,
        reason=WHY,
        at=LATER,
    )
    assert held.balances(world.a.id) == {bills[0].beneficiary_id: 50_000}
    all_is_well()
    undo(world, line_id=one.pk)
    assert held.balances(world.a.id) == {}
    all_is_well()


def test_a_line_is_sent_back_by_the_two_person_rule(world: World, bills: list[Bill]) -> None:
    one = a_line(world, 50_000)
    asked = deciding.refund(by=world.lan.actor, line_id=one.pk, reason=WHY, payee=PAYEE, at=LATER)
    assert (asked.state, asked.way, asked.amount_vnd) == ("asked", "transfer", 50_000)
    assert stands() == ("matched", "by_person", 0)
    with pytest.raises(errors.MoneyGoesBack):
        undo(world, line_id=one.pk)
    refunds.withdraw(by=world.lan.actor, refund_id=asked.pk, reason="Thôi", at=LATER)
    undo(world, line_id=one.pk)
    assert stands() == ("to_look_at", "not_confirmed", 50_000)
    all_is_well()


def test_lines_that_are_not_ours_leave_no_trace_and_may_be_ours_again(
    world: World, bills: list[Bill]
) -> None:
    before = balances(world.a.id)
    one, other = a_line(world, 9_000_000), a_line(world, 8_000_000)
    decided = deciding.not_ours(
        by=world.lan.actor, line_ids=[other.pk, one.pk], reason="Ngân sách cấp", at=LATER
    )
    assert [each.line_id for each in decided] == [one.pk, other.pk]
    assert stands(0) == ("not_ours", "by_person", 9_000_000)
    assert (balances(world.a.id), number("SELECT count(*) FROM payment")) == (before, 0)
    undo(world, line_id=one.pk)
    assert stands(0) == ("to_look_at", "not_confirmed", 9_000_000)
    with pytest.raises(errors.NothingToUndo):
        undo(world, line_id=one.pk)


def test_what_has_an_owner_is_not_not_ours(world: World, bills: list[Bill]) -> None:
    one, other = a_line(world, TOTAL), a_line(world, 1_000)
    assign(world, bills[0].code, line_id=one.pk)
    with pytest.raises(errors.LineHasOwner):
        deciding.not_ours(by=world.lan.actor, line_ids=[other.pk, one.pk], reason="x", at=LATER)
    assert stands(1)[0] != "not_ours", "all of them or none"


def test_a_note_changes_nothing(world: World, bills: list[Bill]) -> None:
    one = a_line(world, 1_000)
    before = stands()
    deciding.note(by=world.lan.actor, line_ids=[one.pk], text="Đã gọi hỏi", at=LATER)
    assert stands() == before
    assert rows("SELECT deed, reason FROM reconciliation_decision") == [("note", "Đã gọi hỏi")]


def test_a_line_is_put_beside_the_payment_it_shows(world: World, bills: list[Bill]) -> None:
    paid = told(world, TOTAL, bills[0].code)
    one = a_line(world, TOTAL, "khong ro noi dung")
    assert stands()[2] == TOTAL
    decision = deciding.pair(
        by=world.lan.actor, line_id=one.pk, payment_id=paid.pk, reason=WHY, at=LATER
    )
    assert decision.payment_id == paid.pk
    assert stands() == ("matched", "by_person", 0)
    assert clearing(world.a.id) == {f"bank:{one.account}": TOTAL}
    all_is_well()
    undo(world, line_id=one.pk)
    assert clearing(world.a.id) == {"clearing:sandbox": TOTAL}
    bills[0].refresh_from_db()
    assert bills[0].paid_vnd == TOTAL, "the payment stays where it is"
    all_is_well()


def test_what_the_line_had_brought_itself_was_the_same_money(
    world: World, bills: list[Bill]
) -> None:
    one = a_line(world, TOTAL)
    assign(world, bills[1].code, line_id=one.pk)
    late = told(world, TOTAL, bills[0].code)
    assert late.finding == "exact"

    def pair() -> None:
        deciding.pair(by=world.lan.actor, line_id=one.pk, payment_id=late.pk, reason=WHY, at=LATER)

    with pytest.raises(errors.LineHasOwner):
        pair()
    undo(world, line_id=one.pk)
    pair()
    assert clearing(world.a.id) == {f"bank:{one.account}": TOTAL}
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [TOTAL, 0, 0]
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, TOTAL)]
    all_is_well()


def test_a_line_is_paired_with_what_fits_it_only(world: World, bills: list[Bill]) -> None:
    one, other = a_line(world, TOTAL, "a"), a_line(world, TOTAL, "b")
    paid, less = told(world, TOTAL, bills[0].code), told(world, 5_000, bills[1].code)

    def pair(line_id: int, payment_id: int) -> None:
        deciding.pair(
            by=world.lan.actor, line_id=line_id, payment_id=payment_id, reason=WHY, at=LATER
        )

    with pytest.raises(errors.AmountsDiffer):
        pair(one.pk, less.pk)
    pair(one.pk, paid.pk)
    with pytest.raises(errors.PaymentHasLine):
        pair(other.pk, paid.pk)
    with pytest.raises(errors.LineNotFound):
        pair(999_999, paid.pk)
    with pytest.raises(money.PaymentNotFound):
        pair(other.pk, 999_999)


def test_a_payment_that_the_bank_took_back_is_owed_again(world: World, bills: list[Bill]) -> None:
    a_line(world, TOTAL, f"{bills[0].code} tien hoc")
    paid = Payment.objects.get()
    back = a_line(world, -TOTAL, "thu hoi giao dich")
    decision = deciding.pair(
        by=world.lan.actor, line_id=back.pk, payment_id=paid.pk, reason="Thu hồi", at=LATER
    )
    assert decision.facts["short_vnd"] == 0
    assert stands(1) == ("reversed", "by_person", 0)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("open", 0)
    assert clearing(world.a.id) == {}
    all_is_well()
    with pytest.raises(errors.StaysDone):
        undo(world, line_id=back.pk)


def test_the_bank_takes_back_only_what_it_showed(world: World, bills: list[Bill]) -> None:
    paid = told(world, TOTAL, bills[0].code)
    back = a_line(world, -TOTAL, "thu hoi")
    with pytest.raises(errors.PaymentHasNoLine):
        deciding.pair(by=world.lan.actor, line_id=back.pk, payment_id=paid.pk, reason=WHY, at=LATER)


def test_money_out_pays_no_bill(world: World, bills: list[Bill]) -> None:
    out = a_line(world, -5_000, "phi")
    with pytest.raises(errors.LineIsMoneyOut):
        assign(world, bills[0].code, line_id=out.pk)


def test_ownerless_money_that_was_told_of_goes_the_same_roads(
    world: World, bills: list[Bill]
) -> None:
    first, second, third = told(world, TOTAL), told(world, 10_000), told(world, 20_000)
    assign(world, bills[0].code, payment_id=first.pk)
    deciding.credit(
        by=world.lan.actor, payment_id=second.pk, beneficiary_id=bills[1].beneficiary_id,
        reason=WHY, at=LATER,
    )  # fmt: skip
    deciding.not_ours(by=world.lan.actor, payment_ids=[third.pk], reason="Nhầm", at=LATER)
    all_is_well()
    assert clearing(world.a.id) == {"clearing:sandbox": 670_000}
    with pytest.raises(errors.LineHasOwner):
        assign(world, bills[1].code, payment_id=first.pk)
    for one in (first, second, third):
        undo(world, payment_id=one.pk)
        all_is_well()
        with pytest.raises(errors.NothingToUndo):
            undo(world, payment_id=one.pk)
    assert balances(world.a.id)["unidentified"] == -690_000
    deciding.split(
        by=world.lan.actor, payment_id=first.pk,
        parts=[(bills[0].code, 600_000), (bills[1].code, 60_000)], reason=WHY, at=LATER,
    )  # fmt: skip
    deciding.refund(by=world.lan.actor, payment_id=second.pk, reason=WHY, payee=PAYEE, at=LATER)
    all_is_well()


def test_of_a_line_that_was_told_of_the_owner_is_undone_and_the_pair_stays(
    world: World, bills: list[Bill]
) -> None:
    paid = told(world, TOTAL)
    one = a_line(world, TOTAL, "khong ro")
    deciding.pair(by=world.lan.actor, line_id=one.pk, payment_id=paid.pk, reason=WHY, at=LATER)
    assign(world, bills[0].code, line_id=one.pk)
    all_is_well()
    undo(world, line_id=one.pk)
    assert stands() == ("to_look_at", "not_confirmed", 0)
    assert balances(world.a.id)["unidentified"] == -TOTAL
    undo(world, line_id=one.pk)
    assert stands() == ("to_look_at", "not_confirmed", TOTAL)
    assert balances(world.a.id)["unidentified"] == -TOTAL
    all_is_well()


def test_why_a_payment_has_no_line_yet_is_written_down(world: World, bills: list[Bill]) -> None:
    paid = told(world, TOTAL, bills[0].code)
    deciding.explain(by=world.lan.actor, payment_ids=[paid.pk], reason="Ngày lễ", at=LATER)
    assert rows("SELECT deed, payment_id, reason FROM reconciliation_decision") == [
        ("explain", paid.pk, "Ngày lễ")
    ]


def test_who_decides_may_and_says_about_what_and_why(world: World, bills: list[Bill]) -> None:
    one = a_line(world, TOTAL)
    for by, refusal in ((world.quan.actor, NotYours), (world.minh.actor, NotAllowed)):
        with pytest.raises(refusal):
            deciding.assign(by=by, line_id=one.pk, code=bills[0].code, reason=WHY, at=LATER)
    with pytest.raises(errors.ReasonMissing):
        deciding.not_ours(by=world.lan.actor, line_ids=[one.pk], reason=" ", at=LATER)
    with pytest.raises(errors.NothingNamed):
        assign(world, bills[0].code)
    with pytest.raises(errors.NothingNamed):
        assign(world, bills[0].code, line_id=one.pk, payment_id=1)
    with pytest.raises(errors.NothingNamed):
        deciding.note(by=world.lan.actor, text="x", at=LATER)
    with pytest.raises(money.BillOfAnother):
        assign(world, worlds.issued_run(world, school=world.b)[0].code, line_id=one.pk)
    assert number("SELECT count(*) FROM reconciliation_decision") == 0
    assert number("SELECT count(*) FROM payment") == 0


def test_the_accountants_own_connection_decides(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    paid = told(world, TOTAL, bills[2].code)
    lines = taken(world, [line(place, TOTAL, f"khong ro {place}") for place in range(1, 5)])
    reconciling.reconcile_all(facility_id=world.a.id, at=AT)
    out = a_line(world, -TOTAL, "thu hoi")
    as_role("thuphi_app", world.a.id)
    assign(world, bills[0].code, line_id=lines[0].pk)
    undo(world, line_id=lines[0].pk)
    assign(world, bills[0].code, line_id=lines[0].pk)
    deciding.split(
        by=world.lan.actor, line_id=lines[1].pk,
        parts=[(bills[0].code, 1_000), (bills[1].code, 659_000)], reason=WHY, at=LATER,
    )  # fmt: skip
    undo(world, line_id=lines[1].pk)
    deciding.credit(
        by=world.lan.actor, line_id=lines[1].pk, beneficiary_id=bills[1].beneficiary_id,
        reason=WHY, at=LATER,
    )  # fmt: skip
    deciding.pair(by=world.lan.actor, line_id=lines[2].pk, payment_id=paid.pk, reason=WHY, at=LATER)
    deciding.refund(by=world.lan.actor, line_id=lines[3].pk, reason=WHY, payee=PAYEE, at=LATER)
    deciding.pair(by=world.lan.actor, line_id=out.pk, payment_id=paid.pk, reason=WHY, at=LATER)
    as_role("thuphi_worker")
    all_is_well()
