"""`thuphi plan check`: is this file a plan? Needs no database and no Django."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from thuphi.oversight.plans import explain, reading
from thuphi.oversight.plans.errors import PlanUnreadable
from thuphi.oversight.plans.rules import Plan

REFUSED = 2

app = typer.Typer(no_args_is_help=True, help="Plans: targets, tasks, duties to report.")

PlanFile = Annotated[Path, typer.Argument(help="A plan as a TOML file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(file: PlanFile, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Read a plan; exit 0 with what is in it, or 2 with all faults, each with line and key."""
    plan = read(file, as_json=as_json)
    if as_json:
        say({"file": str(file), "plan": plan.id, "counts": counts(plan), "faults": []})
        return
    typer.echo(f"✓ {plan.id}: {plan.title}")
    days = f"{explain.day(plan.from_on)} đến {explain.day(plan.until_on)}"
    typer.echo(f"  Thời gian: {days}")
    typer.echo("  " + ", ".join(f"{number} {COUNTED[key]}" for key, number in counts(plan).items()))


COUNTED = {
    "targets": "chỉ tiêu",
    "facility_rules": "yêu cầu đối với cơ sở",
    "tasks": "nhiệm vụ",
    "duties": "chế độ báo cáo",
    "agencies": "cơ quan",
    "legal_bases": "căn cứ",
}


def counts(plan: Plan) -> dict[str, int]:
    """How many of each thing a plan has."""
    return {
        "targets": len(plan.targets),
        "facility_rules": len(plan.facility_rules),
        "tasks": len(plan.tasks),
        "duties": len(plan.duties),
        "agencies": len(plan.agencies),
        "legal_bases": len(plan.legal_bases),
    }


def read(file: Path, *, as_json: bool = False) -> Plan:
    """The plan in a file; its faults are printed and the command ends with 2."""
    try:
        return reading.read_file(file)
    except OSError as error:
        reason = f"không mở được tệp ({error.strerror}); hãy xem lại đường dẫn"
        if as_json:
            say({"file": str(file), "plan": None, "faults": [fault_of(0, "", reason)]})
        typer.echo(f"✗ {file}: {reason}", err=True)
        raise typer.Exit(REFUSED) from error
    except PlanUnreadable as refused:
        tell(file, refused, as_json=as_json)
        raise typer.Exit(REFUSED) from refused


def tell(file: Path, refused: PlanUnreadable, *, as_json: bool) -> None:
    """Print what is wrong with a file: as JSON on the output, as sentences where errors go."""
    if as_json:
        faults = [fault_of(one.line, one.key, one.reason) for one in refused.faults]
        say({"file": str(file), "plan": None, "faults": faults})
        return
    for fault in refused.faults:
        typer.echo(f"✗ {file}: {fault}", err=True)
    typer.echo(f"{len(refused.faults)} lỗi; chưa dùng được kế hoạch này.", err=True)


def fault_of(line: int, key: str, reason: str) -> dict[str, int | str]:
    """A fault as programs read it."""
    return {"line": line, "key": key, "reason": reason}


def say(told: object) -> None:
    """Print as JSON, Vietnamese as it is."""
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
