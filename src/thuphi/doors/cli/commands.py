"""Commands that work on a database."""

from __future__ import annotations

import json
import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer
from django.core.management import call_command
from django.db import connection
from rich.console import Console

from thuphi.doors.jobs.errands import run_errands_until
from thuphi.doors.jobs.fee_counts import count_fees_until
from thuphi.doors.jobs.invoices import send_invoices_until
from thuphi.doors.jobs.issuing import issue_until
from thuphi.doors.jobs.letters import send_letters_until
from thuphi.doors.jobs.posting import post_until
from thuphi.doors.jobs.reconciling import reconcile_until
from thuphi.doors.jobs.schedule import keep_hours
from thuphi.doors.jobs.webhooks import deliver_until
from thuphi.ground.server.folders import write_private
from thuphi.money.payments.rebuild import differences
from thuphi.money.reconciliation import rebuild as reconciled
from thuphi.registers.places.actions import load_places

from . import (
    channel,
    code,
    ledger,
    ledger_export,
    login,
    match,
    paid_list,
    plan_book,
    qr,
    statement,
    statement_import,
    town,
    workbook,
)
from .demo import bank_day, month, month_money, road, ways, wishes
from .demo.building import build_all
from .demo.story import tell
from .street import Street
from .synth import command as synth

SHELF = {
    "road": ("Đường đi của một khoản thu", road.STEPS),
    "ways": ("Bốn cách trả", ways.STEPS),
    "bank": ("Đối soát với ngân hàng", bank_day.STEPS),
    "plan": ("Kế hoạch, số liệu, báo cáo", wishes.STEPS),
    "month": ("Một tháng của kế toán", [*month.STEPS, *month_money.STEPS]),
}
BACKSTAGE = {
    "evening": (
        "Một buổi tối, nhiều gia đình đã trả",
        [*road.EVENING, *ways.EVENING, *wishes.EVENING, *bank_day.EVENING],
    ),
}
"""Told only by name: `thuphi up` begins with it, so that there is something to look at."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Thu Phí")
app.add_typer(qr.app, name="qr")
app.add_typer(code.app, name="code")
app.add_typer(channel.app, name="channel")
app.add_typer(plan_book.app, name="plan")
app.add_typer(login.app, name="login")
statement.app.command("import")(statement_import.import_file)
app.add_typer(statement.app, name="statement")
app.add_typer(ledger.app, name="ledger")
ledger.app.command("export")(ledger_export.export)
app.command()(match.match)
workbook.app.command("paid-list")(paid_list.paid_list)
app.add_typer(workbook.app, name="import")
app.command()(town.demo)
app.command()(town.up)
app.command()(synth.synth)
console = Console()

Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")]


@app.command()
def migrate(quiet: Quiet = False) -> None:  # noqa: FBT002
    """Bring the database to today's schema and load the register of places."""
    call_command("migrate", verbosity=0, skip_checks=True)
    loaded = load_places()
    if not quiet:
        console.print(f"Cơ sở dữ liệu đã sẵn sàng; {loaded.places} đơn vị hành chính.")


@app.command()
def work() -> None:
    """Run the worker: book what is heard, issue runs, compare by night. SIGTERM ends it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ]
    )
    stop, failed = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    duties = [
        threading.Thread(target=_watched, args=(duty, stop, failed), name=duty.__name__)
        for duty in (
            post_until,
            reconcile_until,
            run_errands_until,
            deliver_until,
            issue_until,
            count_fees_until,
            send_letters_until,
            send_invoices_until,
            keep_hours,
        )
    ]
    for duty in duties:
        duty.start()
    for duty in duties:
        duty.join()
    if failed.is_set():
        raise typer.Exit(1)


def _watched(
    duty: Callable[[threading.Event], None], stop: threading.Event, failed: threading.Event
) -> None:
    """A duty that breaks ends the whole worker, so that whoever started it starts it again."""
    try:
        duty(stop)
    except Exception:  # noqa: BLE001 (whatever it is, it is told, and ends the worker)
        structlog.get_logger().critical("duty_broke", duty=duty.__name__, exc_info=True)
        failed.set()
        stop.set()


@app.command()
def check() -> None:
    """Count everything again from what is kept for ever, and compare. Exit 1 on a difference."""
    found = [*differences(), *reconciled.differences()]
    for difference in found:
        console.print(f"[red]✗[/] {difference}")
    if found:
        raise typer.Exit(1)
    console.print(
        "[green]✓[/] Mọi số dư, khoản thu, biên nhận, số liệu tháng và đối soát khớp với sổ gốc."
    )


@app.command("build-demo", hidden=True)
def build_demo(
    facts: Path,
    street: Annotated[str, typer.Option(help="Addresses of the simulators, as JSON.")],
    issue: Annotated[bool, typer.Option("--issue")] = False,  # noqa: FBT002
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Build the small province once; what was built is written to a private file."""
    where = Street.told(json.loads(street))
    told = build_all(at=datetime.now(UTC), facts=facts, street=where, issue=issue, quiet=quiet)
    write_private(facts, json.dumps(told, ensure_ascii=False, indent=1))
    connection.close()


@app.command(hidden=True)
def story(
    facts: Path, web: str, bank: str, stories: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """Tell the stories against processes that run; exit 1 on any miss."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    raise typer.Exit(
        tell(
            facts=facts,
            web=web,
            bank=bank,
            stories=stories or [],
            shelf={**SHELF, **BACKSTAGE} if stories else SHELF,
        )
    )
