"""`thuphi statement`: what a file of a bank or provider says, without a database."""

from __future__ import annotations

import dataclasses
import enum
import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from thuphi.ground.kit import clock
from thuphi.ground.statements.contract import (
    ReadFile,
    ReadLine,
    ReadSettlement,
    ReadSettlementRow,
    ReadStatement,
    Unreadable,
)
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.reading import read as read_file

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Read files of banks and providers.",
)

REFUSED = 1
_INNER = frozenset({"lines", "rows"})


class Format(enum.StrEnum):
    """How it is printed."""

    JSON = "json"


@app.callback()
def statement() -> None:
    """Read files of banks and providers."""


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="camt, MT940, Excel (.xlsx) or CSV.")],
    form: Annotated[Format, typer.Option("--format", help="One JSON object a line.")] = Format.JSON,
) -> None:
    """Print what a file says as JSON lines; ends with 1 and its faults when it is refused."""
    del form
    try:
        content = file.read_bytes()
    except OSError as error:
        typer.echo(f"{file}: không mở được tệp.", err=True)
        raise typer.Exit(REFUSED) from error
    try:
        found = read_file(file.name, content, today=clock.today(clock.now()))
    except Unreadable as refused:
        for fault in refused.faults:
            _print("fault", {"place": fault.place, "reason": sentence(fault)})
        raise typer.Exit(REFUSED) from refused
    _print_file(found)


def _print_file(found: ReadFile) -> None:
    told = {"format": found.format, "profile": found.profile}
    for one in found.statements:
        _print("statement", {**told, **_facts(one)})
        for line in one.lines:
            _print("line", {"account": one.account, **_facts(line)})
    for settlement in found.settlements:
        _print("settlement", {**told, **_facts(settlement)})
        for row in settlement.rows:
            _print("settlement_row", {"settlement": settlement.reference, **_facts(row)})
    for note in found.notes:
        _print("note", {"place": note.place, "reason": sentence(note)})


def _facts(one: ReadStatement | ReadLine | ReadSettlement | ReadSettlementRow) -> dict[str, object]:
    facts: dict[str, object] = {}
    for member in dataclasses.fields(one):
        value = getattr(one, member.name)
        if member.name == "kind":
            # The first member of each object is a kind of its own.
            facts["statement_kind" if isinstance(one, ReadStatement) else "row_kind"] = value
        elif member.name in _INNER:
            facts[member.name] = len(value)
        elif isinstance(value, date | datetime):
            facts[member.name] = value.isoformat()
        elif member.name == "raw":
            facts[member.name] = dict(value)
        else:
            facts[member.name] = value
    return facts


def _print(kind: str, facts: dict[str, object]) -> None:
    typer.echo(json.dumps({"kind": kind, **facts}, ensure_ascii=False))
