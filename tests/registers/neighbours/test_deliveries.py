"""Messages: left with a deed, taken by one worker, judged, sent again, dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import NotYours
from thuphi.registers.neighbours import errors, queries
from thuphi.registers.neighbours.actions import deliveries, endpoints
from thuphi.registers.neighbours.models import WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import HookEvent, News, Tried, Trouble

AT = worlds.AT
GOOD, BAD = Tried(200, Trouble.NONE, 3), Tried(0, Trouble.TIMEOUT, 10_000)


def listen(world: World, *events: HookEvent, path: str = "") -> WebhookEndpoint:
    return endpoints.register_endpoint(
        by=world.hoa.actor, facility_id=world.a.id, url=f"https://example.vn/{path}",
        told_of=events or [HookEvent.BILL_PAID], at=AT,
    ).row  # fmt: skip


def news(facility_id: int, event: HookEvent = HookEvent.BILL_PAID) -> News:
    return News(facility_id=facility_id, event=event, at=AT, data={"bill_code": "TF0000000132"})


def test_news_go_to_every_address_that_asked_for_them(world: World) -> None:
    first = listen(world)
    second = listen(world, HookEvent.BILL_PAID, HookEvent.REFUND_DONE, path="2")
    off = listen(world, path="3")
    endpoints.change_endpoint(by=world.hoa.actor, endpoint_id=off.pk, at=AT, is_active=False)
    left = deliveries.queue(
        [news(world.a.id), news(world.a.id, HookEvent.REFUND_DONE), news(world.b.id)], at=AT
    )
    assert left == 3
    rows = WebhookDelivery.objects.order_by("endpoint_id", "pk")
    assert [(row.endpoint_id, row.event) for row in rows] == [
        (first.pk, "bill.paid"), (second.pk, "bill.paid"), (second.pk, "refund.done"),
    ]  # fmt: skip
    assert rows[0].message_id == rows[1].message_id != rows[2].message_id
    assert queries.facilities_with_endpoints([world.a.id, world.b.id]) == {world.a.id}


def test_where_nobody_listens_nothing_is_written(world: World) -> None:
    assert deliveries.queue([news(world.a.id)], at=AT) == 0
    assert deliveries.queue([], at=AT) == 0
    assert queries.facilities_with_endpoints([world.a.id]) == set()


def test_a_batch_is_left_at_once(world: World) -> None:
    listen(world)
    many = [news(world.a.id)] * 500
    assert deliveries.queue(many, at=AT) == 500


def test_an_address_is_taken_by_one_worker_at_a_time(world: World) -> None:
    listen(world)
    deliveries.queue([news(world.a.id), news(world.a.id)], at=AT)
    (due,) = deliveries.take_due(at=AT, limit=9)
    assert due.secret.startswith("whsec_")
    assert due.secret not in repr(due)
    assert deliveries.take_due(at=AT, limit=9) == []
    deliveries.note_try(due=due, tried=GOOD, at=AT)
    (after,) = deliveries.take_due(at=AT, limit=9)
    assert after.delivery_id != due.delivery_id
    # A worker that died leaves the address to the others.
    (again,) = deliveries.take_due(at=AT + deliveries.TAKEN_FOR, limit=9)
    assert again.delivery_id == after.delivery_id


def test_a_failed_message_lets_the_others_pass(world: World) -> None:
    listen(world)
    deliveries.queue([news(world.a.id), news(world.a.id)], at=AT)
    (first,) = deliveries.take_due(at=AT, limit=9)
    deliveries.note_try(due=first, tried=BAD, at=AT)
    (second,) = deliveries.take_due(at=AT, limit=9)
    assert second.delivery_id != first.delivery_id
    deliveries.note_try(due=second, tried=GOOD, at=AT)
    assert deliveries.take_due(at=AT + timedelta(seconds=4), limit=9) == []
    (again,) = deliveries.take_due(at=AT + timedelta(seconds=5), limit=9)
    assert again.delivery_id == first.delivery_id


def test_a_message_is_given_up_after_ten_tries(world: World) -> None:
    listen(world)
    deliveries.queue([news(world.a.id)], at=AT)
    at = AT
    for _ in range(10):
        (due,) = deliveries.take_due(at=at, limit=1)
        deliveries.note_try(due=due, tried=BAD, at=at)
        at += timedelta(days=2)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.tries, row.last_error, row.last_status) == (
        "given_up", 10, "timeout", None,
    )  # fmt: skip
    assert WebhookEndpoint.objects.get().is_active
    sent = deliveries.send_again(by=world.hoa.actor, delivery_id=row.pk, at=at)
    assert (sent.state, sent.tries, sent.ended_at) == ("waiting", 0, None)
    with pytest.raises(errors.DeliveryUnderWay):
        deliveries.send_again(by=world.hoa.actor, delivery_id=row.pk, at=at)


def test_an_address_removed_while_it_is_sent_to_stays_removed(world: World) -> None:
    endpoint = listen(world)
    deliveries.queue([news(world.a.id)], at=AT)
    (due,) = deliveries.take_due(at=AT, limit=1)
    endpoints.remove_endpoint(by=world.hoa.actor, endpoint_id=endpoint.pk, at=AT)
    deliveries.note_try(due=due, tried=BAD, at=AT)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.tries, row.last_error) == ("given_up", 1, "timeout")
    with pytest.raises(errors.DeliveryNotFound):
        deliveries.send_again(by=world.hoa.actor, delivery_id=row.pk, at=AT)


def test_a_message_too_large_is_a_fault_of_ours(world: World) -> None:
    listen(world)
    large = replace(news(world.a.id), data={"x": "đ" * 40_000})
    with pytest.raises(deliveries.MessageTooLarge):
        deliveries.queue([large], at=AT)
    assert WebhookDelivery.objects.count() == 0


def test_another_school_sends_nothing_again(world: World) -> None:
    listen(world)
    deliveries.queue([news(world.a.id)], at=AT)
    row = WebhookDelivery.objects.get()
    with pytest.raises(NotYours):
        deliveries.send_again(by=world.quan.actor, delivery_id=row.pk, at=AT)
