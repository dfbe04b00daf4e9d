"""Who answers on a day for what a plan gave to an agency, and who has to report. Pure."""

from __future__ import annotations

from datetime import date

from . import errors
from .rules import ALL_UNITS, Duty, Plan, PlanAgency


def agency(plan: Plan, code: str) -> PlanAgency:
    """The agency a plan names by this code. Raises `AgencyUnknown`."""
    try:
        return plan.agency(code)
    except KeyError:
        raise errors.AgencyUnknown(code) from None


def answering_on(plan: Plan, code: str, on: date) -> PlanAgency:
    """Who answers on a day: the agency itself, or the last of those that took all of its work.

    Raises `AgencyUnknown`.
    """
    current = agency(plan, code)
    passed = {current.code}
    while current.until_on is not None and on >= current.until_on:
        heirs = [
            heir.agency
            for heir in current.successors
            if not heir.what and heir.from_on <= on and heir.agency not in passed
        ]
        if not heirs:
            break
        current = agency(plan, heirs[0])
        passed.add(current.code)
    return current


def parts_on(plan: Plan, code: str, on: date) -> tuple[tuple[str, PlanAgency], ...]:
    """What went elsewhere by a day: a part of the work in words, and who does it now (M114)."""
    one = agency(plan, code)
    return tuple(
        (heir.what, answering_on(plan, heir.agency, on))
        for heir in one.successors
        if heir.what and heir.from_on <= on
    )


def reporting_units(plan: Plan, duty: Duty) -> tuple[str, ...]:
    """The codes of the agencies that a duty binds.

    "The units" that a plan does not list are those that lead one of its tasks, except whoever
    receives the report (Bắc Giang VI).
    """
    if duty.reporter != ALL_UNITS:
        return (duty.reporter,)
    leads = dict.fromkeys(code for task in plan.tasks for code in task.leads)
    return tuple(code for code in leads if code not in duty.recipients)
