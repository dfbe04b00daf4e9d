"""`thuphi synth`: a whole invented province in published sizes, to measure and to look at.

The same words give the same rows. It fills an empty database only, unless told to add to one.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Annotated

import psycopg
import typer
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from thuphi.ground.kit.clock import VIETNAM, today
from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import checking, declaring, loading, offices, planning, registering
from .planning import Posture, Request
from .sizes import PROVINCES

console = Console()


class SynthRefused(Exception):
    """What was asked for cannot be built; its words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, in numbers."""

    facilities: int
    bills: int
    payments: int
    rows: int
    seconds: int
    logins: list[offices.Login]


def request(
    province: str, months: int, scale: str, seed: int, payments: int | None, until: str | None
) -> Request:
    """What was asked for on the command line. Raises `SynthRefused`."""
    if province not in PROVINCES:
        raise SynthRefused(f"Không có tỉnh “{province}”. Chọn một trong: {', '.join(PROVINCES)}.")
    try:
        part = Fraction(scale)
    except (ValueError, ZeroDivisionError):
        part = Fraction(0)
    if not 0 < part <= 2:
        raise SynthRefused(
            f"Tỷ lệ “{scale}” không đọc được. Ghi một số lớn hơn 0, đến 2, ví dụ 0.05."
        )
    if not 1 <= months <= 60:
        raise SynthRefused("Số tháng phải từ 1 đến 60.")
    try:
        last = Month.parse(until) if until else _month_before(today(datetime.now(UTC)))
    except NotAMonth:
        raise SynthRefused(f"Tháng cuối “{until}” phải viết như 2026-10.") from None
    span = [last]
    for _ in range(months - 1):
        span.insert(0, _month_before(span[0].first_day_on))
    return Request(PROVINCES[province], tuple(span), part, seed, payments)


def build(asked: Request, *, add: bool = False, quiet: bool = True) -> Built:
    """Build it. Raises `SynthRefused`, `psycopg.errors.InsufficientPrivilege`."""
    if Facility.objects.exists() and not add:
        raise SynthRefused(
            "Cơ sở dữ liệu này đã có cơ sở. Dùng một cơ sở dữ liệu trống, hoặc thêm --add."
        )
    began = time.monotonic_ns()
    first_on = asked.months[0].first_day_on
    at = datetime(first_on.year, first_on.month, first_on.day, 8, tzinfo=VIETNAM)
    province, communes = land(asked)
    plan = planning.plan(asked, communes)
    if Facility.objects.filter(code__in=[one.code for one in plan]).exists():
        raise SynthRefused("Tỉnh này đã được dựng ở đây. Chọn tỉnh khác hoặc cơ sở dữ liệu khác.")
    officials, logins = offices.found(province, at, password=_password)
    address = _address()
    people = sum(one.people for one in plan if one.posture is Posture.BILLS)
    with (
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), disable=quiet, transient=True, console=console,
        ) as progress,
        loading.connect(address) as line,
    ):  # fmt: skip
        task = progress.add_task("Dựng tỉnh", total=people * (len(asked.months) + 1))
        found = registering.register(line, plan, asked.months, officials, at=at)
        loaded = loading.load(
            address, found, asked.months, asked.seed,
            done=lambda count: progress.advance(task, count),
        )  # fmt: skip
        rows = loaded.rows + declaring.declare(line, found, asked.months, officials, asked.seed)
        progress.update(task, description="Cộng dồn")
        loading.finish(line, found[0].id)
        progress.update(task, description="Kiểm tra")
        if strays := checking.strays(line):
            raise SynthRefused(f"Dựng sai, hãy báo lỗi này: {strays}")
    seconds = (time.monotonic_ns() - began) // 1_000_000_000
    return Built(len(found), loaded.bills, loaded.payments, rows, max(seconds, 1), logins)


def synth(
    province: Annotated[str, typer.Option(help="thanh-hoa, bac-ninh, hung-yen, an-giang")],
    months: Annotated[int, typer.Option(help="Months of bills and payments.")] = 12,
    scale: Annotated[str, typer.Option(help="Which part of the province: 0.05 is a 20th.")] = "1",
    seed: Annotated[int, typer.Option(help="The same seed builds the same rows.", min=0)] = 1,
    payments: Annotated[
        int | None, typer.Option(help="About so many payments, in the same facilities.", min=1)
    ] = None,
    until: Annotated[str | None, typer.Option(help="The last month, as 2026-10.")] = None,
    add: Annotated[  # noqa: FBT002
        bool, typer.Option("--add", help="Add to a database that holds facilities already.")
    ] = False,
) -> None:
    """Fill an empty database with an invented province in published sizes."""
    try:
        asked = request(province, months, scale, seed, payments, until)
        built = build(asked, add=add, quiet=False)
    except SynthRefused as refusal:
        console.print(f"[red]✗[/] {refusal}")
        raise typer.Exit(2) from refusal
    except psycopg.errors.InsufficientPrivilege as error:
        console.print("[red]✗[/] Cần nối với tư cách chủ của máy chủ dữ liệu (superuser).")
        raise typer.Exit(2) from error
    console.print(
        f"[green]✓[/] {asked.province.name}: {built.facilities} cơ sở, {built.bills} khoản thu, "
        f"{built.payments} lần nộp; {built.rows} dòng trong {built.seconds} giây "
        f"({built.rows // built.seconds} dòng/giây)."
    )
    for login in built.logins:
        console.print(f"  {login.who}: {login.username} / {login.password}")


def land(asked: Request) -> tuple[Place, list[Place]]:
    """The province of the last month, and the communes that lay in it in the first."""
    first_on, last_on = asked.months[0].first_day_on, asked.months[-1].first_day_on
    province = places.place_on(code=asked.province.code, level=PlaceLevel.PROVINCE, on=last_on)
    before = [province] if first_on in province.valid else places.forebears(province, first_on)
    return province, [one for old in before for one in places.communes(old, first_on)]


def _month_before(day: date) -> Month:
    return Month(day.year - (day.month == 1), (day.month + 10) % 12 + 1)


def _password() -> str:
    return secrets.token_urlsafe(9)


def _address() -> dict[str, object]:
    """How a connection of our own reaches this database."""
    parameters: dict[str, object] = dict(connection.get_connection_params())
    for ours in ("cursor_factory", "pool", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    return parameters
