"""`thuphi up` and `thuphi demo`: a whole small province on this machine, from one command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated

import psycopg
import typer
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from rich.console import Console

from thuphi.ground.server.embedded import embedded_server
from thuphi.ground.server.folders import make_folder, state_folder, write_private

from . import prepare
from .processes import (
    ProcessEnded,
    Processes,
    bank_command,
    free_port,
    street_command,
    web_command,
    worker_command,
)
from .street import Street, letters_leave_by, write_configs

DEMO_DATABASE = "thuphi_demo"
console = Console()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the running processes answer."""

    web: str
    bank: str
    street: Street

    def environment(self, database: str) -> dict[str, str]:
        """What our own processes are told: the database, our address, and whom they may call."""
        return {
            "DATABASE_URL": database,
            "THUPHI_SITE": self.web,
            "THUPHI_CALLS_MAY_GO_TO": self.street.may_go_to(),
        }


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """Being told to end is like Ctrl-C: what was started is stopped first."""
    raise KeyboardInterrupt


def _run(environment: Mapping[str, str], *arguments: str) -> int:
    """One of our own commands in a process of its own; its output goes where ours goes."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "thuphi.doors.cli", *arguments],
        env={**os.environ, **environment},
        check=False,
    ).returncode


def _bank_config(facts: Path, where: Addresses, path: Path) -> None:
    watchers = json.loads(facts.read_text())["watchers"]
    write_private(
        path,
        json.dumps(
            {
                "thuphi_url": where.web,
                "subscriptions": [
                    {
                        "provider": one["provider"],
                        "bin": one["bin"],
                        "account": one["account"],
                        "name": one["name"],
                        "notify_url": f"{where.web}/gate/{one['provider']}/{one['slug']}",
                        "secret": one["secret"],
                    }
                    for one in watchers
                ],
            },
            ensure_ascii=False,
        ),
    )


@contextmanager
def running(database: str, facts: Path, where: Addresses) -> Iterator[Processes]:
    """Web with gate, worker, bank and the street of providers; all end with the block."""
    folder = make_folder(facts.parent / "run", 0o700)
    bank_file = folder / "bank.json"
    _bank_config(facts, where, bank_file)
    providers = write_configs(facts, where.street, where.web, folder)
    processes = Processes(folder)
    environment = {**where.environment(database), **letters_leave_by(facts, where.street)}
    try:
        processes.start(
            "web", web_command(_port(where.web)), {**environment, "THUPHI_DB_POOL": "1"}
        )
        processes.start("worker", worker_command(), environment)
        processes.start("bank", bank_command(_port(where.bank)), {"BANK_CONFIG": str(bank_file)})
        processes.start("street", street_command(where.street.ports()), providers)
        processes.wait_for("web", f"{where.web}/gate/health")
        processes.wait_for("bank", f"{where.bank}/ledger")
        for url in where.street.houses().values():
            processes.wait_for("street", f"{url}/ledger")
        yield processes
    finally:
        processes.stop()


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def demo(
    stories: Annotated[list[str] | None, typer.Argument(help="Only these stories.")] = None,
    check: Annotated[  # noqa: FBT002
        bool, typer.Option("--check", help="Tell the story without a person, then stop.")
    ] = False,
) -> None:
    """Build a small province and let a month of fees be paid; every step is checked."""
    if not check:
        console.print("Thêm --check để chạy cả câu chuyện; hoặc dùng `thuphi up` để tự bấm thử.")
        raise typer.Exit(2)
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, _end)
    started = prepare.server()
    code = 1
    try:
        database = prepare.empty_database(DEMO_DATABASE)
        folder = make_folder(state_folder() / "demo", 0o700)
        code = _tell(database, folder, stories or [])
    except ProcessEnded as ended:
        console.print(f"[red]✗[/] {ended}", soft_wrap=True)
    except KeyboardInterrupt:
        console.print("Đã dừng giữa chừng.")
    finally:
        _forget(DEMO_DATABASE)
        if started:
            embedded_server().stop()
    seconds = int(time.monotonic() - begun)
    if code == 0:
        console.print(f"[green]✓[/] Xong trong {seconds} giây; không còn gì chạy lại phía sau.")
        console.print("  Tiếp theo: [bold]make up[/], rồi mở http://127.0.0.1:8000 và bấm thử.")
    raise typer.Exit(code)


def _tell(database: str, folder: Path, stories: list[str]) -> int:
    where = Addresses(
        f"http://127.0.0.1:{free_port()}",
        f"http://127.0.0.1:{free_port()}",
        Street.on_free_ports(),
    )
    environment = where.environment(database)
    facts = folder / "facts.json"
    if code := _run(environment, "migrate", "--quiet"):
        return code
    if code := _build(environment, facts, where.street, "--quiet"):
        return code
    with running(database, facts, where):
        return _run(environment, "story", str(facts), where.web, where.bank, *stories)


def _build(environment: Mapping[str, str], facts: Path, street: Street, *how: str) -> int:
    told = json.dumps(street.houses())
    return _run(environment, "build-demo", str(facts), "--street", told, *how)


def _forget(name: str) -> None:
    parts = conninfo_to_dict(os.environ.get("DATABASE_URL") or embedded_server().address())
    place = {key: str(value) for key, value in parts.items()}
    with psycopg.connect(make_conninfo(**{**place, "dbname": "postgres"}), autocommit=True) as one:
        prepare.drop_database(one, name)


def up(
    port: Annotated[int, typer.Option(help="Where the pages answer.")] = 8000,
    bank_port: Annotated[
        int, typer.Option(help="Where the bank of the demo answers, and above it the providers.")
    ] = 8010,
) -> None:
    """Start everything on this machine and stay up; Ctrl-C stops all of it."""
    signal.signal(signal.SIGTERM, _end)
    started = prepare.server()
    database = os.environ.get("DATABASE_URL") or embedded_server().address()
    folder = make_folder(state_folder() / "up", 0o700)
    facts = folder / "facts.json"
    where = Addresses(
        f"http://127.0.0.1:{port}",
        f"http://127.0.0.1:{bank_port}",
        Street.from_port(bank_port + 1),
    )
    environment = where.environment(database)
    try:
        if _run(environment, "migrate") or _build(environment, facts, where.street, "--issue"):
            raise typer.Exit(1)
        with running(database, facts, where) as processes:
            if _run(environment, "story", str(facts), where.web, where.bank, "evening"):
                raise typer.Exit(1)
            _show(facts, where)
            while True:
                processes.look()
                time.sleep(1)
    except KeyboardInterrupt:
        console.print("Đang dừng…")
    except ProcessEnded as ended:
        console.print(f"[red]✗[/] {ended}", soft_wrap=True)
        raise typer.Exit(1) from ended
    finally:
        if started:
            embedded_server().stop()


def _show(facts: Path, where: Addresses) -> None:
    told = json.loads(facts.read_text())
    street = where.street
    console.print(f"\n[bold green]Thu Phí đang chạy[/]  {where.web}")
    lines = [
        ("Bàn làm việc", f"{where.web}/ban-lam-viec/"),
        ("Toàn tỉnh", f"{where.web}/van-phong/"),
        ("Kế hoạch của tỉnh", f"{where.web}/van-phong/ke-hoach"),
        ("Số liệu công khai", f"{where.web}/so-lieu"),
        ("Ngân hàng (quét QR)", where.bank),
        ("Cổng VNPAY", street.vnpay),
        ("Ví MoMo", street.momo),
        ("Ví ZaloPay", street.zalopay),
        ("payOS", street.payos),
        ("Điện thoại Mobile Money", f"{street.operator}  (PIN 1234)"),
        ("Nhà mạng thu hộ", f"{street.operator}/bills"),
        ("Máy POS", street.terminal),
        ("Tin nhắn, thư đã đến", street.messages),
        ("Nhà cung cấp hóa đơn", street.einvoice),
    ]
    if told.get("sample_bill"):
        lines.insert(0, ("Một khoản thu để trả thử", f"{where.web}/b/{told['sample_bill']}"))
    for what, address in lines:
        console.print(f"  {what:<25}  {address}", highlight=False)
    console.print("\n  Đăng nhập (mật khẩu chỉ có trên máy này):")
    for login in told["logins"]:
        console.print(
            f"    {login['username']:<14} {login['password']:<16} {login['who']}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
    console.print("\n  Ctrl-C để dừng tất cả.\n")
