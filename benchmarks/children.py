"""Processes that get ready, wait for the word, do their work, and say how much it was.

A child prints `ready`, reads one line, works, and prints one number. Starting up is not measured.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks.place import ROOT


class ChildFailed(Exception):
    """A process of the bench ended early; its own words are above."""


def run_together(
    module: str, arguments: Sequence[Sequence[object]], environment: Mapping[str, str]
) -> tuple[int, float]:
    """Run one child for each list of arguments, all at once. Returns (things done, seconds)."""
    children = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module, *[str(word) for word in words]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(environment),
            cwd=ROOT,
        )
        for words in arguments
    ]
    for child in children:
        _expect(child, "ready")
    began = time.monotonic()
    for child in children:
        if child.stdin is not None:
            child.stdin.write("go\n")
            child.stdin.flush()
    done = sum(int(_line(child)) for child in children)
    seconds = time.monotonic() - began
    for child in children:
        child.communicate()
    return done, seconds


def work_when_told(work: Callable[[], int]) -> None:
    """The child's side."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    done = work()
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


def _expect(child: subprocess.Popen[str], word: str) -> None:
    if _line(child) != word:
        raise ChildFailed(word)


def _line(child: subprocess.Popen[str]) -> str:
    line = child.stdout.readline().strip() if child.stdout is not None else ""
    if not line:
        raise ChildFailed(str(child.args))
    return line
