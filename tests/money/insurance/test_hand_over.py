"""The list that is handed over equals the payers, and nobody drops out of it silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.insurance import actions, errors, queries, rules
from thuphi.money.insurance.models import (
    InsuranceHandover,
    InsuranceLeftOut,
    InsuranceNote,
    InsuranceRow,
)
from thuphi.money.insurance.rules import LeftOut, RowKind, Standing
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut, let_go, set_aside
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

PRICE = 631_800


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of health insurance and nothing else."""
    return worlds.issued_run(world, items=[("BH", 1)], name="BHYT 2026-2027", allows_part=True)


def run_of(bills: list[Bill]) -> CollectionRun:
    """Their run."""
    run = bills[0].run
    assert run is not None
    return run


def pay(world: World, bill: Bill, amount_vnd: int = PRICE) -> Payment:
    """Money comes in for a bill."""
    worlds.hear(world, bill.code, amount_vnd)
    post_all()
    return Payment.objects.filter(bill=bill).latest("pk")


def hand_over(world: World, bills: list[Bill], *, strikes: bool = False) -> InsuranceHandover:
    """The accountant agrees to the list as it stands."""
    run = run_of(bills)
    names = rules.to_tell(queries.roster(run).people, strikes=strikes)
    return actions.hand_over(
        by=world.lan.actor, run_id=run.pk, strikes=strikes, seen=rules.digest(names), at=AT
    )


def standings(bills: list[Bill]) -> list[Standing]:
    """Where the pupils stand, in the order of class and given name."""
    return [one.standing for one in queries.roster(run_of(bills)).people]


def refund(payment: Payment, number: int = 1) -> None:
    """The whole of a payment goes back."""
    set_aside(payment_id=payment.pk, refund_id=number, amount_vnd=payment.amount_vnd, at=AT)
    let_go(refund_id=number, out_of=WayOut.CLEARING, detail="sandbox", at=AT)


def test_the_list_holds_exactly_those_who_paid_in_full(world: World, bills: list[Bill]) -> None:
    pay(world, bills[0])
    pay(world, bills[1], PRICE - 1)
    made = hand_over(world, bills)
    assert (made.number, made.names, made.struck, made.amount_vnd) == (1, 1, 0, PRICE)
    (name,) = queries.names_of(made)
    assert (name.name, name.class_name, name.bill_code) == (
        "Nguyễn Minh Anh", "2A", bills[0].code,
    )  # fmt: skip
    assert queries.is_as_handed_over(made, [name])
    left = {one.beneficiary.name: one.reason for one in queries.left_out_of(made)}
    assert left == {"Trần Gia Bảo": "paid_short", "Đặng Khánh Chi": "not_paid"}


def test_a_second_list_carries_only_the_new_names(world: World, bills: list[Bill]) -> None:
    pay(world, bills[0])
    hand_over(world, bills)
    with pytest.raises(errors.NothingToHandOver):
        hand_over(world, bills)
    pay(world, bills[2])
    second = hand_over(world, bills)
    assert second.number == 2
    assert [one.name for one in queries.names_of(second)] == ["Đặng Khánh Chi"]


def test_a_pupil_on_no_list_stops_the_hand_over_until_somebody_says_why(
    world: World, bills: list[Bill]
) -> None:
    new = payers.enrol(
        by=SYSTEM,
        facility_id=world.a.id,
        person=NewBeneficiary("HS004", "Bùi Ngọc Ánh", class_name="2A", payer_name="Bùi Văn Em"),
        at=AT,
    )
    pay(world, bills[0])
    with pytest.raises(errors.NamesUnexplained) as refused:
        hand_over(world, bills)
    assert refused.value.names == 1
    assert not InsuranceHandover.objects.exists()
    actions.note(
        by=world.lan.actor,
        run_id=run_of(bills).pk,
        beneficiary_ids=[new.pk],
        reason=LeftOut.OTHER_CARD,
        words="Thẻ hộ nghèo",
        at=AT,
    )
    made = hand_over(world, bills)
    kept = InsuranceLeftOut.objects.get(handover=made, beneficiary=new)
    assert (kept.reason, kept.words) == ("other_card", "Thẻ hộ nghèo")
    actions.take_note_back(
        by=world.lan.actor, run_id=run_of(bills).pk, beneficiary_id=new.pk, at=AT
    )
    assert Standing.UNEXPLAINED in standings(bills)
    assert InsuranceLeftOut.objects.filter(handover=made).count() == 3


def test_a_waived_insurance_is_a_reason_and_not_a_name(world: World) -> None:
    pupil = world.a.pupils["HS001"]
    bill_actions.exempt(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=pupil.pk,
        fee_item_id=world.a.items["BH"].pk,
        percent=100,
        reason="Hộ nghèo",
        from_on=AT.date() - timedelta(days=30),
        until_on=AT.date() + timedelta(days=300),
        at=AT,
    )
    bills = worlds.issued_run(world, items=[("BH", 1)], name="BHYT 2026-2027")
    people = {one.name: one for one in queries.roster(run_of(bills)).people}
    assert people[pupil.name].reason is LeftOut.EXEMPT
    assert people[pupil.name].standing is Standing.EXPLAINED


