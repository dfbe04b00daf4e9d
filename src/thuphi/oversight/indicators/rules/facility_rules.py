"""Whether a facility has what a plan asks of each of them. No database."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from thuphi.oversight.plans.rules import FacilityRule, Requirement
from thuphi.registers.methods.rules import METHODS_NEEDED, Readiness

from .facts import FacilityFacts


def keeps(
    rule: FacilityRule, fact: FacilityFacts, ready: Readiness | None, on: date
) -> bool | None:
    """Whether a facility keeps a rule on a day; None where nothing tells.

    Every bill made here carries the unified fields, so who bills here has them; of others, and of
    the connection of a hospital's own software (Decision 449/QĐ-CNTT), nothing is known here.
    """
    match rule.requirement:
        case Requirement.METHODS_READY_MIN:
            return ready is not None and ready.ready_count >= (rule.minimum or METHODS_NEEDED)
        case Requirement.PAYMENT_MODULE_INTEGRATED:
            return ready is not None and ready.is_module_ready
        case Requirement.FOCAL_POINT_ASSIGNED:
            return fact.has_focal_point
        case Requirement.CASHLESS_ACCEPT:
            return any(days.holds(on) for days in fact.accepts)
        case Requirement.UNIFIED_FIELDS:
            return True if any(one.is_booked for one in fact.months) else None
        case Requirement.HIS_BANK_CONNECTION_449:
            return None
        case _:
            assert_never(rule.requirement)
