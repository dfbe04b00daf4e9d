"""A town to measure in: facilities, pupils, fee items and planned runs, filled by plain SQL."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from benchmarks.place import MASTER_SECRET
from thuphi.ground.kit.seal import seal

GATE_SECRET = "a shared secret of the bench"
ITEMS = 3
"""Fee items of each facility, and so lines of each bill."""


@dataclass(frozen=True, slots=True)
class Town:
    """How large: `rounds` runs in each facility, each of them bills every pupil."""

    facilities: int
    pupils: int
    """In each facility."""
    rounds: int

    @property
    def bills(self) -> int:
        """In one round."""
        return self.facilities * self.pupils


_FILL = (
    """INSERT INTO facility (code, name, search_key, sector, level, tier, ownership, focal_name,
                             focal_phone, address)
       SELECT 'F' || i, 'Trường số ' || i, 'truong so ' || i, 'education', 'primary', 'commune',
              'public', '', '', '' FROM generate_series(1, %(facilities)s) AS i""",
    """INSERT INTO fee_item (facility_id, code, name, unit, price_vnd, ground, is_mandatory,
                             school_year, level, is_active)
       SELECT f.id, 'K' || i, 'Khoản thu ' || i, 'tháng', 10000 * i, 'NQ 08/2026', true,
              '2026-2027', '', true FROM facility AS f, generate_series(1, %(items)s) AS i""",
    """INSERT INTO beneficiary (facility_id, kind, code, name, search_key, class_name, grade,
                                payer_name, payer_phone, payer_email, is_active)
       SELECT f.id, 'pupil', 'HS' || i, 'Nguyễn Minh Anh ' || i, 'nguyen minh anh ' || i, '1A', '1',
              'Nguyễn Văn Bình ' || i, '', '', true
       FROM facility AS f, generate_series(1, %(pupils)s) AS i""",
    """INSERT INTO collection_run (facility_id, name, reason, school_year, opens_on, due_on,
                                   scope_kind, scope_values, allows_part, state, bills_expected,
                                   bills_issued, created_at)
       SELECT id, 'Đợt thu ' || r, 'Khoản thu tháng ' || r, '2026-2027', '2026-10-01', '2026-10-31',
              'school', '[]', false, 'draft', 0, 0, now()
       FROM facility, generate_series(1, %(rounds)s) AS r ORDER BY r, id""",
    """INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity,
                           unit_price_vnd, amount_vnd)
       SELECT r.id, r.facility_id, b.id, i.id, 1, i.price_vnd, i.price_vnd
       FROM collection_run AS r
       JOIN beneficiary AS b USING (facility_id)
       JOIN fee_item AS i ON i.facility_id = r.facility_id
       ORDER BY r.id, b.id, i.id""",
    """INSERT INTO merchant (channel, slug, facility_id, account_number, shares_account, settings,
                             sealed, is_active)
       SELECT 'sandbox', 'truong-' || row_number() OVER (ORDER BY id), id, '0011', false, '{}',
              %(sealed)s, true FROM facility""",
)


def fill(dsn: str, town: Town) -> None:
    """Fill an empty, migrated database."""
    values = {
        "facilities": town.facilities,
        "pupils": town.pupils,
        "rounds": town.rounds,
        "items": ITEMS,
        "sealed": seal(bytes.fromhex(MASTER_SECRET), {"secret": GATE_SECRET}),
    }
    with psycopg.connect(dsn, autocommit=True) as connection:
        for text in _FILL:
            connection.execute(text.encode(), values)
        connection.execute("ANALYZE")


def runs_of_round(dsn: str, town: Town, number: int) -> list[int]:
    """The runs to issue in a round (0, 1, ...), one for each facility."""
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT id FROM collection_run ORDER BY id").fetchall()
    first = number * town.facilities
    return [int(row[0]) for row in rows[first : first + town.facilities]]
