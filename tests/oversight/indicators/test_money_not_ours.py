"""Money that a person found to be no business of the facility is in no share."""

from __future__ import annotations

from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.oversight.indicators.queries import made_of, shares
from thuphi.oversight.indicators.queries.made_of import Wanted
from thuphi.oversight.indicators.rules import Span

OCTOBER = Span.of(Month(2026, 10))


def on_days(world: World) -> list[tuple[object, ...]]:
    """Payments and their value from the first to the twentieth, counted one by one."""
    return rows(
        "SELECT payments, value_vnd FROM money_on_days(ARRAY[%s]::bigint[],"
        " ARRAY['2026-10-01']::date[], ARRAY['2026-10-01']::date[], ARRAY['2026-10-20']::date[])",
        world.a.id,
    )


def test_it_is_counted_nowhere(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    worlds.hear(world, bill.code, 1_000)
    stray = worlds.hear(world, "", 9_000_000)
    # One payment after the days asked for, so that the days are counted one by one.
    worlds.hear(world, bill.code, 500, paid_at=AT.replace(day=28))
    post_all()
    assert on_days(world) == [(2, 9_001_000)]
    payment = Payment.objects.get(heard_id=stray)
    owners.disown(by=SYSTEM, payment_id=payment.pk, reason="Ngân sách cấp", at=AT)
    assert on_days(world) == [(1, 1_000)]
    wanted = Wanted(facility_id=world.a.id, span=OCTOBER)
    assert [one.amount_vnd for one in made_of.PaidList(wanted)] == [500, 1_000]
    assert made_of.total_of(wanted).value.whole == 1_500
    (flow,) = shares.recounted([world.a.id], OCTOBER)
    assert (flow.payments, flow.value_vnd) == (2, 1_500)
