"""The whole story from one command, as a newcomer runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from thuphi.ground.server.embedded import EmbeddedServer
from thuphi.ground.server.folders import make_folder, state_folder


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder of its own, as on a fresh machine."""
    folder = Path(tempfile.mkdtemp(dir=make_folder(state_folder(), 0o711), prefix="demo"))
    folder.chmod(0o711)
    yield folder
    EmbeddedServer(folder / "postgres").stop()
    shutil.rmtree(folder)


def run(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THUPHI_", "DATABASE_URL", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "thuphi.doors.cli", *arguments],
        env={**kept, "THUPHI_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def processes_of(state: Path) -> list[str]:
    """Command lines of processes whose environment or arguments name this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
        if str(state).encode() in told:
            found.append((process / "cmdline").read_bytes().decode().replace("\0", " "))
    return found


@pytest.mark.slow
def test_the_demo_tells_the_whole_story_and_leaves_nothing_running(state: Path) -> None:
    told = run(state, "demo", "--check")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "✗" not in told.stdout
    assert told.stdout.count("✓") == 22
    assert processes_of(state) == []


def test_a_story_that_nobody_knows_is_named_with_those_there_are(state: Path) -> None:
    told = run(state, "demo", "--check", "roads")
    assert told.returncode == 2
    assert "roads" in told.stdout
    assert "road" in told.stdout
    assert processes_of(state) == []


def test_without_check_the_demo_says_what_to_do(state: Path) -> None:
    told = run(state, "demo")
    assert told.returncode == 2
    assert "--check" in told.stdout
