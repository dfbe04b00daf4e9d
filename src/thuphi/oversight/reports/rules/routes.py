"""Whose turn it is to report, and through whose hands a report goes. No database."""

from __future__ import annotations

from thuphi.oversight.plans import answering
from thuphi.oversight.plans.rules import ALL_UNITS, Duty, Plan, PlanAgency, Sector

DEPARTMENTS = frozenset(
    {
        "education_department",
        "health_department",
        "information_department",
        "science_department",
    }
)
COMMITTEE = "peoples_committee"
LOCAL_LEVELS = frozenset({"district", "commune"})
SECTOR_OF = {
    "education_department": Sector.EDUCATION,
    "health_department": Sector.HEALTH,
}
"""Departments that answer for one sector; every other office answers for both."""


def is_a_unit(agency: PlanAgency) -> bool:
    """Whether `các đơn vị` means this office: a department, or a committee below the province.

    Facilities declare by the month instead (decision 0012); banks, firms and the press do not
    report.
    """
    if agency.kind == COMMITTEE:
        return agency.level in LOCAL_LEVELS
    return agency.kind in DEPARTMENTS


def reporter_codes(plan: Plan, duty: Duty) -> tuple[str, ...]:
    """The codes of the offices that owe a duty, in the order of the plan's tasks."""
    codes = answering.reporting_units(plan, duty)
    if duty.reporter != ALL_UNITS:
        return codes
    receives = set(route_codes(duty))
    return tuple(
        code for code in codes if code not in receives and is_a_unit(answering.agency(plan, code))
    )


def route_codes(duty: Duty) -> tuple[str, ...]:
    """The offices a report goes through in order: `qua` first, then each recipient."""
    via = (duty.via,) if duty.via and duty.via not in duty.recipients else ()
    return (*via, *duty.recipients)
