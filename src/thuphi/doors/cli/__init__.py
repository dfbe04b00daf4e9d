"""The `thuphi` command. What needs no database starts without Django."""

from __future__ import annotations

import importlib
import sys

import typer

from . import channel, code, match, plan, qr, statement, town

LIGHT = {"qr", "code", "channel", "match", "demo", "up"}
"""Commands that need no Django in their own process."""
LIGHT_PARTS = {("plan", "check"), ("import", "preview"), ("statement", "read")}
"""Those of which only a part needs no database."""

light = typer.Typer(no_args_is_help=True, add_completion=False)
light.add_typer(qr.app, name="qr")
light.add_typer(code.app, name="code")
light.add_typer(channel.app, name="channel")
light.add_typer(plan.app, name="plan")
light.add_typer(statement.app, name="statement")
light.command()(match.match)
light.command()(town.demo)
light.command()(town.up)


def main() -> None:
    """Run the command line; the whole of it is loaded only when it is asked for."""
    if sys.argv[1:2] == ["import"]:
        # Its words come from Django's, which the others start without.
        sheet = importlib.import_module("thuphi.doors.cli.sheet")
        light.add_typer(sheet.app, name="import")
    if sys.argv[1:2] and (sys.argv[1] in LIGHT or tuple(sys.argv[1:3]) in LIGHT_PARTS):
        light()
    else:
        importlib.import_module("thuphi.doors.cli.whole").start()
