"""The processes of one installation, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 30
STOP_SECONDS = 10
REPOSITORY = Path(__file__).resolve().parents[4]


class ProcessEnded(Exception):
    """A process ended although it should run; the message has its name and last words."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether somebody answers there, whatever they say."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, OSError):
        return False


@dataclass(slots=True)
class Processes:
    """Child processes by name, with their output in files of one folder."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a process in a session of its own, so that a key press here does not reach it."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, name: str, url: str) -> None:
        """Wait until this process answers. Raises `ProcessEnded`."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self.look()
            if answers(url):
                return
            time.sleep(0.1)
        raise ProcessEnded(f"{name}: {url} does not answer\n{self.last_words(name)}")

    def look(self) -> None:
        """Raises `ProcessEnded` when one of them is gone."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise ProcessEnded(f"{name}: {self.last_words(name)}")

    def last_words(self, name: str) -> str:
        """The end of a process's output."""
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    def stop(self) -> None:
        """Ask all to end, wait, and end those that did not; nothing of ours stays."""
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()


def web_command(port: int, workers: int = 1) -> list[str]:
    """The gate and the pages in one granian, on 127.0.0.1 only."""
    return [
        sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--no-ws", "--log-level", "warning", "thuphi.config.asgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker that books, issues and compares."""
    return [sys.executable, "-W", "ignore", "-m", "thuphi.doors.cli", "work"]


def street_command(ports: Mapping[str, int]) -> list[str]:
    """The providers of the demo in one process, each on its own port."""
    houses = [f"{name}={port}" for name, port in ports.items()]
    return [sys.executable, "-W", "ignore", "-m", "simulators.street", *houses]


def bank_command(port: int) -> list[str]:
    """The bank of the demo: another party, from the folder `simulators` of the repository."""
    return [
        sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi",
        "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "warning",
        "simulators.bank.app:app",
    ]  # fmt: skip
