"""An invented province with all its payments, beside the same with a twentieth of them.

Every page that a chairman looks at must answer as fast when ten million payments stand behind it.
The pages are asked for over Django's own road (sign-in, guard, row policies, template), in a
process of their own, by turns in both provinces; of two rounds the better one counts for each. Then
all payments of the large one are taken out as text, and the memory that took is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
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
        times = str(asked.times)
        rounds = [_pages(dsns[turn % 2], times) for turn in range(4)]
        found = []
        for page in sorted(rounds[0]):
            many, few = (
                min((one[page] for one in rounds[turn::2]), key=lambda one: one["middle"])
                for turn in (0, 1)
            )
            say(
                f"{page}: p95 {_ms(many['p95'])} at all payments, {_ms(few['p95'])} at a {SHARE}th;"
                f" middle {_ms(many['middle'])} and {_ms(few['middle'])};"
                f" {many['queries']} questions"
            )
            rate = Round(*(1_000_000_000 // one["middle"] for one in (many, few)))
            name = f"page {page}, in 1,000 s (p95 {_ms(many['p95'])})"
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


def _pages(dsn: str, times: str) -> dict[str, dict[str, int]]:
    return {
        one["page"]: {name: int(one[name]) for name in ("p95", "middle", "queries")}
        for one in map(json.loads, _child(dsn, "pages", times))
    }


def _child(dsn: str, *words: str, role: str = "thuphi_app") -> list[str]:
    """A process of the product on this database. Returns what it said, line by line."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.province_child", *words],
        env=environment(dsn, role=role), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise PageRefused(words)
    return done.stdout.splitlines()


def _ms(microseconds: int) -> str:
    return f"{microseconds // 1000},{microseconds // 100 % 10} ms"


def _hundredths(part: int, whole: int) -> str:
    return f"{part // max(whole, 1)}.{part * 100 // max(whole, 1) % 100:02}"
