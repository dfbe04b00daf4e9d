"""Bills issued a second from a fee table, beside COPY of the very same rows.

The rival gets all it needs for its best: the finished rows in PostgreSQL's binary form, the same
tables with the same constraints, triggers and indexes, one transaction. Ours reads the fee table,
works out codes and totals, and commits every few thousand bills, so that a crash loses no run.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.children import run_together
from benchmarks.figures import Figure, Round, figure
from benchmarks.place import Place, environment
from benchmarks.town import Town, runs_of_round

GOAL = "0.5"
RIVAL = "COPY of the same rows into the same tables"
COPIED = ("bill_line", "bill", "transfer")
"""In this order a bill finds its lines, and its lines are not checked before it is there."""

_NEW_ROWS = {
    "bill": "SELECT * FROM bill WHERE run_id = ANY (%s) ORDER BY id",
    "bill_line": (
        "SELECT l.* FROM bill_line AS l JOIN bill AS b ON b.id = l.bill_id"
        " WHERE b.run_id = ANY (%s) ORDER BY l.id"
    ),
    "transfer": (
        "SELECT t.* FROM transfer AS t JOIN bill AS b ON b.code = t.reference"
        " WHERE b.run_id = ANY (%s) ORDER BY t.id"
    ),
}


def measure(
    place: Place, database: str, rival: str, town: Town, say: Callable[[str], None]
) -> Figure:
    """Issue every round of the town; `rival` is a copy of the database before the first one."""
    rounds = []
    for number in range(town.rounds):
        runs = runs_of_round(place.dsn(database), town, number)
        place.settle()
        issued, seconds = run_together(
            "benchmarks.issuing_child", [runs], environment(place.dsn(database))
        )
        with tempfile.TemporaryDirectory() as folder:
            _export(place.dsn(database), Path(folder), runs)
            place.settle()
            copying = _import(place.dsn(rival), Path(folder))
        one = Round(int(issued / seconds), int(issued / copying))
        rounds.append(one)
        say(f"issuing: {one.ours:,} bills/s, COPY {one.rival:,}/s")
    return figure("bills issued (codes, lines, transfers)", RIVAL, rounds, GOAL)


def _export(dsn: str, folder: Path, runs: list[int]) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        for table in COPIED:
            query = sql.SQL(_NEW_ROWS[table].replace("%s", "{}")).format(sql.Literal(runs))
            command = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(query)
            with (folder / table).open("wb") as file, cursor.copy(command) as copy:
                for block in copy:
                    file.write(block)
        query = sql.SQL("COPY (SELECT id, facility_id, kind, detail FROM ledger_account) TO STDOUT")
        with (folder / "ledger_account").open("wb") as file, cursor.copy(query) as copy:
            for block in copy:
                file.write(block)


def _import(dsn: str, folder: Path) -> float:
    """Seconds for the rows themselves; the accounts they move money between are there before."""
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE known (id bigint, facility_id bigint, kind text, detail text)"
        )
        _copy_in(cursor, sql.SQL("COPY known FROM STDIN"), folder / "ledger_account")
        cursor.execute(
            "INSERT INTO ledger_account (id, facility_id, kind, detail, debit_vnd, credit_vnd)"
            " OVERRIDING SYSTEM VALUE SELECT id, facility_id, kind, detail, 0, 0 FROM known"
            " ON CONFLICT DO NOTHING"
        )
        connection.commit()
        began = time.monotonic()
        for table in COPIED:
            command = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
            _copy_in(cursor, command, folder / table)
        connection.commit()
        return time.monotonic() - began


def _copy_in(
    cursor: psycopg.Cursor[tuple[object, ...]], command: sql.Composable, path: Path
) -> None:
    with path.open("rb") as file, cursor.copy(command) as copy:
        while block := file.read(1 << 20):
            copy.write(block)
