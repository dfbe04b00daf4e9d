"""`thuphi code`: write and read bill codes, without any key."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from thuphi.ground.kit import billcode

app = typer.Typer(no_args_is_help=True, help="Write and read bill codes.")

MISREAD = 2


@app.command()
def encode(
    number: Annotated[int, typer.Argument(help="A data number from 0 to 2^40 - 1.")],
) -> None:
    """Print the bill code of a data number."""
    try:
        typer.echo(billcode.encode(number))
    except billcode.NumberOutOfRange as refusal:
        typer.echo(f"{number} is not between 0 and 2^40 - 1", err=True)
        raise typer.Exit(MISREAD) from refusal


@app.command()
def decode(text: Annotated[str, typer.Argument(help="A code, or a text that has one.")]) -> None:
    """Print the code in a text as JSON, with its data number and whether it was corrected."""
    try:
        decoded = _read(text)
    except billcode.NotABillCode as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(MISREAD) from refusal
    typer.echo(json.dumps(decoded._asdict()))


def _read(text: str) -> billcode.Decoded:
    """A code that stands alone is read most willingly; otherwise the best one within the text."""
    try:
        return billcode.decode(text)
    except billcode.NotABillCode:
        found = billcode.find(text)
        if not found:
            raise
        return found[0]
