"""The `thuphi` command. What needs no database starts without Django."""

from __future__ import annotations

import importlib
import sys

import typer

from . import channel, code, qr, town

LIGHT = {"qr", "code", "channel", "demo", "up"}
"""Commands that need no Django in their own process."""

light = typer.Typer(no_args_is_help=True, add_completion=False)
light.add_typer(qr.app, name="qr")
light.add_typer(code.app, name="code")
light.add_typer(channel.app, name="channel")
light.command()(town.demo)
light.command()(town.up)


def main() -> None:
    """Run the command line; the whole of it is loaded only when it is asked for."""
    if len(sys.argv) > 1 and sys.argv[1] in LIGHT:
        light()
    else:
        importlib.import_module("thuphi.doors.cli.whole").start()
