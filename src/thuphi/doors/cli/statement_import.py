"""`thuphi statement import`: take a file of a bank or provider in, match it, tell the outcome."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from thuphi.doors.web.desk.reconcile_words import OUTCOMES
from thuphi.ground.kit import clock, money
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.contract import ReadFile, Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.queries import outcomes
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements import actions, errors, queries, settlements
from thuphi.money.statements.actions import Taken
from thuphi.money.statements.gaps import Gap, GapKind
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.errors import FacilityNotFound

REFUSED = 1
NO_SUCH = 2


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    facility: Annotated[str, typer.Option("--facility", help="The facility's code.")],
    profile: Annotated[
        str, typer.Option("--profile", help="Read a sheet by this column profile alone.")
    ] = "",
) -> None:
    """Take a file in, whole or not at all, match its lines, and print what they came to."""
    console = Console()
    try:
        facility_id = facilities.facility_by_code(facility).pk
    except FacilityNotFound as error:
        raise _no_such(console, f"Không có đơn vị nào mã “{facility}”.") from error
    profiles = {one.name: one.pk for one in queries.profiles(facility_id)}
    if profile and profile not in profiles:
        raise _no_such(console, f"Đơn vị không có mẫu cột nào tên “{profile}”.")
    content, at = file.read_bytes(), clock.now()
    try:
        read = actions.read_file(
            facility_id=facility_id, name=file.name, content=content,
            profile_id=profiles.get(profile), at=at,
        )  # fmt: skip
        if read.settlements and not read.statements:
            _take_settlements(console, facility_id, file.name, content, at)
        else:
            _take_statements(console, facility_id, file.name, content, read, at)
    except (errors.StatementRefused, Unreadable) as refused:
        for fault in refused.faults:
            console.print(f"[red]✗[/] {sentence(fault)}", soft_wrap=True)
        raise typer.Exit(REFUSED) from refused
    except errors.AccountNotOurs as refused:
        console.print(
            f"[red]✗[/] Tài khoản {refused.account} không phải của đơn vị {facility}:"
            " chọn đúng đơn vị, hoặc duyệt tài khoản này trước.",
            soft_wrap=True,
        )
        raise typer.Exit(REFUSED) from refused
    except settlements.SettlementRefused as refused:
        console.print(f"[red]✗[/] {refused}", soft_wrap=True)
        raise typer.Exit(REFUSED) from refused
    except errors.NoStatements as refused:
        console.print("[red]✗[/] Tệp không chứa sao kê nào.")
        raise typer.Exit(REFUSED) from refused
    _match(console, facility_id, at)


def _no_such(console: Console, words: str) -> typer.Exit:
    console.print(f"[red]✗[/] {words}", soft_wrap=True)
    return typer.Exit(NO_SUCH)


def _take_settlements(
    console: Console, facility_id: int, name: str, content: bytes, at: datetime
) -> None:
    taken = settlements.take_settlements(
        by=SYSTEM, facility_id=facility_id, name=name, content=content, at=at
    )
    if taken.is_known:
        console.print("Tệp này đã nhập rồi; không ghi gì thêm.")
        return
    console.print(
        f"Đã nhập {len(taken.settlements)} lần quyết toán, {taken.new_rows} dòng mới"
        f" trên {taken.rows}."
    )


def _take_statements(
    console: Console, facility_id: int, name: str, content: bytes, read: ReadFile, at: datetime
) -> None:
    taken = actions.take_read(
        by=SYSTEM, facility_id=facility_id, name=name, content=content, read=read, at=at
    )
    if taken.is_known:
        console.print("Tệp này đã nhập rồi; không ghi gì thêm.")
        return
    days = [one.from_on for one in read.statements] + [one.to_on for one in read.statements]
    console.print(
        f"Đã nhập {taken.lines} dòng, {taken.new_lines} dòng mới,"
        f" {taken.confirmed_lines} dòng đã có từ trước"
        f" ({min(days):%d/%m/%Y} - {max(days):%d/%m/%Y})."
    )
    _warn(console, taken)


def _warn(console: Console, taken: Taken) -> None:
    if taken.repeats:
        console.print(f"[yellow]![/] {taken.repeats} sao kê đã có số này từ trước.")
    for gap in taken.gaps:
        console.print(f"[yellow]![/] {_words(gap)}", soft_wrap=True)


def _words(gap: Gap) -> str:
    between = f"giữa {gap.after_on:%d/%m/%Y} và {gap.before_on:%d/%m/%Y}"
    if gap.kind is GapKind.NUMBER and gap.missing is not None:
        first, last = gap.missing
        numbers = f"số {first}" if first == last else f"số {first} đến {last}"
        return f"Tài khoản {gap.account}: thiếu sao kê {numbers}, {between}."
    closed, opened = money.dong(gap.closed_vnd or 0), money.dong(gap.opened_vnd or 0)
    return (
        f"Tài khoản {gap.account}: số dư cuối {closed} không nối với số dư đầu {opened}, {between}."
    )


def _match(console: Console, facility_id: int, at: datetime) -> None:
    """Match everything of the facility that is due, with a bar while it takes long."""
    done: Counter[Outcome] = Counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("Đang đối soát", total=outcomes.waiting(facility_id))
        while batch := reconciling.reconcile(facility_id=facility_id, at=at):
            done += batch
            progress.advance(task, batch.total())
    if not done:
        console.print("Không có dòng nào chờ đối soát.")
        return
    table = Table(title="Kết quả đối soát")
    table.add_column("Kết quả")
    table.add_column("Số dòng", justify="right")
    for outcome in Outcome:
        if done[outcome]:
            table.add_row(str(OUTCOMES[outcome].word), str(done[outcome]))
    console.print(table)
