"""A big school: all its desk pages and bulk verbs, beside the same school at a twentieth.

One child process for each school builds it by the product's own verbs and says how long each took;
then every page is asked for in both, request by request in turn, so that what else the machine does
falls on both alike. A page that shows a part of a list must not care how long the list is, and a
verb over thousands of rows must not take longer for each of them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from benchmarks.figures import Figure, Round, figure
from benchmarks.place import ROOT, Place, environment

LARGE, SMALL = "school", "school_small"
SHARE = 20
PAGE_GOAL = "0.5"
"""At most twice as long: half the rate at a twentieth of the pupils."""
WHOLE = ("book", "insurance", "letters_send", "meals_month", "sheet_", "standing")
"""So begin pages that look at everybody of a run or of the school: they have a limit instead."""
WHOLE_LIMIT_US = 2_000_000
WHOLE_GOAL = "1.0"
VERB_GOAL = "0.5"
"""Each row of the large school takes at most twice as long as a row of the small one."""
WARM = 3
"""The first requests fill caches and do not count."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many pupils and runs there are, and how often each page is asked for."""

    pupils: int
    runs: int
    times: int


FULL = Size(5_000, 10, 10)
QUICK = Size(800, 4, 5)

_WORDS = [sys.executable, "-W", "ignore", "-m"]
LOOKER = "benchmarks.school_pages"


class SchoolFailed(Exception):
    """A verb or a page did not do its work, so there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Done:
    """One verb: how many rows it dealt with, and in how many microseconds."""

    verb: str
    rows: int
    microseconds: int

    @property
    def rate(self) -> int:
        """Rows in a thousand seconds."""
        return self.rows * 1_000_000_000 // max(self.microseconds, 1)


def measure(place: Place, asked: Size, say: Callable[[str], None]) -> list[Figure]:
    """Build both schools, measure every verb and every page, and clear away."""
    small = Size(max(asked.pupils // SHARE, 40), asked.runs, asked.times)
    try:
        dsns = [place.build(name) for name in (LARGE, SMALL)]
        found = [
            _verb(one, few, say)
            for one, few in zip(
                *(_built(dsn, size) for dsn, size in zip(dsns, (asked, small), strict=True)),
                strict=True,
            )
        ]
        return found + [
            _page(name, many, few, say) for name, (many, few) in _pages(dsns, asked.times).items()
        ]
    finally:
        for name in (LARGE, SMALL):
            place.drop(name)


def _verb(many: Done, few: Done, say: Callable[[str], None]) -> Figure:
    say(
        f"{many.verb}: {many.rows:,} in {_ms(many.microseconds)},"
        f" {few.rows:,} in {_ms(few.microseconds)}"
    )
    name = f"{many.verb}, {many.rows:,} rows, in 1,000 s ({_ms(many.microseconds)})"
    rival = f"at {few.rows:,} rows"
    return figure(name, rival, [Round(many.rate, few.rate)], VERB_GOAL)


def _page(name: str, many: Sequence[int], few: Sequence[int], say: Callable[[str], None]) -> Figure:
    say(
        f"{name}: p50 {_ms(many[len(many) // 2])}, p95 {_ms(many[-1 - len(many) // 20])};"
        f" at a {SHARE}th {_ms(few[len(few) // 2])} and {_ms(few[-1 - len(few) // 20])}"
    )
    called = f"page {name}, in 1,000 s (p95 {_ms(many[-1 - len(many) // 20])})"
    ours, rival = (1_000_000_000 // took[len(took) // 2] for took in (many, few))
    if name.startswith(WHOLE):
        limit = 1_000_000_000 // WHOLE_LIMIT_US
        return figure(called, f"limit of {_ms(WHOLE_LIMIT_US)}", [Round(ours, limit)], WHOLE_GOAL)
    return figure(called, f"a {SHARE}th of the pupils", [Round(ours, rival)], PAGE_GOAL)


def _built(dsn: str, asked: Size) -> list[Done]:
    """The school stands, and how long each verb took."""
    pupils, runs = str(asked.pupils), str(asked.runs)
    parts = (
        (["benchmarks.school_build", "register", pupils], ""),
        (["benchmarks.school_build", "collect", pupils, runs], "thuphi_worker"),
        (["benchmarks.school_work", pupils], "thuphi_app"),
    )
    found = []
    for words, role in parts:
        done = subprocess.run(
            [*_WORDS, *words],
            env=environment(dsn, role=role), cwd=ROOT, stdout=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise SchoolFailed(words)
        for line in done.stdout.splitlines():
            verb, rows, microseconds = line.split("\t")
            found.append(Done(verb, int(rows), int(microseconds)))
    return found


def _pages(dsns: Sequence[str], times: int) -> dict[str, tuple[list[int], list[int]]]:
    """Microseconds of each page in both schools, sorted; asked for in turn, request by request.

    Raises `SchoolFailed`.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(_looking(dsn)) for dsn in dsns]
        names, *_ = [_told(child).split("\t") for child in children]
        found: dict[str, tuple[list[int], list[int]]] = {}
        for name in names:
            took: tuple[list[int], list[int]] = ([], [])
            for number in range(WARM + times):
                for kept, child in zip(took, children, strict=True):
                    microseconds = _asked(child, name)
                    if number >= WARM:
                        kept.append(microseconds)
            found[name] = (sorted(took[0]), sorted(took[1]))
        return found


@contextmanager
def _looking(dsn: str) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [*_WORDS, LOOKER], env=environment(dsn, role="thuphi_app"), cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.communicate()


def _asked(child: subprocess.Popen[str], page: str) -> int:
    if child.stdin is not None:
        child.stdin.write(f"{page}\n")
        child.stdin.flush()
    microseconds = int(_told(child) or -1)
    if microseconds <= 0:
        raise SchoolFailed(page, microseconds)
    return microseconds


def _told(child: subprocess.Popen[str]) -> str:
    return child.stdout.readline().rstrip("\n") if child.stdout is not None else ""


def _ms(microseconds: int) -> str:
    return f"{microseconds // 1000},{microseconds // 100 % 10} ms"
