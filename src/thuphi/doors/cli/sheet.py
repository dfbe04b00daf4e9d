"""`thuphi import preview`: what a school's own sheet says, read without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.sealing import BYTES_MAX
from thuphi.money.sheets.found import Fault, Found, Pupil
from thuphi.money.sheets.reading import read

app = typer.Typer(no_args_is_help=True, help="Read a school's own sheet.")

REFUSED = 2


@app.callback()
def _group() -> None:
    """Read a school's own sheet."""


@app.command()
def preview(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV, as the school has it.")],
) -> None:
    """Print what a school's own sheet says as JSON; exit 2 when it cannot be read at all."""
    if not settings.configured:
        # Faults are told in the words of the house, which are Vietnamese; no catalogue is asked.
        settings.configure(USE_I18N=False)
    try:
        found = read(_bytes(file), file_name=file.name)
    except FileRefused as refused:
        typer.echo(refused.reason, err=True)
        raise typer.Exit(REFUSED) from refused
    typer.echo(json.dumps(to_json(found), ensure_ascii=False))


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > BYTES_MAX:
            raise FileRefused(f"Tệp lớn hơn {BYTES_MAX // 1_000_000} MB: tách thành nhiều tệp.")
        return file.read_bytes()
    except OSError as error:
        raise FileRefused(f"Không mở được tệp {file.name}.") from error


def to_json(found: Found) -> dict[str, object]:
    """What was found, as other programs read it."""
    return {
        "rows": [_row(pupil) for pupil in found.pupils],
        "faults": [_fault(fault) for fault in found.told()],
        "total_vnd": found.total_vnd,
    }


def _row(pupil: Pupil) -> dict[str, object]:
    return {
        "pupil_code": pupil.code,
        "pupil_name": pupil.name,
        "class": pupil.class_name,
        "phone": pupil.phone,
        "charges": [{"item": one.item, "amount_vnd": one.amount_vnd} for one in pupil.charges],
    }


def _fault(fault: Fault) -> dict[str, object]:
    reason = f"cột “{fault.head}”: {fault.reason}" if fault.head else fault.reason
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "reason": reason,
    }
