"""How many damaged lines find their bill, how many a wrong one, and how fast: beside rivals.

`python -m benchmarks.matching [--quick]`. The plain baseline looks for TF and ten letters or digits
in the text as it is; the speed stands beside DuckDB's join of the same two files.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks import figures, matching_texts
from benchmarks.figures import Figure, Round, decimal, figure
from benchmarks.matching_texts import HEALABLE, HOPELESS, NO_CODE
from thuphi.money.matching.contract import Found, Line, OpenBill
from thuphi.money.matching.finder import Finder

SEED = 20261122
PLAIN = re.compile(r"TF[0-9A-Z]{10}")
STRANGERS = "strangers' lines"
PIECE = 20_000
"""So many strangers' lines are made from one seed and searched by one process."""
GOAL = "0.10"
"""The join finds only whole codes; ours may be so much slower for what it heals and suggests."""
MIX = (("bank text around", 86), ("small letters", 4), ("parted by blanks", 3), (NO_CODE, 2))
"""Hundredths of the lines of the speed run; one in a hundred is damaged otherwise, four are
strangers'."""
OURS = "import typer; from thuphi.doors.cli.match import match; typer.run(match)"
RIVALS = """
import duckdb, sys
bills, lines, out = sys.argv[1:]
duckdb.sql(f'''
    COPY (
        SELECT line.id, bill.code
        FROM (
            SELECT id, regexp_extract(upper(text), 'TF[0-9A-HJKMNP-TV-Z]{{10}}') AS code
            FROM read_json('{lines}', format = 'newline_delimited',
                columns = {{id: 'BIGINT', text: 'VARCHAR', amount_vnd: 'BIGINT'}})
        ) AS line
        LEFT JOIN read_json('{bills}', format = 'newline_delimited',
            columns = {{code: 'VARCHAR', amount_vnd: 'BIGINT', payer: 'VARCHAR',
                beneficiary: 'VARCHAR'}}) AS bill USING (code)
    ) TO '{out}' (FORMAT json)
''')
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is searched."""

    bills: int
    damaged: int
    """Of each kind."""
    strangers: int
    lines: int
    """Of the speed run."""
    rounds: int


FULL = Size(1_000_000, 1_000, 1_200_000, 1_000_000, 3)
QUICK = Size(50_000, 200, 20_000, 200_000, 1)


@dataclass(slots=True)
class Count:
    """What became of the lines of one kind."""

    kind: str
    lines: int = 0
    found: int = 0
    wrong: int = 0
    suggested: int = 0
    plain_found: int = 0
    plain_wrong: int = 0

    def take(self, found: Found, plain: str | None, meant: str | None) -> None:
        """One line more; `meant` is the bill it pays."""
        self.lines += 1
        self.found += found.code is not None and found.code == meant
        self.wrong += found.code is not None and found.code != meant
        self.suggested += any(one.code == meant for one in found.suggestions)
        self.plain_found += plain is not None and plain == meant
        self.plain_wrong += plain is not None and plain != meant

    def add(self, other: Count) -> None:
        """The lines of another count too."""
        self.lines += other.lines
        self.found += other.found
        self.wrong += other.wrong
        self.suggested += other.suggested
        self.plain_found += other.plain_found
        self.plain_wrong += other.plain_wrong


@dataclass(frozen=True, slots=True)
class Shelf:
    """The open bills, laid out, and codes of bills that are open no more."""

    finder: Finder
    bills: list[OpenBill]
    closed: list[str]
    codes: frozenset[str]

    def plain(self, line: Line) -> str | None:
        """The rival: TF and ten letters or digits in the text as it is, if a bill has it."""
        match = PLAIN.search(line.text)
        return match[0] if match and match[0] in self.codes else None


def _shelf(size: Size, random: Random) -> Shelf:
    bills = matching_texts.open_bills(size.bills, random)
    closed = [bill.code for bill in matching_texts.open_bills(5_000, random, size.bills)]
    finder = Finder(bills)
    finder.get_ready()
    return Shelf(finder, bills, closed, frozenset(bill.code for bill in bills))


_shelf_here: Shelf


def _stand_before(shelf: Shelf) -> None:
    # Each process inherits the one shelf at the fork.
    global _shelf_here
    _shelf_here = shelf


def _strangers(seed_and_lines: tuple[int, int]) -> tuple[Count, list[str]]:
    seed, lines = seed_and_lines
    shelf, random = _shelf_here, Random(seed)
    count, wrong = Count(STRANGERS), []
    for line in matching_texts.strangers(lines, random, shelf.closed, shelf.bills):
        found = shelf.finder.find(line)
        count.take(found, shelf.plain(line), None)
        if found.code:
            wrong.append(f"WRONG: {line} -> {found}")
    return count, wrong


def search(size: Size, say: Callable[[str], None]) -> list[Count]:
    """Search damaged lines of every kind and then strangers' lines among the open bills."""
    random = Random(SEED)
    shelf = _shelf(size, random)
    counts = []
    for kind in (*HEALABLE, *HOPELESS, NO_CODE):
        count = Count(kind)
        for bill in matching_texts.sample(kind, shelf.bills, size.damaged, random):
            line = matching_texts.damaged(kind, bill, random)
            count.take(shelf.finder.find(line), shelf.plain(line), bill.code)
        counts.append(count)
    gc.collect()
    gc.freeze()
    began = time.monotonic()
    strangers = Count(STRANGERS)
    pieces = [(at, min(PIECE, size.strangers - at)) for at in range(0, size.strangers, PIECE)]
    with multiprocessing.get_context("fork").Pool(None, _stand_before, (shelf,)) as pool:
        for count, wrong in pool.imap_unordered(_strangers, pieces):
            strangers.add(count)
            for told in wrong:
                say(told)
    gc.unfreeze()
    each_s = size.strangers / (time.monotonic() - began)
    say(f"strangers' lines: {each_s:,.0f}/s on all cores, with making them up")
    return [*counts, strangers]


