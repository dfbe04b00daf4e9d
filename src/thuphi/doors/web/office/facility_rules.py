"""What the plans ask of one facility, and whether it has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thuphi.oversight.indicators.queries import verdicts
from thuphi.oversight.indicators.queries.verdicts import RuleFinding
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.registers.facilities import queries as registers
from thuphi.registers.facilities.models import Facility

from .figures import Verdict as Pill
from .target_words import plan_name, requirement


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One requirement of one plan, as it stood on a day."""

    label: str
    text: str
    reference: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class AskedOfIt:
    """The requirements of a plan for a facility."""

    plan: str
    on: date
    rows: list[RuleRow]

    @property
    def met(self) -> int:
        """How many it has."""
        return sum(row.pill.tone == "good" for row in self.rows)


def asked_of(facility: Facility, today: date) -> list[AskedOfIt]:
    """The plans of the facility's province that ask something of each facility of its sector.

    A plan that is over is told as it stood on its last day, to whom stood there then.
    """
    wanted = [one for one in plans.plans() if one.from_on <= today and _asks(one, facility)]
    days = {min(today, one.until_on) for one in wanted}
    stood_in = {on: registers.place_of(facility.pk, on) for on in days}
    found = []
    for plan in wanted:
        on = min(today, plan.until_on)
        place = stood_in[on]
        if place is not None and plans.province_of(plan, on) in (place.province, place):
            found.append(_told(plan, facility, on))
    return found


def _asks(plan: Plan, facility: Facility) -> bool:
    return any(rule.sector.value == facility.sector for rule in plan.facility_rules)


def _told(plan: Plan, facility: Facility, on: date) -> AskedOfIt:
    ground = verdicts.ground(plan=plan, place=None, as_of=on, facility_id=facility.pk)
    rows = [
        RuleRow(requirement(one.rule), one.rule.text, one.rule.reference, _pill(one, facility.pk))
        for one in verdicts.rule_findings(ground).values()
        if one.facilities
    ]
    return AskedOfIt(plan_name(plan), on, rows)


def _pill(found: RuleFinding, facility_id: int) -> Pill:
    if facility_id in found.failing:
        return Pill("late", _("chưa đạt"), "bad")
    if facility_id in found.unknown:
        return Pill("dash", _("chưa rõ"), "")
    return Pill("tick", _("đạt"), "good")
