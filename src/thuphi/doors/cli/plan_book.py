"""`thuphi plan list`, `adopt`, `verdicts`: plans in force here, and where they stand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.indicators.queries import verdicts as figures
from thuphi.oversight.plans import actions, queries
from thuphi.oversight.plans.errors import PlanNotFound
from thuphi.oversight.plans.rules import Plan
from thuphi.registers.places.models import Place

from . import plan as book
from .plan import REFUSED, AsJson, PlanFile, counts, read, say

app = typer.Typer(no_args_is_help=True, help="Plans: targets, tasks, duties to report.")
app.command()(book.check)


@app.command("list")
def list_plans(as_json: AsJson = False) -> None:  # noqa: FBT002
    """All plans in force here: those shipped, and those adopted in front of them."""
    for_programs = []
    for plan in queries.plans():
        adopted = queries.adoptions(plan.id)
        adopted_at = adopted[0].adopted_at.isoformat() if adopted else None
        for_programs.append({"plan": plan.id, "title": plan.title, "counts": counts(plan),
                             "adopted_at": adopted_at})  # fmt: skip
        if not as_json:
            numbers = f"{len(plan.targets)} chỉ tiêu, {len(plan.tasks)} nhiệm vụ"
            typer.echo(f"{plan.id:12} {numbers:26} {plan.title}")
    if as_json:
        say(for_programs)


@app.command()
def adopt(file: PlanFile) -> None:
    """Put a plan into force here. An earlier text of it stays on record."""
    read(file)
    adopted = actions.adopt(by=SYSTEM, text=file.read_text(encoding="utf-8"), at=clock.now())
    typer.echo(
        f"✓ {adopted.plan_id}: có hiệu lực từ {clock.today(adopted.adopted_at):%d/%m/%Y};"
        f" SHA-256 {adopted.sha256}"
    )


@app.command()
def verdicts(
    plan: Annotated[str, typer.Argument(help="A plan's id, or a TOML file.")],
    as_of: Annotated[
        datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="By the end of this day.")
    ],
    place: Annotated[
        int | None,
        typer.Option(
            "--place",
            help="Below this unit, by its id of 14 digits, and not in the plan's province.",
        ),
    ] = None,
) -> None:
    """Print where each target stands on a day, as a JSON list."""
    chosen, day = _plan(plan), as_of.date()
    where = queries.province_of(chosen, day) if place is None else _place(place)
    told = standing(chosen, where, day)
    if where is not None and not any(one["whole"] for one in told):
        typer.echo(f"Chưa có số liệu nào ở {where.full_name} ({where.reference}).", err=True)
    say(told)


def standing(plan: Plan, place: Place | None, as_of: date) -> list[dict[str, str | int]]:
    """Each target of a plan with its figure and its state."""
    ground = figures.ground(plan=plan, place=place, as_of=as_of)
    return [
        {
            "target": one.target.id,
            "indicator": one.target.indicator.value,
            "part": one.figure.part,
            "whole": one.figure.whole,
            "comparator": one.target.comparator.value,
            "goal": one.target.goal,
            "state": one.state.value,
        }
        for one in figures.verdicts(ground)
    ]


def _plan(named: str) -> Plan:
    file = Path(named)
    if file.suffix == ".toml" or file.is_file():
        return book.read(file)
    try:
        return queries.plan(named)
    except PlanNotFound:
        known = ", ".join(one.id for one in queries.plans())
        typer.echo(f"✗ Không có kế hoạch '{named}'; các kế hoạch đang có: {known}", err=True)
        raise typer.Exit(REFUSED) from None


def _place(id: int) -> Place:
    found = Place.objects.filter(pk=id).first()
    if found is None:
        typer.echo(f"✗ Không có đơn vị hành chính mang số {id}.", err=True)
        raise typer.Exit(REFUSED)
    return found
