"""Who may open the counter's machines, attempts and refunds: asked of every one of their pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, SIGN_IN, At, as_worker
from tests.doors.web.desk.money_back import Ways, paid, ways_of_school_a
from tests.world import World
from thuphi.doors.web.desk import money_urls
from thuphi.ground.channels.contract import Outcome
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.models import Refund, RefundLimit
from thuphi.registers.staff.rules import Role

ROUTES = {str(one.name): one for one in money_urls.urlpatterns if isinstance(one, URLPattern)}
LISTS = {"desk_attempts", "desk_refunds"}
BY_POST = {
    "desk_collect_cancel",
    "desk_attempt_ask",
    "desk_attempt_give_up",
    "desk_attempt_accept",
    "desk_refund_limit",
    "desk_refund_approve",
    "desk_refund_withdraw",
    "desk_refund_hand_over",
    "desk_refund_settle",
    "desk_refund_again",
}
COUNTER = {
    "desk_collect_card",
    "desk_collect_mobile",
    "desk_collected",
    "desk_collected_state",
    "desk_collect_cancel",
}
OF_THE_HEAD = {"desk_refund_limit"}
NOT_OF_A_CASHIER = {
    "desk_attempt_give_up",
    "desk_attempt_accept",
    "desk_refund_approve",
    "desk_refund_settle",
    "desk_refund_again",
    "desk_reversal",
    *OF_THE_HEAD,
}
NOT_OF_A_HEAD = COUNTER | {
    "desk_attempt_give_up",
    "desk_attempt_accept",
    "desk_refund_withdraw",
    "desk_refund_hand_over",
    "desk_refund_settle",
    "desk_refund_ask",
    "desk_reversal",
}


@dataclass(frozen=True)
class Things:
    """One of each thing of school A."""

    bill: Bill
    attempt: Attempt
    payment: Payment
    refund: Refund

    def address(self, name: str) -> str:
        """The address of a page about these things."""
        values = {
            "code": self.bill.code,
            "attempt_id": self.attempt.pk,
            "payment_id": self.payment.pk,
            "refund_id": self.refund.pk,
        }
        wanted = ROUTES[name].pattern.converters
        return reverse(name, kwargs={key: values[key] for key in wanted})


@pytest.fixture
def ways(world: World) -> Ways:
    return ways_of_school_a(world)


@pytest.fixture
def things(world: World, ways: Ways) -> Things:
    """A card whose end is not known, and a refund that waits."""
    first, second, _third = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    payment = paid(world, second.code, 660_000, ways.vnpay)
    refund = refunds.ask(
        by=world.minh.actor,
        wish=refunds.Wish(payment_id=payment.pk, amount_vnd=100_000, reason="Nộp hai lần"),
        at=NOW,
    )
    wish = attempts.Wish(code=first.code, merchant_id=ways.card.pk, amount_vnd=660_000)
    attempt = attempts.begin(by=world.minh.actor, wish=wish, at=NOW)
    attempts.claim_due(at=NOW, limit=1)
    attempts.record_told(attempt_id=attempt.pk, deed="asked", outcome=Outcome.UNKNOWN, at=NOW)
    return Things(first, attempt, payment, refund)


def test_to_a_stranger_what_is_school_as_does_not_exist(
    world: World, things: Things, at_desk: At
) -> None:
    for name in sorted(set(ROUTES) - LISTS - OF_THE_HEAD):
        client = at_desk(world.quan)
        address = things.address(name)
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
    with as_worker():
        assert Attempt.objects.get().cancel_asked_at is None
        assert Refund.objects.get().state == "asked"
    for name in sorted(LISTS):
        words = at_desk(world.quan).get(reverse(name), {"q": things.bill.code}).content.decode()
        assert "Nguyễn Minh Anh" not in words
        assert "Trần Gia Bảo" not in words


def test_another_head_sets_the_limit_of_another_school(
    world: World, things: Things, at_desk: At
) -> None:
    head_of_b = worlds.person("nga", "Ngô Thúy Nga", Role.HEAD, facility_id=world.b.id)
    at_desk(head_of_b).post(reverse("desk_refund_limit"), {"alone_vnd": "900.000"})
    with as_worker():
        limits = dict(RefundLimit.objects.values_list("facility_id", "alone_vnd"))
    assert limits == {world.b.id: 900_000}


def test_nobody_gets_in_without_signing_in(things: Things) -> None:
    for name in ROUTES:
        answer = Client().get(things.address(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/tai-khoan/login/"), name


def test_an_officer_sees_none_of_it(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.dung)
    for name in ROUTES:
        assert client.get(things.address(name)).status_code == 403, name


def test_a_cashier_decides_nothing(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.minh)
    for name in ROUTES:
        answer = client.post(things.address(name), {"reason": "x", "document": "x"})
        assert (answer.status_code == 403) == (name in NOT_OF_A_CASHIER), name


def test_a_head_agrees_and_collects_nothing(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.hoa)
    for name in sorted(NOT_OF_A_HEAD):
        assert client.post(things.address(name)).status_code == 403, name
    for name in sorted(set(ROUTES) - NOT_OF_A_HEAD - BY_POST):
        assert client.get(things.address(name)).status_code == 200, name


def test_changes_come_by_post_with_a_token(world: World, things: Things, at_desk: At) -> None:
    at_desk(world.lan)
    for person, names in ((world.lan, BY_POST - OF_THE_HEAD), (world.hoa, OF_THE_HEAD)):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(person.user, backend=SIGN_IN)
        for name in sorted(names):
            assert strict.get(things.address(name)).status_code == 405, name
            assert strict.post(things.address(name), {"reason": "x"}).status_code == 403, name


def test_a_number_too_large_for_any_row_is_just_not_there(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    for path in ("lan-tra", "tra-lai"):
        assert client.get(f"/ban-lam-viec/{path}/99999999999999999999").status_code == 404


Counting = Callable[..., AbstractContextManager[object]]


def test_lists_ask_the_same_for_one_row_and_for_many(
    world: World, ways: Ways, things: Things, at_desk: At, django_assert_num_queries: Counting
) -> None:
    questions = {"desk_attempts": 12, "desk_refunds": 16}
    with as_worker():
        more = worlds.issued_run(world, name="Thu tháng 11/2026", items=[("AN", 22)])
    for told, bills in (("one more row", more[:1]), ("many rows", more[1:])):
        with as_worker():
            for bill in bills:
                payment = paid(world, bill.code, 661_000, ways.vnpay)
                wish = refunds.Wish(payment_id=payment.pk, amount_vnd=1_000, reason="Thừa")
                refunds.ask(by=world.minh.actor, wish=wish, at=NOW)
        for name, number in questions.items():
            client = at_desk(world.lan)
            with django_assert_num_queries(number, info=f"{name}, {told}"):
                assert client.get(reverse(name)).status_code == 200
