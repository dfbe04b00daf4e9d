"""`make new-channel NAME=x`, tried in a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from thuphi.ground.channels.registry import CONNECTORS
from tools import new_channel

ROOT = Path(__file__).parents[2]
COPIED = ("src/thuphi/ground", "tests/channels", "docs/channels", "tools")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for file in ("pyproject.toml", "Makefile", "src/thuphi/__init__.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    return tmp_path


def make(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`make` as a person calls it; what installs packages is left out."""
    return subprocess.run(
        ["make", "-s", "-o", ".venv/.test", "new-channel", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_channel_passes_the_contract_test_at_once(copy: Path) -> None:
    made = make(copy, "NAME=vimoi")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[:-2] == [
        "src/thuphi/ground/channels/registry.py",
        "pyproject.toml",
        "src/thuphi/ground/channels/vimoi.py",
        "docs/channels/vimoi.md",
        *(
            f"tests/channels/vimoi/{kind}.json"
            for kind in ("good", "bad_signature", "altered_body", "malformed_body")
        ),
    ]
    (copy / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    tried = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--noconftest", "-p", "no:django"),
            *("-p", "no:cacheprovider", "-k", "vimoi or registry"),
            *("tests/channels/test_contract.py", "tests/channels/test_contract_steps.py"),
        ],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout
    assert " passed" in tried.stdout
    for style in (["check"], ["format", "--check"]):
        styled = subprocess.run(
            [
                *(sys.executable, "-m", "ruff", *style, "--no-cache", "--config", "pyproject.toml"),
                *("src/thuphi/ground/channels/vimoi.py", "src/thuphi/ground/channels/registry.py"),
            ],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        assert styled.returncode == 0, styled.stdout


@pytest.mark.parametrize("name", ["", "X", "9x", "ví", "a-b", "../x", "x" * 21, *CONNECTORS])
def test_a_name_that_is_wrong_or_taken_writes_nothing(copy: Path, name: str) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    with pytest.raises(new_channel.CannotBegin):
        new_channel.begin(name, copy)
    after = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    assert after == before


def test_make_says_why_it_began_nothing(copy: Path) -> None:
    made = make(copy, "NAME=sepay")
    assert made.returncode != 0
    assert "sepay.py is there already" in made.stderr
