"""`thuphi ledger export`: the whole book of a facility in a file, for a tool that is not ours."""

from __future__ import annotations

import enum
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from thuphi.doors.web.desk import accounts_journal, accounts_words
from thuphi.money.accounts.queries import ledger
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.rules import Span
from thuphi.money.reconciliation.rules import BooksBy
from thuphi.registers.facilities.models import Facility

REFUSED = 2
TOLD_EVERY = 1_000
"""The bar moves once for so many transfers."""


class ExportFormat(enum.StrEnum):
    """What the file is."""

    BEANCOUNT = "beancount"
    CSV = "csv"
    XLSX = "xlsx"


class CountsBy(enum.StrEnum):
    """By which day money counts."""

    PAID = BooksBy.PAID.value
    ARRIVED = BooksBy.ARRIVED.value


def export(
    facility: Annotated[str, typer.Option("--facility", help="The facility's code.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it.")],
    form: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.BEANCOUNT,
    from_on: Annotated[str, typer.Option("--from", help="First day, as 2026-09-05.")] = "",
    until_on: Annotated[str, typer.Option("--to", help="Last day, included.")] = "",
    by: Annotated[
        CountsBy, typer.Option("--by", help="Money counts on the day it was paid, or arrived.")
    ] = CountsBy.PAID,
) -> None:
    """Write every transfer of a facility as beancount text, CSV or a workbook."""
    console = Console(stderr=True)
    found = Facility.objects.filter(code=facility).first()
    if found is None:
        _refuse(console, f"Không có đơn vị nào mã “{facility}”. Kiểm tra lại mã đơn vị.")
    span = Span(_day(console, "--from", from_on), _day(console, "--to", until_on))
    if span.from_on and span.until_on and span.until_on < span.from_on:
        _refuse(console, "--to phải sau hoặc trùng --from.")
    asked = Asked(facility_id=found.pk, by=BooksBy(by.value), span=span)
    half = output.with_name(f".{output.name}.part")
    try:
        number = _write(console, asked, form, half, title=found.name)
        half.replace(output)
    except OSError as error:
        _refuse(console, f"Không ghi được {output}: {error.strerror}. Chọn nơi khác bằng -o.")
    finally:
        half.unlink(missing_ok=True)
    console.print(f"[green]✓[/] {number} bút toán, ghi vào {output}", soft_wrap=True)


def _refuse(console: Console, why: str) -> NoReturn:
    console.print(f"[red]✗[/] {why}", soft_wrap=True)
    raise typer.Exit(REFUSED)


def _day(console: Console, option: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(console, f"{option}: “{text}” không phải một ngày. Gõ như 2026-09-05.")


def _write(console: Console, asked: Asked, form: ExportFormat, file: Path, *, title: str) -> int:
    """Write the book with a bar; returns how many transfers."""
    number = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        file.open("wb") as opened,
        ledger.one_instant(),
        translation.override("vi"),
        Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress,
    ):
        task = progress.add_task("Đang xuất sổ", total=ledger.count(asked))

        def told() -> None:
            nonlocal number
            number += 1
            if number % TOLD_EVERY == 0:
                progress.update(task, completed=number)

        lines = [
            title,
            accounts_words.span(asked.span),
            f"{accounts_words.BY[asked.by]}. {accounts_words.BY_MEANS[asked.by]}",
        ]
        accounts_journal.write(asked, form.value, opened, lines, told)
    return number
