"""`thuphi ledger`: prove from the book alone that nothing under a seal was changed."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.periods.models import Seal
from thuphi.money.periods.queries import proof
from thuphi.money.periods.queries.proof import Fault, Proof
from thuphi.money.periods.rules import PeriodKind
from thuphi.registers.facilities.models import Facility

app = typer.Typer(no_args_is_help=True, help="Sổ cái: kiểm tra các kỳ đã khóa.")
console = Console()

WORDS = {
    Fault.GONE: "bút toán đã bị xóa khỏi sổ",
    Fault.CHANGED: "bút toán bị sửa sau khi niêm phong",
    Fault.MEMBERS: "số bút toán dưới niêm phong không còn đúng",
    Fault.BROKEN: "niêm phong, kỳ khóa sổ hoặc số liệu đã lưu bị sửa",
    Fault.CHAIN: "không nối với niêm phong trước",
}


@app.callback()
def ledger() -> None:
    """Sổ cái: kiểm tra các kỳ đã khóa."""


@app.command()
def verify(
    facility: Annotated[
        str, typer.Option(help="Code of one facility; all of them without it.")
    ] = "",
) -> None:
    """Count every seal again from the book. Exit 1 when one does not hold."""
    found = Facility.objects.in_bulk(proof.facilities())
    chosen = [one for one in found.values() if facility in ("", one.code)]
    if facility and not chosen:
        console.print(
            f"[red]✗[/] Không có đơn vị mã {facility} đã khóa sổ. Xem lại mã, hoặc khóa sổ trước."
        )
        raise typer.Exit(2)
    seals = [(one, seal) for one in chosen for seal in proof.seals(one.pk)]
    broken: set[tuple[int, int]] = set()
    transfers = 0
    with _progress() as progress:
        task = progress.add_task("Kiểm tra niêm phong", total=len(seals))
        for one, seal in seals:
            proved = proof.prove(seal)
            transfers += seal.transfers
            if not proved.holds:
                broken.add((one.pk, seal.number))
                progress.console.print(_told(one, proved), soft_wrap=True)
            progress.advance(task)
    missing = [
        (one, gone)
        for one in chosen
        for gone in proof.lost(one.pk)
        if (one.pk, gone.number) not in broken
    ]
    for one, gone in missing:
        what = "chưa từng có" if gone.number is None else f"số {gone.number} không còn"
        console.print(
            f"[red]✗[/] {one.code} {one.name}: niêm phong {what} của kỳ khóa đến {gone.until_on}",
            soft_wrap=True,
        )
    if broken or missing:
        console.print(
            f"[red]✗[/] {len(broken) + len(missing)} trên {len(seals) + len(missing)} niêm phong"
            " không còn nguyên."
        )
        raise typer.Exit(1)
    console.print(
        f"[green]✓[/] {len(seals)} niêm phong, {transfers} bút toán: nguyên như lúc khóa sổ."
    )


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True)


def _period(seal: Seal) -> str:
    closing = seal.closing
    match PeriodKind(closing.kind):
        case PeriodKind.MONTH:
            return f"tháng {closing.to_on:%m/%Y}"
        case PeriodKind.DAY if closing.from_on == closing.to_on:
            return f"ngày {closing.to_on:%d/%m/%Y}"
        case PeriodKind.DAY:
            return f"các ngày {closing.from_on:%d/%m/%Y} - {closing.to_on:%d/%m/%Y}"


def _told(facility: Facility, proved: Proof) -> str:
    seal = proved.seal
    closed = f"{seal.closing.closed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    lines = [
        f"[red]✗[/] {facility.code} {facility.name}: niêm phong số {seal.number}, "
        f"{_period(seal)}, khóa lúc {closed}"
    ]
    named = {Fault.GONE: proved.gone, Fault.CHANGED: proved.changed}
    for fault in proved.faults:
        ids = ", ".join(str(one) for one in named.get(fault, ()))
        lines.append(f"    {WORDS[fault]}{': ' + ids if ids else ''}")
    return "\n".join(lines)
