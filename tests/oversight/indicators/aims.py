"""Targets and plans for the tests of figures, said in few words."""

from __future__ import annotations

from datetime import date

from thuphi.oversight.plans.rules import (
    Comparator,
    FacilityRule,
    Indicator,
    Modality,
    Plan,
    PlanDocument,
    Scope,
    Sector,
    Target,
    UrbanDefinition,
)

FROM_ON, UNTIL_ON = date(2026, 1, 1), date(2026, 12, 31)


def target(
    indicator: Indicator,
    *,
    id: str = "",
    sector: Sector = Sector.EDUCATION,
    comparator: Comparator = Comparator.AT_LEAST,
    goal: int = 50,
    due_on: date = UNTIL_ON,
    scope: Scope | None = None,
    modality: Modality = Modality.STATED,
) -> Target:
    """A target that is called as its indicator unless told otherwise."""
    return Target(
        id=id or indicator.value,
        sector=sector,
        indicator=indicator,
        comparator=comparator,
        goal=goal,
        due_on=due_on,
        scope=scope or Scope(),
        modality=modality,
        text="",
        reference="",
    )


def plan(
    *targets: Target,
    from_on: date = FROM_ON,
    until_on: date = UNTIL_ON,
    rules: tuple[FacilityRule, ...] = (),
    urban: tuple[UrbanDefinition, ...] = (),
) -> Plan:
    """A plan of these targets."""
    return Plan(
        id="TEST",
        title="Kế hoạch thử",
        kind="provincial_plan",
        issuer="UBND_TINH",
        province=None,
        document=PlanDocument(),
        from_on=from_on,
        until_on=until_on,
        targets=targets,
        facility_rules=rules,
        urban=urban,
    )


def every_indicator() -> tuple[Target, ...]:
    """One target of each indicator; hospital fees look at health facilities."""
    return tuple(
        target(
            one,
            sector=Sector.HEALTH
            if one is Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE
            else Sector.EDUCATION,
            scope=Scope(curriculum_level="primary")
            if one is Indicator.ONLINE_CURRICULUM_SHARE
            else None,
        )
        for one in Indicator
    )
