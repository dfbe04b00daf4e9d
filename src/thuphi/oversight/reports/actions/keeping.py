"""What the clock does every morning: boards, obligations and reminders of the plans in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import today
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.reports.actions.owing import generate
from thuphi.oversight.reports.actions.reminding import escalate
from thuphi.oversight.tasks import actions as tasks

AHEAD = timedelta(days=31)
"""How far ahead of their first day periods are written down."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much was new."""

    tasks: int
    obligations: int
    reminders: int


def keep_up(*, by: Actor, at: datetime) -> Kept:
    """Open the boards of all plans in force, write down what is owed, and remind; safe to repeat.

    A plan that is over is left alone: nobody is reminded of what was due before we were here.
    Raises `NotAllowed`.
    """
    on = today(at)
    opened = owed = 0
    for plan in plans.plans():
        place = plans.province_of(plan, on)
        if place is None or not plan.from_on <= on <= plan.until_on:
            continue
        opened += tasks.open_board(by=by, plan=plan, place=place, at=at)
        owed += generate(by=by, plan=plan, place=place, until=on + AHEAD, at=at)
    return Kept(opened, owed, escalate(by=by, at=at))
