"""Whatever is booked and closed, in whatever order: nothing is sealed twice or lost."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.money.periods.conftest import DAY, morning_after, plant
from tests.money.seen import number
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.periods import actions, errors
from thuphi.money.periods.models import Seal
from thuphi.money.periods.queries.proof import verify
from thuphi.money.periods.rules import Need, PeriodKind, end_of, last_of_month

BOOK = st.tuples(st.just("book"), st.integers(0, 40), st.integers(0, 23), st.integers(1, 10**9))
CLOSE = st.tuples(st.just("close"), st.integers(0, 40), st.booleans(), st.just(0))
HISTORY = st.lists(st.one_of(BOOK, BOOK, CLOSE), max_size=14)


def book(world: World, day: int, hour: int, amount_vnd: int) -> None:
    """One transfer that was booked on the so-many-th day."""
    at = datetime.combine(DAY + timedelta(days=day), time(hour), tzinfo=VIETNAM)
    recipes.issue(Posting(world.a.id, amount_vnd, "TF0000000132", at), fee_item="AN")
    plant("UPDATE transfer SET booked_at = %s WHERE id = (SELECT max(id) FROM transfer)", at)


def close(world: World, day: int, *, is_month: bool) -> bool:
    """Close what ends with that day; no, when it cannot be."""
    until_on = DAY + timedelta(days=day)
    kind = PeriodKind.MONTH if is_month else PeriodKind.DAY
    until_on = last_of_month(until_on) if is_month else until_on
    try:
        with transaction.atomic():
            actions.close(
                by=SYSTEM, facility_id=world.a.id, kind=kind, until_on=until_on,
                at=morning_after(until_on), reasons={Need.NO_STATEMENT: "Kho bạc"},
            )  # fmt: skip
    except (errors.AlreadyClosed, errors.GapBefore):
        return False
    return True


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORY)
def test_every_transfer_lies_under_one_seal_at_most_and_the_chain_holds(
    world: World, history: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic():
        closed = 0
        for deed, day, more, amount_vnd in history:
            if deed == "book":
                book(world, day, more, amount_vnd)
            else:
                closed += close(world, day, is_month=bool(more))
        closed += close(world, 80, is_month=False)
        seals = list(Seal.objects.filter(facility_id=world.a.id).order_by("number"))
        assert [one.number for one in seals] == list(range(1, closed + 1))
        assert [one.faults for one in verify(world.a.id)] == [()] * closed
        booked = sum(deed == "book" for deed, *_ in history)
        assert sum(one.transfers for one in seals) == booked
        assert number("SELECT count(*) FROM sealed_transfer") == booked
        assert (
            number(
                "SELECT count(*) FROM sealed_transfer m JOIN transfer t ON t.id = m.transfer_id"
                " JOIN period_seal s ON s.id = m.seal_id WHERE t.booked_at >= s.booked_before"
            )
            == 0
        )
        ends = {one.pk: one.booked_before for one in seals}
        assert ends == {one.pk: end_of(one.closing.to_on) for one in seals}
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM period_seal")
        assert cursor.fetchone() == (0,)
