"""The clock's morning round: plans in force only, and twice is once."""

from __future__ import annotations

from datetime import datetime

from tests.oversight.reports.filed import MARCH
from tests.oversight.reports.offices import AT_2022, Offices
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions
from thuphi.oversight.reports.actions import Kept
from thuphi.oversight.reports.models import Obligation
from thuphi.oversight.tasks.models import TaskItem


def test_boards_obligations_and_reminders_of_plans_in_force(bac_giang: Offices) -> None:
    first = actions.keep_up(by=SYSTEM, at=AT_2022)
    of_bac_giang = Obligation.objects.filter(plan_id="BG2022")
    assert of_bac_giang.count() == 4 * 5
    assert of_bac_giang.filter(period_first_on=MARCH).count() == 5
    assert TaskItem.objects.filter(plan_id="BG2022").count() == 21
    assert first.reminders > 0
    assert actions.keep_up(by=SYSTEM, at=AT_2022) == Kept(0, 0, 0)


def test_a_plan_that_is_over_is_left_alone(bac_giang: Offices) -> None:
    at = datetime(2026, 10, 5, 8, 0, tzinfo=VIETNAM)
    assert actions.keep_up(by=SYSTEM, at=at) == Kept(0, 0, 0)
    assert (Obligation.objects.count(), TaskItem.objects.count()) == (0, 0)
