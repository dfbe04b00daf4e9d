"""A facility's own page: where it stands in a plan, and where its cash still comes from (M50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries.made_of import CashFlow, largest_cash_flows
from thuphi.oversight.indicators.queries.verdicts import Ground, RuleFinding, ground, rule_findings
from thuphi.oversight.indicators.rules import Contribution, FacilityFacts, Share, Span
from thuphi.oversight.plans.rules import Plan, Target

CASH_FLOWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """What a facility adds to a target that looks at it."""

    target: Target
    contribution: Contribution


@dataclass(frozen=True, slots=True)
class Own:
    """A facility by itself, in a plan's period up to a day."""

    facility_id: int
    window: tuple[date, date]
    payments: Share
    """Its money in without cash, by the number of payments."""
    value: Share
    """The same by đồng."""
    targets: tuple[OwnTarget, ...]
    findings: tuple[RuleFinding, ...]
    """The plan's rules for facilities of its sector."""
    cash_flows: tuple[CashFlow, ...]
    """Where its cash comes from, the largest first."""


def own(facility_id: int, plan: Plan, as_of: date) -> Own | None:
    """What the facility itself is to see; None when it was not there in the plan's period."""
    found = ground(plan=plan, place=None, as_of=as_of, facility_id=facility_id)
    if not found.facts:
        return None
    fact = found.facts[0]
    payments, value = _shares(fact)
    first, last = (Month.of(day) for day in found.window)
    return Own(
        facility_id=facility_id,
        window=found.window,
        payments=payments,
        value=value,
        targets=tuple(_targets(found, fact)),
        findings=tuple(
            one for one in rule_findings(found).values() if one.rule.sector is fact.sector
        ),
        cash_flows=tuple(largest_cash_flows(facility_id, Span(first, last), CASH_FLOWS_SHOWN)),
    )


def _shares(fact: FacilityFacts) -> tuple[Share, Share]:
    payments = value = rules.NOTHING
    for one in fact.months:
        payments += Share(one.cashless_count, one.whole_count)
        value += Share(one.cashless_vnd, one.vnd)
    return payments, value


def _targets(found: Ground, fact: FacilityFacts) -> list[OwnTarget]:
    return [
        OwnTarget(target, one)
        for target in found.plan.targets
        for looked_at, one in found.added(target)
        if looked_at is fact
    ]
