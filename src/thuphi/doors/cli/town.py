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
    web_command,
    worker_command,
)

DEMO_DATABASE = "thuphi_demo"
console = Console()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the running processes answer."""

    web: str
    bank: str


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
def running(database: str, facts: Path, web_port: int, bank_port: int) -> Iterator[Processes]:
    """Web with gate, worker and the bank of the demo; all end with the block."""
    where = Addresses(f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{bank_port}")
    folder = make_folder(facts.parent / "run", 0o700)
    bank_file = folder / "bank.json"
    _bank_config(facts, where, bank_file)
    processes = Processes(folder)
    environment = {"DATABASE_URL": database}
    try:
        processes.start("web", web_command(web_port), {**environment, "THUPHI_DB_POOL": "1"})
        processes.start("worker", worker_command(), {**environment})
        processes.start("bank", bank_command(bank_port), {"BANK_CONFIG": str(bank_file)})
        processes.wait_for("web", f"{where.web}/gate/health")
        processes.wait_for("bank", f"{where.bank}/ledger")
        yield processes
    finally:
        processes.stop()


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
    environment = {"DATABASE_URL": database}
    facts = folder / "facts.json"
    if code := _run(environment, "migrate", "--quiet"):
        return code
    if code := _run(environment, "build-demo", str(facts), "--quiet"):
        return code
    web, bank = free_port(), free_port()
    with running(database, facts, web, bank):
        return _run(
            environment, "story", str(facts), f"http://127.0.0.1:{web}",
            f"http://127.0.0.1:{bank}", *stories,
        )  # fmt: skip


def _forget(name: str) -> None:
    parts = conninfo_to_dict(os.environ.get("DATABASE_URL") or embedded_server().address())
    place = {key: str(value) for key, value in parts.items()}
    with psycopg.connect(make_conninfo(**{**place, "dbname": "postgres"}), autocommit=True) as one:
        prepare.drop_database(one, name)


def up(
    port: Annotated[int, typer.Option(help="Where the pages answer.")] = 8000,
    bank_port: Annotated[int, typer.Option(help="Where the bank of the demo answers.")] = 8010,
) -> None:
    """Start everything on this machine and stay up; Ctrl-C stops all of it."""
    signal.signal(signal.SIGTERM, _end)
    started = prepare.server()
    database = os.environ.get("DATABASE_URL") or embedded_server().address()
    folder = make_folder(state_folder() / "up", 0o700)
    facts = folder / "facts.json"
    environment = {"DATABASE_URL": database}
    try:
        if _run(environment, "migrate") or _run(environment, "build-demo", str(facts), "--issue"):
            raise typer.Exit(1)
        with running(database, facts, port, bank_port) as processes:
            web, bank = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bank_port}"
            if _run(environment, "story", str(facts), web, bank, "evening"):
                raise typer.Exit(1)
            _show(facts, port, bank_port)
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


def _show(facts: Path, port: int, bank_port: int) -> None:
    told = json.loads(facts.read_text())
    console.print(f"\n[bold green]Thu Phí đang chạy[/]  http://127.0.0.1:{port}")
    console.print(f"  Ngân hàng mô phỏng         http://127.0.0.1:{bank_port}")
    console.print(f"  Bàn làm việc               http://127.0.0.1:{port}/ban-lam-viec/")
    console.print(f"  Toàn tỉnh                  http://127.0.0.1:{port}/van-phong/")
    if told.get("sample_bill"):
        console.print(
            f"  Một khoản thu để trả thử   http://127.0.0.1:{port}/b/{told['sample_bill']}"
        )
    console.print("\n  Đăng nhập (mật khẩu chỉ có trên máy này):")
    for login in told["logins"]:
        console.print(
            f"    {login['username']:<14} {login['password']:<16} {login['who']}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
    console.print("\n  Ctrl-C để dừng tất cả.\n")
