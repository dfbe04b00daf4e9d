from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests import world as worlds
from tests.money.seen import rows
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions, errors, rights

MORE = date(2026, 11, 30)


def test_one_family_gets_more_days_for_a_reason(world: World, as_role: Callable[..., None]) -> None:
    first, second, _ = worlds.issued_run(world)
    as_role("thuphi_app", world.a.id)
    put = rights.put_off(
        by=world.lan.actor, code=first.code, due_on=MORE, reason="Đơn 05/10", at=AT
    )
    second.refresh_from_db()
    assert (put.due_on, second.due_on) == (MORE, worlds.DUE_ON)
    assert rows(
        "SELECT facts ->> 'before', facts ->> 'due_on', facts ->> 'reason' FROM event"
        " WHERE kind = 'bill_put_off'"
    ) == [("2026-10-31", "2026-11-30", "Đơn 05/10")]


def test_no_reason_an_earlier_day_and_a_settled_bill_are_refused(world: World) -> None:
    first, *_ = worlds.issued_run(world)
    for day, reason, refusal in (
        (MORE, " ", errors.ReasonMissing),
        (worlds.DUE_ON, "x", errors.NotLater),
        (date(2026, 10, 1), "x", errors.NotLater),
    ):
        with pytest.raises(refusal):
            rights.put_off(by=world.lan.actor, code=first.code, due_on=day, reason=reason, at=AT)
    for person, refused in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refused):
            rights.put_off(by=person.actor, code=first.code, due_on=MORE, reason="x", at=AT)
    with pytest.raises(errors.BillNotFound):
        rights.put_off(by=world.lan.actor, code="TF0000000000", due_on=MORE, reason="x", at=AT)
    actions.cancel_bill(by=world.lan.actor, code=first.code, reason="Nhầm", at=AT)
    with pytest.raises(errors.NothingToPay):
        rights.put_off(by=world.lan.actor, code=first.code, due_on=MORE, reason="x", at=AT)
    first.refresh_from_db()
    assert first.due_on == worlds.DUE_ON
