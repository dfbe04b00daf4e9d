"""Posting in a database that holds millions of old bills, beside the same in a small one.

The old bills are paid: each has its payment and its two transfers, so that every index that posting
writes to is as large as after years of use. They are filled in by plain SQL with triggers off.
"""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from benchmarks import posting, town
from benchmarks.children import run_together
from benchmarks.figures import Figure, Round, figure
from benchmarks.place import Place, environment
from benchmarks.town import Town, runs_of_round

SMALL = 100_000
GOAL = "0.9"
TOWN = Town(facilities=40, pupils=1000, rounds=3)
CHUNK = 500_000

_SYMBOL = "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((n >> {}) & 31)::int, 1)"
_CODE = "'TF' || " + " || ".join(_SYMBOL.format(shift) for shift in range(45, -1, -5))
_SPREAD = "mod(i::numeric * 699523842907091, 1125899906842624)::bigint"
"""An odd factor modulo 2^50: every number gets another one, in no visible order."""

_OLD = (
    f"""INSERT INTO bill (id, code, facility_id, run_id, beneficiary_id, payer_name,
                          beneficiary_name, class_name, reason, total_vnd, paid_vnd, state,
                          allows_part, due_on, issued_at, closed_at)
        SELECT i, {_CODE}, f.id, NULL, f.pupil + i / %(facilities)s::bigint %% %(pupils)s::bigint,
               'Nguyễn Văn Bình ' || i, 'Nguyễn Minh Anh ' || i, '1A', 'Khoản thu cũ', 60000, 60000,
               'paid', false, '2025-10-31', now(), now()
        FROM (SELECT i, {_SPREAD} AS n
              FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i) AS s
        JOIN (SELECT f.id, f.id - min(f.id) OVER () AS place,
                     (SELECT min(b.id) FROM beneficiary AS b WHERE b.facility_id = f.id) AS pupil
              FROM facility AS f) AS f
          ON f.place = i %% %(facilities)s::bigint""",
    """INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id, amount_vnd,
                             reference, happened_at)
       SELECT facility_id, v.recipe, v.debit, v.credit, 60000, code, issued_at
       FROM bill, (VALUES ('issue', 1, 2), ('pay', 3, 1)) AS v (recipe, debit, credit)
       WHERE id BETWEEN %(first)s AND %(last)s""",
    """INSERT INTO payment (facility_id, heard_id, bill_id, finding, channel, method, amount_vnd,
                            applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at,
                            receipt_year, receipt_number)
       SELECT facility_id, -id, id, 'exact', 'sandbox', 'qr', 60000, 60000, 0, 0,
              now() - interval '1 year', now(), 2025, id
       FROM bill WHERE id BETWEEN %(first)s AND %(last)s""",
)


def measure(
    place: Place, bills: int, say: Callable[[str], None], few: int = SMALL, where: Town = TOWN
) -> Figure:
    """Post the same town in both databases, turn by turn."""
    names = {few: "small", bills: "large"}
    try:
        for size, name in names.items():
            build(place, name, where, size, say)
        rounds = []
        for number in range(where.rounds):
            small, large = (
                posting.post_round(place, place.dsn(names[size]), where, number)
                for size in (few, bills)
            )
            rounds.append(Round(large, small))
            say(f"posting: {large:,}/s at {bills:,} bills, {small:,}/s at {few:,}")
    finally:
        for name in names.values():
            place.drop(name)
    return figure(f"payments posted at {bills:,} bills", f"at {few:,} bills", rounds, GOAL)


def build(place: Place, name: str, where: Town, bills: int, say: Callable[[str], None]) -> None:
    """A town with so many old bills, and then its runs issued by the product's own verb."""
    dsn = place.build(name)
    town.fill(dsn, where)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for first in range(1, bills + 1, CHUNK):
            last = min(first + CHUNK - 1, bills)
            for text in _OLD:
                connection.execute(
                    text.encode(),
                    {"first": first, "last": last, "facilities": where.facilities,
                     "pupils": where.pupils},
                )  # fmt: skip
            say(f"{name}: {last:,} old bills")
        connection.execute("SELECT setval('bill_number', %s)", [bills])
        connection.execute("VACUUM ANALYZE")
    for number in range(where.rounds):
        run_together(
            "benchmarks.issuing_child", [runs_of_round(dsn, where, number)], environment(dsn)
        )