def test_a_refund_after_the_hand_over_shows_as_a_break_and_can_be_struck(
    world: World, bills: list[Bill]
) -> None:
    payment = pay(world, bills[0])
    hand_over(world, bills)
    refund(payment)
    assert standings(bills)[0] is Standing.BROKEN
    with pytest.raises(errors.NothingToHandOver):
        hand_over(world, bills)
    struck = hand_over(world, bills, strikes=True)
    assert (struck.names, struck.struck, struck.amount_vnd) == (0, 1, 0)
    (name,) = queries.names_of(struck)
    assert (name.kind, name.amount_vnd) == (RowKind.STRIKE, PRICE)
    assert standings(bills)[0] is Standing.EXPLAINED
    pay(world, bills[0])
    assert standings(bills)[0] is Standing.READY
    again = hand_over(world, bills)
    assert (again.number, again.names) == (3, 1)
    assert list(InsuranceRow.objects.order_by("turn").values_list("turn", "kind")) == [
        (1, "add"), (2, "strike"), (3, "add"),
    ]  # fmt: skip


def test_money_that_is_paid_again_heals_a_break(world: World, bills: list[Bill]) -> None:
    payment = pay(world, bills[0])
    hand_over(world, bills)
    refund(payment)
    pay(world, bills[0])
    assert standings(bills)[0] is Standing.HANDED_OVER


def test_a_list_that_changed_since_it_was_shown_is_not_handed_over(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0])
    seen = rules.digest(rules.to_tell(queries.roster(run_of(bills)).people, strikes=False))
    pay(world, bills[1])
    with pytest.raises(errors.ListChanged):
        actions.hand_over(
            by=world.lan.actor, run_id=run_of(bills).pk, strikes=False, seen=seen, at=AT
        )
    assert not InsuranceHandover.objects.exists()


def test_a_bill_with_other_items_counts_once_all_of_it_is_paid(world: World) -> None:
    bills = worlds.issued_run(world, items=[("BH", 1), ("NU", 1)], allows_part=True)
    pay(world, bills[0], PRICE)
    assert standings(bills)[0] is Standing.EXPLAINED
    pay(world, bills[0], 15_000)
    assert hand_over(world, bills).amount_vnd == PRICE


def test_a_later_change_of_name_leaves_what_was_handed_over(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0])
    made = hand_over(world, bills)
    pupil = world.a.pupils["HS001"]
    pupil.name = "Nguyễn Minh Ánh"
    pupil.save(update_fields=["name"])
    names = queries.names_of(made)
    assert names[0].name == "Nguyễn Minh Anh"
    assert queries.is_as_handed_over(made, names)


def test_only_who_may_does_and_only_at_their_own_school(world: World, bills: list[Bill]) -> None:
    run_id = run_of(bills).pk
    with pytest.raises(NotYours):
        actions.hand_over(by=world.quan.actor, run_id=run_id, strikes=False, seen="", at=AT)
    with pytest.raises(NotAllowed):
        actions.hand_over(by=world.minh.actor, run_id=run_id, strikes=False, seen="", at=AT)
    with pytest.raises(errors.RunNotFound):
        actions.hand_over(by=world.lan.actor, run_id=0, strikes=False, seen="", at=AT)


def test_a_note_is_refused_without_a_real_reason(world: World, bills: list[Bill]) -> None:
    here, there = world.a.pupils["HS001"].pk, world.b.pupils["HS001"].pk
    cases = [
        (here, LeftOut.NOT_PAID, "", errors.ReasonNotForNotes),
        (here, LeftOut.OTHER, "  ", errors.WordsMissing),
        (there, LeftOut.OTHER_CARD, "", errors.PupilNotHere),
    ]
    for pupil, reason, words, refusal in cases:
        with pytest.raises(refusal):
            actions.note(
                by=world.lan.actor,
                run_id=run_of(bills).pk,
                beneficiary_ids=[pupil],
                reason=reason,
                words=words,
                at=AT,
            )
    assert not InsuranceNote.objects.exists()


def test_the_database_itself_keeps_the_list_equal_to_the_payers(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0])
    hand_over(world, bills)
    deeds = {
        "insurance_name_is_paid_for": (
            f"bill_id = {bills[1].pk}, bill_code = '{bills[1].code}',"
            f" beneficiary_id = {bills[1].beneficiary_id}"
        ),
        "insurance_row_is_of_its_bill": f"beneficiary_id = {bills[1].beneficiary_id}",
        "insurance_turns_follow_each_other": "turn = 3",
        "insurance_strike_is_of_a_break": "turn = 2, kind = 'strike'",
    }
    for name, changed in deeds.items():
        columns = (
            "handover_id, facility_id, run_id, place, kind, turn, beneficiary_id, bill_id, code,"
            " name, born_on, class_name, bill_code, amount_vnd"
        )
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"CREATE TEMPORARY TABLE told AS SELECT {columns} FROM insurance_row")
            cursor.execute(f"UPDATE told SET place = 7, {changed}")
            cursor.execute(f"INSERT INTO insurance_row ({columns}) SELECT {columns} FROM told")


def test_another_school_sees_no_name(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    pay(world, bills[0])
    made = hand_over(world, bills)
    run = run_of(bills)
    as_role("thuphi_app", world.b.id)
    assert queries.roster(run).people == []
    assert queries.names_of(made) == []
    assert queries.handovers(run) == []
