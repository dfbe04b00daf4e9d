"""An invented province with all its payments, beside the same with a twentieth of them.

Every page that a chairman looks at must answer as fast when ten million payments stand behind it.
The pages are asked for over Django's own road (sign-in, guard, row policies, template), in one
process for each province, request by request in turn. Then all payments of the large one are taken
out as text, and the memory that took is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg

from benchmarks.figures import Figure, Round, figure
from benchmarks.place import ROOT, Place, environment

LARGE, SMALL = "province", "province_small"
SHARE = 20
GOAL = "0.66"
"""At most 1.5 times as long: two thirds of the rate at a twentieth of the payments."""
EXPORT_BYTES_MAX = 200_000_000
UNTIL = "2022-12"
"""The last month of Thanh Hóa's plan, so that its pages have figures to show."""


@dataclass(frozen=True, slots=True)
class Size:
    """Which part of Thanh Hóa is built, and how often each page is asked for."""

    scale: str
    payments: int
    times: int
    export_rows: int


DEFAULT = Size("0.05", 470_000, 20, 1_000_000)
WHOLE = Size("1", 9_400_000, 20, 1_000_000)


_WORDS = [sys.executable, "-W", "ignore", "-m", "benchmarks.province_child"]
WARM = 3
"""The first requests fill caches and do not count."""


class PageRefused(Exception):
    """A page did not answer, so there is nothing to measure."""


def size() -> Size:
    """The small default, or the whole province when `THUPHI_BENCH` says large."""
    return WHOLE if os.environ.get("THUPHI_BENCH") == "large" else DEFAULT


def measure(place: Place, asked: Size, say: Callable[[str], None]) -> list[Figure]:
    """Build both provinces, measure every page by turns, export, and clear away."""
    try:
        dsns = []
        for name, payments in ((LARGE, asked.payments), (SMALL, asked.payments // SHARE)):
            dsn = place.build(name)
            say(f"{name}: {_child(dsn, 'build', asked.scale, str(payments), role='')[0]}")
            dsns.append(dsn)
        found = []
        for page, (many, few) in _pages(dsns, asked.times).items():
            say(
                f"{page}: p95 {_ms(many[-1 - len(many) // 20])} at all payments,"
                f" {_ms(few[-1 - len(few) // 20])} at a {SHARE}th;"
                f" middle {_ms(many[len(many) // 2])} and {_ms(few[len(few) // 2])}"
            )
            rate = Round(*(1_000_000_000 // took[len(took) // 2] for took in (many, few)))
            name = f"page {page}, in 1,000 s (p95 {_ms(many[-1 - len(many) // 20])})"
            found.append(figure(name, f"a {SHARE}th of the payments", [rate], GOAL))
        _fill_up(dsns[0], asked.export_rows)
        rows, peak, seconds_ms = (int(word) for word in _child(dsns[0], "export")[0].split())
        say(f"export: {rows:,} rows in {_ms(seconds_ms * 1000)}, {peak // 1_000_000} MB at most")
        return [
            *found,
            Figure(
                f"export of {rows:,} rows, {peak // 1_000_000} MB at most",
                rows * 1000 // max(seconds_ms, 1), "200 MB of memory",
                EXPORT_BYTES_MAX // 1_000_000, _hundredths(EXPORT_BYTES_MAX, peak), "1.0",
            ),
        ]  # fmt: skip
    finally:
        for name in (LARGE, SMALL):
            place.drop(name)


def _fill_up(dsn: str, rows: int) -> None:
    """Money without an owner, until there are so many payments to take out."""
    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "INSERT INTO payment (facility_id, heard_id, finding, channel, method, amount_vnd,"
            " applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at)"
            " SELECT (SELECT min(id) FROM facility), -i, 'unknown', 'sepay', 'qr', 1000, 0, 0,"
            " 1000, '2022-12-01T00:00Z'::timestamptz + i * interval '1 second', now()"
            " FROM generate_series(1, %s - (SELECT count(*) FROM payment)) AS i",
            [rows],
        )


def _pages(dsns: Sequence[str], times: int) -> dict[str, tuple[list[int], list[int]]]:
    """Microseconds of each page in both provinces, sorted; asked for in turn, request by request.

    What else the machine does meanwhile falls on both alike. Raises `PageRefused`.
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
        [*_WORDS, "pages"], env=environment(dsn, role="thuphi_app"), cwd=ROOT, text=True,
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
        raise PageRefused(page, microseconds)
    return microseconds


def _told(child: subprocess.Popen[str]) -> str:
    return child.stdout.readline().rstrip("\n") if child.stdout is not None else ""


def _child(dsn: str, *words: str, role: str = "thuphi_app") -> list[str]:
    """A process of the product on this database. Returns what it said, line by line."""
    done = subprocess.run(
        [*_WORDS, *words],
        env=environment(dsn, role=role), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise PageRefused(words)
    return done.stdout.splitlines()


def _ms(microseconds: int) -> str:
    return f"{microseconds // 1000},{microseconds // 100 % 10} ms"


def _hundredths(part: int, whole: int) -> str:
    return f"{part // max(whole, 1)}.{part * 100 // max(whole, 1) % 100:02}"
