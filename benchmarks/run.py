"""All figures of product speed in one run on one server: `python -m benchmarks.run [--quick]`.

Every figure is measured several times beside its rival; the table shows the middle round.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from rich.console import Console

from benchmarks import (
    figures,
    gate,
    hearing,
    hordak,
    issuing,
    large,
    matching,
    pgbench,
    posting,
    province,
    reconciling,
    school,
    town,
)
from benchmarks.figures import Figure
from benchmarks.pgbench import PgBench
from benchmarks.place import Place, own_server
from benchmarks.town import Town

TOWN = "town"
RIVAL = "copied_into"
PARTS = ("issuing", "gate", "posting")
HEARING = "hearing"
"""The one part that needs no database."""
PROVINCE = "province"
"""Pages over an invented province; THUPHI_BENCH=large builds it whole."""
SCHOOL = "school"
"""Pages and bulk verbs of a school of 5,000 pupils; of 800 with --quick."""
MATCHING = "matching"
"""Bills found in damaged lines, beside a plain search and DuckDB's join; needs no database."""
RECONCILING = "reconciling"
"""A statement read, matched and booked, beside plain posting."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    town: Town
    scale: int
    pgbench_seconds: int
    gate_seconds: int
    hordak: int
    """Transactions booked one by one; ten times as many in bulk."""
    caller: str = ""
    """`wrk` or `own`; what is there when nothing is said."""


FULL = Size(Town(facilities=20, pupils=2000, rounds=3), 20, 8, 8, 2000)
QUICK = Size(Town(facilities=20, pupils=1000, rounds=1), 20, 4, 4, 1000)


def measure(
    place: Place, size: Size, parts: tuple[str, ...], say: Callable[[str], None]
) -> list[Figure]:
    """Build the town, run the parts in it, and clear it away."""
    place.check_durable()
    found: list[Figure] = []
    try:
        town.fill(place.build(TOWN), size.town)
        place.make(RIVAL, copied_from=TOWN)
        rival = PgBench(place, size.scale, size.pgbench_seconds)
        rival.prepare()
        # Posting needs the bills that issuing leaves behind.
        found.append(issuing.measure(place, TOWN, RIVAL, size.town, say))
        place.drop(RIVAL)
        if "posting" in parts:
            found += posting.measure(place, TOWN, size.town, rival, say, size.hordak)
        if "gate" in parts:
            found.append(
                gate.measure(place, TOWN, size.town, rival, size.gate_seconds, say, size.caller)
            )
    finally:
        for database in (TOWN, RIVAL, pgbench.DATABASE, hordak.DATABASE):
            place.drop(database)
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Our speed beside the rivals', in one run.")
    parser.add_argument("--quick", action="store_true", help="one small round: a minute")
    parser.add_argument(
        "--only",
        choices=(*PARTS, HEARING, PROVINCE, SCHOOL, MATCHING, RECONCILING),
        help="one figure (posting needs issuing)",
    )
    parser.add_argument("--rounds", type=int, help="rounds for each figure; the middle one counts")
    parser.add_argument(
        "--large", type=int, nargs="?", const=10_000_000, metavar="BILLS",
        help="only: posting at 10 million (or so many) bills beside 100 thousand",
    )  # fmt: skip
    given = parser.parse_args()
    console = Console()
    size = QUICK if given.quick else FULL
    if given.rounds:
        wanted = Town(size.town.facilities, size.town.pupils, given.rounds)
        size = replace(size, town=wanted)
    console.print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    if given.only == HEARING:
        figures.show([hearing.measure(console.print)], console)
        return
    if given.only == MATCHING:
        asked = matching.QUICK if given.quick else matching.FULL
        figures.show(matching.measure(asked, console), console)
        return
    with own_server() as place:
        if given.large:
            place.check_durable()
            found = [large.measure(place, given.large, console.print)]
        elif given.only == PROVINCE:
            found = province.measure(place, province.size(), console.print)
        elif given.only == RECONCILING:
            found = reconciling.measure(place, console.print)
        elif given.only == SCHOOL:
            wanted_school = school.QUICK if given.quick else school.FULL
            found = school.measure(place, wanted_school, console.print)
        else:
            parts = (given.only,) if given.only else PARTS
            found = measure(place, size, parts, console.print)
            if not given.only:
                found.append(hearing.measure(console.print))
                if not given.quick:
                    found += matching.measure(matching.FULL, console)
                    found += reconciling.measure(place, console.print)
                    found += province.measure(place, province.size(), console.print)
                    found += school.measure(place, school.FULL, console.print)
    figures.show(found, console)
    if not given.only and not given.large:
        figures.keep(found)
        console.print("written: build/bench.json")


if __name__ == "__main__":
    main()
