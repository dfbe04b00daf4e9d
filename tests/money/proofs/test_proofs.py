"""An account is proved by a small transfer that our line heard of, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import world as worlds
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.payments import actions as payments
from thuphi.money.proofs import actions, errors, queries, rules
from thuphi.money.proofs.models import AccountProof
from thuphi.money.proofs.rules import ProofState, Refusal, Step

LATER = AT + timedelta(hours=2)


def asked(world: World) -> AccountProof:
    return actions.ask_for_proof(by=world.lan.actor, facility_id=world.a.id, at=AT)


def comes(world: World, text: str, amount_vnd: int = 1_000, *, account: str = ACCOUNT_A) -> None:
    worlds.hear(world, "", amount_vnd, text=text, account=account)
    payments.post_waiting(at=LATER)


def looked(world: World) -> AccountProof:
    return actions.look_for_proof(by=world.lan.actor, facility_id=world.a.id, at=LATER)


def test_a_thousand_dong_with_the_text_proves_the_account(world: World) -> None:
    proof = asked(world)
    assert rules.TEXT_FORM.fullmatch(proof.text)
    assert not queries.is_proved(world.a.account)
    assert looked(world).state == ProofState.ASKED.value
    comes(world, f"MBVCB.123. nguyen van a chuyen {proof.text[:7].lower()} {proof.text[7:]}. CT tu")
    found = looked(world)
    assert (found.state, found.refusal, found.closed_at) == (ProofState.SEEN.value, "", LATER)
    assert queries.is_proved(world.a.account)
    with pytest.raises(errors.ProvedAlready):
        asked(world)


@pytest.mark.parametrize(
    ("amount_vnd", "account", "why"),
    [(10_000, ACCOUNT_A, Refusal.AMOUNT), (1_000, "9999999999", Refusal.ACCOUNT)],
)
def test_other_money_with_the_text_refuses_the_proof(
    world: World, amount_vnd: int, account: str, why: Refusal
) -> None:
    proof = asked(world)
    comes(world, proof.text, amount_vnd, account=account)
    found = looked(world)
    assert (found.state, found.refusal) == (ProofState.REFUSED.value, why.value)
    assert not queries.is_proved(world.a.account)
    assert asked(world).text != proof.text


def test_money_after_the_last_day_is_late() -> None:
    assert (
        rules.judge(
            amount_vnd=1_000,
            account=ACCOUNT_A,
            paid_at=AT,
            wanted_account=ACCOUNT_A,
            asked_until=AT,
        )
        is Refusal.LATE
    )


def test_right_money_proves_though_wrong_money_came_first(world: World) -> None:
    proof = asked(world)
    comes(world, proof.text, 5_000)
    comes(world, proof.text)
    assert looked(world).state == ProofState.SEEN.value


def test_other_texts_prove_nothing(world: World) -> None:
    proof = asked(world)
    other = rules.text_of(int(proof.text[7:]) + 1)
    comes(world, other)
    assert looked(world).state == ProofState.ASKED.value


def test_one_proof_is_asked_at_a_time_and_may_be_given_up(world: World) -> None:
    asked(world)
    with pytest.raises(errors.ProofAskedAlready):
        asked(world)
    ended = actions.withdraw_proof(by=world.lan.actor, facility_id=world.a.id, at=LATER)
    assert ended.state == ProofState.WITHDRAWN.value
    with pytest.raises(errors.NoProofAsked):
        looked(world)


def test_a_proof_that_has_waited_too_long_gives_way_to_another(world: World) -> None:
    first = asked(world)
    second = actions.ask_for_proof(
        by=world.lan.actor, facility_id=world.a.id, at=AT + rules.OPEN_FOR
    )
    first.refresh_from_db()
    assert (first.state, second.state) == (ProofState.WITHDRAWN.value, ProofState.ASKED.value)


def test_the_worker_looks_for_all_that_wait(world: World) -> None:
    proof = asked(world)
    assert actions.look_everywhere(by=SYSTEM, at=LATER) == 0
    comes(world, proof.text)
    assert actions.look_everywhere(by=SYSTEM, at=LATER) == 1


def test_only_who_may_asks_and_only_for_their_school(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_for_proof(by=world.hoa.actor, facility_id=world.a.id, at=AT)
    with pytest.raises(NotYours):
        actions.ask_for_proof(by=world.lan.actor, facility_id=world.b.id, at=AT)
    assert AccountProof.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("state = 'seen', closed_at = now()", "account_proof_is_seen_by_money"),
        ("state = 'seen', closed_at = now(), heard_id = 1", "account_proof_is_seen_by_money"),
        ("state = 'seen'", "account_proof_is_closed_when_it_ends"),
        ("state = 'refused', closed_at = now()", "account_proof_is_refused_for_a_reason"),
        ("text = 'XACMINH000000'", "account_proof_ends_once"),
        ("amount_vnd = 1", "account_proof_is_of_a_thousand_dong"),
    ],
)
def test_the_database_believes_only_money(world: World, change: str, promise: str) -> None:
    asked(world)
    with (
        pytest.raises(IntegrityError, match=promise),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE account_proof SET {change}")


def test_steps_are_counted_from_what_is_there(world: World) -> None:
    before = queries.standing(world.a.id, worlds.SCHOOL_YEAR)
    assert before.done == {Step.ACCOUNT, Step.LINE, Step.PUPILS, Step.ITEMS} | (
        {Step.SCHOOL} if world.a.facility.has_focal_point else set()
    )
    proof = asked(world)
    comes(world, proof.text)
    looked(world)
    run = worlds.planned_run(world)
    actions.try_out(by=world.lan.actor, run_id=run.pk, at=LATER)
    after = queries.standing(world.a.id, worlds.SCHOOL_YEAR)
    assert after.done - before.done == {Step.PROOF, Step.TRIAL}
    assert after.draft == run


def test_one_family_that_paid_ends_the_first_morning(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    worlds.hear(world, bill.code, bill.total_vnd)
    payments.post_waiting(at=LATER)
    assert {Step.TRIAL, Step.REAL} <= queries.standing(world.a.id, worlds.SCHOOL_YEAR).done
    assert Step.REAL not in queries.standing(world.b.id, worlds.SCHOOL_YEAR).done


def test_specimens_say_what_a_notice_would(world: World) -> None:
    run = worlds.planned_run(world, items=[("AN", 22), ("NU", 1)])
    said = queries.specimens(run)
    assert [(one.name, one.total_vnd) for one in said] == [
        ("Nguyễn Minh Anh", 675_000),
        ("Trần Gia Bảo", 675_000),
        ("Đặng Khánh Chi", 675_000),
    ]
    assert said[0].lines == (("Tiền ăn bán trú", 660_000), ("Nước uống", 15_000))


def test_a_run_that_is_out_has_no_specimens(world: World) -> None:
    worlds.issued_run(world)
    run_id = queries.standing(world.a.id, worlds.SCHOOL_YEAR).draft
    assert run_id is None
    with pytest.raises(errors.RunNotDraft):
        actions.try_out(by=world.lan.actor, run_id=10**9, at=LATER)
