"""Payments posted a second: matched, booked, bill moved, receipt numbered, month counted."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from benchmarks import hordak, pgbench
from benchmarks.children import run_together
from benchmarks.figures import Figure, Round, figure
from benchmarks.pgbench import PgBench
from benchmarks.place import Place, environment
from benchmarks.town import Town, runs_of_round

WORKERS = 2
GOAL = "6"

_HEAR = """
    WITH new AS (
        INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,
                           amount_vnd, paid_at, text, codes, account, payer_name, raw, body_hash)
        SELECT 'sandbox', m.id, b.facility_id, 'FT' || b.id, 'confirmed', 'qr', b.total_vnd,
               now(), b.code || ' Nguyen Minh Anh thu thang 10', ARRAY[b.code], '0011',
               'NGUYEN VAN BINH', convert_to(repeat('x', 250), 'UTF8'), sha256('x')
        FROM bill AS b JOIN merchant AS m ON m.facility_id = b.facility_id
        WHERE b.run_id = ANY (%s)
        -- People do not pay in the order in which they were billed.
        ORDER BY md5(b.id::text)
        RETURNING id
    )
    INSERT INTO heard_waiting SELECT id FROM new
"""


class BooksDoNotFit(Exception):
    """A figure of work that was not done right is no figure."""


def measure(
    place: Place,
    database: str,
    town: Town,
    rival: PgBench,
    say: Callable[[str], None],
    hordak_size: int = 2000,
) -> list[Figure]:
    """Post every round of a town whose bills are issued, with each rival beside each round."""
    against_pgbench, one_by_one, in_bulk = [], [], []
    for number in range(town.rounds):
        before = rival.rate()
        ours = post_round(place, place.dsn(database), town, number)
        after = rival.rate()
        against_pgbench.append(Round(ours, (before + after) // 2))
        hordak.prepare(place)
        one_by_one.append(Round(ours, hordak.rate(place, "one", hordak_size)))
        in_bulk.append(Round(ours, hordak.rate(place, "bulk", hordak_size * 10)))
        say(
            f"posting: {ours:,}/s, pgbench {before:,} and {after:,}/s, hordak one by one"
            f" {one_by_one[-1].rival:,}/s, in bulk {in_bulk[-1].rival:,}/s"
        )
    name = f"payments posted, {WORKERS} workers"
    return [
        figure(name, pgbench.NAME, against_pgbench, GOAL),
        figure(name, f"django-hordak one by one, {WORKERS} processes", one_by_one, "30"),
        figure(name, f"django-hordak in bulk, {WORKERS} processes", in_bulk, "4"),
    ]


def post_round(place: Place, dsn: str, town: Town, number: int) -> int:
    """Let one round's bills be paid, and post it all. Returns the rate. Raises `BooksDoNotFit`."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_HEAR, [runs_of_round(dsn, town, number)])
        connection.execute("ANALYZE heard, heard_waiting, bill")
    place.settle()
    posted, seconds = run_together("benchmarks.posting_child", [[]] * WORKERS, environment(dsn))
    _check(dsn, town, number, posted)
    return int(posted / seconds)


def _check(dsn: str, town: Town, number: int, posted: int) -> None:
    """Every bill of the round is paid once and has a receipt, and the book is even."""
    with psycopg.connect(dsn) as connection:
        paid = connection.execute(
            "SELECT count(*) FROM bill AS b JOIN payment AS p ON p.bill_id = b.id"
            " WHERE b.run_id = ANY (%s) AND b.state = 'paid' AND p.finding = 'exact'"
            " AND p.applied_vnd = b.total_vnd AND p.receipt_number IS NOT NULL",
            [runs_of_round(dsn, town, number)],
        ).fetchone()
        book = connection.execute(
            "SELECT sum(debit_vnd) = sum(credit_vnd) FROM ledger_account"
        ).fetchone()
    if posted != town.bills or paid != (town.bills,) or book != (True,):
        raise BooksDoNotFit(f"{posted} posted, {paid} paid, book even: {book}")
