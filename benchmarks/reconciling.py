"""A statement imported, matched and booked, beside plain posting of as many notifications.

Half of its lines were told of before and are found by reference or code; the other half brought no
notification, and are found by their codes and booked. What is measured is all of it: reading the
file, telling its lines from known ones, matching, booking, settling.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from rich.console import Console

from benchmarks import posting
from benchmarks.children import run_together
from benchmarks.figures import Figure, Round, figure, show
from benchmarks.place import Place, environment, own_server
from benchmarks.town import Town, fill, runs_of_round
from thuphi.ground.kit.clock import now, today

LIMIT = 2_000
"""Lines a second that an import must reach (pretix: 7.0 measured on such a machine)."""
TOWN = Town(facilities=1, pupils=20_000, rounds=2)
DATABASE = "reconciling"

_ACCOUNT = """
    INSERT INTO beneficiary_account (facility_id, bin, number, name, state, proposed_by,
                                     proposed_at, decided_by, decided_at)
    SELECT id, '970415', '0011', name, 'approved', 1, now(), 2, now() FROM facility
"""
_LINES = """
    SELECT b.id, b.code, b.total_vnd, row_number() OVER (ORDER BY md5(b.id::text)) FROM bill AS b
    WHERE b.run_id = ANY (%s) ORDER BY 4
"""
_HEAR = """
    WITH new AS (
        INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,
                           amount_vnd, paid_at, text, codes, account, bank_reference, raw,
                           body_hash)
        SELECT 'sandbox', m.id, b.facility_id, 'R' || b.id, 'confirmed', 'qr', b.total_vnd, now(),
               b.code, ARRAY[b.code], '0011',
               CASE WHEN b.id %% 2 = 0 THEN 'FT26278' || b.id ELSE '' END, '', sha256('x')
        FROM bill AS b JOIN merchant AS m ON m.facility_id = b.facility_id
        WHERE b.id = ANY (%s) RETURNING id
    )
    INSERT INTO heard_waiting SELECT id FROM new
"""


class NotReconciled(Exception):
    """A figure of work that was not done right is no figure."""


def measure(place: Place, say: Callable[[str], None], town: Town = TOWN) -> list[Figure]:
    """Build a town, post one round of it, import the other as a statement."""
    dsn = place.build(DATABASE)
    try:
        fill(dsn, town)
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(_ACCOUNT)
        for number in (0, 1):
            runs = runs_of_round(dsn, town, number)
            run_together("benchmarks.issuing_child", [runs], environment(dsn))
        plain = posting.post_round(place, dsn, town, 0)
        ours = import_round(place, dsn, town, 1)
    finally:
        place.drop(DATABASE)
    say(f"reconciling: {ours:,} lines/s imported, matched and booked; plain posting {plain:,}/s")
    name = "statement lines imported, matched, booked"
    return [
        figure(name, "limit of 2,000/s", [Round(ours, LIMIT)], "1.0"),
        figure(name, "plain posting of notifications", [Round(ours, plain)], "0.1"),
    ]


def import_round(place: Place, dsn: str, town: Town, number: int) -> int:
    """Tell of half a round's money, and import all of it. The rate. Raises `NotReconciled`."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        lines = connection.execute(_LINES, [runs_of_round(dsn, town, number)]).fetchall()
        connection.execute(_HEAR, [[row[0] for row in lines[::2]]])
    run_together("benchmarks.posting_child", [[]], environment(dsn))
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ANALYZE")
        facility = connection.execute("SELECT min(id) FROM facility").fetchone()
    place.settle()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statement.sta"
        file.write_text(mt940([(int(row[0]), str(row[1]), int(row[2])) for row in lines]), "ascii")
        arguments = [[file, facility[0] if facility else 0]]
        done, seconds = run_together("benchmarks.reconciling_child", arguments, environment(dsn))
    _check(dsn, town, done)
    return int(done / seconds)


def mt940(lines: list[tuple[int, str, int]]) -> str:
    """A statement of today with a credit for each bill: its id, its code, its sum."""
    day = f"{today(now()):%y%m%d}"
    total = sum(vnd for _, _, vnd in lines)
    told = [":20:BENCH", ":25:0011", ":28C:1/1", f":60F:C{day}VND0,"]
    for bill, code, vnd in lines:
        told += [
            f":61:{day}{day[2:]}C{vnd},NTRFNONREF//FT26278{bill}",
            f":86:CT DEN {code} HOC PHI",
        ]
    told += [f":62F:C{day}VND{total},", "-"]
    return "\r\n".join(told) + "\r\n"


def _check(dsn: str, town: Town, done: int) -> None:
    """Every line is beside its payment, every bill paid once, and nothing is left to clear."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM line_state WHERE outcome LIKE 'matched%%'),"
            " (SELECT count(*) FROM line_match WHERE how = 'booked'),"
            " (SELECT count(*) FROM bill WHERE state = 'paid')",
            [],
        ).fetchone()
    if done != town.bills or found != (town.bills, town.bills // 2, 2 * town.bills):
        raise NotReconciled(f"{done} done, matched, booked, paid: {found}")


def main() -> None:
    """`python -m benchmarks.reconciling`: the figures alone."""
    console = Console()
    with own_server() as place:
        place.check_durable()
        show(measure(place, lambda line: print(line, file=sys.stdout)), console)


if __name__ == "__main__":
    main()
