from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.channels.contract import Outcome, Started
from thuphi.ground.kit.actor import PAYER, NotAllowed, NotYours
from thuphi.money.attempts import actions, errors, queries
from thuphi.money.attempts.actions import Deed, Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills.models import Bill
from thuphi.registers.methods.models import Merchant

SOON = AT + timedelta(minutes=1)


def begin(bill: Bill, merchant: Merchant, amount_vnd: int = 660_000) -> Attempt:
    wish = Wish(code=bill.code, merchant_id=merchant.pk, amount_vnd=amount_vnd)
    return actions.begin(by=PAYER, wish=wish, at=AT)


def test_an_attempt_carries_the_four_fields_under_a_reference_of_its_own(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    attempt = begin(bills[0], vnpay)
    assert attempt.reference == f"{bills[0].code}-{attempt.pk}"
    assert (attempt.state, attempt.method, attempt.channel) == ("created", "web", "vnpay")
    assert attempt.payer_name == "Nguyễn Văn Bình"
    assert attempt.beneficiary_name == "Nguyễn Minh Anh"
    assert attempt.description == f"{bills[0].code} Thu tháng 10/2026"
    assert attempt.code == bills[0].code
    assert [step.deed for step in queries.steps_of(attempt.pk)] == ["begun"]


def test_no_second_charge_while_the_first_may_still_be_paid(
    world: World, bills: list[Bill], vnpay: Merchant, momo: Merchant
) -> None:
    first = begin(bills[0], vnpay)
    with pytest.raises(errors.AnotherIsLive) as refused:
        begin(bills[0], momo)
    assert refused.value.attempt_id == first.pk
    begin(bills[1], momo)
    told = actions.record_told(attempt_id=first.pk, deed="asked", outcome=Outcome.REFUSED, at=SOON)
    assert told.state == "refused"
    begin(bills[0], momo)


def test_an_unknown_attempt_is_not_dead(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    first = begin(bills[0], vnpay)
    actions.record_told(attempt_id=first.pk, deed="asked", outcome=Outcome.UNKNOWN, at=SOON)
    with pytest.raises(errors.AnotherIsLive):
        begin(bills[0], vnpay)


def test_a_basket_and_its_bills_are_not_paid_beside_each_other(
    world: World, bills: list[Bill], vnpay: Merchant, momo: Merchant
) -> None:
    basket = actions.make_basket(by=PAYER, codes=[one.code for one in bills[:2]], at=AT)
    wish = Wish(code=basket.code, merchant_id=vnpay.pk, amount_vnd=1_320_000)
    actions.begin(by=PAYER, wish=wish, at=AT)
    with pytest.raises(errors.AnotherIsLive):
        begin(bills[0], momo)
    begin(bills[2], momo)
    other = actions.make_basket(by=PAYER, codes=[bills[1].code, bills[2].code], at=AT)
    with pytest.raises(errors.AnotherIsLive):
        actions.begin(
            by=PAYER,
            wish=Wish(code=other.code, merchant_id=momo.pk, amount_vnd=1_320_000),
            at=AT,
        )


@pytest.mark.parametrize(
    ("amount_vnd", "refusal"),
    [
        (0, errors.AmountNotPositive),
        (-1, errors.AmountNotPositive),
        (660_001, errors.AmountAboveRest),
    ],
)
def test_an_amount_fits_the_bill(
    world: World, bills: list[Bill], vnpay: Merchant, amount_vnd: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        begin(bills[0], vnpay, amount_vnd)


def test_a_part_needs_a_bill_that_allows_it(
    world: World, vnpay: Merchant, bills: list[Bill]
) -> None:
    assert begin(bills[0], vnpay, 100_000).amount_vnd == 100_000
    whole = worlds.issued_run(world, items=[("BH", 1)], name="Bảo hiểm")
    with pytest.raises(errors.PartNotAllowed):
        begin(whole[0], vnpay, 100_000)


def test_a_way_has_its_limits(world: World, bills: list[Bill], momo: Merchant) -> None:
    with pytest.raises(errors.AmountOutsideLimits) as refused:
        begin(bills[0], momo, 999)
    assert (refused.value.min_vnd, refused.value.max_vnd) == (1_000, 50_000_000)


def test_a_paid_bill_and_a_strangers_merchant_begin_nothing(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    with pytest.raises(errors.NothingToPay):
        begin(bills[0], vnpay)
    with pytest.raises(errors.NothingToPay):
        actions.begin(
            by=PAYER,
            wish=Wish(code="TF0000000000", merchant_id=vnpay.pk, amount_vnd=1),
            at=AT,
        )
    with pytest.raises(errors.WayNotOpen):
        begin(bills[1], world.b.sandbox)
    with pytest.raises(errors.WayNotOpen):
        begin(bills[1], world.a.sandbox)


def test_at_the_desk_only_who_may_take_money_begins(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    wish = Wish(code=bills[0].code, merchant_id=vnpay.pk, amount_vnd=660_000)
    with pytest.raises(NotYours):
        actions.begin(by=world.quan.actor, wish=wish, at=AT)
    with pytest.raises(NotAllowed):
        actions.begin(by=world.hoa.actor, wish=wish, at=AT)
    attempt = actions.begin(by=world.minh.actor, wish=wish, at=AT)
    assert attempt.started_by == world.minh.actor.user_id


def test_a_start_is_written_down_as_sent_before_it_is_and_never_sent_twice(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    begin(bills[0], vnpay)
    (due,) = actions.claim_due(at=SOON, limit=10)
    assert due.deed is Deed.START
    assert actions.claim_due(at=SOON, limit=10) == []
    # The worker died here. When its lease is over somebody asks, and does not send again.
    (again,) = actions.claim_due(at=SOON + actions.LEASE, limit=10)
    assert again.deed is Deed.ASK
    assert again.attempt.state == "pending"


def test_pending_after_its_last_minute_is_expired_and_late_money_still_counts(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    attempt = begin(bills[0], vnpay)
    actions.claim_due(at=SOON, limit=1)
    actions.record_told(attempt_id=attempt.pk, deed="asked", outcome=Outcome.PENDING, at=SOON)
    late = attempt.expires_at + timedelta(minutes=5)
    told = actions.record_told(
        attempt_id=attempt.pk, deed="asked", outcome=Outcome.PENDING, at=late
    )
    assert (told.state, told.closed_at) == ("expired", late)
    tell(world, vnpay, attempt, "confirmed", bills[0].code)
    attempt.refresh_from_db()
    assert attempt.state == "confirmed"
    assert attempt.heard_id is not None
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"


def tell(world: World, merchant: Merchant, attempt: Attempt, outcome: str, code: str) -> int:
    """A notification that names the attempt, as the gate puts it into the inbox."""
    heard = worlds.hear(
        world,
        code,
        attempt.amount_vnd,
        merchant=merchant,
        outcome=outcome,
        our_reference=attempt.reference,
        account="",
    )
    post_all()
    return heard


def test_a_notice_that_is_not_final_makes_it_be_asked_after_at_once(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    attempt = begin(bills[0], vnpay)
    actions.claim_due(at=SOON, limit=1)
    actions.record_started(
        attempt_id=attempt.pk, started=Started(Outcome.PENDING, url="https://x"), took_ms=9, at=SOON
    )
    tell(world, vnpay, attempt, "pending", bills[0].code)
    attempt.refresh_from_db()
    assert attempt.next_ask_at is not None
    assert attempt.next_ask_at <= AT + timedelta(days=1)
    assert attempt.url == "https://x"


def test_a_mismatch_is_for_a_person(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    attempt = begin(bills[0], vnpay)
    actions.claim_due(at=SOON, limit=1)
    tell(world, vnpay, attempt, "mismatch", bills[0].code)
    (waiting,) = queries.needing_a_person(world.a.id)
    assert (waiting.pk, waiting.state) == (attempt.pk, "unknown")
    with pytest.raises(NotAllowed):
        actions.give_up(by=world.minh.actor, attempt_id=attempt.pk, reason="hỏi VNPAY", at=SOON)
    actions.give_up(by=world.lan.actor, attempt_id=attempt.pk, reason="hỏi VNPAY", at=SOON)
    assert list(queries.needing_a_person(world.a.id)) == []


def test_when_nobody_answers_for_seven_days_a_person_looks(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    attempt = begin(bills[0], vnpay)
    actions.claim_due(at=SOON, limit=1)
    at, asks = SOON, 0
    while True:
        told = actions.record_told(
            attempt_id=attempt.pk, deed="asked", outcome=Outcome.UNKNOWN, note="timed_out", at=at
        )
        if told.next_ask_at is None:
            break
        at = told.next_ask_at
        (due,) = actions.claim_due(at=at, limit=1)
        assert due.deed is Deed.ASK
        asks += 1
    assert told.needs_person
    assert at - attempt.started_at == timedelta(days=7)
    assert asks == 10


def test_a_cancel_before_the_sending_sends_nothing(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    attempt = begin(bills[0], momo)
    actions.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=SOON)
    (due,) = actions.claim_due(at=SOON, limit=1)
    assert (due.deed, due.attempt.sent_at) == (Deed.CANCEL, None)
    told = actions.record_told(
        attempt_id=attempt.pk, deed="answered", outcome=Outcome.REFUSED, at=SOON
    )
    assert told.state == AttemptState.CANCELLED.value


def test_pages_never_confirm_an_attempt(
    world: World, bills: list[Bill], vnpay: Merchant, as_role: object
) -> None:
    attempt = begin(bills[0], vnpay)
    as_role("thuphi_app", world.a.id)  # type: ignore[operator]
    for deed in (
        "UPDATE attempt SET state = 'confirmed', closed_at = now() WHERE id = %s",
        "UPDATE attempt SET amount_vnd = 1 WHERE id = %s",
        "DELETE FROM attempt WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, [attempt.pk])
    begin(bills[1], vnpay)


def test_what_a_person_accepted_while_a_question_was_under_way_is_still_done(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    attempt = begin(bills[0], vnpay)
    actions.claim_due(at=SOON, limit=1)
    tell(world, vnpay, attempt, "mismatch", bills[0].code)
    late = SOON + timedelta(days=1)
    (asked,) = actions.claim_due(at=late, limit=1)
    assert asked.deed is Deed.ASK
    actions.accept(by=world.lan.actor, attempt_id=attempt.pk, reason="sao kê", at=late)
    actions.record_told(attempt_id=attempt.pk, deed="asked", outcome=Outcome.MISMATCH, at=late)
    (due,) = actions.claim_due(at=late, limit=1)
    assert due.deed is Deed.ACCEPT
