"""Write docs/indicators.md: each target of the shipped plans with its formula."""

from __future__ import annotations

from pathlib import Path

from thuphi.oversight.plans import explain
from thuphi.oversight.plans.rules import Comparator, FacilityRule, Modality, Plan, Target
from thuphi.oversight.plans.shelf import shipped

PAGE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"
BEGINNING = """# Chỉ tiêu (targets and their formulas)

{targets} chỉ tiêu của {plans} kế hoạch, viết ra từ `src/thuphi/oversight/plans/profiles/*.toml`;
`make schema` viết lại trang này. (Every target of the shipped plans, written from the profiles; do
not edit by hand.)

How to read a formula. A share is two whole numbers, the part (tử số) and the whole (mẫu số), and is
never divided to decide: *at least 50 %* holds when 100 × part ≥ 50 × whole, *above 50 %* when
100 × part > 50 × whole. Without a whole there is no verdict. A percentage that is shown is cut, not
rounded up. What we collect is counted from bookings; facilities that collect with other software
declare by month. Each figure says which share of its whole is booked, declared or missing.

A binding target that is missed is a breach (không đạt); what a plan strives for or tries out is
only not reached (chưa đạt). Where a plan leaves something open, the last line of a target says how
it is read here, and each plan ends with its own open points.
"""
BINDING = {
    Modality.STATED: "binding: stated",
    Modality.MINIMUM: "binding: minimum",
    Modality.STRIVE: "strive",
    Modality.PILOT: "pilot",
}
SIGNS = {Comparator.AT_LEAST: "≥", Comparator.ABOVE: ">"}
NOT_WRITTEN = "không ghi (none written)"


def page() -> str:
    """The whole page."""
    plans = shipped()
    targets = sum(len(plan.targets) for plan in plans)
    parts = [BEGINNING.format(targets=targets, plans=len(plans)), _table(plans)]
    parts += [_plan(plan) for plan in plans]
    return "\n".join(parts)


def _table(plans: tuple[Plan, ...]) -> str:
    rows = [
        "## Một trang (at a glance)\n",
        "| | lĩnh vực | chỉ số (indicator) | mức | hạn | loại |",
    ]
    rows.append("|---|---|---|---|---|---|")
    for plan in plans:
        for one in plan.targets:
            goal = f"{SIGNS[one.comparator]} {one.goal} %"
            cells = (
                f"[{one.id}](#{one.id.lower()})",
                explain.SECTORS[one.sector],
                f"`{one.indicator.value}`",
                goal,
                explain.day(one.due_on),
                BINDING[one.modality],
            )
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _plan(plan: Plan) -> str:
    lines = [f"## {plan.id}\n", f"{plan.title}.\n"]
    days = f"{explain.day(plan.from_on)} - {explain.day(plan.until_on)}"
    lines.append(f"- Thời gian (period): {days}")
    lines += [f"- Căn cứ (legal basis): {explain.citation(one)}." for one in plan.legal_bases]
    lines.append("")
    lines += [_target(plan, one) for one in plan.targets]
    if plan.facility_rules:
        lines.append(f"### {plan.id}: yêu cầu đối với từng cơ sở (rules for each facility)\n")
        lines += [_rule(one) for one in plan.facility_rules]
        lines.append("")
    if plan.ambiguities:
        lines.append(f"### {plan.id}: điểm chưa rõ và cách đọc (open points)\n")
        lines += [f"- {one}" for one in plan.ambiguities]
        lines.append("")
    return "\n".join(lines)


def _target(plan: Plan, target: Target) -> str:
    told = explain.explain(plan, target)
    written = target.comparator_as_written
    sign = f"{SIGNS[target.comparator]} {target.goal} %"
    rows = [
        f"### {target.id}\n",
        f"> {target.text}\n",
        f"- Tử số (part): {told.counted}",
        f"- Mẫu số (whole): {told.over}",
        f"- Phạm vi (scope): {told.where}",
        f"- So sánh (comparator): viết: {f'“{written}”' if written else NOT_WRITTEN};"
        f" xét: {told.compared}; part / whole {sign}",
        f"- Hạn (due): {told.due}",
        f"- Mức độ (modality): {explain.MODALITIES[target.modality]} ({BINDING[target.modality]})",
        f"- Cơ sở tính (basis): {explain.BASES[target.indicator.basis]},"
        f" `{target.indicator.value}`",
        f"- Dẫn chiếu (reference): {target.reference}",
    ]
    if told.reading:
        rows.append(f"- Cách đọc (reading): {told.reading}")
    return "\n".join(rows) + "\n"


def _rule(rule: FacilityRule) -> str:
    note = f" {rule.note}" if rule.note else ""
    return f"- **{rule.id}** ({explain.SECTORS[rule.sector]}, {rule.reference}): {rule.text}{note}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
