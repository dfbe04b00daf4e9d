from __future__ import annotations

from tests.money.periods.conftest import DAY, MORNING, close_day
from tests.world import World
from thuphi.money.periods.queries.proof import verify
from thuphi.money.periods.queries.ready import check


def test_a_day_that_is_explained_is_closed_and_sealed(proven: World) -> None:
    unready = check(proven.a.id, DAY, at=MORNING)
    assert unready.missing == ()
    done = close_day(proven)
    assert done.seal.number == 1
    assert done.seal.transfers == 5
    assert [one.faults for one in verify(proven.a.id)] == [()]
