"""`thuphi import`: a school's workbook in, with what it would do shown first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from thuphi.ground.kit import clock, money
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.errors import RunNameTaken
from thuphi.money.bills.workbook import actions, errors, queries
from thuphi.money.bills.workbook.previews import Preview
from thuphi.money.bills.workbook.sealing import BYTES_MAX
from thuphi.money.bills.workbook.template import write_workbook
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.errors import FacilityNotFound
from thuphi.registers.facilities.models import Facility

from . import sheet

app = typer.Typer(no_args_is_help=True, help="Bring a school's workbook in.")
app.command()(sheet.preview)

REFUSED = 2

FacilityCode = Annotated[str, typer.Option("--facility", help="The facility's code.")]
Year = Annotated[str, typer.Option("--school-year", help="2026-2027; this year when not said.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"])]


@app.command()
def template(facility: FacilityCode, output: Path, year: Year = "") -> None:
    """Write the empty workbook of a facility and school year."""
    where = _facility(facility)
    of_year = _year(year)
    output.write_bytes(
        write_workbook(
            facility_name=where.name,
            school_year=of_year,
            items=queries.offered_items(where.pk, of_year),
        )
    )
    Console().print(f"Đã ghi tệp mẫu: {output}", soft_wrap=True)


@app.command()
def pupils(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    facility: FacilityCode,
    year: Year = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="Write it.")] = False,  # noqa: FBT002
    run_name: Annotated[str, typer.Option(help="The collection run's name.")] = "",
    reason: Annotated[str, typer.Option(help="What families read; the name when not said.")] = "",
    opens: Day = None,
    due: Day = None,
    allows_part: Annotated[bool, typer.Option("--allows-part")] = False,  # noqa: FBT002
) -> None:
    """Show what a workbook would do; with --confirm do all of it, or nothing. Exit 2 on faults."""
    console = Console()
    at = clock.now()
    where = _facility(facility)
    workbook = _bytes(file)
    of_year = _year(year)
    try:
        with _bar("Đọc") as progress:
            preview = queries.preview(
                by=SYSTEM,
                facility_id=where.pk,
                school_year=of_year,
                workbook=workbook,
                progress=progress,
            )
    except errors.FileRefused as refused:
        raise _refuse(refused.reason) from refused
    if not preview.is_clean:
        _print_faults(console, preview)
        raise typer.Exit(REFUSED)
    _print_preview(console, where, preview)
    if not confirm:
        console.print("Chưa ghi gì. Thêm --confirm để ghi.")
        return
    plan = None
    if preview.charges:
        plan = _plan(
            run_name, reason, of_year, opens, due, clock.today(at), allows_part=allows_part
        )
    _carry_out(console, where, preview, workbook, plan, at)


def _carry_out(
    console: Console,
    where: Facility,
    preview: Preview,
    workbook: bytes,
    plan: RunPlan | None,
    at: datetime,
) -> None:
    try:
        with _bar("Ghi") as progress:
            done = actions.confirm(
                by=SYSTEM,
                facility_id=where.pk,
                school_year=preview.school_year,
                workbook=workbook,
                digest=preview.digest,
                plan=plan,
                at=at,
                progress=progress,
            )
    except RunNameTaken as taken:
        raise _refuse("Đã có đợt thu tên này. Chưa ghi gì.") from taken
    except (errors.PreviewIsStale, errors.WorkbookHasFaults) as stale:
        raise _refuse("Danh bạ vừa thay đổi: xem trước lại. Chưa ghi gì.") from stale
    run = "" if done.run_id is None else f" Đợt thu số {done.run_id}, bản nháp."
    console.print(
        f"Đã ghi {_count(done.created)} học sinh mới, {_count(done.updated)} thay đổi,"
        f" {_count(done.charges)} khoản, {money.dong(done.total_vnd)}.{run}",
        soft_wrap=True,
    )


def _plan(
    name: str,
    reason: str,
    of_year: str,
    opens: datetime | None,
    due: datetime | None,
    today: date,
    *,
    allows_part: bool,
) -> RunPlan:
    if not name.strip() or due is None:
        raise _refuse("Tệp có khoản thu: cần --run-name và --due. Chưa ghi gì.")
    opens_on = opens.date() if opens else today
    if due.date() < opens_on:
        raise _refuse("Hạn nộp phải từ ngày bắt đầu thu trở đi. Chưa ghi gì.")
    return RunPlan(
        name=name.strip(),
        reason=reason.strip() or name.strip(),
        school_year=of_year,
        opens_on=opens_on,
        due_on=due.date(),
        allows_part=allows_part,
    )


def _facility(code: str) -> Facility:
    try:
        return facilities.facility_by_code(code)
    except FacilityNotFound as missing:
        raise _refuse(f"Không có đơn vị mã {code}.") from missing


def _year(asked: str) -> str:
    year = asked or school_year(clock.today(clock.now()))
    first, dash, second = year.partition("-")
    if not (dash and first.isdigit() and second.isdigit() and int(second) == int(first) + 1):
        raise _refuse("Năm học gồm hai năm liền nhau, ví dụ 2026-2027.")
    return year


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > BYTES_MAX:
        raise _refuse(f"Tệp lớn hơn {BYTES_MAX // 1_000_000} MB.")
    return file.read_bytes()


def _refuse(reason: str) -> typer.Exit:
    Console(stderr=True).print(reason, style="red", markup=False, soft_wrap=True)
    return typer.Exit(REFUSED)


@contextmanager
def _bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal that is told (done, expected)."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, expected: progress.update(task, completed=done, total=expected)


def _print_faults(console: Console, preview: Preview) -> None:
    table = Table(title=f"{_count(preview.fault_count)} chỗ cần sửa; chưa ghi gì")
    table.add_column("Trang tính")
    table.add_column("Dòng", justify="right")
    table.add_column("Cột")
    table.add_column("Cần sửa", overflow="fold")
    for fault in preview.faults:
        row = str(fault.row) if fault.row else "-"
        table.add_row(*(_plain(one) for one in (fault.sheet, row, fault.column, fault.reason)))
    console.print(table)
    if preview.faults_not_shown:
        console.print(f"Còn {_count(preview.faults_not_shown)} chỗ nữa không liệt kê.")


def _print_preview(console: Console, where: Facility, preview: Preview) -> None:
    console.print(
        _plain(
            f"{where.name}, năm học {preview.school_year}: {_count(preview.pupils_new)} học sinh"
            f" mới, {_count(preview.pupils_changed)} thay đổi, {_count(preview.pupils_same)}"
            " giữ nguyên."
        ),
        soft_wrap=True,
    )
    table = Table()
    for title in ("Khoản thu", "Học sinh", "Số lượng", "Thành tiền"):
        table.add_column(title, justify="left" if title == "Khoản thu" else "right")
    for item in preview.items:
        table.add_row(
            _plain(f"{item.code} · {item.name}"),
            _count(item.pupils),
            _count(item.quantity),
            money.dong(item.total_vnd),
        )
    table.add_row("Cộng", _count(preview.billed), "", money.dong(preview.total_vnd))
    console.print(table)


def _plain(text: str) -> str:
    """A school's own words are not markup of ours."""
    return text.replace("[", r"\[")


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
