"""What comes later may explain a line that nothing explained before."""

from __future__ import annotations

from datetime import timedelta

from tests import world as worlds
from tests.money.reconciliation.steps import clearing, matched, state
from tests.money.seen import post_all
from tests.money.statements import files
from tests.world import ACCOUNT_A, AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.rules import Outcome

LATER = AT + timedelta(minutes=30)


def test_a_late_notification_explains_a_line(world: World, bills: list[Bill]) -> None:
    line = files.line(1, 660_000, "khong ro", reference="FT26278555000")
    matched(world, [line])
    assert reconciling.look_again(at=LATER) == 0
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278555000")
    payments.post_waiting(at=LATER)
    assert reconciling.look_again(at=LATER) == 1
    assert reconciling.reconcile_all(facility_id=None, at=LATER) == {Outcome.MATCHED: 1}
    assert clearing(world.a.id) == {f"bank:{ACCOUNT_A}": 660_000}


def test_what_a_person_said_of_a_line_is_left_alone(world: World, bills: list[Bill]) -> None:
    matched(world, [files.line(1, 660_000, "cap bu hoc phi", reference="FT26278555000")])
    one = state(0)
    one.outcome, one.confirmed = "not_ours", "by_person"
    one.save(update_fields=["outcome", "confirmed"])
    worlds.hear(world, bills[0].code, 660_000, bank_reference="FT26278555000")
    post_all()
    assert reconciling.look_again(at=LATER) == 0


def test_a_file_that_says_more_of_a_line_lets_it_be_looked_at_again(
    world: World, bills: list[Bill]
) -> None:
    matched(world, [files.line(1, 660_000, "nop tien hoc thang 10")])
    assert state(0).outcome == "only_theirs"
    full = files.line(1, 660_000, f"nop tien hoc thang 10 {bills[0].code}", reference="FT262785")
    assert matched(world, [full]) == {Outcome.MATCHED: 1}
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"