def _hundredths(part: int, whole: int) -> str:
    return decimal(part * 100_000 // max(whole, 1))


def show(counts: Iterable[Count], console: Console) -> None:
    """The table of what was found, by kind of damage."""
    table = Table(title="Bank lines that find their bill: ours, and a plain search for TF and ten")
    for head in ("kind", "lines", "found %", "wrong", "suggested %", "plain %", "plain wrong"):
        table.add_column(head, justify="left" if head == "kind" else "right")
    for one in counts:
        table.add_row(
            one.kind, f"{one.lines:,}", _hundredths(one.found, one.lines), str(one.wrong),
            _hundredths(one.suggested, one.lines), _hundredths(one.plain_found, one.lines),
            str(one.plain_wrong),
        )  # fmt: skip
    console.print(table)


def all_wrong(counts: Iterable[Count]) -> int:
    """How many lines would be booked on a bill that they do not pay."""
    return sum(one.wrong for one in counts)


def healed(counts: Iterable[Count]) -> tuple[int, int]:
    """Of the lines that can be healed: how many found their bill, and how many there are."""
    ours = [one for one in counts if one.kind in HEALABLE]
    return sum(one.found for one in ours), sum(one.lines for one in ours)


def _lines(size: Size, bills: list[OpenBill], random: Random) -> Iterator[Line]:
    kinds = [kind for kind, weight in MIX for _ in range(weight)]
    others = [*HEALABLE, *HOPELESS]
    closed = [bill.code for bill in matching_texts.open_bills(5_000, random, size.bills)]
    aliens = matching_texts.strangers(size.lines, random, closed, bills)
    for at in range(size.lines):
        of_hundred = at % 100
        if of_hundred < len(kinds):
            yield matching_texts.damaged(kinds[of_hundred], random.choice(bills), random)
        elif of_hundred == len(kinds):
            yield matching_texts.damaged(random.choice(others), random.choice(bills), random)
        else:
            yield next(aliens)


def _write(size: Size, folder: Path) -> tuple[Path, Path]:
    random = Random(SEED)
    bills = matching_texts.open_bills(size.bills, random)
    bills_file, lines_file = folder / "open.jsonl", folder / "lines.jsonl"
    with bills_file.open("w", encoding="utf-8") as file:
        for bill in bills:
            row = {
                "code": bill.code,
                "amount_vnd": bill.amount_vnd,
                "payer": bill.payer,
                "beneficiary": bill.beneficiary,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with lines_file.open("w", encoding="utf-8") as file:
        for number, line in enumerate(_lines(size, bills, random)):
            row = {"id": number, "text": line.text, "amount_vnd": line.amount_vnd}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return bills_file, lines_file


def _spent_ms(command: list[str], out: Path) -> int:
    began = time.monotonic_ns()
    with out.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    return (time.monotonic_ns() - began) // 1_000_000


def _booked(out: Path) -> int:
    with out.open(encoding="utf-8") as file:
        return sum(json.loads(line)["code"] is not None for line in file)


def speed(size: Size, say: Callable[[str], None]) -> Figure:
    """Both read the same files and write JSON lines; the whole command is timed."""
    rounds = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bills, lines = _write(size, folder)
        ours_out, rival_out = folder / "ours.jsonl", folder / "rival.jsonl"
        ours = [sys.executable, "-c", OURS, "--open", str(bills), "--lines", str(lines)]
        rival = [sys.executable, "-c", RIVALS, str(bills), str(lines), str(rival_out)]
        for _ in range(size.rounds):
            ours_ms = _spent_ms(ours, ours_out)
            rival_ms = _spent_ms(rival, folder / "said")
            rounds.append(
                Round(size.lines * 1000 // ours_ms, size.lines * 1000 // max(rival_ms, 1))
            )
        say(
            f"match, {size.lines:,} lines on {size.bills:,} open bills: ours found a bill for "
            f"{_booked(ours_out):,}, the join for {_booked(rival_out):,}"
        )
    return figure("match lines with open bills", "DuckDB: regexp and join", rounds, GOAL)


def measure(size: Size, console: Console) -> list[Figure]:
    """Print recall and wrong bookings; hand back the speed. Stops at a wrong booking."""

    def say(text: str) -> None:
        console.print(text, highlight=False)

    counts = search(size, say)
    show(counts, console)
    found, of = healed(counts)
    say(f"healable: {found:,} of {of:,} found, wrong bookings in all lines: {all_wrong(counts)}")
    if all_wrong(counts):
        raise SystemExit("a line was booked on a stranger's bill")
    gc.collect()
    return [speed(size, say)]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Finding bills in bank texts, beside rivals.")
    parser.add_argument("--quick", action="store_true", help="a small round: half a minute")
    given = parser.parse_args()
    console = Console()
    console.print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    figures.show(measure(QUICK if given.quick else FULL, console), console)


if __name__ == "__main__":
    main()
