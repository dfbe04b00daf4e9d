"""Boards at work: Bắc Giang's tasks of 2022."""

from __future__ import annotations

from datetime import date, datetime

from tests.oversight.reports import offices as builders
from tests.oversight.reports.offices import Offices
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.tasks import actions, queries
from thuphi.oversight.tasks.models import TaskPart
from thuphi.oversight.tasks.queries import Board, Card
from thuphi.registers.agencies.models import Agency

AT = datetime(2022, 3, 1, 9, 0, tzinfo=VIETNAM)
ON = date(2022, 3, 1)


def opened(offices: Offices, plan: str = "BG2022", at: datetime = AT) -> int:
    """The board of a plan is opened; how many tasks are new."""
    return actions.open_board(by=SYSTEM, plan=builders.plan(plan), place=offices.place, at=at)


def board(offices: Offices, plan: str = "BG2022", on: date = ON) -> Board:
    """The board on a day."""
    return queries.board(plan=builders.plan(plan), place=offices.place, on=on)


def card(offices: Offices, task_id: str, on: date = ON) -> Card:
    """One task of Bắc Giang."""
    (found,) = [one for one in board(offices, on=on).cards if one.task.id == task_id]
    return found


def part(offices: Offices, task_id: str, agency: Agency) -> TaskPart:
    """What one lead has to do of a task."""
    return TaskPart.objects.get(item_id=card(offices, task_id).item_id, agency=agency)
